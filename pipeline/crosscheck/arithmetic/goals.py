"""Goals met and missed: 超额完成年度任务, 未达到目标值, 各项均达到目标."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, level, same_sort
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import exactly
from schemas.figures import Approx
from schemas.findings import Finding

_NAME = (
    r"(?:年度|年初|预期|预定|既定|全年|绩效|设定|计划|规定|的){0,3}"
    r"(?:目标|任务|计划|指标|要求)(?:值|数|任务|要求)?(?!率|值|数|的?[\d０-９]|[^，。；、\d]{1,8}的?[\d０-９.]+[%％成])"
)
_GOAL = re.compile(
    r"(?P<all>[两二三四五六七八九]项|各项|所有|全部|均|都|以上|指标){0,3}"
    rf"(?:(?P<more>高于|超过|超额完成|超出|突破|优于|好于)|(?P<less>低于|未能?达到?|未能?完成|没有完成|没有达到|未实现)"
    rf"|(?P<least>达到|完成|实现|圆满完成|全面完成|如期完成|达成))了?{_NAME}"
)
_TARGET = re.compile(r"目标|计划|任务|应|标准|预期|指标值|要求")
_UPPER = re.compile(r"[≤<＜]|不超过?|不高于|不大于|不多于|控制在|低于|少于|以内|以下")
_ACTUAL = re.compile(r"实际|完成|达|实现|为|执行")


def check_goals(facts: Facts) -> Iterator[Finding]:
    """Every word of a goal met or missed beside its goal and what was done."""
    for match in _GOAL.finditer(facts.reading.text):
        yield from _goal(facts, match)


def _goal(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    layout = facts.reading.layout
    start = layout.sentence(match.start())[0]
    met = list(_met(facts.within(start, match.start()), facts))
    if not met and match["all"]:
        start = max(layout.paragraph(match.start())[0], match.start() - 160)
        met = list(_met(facts.within(start, match.start()), facts))
    if not met or (len(met) > 1 and not (match["all"] and not match["less"])):
        return
    for goal, actual, margin in met:
        wrong = margin < 0 if match["more"] or match["least"] else margin >= 0
        if match["more"] and not match["all"] and margin == 0 and "超" in match["more"]:
            wrong = True
        if wrong:
            sign = "＞" if actual.value > goal.value else "＜" if actual.value < goal.value else "＝"
            message = f"实际{actual.mention.text}{sign}目标{goal.mention.text}，与“{match[0]}”不符。"
            yield finding(
                "comparison", message, facts.reading.text, match.start(), match.end(),
                others=tuple((f.mention.start, f.mention.end) for f in (goal, actual)),
            )  # fmt: skip
            return


def _met(near: Sequence[Fact], facts: Facts) -> Iterator[tuple[Fact, Fact, int]]:
    """Each goal with what was done right behind it, and whether by more, just or less (1, 0, -1)."""
    shown = [f for f in near if level(f)]
    if any("每" in f.words for f in shown):
        return
    if len(shown) == 2 and _TARGET.search(shown[1].words) and not _TARGET.search(shown[0].words):
        shown.reverse()  # 完成5.2亿元，目标5亿元
    for goal, actual in itertools.pairwise(shown):
        if not same_sort(goal.mention, actual.mention) or not _TARGET.search(goal.words + goal.mention.hedge):
            continue
        if _TARGET.search(actual.words) and not _ACTUAL.search(actual.words):
            continue
        behind = facts.reading.text[goal.mention.end : goal.mention.end + 2]
        words = goal.words + goal.mention.hedge + goal.mention.text + behind
        upper = bool(_UPPER.search(words)) or goal.mention.approx is Approx.LESS_THAN
        one, other = exactly(goal.mention), exactly(actual.mention)
        order = 1 if other[0] > one[1] else -1 if other[1] < one[0] else 0
        value = goal.mention.value or 0
        order = (
            (actual.value > value) - (actual.value < value)
            if goal.mention.approx is not Approx.EXACT
            else order
        )
        yield goal, actual, -order if upper else order

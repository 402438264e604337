"""The largest of a list, and rows that are said to rise or fall: 占比最大, 逐年增长."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, core, level, same_sort
from pipeline.crosscheck.codes import finding
from schemas.findings import Finding

_MOST = re.compile(
    r"(?:其中|以)?(?P<name>[一-鿿“”]{2,14}?)(?:的)?(?:占比|所占比[例重]|比重|数量|金额|支出|规模|得分|数|项目|投入|人数)?"
    r"(?:为|是)?(?:(?P<most>最大|最多|最高|居首|位居第一|位列第一|占比最高)|(?P<least>最小|最少|最低))(?=[，。；（(]|$)"
)
_MARK = re.compile("最[大多高小少低]|居首|第一")
_ROW = re.compile(
    r"(?:逐年|连年|连续[两二三四五六]年|持续|每年均?|逐季|逐月|稳步)(?:保持|实现|呈|均|稳步){0,3}"
    r"(?:(?P<up>增长|增加|上升|提高|攀升|递增|提升|上涨|扩大)|(?P<down>下降|减少|降低|递减|回落|缩短|压减))"
)


def check_rankings(facts: Facts) -> Iterator[Finding]:
    """Superlatives over a list, and rows that do not go the way they are said to."""
    text = facts.reading.text
    for match in facts.matches(_MOST, _MARK):
        yield from _most(facts, match)
    for match in _ROW.finditer(text):
        yield from _row(facts, match)


def _most(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    """…其中甲最大: no other member of the list may be larger."""
    name = core(match["name"].removeprefix("其中"))
    start = facts.reading.layout.period(match.start())[0]
    near = [f for f in facts.within(start, match.start()) if level(f)]
    mine = [f for f in near if len(name) >= 2 and f.own_core and (name in f.own_core or f.own_core in name)]
    if len(mine) != 1:
        return
    row = list(_members(facts, near, mine[0]))
    total = sum(f.value for f in row)
    row = [f for f in row if f is mine[0] or f.value * 2 != total]
    other = max(row, key=lambda f: f.value) if match["most"] else min(row, key=lambda f: f.value)
    wrong = other.value > mine[0].value if match["most"] else other.value < mine[0].value
    if len(row) >= 3 and wrong:
        sign = "＞" if match["most"] else "＜"
        message = f"{other.mention.text}{sign}{mine[0].mention.text}，与“{match[0]}”不符。"
        yield finding(
            "comparison", message, facts.reading.text, match.start(), match.end(),
            others=tuple((f.mention.start, f.mention.end) for f in (other, mine[0])),
        )  # fmt: skip


def _members(facts: Facts, near: Sequence[Fact], mine: Fact) -> Iterator[Fact]:
    """The numbers listed beside *mine*: of its sort, nothing but a mark and a noun before each."""
    like = [f for f in near if same_sort(f.mention, mine.mention)]
    at = like.index(mine)
    yield mine
    for step in (-1, 1):
        here = at
        while 0 <= here + step < len(like):
            one, other = sorted((like[here], like[here + step]), key=lambda f: f.index)
            words = facts.between(one, other)
            if not re.fullmatch(
                r"(?:[，,（(]占[^，。；]{0,24})?[、，,；;和][^，,。；、：:其共]{1,16}", words
            ):
                break
            here += step
            yield like[here]


def _row(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    """分别为1260人、1385人、1342人，连续三年增长."""
    start = facts.reading.layout.period(match.start())[0]
    near = [f for f in facts.within(start, match.start()) if level(f)]
    row = row_before(facts, near)
    if not near:
        end = facts.reading.layout.period(match.start())[1]
        row = row_before(
            facts, [f for f in facts.within(match.end(), min(end, match.end() + 80)) if level(f)]
        )
    elif match.start() - row[-1].mention.end > 24:
        return
    if len(row) < 3:
        return
    sign = 1 if match["up"] else -1
    for one, other in pairwise(row):
        if (other.value - one.value) * sign < 0:
            word = "＞" if other.value > one.value else "＜"
            message = f"{other.mention.text}{word}{one.mention.text}，与“{match[0]}”不符。"
            yield finding(
                "comparison", message, facts.reading.text, match.start(), match.end(),
                others=tuple((f.mention.start, f.mention.end) for f in (one, other)),
            )  # fmt: skip
            return


def row_before(facts: Facts, near: Sequence[Fact]) -> list[Fact]:
    """The last numbers of one sort that stand in a row: with nothing, or only their years, between."""
    row: list[Fact] = []
    for fact in reversed(near):
        if row and not same_sort(fact.mention, row[0].mention):
            break
        words = facts.between(fact, row[0]) if row else ""
        if row and not re.fullmatch(
            r"(?:[、，,和及与；]|以及)(?:(?:19|20)\d{2}年(?:的|为)?|第?[一二三四]季度(?:为)?)?", words
        ):
            break
        row.insert(0, fact)
    return row

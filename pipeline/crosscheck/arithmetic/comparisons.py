"""Words of comparison against the two numbers that they compare: 大于, 低于, 未达到, 超编; hedges."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.bounds import check_bounds
from pipeline.crosscheck.arithmetic.everyone import check_everyone
from pipeline.crosscheck.arithmetic.facts import STAGE, Fact, Facts, Role, core, level, moment_of, same_sort
from pipeline.crosscheck.arithmetic.goals import check_goals
from pipeline.crosscheck.arithmetic.moments import Moment
from pipeline.crosscheck.arithmetic.numbers import around
from pipeline.crosscheck.arithmetic.rankings import check_rankings
from pipeline.crosscheck.arithmetic.tendencies import check_tendencies
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import exactly
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.vocabulary import either
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention

_LEAD = r"(?:但|仍|均|也|远|略|稍|首次|已|成功|大大|明显|且|比较|约|实际|并|一举|大幅|历史性)*"
_RELATION = (
    rf"(?:(?P<more>{either('more')}|超(?![支编员范长前大高低级声额]))|(?P<less>{either('less')}|控制在))了?"
)
_ATTACHED = re.compile(
    rf"(?:决算数?|执行数|支出数?)?{_LEAD}{_RELATION}(?P<noun>(?:(?:19|20)\d{{2}}年)?[^，。；\d]{{0,14}})$"
)
_BOUND = re.compile(rf"(?:{either('more')}|{either('less')})[^，。；]{{0,12}}$")
_WORDED = re.compile(
    r"(?:(?P<left>[一-鿿A-Za-z“”]{2,14}?)|(?<=[，,]))(?:均|略|远|稍|明显|已){0,3}(?<!不)"
    r"(?:(?P<more>大于|高于|超过|多于|超出|快于)|(?P<less>小于|低于|少于|未超过?|不及|慢于)|(?P<same>等于|持平于))了?"
    r"(?P<right>[一-鿿A-Za-z“”]{2,14}?)(?P<difference>(?<=[一-鿿])(?=[\d０-９]))?(?=[，。；：（(\d０-９]|的?(?:主要)?原因|$)"
)
_MARK = re.compile(r"[大高多小低少快慢等持][于平]|超过|超出|未超|不及")
_OVER = re.compile(
    r"(?P<over>超编|超员|超支|超出预算|超预算)|(?P<under>空编|缺编|缺员|未超编|节约|节支|结余|少支)"
)
_CARRIED = re.compile(
    r"(?:上年|去年|年初|以前年度|历年|滚存|累计)[^，。；、]{0,8}$|结转结余|结余(?:收入|资金)"
)
"""上年结余收入: what was brought forward, nothing that came of this year's plan."""
_PLAN = ("initial", "plan", "adjusted")
_EACH = re.compile(r"每|平均|单价|[人户生亩车床班村校师员头台场期次辆]均")
_STANDARD = re.compile(r"标准|应|核定")
_LEAD_IN = re.compile(r"^[^，,（(。；]{0,6}?[，,（(]")
_AGAIN = re.compile(r"[，,（(]?(?:即|合计|累计|共)?(?:近|约|接近|将近|不足|不到)?")


def check_comparisons(facts: Facts) -> Iterator[Finding]:
    """Every word of comparison whose two numbers can be told beyond doubt."""
    reading = facts.reading
    for one, other in zip(facts.all, facts.all[1:], strict=False):
        yield from _attached(facts, one, other)
        yield from _hedged(reading, one.mention, other.mention)
    for fact in facts.all:
        yield from _surplus(facts, fact)
    for match in facts.matches(_WORDED, _MARK):
        yield from _worded(facts, match)
    yield from check_tendencies(facts)
    yield from check_goals(facts)
    yield from check_rankings(facts)
    yield from check_everyone(facts)
    yield from check_bounds(facts)


_HOLDERS = re.compile(
    r"[^，。；、\d]{0,10}的[^，。；、\d]{1,10}?[有共为达]?[\d一二三四五六七八九十]+[个家户名人项处所镇乡村县区]"
)
"""94.3%，高于95%考核线的片区有3个: of those that are, which need not be the one told last."""


def _comparable(one: Fact, other: Fact) -> bool:
    return level(one) and level(other) and same_sort(one.mention, other.mention)


# -- A，大于B ---------------------------------------------------------------------------------------


def _attached(facts: Facts, one: Fact, other: Fact) -> Iterator[Finding]:
    """A，大于…B: the comparing clause follows the first number directly."""
    if other.mention.start - one.mention.end > 30 or not _comparable(one, other):
        return
    words = facts.between(one, other)
    match = _ATTACHED.fullmatch(_LEAD_IN.sub("", words, count=1))
    hedge = other.mention.hedge
    beyond = other.mention.approx is Approx.MORE_THAN and hedge[:2] in ("突破", "超过")
    if match is None and beyond and re.fullmatch(rf"[，,]?{_LEAD}", words):
        match = re.fullmatch(rf"(?P<more>{hedge})(?P<noun>)(?P<less>)?", hedge)
    listed = words.endswith("的") and facts.reading.text[one.mention.start - 1] == "的"
    if match is None or listed:
        return  # 优于上年的7项，相当的3项，不及上年的2项: how many are so
    if one.index and (_BOUND.search(one.words) or one.compared):
        one = facts.all[one.index - 1]  # 24万元，未超出预算26万元，也没有高于上年的25万元
        if not _comparable(one, other):
            return
    low, high = exactly(one.mention)
    value = other.value
    # 低于平均水平1200元 may be a difference, not a level.
    if match["less"] and value * 3 < low:
        return
    wrong = (match["more"] and high < value) or (match["less"] and low > value)
    within = facts.reading.text[other.mention.end : other.mention.end + 2] in ("以内", "之内", "以下")
    of_some = _HOLDERS.match(facts.reading.text, other.mention.end)
    if wrong and not of_some and ("控制" not in (match["less"] or "") or within):
        yield _found(facts.reading, one.mention, other.mention, match["more"] or match["less"])


def _found(reading: Reading, one: Mention, other: Mention, word: str) -> Finding:
    less = (one.value or 0) < (other.value or 0)
    shown = f"{one.text}{'＜' if less else '＞'}{other.text}"
    return finding(
        "comparison", f"{shown}，与“{word}”不符。", reading.text, one.start, other.end,
        expected="小于" if less else "大于", evidence=shown,
    )  # fmt: skip


# -- 决算数小于预算数 ----------------------------------------------------------------------------------


_TOGETHER = re.compile("之和|之差|的总和|合计数")
"""等于负债402.8万元与净资产2812.8万元之和."""


def _worded(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    """L大于R, both told by name: the numbers of those names before (or in the sentence behind)."""
    if match["left"]:
        one = named(facts, match["left"], match.start(), None)
        other = named(facts, match["right"], match.start(), one)
    else:
        other = named(facts, match["right"], match.start(), None)
        one = _last(facts, match.start(), other)
    if one is None or other is None or one is other:
        return
    if (match["more"] or "")[:1] == "超" and match["right"].endswith("的"):
        return  # 超出当年收入的6.90万元 is a difference
    end = facts.reading.layout.sentence(match.end())[1]
    if _TOGETHER.search(facts.reading.text, match.end(), end):
        return
    if match.end() == one.mention.start:
        return  # 高于预算数1.11亿元: the difference, none of the two
    said = 1 if match["more"] else -1 if match["less"] else 0
    real = _order(one.mention, other.mention)
    if real == said or (real == 0 and match["less"] and match["less"][:1] in "未不"):
        return
    sign = {1: "＞", 0: "＝", -1: "＜"}[real]
    yield finding(
        "comparison", f"{one.mention.text}{sign}{other.mention.text}，与“{match[0]}”不符。",
        facts.reading.text, match.start(), match.end(), expected={1: "大于", 0: "等于", -1: "小于"}[real],
        others=tuple((f.mention.start, f.mention.end) for f in (one, other)),
    )  # fmt: skip


def _last(facts: Facts, at: int, other: Fact | None) -> Fact | None:
    """The subject left out is the number that the sentence told last, beside the one it is compared with."""
    near = facts.within(facts.reading.layout.sentence(at)[0], at)
    if other is None or not near or at - near[-1].mention.end > 1:
        return None
    like = [f for f in near if f is not other and level(f) and same_sort(f.mention, other.mention)]
    return like[-1] if like and near[-1] in (like[-1], other) else None


def _order(one: Mention, other: Mention) -> int:
    """-1, 0 or 1; 0 also when the printed numbers cannot be told apart."""
    if exactly(one)[0] > exactly(other)[1]:
        return 1
    return -1 if exactly(one)[1] < exactly(other)[0] else 0


def named(facts: Facts, words: str, at: int, other: Fact | None) -> Fact | None:
    """The one number that *words* name: by stage and time, and by its noun where they tell one."""
    wanted, noun = moment_of(words), core(STAGE.sub("", words)).removesuffix("数")
    noun = noun.rstrip("个人户件项") if len(noun) >= 3 else noun
    noun = noun if len(noun) >= 2 else ""
    if not wanted.stage and not wanted.timed and len(noun) < 2:
        noun = words[-2:] if words[-2:] in ("支出", "收入") else ""
    if not wanted.stage and not wanted.timed and len(noun) < 2:
        return None
    for start, end in _scopes(facts, at):
        near = [f for f in facts.within(start, end) if level(f) and _answers(f, wanted, noun, words)]
        if other is not None:
            near = [f for f in near if same_sort(f.mention, other.mention) and f is not other]
            same = [f for f in near if f.core == other.core]
            near = same or near
        elif len({f.mention.kind for f in near}) > 1:
            near = [f for f in near if f.mention.kind is not Kind.PERCENT]
        if near:
            exact = [f for f in near if core(STAGE.sub("", f.words)) == noun] or near
            return exact[-1] if len({f.value for f in exact}) == 1 else None
    return None


def _scopes(facts: Facts, at: int) -> Iterator[tuple[int, int]]:
    layout = facts.reading.layout
    start, end = layout.period(at)
    yield layout.sentence(at)[0], at
    yield start, at
    yield at, end
    yield max(layout.paragraph(at)[0], at - 160), at


def _answers(fact: Fact, wanted: Moment, noun: str, words: str) -> bool:
    stages = {wanted.stage} if wanted.stage != "plan" else {*_PLAN} if "预算" in words else {*_PLAN[:2]}
    staged = not wanted.stage or fact.moment.stage in stages
    timed = (fact.moment.when == "last") == (wanted.when == "last")
    said = fact.words + fact.core
    pieces = [noun[i : i + 2] for i in range(0, len(noun) - 1, 2)]
    named = noun in said or (len(noun) >= 4 and all(piece in said for piece in pieces))
    return staged and timed and fact.role is Role.LEVEL and named


# -- hedges and remainders --------------------------------------------------------------------------


def _hedged(reading: Reading, one: Mention, other: Mention) -> Iterator[Finding]:
    """3861人次，近3800人次: the round number repeats the exact one with a hedge that does not fit."""
    if one.approx is not Approx.EXACT or not one.value or not other.value or not same_sort(one, other):
        return
    if not _AGAIN.fullmatch(reading.text, one.end, other.start):
        return
    if not Decimal("0.9") <= one.value / other.value <= Decimal("1.1"):
        return
    below = other.approx is Approx.LESS_THAN and one.value > other.value
    above = other.approx is Approx.MORE_THAN and one.value < other.value
    if below or (above and other.hedge[:2] not in ("突破", "超过")):
        sign = "＞" if below else "＜"
        meaning = "不足" if below else "超过"
        message = f"{one.text}{sign}{other.text}，而“{other.hedge}”表示{meaning}，二者不符。"
        yield finding(
            "comparison", message, reading.text, other.start, other.end, others=((one.start, one.end),)
        )


_TO_COME = re.compile("次年|下年|明年|今后|拟|预计|将")
"""缺员4人，计划次年招录3人: no plan of the posts that there are."""


def _surplus(facts: Facts, claim: Fact) -> Iterator[Finding]:
    """超编2人 with fewer people than posts; 结余 with more spent than there was."""
    match = _OVER.search(claim.words[-8:])
    if match is None or "未" in claim.words[-8:] or _CARRIED.search(claim.words[-14:]):
        return
    start, end = facts.reading.layout.sentence(claim.mention.start)
    near = [f for f in facts.within(start, end) if f is not claim and not _TO_COME.search(f.words)]
    pair = planned([f for f in near if level(f) and same_sort(f.mention, claim.mention)])
    if pair is None:
        return
    plan, actual = pair
    real = _order(actual.mention, plan.mention)
    if (match["over"] and real < 0) or (match["under"] and real > 0):
        sign = "＞" if real > 0 else "＜"
        words = around(facts.reading, actual.mention)[-8:]
        message = f"{words}{actual.mention.text}{sign}{plan.mention.text}，与“{match[0]}”不符。"
        yield finding(
            "comparison", message, facts.reading.text, claim.mention.start - len(match[0]), claim.mention.end,
            others=tuple((f.mention.start, f.mention.end) for f in pair),
        )  # fmt: skip


def planned(near: Sequence[Fact]) -> tuple[Fact, Fact] | None:
    """The one plan and the one actual among *near*, of one sort."""
    if any(_EACH.search(f.words) for f in near):
        return None
    plans = [f for f in near if f.moment.stage in _PLAN or _STANDARD.search(f.words)]
    actual = [f for f in near if f not in plans and f.moment.stage == "actual"]
    if len(plans) != 1 or len(actual) != 1 or not same_sort(plans[0].mention, actual[0].mention):
        return None
    return plans[0], actual[0]

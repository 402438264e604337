"""Words of comparison against the two numbers that they compare: 大于, 低于, 未达到, 超编; hedges."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate

from pipeline.crosscheck.arithmetic.bounds import check_bounds
from pipeline.crosscheck.arithmetic.everyone import check_everyone
from pipeline.crosscheck.arithmetic.facts import Fact, Facts, level, same_sort
from pipeline.crosscheck.arithmetic.goals import check_goals
from pipeline.crosscheck.arithmetic.moments import PLANNED
from pipeline.crosscheck.arithmetic.numbers import around
from pipeline.crosscheck.arithmetic.rankings import check_rankings
from pipeline.crosscheck.arithmetic.tendencies import check_tendencies
from pipeline.crosscheck.arithmetic.worded import check_worded, order
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import exactly
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.vocabulary import either
from schemas.figures import Approx
from schemas.findings import Finding, Mention

_LEAD = r"(?:但|仍|均|也|远|略|稍|首次|已|成功|大大|明显|且|比较|约|实际|并|一举|大幅|历史性)*"
_RELATION = (
    rf"(?:(?P<more>{either('more')}|超(?![支编员范长前大高低级声额]))|(?P<less>{either('less')}|控制在))了?"
)
_ATTACHED = re.compile(
    rf"(?:决算数?|执行数|支出数?)?{_LEAD}{_RELATION}(?P<noun>(?:(?:19|20)\d{{2}}年)?[^，。；\d]{{0,14}})$"
)
_BOUND = re.compile(rf"(?:{either('more')}|{either('less')})[^，。；]{{0,12}}$")
_WITHIN = re.compile(r"(?:的[^，。；、\d]{0,8}?)?(?:以内|之内|以下|范围内)")
_HALF = re.compile(
    r"[，,（(](?:已|占比?|比重)*(?:(?P<more>超过?|过|逾|突破)|(?P<less>不足|不到|未[过到达]|未超过))"
    r"[^，。；、\d过未不]{0,6}?(?:一半|半数?)(?:以上)?(?=[，。；、）)]|$)"
)
_OVER = re.compile(
    r"(?P<over>超编|超员|超支|超出预算|超预算)|(?P<under>空编|缺编|缺员|未超编|节约|节省|节支|节余|结余|少支)"
)
_CARRIED = re.compile(
    r"(?:上年|去年|年初|以前年度|历年|滚存|累计)[^，。；、]{0,8}$|结转结余|结余(?:收入|资金)"
)
"""上年结余收入: what was brought forward, nothing that came of this year's plan."""
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
        yield from _belied(facts, one, other)
    for fact in facts.all:
        yield from _surplus(facts, fact)
        if fact.mention.unit == "%" and level(fact):
            yield from _half(facts, fact)
    yield from check_worded(facts)
    yield from check_tendencies(facts)
    yield from check_goals(facts)
    yield from check_rankings(facts)
    yield from check_everyone(facts)
    yield from check_bounds(facts)


def _half(facts: Facts, share: Fact) -> Iterator[Finding]:
    """占全市的46.8%，超过一半."""
    told = _HALF.match(facts.reading.text, share.mention.end)
    low, high = exactly(share.mention)
    if told and ((told["more"] and high <= _FIFTY) or (told["less"] and low >= _FIFTY)):
        sign = "≤" if told["more"] else "≥"
        message = f"{share.mention.text}{sign}50%，与“{told[0][1:]}”不符。"
        yield finding(
            "comparison", message, facts.reading.text, told.start() + 1, told.end(),
            others=((share.mention.start, share.mention.end),),
        )  # fmt: skip


_FIFTY = 50
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
    one = _told_of(facts, one)
    low, high = exactly(one.mention)
    value = other.value
    # 低于平均水平1200元 may be a difference, not a level.
    if match["less"] and value * 3 < low:
        return
    wrong = (match["more"] and high < value) or (match["less"] and low > value)
    within = _WITHIN.match(facts.reading.text, other.mention.end)
    of_some = _HOLDERS.match(facts.reading.text, other.mention.end) or _counted_so(facts, other)
    if wrong and not of_some and ("控制" not in (match["less"] or "") or within):
        yield _found(facts.reading, one.mention, other.mention, match["more"] or match["less"])


def _told_of(facts: Facts, one: Fact) -> Fact:
    """决算9.10万元，较预算9.64万元节余0.54万元，高于上年的8.75万元: not the difference, but what differs."""
    if one.index < 2:
        return one
    first, second = facts.all[one.index - 2 : one.index]
    alike = same_sort(first.mention, one.mention) and same_sort(second.mention, one.mention)
    return first if alike and abs(first.value - second.value) == one.value else one


def _counted_so(facts: Facts, last: Fact) -> bool:
    """21项指标中，完成17项，基本完成3项，未达序时进度1项: the last is so many of them, as the sum shows."""
    start = facts.reading.layout.sentence(last.mention.start)[0]
    row = [f for f in facts.within(start, last.mention.end) if same_sort(f.mention, last.mention)]
    sums = accumulate((f.value for f in reversed(row)), initial=Decimal(0))
    return any(total == whole.value for total, whole in zip(list(sums)[2:], row[-3::-1], strict=False))


def _found(reading: Reading, one: Mention, other: Mention, word: str) -> Finding:
    less = (one.value or 0) < (other.value or 0)
    shown = f"{one.text}{'＜' if less else '＞'}{other.text}"
    return finding(
        "comparison", f"{shown}，与“{word}”不符。", reading.text, one.start, other.end,
        expected="小于" if less else "大于", evidence=shown,
    )  # fmt: skip


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


_BOUNDS = {"超过": 1, "超": 1, "突破": 1, "逾": 1, "高于": 1, "低于": -1, "不足": -1, "不到": -1}
_AND_IS = re.compile(r"[，,](?:为|达到?|是)")
_WISHED = re.compile("要求|目标|标准|应|须|计划|力争|确保|规定|指标")


def _belied(facts: Facts, one: Fact, other: Fact) -> Iterator[Finding]:
    """首次低于100%，为102.5%: the number itself follows its bound."""
    bound, told, reading = one.mention, other.mention, facts.reading
    way = _BOUNDS.get(bound.hedge, 0)
    if not way or told.approx is not Approx.EXACT or not same_sort(bound, told) or not level(other):
        return
    low, high = exactly(told)
    wrong = high < (bound.value or 0) if way > 0 else low > (bound.value or 0)
    if not wrong or not _AND_IS.fullmatch(reading.text, bound.end, told.start):
        return
    if not _WISHED.search(reading.text, reading.layout.sentence(bound.start)[0], bound.start):
        sign = "＜" if way > 0 else "＞"
        message = f"{told.text}{sign}{bound.text}，与“{bound.hedge}”不符。"
        yield finding("comparison", message, reading.text, bound.start - len(bound.hedge), told.end)


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
    real = order(actual.mention, plan.mention)
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
    plans = [f for f in near if f.moment.stage in PLANNED or _STANDARD.search(f.words)]
    actual = [f for f in near if f not in plans and f.moment.stage == "actual"]
    if len(plans) != 1 or len(actual) != 1 or not same_sort(plans[0].mention, actual[0].mention):
        return None
    return plans[0], actual[0]

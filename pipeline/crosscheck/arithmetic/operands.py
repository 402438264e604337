"""Who is compared with whom: the base and the result that a claim of change runs between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.crosscheck.arithmetic.facts import (
    Fact,
    Facts,
    Role,
    Spot,
    kin,
    level,
    levels,
    moment_of,
    same_sort,
)
from pipeline.crosscheck.arithmetic.moments import PLANNED, odds
from pipeline.crosscheck.arithmetic.pairing import Pair, Sort, Tie, in_row
from pipeline.crosscheck.arithmetic.twolevels import named_of_two, only_two
from pipeline.crosscheck.arithmetic.ways import WAYS
from schemas.figures import Kind

__all__ = [
    "Pair",
    "Sort",
    "Tie",
    "averaged",
    "in_row",
    "of_several",
    "pairs",
    "spent",
    "without_apiece",
]

_NEAR, _FAR = 44, 3
_APIECE = re.compile(r"(?:[人户亩次车批班生床家]均|单[车台人次班]|每[^，。；\d]{1,8}|平均)[^，。；\d]{0,10}$")
_OTHER = re.compile(r"其中|另有?|人均|生均|户均|亩均|平均每|[。；;\n]|分别")


def pairs(facts: Facts, spot: Spot, sort: Sort) -> list[Pair]:
    """What the change may run between, the likeliest first; the first way that yields any decides."""
    if of_several(facts, spot):
        return []
    mean = with_mean(facts, spot)
    period = [f for f in levels(facts.period(spot.start)) if sort(f.mention) and (mean or not averaged(f))]
    if mean:
        return _from_mean(spot, period)
    period = [f for f in without_apiece(period, spot) if not milestone(facts, f)]
    if found := _over_years(facts, spot, period) or _from_opening(spot, period):
        return found
    for like in _sorts(period, spot.index):
        before = [f for f in like if f.index < spot.index and not spent(facts, f, like, spot)]
        after = [f for f in like if f.index > spot.index]
        for way in WAYS:
            found = [p for p in way(facts, spot, before, after) if _about(facts, spot, p)]
            if found:
                return found
        if found := list(only_two(facts, spot, before, after)) or list(named_of_two(facts, spot, before)):
            return found
    return []


_AVERAGED = re.compile(r"(?:平均(?:值|数|水平)?|均值|均数)(?:为|是|达到?|约)*$")
_OVER_YEARS = re.compile(
    r"(?:累计|(?:[一两二三四五六七八九十]|(?<!\d)\d)年(?:间|来|内|共|总|累|合|实现)?|期间|总共|总体|整体|总的|合计|共计?)"
    r"[^，。；\d]{0,4}$"
)


_SEVERAL = re.compile(
    r"(?:以上|上述|前述|这|该)?(?:[两二三四五六七八九]项|合计|总计|共计|相抵|相加|加总)+[，,]?"
)
_TOTAL = re.compile(r"合计|总|共|两项|三项")


def of_several(facts: Facts, spot: Spot) -> bool:
    """甲880万元，乙短收20万元，两项合计比上年增加30万元: the change of a sum that is not told."""
    start = facts.reading.layout.clause(spot.start)[0]
    clause = facts.within(start, spot.start)
    if any(level(f) and not f.mention.text.endswith("项") for f in clause):
        return False
    if not _SEVERAL.fullmatch(facts.reading.text, start, spot.base.start if spot.base else spot.start):
        return False
    told = facts.period(spot.start)
    return not any(
        f.role is not Role.CHANGE and _TOTAL.search(f.words + f.mention.text)
        for f in told
        if "项" not in f.mention.text
    )


def milestone(facts: Facts, fact: Fact) -> bool:
    """50.36亿元，首次突破50亿元: a mark that was passed is no result of its own."""
    if fact.mention.hedge[:2] not in _PASSED or not fact.index:
        return False
    above = facts.all[fact.index - 1]
    return same_sort(above.mention, fact.mention) and len(facts.between(above, fact)) <= _PASSING


_PASSED = ("突破", "超过", "跨越", "跨过", "迈过", "迈上")
_PASSING = 12


def with_mean(facts: Facts, spot: Spot) -> bool:
    """比三年平均数高, 高出全省平均水平: a mean is what the change is measured from."""
    end = facts.all[spot.index].mention.start if spot.index < len(facts.all) else spot.start
    return spot.base is not None and "均" in facts.reading.text[spot.base.start : end]


def _from_mean(spot: Spot, period: Sequence[Fact]) -> list[Pair]:
    """2023年410万元，三年平均360万元，2023年比平均数高: from the one mean told to the number of the year
    that the change names, else to the only other one."""
    before = [f for f in period if f.index < spot.index]
    means = [f for f in before if _MEAN.search(f.words)]
    others = [f for f in before if f not in means and not _TOTAL.search(f.words)] if means else []
    others = [f for f in others if same_sort(f.mention, means[0].mention)]
    dated = [f for f in others if spot.now.year and f.moment.year == spot.now.year]
    result = dated if len(dated) == 1 else others if len(others) == 1 else []
    return [Pair(means[0], result[0], Tie.SURE)] if len(means) == 1 and result else []


_MEAN = re.compile(r"(?:平均|均值|(?<!人)均数?)(?:值|数|水平)?(?:为|是|达到?|约|[^，。；：、\d]{0,6})$")


def averaged(fact: Fact) -> bool:
    """三年平均91万元: a mean of numbers is none of them."""
    return bool(_AVERAGED.search(fact.words))


def without_apiece(near: Sequence[Fact], spot: Spot) -> list[Fact]:
    """支出2.86万元，人均200元；上年支出3.25万元: what each took is no base or result of what all took."""
    last = next((f for f in reversed(near) if f.index < spot.index), None)
    if last is None or _APIECE.search(last.words):
        return list(near)
    return [f for f in near if not _APIECE.search(f.words) or _FAR * f.value > last.value]


def _from_opening(spot: Spot, period: Sequence[Fact]) -> list[Pair]:
    """年初286家，年内新增34家、退库19家，年末301家，净增15家: from the beginning to the end of the year."""
    before = [f for f in period if f.index < spot.index]
    if not before or spot.subject or (spot.base and spot.base.moment.when != "opening"):
        return []
    last = before[-1]
    opened = [f for f in before if same_sort(f.mention, last.mention) and _at(f) == "opening"]
    if last.compared or len(opened) != 1 or _at(last) != "closing":
        return []
    return [Pair(opened[0], last, Tie.LIKELY)] if kin(opened[0].core, last.own_core) else []


def _at(fact: Fact) -> str:
    """When its own words say that a stock was counted."""
    own = moment_of(fact.words)
    return "" if own.stage in PLANNED else own.when


def _over_years(facts: Facts, spot: Spot, period: Sequence[Fact]) -> list[Pair]:
    """2020年10万人次，2021年12万人次，2022年15万人次，两年累计增长: from the first to the last of the row."""
    start = facts.since(spot.start)
    span = facts.all[spot.index - 1] if spot.index else None
    if span and span.mention.kind is Kind.DURATION and span.mention.end == start:
        start = span.mention.start
    if spot.base or not _OVER_YEARS.search(facts.reading.text, start, spot.start):
        return []
    for like in _sorts(period, spot.index):
        row = [f for f in like if f.index < spot.index and f.moment.year and not f.compared]
        years = [f.moment.year or 0 for f in row]
        if len(row) >= 3 and years == sorted(set(years)) and kin(row[0].core, row[-1].core):
            return [Pair(row[0], row[-1], Tie.SURE)]
    return []


def spent(facts: Facts, fact: Fact, like: Sequence[Fact], spot: Spot) -> bool:
    """较2019年的500批下降20%；2021年500批，增长25%: a base that served its own change is no later one's."""
    if not fact.compared or fact.index + 1 >= min(spot.index, len(facts.all)):
        return False
    served = facts.all[fact.index + 1].role is Role.CHANGE
    return served and any(f.index > fact.index + 1 and f.index < spot.index for f in like)


def _sorts(period: Sequence[Fact], at: int) -> Iterator[list[Fact]]:
    """The levels sort by sort, that of the last one before the claim first, those behind it last."""
    seen: list[Fact] = []
    for fact in sorted(period, key=lambda f: at - f.index if f.index < at else at + f.index):
        if not any(same_sort(fact.mention, s.mention) for s in seen):
            seen.append(fact)
            yield [f for f in period if same_sort(f.mention, fact.mention)]


def _about(facts: Facts, spot: Spot, pair: Pair) -> bool:
    """Whether the change speaks of the pair: no other subject, and nothing else between."""
    subject, whose = spot.subject, pair.result.core
    if (subject and not kin(subject, whose)) or odds(spot.now, pair.result.moment):
        return False
    if min(pair.base.index, pair.result.index) > spot.index:
        return True
    if subject and not (whose or len(subject) <= 2 or pair.tie is Tie.SURE):
        return False
    if pair.result.index < spot.index < pair.base.index or pair.base.index < pair.result.index - 20:
        last = pair.result
    else:
        last = max((f for f in (pair.base, pair.result) if f.index < spot.index), key=lambda f: f.index)
    words = facts.up_to(last, spot.start)
    if "其中" in words and not (subject and whose):
        return False
    return len(words) <= _NEAR and (bool(subject) or not _OTHER.search(words))

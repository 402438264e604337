"""Rates of several parts or wholes together: 满意203份、基本满意158份，满意度95%; 综合满意率."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.crosscheck.arithmetic.facts import Fact, Facts
from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.arithmetic.quotients.naming import REACH
from pipeline.crosscheck.arithmetic.quotients.ratewords import Rate
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio

_SUMMED = re.compile(r"合计|总计|共计|累计")
_YEAR = re.compile(r"全年|年度|总|累计")
_YEARS = ([201, 202], [101, 102, 103, 104])
_NAME = re.compile(r"[一-鿿]{2}(?:率|比例|度)[^，。；\d]{0,4}$")
TOTAL = re.compile(r"合计|共计|总计|总共")
OVERALL = re.compile(r"总|综合|整体|合计|两|合并|平均")


def further_item(facts: Facts, parts: Sequence[Fact], claim: Fact) -> Fact | None:
    """发现视力不良8573人，检出率47%；龋齿5290人，检出率29%: the rate of each part has been told, the
    number right before is the next one's."""
    own, name = facts.all[claim.index - 1], _NAME.search(facts.words(claim))
    if not parts or name is None or max(p.index for p in parts) >= own.index:
        return None
    told = all(facts.words(facts.all[p.index + 1]).endswith(name[0]) for p in parts)
    return own if told and alike(own.mention, parts[0].mention) else None


def together(facts: Facts, at: int, subject: str, rate: Rate) -> Iterator[Ratio]:
    """The ways in which several numbers before *at* make one rate."""
    before = facts.amounts(max(0, at - REACH), at)[-12:]
    yield from _parts_over_one(facts, before, rate)
    start = facts.reading.layout.paragraph(at)[0]
    yield from _sums_over_sums(facts, [f for f in before if f.mention.start >= start], subject, rate)


def _told(facts: Facts, before: Sequence[Fact], rate: Rate) -> tuple[list[Fact], list[Fact]]:
    wholes = [f for f in before if any(p.search(facts.words(f)) for p in rate.wholes)]
    return [f for f in before if f not in wholes and rate.part.search(facts.words(f))], wholes


def _parts_over_one(facts: Facts, before: Sequence[Fact], rate: Rate) -> Iterator[Ratio]:
    """满意203份、基本满意158份 over 回收380份."""
    parts = [f for f in before if rate.part.search(facts.words(f))][-5:]
    wholes = [f for f in before if any(p.search(facts.words(f)) for p in rate.wholes)][-4:]
    for first in range(len(parts)):
        for last in range(first + 2, len(parts) + 1):
            run = tuple(parts[first:last])
            yield from (Ratio(run, (w,)) for w in wholes if _alike((*run, w)))


def _sums_over_sums(facts: Facts, before: Sequence[Fact], subject: str, rate: Rate) -> Iterator[Ratio]:
    """总体满意率: all parts so far over all wholes so far; 合计支出 over all that was given."""
    parts, wholes = _told(facts, before, rate)
    if not parts or not wholes or not _alike((*parts, *wholes)):
        return
    if len(parts) == len(wholes) + 1 > 2 and _SUMMED.search(facts.words(parts[-1])):
        yield Ratio((parts[-1],), tuple(wholes))
    if len(wholes) >= 2 and len(parts) == 1:
        yield Ratio((parts[0],), tuple(wholes))
    if OVERALL.search(subject) and len(parts) == len(wholes) >= 2:
        yield Ratio(tuple(parts), tuple(wholes))


def whole_year(subject: str, parts: Sequence[Fact], near: Sequence[Fact]) -> list[Ratio]:
    """上半年支出117万元，下半年支出165万元，全年执行率: all the parts of the year, and none of them alone."""
    timed = tuple(sorted((f for f in parts if f.moment.part), key=lambda f: f.index))
    told = [f.moment.part for f in timed]
    if not _YEAR.search(subject) or len(timed) != len(parts) or told not in _YEARS or not _alike(timed):
        return []
    spent = sum(f.value for f in timed)
    wholes = [f for f in near if f not in timed and _alike((timed[0], f)) and f.value >= spent]
    return [Ratio(timed, (w,)) for w in wholes]


def of_several(facts: Facts, ratio: Ratio, wholes: Sequence[Fact]) -> bool:
    """应到位资金分别为600万元和200万元，合计到位760万元: all together is no part of one."""
    whole = ratio.wholes[0]
    total = TOTAL.search(facts.words(ratio.parts[0])) and not TOTAL.search(facts.words(whole))
    next_ = facts.all[whole.index + 1 : whole.index + 2]
    row = len(wholes) > 1 or any(facts.between(whole, f) in ("和", "、", "及", "与") for f in next_)
    return bool(total) and row and ratio.parts[0].value > whole.value


def _alike(facts: Sequence[Fact]) -> bool:
    return all(alike(f.mention, facts[0].mention) for f in facts)

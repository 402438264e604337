"""Bases and results further off: in the sentences before, in another paragraph under the same name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role, Spot, kin, levels, same_sort
from pipeline.crosscheck.arithmetic.moments import contrary, marks, odds, ordered, staged, year_before
from pipeline.crosscheck.arithmetic.operands import (
    Pair,
    Sort,
    Tie,
    averaged,
    in_row,
    milestone,
    spent,
    with_mean,
    without_apiece,
)
from schemas.figures import Kind

_BACK, _ON, _MOST = 240, 60, 8
_ELSE = re.compile(r"其中|另外?|[；;\n]|一是|二是|三是")


def wider(facts: Facts, spot: Spot, sort: Sort) -> list[Pair]:
    """Every pair of the paragraph that the words do not exclude, the likely ones first."""
    if with_mean(facts, spot):
        return []
    start, end = facts.reading.layout.paragraph(spot.start)
    start = 0 if _opens(facts, spot, start) else start
    near = facts.within(max(start, spot.start - _BACK), min(end, spot.start + _ON))
    near = [f for f in levels(near) if sort(f.mention) and not averaged(f) and not milestone(facts, f)]
    near = without_apiece(near, spot)
    before = [f for f in near if f.index < spot.index and not spent(facts, f, near, spot)][-_MOST:]
    after = [f for f in near if f.index > spot.index][:2]
    found = [pair for pair in _all(before, after) if not _excluded(spot, pair, before)]
    found = [p for p in found if not _leaps(spot, p, found)]
    if (named := [p for p in found if _dated(spot, p)]) and len({p.result.index for p in named}) == 1:
        found = [Pair(p.base, p.result, Tie.SURE) for p in named[:1]]
    else:
        found = [Pair(p.base, p.result, _tie(facts, spot, p, before)) for p in found]
    return sorted(found, key=lambda p: -p.tie)


def _opens(facts: Facts, spot: Spot, start: int) -> bool:
    """二、变动情况↵养老床位较上年末净增250张: a paragraph takes up by name what the one before has told."""
    told = facts.within(start, spot.start)
    return len(spot.subject) > _LEAST and not any(True for _ in levels(told))


_LEAST = 1


def _all(before: Sequence[Fact], after: Sequence[Fact]) -> Iterator[Pair]:
    for result in (*reversed(before), *after):
        for base in (*reversed(before), *after):
            if base is not result and same_sort(base.mention, result.mention):
                yield Pair(base, result, Tie.POSSIBLE)


def _excluded(spot: Spot, pair: Pair, before: Sequence[Fact]) -> bool:
    """Whether the words say that it cannot be these two: another year, stage or subject, or the wrong way."""
    base, result = pair.base.moment, pair.result.moment
    if ordered(result, base) or odds(spot.now, result) or pair.result.compared:
        return True
    if spot.base and contrary(spot.base.moment, base, result):
        return True
    subject = spot.subject
    if _only_two(spot, pair, before) or _called(spot, pair):
        return False
    return not kin(pair.base.core, pair.result.core) or bool(subject and not kin(subject, pair.result.core))


def _leaps(spot: Spot, pair: Pair, found: Sequence[Pair]) -> bool:
    """2021年3.2万人次，2022年4.0万人次，2023年4.6万人次，比上年增长: not from 2021, where 2022 is told."""
    base, result = pair.base.moment, pair.result.moment
    if not (base.year and result.year) or (spot.base and spot.base.moment.when != "last"):
        return False
    if spot.base is None and spot.now.year != result.year:
        return False  # 2021年增长7.7%: from the year before
    told = (p.base.moment for p in found if p.result is pair.result)
    return base.year < result.year - 1 and any(at.year and year_before(at, result) for at in told)


def _dated(spot: Spot, pair: Pair) -> bool:
    """2021年末比上年末增长: the claim names the year of the result, and thereby that of the base."""
    base, result = pair.base, pair.result
    year, wanted = spot.now.year or 0, spot.base.moment if spot.base else None
    if wanted is None or not year or result.moment.year != year or base.core != result.core:
        return False
    back = year - 1 if wanted.when in ("last", "opening") else wanted.year
    return base.moment.year == back != year and not (base.source or result.source)


def _called(spot: Spot, pair: Pair) -> bool:
    """上年公开数642万元…本年722万元，与原公开数相比: the base by the name that the comparison gives it."""
    name = spot.base.noun.removeprefix("原") if spot.base else ""
    return len(name) > 1 and name in pair.base.words and name not in pair.result.words and not spot.subject


def _only_two(spot: Spot, pair: Pair, before: Sequence[Fact]) -> bool:
    """Only two numbers of one unit stand before the claim, and its words name the year of the first."""
    if len(before) != 2 or [pair.base, pair.result] != [*before] or not spot.base:
        return False
    if pair.base.moment == pair.result.moment:
        return False
    same = pair.base.mention.unit == pair.result.mention.unit
    return same and bool(spot.base.moment.year) and spot.base.moment.year == pair.base.moment.year


def _tie(facts: Facts, spot: Spot, pair: Pair, before: Sequence[Fact]) -> Tie:
    """LIKELY where time or stage marks the base, both are of one thing, and nothing else was told since;
    SURE where besides there are no others, and the claim names the base."""
    base, result = pair.base, pair.result
    if _only_two(spot, pair, before):
        return Tie.SURE if base.mention.kind is Kind.COUNT else Tie.LIKELY
    if _called(spot, pair):
        return Tie.LIKELY if before[-1:] == [result] else Tie.POSSIBLE
    named_alike = base.core == result.core or not result.core or (base.compared and not base.core)
    if not named_alike or before[-1:] not in ([base], [result]):
        return Tie.POSSIBLE
    if any(in_row(facts, f, step) for f in (base, result) for step in (-1, 1)):
        return Tie.POSSIBLE
    since = facts.all[base.index + 1 : spot.index]
    if any(f.role is Role.CHANGE and same_sort(f.mention, base.mention) for f in since):
        return Tie.POSSIBLE  # 追加80万元，调减25万元: one of several changes
    named = spot.base is not None and (spot.base.moment.timed or bool(spot.base.moment.stage))
    if spot.base and named:
        marked = marks(spot.base.moment, base.moment, result.moment)
    else:
        marked = ordered(base.moment, result.moment) or staged(base.moment, result.moment)
        marked = marked or (base.compared and base.index == spot.index - 1)
    words = facts.reading.text[before[-1].mention.end : spot.start]
    if not marked or _ELSE.search(words):
        return Tie.POSSIBLE
    return Tie.SURE if named and before == [base, result] else Tie.LIKELY

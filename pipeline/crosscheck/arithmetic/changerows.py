"""37起、33人，同比减少8起、9人，分别下降17.78%、21.43%: as many rates as amounts, each of its own level."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role, countable, level, same_sort
from pipeline.crosscheck.arithmetic.measures import distance
from pipeline.crosscheck.arithmetic.numbers import Of, agrees, factor, grade, percent, quotient, written
from pipeline.crosscheck.arithmetic.told import found, sign_of, single, spot_of
from pipeline.crosscheck.intervals import minus, plus
from schemas.figures import Kind
from schemas.findings import Finding

_MARKS = ("、", "和", "及", "与", "以及", "，")
_LONG = 12


def check_rows(facts: Facts, claim: Fact) -> Iterator[Finding]:
    """The rates that begin with *claim* against the amounts before them, one by one."""
    rates = _row(facts, claim)
    if len(rates) > 1 and _EACH.search(claim.words):
        for rate, pair in zip(rates, _year_by_year(facts, rates) or _led_each(facts, rates), strict=False):
            yield from _between(facts, rate, *pair)
    moved = _amounts(facts, claim, len(rates)) if len(rates) > 1 else []
    results = _results(facts, moved)
    sign = sign_of(moved[0]) if moved else 0
    if not results or sign * sign_of(claim) <= 0:
        return
    for rate, head, result in zip(rates, moved, results, strict=True):
        yield from _one(facts, rate, head, result, sign)


_EACH = re.compile("分别|依次|各")
_REACH = 240


def _told(facts: Facts, claim: Fact) -> list[Fact]:
    """The levels before a claim in its paragraph that are of one sort with the last."""
    start = max(facts.reading.layout.paragraph(claim.mention.start)[0], claim.mention.start - _REACH)
    near = [f for f in facts.within(start, claim.mention.start) if level(f) and single(f.mention)]
    return [f for f in near if same_sort(f.mention, near[-1].mention)]


def _year_by_year(facts: Facts, rates: Sequence[Fact]) -> list[tuple[Fact, Fact]]:
    """2021年、2022年分别增长12%、8%: each year against the one before, or the years that are told in turn."""
    near = [f for f in _told(facts, rates[0]) if f.moment.year]
    told = {f.moment.year or 0: f for f in near}
    if len(told) != len(near) or len({f.core for f in near}) > 1 or len(near) <= len(rates):
        return []
    years = [f.moment.year or 0 for f in rates]
    if len(set(years)) < len(years):
        years = sorted(told)[1:] if len(told) == len(rates) + 1 else []
    base = spot_of(facts, rates[0]).base
    since = base.moment.year if base else None
    return [
        (told[since or y - 1], told[y])
        for y in years
        if (since or y - 1) in told and y in told and y != since
    ]


def _led_each(facts: Facts, rates: Sequence[Fact]) -> list[tuple[Fact, Fact]]:
    """起数由14起降至11起，人数由6人降至4人，降幅分别为21.43%和33.33%: what leads from one to another."""
    near = facts.period(rates[0].mention.start)
    near = [f for f in near if f.index < rates[0].index]
    led = [
        (a, b)
        for a, b in pairwise(near)
        if b.role is Role.RESULT and level(a) and same_sort(a.mention, b.mention) and single(a.mention)
    ]
    return led if len(led) == len(rates) else []


def _between(facts: Facts, rate: Fact, base: Fact, result: Fact) -> Iterator[Finding]:
    """One rate of a row against the two numbers that it runs between."""
    wrong = grade(
        lambda of: agrees(
            rate.mention, percent(distance(of(base.mention), of(result.mention)), of(base.mention))
        )
    )
    if wrong is not None and base.value > 0:
        right = quotient(abs(result.value - base.value), base.value)
        message = f"由{base.mention.text}到{result.mention.text}，变动{right}，与“{rate.mention.text}”不符。"
        yield found(
            "growth",
            message,
            wrong,
            facts.reading,
            rate.mention,
            base.mention,
            result.mention,
            expected=right,
        )


def _row(facts: Facts, first: Fact) -> list[Fact]:
    """The percentages joined to *first* by nothing but marks."""
    row = [first]
    for fact in facts.all[first.index + 1 : first.index + _LONG]:
        if fact.mention.kind is not Kind.PERCENT or facts.between(row[-1], fact) not in _MARKS:
            break
        row.append(fact)
    return row


def _amounts(facts: Facts, claim: Fact, many: int) -> list[Fact]:
    """The amounts of change right before the rates: the first behind its verb, the others joined to it."""
    moved = facts.all[max(0, claim.index - many) : claim.index]
    if len(moved) < many or moved[0].role is not Role.CHANGE or not all(countable(f.mention) for f in moved):
        return []
    joined = all(facts.between(a, b) in _MARKS for a, b in pairwise(moved))
    joined = joined and "。" not in facts.between(moved[-1], claim)
    return moved if joined else []


def _results(facts: Facts, moved: Sequence[Fact]) -> list[Fact]:
    """As many levels right before the amounts, of the same units in the same order."""
    if not moved:
        return []
    first = moved[0]
    levels = facts.all[max(0, first.index - len(moved)) : first.index]
    start = facts.reading.layout.period(first.mention.start)[0]
    alike = len(levels) == len(moved) and all(
        level(a) and a.mention.start >= start and same_sort(a.mention, b.mention)
        for a, b in zip(levels, moved, strict=True)
    )
    return levels if alike else []


def _one(facts: Facts, rate: Fact, head: Fact, result: Fact, sign: int) -> Iterator[Finding]:
    def ratio(of: Of) -> bool:
        back = minus if sign > 0 else plus
        return agrees(rate.mention, percent(of(head.mention), back(of(result.mention), of(head.mention))))

    wrong = grade(ratio)
    before = result.value - sign * head.value
    if wrong is None or before <= 0:
        return
    unit, _ = factor(head.mention)
    moved = written(head.mention, unit)
    shown = f"{moved}÷（{written(result.mention, unit)}{'－' if sign > 0 else '＋'}{moved}）"
    right = quotient(head.value, before)
    message = f"{shown}＝{right}，与“{rate.mention.text}”不符。"
    yield found(
        "growth", message, wrong, facts.reading, rate.mention, head.mention, result.mention, expected=right
    )

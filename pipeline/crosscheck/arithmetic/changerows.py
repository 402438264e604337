"""37起、33人，同比减少8起、9人，分别下降17.78%、21.43%: as many rates as amounts, each of its own level."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role, countable, level, same_sort
from pipeline.crosscheck.arithmetic.numbers import Of, agrees, factor, grade, percent, quotient, written
from pipeline.crosscheck.arithmetic.told import found, sign_of
from pipeline.crosscheck.intervals import meant, minus, plus
from schemas.figures import Kind
from schemas.findings import Finding

_MARKS = ("、", "和", "及", "与", "以及", "，")
_LONG = 12


def check_rows(facts: Facts, claim: Fact) -> Iterator[Finding]:
    """The rates that begin with *claim* against the amounts before them, one by one."""
    rates = _row(facts, claim)
    if len(rates) > 1:
        yield from _steps(facts, rates)
    moved = _amounts(facts, claim, len(rates)) if len(rates) > 1 else []
    results = _results(facts, moved)
    sign = sign_of(moved[0]) if moved else 0
    if not results or sign * sign_of(claim) <= 0:
        return
    for rate, head, result in zip(rates, moved, results, strict=True):
        yield from _one(facts, rate, head, result, sign)


_YEARLY = re.compile("逐年|逐步|环比|同比|[比较]上年|连年|每年")


def _steps(facts: Facts, rates: Sequence[Fact]) -> Iterator[Finding]:
    """2020年150万元、2021年180万元、2022年198万元，逐年增长，增幅分别为20%和10%: each from the year before;
    without such a word all of them may be from the first year."""
    start = facts.reading.layout.period(rates[0].mention.start)[0]
    row = [f for f in facts.amounts(start, rates[0].mention.start) if f.value > 0][-len(rates) - 1 :]
    years = [f.moment.year or 0 for f in row]
    if len(row) <= len(rates) or years != list(range(years[0], years[0] + len(row))) or not years[0]:
        return
    if not all(same_sort(f.mention, row[0].mention) for f in row):
        return
    chained = list(zip(rates, row, row[1:], strict=False))
    from_first = all(_moved(rate, row[0], result, meant) for rate, _, result in chained)
    if from_first and not _YEARLY.search(facts.reading.text, row[0].mention.end, rates[0].mention.start):
        return
    for rate, base, result in chained:
        wrong = grade(lambda of, r=rate, b=base, e=result: _moved(r, b, e, of))  # type: ignore[misc]
        if wrong is not None:
            right = quotient(abs(result.value - base.value), base.value)
            message = (
                f"由{base.mention.text}到{result.mention.text}，变动{right}，与“{rate.mention.text}”不符。"
            )
            if _moved(rate, row[0], result, meant):
                message += f"误以{row[0].mention.text}为基数。"
            yield found(
                "growth", message, wrong, facts.reading, rate.mention, base.mention, result.mention,
                expected=right,
            )  # fmt: skip


def _moved(rate: Fact, base: Fact, result: Fact, of: Of) -> bool:
    low, high = minus(of(result.mention), of(base.mention))
    apart = (low, high) if result.value >= base.value else (-high, -low)
    return agrees(rate.mention, percent(apart, of(base.mention)))


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

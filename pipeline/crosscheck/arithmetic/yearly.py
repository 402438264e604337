"""年均增长P%: the yearly rate that leads from the first number to the last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, countable, level
from pipeline.crosscheck.arithmetic.operands import pairs
from pipeline.crosscheck.arithmetic.rankings import row_before
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import disjoint, meant
from pipeline.crosscheck.show import plain
from schemas.figures import Kind
from schemas.findings import Finding, Severity

_YEARS = re.compile(r"(?<!\d)([一两二三四五六七八九十]|\d{1,2})年")
_SPAN = re.compile(r"((?:19|20)\d{2})年?(?:至|到|—|－|-|～)((?:19|20)\d{2})年")
_NUMERALS = {numeral: n for n, numeral in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


def check_yearly(facts: Facts, claim: Fact) -> Iterator[Finding]:
    """The claim against the compound rate over the years between; each way of counting the years is tried."""
    if claim.mention.kind is not Kind.PERCENT or claim.verb is None or claim.verb.sign < 0:
        return
    ends = _ends(facts, claim)
    if ends is None or ends[0].value <= 0 or ends[1].value <= 0:
        return
    first, last, counted = ends
    years = sorted({n for n in (counted, *_said(facts, claim)) if n >= 2})
    if not years or any(not disjoint(_rate(first, last, n), meant(claim.mention)) for n in years):
        return
    right = (
        plain(
            _compound(last.value / first.value, counted if counted in years else years[0]).quantize(
                Decimal("0.01")
            )
        )
        + "%"
    )
    message = (
        f"{first.mention.text}到{last.mention.text}历{counted if counted in years else years[0]}年，"
        f"年均增长{right}，"
        f"与“{claim.mention.text}”不符。"
    )
    yield finding(
        "growth", message, facts.reading.text, claim.verb.start, claim.mention.end, severity=Severity.WARNING,
        expected=right, others=tuple((f.mention.start, f.mention.end) for f in (first, last)),
    )  # fmt: skip


def _ends(facts: Facts, claim: Fact) -> tuple[Fact, Fact, int] | None:
    start = facts.reading.layout.period(claim.mention.start)[0]
    row = row_before(
        facts, [f for f in facts.within(start, claim.mention.start) if level(f) and countable(f.mention)]
    )
    if len(row) >= 3:
        return row[0], row[-1], len(row) - 1
    spot = facts.spot(claim.verb.start if claim.verb else claim.mention.start)
    for pair in pairs(facts, spot, countable):
        one, other = pair.base.moment.year, pair.result.moment.year
        return pair.base, pair.result, other - one if one and other else 0
    return None


def _said(facts: Facts, claim: Fact) -> Iterator[int]:
    """三年间, 五年来: the years as the sentence counts them."""
    start = facts.reading.layout.period(claim.mention.start)[0]
    for match in _SPAN.finditer(facts.reading.text, start, claim.mention.start):
        yield int(match[2]) - int(match[1])
    for match in _YEARS.finditer(facts.reading.text, start, claim.mention.start):
        yield _NUMERALS.get(match[1]) or int(match[1])


def _rate(first: Fact, last: Fact, years: int) -> tuple[Decimal, Decimal]:
    base, result = meant(first.mention), meant(last.mention)
    return _compound(result[0] / base[1], years), _compound(result[1] / max(base[0], Decimal("0.01")), years)


def _compound(quotient: Decimal, years: int) -> Decimal:
    return (quotient ** (Decimal(1) / years) - 1) * 100

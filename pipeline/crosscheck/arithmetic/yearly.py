"""年均增长P%, 平均每年增加D: what leads, year by year, from the first number to the last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, countable, level, same_sort
from pipeline.crosscheck.arithmetic.numbers import factor
from pipeline.crosscheck.arithmetic.operands import Tie, pairs
from pipeline.crosscheck.arithmetic.rankings import row_before
from pipeline.crosscheck.arithmetic.wider import wider
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import Interval, disjoint, meant, minus
from pipeline.crosscheck.show import plain
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_YEARS = re.compile(r"(?<!\d)([一两二三四五六七八九十]|\d{1,2})年")
_SPAN = re.compile(r"((?:19|20)\d{2})年?(?:至|到|—|－|-|～)((?:19|20)\d{2})年")
_NUMERALS = {numeral: n for n, numeral in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


def check_yearly(facts: Facts, claim: Fact) -> Iterator[Finding]:
    """The claim against what each year made of it; each way of counting the years is tried."""
    if claim.verb is None:
        return
    ends = _ends(facts, claim)
    if ends is None or ends[0].value <= 0 or ends[1].value <= 0:
        return
    first, last, counted = ends
    each = _rate if claim.mention.kind is Kind.PERCENT else _amount
    years = sorted({n for n in (counted, *_said(facts, claim)) if n >= 2})
    if not years or any(_right(claim, each(first, last, n)) for n in years):
        return
    over = counted if counted in years else years[0]
    right, way = _shown(claim, first, last, over)
    ends_ = f"{first.mention.text}到{last.mention.text}"
    message = f"{ends_}历{over}年，年均{way}{right}，与“{claim.mention.text}”不符。"
    yield finding(
        "growth", message, facts.reading.text, claim.verb.start, claim.mention.end, severity=Severity.WARNING,
        expected=right, others=tuple((f.mention.start, f.mention.end) for f in (first, last)),
    )  # fmt: skip


def _right(claim: Fact, value: Interval) -> bool:
    sign = claim.verb.sign if claim.verb else 0
    low, high = (-value[1], -value[0]) if sign < 0 else value
    return not disjoint((low, high), meant(claim.mention))


def _shown(claim: Fact, first: Fact, last: Fact, over: int) -> tuple[str, str]:
    """What the claim should be, and which way it goes."""
    way = "增长" if last.value > first.value else "下降"
    if claim.mention.kind is Kind.PERCENT:
        rate = abs(_compound(last.value / first.value, over))
        return plain(rate.quantize(Decimal("0.01"))) + "%", way
    unit, name = factor(claim.mention)
    each = abs(last.value - first.value) / over / unit
    return plain(each.quantize(Decimal("0.01"))) + name, way


def _amount(first: Fact, last: Fact, years: int) -> Interval:
    low, high = minus(meant(last.mention), meant(first.mention))
    return low / years, high / years


def _ends(facts: Facts, claim: Fact) -> tuple[Fact, Fact, int] | None:
    start = facts.reading.layout.period(claim.mention.start)[0]

    def sort(mention: Mention) -> bool:
        alike = claim.mention.kind is Kind.PERCENT or same_sort(mention, claim.mention)
        return countable(mention) and alike

    paragraph = facts.reading.layout.paragraph(start)[0]
    near = [f for f in facts.within(start, claim.mention.start) if level(f) and sort(f.mention)]
    near = near or [f for f in facts.within(paragraph, start) if level(f) and sort(f.mention)]
    row = row_before(facts, near)
    if len(row) >= 3:
        mean = sum((f.value for f in row), Decimal(0)) / len(row)
        moved = abs(mean - claim.value) <= abs(claim.mention.step)  # 关停12家、15家、18家，年均减少15家
        return None if moved else (row[0], row[-1], len(row) - 1)
    spot = facts.spot(claim.verb.start if claim.verb else claim.mention.start)
    far = (p for p in wider(facts, spot, sort) if p.tie is not Tie.POSSIBLE)
    for pair in (*pairs(facts, spot, sort), *far):
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


def _rate(first: Fact, last: Fact, years: int) -> Interval:
    base, result = meant(first.mention), meant(last.mention)
    return _compound(result[0] / base[1], years), _compound(result[1] / max(base[0], Decimal("0.01")), years)


def _compound(quotient: Decimal, years: int) -> Decimal:
    return (quotient ** (Decimal(1) / years) - 1) * 100

"""Amounts with their signs: what they come to, whether some signs make it so, and how a misfit is told."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import Of, factor, written
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import Interval, meant, minus, plus
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

Term = tuple[Mention, int]


def signed(terms: Sequence[Term], of: Of = meant) -> Interval:
    """What the terms may come to."""
    total: Interval = (Decimal(0), Decimal(0))
    for mention, sign in terms:
        if sign:
            total = plus(total, of(mention)) if sign > 0 else minus(total, of(mention))
    return total


def value_of(terms: Sequence[Term]) -> Decimal:
    """What the printed values come to."""
    return sum((sign * (mention.value or Decimal(0)) for mention, sign in terms), Decimal(0))


def rounded(terms: Sequence[Term], claim: Mention) -> bool:
    """400845－369090＝31754: amounts of five digits that miss by one of the last place were rounded each."""
    one = claim.step
    alike = claim.kind is Kind.MONEY and factor(claim)[0] > 1 and all(m.step == one for m, _ in terms)
    long = alike and max(abs(m.value or Decimal(0)) for m, _ in terms) >= 10_000 * one
    return long and abs(abs(value_of(terms)) - abs(claim.value or Decimal(0))) <= one


def reaches(mentions: Sequence[Mention], claim: Mention, of: Of = meant) -> bool:
    """Whether some sum or difference of the amounts gives the claim, or its negative."""
    low, high = meant(claim)
    sums: set[Interval] = {(Decimal(0), Decimal(0))}
    for mention in mentions:
        value = of(mention)
        sums |= {plus(s, value) for s in sums} | {minus(s, value) for s in sums}
    sums.discard((Decimal(0), Decimal(0)))
    return any((a <= high and low <= b) or (-b <= high and low <= -a) for a, b in sums)


def wrong(
    reading: Reading, claim: Mention, terms: Sequence[Term], severity: Severity, note: str = ""
) -> Finding:
    """The terms do not come to the claim; *note* says what slip explains it."""
    unit, name = factor(claim)
    value = value_of(terms) / unit
    shown = "".join(("＋" if s > 0 else "－") + written(m, unit) for m, s in terms if s).lstrip("＋")
    return finding(
        "balance", f"{shown}＝{plain(value)}{name}，与“{claim.text}”不符。{note}",
        reading.text, claim.start, claim.end, severity=severity, expected=plain(abs(value)) + name,
        evidence=f"{shown}＝{plain(value)}", others=tuple((m.start, m.end) for m, s in terms if s),
    )  # fmt: skip

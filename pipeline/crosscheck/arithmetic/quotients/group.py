"""Shares of one row have one whole: what most of them are taken of, all are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.facts import Fact, Facts
from pipeline.crosscheck.arithmetic.numbers import alike, grade
from pipeline.crosscheck.arithmetic.quotients.claims import Claim, Form
from pipeline.crosscheck.arithmetic.quotients.operands import Ways
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio, cut_off, slip_of, unlike
from pipeline.crosscheck.intervals import disjoint, meant
from schemas.figures import Approx
from schemas.findings import Finding, Severity

_NESTED = re.compile(r"其中|内含|包括")
_ITEM = re.compile(r"[；;。，,]?\s*\n\s*[（(]?[\d一二三四五六七八九十]{1,2}[）).、．][^\n。；]{2,40}")
_Judged = tuple[Claim, Ways]


def check_groups(facts: Facts, judged: Sequence[_Judged]) -> Iterator[Finding]:
    """Every row of two or more shares without a named whole."""
    for row in _rows(facts, judged):
        yield from _row(facts, row)


def _rows(facts: Facts, judged: Sequence[_Judged]) -> Iterator[list[_Judged]]:
    row: list[_Judged] = []
    for claim, found in judged:
        fits = bool(row) and _joined(facts, row[-1], (claim, found))
        if not fits and len(row) >= 2:
            yield row
        row = [*row, (claim, found)] if fits else [(claim, found)]
    if len(row) >= 2:
        yield row


def _joined(facts: Facts, one: _Judged, other: _Judged) -> bool:
    first, second = one[1].part, other[1].part
    period = facts.reading.layout.period
    beside = period(one[0].start) == period(other[0].start) or _next_line(facts, one[0], other[0])
    if not beside or not alike(first.mention, second.mention):
        return False
    inside = one[0].form is Form.INSIDE
    if inside and {r.wholes[0].value for r in one[1].admitted} != {
        r.wholes[0].value for r in other[1].admitted
    }:
        return False  # 占全年任务12亿元的45%；占上年全年10亿元的45%
    form = one[0].form is other[0].form is not Form.OF and first.moment.year == second.moment.year
    return form and other[0].whole in (one[0].whole, "") and second.index > first.index


def _next_line(facts: Facts, one: Claim, other: Claim) -> bool:
    """（1）房屋4860万元，占60%；/（2）设备2430万元，占30%: items of one list."""
    return bool(_ITEM.fullmatch(facts.reading.text[one.end : other.start]))


def _row(facts: Facts, row: Sequence[_Judged]) -> Iterator[Finding]:
    """The whole that most hold of; those that hold of another alone, or of none, are wrong."""
    parts = [found.part for _, found in row]
    between = facts.reading.text[row[0][0].start : row[-1][0].start]
    if _NESTED.search(between):
        return
    bracket = row[0][0].form is Form.BRACKET
    wholes = _candidates(row, parts)
    alone = len(wholes) == 1
    held = {w: [c for c, f in row if c.holds(Ratio((f.part,), w).value(meant))] for w in wholes}
    if not held:
        return
    whole = max(held, key=lambda w: (len(held[w]), w != tuple(parts) and _adds_up(parts, w)))
    right = len(held[whole])
    closed = _adds_up(parts, whole)
    most = len(row) - 1 if (bracket or alone) and len(row) > 2 else 2
    if right == len(row) and closed:
        yield from _short(facts, row, whole)
    if right == len(row) or right < (1 if closed else most):
        return
    for claim, found in row:
        ratio = Ratio((found.part,), whole)
        wrong = grade(lambda of, c=claim, r=ratio: c.holds(r.value(of)))  # type: ignore[misc]
        if wrong is not None:
            wrong = Severity.INFO if cut_off(claim.mention, ratio) else wrong
            others = [Ratio(ratio.parts, w) for w in wholes if w != whole]
            why = slip_of(claim.mention, ratio, others)
            yield unlike(facts.reading.text, claim.start, claim.end, ratio, "share", wrong, why)


def _short(facts: Facts, row: Sequence[_Judged], whole: tuple[Fact, ...]) -> Iterator[Finding]:
    """2.4亿元，甲1.5亿元，占62.5%，乙0.9亿元，占35.7%: each near enough, but all of it is 100%."""
    mentions = [claim.mention for claim, _ in row if claim.mention and claim.mention.unit == "%"]
    parts = sum((found.part.value for _, found in row), Decimal(0))
    exact = len(mentions) == len(row) and all(m.approx is Approx.EXACT for m in mentions)
    if not exact or parts != sum(f.value for f in whole):
        return
    if abs(sum((m.value or Decimal(0) for m in mentions), Decimal(-100))) <= len(row) * max(
        m.step for m in mentions
    ):
        return
    claim, found = max(row, key=lambda one: _miss(one, parts))
    ratio = Ratio((found.part,), whole)
    why = slip_of(claim.mention, ratio)
    yield unlike(facts.reading.text, claim.start, claim.end, ratio, "share", Severity.WARNING, why)


def _miss(judged: _Judged, whole: Decimal) -> Decimal:
    claim, found = judged
    told = (claim.mention.value if claim.mention else None) or Decimal(0)
    return abs(100 * found.part.value / whole - told)


def _candidates(row: Sequence[_Judged], parts: Sequence[Fact]) -> list[tuple[Fact, ...]]:
    out = [r.wholes for _, f in row for r in (*f.admitted, *f.excluded) if r.wholes[0].value]
    out = [w for w in out if not set(w) & set(parts)]
    return list(dict.fromkeys([*out, tuple(parts)]))


def _adds_up(parts: Sequence[Fact], whole: tuple[Fact, ...]) -> bool:
    value = Ratio(tuple(parts), whole).value(meant)
    return value is not None and not disjoint(value, (Decimal("99.9"), Decimal("100.1")))

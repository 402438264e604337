"""How an account that does not close is told, and what else could make its numbers right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, product

from pipeline.crosscheck.arithmetic.closing.words import STRICT
from pipeline.crosscheck.arithmetic.misprints import ONE, TURNED, Misprint, misprint
from pipeline.crosscheck.arithmetic.numbers import window
from pipeline.crosscheck.arithmetic.signed import Term, rounded, signed, value_of, wrong
from pipeline.crosscheck.intervals import disjoint, exactly, meant
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding, Mention, Severity


def size(mention: Mention) -> Decimal:
    """The printed value."""
    return mention.value or Decimal(0)


def slipped(mention: Mention, right: Decimal, others: Sequence[Mention]) -> Misprint | None:
    """One digit for another, or two neighbours exchanged; no other slip proves an account."""
    found = misprint(mention, right, others)
    return found if found and found.why in (ONE, TURNED) else None


def told(reading: Reading, claim: Mention, terms: Sequence[Term], note: str = "") -> Iterator[Finding]:
    """The terms do not come to the claim, unless they were rounded, or digits left out could save it and no
    slip of the pen explains it."""
    slip = slipped(claim, value_of(terms), [m for m, _ in terms])
    of = exactly if slip and slip.digits > 2 else meant
    last = abs(value_of(terms) - size(claim)) <= claim.step and claim.step != int(claim.step)
    if disjoint(signed(terms, of), of(claim)) and not rounded(terms, claim) and not last:
        note = note or (f"{slip.why}，疑为笔误。" if slip else "")
        yield wrong(reading, claim, terms, Severity.WARNING, note)


def explained(reading: Reading, claim: Mention, around: Sequence[Mention]) -> bool:
    """Whether up to four of the amounts near it, with any signs, come to it; what is left is no sum of what
    was told before: 资产2316万元，刨去负债187万元，净资产2503万元."""
    others, value = [m for m in around if m is not claim], size(claim)
    left = STRICT.search(window(reading, claim))
    for many in (1, 2, 3, 4):
        for chosen in combinations(others, many):
            values = [size(m) for m in chosen]
            if sum(values) == value and not (left and many > 1 and chosen[-1].start < claim.start):
                return True
            if sum(values) > value and _reached(values, value):
                return True
    return False


def _reached(values: Sequence[Decimal], value: Decimal) -> bool:
    ways = product((1, -1), repeat=len(values))
    return any(sum(s * v for s, v in zip(signs, values, strict=True)) == value for signs in ways)

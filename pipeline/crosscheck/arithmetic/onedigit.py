"""Whether one wrong digit explains what does not come out, and how easily it would by chance.

4,702份 of 9,846份 are no 98.54%, but 9,702份 are: of ten thousand numbers with four digits some forty are
one slip away from the number printed, and few of them give the percentage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from schemas.figures import Kind
from schemas.findings import Mention

Range = tuple[Decimal, Decimal]
_ONE = Decimal(1)
_HUNDRED = Decimal(100)


def chance(claim: Mention, due: Decimal, used: Sequence[Mention], *, change: bool) -> float:
    """How many numbers by chance would be one slip away from what is needed; 1 where none of these is.

    The claim needs to be *due*, or one of the numbers *used* has to be what gives the claim.
    """
    half = claim.step / 2
    needs = [(claim, (due - half, due + half)), *_needs(claim, due, used, change)]
    found = [_expected(number, need) for number, need in needs if _slips_into(number, need)]
    return min(1.0, min(found) * len(needs)) if found else 1.0


def _needs(
    claim: Mention, due: Decimal, used: Sequence[Mention], change: bool
) -> Iterator[tuple[Mention, Range]]:
    """What each of the numbers used would have to be."""
    told = abs(claim.value or Decimal(0))
    half = claim.step / 2
    low, high = told - half, told + half
    for one in used:
        value = one.value or Decimal(0)
        if one.kind is claim.kind:
            yield one, (value + low - due, value + high - due)
            yield one, (value + due - high, value + due - low)
        elif due > half and low > 0:
            yield one, (value * low / (due + half), value * high / (due - half))
            yield one, (value * (due - half) / high, value * (due + half) / low)
        for other in used if change and claim.kind is Kind.PERCENT else ():
            base = Decimal(0) if other is one else other.value or Decimal(0)
            yield from ((one, need) for need in _changed(base, low / _HUNDRED, high / _HUNDRED) if base)


def _changed(other: Decimal, low: Decimal, high: Decimal) -> Iterator[Range]:
    """What is so many hundredths more or less than another number, or it than that."""
    for small, great in ((_ONE + low, _ONE + high), (_ONE - high, _ONE - low)):
        yield other * small, other * great
        if small > 0:
            yield other / great, other / small


def _slips_into(number: Mention, need: Range) -> bool:
    """Whether one other digit, or two neighbours exchanged, bring the number to what is needed."""
    low, high = (bound / (number.step or _ONE) for bound in need)
    return high > 0 and any(low <= variant <= high for variant in _variants(_printed(number)))


def _variants(digits: str) -> Iterator[int]:
    for at, digit in enumerate(digits):
        head, tail = digits[:at], digits[at + 1 :]
        yield from (int(head + other + tail) for other in "0123456789" if other != digit)
        if tail and tail[0] != digit:
            yield int(head + tail[0] + digit + tail[1:])


def _expected(number: Mention, need: Range) -> float:
    """How many of the numbers one slip away would be what is needed by chance."""
    digits = len(_printed(number))
    width = (need[1] - need[0]) / (number.step or _ONE) + 1
    return float(10 * digits * width / Decimal(10) ** digits)


def _printed(number: Mention) -> str:
    return str(round(abs(number.value or Decimal(0)) / (number.step or _ONE)))

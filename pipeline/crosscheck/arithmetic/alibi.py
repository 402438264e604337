"""Other numbers that a claim comes out of, where it does not come out of those it was held against.

What slips of the pen look like is no alibi: the share of the rest, a wrong whole under the right part, the
number of a neighbour printed twice, the difference of the right size that goes the wrong way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from pipeline.crosscheck.arithmetic.misprints import ONE, slip
from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.intervals import place
from schemas.figures import Kind
from schemas.findings import Mention

_SCALED = (Kind.PERCENT, Kind.COUNT, Kind.DURATION)
_DIGIT = re.compile("[0-9０-９]")
_RUN = 3
_DIGITS = 3


def quotients(
    claim: Mention, near: Sequence[Mention], used: Sequence[Mention], row: int = 0
) -> Iterator[str]:
    """Another part over a whole, written out. The part that was used over another whole is a mistake that
    clerks make, and so are the share of what it leaves, what is left over the part, and last year's part
    over this year's whole: one told before the *row* that all the numbers used stand in."""
    if not used or any(m.kind is Kind.PERCENT and m.value == claim.value for m in near):
        return
    parts, largest = [_value(m) for m in used], max(map(_value, used))
    for part in near:
        if part in used or part.kind is Kind.PERCENT:
            continue
        value = _value(part)
        for whole in near:
            base = _value(whole)
            if (
                whole is part
                or base == value
                or not alike(part, whole)
                or (whole in used and base != largest)
                or part.start < row <= whole.start
            ):
                continue
            left = base - value
            rest = any(left == one for one in parts) or left in (sum(parts), sum(parts) - base)
            if not rest and _is(claim, value / base * 100):
                yield f"{part.text}÷{whole.text}"


def other_base(claim: Mention, near: Sequence[Mention], used: Sequence[Mention], *, change: bool) -> bool:
    """Whether the claim is a part that was used over another whole, or a *change* from another base."""
    less = 100 if change else 0
    largest = max(map(_value, used), default=Decimal(0))
    if not change and any(
        _is(claim, _value(part) / _value(whole) * 100)
        for whole in used
        for part in near
        if 0 < _value(part) < _value(whole) < largest and part not in used and alike(part, whole)
    ):
        return True  # 初次180件、重复60件，初次占33.3%: its neighbour over the part
    return any(
        part is not whole
        and (alike(part, whole) or (not change and part.kind is whole.kind is Kind.COUNT))
        and _is(claim, abs(_value(part) / _value(whole) * 100 - less))
        for part in used
        for whole in near
        if change or _value(part) < max(map(_value, used))
    )


def sums(
    claim: Mention, near: Sequence[Mention], used: Sequence[Mention], due: Decimal | None, *, change: bool
) -> Iterator[str]:
    """Sums and differences with a number that was used, written out; not of all that were.

    A *change* may be the difference of the very two, told the wrong way round, or the sum that it leads to.
    Where the text prints what is *due*, a number taken from it is a part that was left out; and a number that
    is a part but for one digit is what the part should be (举报1,037件, and elsewhere 举报核查1,067件).
    """
    like = [m for m in near if alike(m, claim) and _DIGIT.search(m.text)]
    due = None if any(m.value == due for m in used) else due
    for one, other in combinations(like, 2):
        taken = (one in used) + (other in used)
        if not taken or (taken == 2 and change) or due in (one.value, other.value):
            continue
        less, more = sorted((one, other), key=_value)
        added = taken < 2 and not change and _is(claim, _value(more) + _value(less))
        if not added and not _is(claim, _value(more) - _value(less)):
            continue
        if not change and taken == 1 and any(_mended(other if one in used else one, part) for part in used):
            continue
        yield f"{one.text}＋{other.text}" if added else f"{more.text}－{less.text}"
    yield from ("＋".join(m.text for m in run) for run in _runs(claim, like, used))


def _mended(one: Mention, part: Mention) -> bool:
    """Whether two numbers have four digits at least, and all but one alike."""
    unit = min(place(_value(one)), place(_value(part)))
    found = slip(int(_value(one) / unit), int(_value(part) / unit))
    return found is not None and found.why == ONE and found.digits > _DIGITS


def _runs(claim: Mention, like: Sequence[Mention], used: Sequence[Mention]) -> Iterator[Sequence[Mention]]:
    """Numbers in a row that make the claim: those that were used, and more."""
    for first in range(len(like) - _RUN + 1):
        total = _value(like[first]) + _value(like[first + 1])
        for last in range(first + _RUN - 1, len(like)):
            total += _value(like[last])
            run = like[first : last + 1]
            if _is(claim, total) and len(run) > len(used) and all(m in run for m in used):
                yield run


def products(claim: Mention, near: Sequence[Mention], used: Sequence[Mention]) -> Iterator[str]:
    """A price times a number, or a share of an amount, written out; not of the two that were used."""
    like = [m for m in near if alike(m, claim)]
    for many in near:
        scale = _value(many) / 100 if many.kind is Kind.PERCENT else _value(many)
        if scale == 1 or many.kind not in _SCALED or not _DIGIT.search(many.text):
            continue
        for one in like:
            both = many in used and one in used
            if one is not many and not both and _is(claim, _value(one) * scale):
                yield f"{one.text}×{many.text}"


def _value(mention: Mention) -> Decimal:
    return mention.value or Decimal(0)


def _is(claim: Mention, value: Decimal) -> bool:
    return abs(value - _value(claim)) <= claim.step / 2

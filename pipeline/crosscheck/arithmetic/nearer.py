"""Changes told wrong of two numbers, and right of two which stand nearer: then these are meant.

床位由450张增加到1,800张；游客由6万人次增加到15万人次，是2020年的2.5倍: whatever the words seem to name. The
subject that opens the sentence is near: 二季度3648户，环比（一季度3200户）增长14%，同比
（上年二季度2880户）增长26.67%.
Not so for shares: what they are taken of is the very thing that clerks mistake.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import agrees, alike, between, is_amount, percent
from pipeline.crosscheck.intervals import Interval, exactly, minus
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention

_DIGITS = 2
_MOST = 12


def without_nearer(reading: Reading, told: Iterable[Finding]) -> Iterator[Finding]:
    """The findings but those that are right of numbers nearer to the claim than the ones that they name."""
    for found in told:
        if found.code != "growth" or not _borne_out(reading, found):
            yield found


def _borne_out(reading: Reading, found: Finding) -> bool:
    claim = _at(reading, found.end, ending=True)
    used = [m for start, _ in found.others if (m := _at(reading, start, ending=False))]
    if claim is None or len(used) != 2 or not _sharp(claim) or not all(map(is_amount, used)):
        return False
    period = between(reading, reading.layout.period(claim.start)[0], claim.start)
    near = [m for m in period if is_amount(m) and m.value][-_MOST:]
    base, new = used
    return any(
        agrees(claim, value)
        for a, b in _nearer(reading, near, new, base)
        for value in _rates(exactly(a), exactly(b))
    )


def _at(reading: Reading, place: int, *, ending: bool) -> Mention | None:
    """The number that begins, or ends, at a place."""
    figures = reading.figures
    at = bisect_left(figures, place, key=lambda m: m.end if ending else m.start)
    hit = figures[at] if at < len(figures) else None
    return hit if hit and (hit.end if ending else hit.start) == place else None


def _sharp(claim: Mention) -> bool:
    """Whether the claim has digits enough that no other numbers give it by chance."""
    digits = len((claim.value or Decimal(0)).normalize().as_tuple().digits)
    exact = claim.approx is Approx.EXACT and claim.kind in (Kind.PERCENT, Kind.COUNT, Kind.OTHER)
    return exact and digits >= _DIGITS


def _nearer(
    reading: Reading, near: Sequence[Mention], new: Mention, base: Mention
) -> Iterator[tuple[Mention, Mention]]:
    """New value and base that stand nearer, both others than those used; or the subject over a base that is
    told in a bracket of its own."""
    first, used = min(new.start, base.start), {new.start, base.start}
    yield from (
        (a, b)
        for a in near
        for b in near
        if a is not b and alike(a, b) and not {a.start, b.start} & used and min(a.start, b.start) >= first
    )
    if near and near[0].start < first and alike(near[0], base) and reading.text[base.end] in "）)":
        yield near[0], base


def _rates(new: Interval, base: Interval) -> Iterator[Interval | None]:
    yield percent(minus(new, base) if new[0] > base[0] else minus(base, new), base)

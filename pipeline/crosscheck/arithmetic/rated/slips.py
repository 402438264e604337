"""How quantity × rate ＝ amount is spoiled: a digit, a power of ten, another's number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from pipeline.crosscheck.arithmetic.misprints import ONE, slip
from pipeline.crosscheck.arithmetic.rated.factors import factors_of
from pipeline.crosscheck.arithmetic.rated.scenes import Made, Scene, Tie
from pipeline.crosscheck.arithmetic.rated.units import worth_in
from pipeline.crosscheck.intervals import disjoint, exactly, meant, times
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx, Kind
from schemas.findings import Mention

_RECKONED = re.compile("[测计核折]算|相乘|乘以")
_SPARE = 2
_YEAR = 12
_MILLION = 10**6
_LOST = frozenset(Decimal(10) ** power for power in (4, -4, 8, -8))
_POWERS = (1, -1, 2, -2, 3, -3, 4, -4, 8, -8)


@dataclass(frozen=True, slots=True)
class Slip:
    """Which number is amiss, what should stand there, and why; ``weight``: how many digits agree."""

    made: Made
    claim: Mention
    right: Decimal
    why: str
    weight: int


def slips(reading: Reading, made: Made, wide: Sequence[Mention]) -> Iterator[Slip]:
    """Every slip that explains why the likeliest reading fails."""
    told = [made.rate.mention, made.amount, *(m for f in made.factors for m in f.mentions)]
    if made.number <= 0 or any(m.approx is not Approx.EXACT for m in told):
        return
    yield from _of_pen(made, wide)
    yield from _of_place(made, wide)
    yield from _others(reading, made, wide)
    yield from _proved(reading, made)


def unit_lost(scene: Scene, wide: Sequence[Mention]) -> Iterator[Slip]:
    """An amount with all the digits of one product and 万 or 亿 too few or too many: 1200套，单套60平方米，共
    7.2平方米. Nothing else comes so far from it by chance, whichever count of the period makes it."""
    rate = scene.rate
    if len(rate.pers) != 1 or rate.mention.approx is not Approx.EXACT or not rate.value:
        return
    start, end = scene.reading.layout.period(scene.at)
    near = [m for m in wide if start <= m.start < end]
    amounts = [m for m in scene.amounts(near) if m.approx is Approx.EXACT and _figures(m) >= _SPARE]
    factors = factors_of(scene.reading, rate, rate.pers[0], near, scene.rates)[:4] if amounts else []
    for factor in (f for f in factors if f.mentions and f.value > 1):
        for amount in (m for m in amounts if m not in factor.mentions):
            made = Made(rate, (factor,), amount, worth_in(amount, rate.mention) or Decimal(1), Tie.CLOSE)
            came = rate.value * made.number / made.worth
            if (times_ := came / (amount.value or 1)) in _LOST:
                less = amount if times_ > 1 else rate.mention  # what may have lost its 万
                at_rate = (less is rate.mention) != ("万" in less.text or "亿" in less.text)
                claim, right = (rate.mention, rate.value / times_) if at_rate else (amount, came)
                yield Slip(made, claim, right, "单位写错", _figures(amount))


def _proved(reading: Reading, made: Made) -> Iterator[Slip]:
    """No slip is known, but the amount divides by the number without a rest, as hardly another would; or the
    words say that it was reckoned so."""
    rate, amount = made.rate, made.amount
    if made.tie is Tie.LOOSE or not rate.value:
        return
    due = (amount.value or Decimal(0)) * made.worth / made.number
    if due == rate.value:
        return
    if _digits(due) <= _figures(amount) - _SPARE:
        yield Slip(made, rate.mention, due, "", 0)
    last = max(m.end for m in (rate.mention, *(m for f in made.factors for m in f.mentions)))
    if amount.start > last and _RECKONED.search(reading.text, last, amount.start):
        yield Slip(made, amount, rate.value * made.number / made.worth, "", 0)
    elif len(made.factors) == 1 and made.factors[0].mentions:
        right = due / rate.value * made.factors[0].raw
        if _digits(right) <= _figures(amount) - _SPARE:
            yield Slip(made, made.factors[0].mentions[0], right, "", 0)


def _digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def _of_pen(made: Made, wide: Sequence[Mention]) -> Iterator[Slip]:
    """One digit wrong, or two exchanged, in the rate, the amount or a count that its parts do not make up."""
    rate, amount = made.rate, made.amount
    due = (amount.value or Decimal(0)) * made.worth / made.number
    yield from _penned(made, rate.mention, due)
    yield from _penned(made, amount, rate.value * made.number / made.worth)
    for one in made.factors:
        if len(one.mentions) == 1 and rate.value and not _summed(one.mentions[0], wide):
            yield from _penned(made, one.mentions[0], due / rate.value * one.raw)


def _summed(count: Mention, wide: Sequence[Mention]) -> bool:
    """里程1846公里，其中326公里、584公里、936公里."""
    like = [m.value or Decimal(0) for m in wide if m.unit == count.unit and m.kind is count.kind]
    return len(like) > 2 and sum(like, Decimal(0)) == 2 * (count.value or 0)


def _penned(made: Made, claim: Mention, right: Decimal) -> Iterator[Slip]:
    step = abs(claim.step) or Decimal(1)
    found = slip(
        int((claim.value or Decimal(0)) / step), int((right / step).to_integral_value(ROUND_HALF_UP))
    )
    if found is None or (claim is not made.rate.mention and right % step != 0):
        return
    if found.digits >= 3 or (found.why != ONE and "颠倒" in found.why):
        yield Slip(made, claim, right, f"{found.why}，疑为笔误", found.digits)


def _of_place(made: Made, wide: Sequence[Mention]) -> Iterator[Slip]:
    """The same digits with the point, or 万, in another place."""
    rate, amount = made.rate.mention, made.amount
    came = made.rate.value * made.number / made.worth
    for power in _POWERS:
        scale = Decimal(10) ** power
        if disjoint(times(exactly(rate), (came / made.rate.value * scale,) * 2), meant(amount)):
            continue
        if _figures(rate) + _figures(amount) >= 4:
            later = amount.start > rate.start and not _absurd(made)
            claim = amount if later or _among_like(made, wide) else rate
            right = came if claim is amount else made.rate.value * scale
            yield Slip(made, claim, right, "小数点或单位写错", _figures(claim))


def _among_like(made: Made, wide: Sequence[Mention]) -> bool:
    """8个村平均27万元，最高的41万元，最低的15.5万元: the others bear the mean out."""
    told = [m.value for m in wide if m is not made.amount and m.value and worth_in(m, made.rate.mention)]
    return sum(made.rate.value / 5 < v < made.rate.value * 5 for v in told) > 1


def _absurd(made: Made) -> bool:
    """每人每月800万元: no pay that anybody gets."""
    rate = made.rate
    paid = rate.mention.kind is Kind.MONEY and {per[0] for per in rate.pers} & set("人名位")
    return bool(paid) and rate.value >= _MILLION and "万" in rate.mention.text


def _figures(mention: Mention) -> int:
    return _digits(mention.value or Decimal(0))


def _came_to(made: Made, number: Decimal, why: str) -> Iterator[Slip]:
    """The slip, where another number in the place of the right one gives what is printed."""
    rate, amount = made.rate, made.amount
    span = times(rate.span, (number, number))
    if disjoint(span, times(meant(amount), (made.worth, made.worth))):
        return
    if amount.start > rate.mention.start:
        yield Slip(made, amount, rate.value * made.number / made.worth, why, _figures(amount) + 1)
    else:
        due = (amount.value or Decimal(0)) * made.worth / made.number
        yield Slip(made, rate.mention, due, why, _figures(rate.mention))


def _others(reading: Reading, made: Made, wide: Sequence[Mention]) -> Iterator[Slip]:
    """Another count of the passage in the place of the right one, or two of them together."""
    used = {m.start for f in made.factors for m in f.mentions}
    for one in made.factors:
        if not one.mentions or len(one.mentions) > 1:
            continue
        rest = made.number / one.value * (one.value / one.raw)
        if one.mentions[0].unit in ("个月", "月") and one.raw != _YEAR:
            yield from _came_to(made, rest * _YEAR, "误按12个月")
        unit = one.mentions[0].unit
        alike = [
            m
            for m in wide
            if m.start not in (made.amount.start, made.rate.mention.start)
            and m.kind in (Kind.COUNT, Kind.DURATION)
            and m.value
            and m.high is None
        ]
        others = [m for m in alike if m.start not in used and m.value != one.raw]
        others = [m for m in others if reading.text[m.start - 1 : m.start] != "中"]  # 16个小组中12个完成
        for other in others:
            if (other.value or 0) >= 3 and min(_figures(made.rate.mention), _figures(made.amount)) >= 2:
                yield from _came_to(made, rest * (other.value or 1), f"误用{other.text}")
        for a, b in combinations([m for m in alike if m.unit == unit][:6], 2):
            yield from _came_to(made, rest * ((a.value or 0) + (b.value or 0)), f"误用{a.text}与{b.text}之和")
    for a, b in combinations(
        [m for m in wide if worth_in(m, made.rate.mention) and m is not made.amount][:8], 2
    ):
        due = ((a.value or Decimal(0)) + (b.value or Decimal(0))) * made.worth / made.number
        low, high = made.rate.span
        if made.rate.mean and low <= due <= high and a.end <= b.start and b.end <= made.amount.start:
            right = (made.amount.value or Decimal(0)) * made.worth / made.number
            yield Slip(
                made, made.rate.mention, right, f"误用{a.text}与{b.text}之和", _figures(made.rate.mention)
            )

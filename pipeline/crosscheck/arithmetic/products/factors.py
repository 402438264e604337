"""How many there are of what a price is per: the counts of the sentence, the months of the year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product

from pipeline.crosscheck.arithmetic.numbers import Of
from pipeline.crosscheck.arithmetic.pers import Per
from pipeline.crosscheck.arithmetic.products.prices import Price
from pipeline.crosscheck.intervals import Interval, exactly, meant, times
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx, Kind
from schemas.findings import Mention

_YEAR = re.compile(r"全年|一年|年度|(?<!\d)年(?:租金|费|支出|共|支付|度)|(?:19|20)\d\d年|本年|当年|每年")
_HALF = re.compile(r"[上下]半年|半年")
_QUARTER = re.compile(r"季度")
_IMPLIED = {"月": 12, "个月": 12, "季度": 4, "季": 4, "学期": 2}
_MOST = 24


@dataclass(frozen=True, slots=True)
class Factor:
    """A number that a price is multiplied by; ``mention`` is None where the words imply it."""

    value: Decimal
    text: str
    mention: Mention | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """A price times one factor for each thing that it is per."""

    price: Price
    factors: tuple[Factor, ...]

    def span(self, *, exact: bool = False) -> Interval:
        """The values that it can have."""
        of = exactly if exact else meant
        out = of(self.price.mention)
        for factor in self.factors:
            out = times(out, _span(factor, of))
        return out

    @property
    def value(self) -> Decimal:
        """From the printed numbers as they are."""
        out = self.price.mention.value or Decimal(0)
        for factor in self.factors:
            out *= factor.value
        return out

    @property
    def terms(self) -> str:
        """The product in words."""
        return "×".join([*(f.text for f in self.factors), self.price.mention.text])


def _span(factor: Factor, of: Of) -> Interval:
    """Months are taken at their word, as counts are: 12个月 is 12."""
    if factor.mention is None or factor.mention.kind is Kind.DURATION:
        return factor.value, factor.value
    return of(factor.mention)


_ONCE = [Factor(Decimal(1), "1")]


def candidates(reading: Reading, price: Price, figures: Sequence[Mention]) -> list[list[Factor]]:
    """For each thing the price is per, the numbers that may tell how many there are; the likeliest first."""
    return [_of(reading, price, per, figures) for per in price.pers]


def _of(reading: Reading, price: Price, per: Per, figures: Sequence[Mention]) -> list[Factor]:
    told = [m for m in figures if m is not price.mention and _counts(reading, m, per)]
    sentence = reading.layout.sentence(price.mention.start)
    near = [m for m in told if sentence[0] <= m.start < sentence[1]]
    before = [m for m in near if m.start < price.mention.start]
    ordered = [*reversed(before), *[m for m in near if m not in before], *[m for m in told if m not in near]]
    factors = [Factor(m.value or Decimal(0), m.text, m) for m in ordered]
    return factors or (_implied(reading, price, per) if per.time else [])


def _counts(reading: Reading, mention: Mention, per: Per) -> bool:
    if mention.kind not in (Kind.COUNT, Kind.DURATION) or mention.high is not None or not mention.value:
        return False
    if reading.text.startswith("半", mention.end):
        return False  # 2天半
    unit = mention.unit or ""
    if unit not in per.units and f"{unit}{reading.text[mention.end : mention.end + 2]}" not in per.units:
        return False
    behind = reading.text[mention.end : mention.end + 8]
    return per.noun is None or bool(per.noun.search(unit + behind))


def _implied(reading: Reading, price: Price, per: Per) -> list[Factor]:
    """The months of a year, of half a year; one, where the amount may be of one month alone."""
    start, end = reading.layout.period(price.mention.start)
    words = reading.text[start:end]
    whole = _IMPLIED.get(per.name)
    if whole and _HALF.search(words) and per.name in ("月", "个月"):
        return [Factor(Decimal(6), "6个月")]
    if whole and _QUARTER.search(words) and per.name in ("月", "个月") and not _YEAR.search(words):
        return [Factor(Decimal(3), "3个月")]
    if whole and _YEAR.search(words):
        return [Factor(Decimal(whole), f"{whole}{per.units[0]}")]
    return [Factor(Decimal(1), f"1{per.units[0]}")] if per.name in ("年", "年度", "学年") else []


def products(price: Price, found: Sequence[Sequence[Factor]]) -> list[Product]:
    """Every product of the price with one candidate of each sort, bounded."""
    combos = product(*(factors[:4] for factors in found))
    out = [Product(price, combo) for combo, _ in zip(combos, range(_MOST), strict=False)]
    return [p for p in out if len({id(f.mention) for f in p.factors if f.mention}) == _told(p)]


def otherwise(price: Price, found: Sequence[Sequence[Factor]]) -> list[Product]:
    """The products with the sum of several numbers of one sort (上半年38人、下半年42人), and those for one
    month, year or head of several."""
    out: list[Product] = []
    for left_out in range(len(found)) if len(found) > 1 else ():
        out += products(price, [_ONCE if at == left_out else f for at, f in enumerate(found)])
    for at, factors in enumerate(found):
        told = sorted((f for f in factors if f.mention), key=lambda f: f.mention.start if f.mention else 0)
        for start, end in combinations(range(len(told[:6]) + 1), 2):
            if end - start >= 2:
                total = sum((f.value for f in told[start:end]), Decimal(0))
                merged = [*found[:at], [Factor(total, "＋".join(f.text for f in told[start:end]))]]
                out += products(price, [*merged, *found[at + 1 :]])
    return out


def _told(one: Product) -> int:
    return sum(f.mention is not None for f in one.factors)


def loosened(price: Price) -> bool:
    """Whether a price is told as about so much: 每亩约1200元."""
    return price.mention.approx is not Approx.EXACT


def only(found: Sequence[Sequence[Factor]], since: int, at: int) -> bool:
    """Whether the words leave no choice: one number for each thing, or one alone between *since* and the
    price at an offset."""
    return all(_single(factors, since, at) for factors in found)


def _single(factors: Sequence[Factor], since: int, at: int) -> bool:
    told = [f.mention for f in factors if f.mention]
    return len(factors) == 1 or sum(since <= m.start < at for m in told) == 1

"""The numbers of a claim: those of like kind in reach, with the words that stand before each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal

from pipeline.crosscheck.intervals import Interval, disjoint, meant, over, times
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import MONEY_FACTORS, Kind
from schemas.findings import Mention

HUNDRED = (Decimal(100), Decimal(100))
_ALIKE = ("人名位", "件项个", "场次", "册本份", "家个所")
_TIME = re.compile(r"\d{4}年|上年|去年|上一年|年初|预算|本年|当年|年中|调整|执行|安排|决算")


def is_amount(mention: Mention) -> bool:
    """Money or a count: something that can be added up and divided."""
    return mention.kind in (Kind.MONEY, Kind.COUNT) and mention.value is not None and mention.high is None


def alike(one: Mention, other: Mention) -> bool:
    """Whether two amounts are of one kind and unit."""
    if one.kind is not other.kind:
        return False
    if one.kind is Kind.MONEY or one.unit == other.unit:
        return True
    return any((one.unit or "?") in group and (other.unit or "?") in group for group in _ALIKE)


def between(reading: Reading, start: int, end: int) -> list[Mention]:
    """The figures that stand wholly inside the bounds."""
    figures = reading.figures
    first = bisect_left(figures, start, key=lambda m: m.start)
    last = bisect_left(figures, end, key=lambda m: m.start)
    return [m for m in figures[first:last] if m.end <= end]


def window(reading: Reading, mention: Mention) -> str:
    """The words of a number's own clause before it."""
    start, end = reading.window(mention.start)
    return reading.text[start:end]


def timed(reading: Reading, mention: Mention) -> bool:
    """Whether the words before a number say of which year or stage it is."""
    start = reading.layout.clause(mention.start)[0]
    return bool(_TIME.search(reading.text[start : mention.start]))


def percent(part: Interval, whole: Interval) -> Interval | None:
    """part ÷ whole × 100, as an interval."""
    quotient = over(part, whole)
    return times(quotient, HUNDRED) if quotient else None


def agrees(mention: Mention, value: Interval | None) -> bool:
    """Whether the printed number and the recomputed one have a value in common."""
    return value is not None and not disjoint(meant(mention), value)


def factor(mentions: Sequence[Mention]) -> tuple[Decimal, str]:
    """The unit to write a sum in: the one of the first number."""
    unit = mentions[0].unit or ""
    if mentions[0].kind is Kind.MONEY:
        return MONEY_FACTORS.get(unit, Decimal(1)), unit
    return Decimal(1), unit


def written(mention: Mention, unit: Decimal) -> str:
    """A number's value in *unit*, without the unit."""
    return plain((mention.value or Decimal(0)) / unit)


def quotient(part: Decimal, whole: Decimal) -> str:
    """part ÷ whole as a percentage with two decimals."""
    return plain((100 * part / whole).quantize(Decimal("0.01"))) + "%" if whole else "无意义"

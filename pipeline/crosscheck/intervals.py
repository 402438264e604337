"""What a printed number can stand for: every value that rounds to it, widened by its hedge."""

from __future__ import annotations

import re
from decimal import Decimal

from schemas.figures import Approx, Figure, Kind
from schemas.findings import Mention

Interval = tuple[Decimal, Decimal]
_POINT = re.compile("[.．点]")


def printed(mention: Mention) -> Interval:
    """The rounding interval alone. A count of things is exact: 12人 is 12, never 11.6; so is 0."""
    value = mention.value if mention.value is not None else Decimal(0)
    high = mention.high if mention.high is not None else value
    if value == 0 or (mention.kind is Kind.COUNT and mention.step == 1):
        return value, high
    # A fraction in words (三分之一) has no last place; as a percentage it stands for about 33%.
    half = abs(mention.step) / 2 if mention.step else Decimal("0.5")
    return value - half, high + half


def pointed(mention: Mention) -> bool:
    """Whether decimals are printed: then the number is taken at its word."""
    return _POINT.search(mention.text) is not None


def place(value: Decimal) -> Decimal:
    """The place of the last digit that is not 0: 300 → 100, 1.6万 → 1000."""
    if value == 0:
        return Decimal(1)
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent))


def meant(mention: Mention) -> Interval:
    """The values that the number with its hedge may stand for: 300余 is 300 to 400, 近400 is 300 to 400."""
    low, high = printed(mention)
    if mention.approx is Approx.EXACT:
        return low, high
    step = place(mention.value or Decimal(0))
    if mention.approx is Approx.ABOUT:
        return low - step / 2, high + step / 2
    if mention.approx is Approx.MORE_THAN:
        return low, high + step
    return low - step, high


def exactly(mention: Mention) -> Interval:
    """As ``meant``, but a whole number without a hedge is taken at its word: 12万元 is not 12.4万元."""
    if mention.approx is Approx.EXACT and not pointed(mention):
        value = mention.value or Decimal(0)
        return value, mention.high if mention.high is not None else value
    return meant(mention)


def spoken(figure: Figure) -> Decimal:
    """The figure as prose prints it: a difference or growth rate without its sign."""
    return abs(figure.value) if figure.key.endswith(("增减额", "增减率")) else figure.value


def fits(mention: Mention, figure: Figure) -> bool:
    """Whether the number can stand for the figure. A hedged figure is printed as it was given."""
    value = spoken(figure)
    low, high = meant(mention) if figure.hedge is None else printed(mention)
    if figure.hedge is None and mention.value is not None:
        # The ledger knows the value: 近65万元 is not 65.46万元, 65万余元 is not 64.8万元.
        low = mention.value if mention.approx is Approx.MORE_THAN else low
        high = mention.value if mention.approx is Approx.LESS_THAN else high
    return low <= value <= high


def disjoint(one: Interval, other: Interval) -> bool:
    """Whether no value lies in both."""
    return one[1] < other[0] or other[1] < one[0]


def times(one: Interval, other: Interval) -> Interval:
    """Every product of a value of one with a value of the other."""
    ends = [a * b for a in one for b in other]
    return min(ends), max(ends)


def minus(one: Interval, other: Interval) -> Interval:
    """Every difference."""
    return one[0] - other[1], one[1] - other[0]


def plus(one: Interval, other: Interval) -> Interval:
    """Every sum."""
    return one[0] + other[0], one[1] + other[1]


def over(one: Interval, other: Interval) -> Interval | None:
    """Every quotient; None when the divisor may be 0 or less."""
    if other[0] <= 0:
        return None
    ends = [a / b for a in one for b in other]
    return min(ends), max(ends)

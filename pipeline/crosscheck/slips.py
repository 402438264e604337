"""Slips of the pen: 元 for 万元, a digit too many or too few, two digits exchanged, one digit wrong."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pipeline.crosscheck.intervals import spoken
from pipeline.crosscheck.terms import Facet
from schemas.figures import Kind
from schemas.findings import Mention

_UNITS = (Decimal(10_000), Decimal(100_000_000))
_TENFOLD = (Decimal(10), Decimal(100), Decimal(1000))


def slip(mention: Mention, likely: Iterable[Facet]) -> tuple[Facet, str] | None:
    """The likely figure that the number is a slip of, and what went wrong, in Chinese."""
    for one in likely:
        why = _slipped(mention, spoken(one.figure))
        if why:
            return one, why
    return None


def _slipped(mention: Mention, value: Decimal) -> str:
    found, step = mention.value, mention.step
    if not found or not value or found == value:
        return ""
    if mention.kind is Kind.MONEY and any(_near(found * u, value, step * u) for u in _UNITS):
        return "数字相同而单位小了，应是单位写错"
    if mention.kind is Kind.MONEY and any(_near(found / u, value, step / u) for u in _UNITS):
        return "数字相同而单位大了，应是单位写错"
    if _digits(found) >= 2 and any(
        _near(found * t, value, step * t) or _near(found / t, value, step / t) for t in _TENFOLD
    ):
        return "数字相同而位数不同，应是小数点写错或多写、少写了0"
    return misprinted(found, (value / step).quantize(Decimal(1)) * step if step else value)


def _near(one: Decimal, other: Decimal, step: Decimal) -> bool:
    return abs(one - other) <= abs(step) / 2


def _digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def misprinted(found: Decimal, value: Decimal) -> str:
    """What went wrong when *found* was written for *value*: one digit, or two exchanged."""
    one, other = _plain(found), _plain(value)
    if len(one) < 3 or len(one) != len(other):
        return ""
    wrong = [i for i in range(len(one)) if one[i] != other[i]]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1 and one[wrong[0]] == other[wrong[1]] and (
        one[wrong[1]] == other[wrong[0]]
    ):  # fmt: skip
        return "只有两个相邻数字颠倒，应是写错"
    return "只有一个数字不同，应是写错" if len(wrong) == 1 and len(one) >= 4 else ""


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f").replace(".", "").strip("0")

"""How a clerk's pen slips: one digit for another, two neighbours exchanged, a carry lost, a digit dropped.

A claim that misses what it should be by such a slip is near it by no chance, and the less so the more digits
it has: of numbers with four digits, four in a thousand are a slip away from a given one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pipeline.crosscheck.intervals import place
from schemas.figures import Approx
from schemas.findings import Mention

ONE, TURNED = "只差一个数字", "两个相邻数字颠倒"


@dataclass(frozen=True, slots=True)
class Misprint:
    """What went wrong, in Chinese, and how many digits agree or could have disagreed."""

    why: str
    digits: int


def misprint(claim: Mention, right: Decimal, operands: Iterable[Mention]) -> Misprint | None:
    """The slip that made *claim* of what the *operands* come to; None where there is none, or a hedge."""
    operands = tuple(operands)
    if any(m.approx is not Approx.EXACT or m.high is not None or m.value is None for m in (claim, *operands)):
        return None
    values = [m.value for m in (claim, *operands) if m.value]
    if not claim.value or not values or right <= 0:
        return None
    unit = min(map(place, values))
    if claim.step > unit and claim.value % claim.step == 0:
        unit = claim.step  # 1.25亿元 against parts in 万元: as many digits as it prints
    return slip(int(claim.value / unit), int((right / unit).to_integral_value()))


def slip(found: int, right: int) -> Misprint | None:
    """The slip between two whole numbers."""
    one, other = str(found), str(right)
    digits = max(len(one), len(other))
    if one == other or digits < 2:
        return None
    why = _why(one, other) or ("进位有误" if _carried(found, right) else "")
    return Misprint(why, digits) if why else None


def _why(one: str, other: str) -> str:
    if len(one) == len(other):
        wrong = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(wrong) == 1:
            return ONE
        if len(wrong) == 2 and wrong[1] <= wrong[0] + 2:
            first, second = wrong
            turned = one[first] + one[second] == other[second] + other[first]
            return "" if not turned else TURNED if second == first + 1 else "两个数字写颠倒"
        return ""
    long, short = sorted((one, other), key=len, reverse=True)
    if len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long))):
        return "漏写一位数字" if one == short else "多写一位数字"
    return ""


def _carried(found: int, right: int) -> bool:
    gap = str(abs(found - right))
    return gap.rstrip("0") == "1"

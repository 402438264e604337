"""One amount said twice: 2,346,000元（234.60万元）, 折合1286.40万元, 450亩（30公顷）."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from pipeline.crosscheck.arithmetic.numbers import factor
from pipeline.crosscheck.arithmetic.rated.units import worth
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import disjoint, meant, times
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Kind
from schemas.findings import Finding, Mention

_SAME = re.compile(
    r"[整正]?(?:[（(]\s?(?:即|约|合|折合|折|共计|计|约合|约为|相当于|也就是|大写|小写|金额大写|大写金额)?[:：]?|[，,]?\s?(?:大写|小写)(?:金额)?(?:为)?[:：]?|[，,]?\s?(?:即|折合|合(?!计)|约合|相当于|也就是))(?:人民币)?[¥￥]?"
)
_AGAIN = re.compile(r"即|折合|约合|也就是")
_ENDS = "）)，,。；;、整正"
_CAPITAL = re.compile(r"[壹贰叁肆伍陆柒捌玖拾佰仟]{2}")
"""A number in capitals says an amount again in its own unit: 89,600元（大写：捌万玖仟陆佰元整）."""


def check_restated(reading: Reading) -> Iterator[Finding]:
    """Two numbers running of which the second says the first again, in another unit or in the same."""
    for one, other in pairwise(reading.figures):
        gap = reading.text[one.end : other.start]
        if len(gap) > 8 or not _SAME.fullmatch(gap):
            continue
        if reading.text[other.end : other.end + 1] not in _ENDS:
            continue
        scale = _scale(one, other)
        if scale is None and _in_one_unit(one, other, gap):
            if disjoint(meant(one), meant(other)):
                yield _unlike(reading, one, other)
        elif scale is not None and disjoint(times(meant(one), (scale, scale)), meant(other)):
            yield _wrong(reading, one, other, scale)


def _in_one_unit(one: Mention, other: Mention, gap: str) -> bool:
    """1,286,400万元（即128.64万元）; without 即 the digits must be the same: 3,846,200元（384.62元）."""
    if one.unit != other.unit or one.kind is not other.kind or other.high is not None:
        return False
    digits = [re.sub(r"\D", "", m.text).strip("0") for m in (one, other)]
    short = digits[1] if len(digits[1]) >= 3 else ""
    return bool(_AGAIN.search(gap)) or (short != "" and _cut(digits[0], len(short)) == short)


def _cut(digits: str, size: int) -> str:
    """So many of the first digits, the last rounded: 318462055 to five of them is 31846."""
    rest = Decimal(digits or 0).scaleb(size - len(digits))
    return str(rest.quantize(Decimal(1), ROUND_HALF_UP)) if size < len(digits) else digits


def _scale(one: Mention, other: Mention) -> Decimal | None:
    """What one base unit of the first is worth in base units of the second; None where they are not to
    be compared."""
    if one.kind is Kind.MONEY and other.kind is Kind.MONEY:
        again = _CAPITAL.search(one.text) or _CAPITAL.search(other.text)
        return Decimal(1) if again or factor(one) != factor(other) else None
    pair = one.unit or "", other.unit or ""
    if not {one.kind, other.kind} <= {Kind.COUNT, Kind.DURATION}:
        return None
    return worth(*pair) if one.unit != other.unit else None


def _wrong(reading: Reading, one: Mention, other: Mention, scale: Decimal) -> Finding:
    unit, name = _printed(other)
    right = plain(((one.value or Decimal(0)) * scale / unit).quantize(Decimal("0.000001"))) + name
    message = f"{one.text}应为{right}，与“{other.text}”不符。"
    return finding(
        "unit", message, reading.text, other.start, other.end, expected=right, others=((one.start, one.end),)
    )


def _unlike(reading: Reading, one: Mention, other: Mention) -> Finding:
    """In one unit nobody can say which of the two is meant."""
    message = f"“{one.text}”与“{other.text}”说的是同一个数，却不相等，请核对数字和单位。"
    return finding("unit", message, reading.text, other.start, other.end, others=((one.start, one.end),))


def _printed(mention: Mention) -> tuple[Decimal, str]:
    """The unit that a number is printed in: 万亩 is ten thousand 亩."""
    if mention.kind is Kind.MONEY:
        return factor(mention)
    scaled = "万" in mention.text
    return (Decimal(10_000), f"万{mention.unit}") if scaled else (Decimal(1), mention.unit or "")

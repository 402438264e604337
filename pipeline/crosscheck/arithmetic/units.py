"""Quantity × price ＝ amount, one amount in two units, one 元 among 万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from pipeline.crosscheck.arithmetic.numbers import alike, between, factor, grade, is_amount, window, written
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import Interval, disjoint, meant, times
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_PER = re.compile(
    r"(?:平均)?(?P<per>人均|户均|亩均|场均|单价|均价|(?:平均)?每(?P<unit>[一-鿿]{1,2}?))(?P<what>[^，。；、\d]{0,8})$"
)
_UNITS = {
    "人均": "人名位", "户均": "户", "亩均": "亩", "场均": "场次", "单价": "台套件个辆把册本批张部盏株架组",
    "均价": "台套件个辆把册本批张部盏株架组",
}  # fmt: skip
_AGAIN = re.compile(r"[（(](?:即|约|合|折合|约合|折|计|人民币)?|[，,](?:即|折合|约合|也即)")
_TIMED = re.compile(r"[年月天日周季]|学期|标准由|提高到|提高至|调整")
_PRICE = re.compile(r"每|单价|均|标准|价|票|费率|/|按|资费|补助|补贴|元以|限额")


def check_units(reading: Reading) -> Iterator[Finding]:
    """Every price or mean with its number and amount, restated amounts, and the odd 元."""
    figures = reading.figures
    for at, claim in enumerate(figures):
        if claim.kind is Kind.MONEY:
            if at:
                yield from _restated(reading, figures[at - 1], claim)
            yield from _odd(reading, at)
        if is_amount(claim) and (match := _PER.search(window(reading, claim))):
            yield from _mean(reading, claim, match)


def _restated(reading: Reading, one: Mention, other: Mention) -> Iterator[Finding]:
    """2,346,000元（234.60万元）"""
    if one.kind is not Kind.MONEY or not _AGAIN.fullmatch(reading.text[one.end : other.start]):
        return
    if reading.text[other.end : other.end + 1] not in ("）", ")", "，", "。") or factor(one) == factor(other):
        return
    if disjoint(meant(one), meant(other)):
        unit, name = factor(other)
        right = plain(((one.value or Decimal(0)) / unit).quantize(Decimal("0.000001"))) + name
        message = f"{one.text}应为{right}，与“{other.text}”不符。"
        yield finding(
            "unit", message, reading.text, other.start, other.end, expected=right,
            others=((one.start, one.end),),
        )  # fmt: skip


def _odd(reading: Reading, at: int) -> Iterator[Finding]:
    """…9.86万元、维修费3.58元、…34.18万元: a few 元 in a list of 万元."""
    claim = reading.figures[at]
    around_ = reading.figures[max(0, at - 1) : at] + reading.figures[at + 1 : at + 2]
    if around_ and re.match(r"[，,](?:比|较|同比)", reading.text[claim.end : claim.end + 4]):
        around_ = reading.figures[at + 1 : at + 2]
    elif not at or not _listed(reading, reading.figures[at - 1], claim):
        around_ = reading.figures[at + 1 : at + 3]
        if len(around_) < 2 or not all(_listed(reading, a, b) for a, b in pairwise([claim, *around_])):
            return
    sides = [m for m in around_ if m.kind is Kind.MONEY]
    if (
        not sides
        or factor(claim)[1] != "元"
        or not any(c in claim.text for c in ".．")
        or (claim.value or 0) >= 1000
    ):
        return
    if any(factor(m)[1] != "万元" for m in sides) or reading.text[claim.end : claim.end + 1] in "/／每":
        return
    if _PRICE.search(window(reading, claim)):
        return
    right = claim.text.replace("元", "万元")
    message = f"前后各项均以万元计，此处写“{claim.text}”，请核对是否应为{right}。"
    yield finding(
        "unit", message, reading.text, claim.start, claim.end, severity=Severity.WARNING, expected=right,
        others=tuple((m.start, m.end) for m in sides),
    )  # fmt: skip


def _listed(reading: Reading, one: Mention, other: Mention) -> bool:
    words = reading.text[one.end : other.start]
    return bool(re.match(r"[、，；]", words)) and len(words) <= 20 and "\n" not in words


def _mean(reading: Reading, claim: Mention, match: re.Match[str]) -> Iterator[Finding]:
    """A price or mean against every (number, amount) of its sentence; wrong when none of them gives it."""
    if _TIMED.search(window(reading, claim)[-10:]) or claim.high is not None:
        return
    units = _UNITS.get(match["per"], match["unit"] or "")
    near = [
        m for m in between(reading, *reading.layout.period(claim.start)) if is_amount(m) and m is not claim
    ]
    numbers = [
        m for m in near if m.kind is Kind.COUNT and m.unit and (m.unit[-1] in units or m.unit[0] in units)
    ]
    amounts = [
        m
        for m in near
        if alike(m, claim) or (m.kind is Kind.COUNT and claim.kind is Kind.COUNT and _people(m, claim))
    ]
    amounts = [m for m in amounts if m not in numbers and not _PER.search(window(reading, m))]
    if not numbers or not amounts or len(numbers) * len(amounts) > 6:
        return
    pairs = [(n, a) for n in numbers for a in amounts]
    if (
        grade(lambda of: any(not disjoint(_span(of(claim), of(n), claim), of(a)) for n, a in pairs))
        is not Severity.ERROR
    ):
        return
    # 每次625元 of 1250元 a head: a mean of a mean.
    counts = [m.value for m in near if m.kind is Kind.COUNT and m.value and m.value <= 10_000]
    for _, amount in pairs:
        for one in counts:
            for other in counts:
                product = (claim.value or Decimal(0)) * one * other
                if one is not other and not disjoint((product, product), meant(amount)):
                    return
    slip = next(((n, a, s) for n, a in pairs for s in _slips(claim, n, a)), None)
    if slip is None and (len(pairs) != 1 or claim.approx is not Approx.EXACT):
        return
    number, amount = (slip[0], slip[1]) if slip else pairs[0]
    yield _wrong(reading, claim, number, amount, slip is not None)


def _people(one: Mention, other: Mention) -> bool:
    return "人" in (one.unit or "") and "人" in (other.unit or "")


def _span(price: Interval, number: Interval, claim: Mention) -> Interval:
    low, high = times(price, number)
    loose = claim.approx is not Approx.EXACT
    return (low * Decimal("0.9"), high * Decimal("1.1")) if loose else (low, high)


def _slips(claim: Mention, number: Mention, amount: Mention) -> Iterator[int]:
    """Powers of ten that would make it right: the unit was written wrong."""
    if claim.kind is not Kind.MONEY:
        return
    for power in (4, -4, 8, -8):
        scale = Decimal(10) ** power
        if not disjoint(times(times(meant(claim), meant(number)), (scale, scale)), meant(amount)):
            yield power


def _wrong(reading: Reading, claim: Mention, number: Mention, amount: Mention, slip: bool) -> Finding:
    unit, name = factor(amount)
    product = (claim.value or Decimal(0)) * (number.value or Decimal(0)) / unit
    message = f"{number.text}×{claim.text}＝{plain(product.quantize(Decimal('0.0001')))}{name}，与{amount.text}不符。"  # noqa: E501
    right = None
    if slip:
        message += "单位“元”与“万元”可能写错。"
    elif number.value:
        scale, per = factor(claim)
        mean = (amount.value or Decimal(0)) / number.value / scale
        right = plain(mean.quantize(Decimal("0.01"))) + per
    # Of price and amount, the one that stands later is the claim.
    at = max(claim, amount, key=lambda m: m.start)
    others = tuple((m.start, m.end) for m in (claim, number, amount) if m is not at)
    return finding(
        "unit", message, reading.text, at.start, at.end,
        severity=Severity.ERROR if slip else Severity.WARNING, expected=right,
        evidence=f"{number.text}×{claim.text}＝{written(amount, unit)}{name}？", others=others,
    )  # fmt: skip

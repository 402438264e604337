"""Quantity × price ＝ amount, and means: 人均, 台均, 每场, 年均."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import (
    alike,
    between,
    factor,
    grade,
    is_amount,
    moves,
    window,
    written,
)
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import Interval, disjoint, meant, times
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_PER = re.compile(
    r"(?:平均)?(?P<per>(?<![两二三四五六七八九十\d各])[人户亩场台套件辆村校班次日天月年家站镇乡车床批期]均|单价|均价|(?:平均)?每(?P<unit>[一-鿿]{1,2}?))"
    r"(?P<what>[^，。；、\d]{0,8})$"
)
_THINGS = "台套件个辆把册本批张部盏株架组"
_UNITS = {
    "人": "人名位", "名": "人名位", "村": "个村", "校": "所个校", "班": "个班", "站": "个站", "镇": "个镇",
    "人均": "人名位", "场均": "场次", "单价": _THINGS, "均价": _THINGS, "村均": "个村", "校均": "所个校",
    "班均": "个班", "站均": "个站", "镇均": "个镇", "乡均": "个乡", "车均": "辆台", "床均": "张床",
    "日均": "天日", "天均": "天日", "月均": "月", "年均": "年",
}  # fmt: skip
_NOUNS = {"村均": "村", "校均": "校", "班均": "班", "站均": "站", "镇均": "镇", "乡均": "乡"}
_LASTING = ("日均", "天均", "月均", "年均")
_TIMED = re.compile(r"[年月天日周季](?!均)|学期|提高到|提高至|调整|增长|增加|增幅|减少|下降|递增|由|从")
_LIMIT = re.compile(r"未?超过|不高于|不低于|以上|限额|上限|最高|最低")
_BY_TIME = re.compile(r"每[人名户位个村班场台家]每[月年天日次餐]")


def check_means(reading: Reading) -> Iterator[Finding]:
    """Every price or mean with its number and amount."""
    for claim in reading.figures:
        match = _PER.search(window(reading, claim)) if is_amount(claim) and claim.high is None else None
        if match is None or _LIMIT.search(window(reading, claim)):
            continue
        if _BY_TIME.search(window(reading, claim)):
            yield from _per_month(reading, claim)
            continue
        if _TIMED.search(window(reading, claim)[-10:]):
            continue
        if match["per"] in _LASTING:
            yield from _over_time(reading, claim, match["per"])
        else:
            yield from _mean(reading, claim, match)


def _mean(reading: Reading, claim: Mention, match: re.Match[str]) -> Iterator[Finding]:
    """A price or mean against every (number, amount) of its sentence; wrong when none of them gives it."""
    near = [
        m for m in between(reading, *reading.layout.period(claim.start)) if is_amount(m) and m is not claim
    ]
    numbers = _numbers(reading, near, match)
    amounts = [
        m
        for m in near
        if alike(m, claim) or (m.kind is Kind.COUNT and claim.kind is Kind.COUNT and _people(m, claim))
    ]
    amounts = [m for m in amounts if m not in numbers and not _PER.search(window(reading, m))]
    if not numbers or not amounts or len(numbers) * len(amounts) > 6:
        return
    pairs = [(n, a) for n in numbers for a in amounts]
    right = grade(lambda of: any(not disjoint(_span(of(claim), of(n), claim), of(a)) for n, a in pairs))
    if right is None or (right is not Severity.ERROR and not _is_price(claim, match)):
        return
    if _twice(near, claim, [a for _, a in pairs]):
        return
    slip = next(((n, a, s) for n, a in pairs for s in _slips(claim, n, a)), None)
    if slip is None and (len(pairs) != 1 or claim.approx is not Approx.EXACT):
        return
    number, amount = (slip[0], slip[1]) if slip else pairs[0]
    yield _wrong(reading, claim, number, amount, slip is not None)


def _is_price(claim: Mention, match: re.Match[str]) -> bool:
    """每人30元, 单价286元: a price is exact, a mean is rounded."""
    return claim.approx is Approx.EXACT and match["per"][:1] in ("每", "单")


def _numbers(reading: Reading, near: Sequence[Mention], match: re.Match[str]) -> list[Mention]:
    """The counts of what the mean is taken over."""
    units = _UNITS.get(match["per"]) or _UNITS.get(match["unit"] or "", match["unit"] or match["per"][:1])
    numbers = [m for m in near if m.kind is Kind.COUNT and m.unit and _of_unit(m.unit, units)]
    noun = _NOUNS.get(match["per"]) or _NOUNS.get(f"{match['unit']}均", "")
    return [m for m in numbers if noun in (m.unit or "") + reading.text[m.end : m.end + 6]]


def _of_unit(unit: str, units: str) -> bool:
    """人次 is counted by the head, never by the time."""
    return unit[0] in units or (unit[-1] in units and unit != "人次")


def _twice(near: Sequence[Mention], claim: Mention, amounts: Sequence[Mention]) -> bool:
    """每次625元 of 1250元 a head: a mean of a mean."""
    counts = [m.value for m in near if m.kind is Kind.COUNT and m.value and m.value <= 10_000]
    products = [(claim.value or Decimal(0)) * a * b for a in counts for b in counts if a is not b]
    return any(not disjoint((p, p), meant(amount)) for p in products for amount in amounts)


def _per_month(reading: Reading, claim: Mention) -> Iterator[Finding]:
    """2460人，每人每月100元，12个月共295.2万元: number × price × months, each told once."""
    match = _BY_TIME.search(window(reading, claim))
    near = [m for m in between(reading, *reading.layout.period(claim.start)) if m is not claim]
    if match is None or claim.approx is not Approx.EXACT:
        return
    who = _UNITS.get(match[0][1], match[0][1])
    numbers = [m for m in near if m.kind is Kind.COUNT and (m.unit or "")[-1:] in who and m.value]
    times_ = [m for m in near if (m.unit or "")[-1:] == match[0][3] and m.value and m not in numbers]
    amounts = [m for m in near if alike(m, claim) and is_amount(m) and m.start > claim.end]
    if not len(numbers) == len(times_) == len(amounts) == 1:
        return
    product = (claim.value or Decimal(0)) * (numbers[0].value or 0) * (times_[0].value or 0)
    low, high = meant(amounts[0])
    if low <= product <= high:
        return
    unit, name = factor(amounts[0])
    slip = any(low <= product * Decimal(10) ** power <= high for power in (-4, 4))
    message = (
        f"{numbers[0].text}×{claim.text}×{times_[0].text}＝{plain(product / unit)}{name}，"
        f"与“{amounts[0].text}”不符。{'单位“元”与“万元”可能写错。' if slip else ''}"
    )
    yield finding(
        "unit", message, reading.text, amounts[0].start, amounts[0].end,
        severity=Severity.ERROR if slip else Severity.WARNING,
        others=tuple((m.start, m.end) for m in (claim, numbers[0], times_[0])),
    )  # fmt: skip


# -- over time --------------------------------------------------------------------------------------


def _over_time(reading: Reading, claim: Mention, per: str) -> Iterator[Finding]:
    """分别为52万元、61万元和70万元，年均61万元; 三年累计2685万元，年均895万元; 全年36万元，月均3万元."""
    start = reading.layout.period(claim.start)[0]
    near = between(reading, start, claim.start)
    amounts = [m for m in near if is_amount(m) and alike(m, claim) and not moves(reading, m)]
    spans = [m for m in near if m.kind is Kind.DURATION and (m.unit or "")[-1:] in _UNITS[per] and m.value]
    counts = [m.value or Decimal(0) for m in spans]
    if per == "月均" and not spans and "年" in reading.text[start : claim.start]:
        counts = [Decimal(12)]
    wholes = [m.value or Decimal(0) for m in amounts]
    if per == "年均" and len(amounts) >= 2:
        wholes, counts = [*wholes, sum(wholes, Decimal(0))], [*counts, Decimal(len(amounts))]
    if not wholes or not counts or len(amounts) > 8 or _is_mean(claim, wholes, counts):
        return
    listed = len(amounts) >= 2 and per == "年均" and (not spans or spans[0].value == len(amounts))
    if listed or len(wholes) == len(counts) == 1:
        yield from _mean_wrong(reading, claim, amounts, wholes[-1], counts[-1])


def _is_mean(claim: Mention, wholes: Sequence[Decimal], counts: Sequence[Decimal]) -> bool:
    value = claim.value or Decimal(0)
    loose = Decimal("0.1") if claim.approx is not Approx.EXACT else Decimal("0.005")
    room = abs(claim.step) / 2 + value * loose
    return any(abs(w / n - value) <= room for w in wholes for n in counts if n)


def _mean_wrong(
    reading: Reading, claim: Mention, amounts: Sequence[Mention], whole: Decimal, number: Decimal
) -> Iterator[Finding]:
    if not number or not Decimal("0.5") < whole / number / (claim.value or 1) < 2:
        return
    unit, name = factor(claim)
    right = plain((whole / number / unit).quantize(Decimal("0.01"))) + name
    message = f"{plain(whole / unit)}{name}÷{plain(number)}＝{right}，与“{claim.text}”不符。"
    yield finding(
        "unit", message, reading.text, claim.start, claim.end, severity=Severity.WARNING, expected=right,
        others=tuple((m.start, m.end) for m in amounts),
    )  # fmt: skip


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

"""Number × price ＝ amount: 45台、单价1860元、共83700元; 2460人每人每月100元、12个月共295.2万元.

The words say per what a price is (每人每月, 单价, 户均); for each of these a number of the sort is looked for
in the sentence, the period or the paragraph. Wrong is a product that no choice of them makes, where there is
only one choice, or where a slip of the pen or of the unit explains what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import prod

from pipeline.crosscheck.arithmetic.misprints import misprint
from pipeline.crosscheck.arithmetic.numbers import (
    Of,
    alike,
    between,
    factor,
    grade,
    is_amount,
    window,
    written,
)
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import Interval, disjoint, meant, times
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

PER = re.compile(
    r"(?:平均)?(?P<per>(?<![两二三四五六七八九十\d各])[人户亩场台套件辆村校班次日天月年家站镇乡车床批期]均|单价|均价|(?:平均)?每(?P<unit>[一-鿿]{1,2}?))"
    r"(?P<what>[^，。；、\d]{0,8})$"
)
_BY_TIME = re.compile(
    r"(?<![由从到至])(?<!由原来的)(?<!从原来的)每(?P<who>[人名户位个村班场台家岗])"
    r"每(?P<time>月|年|天|日|次|餐|季度|季|学期|周)"
)
_THINGS = "台套件个辆把册本批张部盏株架组"
UNITS = {
    "人": "人名位", "名": "人名位", "岗": "人名位个", "村": "个村", "校": "所个校", "班": "个班",
    "站": "个站", "镇": "个镇", "人均": "人名位", "场均": "场次", "单价": _THINGS, "均价": _THINGS,
    "村均": "个村", "校均": "所个校", "班均": "个班", "站均": "个站", "镇均": "个镇", "乡均": "个乡",
    "车均": "辆台", "床均": "张床", "日均": "天日", "天均": "天日", "月均": "月", "年均": "年",
}  # fmt: skip
_NOUNS = {"村均": "村", "校均": "校", "班均": "班", "站均": "站", "镇均": "镇", "乡均": "乡"}
_TIMES = {"日": "天日", "天": "天日", "季": "度季", "季度": "度季", "学期": "期", "餐": "餐次"}
_FULL = {"月": Decimal(12), "季": Decimal(4), "季度": Decimal(4)}
"""How many of them 全年 has."""
_MOST = 6


@dataclass(frozen=True, slots=True)
class Product:
    """One way to read a price: the numbers it is taken times, and the amount that this must be."""

    numbers: tuple[Mention, ...]
    amount: Mention
    full: Decimal = Decimal(1)  # 全年: twelve months that no number tells

    def factor(self) -> Decimal:
        """What the price is taken times."""
        return self.full * prod((m.value or Decimal(0) for m in self.numbers), start=Decimal(1))

    def span(self, claim: Mention, of: Of = meant) -> Interval:
        """What it may come to."""
        total = of(claim)
        for number in self.numbers:
            total = times(total, of(number))
        return times(total, (self.full, self.full))


def check_price(reading: Reading, claim: Mention, match: re.Match[str]) -> Iterator[Finding]:
    """A price or mean against every product that its words allow."""
    layout, at = reading.layout, claim.start
    by_time = _BY_TIME.search(window(reading, claim))
    scopes = [layout.sentence(at), layout.period(at), *([layout.paragraph(at)] if by_time else [])]
    told: list[Product] = []
    for start, end in scopes:
        near = [m for m in between(reading, start, end) if m is not claim]
        found = _by_time(reading, claim, near, by_time) if by_time else _once(reading, claim, near, match)
        ways = list(found)
        if len(ways) > _MOST and not told:
            return
        right = grade(lambda of, ways=ways: any(_makes(way, claim, of) for way in ways))  # type: ignore[misc]
        if ways and (right is None or (right is not Severity.ERROR and not _is_price(claim, match))):
            return
        if ways and not by_time and _twice(near, claim, [way.amount for way in ways]):
            return
        told = told or ways
    if told and (claim.approx is Approx.EXACT or not by_time):
        yield from _judged(reading, claim, told)


def _judged(reading: Reading, claim: Mention, ways: Sequence[Product]) -> Iterator[Finding]:
    for way in ways:
        if _unit_slip(way, claim):
            yield _wrong(reading, claim, way, "单位“元”与“万元”可能写错。", Severity.ERROR)
            return
    if claim.approx is not Approx.EXACT:
        return
    for way in ways:
        value = (claim.value or Decimal(0)) * way.factor()
        slip = misprint(way.amount, value, [claim, *way.numbers])
        if slip and slip.digits >= 3:
            yield _wrong(reading, claim, way, f"{slip.why}，疑为笔误。", Severity.WARNING)
            return
    if len(ways) == 1 and ways[0].full == 1:
        yield _wrong(reading, claim, ways[0], "", Severity.WARNING)


# -- ways to read a price ---------------------------------------------------------------------------


def _once(
    reading: Reading, claim: Mention, near: Sequence[Mention], match: re.Match[str]
) -> Iterator[Product]:
    """So many times the price, each number with each amount."""
    near = [m for m in near if is_amount(m)]
    numbers = _numbers(reading, near, match)
    for number in numbers:
        for amount in near:
            same = alike(amount, claim) or (_people(amount, claim) and amount.kind is claim.kind)
            if same and amount not in numbers and not PER.search(window(reading, amount)):
                yield Product((number,), amount)


def _numbers(reading: Reading, near: Sequence[Mention], match: re.Match[str]) -> list[Mention]:
    """The counts of what the price is for, or the mean is taken over."""
    units = UNITS.get(match["per"]) or UNITS.get(match["unit"] or "", match["unit"] or match["per"][:1])
    numbers = [m for m in near if m.kind is Kind.COUNT and m.unit and _of_unit(m.unit, units)]
    noun = _NOUNS.get(match["per"]) or _NOUNS.get(f"{match['unit']}均", "")
    return [m for m in numbers if noun in (m.unit or "") + reading.text[m.end : m.end + 6]]


def _by_time(
    reading: Reading, claim: Mention, near: Sequence[Mention], match: re.Match[str] | None
) -> Iterator[Product]:
    """每人每月: people and months; 全年 alone is twelve of them."""
    if match is None:
        return
    who, time = UNITS.get(match["who"], match["who"]), _TIMES.get(match["time"], match["time"])
    people = [m for m in near if m.kind is Kind.COUNT and (m.unit or "")[-1:] in who and m.value]
    lasting = [m for m in near if (m.unit or "")[-1:] in time and m.value and m not in people]
    amounts = [m for m in near if alike(m, claim) and is_amount(m) and m.start > claim.end]
    amounts = [m for m in amounts if not PER.search(window(reading, m))]
    for number, amount in product(people, amounts):
        for span in lasting:
            yield Product((number, span), amount)
        if not lasting and match["time"] in _FULL and "全年" in reading.text[claim.start - 80 : amount.end]:
            yield Product((number,), amount, _FULL[match["time"]])


def _of_unit(unit: str, units: str) -> bool:
    """人次 is counted by the head, never by the time."""
    return unit[0] in units or (unit[-1] in units and unit != "人次")


def _people(one: Mention, other: Mention) -> bool:
    return "人" in (one.unit or "") and "人" in (other.unit or "")


def _is_price(claim: Mention, match: re.Match[str]) -> bool:
    """每人30元, 单价286元: a price is exact, a mean is rounded."""
    return claim.approx is Approx.EXACT and match["per"][:1] in ("每", "单")


def _twice(near: Sequence[Mention], claim: Mention, amounts: Sequence[Mention]) -> bool:
    """每次625元 of 1250元 a head: a mean of a mean."""
    counts = [m.value for m in near if m.kind is Kind.COUNT and m.value and m.value <= 10_000]
    products = [(claim.value or Decimal(0)) * a * b for a in counts for b in counts if a is not b]
    return any(not disjoint((p, p), meant(amount)) for p in products for amount in amounts)


# -- what they come to ------------------------------------------------------------------------------


def _makes(way: Product, claim: Mention, of: Of) -> bool:
    low, high = way.span(claim, of)
    if claim.approx is not Approx.EXACT:
        low, high = low * Decimal("0.9"), high * Decimal("1.1")
    return not disjoint((low, high), of(way.amount))


def _unit_slip(way: Product, claim: Mention) -> bool:
    """Whether a power of ten makes it right: the unit was written wrong."""
    if claim.kind is not Kind.MONEY:
        return False
    scales = [Decimal(10) ** power for power in (4, -4, 8, -8)]
    return any(not disjoint(times(way.span(claim), (s, s)), meant(way.amount)) for s in scales)


def _wrong(reading: Reading, claim: Mention, way: Product, note: str, severity: Severity) -> Finding:
    unit, name = factor(way.amount)
    total = (claim.value or Decimal(0)) * way.factor() / unit
    factors = [way.numbers[0].text, claim.text, *(m.text for m in way.numbers[1:])]
    shown = "×".join([*factors, *([plain(way.full)] if way.full != 1 else [])])
    message = f"{shown}＝{plain(total.quantize(Decimal('0.0001')))}{name}，与“{way.amount.text}”不符。{note}"
    # Of price and amount, the one that stands later is the claim.
    at = max(claim, way.amount, key=lambda m: m.start)
    others = tuple((m.start, m.end) for m in (claim, *way.numbers, way.amount) if m is not at)
    return finding(
        "unit", message, reading.text, at.start, at.end, severity=severity,
        expected=_right(claim, way, at), evidence=f"{shown}＝{written(way.amount, unit)}{name}？",
        others=others,
    )  # fmt: skip


def _right(claim: Mention, way: Product, at: Mention) -> str | None:
    """The product where the amount is the claim, the quotient where the price is."""
    if not way.factor():
        return None
    value = (claim.value or Decimal(0)) * way.factor()
    if at is claim:
        if _unit_slip(way, claim):
            return None
        value = (way.amount.value or Decimal(0)) / way.factor()
        if not Decimal("0.01") < value / (claim.value or 1) < 100:
            return None  # whatever went wrong, it was not the price
    elif _unit_slip(way, claim):
        return plain(value / 10_000) + "万元" if factor(at)[1] == "元" else plain(value) + "元"
    unit, name = factor(at)
    return plain((value / unit).quantize(Decimal("0.0001" if at is way.amount else "0.01"))) + name

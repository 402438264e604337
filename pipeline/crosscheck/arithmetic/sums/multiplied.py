"""So many at so much each and others at so much, in all: 12个村各8万元，另外4个村各5万元，合计116万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from pipeline.crosscheck.arithmetic.numbers import factor, written
from pipeline.crosscheck.arithmetic.sums.ends import TOTAL
from pipeline.crosscheck.arithmetic.sums.items import Item, Role, items_of
from pipeline.crosscheck.arithmetic.sums.rows import sort_of
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import disjoint, meant
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Severity

_EACH = re.compile(r"各(?:自|级)?[^，。；各类项\d]{0,6}$|每[^，。；\d]{1,8}$|均[^，。；\d]{0,4}$")
_PER = re.compile(r"每一?([一-鿿])")
_MANY = re.compile(r"[^，。；：、\d]{0,10}")
_MONTHS = re.compile(
    r"(?<!\d)(\d{1,2})月?(?:至|到|[-—~～－])(\d{1,2})月[^，。；\d]{0,8}每月[^，。；\d]{0,8}$"
)
_TWICE = re.compile(r"每[^，。；]{0,4}每|[到至]$")
"""每人每月50元: of how many months is not told."""
_HEDGED = re.compile(r"左右|上下|不超过|不低于|以[上下内]|最[高低多少]|至[多少]|平均|不等|标准|限额|等")
_SORTS = {"村": "个", "项": "个", "件": "个", "家": "个", "所": "个", "名": "人", "位": "人"}
"""The units as ``sort_of`` has them."""
_MOST = 8
_FAR = Decimal("0.5"), Decimal(2)


def check_multiplied(reading: Reading, known: Sequence[Finding]) -> Iterator[Finding]:
    """Every total behind amounts of which some are so much each."""
    places = {f.start for f in known} | {start for f in known for start, _ in f.others}
    items = items_of(reading)
    for total in items:
        if total.role is not Role.AMOUNT or not TOTAL.search(total.label) or total.start in places:
            continue
        terms = _terms(reading, items, total)
        if (
            terms is None
            or _fits(total, terms)
            or not _FAR[0] < _value(terms) / (total.mention.value or 1) < _FAR[1]
        ):
            continue
        yield _finding(reading, total, terms)


def _terms(reading: Reading, items: Sequence[Item], total: Item) -> list[tuple[Item, Decimal]] | None:
    """The amounts before the total, each with how many there are of it; None where that is not told."""
    start = reading.layout.period(total.start)[0]
    before = [i for i in items[max(0, total.at - 3 * _MOST) : total.at] if i.start >= start]
    if _HEDGED.search(reading.text, start, total.start):
        return None
    out: list[tuple[Item, Decimal]] = []
    for item in before:
        if sort_of(item.mention) != sort_of(total.mention) or item.mention.kind is not total.mention.kind:
            continue
        if item.mention.unit != total.mention.unit and item.mention.kind is Kind.COUNT:
            return None
        if item.role is Role.CHANGE or item.depth or item.mention.approx is not Approx.EXACT:
            return None
        if TOTAL.search(item.label) or _TWICE.search(item.label):
            return None
        many = _times(reading, items, item) if _EACH.search(item.label) else Decimal(1)
        if many is None:
            return None
        out.append((item, many))
    several = 2 <= len(out) <= _MOST and any(many != 1 for _, many in out)
    return out if several else None


def _times(reading: Reading, items: Sequence[Item], price: Item) -> Decimal | None:
    """How many of them there are: the count right before, or the months that it is paid in."""
    clause = reading.layout.sentence(price.start)[0]
    if months := _MONTHS.search(reading.text, clause, price.start):
        return Decimal(int(months[2]) - int(months[1]) + 1)
    if behind := _behind(reading, items, price):
        return behind
    if not price.at:
        return None
    count = items[price.at - 1]
    near = (
        count.start >= reading.layout.sentence(price.start)[0]
        and "。" not in reading.text[count.end : price.start]
    )
    alike = sort_of(count.mention) == sort_of(price.mention)
    if not near or alike or count.mention.kind not in (Kind.COUNT, Kind.DURATION) or count.mention.high:
        return None
    return count.mention.value


def _behind(reading: Reading, items: Sequence[Item], price: Item) -> Decimal | None:
    """每户2,000元慰问88户: the count of what the price is per stands behind it, with no mark between."""
    per, count = _PER.search(price.label), items[price.at + 1 : price.at + 2]
    if not per or not count or count[0].mention.kind is not Kind.COUNT or count[0].mention.high:
        return None
    counted = sort_of(count[0].mention)[:1] == _SORTS.get(per[1], per[1])
    joined = _MANY.fullmatch(reading.text, price.end, count[0].start)
    return count[0].mention.value if counted and joined else None


def _fits(total: Item, terms: Sequence[tuple[Item, Decimal]]) -> bool:
    """Whether the terms come to the total, each taken as so much each or as so much in all, or left out."""
    low, high = meant(total.mention)
    choices = [{many, Decimal(1), Decimal(0)} for _, many in terms]
    values = [i.mention.value or Decimal(0) for i, _ in terms]
    for chosen in product(*choices):
        value = sum((v * many for v, many in zip(values, chosen, strict=True)), Decimal(0))
        if value and not disjoint((low, high), (value, value)):
            return True
    return False


def _finding(reading: Reading, total: Item, terms: Sequence[tuple[Item, Decimal]]) -> Finding:
    unit, name = factor(total.mention)
    written_ = [(written(i.mention, unit), many) for i, many in terms]
    shown = "＋".join(f"{plain(many)}×{number}" if many != 1 else number for number, many in written_)
    right = f"{plain(_value(terms) / unit)}{name}"
    return finding(
        "sum", f"{shown}＝{right}，与{total.mention.text}不符。", reading.text, total.start, total.end,
        severity=Severity.WARNING, expected=right, evidence=f"{shown}＝{right}",
        others=tuple((i.start, i.end) for i, _ in terms),
    )  # fmt: skip


def _value(terms: Sequence[tuple[Item, Decimal]]) -> Decimal:
    return sum((many * (i.mention.value or Decimal(0)) for i, many in terms), Decimal(0))

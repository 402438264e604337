"""按类别分…, 分行业看…: the whole that a grouping divides is told sentences before, among other numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.arithmetic.sums.items import Item, Role
from pipeline.crosscheck.arithmetic.sums.listing import Listing
from pipeline.crosscheck.reading import Reading

GROUPING = re.compile(
    r"(?:[按从以]照?[^，。；：、（）()\d]{1,10}?(?:划分|分类|区分|统计|来看|上看|分(?!别|配|担)|看|计)"
    r"|分[^，。；：、（）()\d别为成配担]{1,6}(?:来看|看|统计))(?=[，,：:])"
)
_REACH = 300
_MOST = 16
_NEAR = Decimal("0.8"), Decimal("1.25")


def groups(reading: Reading, at: int) -> bool:
    """Whether the list opened at *at* is one of a grouping."""
    return bool(GROUPING.match(reading.text, at))


def wholes(reading: Reading, items: Sequence[Item], item: Item, at: int) -> list[Item]:
    """The amounts that the grouping may divide: those before it that no other grouping has brought about."""
    start = max(reading.layout.paragraph(at)[0], at - _REACH)
    before = [i for i in items[max(0, item.at - 2 * _MOST) : item.at] if start <= i.start < at]
    earlier = [m.start() for m in GROUPING.finditer(reading.text, start, at)]
    near = [
        i for i in before
        if i.role is Role.AMOUNT and i.depth <= item.depth and alike(i.mention, item.mention)
        and not (earlier and i.start > earlier[0] and _within(reading, i, earlier))
    ]  # fmt: skip
    return near[::-1][:_MOST]


def _within(reading: Reading, item: Item, earlier: Sequence[int]) -> bool:
    """Whether the amount stands in the sentence of an earlier grouping."""
    start, end = reading.layout.period(item.start)
    return any(start <= at < end for at in earlier)


def goes_on(reading: Reading, items: Sequence[Item], last: Item) -> bool:
    """Whether the sentence tells more of the sort behind the last part: the list was read to no end."""
    end = reading.layout.period(last.start)[1]
    behind = items[last.at + 1 : last.at + _MOST]
    return any(i.start < end and i.role is Role.AMOUNT and alike(i.mention, last.mention) for i in behind)


def regrouped(listing: Listing, *, direct: bool) -> Listing | None:
    """The list with the whole that it comes nearest to; none where it comes near to nothing."""
    among = (listing.whole, *listing.others)
    total = sum((p.mention.value or Decimal(0) for p in listing.parts), Decimal(0))
    known = [w for w in among if w.mention.value]
    if not known or not total or not listing.parts:
        return None
    best = min(known, key=lambda w: abs(total / (w.mention.value or 1) - 1))
    ratio = total / (best.mention.value or 1)
    if not direct and not _NEAR[0] < ratio < _NEAR[1]:
        return None
    return replace(listing, whole=best, others=tuple(w for w in among if w is not best))

"""Amounts that can be added, each with the words on both its sides, in rows of one measure.

吨 and 公斤, 公里 and 米 are one measure; what takes up so much (绿化占16.2亩) is an amount, and days are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.crosscheck.arithmetic.sums.items import Item, Role, label_before
from pipeline.crosscheck.arithmetic.sums.rows import Row, sort_of
from pipeline.crosscheck.reading import Reading
from schemas.figures import Kind
from schemas.findings import Mention

_GAP = 240
_MEASURES = {
    "吨": ("公斤", 1000), "千克": ("公斤", 1), "公里": ("米", 1000), "千米": ("米", 1000),
    "公顷": ("平方米", 10000), "平方公里": ("平方米", 1000000),
}  # fmt: skip
_TAKES = re.compile(r"占(?:地|用|了|去|到)?$")
_SHARE = re.compile(r"[，,（(]?(?:占|比|为[^，。；]{0,6})?的?\s*[\d.]+\s?[%％]")
_NEVER = frozenset(("分", "岁", "年", "倍", "度", "期", "类", ""))
_BESIDE = re.compile(r"[\d.]+[一-鿿]{1,2}$")
"""脱贫户21户68人: the label of the people without the number of households."""


def cell_rows(reading: Reading, items: Sequence[Item]) -> Iterator[Row]:
    """The amounts by measure, cut where they stand far apart."""
    sorts: dict[str, list[Item]] = {}
    for item in items:
        mention = _amount(reading, item)
        if mention is None:
            continue
        row = sorts.setdefault(sort_of(mention), [])
        if row and item.start - row[-1].end > _GAP:
            if len(row) > 2:
                yield Row(row)
            row = sorts[sort_of(mention)] = []
        row.append(_cell(reading, item, mention, row[-1].end if row else 0))
    for row in sorts.values():
        if len(row) > 2:
            yield Row(row)


def _cell(reading: Reading, item: Item, mention: Mention, low: int) -> Item:
    label = item.label
    if item.lead > low:  # numbers of other sorts stand in its words: 60至69岁215人
        label = _BESIDE.sub("", label_before(reading.text, low, item.start)) or item.words
    return replace(item, mention=mention, role=Role.AMOUNT, label=label)


def _amount(reading: Reading, item: Item) -> Mention | None:
    """The item as an amount of its measure's least unit; None where it is none."""
    mention = item.mention
    unit = mention.unit or ""
    if not mention.value or mention.high is not None or unit in _NEVER or "/" in unit:
        return None
    if mention.kind is Kind.DURATION:
        return mention if item.label else None
    if item.role is Role.NOTE and mention.kind in (Kind.MONEY, Kind.COUNT):
        takes = _TAKES.search(item.label) and not _SHARE.match(reading.text, mention.end)
        return _least(mention) if takes else None
    if item.role is Role.CHANGE:
        named = item.label[-2:] + "额"
        return _least(mention) if named in reading.text[mention.end : mention.end + 20] else None
    return _least(mention) if item.role is Role.AMOUNT else None


def _least(mention: Mention) -> Mention:
    name, worth = _MEASURES.get(mention.unit or "", ("", 1))
    if not name:
        return mention
    scale = Decimal(worth)
    return replace(mention, unit=name, value=(mention.value or Decimal(0)) * scale, step=mention.step * scale)

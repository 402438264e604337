"""One measure in another: 吨 in 公斤, 公里 in 米, 亩 in 公顷, 分钟 in 小时."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from pipeline.crosscheck.arithmetic.numbers import alike
from schemas.figures import Kind
from schemas.findings import Mention

_MEASURES: tuple[Mapping[str, Decimal], ...] = tuple(
    {unit: Decimal(worth) for unit, worth in group.items()}
    for group in (
        {"米": "1", "公里": "1000", "千米": "1000", "里": "500", "延米": "1"},
        {"平方米": "1", "平米": "1", "㎡": "1", "平方": "1", "公顷": "10000", "平方公里": "1000000"},
        {"亩": "1", "公顷": "15", "平方公里": "1500"},
        {"克": "0.001", "斤": "0.5", "公斤": "1", "千克": "1", "吨": "1000"},
        {"升": "0.001", "立方米": "1", "方": "1"},
        {"度": "1", "千瓦时": "1"},
        {"千瓦": "1", "兆瓦": "1000"},
        {"分钟": "1", "小时": "60", "个小时": "60", "学时": "45", "课时": "45"},
        {"日": "1", "天": "1", "周": "7"},
        {"月": "1", "个月": "1", "季度": "3", "个季度": "3", "季": "3", "年": "12", "年度": "12"},
    )
)

_HEADS = frozenset(("人", "名", "位", "人次"))
"""54次，每次旁听40人，累计2160人次."""


@cache
def worth(one: str, other: str) -> Decimal | None:
    """How many of the second unit make one of the first; None where they do not measure the same."""
    if one == other:
        return Decimal(1)
    for group in _MEASURES:
        if one in group and other in group:
            return group[one] / group[other]
    return None


def worth_in(one: Mention, other: Mention) -> Decimal | None:
    """What one base unit of a number is in base units of another; None where they are not alike."""
    if one.kind is Kind.MONEY or other.kind is Kind.MONEY:
        return Decimal(1) if one.kind is other.kind else None
    if one.kind is Kind.PERCENT or other.kind is Kind.PERCENT:
        return None
    found = worth(one.unit or "?", other.unit or "?")
    if found is None and one.kind is other.kind and (alike(one, other) or {one.unit, other.unit} <= _HEADS):
        return Decimal(1)
    return found

"""The score of a part of the sheet against those of its indicators: 数量20分得20分，…，产出50分得48分."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.scores.items import unlike
from pipeline.crosscheck.arithmetic.scores.rows import Row
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.findings import Finding

_GROUP = re.compile(
    r"部分|小计|合计|一级|大类|类别|板块|维度|环节|方面|层面|产出|效益|效果|过程|决策|投入|管理类"
)
_SUMMED = re.compile(r"部分|小计|合计|一级|大类|板块")
_MOST = 8


def check_groups(reading: Reading, rows: Sequence[Row]) -> Iterator[Finding]:
    """Every row whose full score is that of the rows right before it."""
    for at, row in enumerate(rows):
        if row.full is None or row.got is None or not _GROUP.search(row.full.words + row.got.words):
            continue
        if "%" in reading.text[row.full.end : row.got.start]:
            continue  # 产出35分，按完成率90%得31.5分: of its own, not of the rows before
        before = [r for r in rows[max(0, at - _MOST) : at][::-1] if r.end <= row.start]
        parts = sorted(_parts(row, before), key=lambda p: p.start)
        earned = [p.earned for p in parts if p.earned is not None]
        value = sum(earned, Decimal(0))
        if len(earned) == len(parts) >= 2 and value != row.got.value:
            terms = "＋".join(plain(v) for v in earned)
            yield unlike(reading, row.got, terms, value, [m for p in parts for m in p.marks])


def _parts(whole: Row, others: Sequence[Row]) -> list[Row]:
    """The neighbours whose full scores make up that of the whole."""
    out: list[Row] = []
    total, full = Decimal(0), whole.full.value if whole.full else Decimal(0)
    for row in others:
        if row.full is None or _SUMMED.search(row.full.words):
            return []
        out.append(row)
        total += row.full.value
        if total >= full:
            return out if total == full else []
    return []

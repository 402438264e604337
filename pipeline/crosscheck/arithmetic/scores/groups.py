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
    """Every row whose full score is that of the rows right before it, or of those it opens."""
    for at, row in enumerate(rows):
        if row.full is None or row.got is None or not _GROUP.search(row.full.words + row.got.words):
            continue
        before = [r for r in rows[max(0, at - _MOST) : at][::-1] if r.end <= row.start]
        parts = _parts(row, before) or _opened(reading, rows, at)
        parts = sorted(parts, key=lambda p: p.start)
        earned = [p.earned for p in parts if p.earned is not None]
        value = sum(earned, Decimal(0))
        if len(earned) == len(parts) >= 2 and value != row.got.value:
            terms = "＋".join(plain(v) for v in earned)
            yield unlike(reading, row.got, terms, value, [m for p in parts for m in p.marks])


def _opened(reading: Reading, rows: Sequence[Row], at: int) -> list[Row]:
    """产出50分，得48分，其中数量20分得20分、…: the rows that the words open behind it."""
    behind = rows[at + 1 : at + 1 + _MOST]
    gap = reading.text[rows[at].end : behind[0].start] if behind else ""
    return _parts(rows[at], behind) if re.match(r"[，,。；]?(?:其中|包括|具体|分别)|[：:（(]", gap) else []


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

"""A list whose items hold several amounts each, as the whole does: where one column adds up, all must.

“三公”经费预算30万元，决算25万元，其中公务接待费预算10万元，决算8万元；公务用车预算20万元，决算17万元。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.arithmetic.sums.items import Item, Role
from pipeline.crosscheck.arithmetic.sums.report import mismatch, signed, total_of, unequal
from pipeline.crosscheck.intervals import disjoint, meant
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding

_FEW = 4
_NONE = re.compile(r"未|无|没有|不|零")
_BOTH = (Role.AMOUNT, Role.CHANGE)


def table(reading: Reading, items: Sequence[Item], first: Item) -> list[list[Item]]:
    """The items of a list parted by ； as rows of amounts; empty unless each row has as many, two or more."""
    end = _end(reading.text, first)
    rows: list[list[Item]] = [[]]
    at = first.start
    for item in items[first.at : first.at + 80]:
        if item.start >= end:
            break
        for _ in range(_marks(reading.text, at, item.start)):
            rows.append([])
        at = item.end
        if item.depth == first.depth and item.role in _BOTH and alike(item.mention, first.mention):
            rows[-1].append(item)
    for _ in range(_marks(reading.text, at, end)):
        rows.append([])
    last = reading.text[at:end].rpartition("；")[2]
    full = [row for row in rows if row]
    if len(full) < 2 or len({len(row) for row in full}) > 1 or len(full[0]) < 2:
        return []
    if not all(_one_column(column) for column in list(zip(*full, strict=True))[1:]):
        return []
    gaps = len(rows) - len(full)
    return full if gaps == 0 or (gaps == 1 and (not last.strip() or _NONE.search(last))) else []


def _one_column(column: Sequence[Item]) -> bool:
    """Whether amounts stand for the same in each row: all changes, or all called by the same word."""
    if len({item.role for item in column}) > 1:
        return False
    return column[0].role is Role.CHANGE or len({item.label for item in column}) == 1


def _end(text: str, first: Item) -> int:
    stops = [at for mark in "。\n" if (at := text.find(mark, first.end)) >= 0]
    return min(stops, default=len(text))


def _marks(text: str, low: int, high: int) -> int:
    return sum(text.count(mark, low, high) for mark in "；;")


def check_columns(reading: Reading, items: Sequence[Item], whole: Item, first: Item) -> Iterator[Finding]:
    """The columns behind the first, where at least one column makes up its own total."""
    rows = table(reading, items, first)
    heads = _heads(items, whole, first, rows[0]) if rows else []
    if not heads:
        return
    columns = [[row[n] for row in rows] for n in range(len(heads))]
    good = [_adds_up(head, column) for head, column in zip(heads, columns, strict=True)]
    if not any(good) or all(good) or _in_other_order(heads, columns):
        return
    for head, column, fits in zip(heads, columns, good, strict=True):
        if fits:
            continue
        if head.role is Role.CHANGE:
            yield unequal(reading, head, column)
        else:
            yield mismatch(reading, head.mention, [c.mention for c in column])


def _in_other_order(heads: Sequence[Item], columns: Sequence[Sequence[Item]]) -> bool:
    """今年33万元，去年57万元；甲由12万元减少到8万元: last year's stands first in the rows only."""
    return len(heads) <= _FEW and any(
        all(h.role is c[0].role and _adds_up(h, c) for h, c in zip(heads, order, strict=True))
        for order in permutations(columns)
    )


def _adds_up(head: Item, column: Sequence[Item]) -> bool:
    if head.role is Role.CHANGE:
        return not disjoint(signed(column), signed([head]))
    return not disjoint(total_of([c.mention for c in column]), meant(head.mention))


def _heads(items: Sequence[Item], whole: Item, first: Item, row: Sequence[Item]) -> list[Item]:
    """The amounts of the whole, in the same roles and order as those of the first row."""
    before = [
        i for i in items[max(0, whole.at - 4) : first.at]
        if i.role in _BOTH and alike(i.mention, first.mention) and i.depth <= first.depth
    ]  # fmt: skip
    for at in range(len(before) - len(row), -1, -1):
        chosen = before[at : at + len(row)]
        if [c.role for c in chosen] == [r.role for r in row]:
            return chosen
    return []

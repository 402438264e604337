"""Amounts of one sort in their order, as whole numbers: what adds up is quickly told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.crosscheck.arithmetic.sums.items import Item, Role
from pipeline.crosscheck.intervals import meant
from schemas.figures import Kind
from schemas.findings import Mention

_SCALE = 10**6
_PART = re.compile("其中|包括|含|内含|分为|即")
_GAP = 240
"""Amounts further apart than this stand in no one list."""
MOST = 12
"""A list of more parts is a table; nobody claims a sum in running text over so many."""
_UNITS = {
    "人次": "人", "名": "人", "位": "人", "项": "个", "件": "个", "家": "个", "所": "个", "本": "册",
    "份": "册",
}  # fmt: skip


def sort_of(mention: Mention) -> str:
    """The unit in which amounts can be added: 名 and 位 count people as 人 does."""
    if mention.kind is Kind.MONEY:
        return "元"
    return _UNITS.get(mention.unit or "", mention.unit or "")


class Row:
    """Amounts of one sort as they follow one another; ``top`` leads over the parts of a part."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.bounds = [(int(a * _SCALE), int(b * _SCALE)) for a, b in (meant(i.mention) for i in items)]
        self.values = [int((i.mention.value or 0) * _SCALE) for i in items]
        self._inner = [self._children(at) for at in range(len(items))]

    def __len__(self) -> int:
        return len(self.items)

    def _children(self, at: int) -> int:
        """How many amounts behind one make it up exactly; of small numbers only such as are told as parts."""
        small = len(str(self.values[at]).rstrip("0")) < 3
        if small and at + 1 < len(self.items) and not self._told(at):
            return 0
        low, high = self.bounds[at]
        least = most = 0
        for size, (less, more) in enumerate(self.bounds[at + 1 : at + 1 + MOST], 1):
            least, most = least + less, most + more
            if least > high:
                return 0
            if size > 1 and low <= most:
                return size
        return 0

    def _told(self, at: int) -> bool:
        whole, part = self.items[at], self.items[at + 1]
        return part.depth > whole.depth or bool(_PART.match(part.label))

    def top(self, at: int) -> int:
        """Where the next amount of the same level stands."""
        return at + 1 + self._inner[at]

    def near(self, whole: int, parts: Sequence[int]) -> bool:
        """Whether the sum of chosen amounts can miss the whole by one digit, or by two exchanged: by d or
        9·d of some place, unless the whole is printed in fewer places than they are."""
        value, total = self.values[whole], sum(self.values[p] for p in parts)
        if value == total:
            return False
        digits = str(abs(value - total)).rstrip("0")
        if len(digits) == 1 or (len(digits) == 2 and int(digits) % 9 == 0):
            return True
        if self.far(whole, parts):
            return False
        return self.items[whole].mention.step > min(self.items[p].mention.step for p in parts)

    def far(self, whole: int, parts: Sequence[int]) -> bool:
        """Whether the sum of chosen amounts is twice the whole, or half of it."""
        value = self.values[whole]
        return not value < 2 * sum(self.values[p] for p in parts) < 4 * value

    def total(self, whole: int, parts: Sequence[int]) -> bool:
        """Whether chosen amounts can make up the whole."""
        low, high = self.bounds[whole]
        return low <= sum(self.bounds[p][1] for p in parts) and sum(self.bounds[p][0] for p in parts) <= high

    def explains(self, at: int, parts: Sequence[int]) -> bool:
        """Whether amounts right before or behind one, or a place further off, make it up; a second list
        behind the one that stands right behind it does not excuse the first."""
        apart = parts[-1] + 1 if parts[0] == at + 1 else len(self.items)
        return any(
            (at + skip < apart and self._run_to(at, at + skip, 1)) or self._run_to(at, at - skip, -1)
            for skip in (1, 2, 3)
        )

    def owned(self, parts: Sequence[int], whole: int) -> bool:
        """Whether these amounts make up another one near them than the *whole*."""
        first, last = parts[0], parts[-1] + 1
        return any(
            at != whole and not first <= at < last and self.total(at, parts)
            for at in range(max(0, first - MOST), min(len(self.items), last + MOST))
        )

    def _run_to(self, whole: int, at: int, step: int) -> bool:
        """Whether the run that begins beside a whole reaches it."""
        low, high = self.bounds[whole]
        least = most = size = 0
        while 0 <= at < len(self.items) and size < MOST and least <= high:
            least, most, size = least + self.bounds[at][0], most + self.bounds[at][1], size + 1
            if size > 1 and least <= high and low <= most:
                return True
            at += step
        return False


def rows(items: Sequence[Item]) -> Iterator[Row]:
    """The amounts of a text by sort, cut where they stand far apart."""
    sorts: dict[str, list[Item]] = {}
    for item in items:
        if item.role is not Role.AMOUNT or not item.mention.value or item.mention.unit == "分":
            continue
        sort = sort_of(item.mention)
        row = sorts.setdefault(sort, [])
        if row and item.start - row[-1].end > _GAP:
            if len(row) > 2:
                yield Row(row)
            row = sorts[sort] = []
        row.append(item)
    for row in sorts.values():
        if len(row) > 2:
            yield Row(row)

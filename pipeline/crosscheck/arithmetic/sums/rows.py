"""Amounts of one sort in their order, as whole numbers: what adds up is quickly told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.crosscheck.arithmetic.sums.items import Item
from pipeline.crosscheck.intervals import meant
from schemas.figures import Kind
from schemas.findings import Mention

_SCALE = 10**6
_PART = re.compile("其中|包括|含|内含|分为|即")
MOST = 12
"""A list of more parts is a table; nobody claims a sum in running text over so many."""
_UNITS = {
    "人次": "人", "名": "人", "位": "人", "项": "个", "件": "个", "家": "个", "所": "个", "本": "册",
    "份": "册", "场次": "场", "批次": "批", "件次": "个", "台次": "台",
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

    def total(self, whole: int, parts: Sequence[int]) -> bool:
        """Whether chosen amounts can make up the whole."""
        low, high = self.bounds[whole]
        return low <= sum(self.bounds[p][1] for p in parts) and sum(self.bounds[p][0] for p in parts) <= high

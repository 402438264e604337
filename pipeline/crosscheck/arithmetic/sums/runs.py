"""Runs of alike amounts beside one that they come near to: what may be parts and their whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.crosscheck.arithmetic.sums.items import Item
from pipeline.crosscheck.arithmetic.sums.rows import MOST, Row
from pipeline.crosscheck.arithmetic.sums.run import strongest
from pipeline.crosscheck.arithmetic.sums.vocabulary import vocabulary
from pipeline.crosscheck.reading import Reading
from schemas.findings import Mention

SURE_REST = re.compile(r"其余|剩余|余下|剩下|扣除|[尚仍]?缺口|除[^，。；\d]{1,12}外|其他的?均")
REST = re.compile(
    rf"{SURE_REST.pattern}|^(?:其他|其它|另外?|还有|此外|尚有?|[^，。；\d]{{0,4}}(?:结[余转]|节余|余额)|余|还|剩|净[余剩]|留[存成])"
)
_NEST = re.compile(r"其中|内含|[，（(]含|包括|其内")
_INNER = re.compile("[；。）]")
_SUM = re.compile("合计|小计|共")
_LONG = 3
_ONE_DIGIT = frozenset(digit * 10**zeros for digit in range(1, 10) for zeros in range(24))
_WHOLES = 3
_HEADED = 2
"""Line ends between two paragraphs with a heading."""
_MARKS = "、，；。"
_HAN = "二三四五六七八九十"
_AGAIN = re.compile(
    r"(?:以上|上述|前述|这)?(?<![十第])([两三四五六七八九十])个?"
    r"(?:种|项|类|块|部分|方面|者|批|期|笔|年级?|季度|镇|村|校|站|处|家|科室|单位|地|档)"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run of amounts and the one that they may make up, which stands before or *behind* them."""

    row: Row
    whole: int
    parts: tuple[int, ...]
    behind: bool
    rank: int  # of the marks between the parts: 、，；。

    @property
    def one(self) -> Item:
        """The whole."""
        return self.row.items[self.whole]

    @property
    def others(self) -> list[Item]:
        """The parts."""
        return [self.row.items[p] for p in self.parts]

    @property
    def mentions(self) -> tuple[Mention, list[Mention]]:
        """The numbers of the whole and of its parts."""
        return self.one.mention, [i.mention for i in self.others]

    @property
    def ratio(self) -> float:
        """Their sum over the whole."""
        return sum(self.row.values[p] for p in self.parts) / self.row.values[self.whole]

    @property
    def gap(self) -> int:
        """What the parts come to beyond the whole."""
        return sum(self.row.values[p] for p in self.parts) - self.row.values[self.whole]

    @property
    def digits(self) -> int:
        """How many digits the whole has that say something."""
        return len(str(self.row.values[self.whole]).rstrip("0"))

    @property
    def slips(self) -> bool:
        """Whether the gap can come of one digit, or of two exchanged: d, 9·d or 99·d of some place."""
        if self.one.mention.step > min(i.mention.step for i in self.others):
            return True
        digits = str(abs(self.gap)).rstrip("0")
        return len(digits) == 1 or (
            len(digits) < 4 and any(int(digits) % by == 0 and int(digits) < 10 * by for by in (9, 99))
        )

    @property
    def exact(self) -> bool:
        """Whether they make it up."""
        return self.row.total(self.whole, self.parts)


def candidates(reading: Reading, row: Row) -> Iterator[Candidate]:
    """Every run of amounts that comes near to one before or behind it."""
    lines = [reading.layout.paragraph(item.start)[0] for item in row.items]
    for first in range(len(row)):
        for parts, rank in _runs(reading.text, row, first, lines):
            total = sum(row.values[p] for p in parts)
            for whole in _wholes(row, first, parts):
                if lines[whole] != lines[first] and not (
                    _again(reading, row, whole, parts) or _spent(reading, row, whole, parts, lines)
                ):
                    continue
                if _near(row.values[whole], total, row.values[first]) and _level(
                    reading.text, row, whole, first
                ):
                    yield Candidate(row, whole, tuple(parts), whole > first, rank)


def _near(value: int, total: int, part: int) -> bool:
    """Whether the sum is near, or the first digit of a long number alone wrong."""
    if 5 * value <= 8 * total and 10 * total <= 16 * value:
        return True
    if abs(value - total) not in _ONE_DIGIT:
        return shifted(value, total)
    return max(len(str(n).rstrip("0")) + len(str(value)) - len(str(n)) for n in (value, total, part)) >= _LONG


def _wholes(row: Row, first: int, parts: Sequence[int]) -> Iterator[int]:
    """The amounts near before the run, one further before of which a list ends right there, and the next."""
    yield from range(max(0, first - _WHOLES), first)
    yield from (at for at in range(max(0, first - 2 * _WHOLES), first - _WHOLES) if row.top(at) == first)
    if parts[-1] + 1 < len(row):
        yield parts[-1] + 1


def _spent(reading: Reading, row: Row, whole: int, parts: Sequence[int], lines: Sequence[int]) -> bool:
    """一、资金来源/共357万元，…。/二、资金投向/救助215万元，辅具85万元，药费66万元，已全部用完: all amounts
    of a later paragraph, of which the words say that they are all."""
    first, last = parts[0], row.items[parts[-1]]
    if whole > first or len(parts) < 3 or lines[first - 1] == lines[first] or row.top(whole) != first:
        return False
    if reading.text.count("\n", row.items[whole].end, row.items[first].start) > _HEADED:
        return False
    end = reading.layout.period(last.end - 1)[1]
    used = vocabulary().used_up.search(reading.text, last.end, end)
    return bool(used) and (parts[-1] + 1 == len(row) or lines[parts[-1] + 1] != lines[first])


def shifted(value: int, total: int) -> bool:
    """合同价9860万元，其中土建612.4万元、安装298.6万元、其他75万元: the point is in another place."""
    one, other = str(value).rstrip("0"), str(total).rstrip("0")
    return one == other and value != total and len(one) >= _LONG


def _again(reading: Reading, row: Row, whole: int, parts: Sequence[int]) -> bool:
    """Whether a total in a later paragraph says how many it takes together: 三项支出共192万元."""
    return whole > parts[0] and said_number(reading, row.items[whole]) == len(parts)


def said_number(reading: Reading, whole: Item) -> int:
    """How many a total says that it takes together; 0 where it does not say."""
    start = reading.layout.clause(whole.start)[0]
    said = _AGAIN.search(reading.text, start, whole.start)
    return _HAN.find(said[1].replace("两", "二")) + 2 if said else 0


def _level(text: str, row: Row, whole: int, first: int) -> bool:
    """Whether a whole stands in no bracket that the parts stand outside, unless in a sentence before."""
    one, part = row.items[whole], row.items[first]
    if whole > first:
        return one.depth == part.depth
    alone = text[one.start - 1 : one.start] in "（(" and text[one.end : one.end + 1] in "）)"
    return one.depth <= part.depth or alone or "。" in text[one.end : part.start]


def _inside(item: Item, part: Item) -> bool:
    """专任教师306人；专任教师中具有研究生学历的51人: told of the part."""
    name, among, _ = item.label.partition("中")
    return bool(among) and len(name) > 1 and part.label.endswith(name)


def _runs(text: str, row: Row, first: int, lines: Sequence[int]) -> Iterator[tuple[list[int], int]]:
    """The runs from the *first* on, one part longer each time, with the rank of their marks."""
    depth = row.items[first].depth
    parts, at, rank, inner = [first], row.top(first), -1, False
    while at < len(row) and len(parts) < MOST and lines[at] == lines[first]:
        item, last = row.items[at], row.items[parts[-1]]
        if item.depth < depth:
            return
        gap = text[row.items[at - 1].end : item.start]
        mark = _MARKS.find(strongest(text, last.end, item.start) or "、")
        rest = bool(REST.search(gap.rpartition("。")[2][-30:]) if mark == 3 else REST.match(item.label))
        inner = not rest and (bool(_NEST.search(_INNER.split(gap)[-1])) or (inner and not _INNER.search(gap)))
        subtotal = len(parts) > 1 and row.values[at] == sum(row.values[p] for p in parts) and _SUM.search(gap)
        nested = "中" in item.label and any(_inside(item, row.items[p]) for p in parts)
        if inner or nested or subtotal or item.depth > depth or (mark < rank and not rest):
            at = row.top(at)  # told of one part, or of its parts
            continue
        if not rest and (0 <= rank < mark or mark == 3):
            return
        rank = max(rank, mark) if not rest else rank
        parts.append(at)
        at = row.top(at)
        yield list(parts), rank

"""A list that a model quoted item by item, held against the number of items that the text declares.

It is counted only where the text itself shows that these are all: the items stand in order, what parts two of
them is a mark or a joining word, and the list begins or ends at its declaration and goes on nowhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise

from pipeline.crosscheck.compared import Place, lists
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx, Kind
from schemas.findings import Mention

MOST = 100
_LEAD, _REACH, _MOST_PLACES = 30, 2000, 20
_PEOPLE = frozenset("人名位")
_BRACKET = re.compile(r"[（(][^（）()]*[）)]|《[^》]*》|“[^”]*”")
_HAN = "[一二三四五六七八九十]{1,3}"
_NUMBERING = rf"(?:[（(]?(?:\d{{1,2}}|{_HAN})[）).．、]|[①-⑳]|{_HAN}是)?"
_MARK = r"[、，,；;\n]\s*(?:以及|和|及|与|或)?|以及|和|及|与|或|》《"
_JOINT = re.compile(rf"\s*[》”]?(?P<mark>{_MARK})\s*{_NUMBERING}[《“]?\s*")
_WEAK = re.compile("[和及与或]")
_CUT = re.compile(r"[、；;。\n]")
_DECLARED = re.compile(r"[，,]?(?:这|共计?|合计|总共|一共)?")


@dataclass(frozen=True, slots=True)
class Listed:
    """A declared number, the items, and the least and the most that they can be counted as.

    The last of A、B和C may be one item of two words.
    """

    declared: Mention
    items: tuple[Place, ...]
    least: int
    most: int


def listed(reading: Reading, quotes: Sequence[str]) -> Listed | None:
    """The list that the quotes make up: the words that declare the number, then the items."""
    for declared in islice(_declared(reading, quotes[0]), _MOST_PLACES):
        for items in _chains(reading, declared, quotes[1:]):
            found = _whole(reading, declared, items)
            if found is not None:
                return found
    return None


def standing(text: str, quote: str, start: int = 0, end: int | None = None) -> Place | None:
    """Where the quote stands; blanks and line breaks do not count."""
    end = len(text) if end is None else end
    at = text.find(quote.strip(), start, end)
    if at >= 0:
        return at, at + len(quote.strip())
    match = re.compile(r"\s*".join(re.escape(c) for c in "".join(quote.split()))).search(text, start, end)
    return match.span() if match else None


def _declared(reading: Reading, quote: str) -> Iterator[Mention]:
    """The one number that can be a number of items, wherever the quote stands."""
    place = standing(reading.text, quote)
    while place is not None:
        inside = [m for m in _numbers(reading, *place) if m.end <= place[1] and _countable(m)]
        if len(inside) == 1:
            yield inside[0]
        place = standing(reading.text, quote, place[1])


def _numbers(reading: Reading, start: int, end: int) -> Sequence[Mention]:
    """The figures that begin between the bounds; a list is tried in many places."""
    first, last = (bisect_left(reading.figures, at, key=lambda m: m.start) for at in (start, end))
    return reading.figures[first:last]


def _countable(mention: Mention) -> bool:
    exact = mention.approx is Approx.EXACT and mention.high is None
    value = mention.value or 0
    return mention.kind is Kind.COUNT and exact and 2 <= value <= MOST and value == int(value)


def _chains(reading: Reading, declared: Mention, quotes: Sequence[str]) -> Iterator[tuple[Place, ...]]:
    """The items one after the other, wherever the first of them stands near the declaration."""
    low, high = max(0, declared.start - _REACH), declared.end + _REACH
    first = standing(reading.text, quotes[0], low, high) if len(quotes) > 1 else None
    for _ in range(_MOST_PLACES):
        if first is None:
            return
        items = [first]
        for quote in quotes[1:]:
            place = standing(reading.text, quote, items[-1][1], high)
            if place is None or _joint(reading, items[-1][1], place[0]) is None:
                break
            items.append(place)
        if len(items) == len(quotes) and not any(a < declared.end and declared.start < b for a, b in items):
            yield tuple(items)
        first = standing(reading.text, quotes[0], first[1], high)


def _joint(reading: Reading, start: int, end: int) -> str | None:
    """The mark between two items; amounts and remarks in brackets behind an item belong to it."""
    if reading.text[start - 1 : end + 1] == "》《":
        return "》《"
    match = _JOINT.fullmatch(reading.text, _behind(reading, start, end), end) if end - start < 60 else None
    return match["mark"] if match else None


def _behind(reading: Reading, at: int, end: int) -> int:
    """Where an item ends with the number and the bracket behind it."""
    for _ in range(2):
        number = next((m for m in _numbers(reading, at, at + 1) if m.end <= end), None)
        bracket = _BRACKET.match(reading.text, at, end)
        at = number.end if number else bracket.end() if bracket else at
    return at


def _whole(reading: Reading, declared: Mention, items: tuple[Place, ...]) -> Listed | None:
    marks = [_joint(reading, a[1], b[0]) or "" for a, b in pairwise(items)]
    words = [_BRACKET.sub("", reading.text[a:b]) for a, b in items]
    if any(_CUT.search(word) for word in words) or _numbered_alike(reading, declared, items):
        return None
    if any(_WEAK.fullmatch(mark) for mark in marks[:-1]):
        return None
    after = declared.end <= items[0][0]
    if not (_follows(reading, declared, items, marks) if after else _leads(reading, declared, items)):
        return None
    weak = _WEAK.fullmatch(marks[-1]) is not None
    doubtful = words if any("、" not in mark for mark in marks[:-1]) else words[-1:]
    more = sum(len(_WEAK.findall(word)) for word in doubtful)
    return Listed(declared, items, len(items) - weak, len(items) + more)


def _numbered_alike(reading: Reading, declared: Mention, items: tuple[Place, ...]) -> bool:
    """甲类3个、乙类2个，共5个: numbers that add up, no items to be counted."""
    unit = "人" if declared.unit in _PEOPLE else declared.unit
    inside = (m for m in _numbers(reading, items[0][0], items[-1][1] + 1) if m is not declared)
    return any(("人" if m.unit in _PEOPLE else m.unit) == unit for m in inside)


def _follows(reading: Reading, declared: Mention, items: tuple[Place, ...], marks: Sequence[str]) -> bool:
    """Whether the list is that of the declaration before it, and ends."""
    start, end = declared.end, items[0][0]
    lead = reading.text[start:end]
    numbers = any(m.kind is Kind.COUNT for m in _numbers(reading, start, end))
    if end - start > _LEAD or numbers or re.search("[、；;。]", re.sub(_NUMBERING + "$", "", lead)):
        return False
    return not _open().search(lead) and _ends(reading, items[-1][1], marks)


def _ends(reading: Reading, last: int, marks: Sequence[str]) -> bool:
    at = _behind(reading, last, len(reading.text))
    rest = reading.text[at : at + 8].lstrip("》”）) ")
    if not rest or rest[0] in "。！？" or rest.startswith(tuple(lists()["closed"])):
        return True
    if rest[0] not in "，,；;：:\n" or any(rest[0] in mark for mark in marks):
        return rest[0] in "\n；;" and not rest[1:].strip()
    return not rest[1:].lstrip().startswith(tuple(lists()["further"]))


def _leads(reading: Reading, declared: Mention, items: tuple[Place, ...]) -> bool:
    """Whether the list stands right before its declaration, and nothing of it before the first item."""
    end = _behind(reading, items[-1][1], declared.start)
    if not _DECLARED.fullmatch(reading.text, end, declared.start):
        return False
    before = reading.text[: items[0][0]].rstrip("《“ ")[-1:]
    return before not in tuple("、；;和及与或")


@cache
def _open() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, lists()["open"])))

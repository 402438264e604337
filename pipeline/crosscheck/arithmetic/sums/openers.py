"""What stands before the first part of a list, and says that parts follow."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.arithmetic.sums.items import Item, Role
from pipeline.crosscheck.arithmetic.sums.partition import in_series, noun
from pipeline.crosscheck.arithmetic.sums.vocabulary import vocabulary
from pipeline.crosscheck.reading import Reading

FAR = 160
_PLAIN = re.compile(r"[^，。；：、\d]{0,14}[，,]")
_PLAIN_NEXT = re.compile(r"[^，。；：、\d]{0,6}。")
_INSIDE = re.compile(r"[，。；](?P<name>[^，。；：、\d]{2,14}?)[之当]?中[，,]$")
"""产业扶持74万元；基础设施中，村组道路97万元…: what is told of one that was named before."""
_TOTAL = re.compile(r"共|总|合计|全年")
_STOPS = re.compile(r"[。；\n]")
_MARKS = re.compile(r"[，。；、]")
_LABEL = 14
"""No label of a part is longer."""


@dataclass(frozen=True, slots=True)
class Opener:
    """What stands before the first part. ``bound``: what follows are parts; ``promise``: all of them."""

    at: int
    bound: bool
    promise: bool
    bracket: bool = False
    wide: bool = False  # a colon: semicolons part the items
    bare: bool = False  # nothing but labels of one row
    plain: bool = False  # nothing at all: 企业170家，大型6家、中型28家、小微136家


class Openers:
    """The opening words of a text, found once and looked up by offset."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._found = list(vocabulary().opener.finditer(text))
        self._starts = [match.start() for match in self._found]

    def within(self, low: int, high: int) -> list[re.Match[str]]:
        """The opening words wholly inside the bounds."""
        first, last = bisect_left(self._starts, low), bisect_left(self._starts, high)
        return [match for match in self._found[first:last] if match.end() <= high]

    def before(self, low: int, at: int, head: int) -> re.Match[str] | None:
        """The last one before the first part, when only its own label, or 三类：, stands between."""
        place = bisect_left(self._starts, at)
        while place > 0 and self._starts[place - 1] >= low:
            place -= 1
            end = self._found[place].end()
            if head - end > _LABEL:
                return None
            if end >= head or not _STOPS.search(self.text, end, head):
                return self._found[place]
        return None


def opener_of(reading: Reading, items: Sequence[Item], openers: Openers, item: Item) -> Opener | None:
    """How the list opens whose first part the *item* would be."""
    text = reading.text
    head = item.start - len(item.label)
    while head > item.lead and text[head - 1] in " 　\n":
        head -= 1
    low = max(back(items, item), reading.layout.paragraph(item.start)[0], item.start - FAR)
    cue = openers.before(low, item.start, head)
    before = text[head - 1 : head]
    loose = bool(cue and cue.lastgroup == "loose")
    if before in ("（", "(") and head - 1 - items[item.at - 1].end <= 10 and head - 1 >= item.lead:
        if _MARKS.search(text, items[item.at - 1].end, head - 1):
            return None
        bound = cue is None or not loose
        return Opener(head, bound, bound and (cue is None or cue.lastgroup == "promise"), bracket=True)
    if cue is not None:
        return _worded(text, items[item.at - 1], cue, head)
    previous = items[item.at - 1]
    if inside := _INSIDE.search(text, previous.end, head):
        named = any(i.role is Role.AMOUNT and i.label.endswith(inside["name"]) for i in _above(items, item))
        return Opener(inside.end("name"), True, False) if named else None
    if before in ("：", ":") and len(text[previous.end : head].strip("”’）)")) <= 15:
        joined = not _MARKS.search(text, previous.end, head - 1)
        return Opener(head, True, True, wide=True) if joined else None
    if before in ("，", ",", "。", "；", "、") and item.depth == previous.depth:
        if in_series(item.label):
            return Opener(head, True, False, bare=True)
        gap = text[previous.end : head]
        if _PLAIN.fullmatch(gap) or (_PLAIN_NEXT.fullmatch(gap) and _divisible(previous, item)):
            return Opener(head, False, False, plain=True)
    return None


def _above(items: Sequence[Item], item: Item) -> Sequence[Item]:
    """The amounts of its sort told not far before."""
    return [i for i in items[max(0, item.at - 8) : item.at] if alike(i.mention, item.mention)]


def _divisible(whole: Item, part: Item) -> bool:
    """Whether an amount is told as a total, or of what the part is a kind of: 培训860人次。岗前培训…."""
    kind = noun(part.label)[-2:]
    return bool(_TOTAL.search(whole.label)) or (len(noun(part.label)) > 2 and kind in whole.label)


def _worded(text: str, previous: Item, cue: re.Match[str], head: int) -> Opener | None:
    """What the opening word says of the list."""
    group = cue.lastgroup
    if cue[0].startswith(("分别", "依次")) and text[cue.start() - 1] not in "，,。；;：:（(":
        if not _TOTAL.search(previous.label):
            return None  # 会议费、培训费分别为…: of what these are the parts is not said
        group = "loose"
    wide = text[head - 1 : head] in "：:" or text[cue.end() : cue.end() + 1] in ("：", ":")
    return Opener(cue.start(), group != "loose", group == "promise", wide=wide)


def back(items: Sequence[Item], item: Item) -> int:
    """Where the last amount of the same unit ends: no opener stands before it."""
    for other in reversed(items[max(0, item.at - 8) : item.at]):
        if other.role in (Role.AMOUNT, Role.CHANGE) and alike(other.mention, item.mention):
            return other.end
    return item.lead

"""Paragraphs, sentences and clauses of a text, found once and looked up by offset."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property

Bounds = tuple[int, int]

REACH = 1000
"""No sentence is read further than this to either side: text without punctuation must not cost a square."""

# A half-width comma, full stop or colon between digits is part of a number.
_SENTENCE = re.compile(r"[。！？；;!?\n]")
_CLAUSE = re.compile(r"[。！？；;!?\n，、：（）(),:](?:(?<![,:])|(?<![0-9０-９].)|(?![0-9０-９]))")
_NAME = re.compile(r"[（(](?<=[一-鿿].)[一-鿿]{1,2}[）)](?=[一-鿿])")
"""因公出国（境）费, 维修（护）费: a bracket inside a name ends no clause."""
_LINE = re.compile(r"\n")
_PERIOD = re.compile(r"[。！？\n]")
_BRACKET = re.compile(r"[（()）\n]")


class Layout:
    """Bounds of the paragraph, sentence or clause that an offset lies in (delimiters excluded).

    A semicolon ends a sentence here: what stands behind it has its own subject.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._length = len(text)
        self._lines = [m.start() for m in _LINE.finditer(text)]
        self._sentences = [m.start() for m in _SENTENCE.finditer(text)]
        self.periods = [m.start() for m in _PERIOD.finditer(text)]
        """Where the whole sentences end."""
        inside = {at for m in _NAME.finditer(text) for at in (m.start(), m.end() - 1)}
        self._clauses = [m.start() for m in _CLAUSE.finditer(text) if m.start() not in inside]

    def paragraph(self, at: int) -> Bounds:
        """The line that *at* lies in."""
        return self._bounds(self._lines, at)

    def sentence(self, at: int) -> Bounds:
        """The sentence, ended by 。！？； or the end of the line."""
        return self._bounds(self._sentences, at)

    def period(self, at: int) -> Bounds:
        """The whole sentence, ended by 。！？ or the end of the line only."""
        return self._bounds(self.periods, at)

    def clause(self, at: int) -> Bounds:
        """The clause, ended also by ，、： and brackets."""
        return self._bounds(self._clauses, at)

    def closing(self, bracket: int) -> int | None:
        """Where the bracket opened at an offset closes on its own line; None when it does not."""
        return self._closings.get(bracket)

    @cached_property
    def _closings(self) -> dict[int, int]:
        open_: list[int] = []
        closings = {}
        for match in _BRACKET.finditer(self._text):
            if match[0] == "\n":
                open_.clear()
            elif match[0] in "（(":
                open_.append(match.start())
            elif open_:
                closings[open_.pop()] = match.start()
        return closings

    def _bounds(self, marks: list[int], at: int) -> Bounds:
        before = bisect_left(marks, at)
        start = marks[before - 1] + 1 if before else 0
        end = marks[before] if before < len(marks) else self._length
        return (start if start > at - REACH else at - REACH), (end if end < at + REACH else at + REACH)

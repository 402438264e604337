"""A section taken apart: its sentences, its numbers, and the words around each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.numerals import find
from pipeline.references import Rendered, Span
from pipeline.restoration.folding import Folded, fold
from schemas.figures import Kind

_PART = re.compile(r"[^;。!?\n]*(?:[;。!?\n]+|\Z)")
_WORD = re.compile(r"[\w%]")
_CLAUSE_END = re.compile(r"[,。;:、()!?\n]")
_WORDS = frozenset({Kind.DATE, Kind.ORDINAL, Kind.DOCNUMBER, Kind.FIXED})
"""Numbers that are words for this purpose: a year must stay a year."""

NUMBER = "#"
"""Stands for any figure where words are compared."""

_REACH = 120
"""No clause is read further back than this."""

Bounds = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence, or what a semicolon parts off; ``period`` is where the whole sentence begins."""

    start: int
    end: int
    period: int


@dataclass(frozen=True, slots=True)
class Atom:
    """A figure of ours as it was printed: one number of a span, or all of the span when it prints none."""

    sheet: str
    start: int
    end: int
    key: str
    span: Span
    text: str


class Sheet:
    """One section's text, folded, with what is looked up by offset. Offsets are those of the folded text."""

    def __init__(self, id: str, source: str, rendered: Rendered | None = None) -> None:
        self.id = id
        self.folded: Folded = fold(source)
        self.text = self.folded.text
        self.spans = rendered.spans if rendered else ()

    @cached_property
    def atoms(self) -> list[Atom]:
        """The figures that references printed, in order."""
        return [atom for span in self.spans for atom in self._atoms(span)]

    def _atoms(self, span: Span) -> Iterator[Atom]:
        for start, end, key in span.numbers or ((span.start, span.end, span.reference.key),):
            first, last = self.folded.there(start, end)
            if first < last:
                yield Atom(self.id, first, last, key, span, self.text[first:last])

    @cached_property
    def numbers(self) -> list[Bounds]:
        """Where figures stand, ours or typed."""
        found = (m for m in find(self.folded.source) if m.kind not in _WORDS)
        bounds = [self.folded.there(m.start, m.end) for m in found]
        return [b for b in bounds if b[0] < b[1]]

    @cached_property
    def _number_ends(self) -> list[int]:
        return [end for _, end in self.numbers]

    def number_at(self, start: int, end: int) -> Bounds | None:
        """The first number that overlaps the bounds."""
        at = bisect_right(self._number_ends, start)
        return self.numbers[at] if at < len(self.numbers) and self.numbers[at][0] < end else None

    def numbers_in(self, part: Part) -> Sequence[Bounds]:
        """The numbers of a sentence."""
        first = bisect_right(self._number_ends, part.start)
        return self.numbers[first : bisect_right(self._number_ends, part.end)]

    @cached_property
    def parts(self) -> list[Part]:
        """Sentences, split at semicolons too; never inside of what one reference printed."""
        inside = [self.folded.there(s.start, s.end) for s in self.spans]
        parts: list[Part] = []
        start = period = 0
        for match in _PART.finditer(self.text):
            end = match.end()
            if end == start or any(a < end < b for a, b in self._near(inside, end)):
                continue
            parts.append(Part(start, end, period))
            start = end
            period = end if self.text[end - 1] != ";" else period
        return parts

    @staticmethod
    def _near(spans: list[Bounds], at: int) -> list[Bounds]:
        last = bisect_left(spans, (at, 0))
        return spans[max(0, last - 1) : last]

    def part_text(self, part: Part) -> str:
        """The sentence without the ends of its line."""
        return self.text[part.start : part.end].strip("\n")

    @cached_property
    def _part_starts(self) -> list[int]:
        return [part.start for part in self.parts]

    def part_at(self, at: int) -> int:
        """The index of the sentence that *at* lies in."""
        return max(0, bisect_right(self._part_starts, at) - 1)

    # -- words --------------------------------------------------------------------------------------

    @cached_property
    def _words(self) -> tuple[str, list[int]]:
        """The text without punctuation, every number as one sign, and where each character stands."""
        out: list[str] = []
        places: list[int] = []
        at = 0
        for start, end in [*self.numbers, (len(self.text), len(self.text))]:
            for match in _WORD.finditer(self.text, at, start):
                out.append(match[0])
                places.append(match.start())
            if start < end:
                out.append(NUMBER)
                places.append(start)
            at = end
        return "".join(out), places

    def words(self, start: int, end: int) -> str:
        """The words between the bounds, numbers masked."""
        text, places = self._words
        return text[bisect_left(places, start) : bisect_left(places, end)]

    def before(self, at: int) -> str:
        """The words of the whole sentence before *at*."""
        return self.words(self.parts[self.part_at(at)].period if self.parts else 0, at)

    def clause(self, at: int) -> str:
        """The words before *at* from the last mark or number on."""
        start = at
        floor = max(0, at - _REACH)
        before = self.number_before(at)
        floor = max(floor, before)
        while start > floor and not _CLAUSE_END.match(self.text[start - 1]):
            start -= 1
        return self.words(start, at)

    def number_before(self, at: int) -> int:
        """Where the last number before *at* ends."""
        last = bisect_right(self._number_ends, at) - 1
        return self._number_ends[last] if last >= 0 else 0

    def after(self, at: int) -> str:
        """The words behind *at* up to the end of the clause or the next number."""
        match = _CLAUSE_END.search(self.text, at)
        end = match.start() if match else len(self.text)
        following = self.number_at(at, end) if at < end else None
        return self.words(at, following[0] if following else end)

"""The edited text with references in it again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from pipeline.references import COMPARISONS, DOUBT, LIST, OVERRIDE, REFERENCE, Reference, Span, parse
from pipeline.restoration.matching import Claim
from pipeline.restoration.model import Exported
from pipeline.restoration.sheet import Atom, Sheet

_FORMATS = 4
"""As many as a reference may carry."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure in the restored text: all of a span, or one number of it (``number`` counts them).

    ``start`` and ``end`` bound what is printed, ``exact`` says that its whole sentence is as it was.
    """

    sheet: str
    origin: str
    span: Span
    number: int | None
    reference: Reference
    start: int
    end: int
    now: str
    same: bool
    exact: bool
    doubt: bool = False


@dataclass(slots=True)
class Built:
    """The restored text, piece by piece; ``length`` is that of what it prints."""

    raw: list[str] = field(default_factory=list)
    length: int = 0
    placed: list[Placed] = field(default_factory=list)

    def type(self, text: str) -> None:
        """Add plain text."""
        self.raw.append(text)
        self.length += len(text)

    def refer(self, raw: str, printed: str) -> None:
        """Add text with references that prints as *printed*."""
        self.raw.append(raw)
        self.length += len(printed)


def defused(text: str, known: set[str]) -> str:
    """*text* in which nothing that a person typed is taken for a reference."""
    while True:  # of [[[[…]] the outer brackets are left; a name has room for some sixty rounds
        done = REFERENCE.sub(lambda m: m[0] if m[0] in known else "［［" + m[0][2:], text)
        if done == text:
            return text
        text = done


def whole(sheet: Sheet, exported: Exported) -> Iterator[Placed]:
    """Every figure of a section that nobody touched."""
    yield from _placed(sheet.id, sheet, exported, 0, len(exported.rendered.text), 0)


def _placed(
    sheet: str, original: Sheet, exported: Exported, start: int, end: int, shift: int
) -> Iterator[Placed]:
    for span in exported.rendered.spans:
        if start <= span.start and span.end <= end:
            now = exported.rendered.text[span.start : span.end]
            first, last = span.start + shift, span.end + shift
            yield Placed(sheet, original.id, span, None, span.reference, first, last, now, True, True)


class Rebuilder:
    """Builds the restored text of one section after another."""

    def __init__(
        self,
        originals: Mapping[str, Sheet],
        exported: Mapping[str, Exported],
        exact: Mapping[tuple[str, int], tuple[str, int]],
    ) -> None:
        self.originals = originals
        self.exported = exported
        self.exact = exact

    def build(self, sheet: Sheet, claims: Sequence[Claim]) -> Built:
        """The section with references at the claimed places."""
        built = Built()
        ordered = sorted(claims, key=_start)
        done = 0
        for at, part in enumerate(sheet.parts):
            stop = _source_end(sheet, part.end)
            first, last = (bisect_left(ordered, edge, key=_start) for edge in (part.start, part.end))
            mine = ordered[first:last]
            if (found := self.exact.get((sheet.id, at))) is not None:
                end = _source_end(sheet, part.start + len(sheet.part_text(part)))
                self._copy(built, sheet, found)
                done = end
            else:
                done = self._mix(built, sheet, mine, done)
            built.type(sheet.folded.source[done:stop])
            done = stop
        built.type(sheet.folded.source[done:])
        return built

    def _copy(self, built: Built, sheet: Sheet, found: tuple[str, int]) -> None:
        """A sentence as it was exported, with whatever it printed."""
        original, exported = self.originals[found[0]], self.exported[found[0]]
        part = original.parts[found[1]]
        first = part.start + _blank_lines(original, part.start)
        start, end = original.folded.back(first, first + len(original.part_text(part)))
        built.placed += _placed(sheet.id, original, exported, start, end, built.length - start)
        built.refer(_source(exported, start, end), exported.rendered.text[start:end])

    def _mix(self, built: Built, sheet: Sheet, claims: Sequence[Claim], done: int) -> int:
        """A sentence that was edited, its figures put in; where its last figure ends."""
        for group in _groups(claims, sheet, self.originals):
            start, end = sheet.folded.back(group.start, group.end)
            built.type(sheet.folded.source[done:start])
            done = end
            now = sheet.folded.source[start:end]
            raw = group.raw(now)
            printed = group.was if group.same else now
            first, last = built.length, built.length + len(printed)
            reference = (parse(raw) or [group.span.reference])[0]
            built.placed.append(
                Placed(
                    sheet.id, group.origin, group.span, group.number, reference,
                    first, last, printed, group.same, False, group.doubt,
                )
            )  # fmt: skip
            if raw == now:
                built.type(now)
            else:
                built.refer(raw, printed)
        return done


def _start(claim: Claim) -> int:
    return claim.start


def _source_end(sheet: Sheet, at: int) -> int:
    return sheet.folded.back(0, at)[1] if at else 0


def _blank_lines(sheet: Sheet, at: int) -> int:
    return len(sheet.text[at:]) - len(sheet.text[at:].lstrip("\n"))


def _source(exported: Exported, start: int, end: int) -> str:
    """The text with references that printed a part of the rendered one; bounds lie outside of references."""
    return exported.text[_written(exported, start) : _written(exported, end)]


def _written(exported: Exported, at: int) -> int:
    spans = exported.rendered.spans
    before = bisect_right(spans, at, key=lambda s: s.end) - 1
    if before < 0:
        return at
    return spans[before].reference.end + at - spans[before].end


@dataclass(frozen=True, slots=True)
class _Group:
    """What one reference prints: a single number, or a whole phrase or list."""

    origin: str
    span: Span
    number: int | None
    atom: Atom
    start: int
    end: int
    same: bool
    was: str
    doubt: bool = False

    def raw(self, now: str) -> str:
        """The reference; or *now* itself, when it is nothing that a reference could print."""
        if self.number is None and self.same:
            return self.span.reference.raw
        formats = [
            f
            for f in self.span.reference.formats
            if f != LIST and f not in COMPARISONS and not f.startswith(OVERRIDE) and f != DOUBT
        ]
        if self.same:
            return f"[[{'|'.join((self.atom.key, *formats))}]]"
        marks = (OVERRIDE + now, DOUBT) if self.doubt else (OVERRIDE + now,)
        raw = f"[[{'|'.join((self.atom.key, *formats[: _FORMATS - len(marks)], *marks))}]]"
        return raw if REFERENCE.fullmatch(raw) and now == now.strip() else now


def _groups(claims: Sequence[Claim], sheet: Sheet, originals: Mapping[str, Sheet]) -> Iterator[_Group]:
    for _, run in groupby(claims, key=lambda c: (c.atom.sheet, c.atom.span.start)):
        members = list(run)
        original = originals[members[0].atom.sheet]
        span = members[0].atom.span
        size = max(1, len(span.numbers))
        while members:
            if (one := _complete(members[:size], sheet, original)) is not None:
                members = members[size:]
            else:
                one = _one(members.pop(0), original)
            yield one


def _complete(claims: Sequence[Claim], sheet: Sheet, original: Sheet) -> _Group | None:
    """The whole phrase or list, when every number of it and every word between them stands."""
    span = claims[0].atom.span
    starts = [a for a, _, _ in span.numbers] or [span.start]
    if [original.folded.back(c.atom.start, c.atom.end)[0] for c in claims] != starts:
        return None
    first, last = original.folded.there(span.start, span.end)
    start = claims[0].start - (claims[0].atom.start - first)
    end = start + last - first
    if start < 0 or not all(c.same for c in claims) or sheet.text[start:end] != original.text[first:last]:
        return None
    was = original.folded.source[span.start : span.end]
    return _Group(original.id, span, None, claims[0].atom, start, end, True, was)


def _one(claim: Claim, original: Sheet) -> _Group:
    atom = claim.atom
    start, end = original.folded.back(atom.start, atom.end)
    span = atom.span
    alone = not span.numbers or (start, end) == (span.start, span.end)
    number = None if alone else [a for a, _, _ in span.numbers].index(start)
    was = original.folded.source[start:end]
    return _Group(original.id, atom.span, number, atom, claim.start, claim.end, claim.same, was, claim.doubt)

"""Bookmarks back to sections: also those that a program renamed or let slip to the end of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.word.edited.line import Line
from pipeline.word.marks import CLOSING, END, OPENING, PREFIX, REVISION, bookmark_name
from schemas.editing import EditedParagraph

_COPY = re.compile(r"(?:[ _]*(?:copy|副本|复制))?[ _]*\d*_*$", re.IGNORECASE)
_LONGEST = 100
_ID = re.compile(r"[a-z][a-z0-9_]{0,40}")


class Names:
    """Knows the report's sections from the properties of the file."""

    def __init__(self, properties: Mapping[str, str]) -> None:
        sections = [k.removeprefix(REVISION) for k in properties if k.startswith(REVISION)]
        self._ids = {bookmark_name(id).casefold(): id for id in (*sections, OPENING, CLOSING, END)}

    def paragraphs(self, lines: Sequence[Line]) -> tuple[EditedParagraph, ...]:
        """The finished paragraphs. Every section begins at most once: the name as we wrote it wins."""
        starts: dict[str, tuple[bool, Line]] = {}
        for line, name in _slipped(lines):
            id, exact = self._id(name)
            if id and (id not in starts or (exact and not starts[id][0])):
                starts[id] = (exact, line)
        if END not in starts and (tail := _tail(lines)) is not None:
            starts[END] = (False, tail)
        marked: dict[int, list[str]] = {}
        for id, (_, line) in starts.items():
            marked.setdefault(line.number, []).append(id)
        return tuple(
            EditedParagraph(
                text=line.text, bookmarks=tuple(marked.get(n, ())), level=line.level, fake=line.fake
            )
            for n, line in enumerate(lines)
        )

    def _id(self, name: str) -> tuple[str, bool]:
        """The section that a bookmark means, and whether it has kept its name."""
        if known := self._ids.get(name.casefold()):
            return known, True
        plain = name[:_LONGEST].strip("_").casefold()
        known = self._ids.get(plain) or self._ids.get(_COPY.sub("", plain))
        rest = plain.removeprefix(PREFIX)
        if known or rest == plain or not _ID.fullmatch(rest):
            return known or "", False
        return rest, name == PREFIX + rest


def _slipped(lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    """Bookmarks with their paragraph. What stands behind all words of one belongs to the next."""
    held: list[str] = []
    for line in lines:
        yield from ((line, name) for name in held)
        words = len(line.text.rstrip())
        held = [name for at, name in line.bookmarks if 0 < words <= at]
        yield from ((line, name) for at, name in line.bookmarks if not 0 < words <= at)
    if lines:
        yield from ((lines[-1], name) for name in held)


def _tail(lines: Sequence[Line]) -> Line | None:
    """Where the text ends when the mark at its end is gone: what follows has styles of its own."""
    return next((line for line in lines if line.tail), None)

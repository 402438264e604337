"""A paragraph while it is being read; anchors of comments; tracked changes counted."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Piece:
    """Letters that look alike. ``marks`` is what a person did to them."""

    start: int
    end: int
    marks: frozenset[str]
    stands_out: bool


@dataclass(slots=True)
class Line:
    """A paragraph as a reader sees it. ``number`` counts the file's paragraphs once it is finished."""

    number: int = -1
    parts: list[str] = field(default_factory=list)
    length: int = 0
    pieces: list[Piece] = field(default_factory=list)
    bookmarks: list[tuple[int, str]] = field(default_factory=list)
    level: int = 0
    fake: bool = False
    tail: bool = False
    """Whether its style is one of those below the text: 附件说明, 署名 …"""

    @property
    def text(self) -> str:
        """The paragraph's words."""
        return "".join(self.parts)

    def add(self, text: str, marks: frozenset[str], stands_out: bool) -> None:
        """Append *text*."""
        end = self.length + len(text)
        last = self.pieces[-1] if self.pieces else None
        if last is not None and (last.marks, last.stands_out) == (marks, stands_out):
            last.end = end
        else:
            self.pieces.append(Piece(self.length, end, marks, stands_out))
        self.parts.append(text)
        self.length = end


@dataclass(slots=True)
class Anchor:
    """Where a comment stands. ``line`` is None when it stands before the first paragraph."""

    line: Line | None
    start: int
    last: Line | None
    end: int
    closed: bool = False

    @property
    def place(self) -> tuple[int, int, int]:
        """Paragraph, start and end in it; a range over several paragraphs ends with the first."""
        if self.line is None or self.line.number < 0:
            return -1, 0, 0
        length = self.line.length
        end = self.end if self.last is self.line else length
        return self.line.number, min(self.start, length), max(self.start, min(end, length))


class Anchors(dict[str, Anchor]):
    """Anchors by the comment's id."""

    def start(self, id: str, line: Line | None, offset: int) -> Anchor:
        """The comment's words begin here; of several beginnings the first counts."""
        return self.setdefault(id, Anchor(line, offset, line, offset))

    def end(self, id: str, line: Line | None, offset: int) -> None:
        """The comment's words end here."""
        if (anchor := self.get(id)) is not None and not anchor.closed:
            anchor.last, anchor.end, anchor.closed = line, offset, True

    def reference(self, id: str, line: Line | None, offset: int) -> Anchor:
        """The comment's own mark: all there is when it stands on no words."""
        anchor = self.start(id, line, offset)
        if not anchor.closed:
            anchor.last, anchor.end = line, offset
        return anchor

    def point(self, id: str, line: Line | None, offset: int) -> None:
        """A mark among words that are not carried: the comment begins or ends here for good."""
        self.start(id, line, offset)
        self.end(id, line, offset)


class Changes:
    """How many tracked changes there are, as a reader counts them: runs that one person changed in one go
    are one change, and so are the two ends of a move."""

    def __init__(self) -> None:
        self.count = 0
        self._last: tuple[str, ...] = ()

    def add(self, *change: str) -> None:
        """A change of a kind, by somebody, at some time."""
        if change != self._last and change[0] != "moveFrom":
            self.count += 1
        self._last = change

    def interrupt(self) -> None:
        """Words that nobody changed stand between."""
        self._last = ()

"""An edited file cut into the sections it was exported with: by heading, else by bookmark, else by likeness.

A bookmark alone proves little: programs let it slip into the next paragraph when a heading is deleted.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.word.marks import CLOSING, END, OPENING
from schemas.editing import EditedParagraph

_NUMBER = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十百]+(?:[、.．章节]|部分)|[(（][一二三四五六七八九十百\d]+[)）]|\d+\s*[、.．])\s*"
)
_BLANKS = " \t\u3000\xa0\r\n"
_ALIKE = 0.6  # 一、单位基本情况 → 一、部门基本概况 is 0.67; headings of one outline stay below 0.55
_LONGEST_HEADING = 50


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph's place: which of the file's paragraphs it is, and where it begins in its section."""

    paragraph: int
    start: int


@dataclass(slots=True)
class Part:
    """What stands in the file under one section. ``heading`` is as found, None when only a bookmark did."""

    id: str
    heading: str | None = None
    lines: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The section's paragraphs, one a line."""
        return "\n".join(self.lines)

    def add(self, number: int, text: str) -> None:
        """Append paragraph *number* of the file, unless it is blank."""
        if words := text.strip(_BLANKS):
            self.pieces.append(Piece(number, sum(len(line) + 1 for line in self.lines)))
            self.lines.append(words)


@dataclass(frozen=True, slots=True)
class Divided:
    """The file by sections, in the file's order. ``added`` has headings nobody knows, with the section
    that they stand in; ``head`` and ``foot`` what is printed before the opening words and after the end."""

    parts: Mapping[str, Part]
    added: tuple[tuple[str, str], ...]
    head: tuple[str, ...]
    foot: tuple[str, ...]

    def section_at(self, paragraph: int) -> tuple[Part, int] | None:
        """The section of the file's paragraph, and where the paragraph begins in the section's text."""
        for part in self.parts.values():
            for piece in part.pieces:
                if piece.paragraph == paragraph:
                    return part, piece.start
        return None

    def near(self, paragraph: int) -> Part | None:
        """The section in which the file's paragraph stands, blank or heading though it be."""
        before = [
            (p.paragraph, part)
            for part in self.parts.values()
            for p in part.pieces
            if p.paragraph <= paragraph
        ]
        return max(before, key=lambda place: place[0])[1] if before else None


def divide(
    paragraphs: Sequence[EditedParagraph], headings: Mapping[str, str], tail: Collection[str] = ()
) -> Divided:
    """Cut *paragraphs* into sections. *headings* are the printed headings by section id, in their order;
    *tail* holds lines that are printed below the text (signature, date), should the end's mark be gone."""
    starts = _starts(paragraphs, headings)
    ends = {_plain(line) for line in tail}
    parts: dict[str, Part] = {}
    added: list[tuple[str, str]] = []
    head: list[str] = []
    foot: list[str] = []
    current: Part | None = None
    ended = False
    for number, paragraph in enumerate(paragraphs):
        id, is_heading = starts.get(number, (None, False))
        ended = id == END or (ended and id is None) or (id is None and _is_tail(paragraph, current, ends))
        if id is not None and id != END:
            current = parts.setdefault(id, Part(id))
            if is_heading:
                current.heading = paragraph.text.strip(_BLANKS)
                continue
        if ended:
            foot.append(paragraph.text)
        elif current is None:
            head.append(paragraph.text)
        else:
            if (paragraph.level or paragraph.fake) and paragraph.text.strip():
                added.append((paragraph.text.strip(_BLANKS), current.id))
            current.add(number, paragraph.text)
    return Divided(parts, tuple(added), tuple(filter(str.strip, head)), tuple(filter(str.strip, foot)))


def _starts(
    paragraphs: Sequence[EditedParagraph], headings: Mapping[str, str]
) -> dict[int, tuple[str, bool]]:
    """Paragraph → the section that begins there, and whether it is the heading itself."""
    found = dict(_by_heading(paragraphs, headings))
    taken = {id for id, _ in found.values()}
    for number, paragraph in enumerate(paragraphs):
        for id in paragraph.bookmarks:
            frame = id in (OPENING, CLOSING, END)
            if id in taken or number in found or not (frame or id in headings):
                continue
            found[number] = (id, not frame and _looks_like_heading(paragraph))
            taken.add(id)
    for number, id in _by_likeness(paragraphs, {k: v for k, v in headings.items() if k not in taken}, found):
        found[number] = (id, True)
    return found


def _by_heading(
    paragraphs: Sequence[EditedParagraph], headings: Mapping[str, str]
) -> Iterator[tuple[int, tuple[str, bool]]]:
    """Headings known by their words; of several with the same words the bookmark tells, else the order."""
    wanted: dict[str, list[str]] = {}
    for id, heading in headings.items():
        wanted.setdefault(_plain(heading), []).append(id)
    for number, paragraph in enumerate(paragraphs):
        ids = wanted.get(_plain(paragraph.text)) if len(paragraph.text) <= _LONGEST_HEADING * 2 else None
        if ids:
            id = next((i for i in paragraph.bookmarks if i in ids), ids[0])
            ids.remove(id)
            yield number, (id, True)


def _by_likeness(
    paragraphs: Sequence[EditedParagraph], missing: Mapping[str, str], found: Collection[int]
) -> Iterator[tuple[int, str]]:
    """Renamed headings without a bookmark."""
    left = dict(missing)
    for number, paragraph in enumerate(paragraphs):
        if number in found or not _looks_like_heading(paragraph) or not left:
            continue
        words = _plain(paragraph.text)
        best = max(left, key=lambda id: _likeness(words, _plain(left[id])))
        if _likeness(words, _plain(left[best])) >= _ALIKE:
            del left[best]
            yield number, best


def _looks_like_heading(paragraph: EditedParagraph) -> bool:
    text = paragraph.text.strip(_BLANKS)
    if not text or len(text) > _LONGEST_HEADING or text.endswith(("。", "；")):
        return False
    return bool(paragraph.level or paragraph.fake or _NUMBER.match(text))


def _is_tail(paragraph: EditedParagraph, current: Part | None, ends: Collection[str]) -> bool:
    words = _plain(paragraph.text)
    return current is not None and bool(words) and (words in ends or words.startswith("附件:"))


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def _plain(text: str) -> str:
    """A heading without its number, blanks and width of characters."""
    return "".join(unicodedata.normalize("NFKC", _NUMBER.sub("", text)).split()).rstrip("。:：")

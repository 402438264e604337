"""Text files: their text is what they hold, character by character; tables in Markdown are seen as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.documents.limits import decode, read_bytes
from pipeline.package import LARGEST_TEXT
from schemas.documents import Cell, Document, Table

_ROW = re.compile(r"^[ \t]*\|(.*)\|[ \t]*\r?$", re.MULTILINE)
_RULE = re.compile(r"[\s|:-]*")


def read_plain(path: Path) -> Document:
    """The file as it is, without a byte-order mark."""
    text = decode(read_bytes(path, LARGEST_TEXT), path.name)
    return Document(text, tuple(_tables(text)) if path.suffix.lower() == ".md" else ())


def _tables(text: str) -> Iterator[Table]:
    rows: list[tuple[Cell, ...]] = []
    end = -1
    for match in _ROW.finditer(text):
        if rows and match.start() != end + 1:
            yield Table(tuple(rows))
            rows = []
        if not _RULE.fullmatch(match[1]):
            rows.append(tuple(_cells(text, match.start(1), match.end(1))))
        end = match.end()
    if rows:
        yield Table(tuple(rows))


def _cells(text: str, start: int, end: int) -> Iterator[Cell]:
    for column, match in enumerate(re.finditer(r"[^|]*(?:\||$)", text[start:end])):
        if match.start() == match.end():
            return
        words = match[0].rstrip("|")
        at = start + match.start() + len(words) - len(words.lstrip())
        yield Cell(at, at + len(words.strip()), column)

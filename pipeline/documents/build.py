"""Putting a document's text together, paragraph by paragraph, with the offsets of table cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from schemas.documents import Cell, Document, Table, is_prose

_BLANKS = re.compile(r"[ \t\r\n\xa0]+")
_JOINTS = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])")


class Builder:
    """Collects lines and tables; ``document()`` at the end."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._at = 0
        self._tables: list[Table] = []

    def line(self, text: str) -> None:
        """A paragraph."""
        self._add(text + "\n")

    def table(self, rows: Iterable[Sequence[tuple[str, int]]]) -> None:
        """A table of rows of cells, each with its text and the columns that it spans."""
        kept = [self._row(row) for row in rows]
        self._tables.append(Table(tuple(row for row in kept if row)))

    def document(self) -> Document:
        """Everything so far."""
        return Document("".join(self._parts), tuple(t for t in self._tables if t.rows))

    def _row(self, row: Sequence[tuple[str, int]]) -> tuple[Cell, ...]:
        cells, column = [], 0
        for i, (words, span) in enumerate(row):
            if i:
                self._add("\t")
            text = cell_text(words)
            cells.append(Cell(self._at, self._at + len(text), column, span))
            self._add(text)
            column += span
        self._add("\n")
        return tuple(cells)

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._at += len(text)


def cell_text(words: str) -> str:
    """A cell on one line; the paragraphs of a cell that holds prose stay apart."""
    if is_prose(words):
        return "\n".join(line.strip() for line in words.replace("\t", " ").split("\n") if line.strip())
    # People break lines in narrow cells: 年初 / 预算 is one word.
    return _JOINTS.sub("", _BLANKS.sub(" ", words).strip())

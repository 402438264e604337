"""A document as the checker gets it: its text, and which parts of the text are cells of tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

LONG = 40
"""A cell with more characters, or with a full stop, is prose that happens to stand in a frame."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: ``start`` and ``end`` bound its text in the document's, ``column`` counts from 0."""

    start: int
    end: int
    column: int
    span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table, a line each in the document's text, cells parted by a tab."""

    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What was read from a file. Every offset anywhere counts in ``text``."""

    text: str
    tables: tuple[Table, ...] = ()

    def words(self, cell: Cell) -> str:
        """The text of *cell*."""
        return self.text[cell.start : cell.end]

    @property
    def prose(self) -> str:
        """``text`` with the figures and names of tables blanked out, at the same offsets.

        A row of a table is no sentence: read as one it would claim sums and shares that nobody claims.
        """
        parts, at = [], 0
        for start, end in self._blank():
            parts += [self.text[at:start], "\n" * (end - start)]
            at = end
        return "".join([*parts, self.text[at:]])

    def _blank(self) -> Iterator[tuple[int, int]]:
        for table in self.tables:
            for row in table.rows:
                for cell in row:
                    if not is_prose(self.words(cell)):
                        yield cell.start, cell.end


def is_prose(words: str) -> bool:
    """Whether a cell holds sentences."""
    return "。" in words or len(words) > LONG

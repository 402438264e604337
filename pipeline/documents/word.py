"""Text out of .docx, from the XML itself: python-docx misses tracked insertions, controls and text boxes.

Insertions count, deletions do not; comments, notes, headers, footers and hidden text are left out, and so
are numbers that Word makes itself (automatic headings, fields' instructions).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.documents.build import Builder
from pipeline.package import attribute, child, damaged, local, opened
from schemas.documents import Document

_UNSEEN = frozenset(
    ("del", "moveFrom", "Fallback", "rPr", "pPr", "sdtPr", "instrText", "delText", "rt", "tblPr", "tcPr",
     "trPr")
)  # fmt: skip
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def read_word(path: Path) -> Document:
    """The document's text: paragraphs, tables and text boxes in their order."""
    with opened(path) as package:
        root = package.root(package.main)
    body = child(root, "body") if root is not None else None
    if root is None or local(root) != "document" or body is None:
        raise damaged(path.name)
    builder = Builder()
    try:
        _Walker(builder).blocks(body)
    except RecursionError as error:
        raise damaged(path.name) from error
    return builder.document()


class _Walker:
    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._held = ""  # the text of paragraphs whose end was deleted: it runs on in the next one

    def blocks(self, parent: Any) -> None:
        """Paragraphs and tables of *parent*, those inside of controls and insertions too."""
        for element in parent:
            name = local(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._builder.table(_rows(element))
            elif name not in _UNSEEN:
                self.blocks(element)

    def _paragraph(self, element: Any) -> None:
        boxes: list[Any] = []
        text = self._held + "".join(_pieces(element, boxes))
        self._held = ""
        if child(element, "pPr", "rPr", "del") is not None and not boxes:
            self._held = text
            return
        self._builder.line(text)
        for box in boxes:
            self.blocks(box)


def _pieces(element: Any, boxes: list[Any]) -> Iterator[str]:
    """What a reader sees of *element*; text boxes are put aside into *boxes*."""
    for part in element:
        name = local(part)
        if name == "t":
            yield part.text or ""
        elif name in _MARKS:
            yield _MARKS[name]
        elif name == "txbxContent":
            boxes.append(part)
        elif name == "r" and child(part, "rPr", "vanish") is not None:
            continue
        elif name not in _UNSEEN:
            yield from _pieces(part, boxes)


def _rows(table: Any) -> Iterator[list[tuple[str, int]]]:
    for row in _inside(table, "tr"):
        properties = child(row, "trPr")
        if properties is not None and child(properties, "del") is not None:
            continue
        skipped = _number(child(row, "trPr", "gridBefore"))
        cells: list[tuple[str, int]] = [("", skipped)] if skipped else []
        for cell in _inside(row, "tc"):
            lines: list[str] = []
            _cell_lines(cell, lines)
            cells.append(("\n".join(lines), _number(child(cell, "tcPr", "gridSpan")) or 1))
        yield cells


def _inside(parent: Any, name: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, through controls and insertions around them."""
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element) not in _UNSEEN and local(element) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _inside(element, name)


def _cell_lines(parent: Any, lines: list[str]) -> None:
    """The paragraphs of a cell, those of tables and boxes inside it too."""
    for element in parent:
        name = local(element)
        if name == "p":
            boxes: list[Any] = []
            lines.append("".join(_pieces(element, boxes)))
            for box in boxes:
                _cell_lines(box, lines)
        elif name not in _UNSEEN:
            _cell_lines(element, lines)


def _number(element: Any | None) -> int:
    """A count of columns, within reason."""
    written = attribute(element, "val") if element is not None else ""
    return min(int(written), 200) if written.isascii() and written.isdigit() and len(written) < 6 else 0

"""A ``Table`` as WordprocessingML: widths that fit the page, repeated header, rows kept whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from pipeline.word import style as S
from pipeline.word.tables import DASH, NOTHING, Table, is_band
from pipeline.word.text import pieces, run, width

_PADDING = 2 * S.CELL_MARGIN + 60
"""Cell margins, borders, and a little that programs add between digits and Chinese letters."""
_SIZES = (S.SIZE_4, 24, 21, 18)
"""四号, and what a table too wide for it is printed in: 小四, 五号, 小五."""
_COMPACT_LINE = 360
_LEAST_TEXT = 3
"""How many characters a line of a text column holds at least, on average over these columns."""
_LEAST_ROOM = 8
"""How many characters all text columns hold together."""
_MOST_LINES = 8
"""A cell of more lines than this makes the table smaller, down to 五号."""


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    align: str
    width: int
    span: int = 1
    merge: str = ""


def table_xml(table: Table) -> Any:
    """The ``w:tbl`` element of *table*."""
    size, widths = layout(table)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = f'<w:left w:w="{S.CELL_MARGIN}" w:type="dxa"/><w:right w:w="{S.CELL_MARGIN}" w:type="dxa"/>'
    margins = f"<w:tblCellMar>{margins}</w:tblCellMar>"
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    element = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>{margins}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid></w:tbl>"
    )
    headings = [_Cell(c.heading, "center", w) for c, w in zip(table.columns, widths, strict=True)]
    head, text = S.TABLE_HEADER, S.TABLE_TEXT
    if table.compact:
        head, text = replace(head, line=_COMPACT_LINE), replace(text, line=_COMPACT_LINE)
    element.append(_row(headings, size, head, header=True))
    for n in range(len(table.rows)):
        if is_band(table.rows[n]):
            element.append(_band(table.rows[n][0], widths, size, head))
        else:
            element.append(_row(_cells(table, n, widths), size, text))
    return element


def layout(table: Table) -> tuple[int, list[int]]:
    """The largest size in which the table fits the text width, and the width of each column."""
    sizes = _SIZES[2:] if table.compact else _SIZES
    fitting = [(size, widths) for size in sizes if (widths := _widths(table, size)) is not None]
    for size, widths in fitting:
        if size <= _SIZES[2] or _tallest(table, size, widths) <= _MOST_LINES:
            return size, widths
    return _SIZES[-1], [S.TEXT_WIDTH // len(table.columns)] * len(table.columns)


def _widths(table: Table, size: int) -> list[int] | None:
    """The width of each column; None when the table does not fit in this size.

    Where every line has room, all columns get the same on top. Else tight columns take what their
    longest line needs, and the others share the rest by weight.
    """
    em = size * 10
    needs = [_need(table, n, em) for n in range(len(table.columns))]
    if (spare := S.TEXT_WIDTH - sum(needs)) >= 0:
        return [need + spare // len(needs) for need in needs]
    texts = [c for c in table.columns if not c.tight]
    rest = S.TEXT_WIDTH - sum(n for n, c in zip(needs, table.columns, strict=True) if c.tight)
    if rest < max(_LEAST_ROOM * em + _PADDING, len(texts) * (_LEAST_TEXT * em + _PADDING)):
        return None
    total = sum(c.width for c in texts) or 1.0
    shares = [int(rest * c.width / total) for c in table.columns]
    return [need if c.tight else share for need, share, c in zip(needs, shares, table.columns, strict=True)]


def _need(table: Table, n: int, em: int) -> int:
    cells = (table.columns[n].heading, *(row[n] for row in table.plain_rows))
    return int(max(width(line) for cell in cells for line in cell.split("\n")) * em + 0.25 * em) + _PADDING


def _tallest(table: Table, size: int, widths: Sequence[int]) -> int:
    """The lines of the highest cell; rows that span columns are short anyway."""
    rooms = [max(1.0, (wide - _PADDING) / (size * 10)) for wide in widths]
    return max(
        (
            sum(ceil(width(line) / room) for line in cell.split("\n"))
            for row in table.plain_rows
            for cell, room in zip(row, rooms, strict=True)
        ),
        default=1,
    )


def _spans(table: Table, cells: Sequence[str]) -> list[int]:
    """How many columns each cell covers; 0 for a cell covered by one before it. The label of a total
    takes in the text columns beside it that do not apply."""
    spans = [1] * len(cells)
    for n in range(1, len(cells)):
        if cells[n] != DASH or table.columns[n].tight:
            break
        spans[0] += 1
        spans[n] = 0
    return spans


def _merges(table: Table, n: int) -> tuple[str, ...]:
    """For each cell of row *n*: "restart" or "continue" of a vertical merge, or ""."""
    marks = []
    for at, column in enumerate(table.columns):
        above = n > 0 and _same(table, n, n - 1, at)
        below = n + 1 < len(table.rows) and _same(table, n, n + 1, at)
        marks.append("" if not column.merged else "continue" if above else "restart" if below else "")
    return tuple(marks)


def _same(table: Table, one: int, other: int, at: int) -> bool:
    """Whether two rows agree in all columns up to *at*, so that a merge never crosses its parent's."""
    return table.rows[one][: at + 1] == table.rows[other][: at + 1]


def _cells(table: Table, n: int, widths: Sequence[int]) -> list[_Cell]:
    texts, merges = table.rows[n], _merges(table, n)
    spans = _spans(table, texts)
    cells = []
    for at, (text, span) in enumerate(zip(texts, spans, strict=True)):
        if span:
            align = "center" if span > 1 or text in (DASH, NOTHING) else table.columns[at].align
            cells.append(_Cell(text, align, sum(widths[at : at + span]), span, merges[at]))
    return cells


def _band(text: str, widths: Sequence[int], size: int, style: S.TextStyle) -> Any:
    """A row of one cell, kept together with the row below it."""
    cell = _Cell(text, "left", sum(widths), len(widths))
    row = _row([cell], size, style)
    for properties in row.iter(qn("w:pPr")):
        properties.insert(1, parse_xml(f"<w:keepNext {nsdecls('w')}/>"))
    return row


def _row(cells: Sequence[_Cell], size: int, style: S.TextStyle, *, header: bool = False) -> Any:
    repeat = "<w:tblHeader/>" if header else ""
    row = parse_xml(f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/>{repeat}</w:trPr></w:tr>")
    for cell in cells:
        row.append(_cell(cell, size, style))
    return row


def _cell(cell: _Cell, size: int, style: S.TextStyle) -> Any:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    merge = f'<w:vMerge w:val="{cell.merge}"/>' if cell.merge else ""
    element = parse_xml(
        f'<w:tc {nsdecls("w")}><w:tcPr><w:tcW w:w="{cell.width}" w:type="dxa"/>{span}{merge}'
        '<w:vAlign w:val="center"/></w:tcPr></w:tc>'
    )
    shown = "" if cell.merge == "continue" else cell.text
    for line in shown.split("\n"):
        element.append(_paragraph(line, cell.align, size, style))
    return element


def _paragraph(text: str, align: str, size: int, style: S.TextStyle) -> Any:
    indent = len(text) - len(text.lstrip("　"))
    line = f'<w:spacing w:line="{style.line}" w:lineRule="exact"/>' if style.line != S.TABLE_LINE else ""
    left = f'<w:ind w:leftChars="{indent * 100}" w:left="{indent * size * 10}"/>' if indent else ""
    properties = f'<w:pStyle w:val="{style.id}"/>{line}{left}<w:jc w:val="{align}"/>'
    paragraph = parse_xml(f"<w:p {nsdecls('w')}><w:pPr>{properties}</w:pPr></w:p>")
    for _, piece, latin in pieces(text.strip()):
        element = run(piece, latin=latin)
        letters: Any = element.rPr
        if size != style.size:
            letters.append(parse_xml(f'<w:sz {nsdecls("w")} w:val="{size}"/>'))
            letters.append(parse_xml(f'<w:szCs {nsdecls("w")} w:val="{size}"/>'))
        paragraph.append(element)
    return paragraph

"""A ``Table`` as WordprocessingML: widths that fit the page, repeated header, rows kept whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.word import style as S
from pipeline.word.tables import Table
from pipeline.word.text import clean, pieces, run, width

_PADDING = 130
_SIZES = (S.SIZE_4, 24, 21, 18)
"""四号, and what a table too wide for it is printed in: 小四, 五号, 小五."""
_LEAST_TEXT = 6
"""How many characters the text columns of a table keep in a line, all together, before the size shrinks."""


def table_xml(table: Table) -> Any:
    """The ``w:tbl`` element of *table*."""
    size, widths = layout(table)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    element = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid></w:tbl>"
    )
    headings = tuple(column.heading for column in table.columns)
    element.append(_row(headings, ["center"] * len(widths), widths, size, header=True, merges=()))
    aligns = [column.align for column in table.columns]
    for n, cells in enumerate(table.rows):
        element.append(_row(cells, aligns, widths, size, header=False, merges=_merges(table, n)))
    return element


def layout(table: Table) -> tuple[int, list[int]]:
    """The largest size in which the table fits the text width, and the width of each column."""
    for size in _SIZES:
        widths = _widths(table, size)
        if widths is not None:
            return size, widths
    return _SIZES[-1], [S.TEXT_WIDTH // len(table.columns)] * len(table.columns)


def _widths(table: Table, size: int) -> list[int] | None:
    """Numeric columns take what their longest number needs, the others share the rest by weight."""
    em = size * 10
    needs = [_numeric_need(table, n, em) if c.numeric else 0 for n, c in enumerate(table.columns)]
    rest = S.TEXT_WIDTH - sum(needs)
    texts = [c for c in table.columns if not c.numeric]
    if rest < _LEAST_TEXT * em + len(texts) * _PADDING:
        return None
    total = sum(c.width for c in texts) or 1.0
    return [need or int(rest * c.width / total) for need, c in zip(needs, table.columns, strict=True)]


def _numeric_need(table: Table, n: int, em: int) -> int:
    """The longest number in one line, and half the heading (which may take two)."""
    longest = max((width(row[n]) for row in table.rows), default=0.0)
    return int(max(longest, width(table.columns[n].heading) / 2 + 0.5, 3) * em) + _PADDING


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


def _row(
    cells: Sequence[str],
    aligns: Sequence[str],
    widths: Sequence[int],
    size: int,
    *,
    header: bool,
    merges: Sequence[str],
) -> Any:
    repeat = "<w:tblHeader/>" if header else ""
    row = parse_xml(f'<w:tr {nsdecls("w")}><w:trPr><w:cantSplit/>{repeat}</w:trPr></w:tr>')
    style = S.TABLE_HEADER if header else S.TABLE_TEXT
    for n, (text, align, wide) in enumerate(zip(cells, aligns, widths, strict=True)):
        row.append(_cell(text, align, wide, size, style, merges[n] if merges else ""))
    return row


def _cell(text: str, align: str, wide: int, size: int, style: S.TextStyle, merge: str) -> Any:
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    cell = parse_xml(
        f'<w:tc {nsdecls("w")}><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{merged}<w:vAlign w:val="center"/>'
        "</w:tcPr></w:tc>"
    )
    shown = "" if merge == "continue" else text
    for line in clean(shown).split("\n"):
        cell.append(_paragraph(line, align, size, style))
    return cell


def _paragraph(text: str, align: str, size: int, style: S.TextStyle) -> Any:
    indent = len(text) - len(text.lstrip("　"))
    left = f'<w:ind w:leftChars="{indent * 100}" w:left="{indent * size * 10}"/>' if indent else ""
    paragraph = parse_xml(
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style.id}"/>{left}<w:jc w:val="{align}"/></w:pPr></w:p>'
    )
    for _, piece, latin in pieces(text.strip()):
        element = run(piece, latin=latin)
        if size != style.size:
            element.rPr.append(parse_xml(f'<w:sz {nsdecls("w")} w:val="{size}"/>'))
            element.rPr.append(parse_xml(f'<w:szCs {nsdecls("w")} w:val="{size}"/>'))
        paragraph.append(element)
    return paragraph

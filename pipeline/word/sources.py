"""数据来源表: where every figure of the text comes from, for whoever signs the report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.references import Style, print_figure
from pipeline.word.tables import DASH, Column, Table
from pipeline.word.text import width
from schemas.figures import CellRef, Derivation, Figure, Ledger, LineRef

_MOST = 9
"""How many characters wide the column of printed figures becomes at most."""
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Sourced:
    """A figure as the text prints it; ``figure`` is None when the ledger does not have it.

    ``note`` says what a reader should know besides: that it was worked out in the sentence, or that it
    does not agree with its source.
    """

    printed: str
    figure: Figure | None = None
    note: str = ""


def sources_table(
    title: str, sections: Iterable[tuple[str, Sequence[Sourced]]], ledger: Ledger, style: Style
) -> Table:
    """The figures of each section (its heading, its figures), each once; sections without any left out."""
    listed = [(heading, [*dict.fromkeys(figures)]) for heading, figures in sections if figures]
    sources = [one.figure.source for _, figures in listed for one in figures if one.figure]
    files = {source.file for source in sources if isinstance(source, CellRef)}
    book = next(iter(files)) if len(files) == 1 else ""
    rows: list[tuple[str, ...]] = []
    number = 0
    for heading, figures in listed:
        rows.append((heading, "", "", "", ""))
        for one in figures:
            number += 1
            rows.append((str(number), *_cells(one, ledger, style, book)))
    note = f"表名和单元格均在 {book}，记录均在 notes 文件夹" if book else ""
    widest = max((width(one.printed) for _, figures in listed for one in figures), default=0.0)
    return Table(title, _columns(min(widest + 0.5, _MOST)), tuple(rows), note, compact=True)


def _columns(printed: float) -> tuple[Column, ...]:
    return (
        Column("序号", "center", tight=True),
        Column("正文\n中的数", "right", printed),
        Column("数据项", "left", 12.0),
        Column("年度和口径", "left", tight=True),
        Column("来源", "left", 12.0),
    )


def _cells(one: Sourced, ledger: Ledger, style: Style, book: str) -> tuple[str, str, str, str]:
    figure = one.figure
    if figure is None:
        return one.printed, DASH, DASH, one.note or DASH
    source = _source(figure, ledger, style, book)
    return one.printed, item_words(figure), _basis(figure), f"{source}；{one.note}" if one.note else source


def item_words(figure: Figure) -> str:
    """What is measured, as a reader calls it: 三公经费：公务接待费, 基本支出（决算占比）; of a note its own
    words."""
    if isinstance(figure.source, LineRef):
        words = figure.context if len(figure.context) > len(figure.source.quote) + 2 else figure.label
        return f"“{words}”" if len(words) <= _LONGEST else f"“{words[:_LONGEST]}…”"
    item = figure.label if figure.item.startswith("记录.") else figure.item
    words = item.removeprefix("其他.").removeprefix("项目.").replace(".", "：")
    rest = figure.key.removeprefix(figure.item).replace(".", "")
    return f"{words}（{rest}）" if isinstance(figure.source, Derivation) and rest else words


def _basis(figure: Figure) -> str:
    year = f"{figure.year}年" if figure.year else ""
    return year + (figure.basis.chinese if figure.basis else "") or DASH


def _source(figure: Figure, ledger: Ledger, style: Style, book: str) -> str:
    """A cell, a line of a note, or the formula with its numbers."""
    source = figure.source
    if isinstance(source, CellRef):
        return f"{source.sheet} {source.cell}" if book else f"{source.file} {source.sheet} {source.cell}"
    if isinstance(source, LineRef):
        return f"{source.file.removeprefix('notes/')} 第{source.line}行"
    return _formula(figure, source, ledger, style)


def _formula(figure: Figure, source: Derivation, ledger: Ledger, style: Style) -> str:
    """The formula in words, each figure in it with its number; what belongs to the item itself is not
    called by its name again: （决算163.03－调整预算156.10）÷调整预算156.10×100%."""
    words = source.formula
    for key in sorted(source.inputs, key=len, reverse=True):
        part = ledger.get(key)
        if part is None:
            continue
        name = key.rpartition(".")[2] if key == figure.item else key.removeprefix(f"{figure.item}.")
        name = name.removeprefix("项目.").removeprefix("资产.").replace(".", "")
        words = words.replace(key, name + print_figure(part, style, ("数",)))
    return words

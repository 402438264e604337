"""From grids (or YAML lists) to tables: the header understood, each row's cells by column name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pipeline.inputs.cells import Cell
from pipeline.inputs.faults import Faults, clip, nearest, suggest
from pipeline.inputs.grids import Grid, a1, is_blank
from pipeline.inputs.layout import BY_NAME, SHEETS, Column, Holds, Sheet, fold, is_example
from schemas.figures import MONEY_FACTORS, CellRef

HEADER_ROWS = 8
ROW_LIMIT = 5000
_BRACKET = re.compile(r"(.+?)[（(]([^（）()]*)[）)]")


@dataclass(slots=True)
class Row:
    """A row: its cells by column name; columns that the sheet lacks are absent."""

    cells: dict[str, Cell]

    def get(self, column: str) -> Cell | None:
        """The cell in *column*, or None."""
        return self.cells.get(column)


@dataclass(slots=True)
class Table:
    """A sheet whose header has been understood. ``factors`` turns its amounts into 元."""

    sheet: Sheet
    file: str
    columns: dict[str, CellRef] = field(default_factory=dict)
    factors: dict[str, Decimal] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    """Headers that were not understood; what they hide is not reported a second time as missing."""

    def numeric(self) -> Iterator[Column]:
        """The columns that hold numbers and that the sheet has."""
        return (c for c in self.sheet.columns if c.numeric and c.name in self.columns)


@dataclass(frozen=True, slots=True)
class Setting:
    """What reading needs to know besides the sheets."""

    year: int
    money_unit: str


# -- which sheet is which ------------------------------------------------------------------------------


def match_sheets(names: Iterable[tuple[str, bool]], file: str, faults: Faults) -> dict[str, str]:
    """Standard sheet name → the file's name for it. Names come with whether the sheet is blank."""
    found: dict[str, str] = {}
    strange: list[str] = []
    for name, blank in names:
        sheet = next((s for s in SHEETS if fold(name) in {fold(w) for w in (s.name, *s.aliases)}), None)
        if sheet is not None and sheet.name not in found:
            found[sheet.name] = name
        elif not blank and not name.startswith("填写说明"):
            strange.append(name)
    for name in strange:
        _strange_sheet(name, file, found, faults)
    return found


def _strange_sheet(name: str, file: str, found: dict[str, str], faults: Faults) -> None:
    near = nearest(name, BY_NAME)
    expected = "、".join(BY_NAME)
    if near and near not in found:
        faults.add(
            "unknown-sheet",
            f"不认识工作表“{clip(name)}”，也没有工作表“{near}”。",
            file=file,
            sheet=clip(name),
            found=name,
            expected=near,
            advice=f"请把它改名为“{near}”。",
        )
        found[near] = ""
    else:
        faults.warn(
            "unknown-sheet",
            f"不认识工作表“{clip(name)}”，其中的内容没有读取。",
            file=file,
            sheet=clip(name),
            found=name,
            expected=expected,
            advice="要用的数请填到规定的表里；不用的请删去这张表。",
        )


# -- the header ----------------------------------------------------------------------------------------


def table_of(grid: Grid, sheet: Sheet, file: str, setting: Setting, faults: Faults) -> Table | None:
    """The grid as a table; None when its header cannot be used."""
    top = _header_row(grid, sheet, setting.year)
    if top is None:
        if not grid.blank:
            wanted = "、".join(c.name for c in sheet.columns if not c.optional)
            faults.add(
                "no-header",
                f"工作表“{sheet.name}”的前{HEADER_ROWS}行里找不到表头。",
                file=file,
                sheet=grid.name,
                found=clip("、".join(str(v) for v in grid.rows[0] if not is_blank(v))),
                expected=wanted,
                advice="请恢复模板里的表头。",
            )
        return None
    table = Table(sheet, file)
    places = _read_header(grid, top, table, setting, faults)
    if sheet.title.name not in table.columns:
        _no_title(grid, top, sheet, file, faults)
        return None
    _fill(grid, top, places, table, faults)
    return table


def _header_row(grid: Grid, sheet: Sheet, year: int) -> int | None:
    scores = []
    for number, line in enumerate(grid.rows[:HEADER_ROWS], start=1):
        hits = {c.name for v in line if isinstance(v, str) and (c := match_column(v, sheet, year)[0])}
        scores.append((len(hits), -number))
    best = max(scores, default=(0, 0))
    return -best[1] if best[0] >= 2 else None


def match_column(header: str, sheet: Sheet, year: int) -> tuple[Column | None, str]:
    """The column a header means, and the unit in its brackets: ``决算数（万元）`` → 决算, 万元."""
    whole = fold(header)
    bracket = _BRACKET.fullmatch(whole)
    name, unit = bracket.groups() if bracket else (whole, "")
    name = name.replace(f"{year}年度", "").replace(f"{year}年", "").replace(f"{year - 1}年", "上年")
    for column in sheet.columns:
        words = {fold(w) for w in (column.name, *column.aliases)}
        if name in words or whole in words or name.removesuffix("数") in words:
            # 本年（本级） is some other column; 本年（美元） is this one in a unit that does not exist.
            strange = column.holds is Holds.MONEY and unit and unit not in MONEY_FACTORS and "元" not in unit
            return (None if strange else column), unit
    return None, unit


def _read_header(grid: Grid, top: int, table: Table, setting: Setting, faults: Faults) -> dict[int, str]:
    """Column number → column name, for those that are known; each strange one is reported once."""
    places: dict[int, str] = {}
    for number, raw in enumerate(grid.rows[top - 1], start=1):
        if is_blank(raw):
            continue
        at = CellRef(file=table.file, sheet=grid.name, cell=a1(top, number))
        column, unit = match_column(str(raw), table.sheet, setting.year)
        if column is None:
            _strange_column(grid, top, number, str(raw), at, table, faults)
        elif column.name in table.columns:
            faults.add(
                "duplicate-column",
                f"有两列都是“{column.name}”。",
                at=at,
                found=str(raw),
                expected="每列只出现一次",
                advice=f"请删去一列，或改名；另一列在 {table.columns[column.name].cell}。",
            )
        else:
            places[number] = column.name
            add_column(table, column, unit, at, setting, faults)
    return places


def add_column(
    table: Table, column: Column, unit: str, at: CellRef, setting: Setting, faults: Faults
) -> None:
    """Notes the column and what its numbers are worth."""
    table.columns[column.name] = at
    if column.holds is not Holds.MONEY:
        return
    if unit and unit not in MONEY_FACTORS:
        faults.add(
            "unknown-unit",
            f"表头“{column.name}（{clip(unit)}）”的单位不认识。",
            at=at,
            found=unit,
            expected="万元 或 元",
            advice=f"请把表头改成“{column.name}（万元）”，并核对这一列的数。",
        )
    table.factors[column.name] = MONEY_FACTORS.get(unit or setting.money_unit, Decimal(10_000))


def _strange_column(
    grid: Grid, top: int, number: int, raw: str, at: CellRef, table: Table, faults: Faults
) -> None:
    if all(is_blank(grid.at(r, number)) for r in range(top + 1, len(grid.rows) + 1)):
        return
    names = [c.name for c in table.sheet.columns]
    table.strange.append(raw)
    faults.add(
        "unknown-column",
        f"不认识“{clip(raw)}”这一列，其中的内容没有读取。",
        at=at,
        found=raw,
        expected="、".join(n for n in names if not table.sheet.column(n).optional),
        advice=suggest(_BRACKET.sub(r"\1", raw), names) + "请改正表头，或删去这一列。",
    )


def _no_title(grid: Grid, top: int, sheet: Sheet, file: str, faults: Faults) -> None:
    faults.add(
        "missing-column",
        f"工作表“{sheet.name}”缺少“{sheet.title.name}”一列，无法知道各行是什么。",
        file=file,
        sheet=grid.name,
        cell=f"第{top}行",
        found=clip("、".join(str(v) for v in grid.rows[top - 1] if not is_blank(v))),
        expected=sheet.title.name,
        advice="请补上这一列。",
    )


# -- the rows ------------------------------------------------------------------------------------------


def _fill(grid: Grid, top: int, places: dict[int, str], table: Table, faults: Faults) -> None:
    last = len(grid.rows)
    if last - top > ROW_LIMIT:
        faults.add(
            "too-many-cells",
            f"工作表“{table.sheet.name}”有{last - top}行，只读了前{ROW_LIMIT}行。",
            file=table.file,
            sheet=grid.name,
            found=f"{last - top}行",
            expected=f"不超过{ROW_LIMIT}行",
            advice="请删去多余的行。",
        )
        last = top + ROW_LIMIT
    _report_merges(grid, top, places, table, faults)
    anchors = _anchors(grid, places, table.sheet)
    for number in range(top + 1, last + 1):
        cells = {}
        for place, name in places.items():
            row, column = anchors.get((number, place), (number, place))
            at = CellRef(file=table.file, sheet=grid.name, cell=a1(number, place))
            cells[name] = Cell(grid.at(row, column), at, (row, column) in grid.percents)
        keep_row(table, cells, grid.at(number, min(places)))
    _report_hidden(grid, top, places, table, faults)


def keep_row(table: Table, cells: dict[str, Cell], first: Any) -> None:
    """Adds a row unless it is blank or the grey example."""
    values = [first, *(c.raw for c in cells.values())]
    if not all(is_blank(v) for v in values) and not any(is_example(v) for v in values[:3]):
        table.rows.append(Row(cells))


def _anchors(grid: Grid, places: dict[int, str], sheet: Sheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Where the text of a merged cell stands, for its other cells: the usual look of 一级指标."""
    found = {}
    for r1, c1, r2, c2 in grid.merges:
        if c1 == c2 and c1 in places and not sheet.column(places[c1]).numeric:
            found.update({(r, c1): (r1, c1) for r in range(r1 + 1, r2 + 1)})
    return found


def _report_merges(grid: Grid, top: int, places: dict[int, str], table: Table, faults: Faults) -> None:
    for r1, c1, r2, c2 in grid.merges:
        touched = [places[c] for c in range(c1, c2 + 1) if c in places]
        filled = any(not is_blank(v) for r in range(r1, r2 + 1) for v in grid.rows[r - 1 : r][0:1] or [[]])
        if r2 < top or not touched or not filled or is_example(grid.at(r1, min(places))):
            continue
        place = f"{a1(r1, c1)}:{a1(r2, c2)}"
        if len(touched) == 1 and r1 > top and not table.sheet.column(touched[0]).numeric:
            faults.warn(
                "merged-cells",
                f"“{touched[0]}”列有合并的单元格，各行都按第一格的内容读取。",
                file=table.file,
                sheet=grid.name,
                cell=place,
                found=clip(grid.at(r1, c1)),
                expected="每行一格",
                advice="请取消合并，每行都填写。",
            )
        else:
            faults.add(
                "merged-cells",
                "有合并的单元格，分不清内容属于哪一行哪一列。",
                file=table.file,
                sheet=grid.name,
                cell=place,
                found=clip(grid.at(r1, c1)),
                expected="没有合并的单元格",
                advice="请取消合并，把数填到各自的格里。",
            )


def _report_hidden(grid: Grid, top: int, places: dict[int, str], table: Table, faults: Faults) -> None:
    if grid.hidden:
        faults.warn(
            "hidden-sheet",
            f"工作表“{grid.name}”是隐藏的，其中的数照样读取。",
            file=table.file,
            sheet=grid.name,
            found="隐藏的工作表",
            expected="看得见的工作表",
            advice="请取消隐藏并核对其中的数。",
        )
    rows = [
        r
        for r in sorted(grid.hidden_rows)
        if r > top
        and any(not is_blank(grid.at(r, c)) for c in places if table.sheet.column(places[c]).numeric)
    ]
    columns = [
        c
        for c in sorted(grid.hidden_columns)
        if c in places and any(not is_blank(grid.at(r, c)) for r in range(top + 1, len(grid.rows) + 1))
    ]
    words = []
    if rows:
        words.append(f"第{'、'.join(map(str, rows[:8]))}{'等' if len(rows) > 8 else ''}行")
    if columns:
        words.append("、".join(f"{a1(1, c)[:-1]}列（{places[c]}）" for c in columns))
    if words:
        faults.warn(
            "hidden-cells",
            f"{'和'.join(words)}是隐藏的，其中的数照样读取。",
            file=table.file,
            sheet=grid.name,
            cell=f"第{rows[0]}行" if rows else a1(top, columns[0]),
            found="；".join(words),
            expected="没有隐藏的行和列",
            advice="请取消隐藏并核对其中的数。",
        )

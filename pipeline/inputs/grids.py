"""A workbook as plain grids: values by python-calamine, what calamine does not tell by openpyxl.

calamine is fast and reads stored values; it is silent about formulas that were never computed, error
cells, percent formats, merged and hidden cells. openpyxl is asked for just those.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from pipeline.inputs.faults import Faults


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """An Excel error (#REF!) in a cell."""

    text: str


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A formula without a stored result."""

    formula: str


Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column; all count from 1."""


@dataclass(slots=True)
class Grid:
    """A sheet: ``rows[r - 1][c - 1]`` is the cell in row r and column c; blank is ``''``."""

    name: str
    rows: list[list[Any]]
    percents: set[tuple[int, int]] = field(default_factory=set)
    merges: tuple[Merge, ...] = ()
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False
    comments: dict[tuple[int, int], str] = field(default_factory=dict)

    def at(self, row: int, column: int) -> Any:
        """The value there, ``''`` outside."""
        line = self.rows[row - 1] if 0 < row <= len(self.rows) else []
        return line[column - 1] if 0 < column <= len(line) else ""

    def put(self, row: int, column: int, value: Any) -> None:
        """Sets a cell, growing the grid where calamine cut it off."""
        while len(self.rows) < row:
            self.rows.append([])
        line = self.rows[row - 1]
        line.extend([""] * (column - len(line)))
        line[column - 1] = value

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return all(is_blank(v) for line in self.rows for v in line)


def is_blank(value: object) -> bool:
    """None, or text without a visible character."""
    return value is None or (isinstance(value, str) and not value.strip())


def a1(row: int, column: int) -> str:
    """``D5`` for row 5, column 4."""
    return f"{get_column_letter(column)}{row}"


def read_grids(path: Path, name: str, kind: str, faults: Faults) -> list[Grid] | None:
    """Every sheet of the workbook; None and one fault when it cannot be read."""
    try:
        with CalamineWorkbook.from_path(path) as book:
            grids = [_grid(book, meta.name, meta.visible) for meta in book.sheets_metadata]
    except PasswordError:
        faults.add(
            "encrypted",
            f"“{name}”有打开密码，读不了。",
            file=name,
            found="加密的工作簿",
            expected="没有密码的工作簿",
            advice="请去掉密码再保存。",
        )
        return None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        # A panic in the Rust library is no Exception; whatever it is, the clerk needs one clear message.
        _damaged(name, error, faults)
        return None
    if kind == "xlsx":
        _look_closer(path, name, grids, faults)
    return grids


def _damaged(name: str, error: BaseException, faults: Faults) -> None:
    detail = str(error) if isinstance(error, CalamineError) else type(error).__name__
    faults.add(
        "damaged",
        f"“{name}”已损坏，读不了。",
        file=name,
        found=detail,
        expected="完整的 Excel 工作簿",
        advice="请在 Excel 或 WPS 中打开并另存一份；打不开就用备份替换。",
    )


def _grid(book: CalamineWorkbook, name: str, visible: SheetVisibleEnum) -> Grid:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return Grid(name, [list(row) for row in rows], hidden=visible is not SheetVisibleEnum.Visible)


def _look_closer(path: Path, name: str, grids: list[Grid], faults: Faults) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path)
    except Exception as error:
        # Some programs write styles openpyxl refuses; the values are there, only the marks are missing.
        faults.warn(
            "damaged",
            f"“{name}”的格式信息读不全，没有检查公式、合并和隐藏的单元格。",
            file=name,
            found=type(error).__name__,
            expected="标准的 Excel 工作簿",
            advice="请在 Excel 或 WPS 中另存一份。",
        )
        return
    for grid in grids:
        if grid.name in book.sheetnames and hasattr(book[grid.name], "iter_rows"):
            _mark(grid, book[grid.name])
    book.close()


def _mark(grid: Grid, sheet: Any) -> None:
    for cell in (c for line in sheet.iter_rows() for c in line if c.value is not None):
        if cell.comment is not None:
            grid.comments[cell.row, cell.column] = str(cell.comment.text)
        if cell.data_type == "e":
            grid.put(cell.row, cell.column, ErrorValue(str(cell.value)))
        elif cell.data_type == "f" and is_blank(grid.at(cell.row, cell.column)):
            formula = getattr(cell.value, "text", None) or str(cell.value)
            grid.put(cell.row, cell.column, Unsaved(formula))
        elif cell.data_type in "nf" and "%" in (cell.number_format or ""):
            grid.percents.add((cell.row, cell.column))
    grid.merges = tuple((r.min_row, r.min_col, r.max_row, r.max_col) for r in sheet.merged_cells.ranges)
    grid.hidden_rows = {n for n, d in sheet.row_dimensions.items() if d.hidden}
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden:
            grid.hidden_columns.update(range(dimension.min, min(dimension.max, 200) + 1))

"""One mistake of the clerk's, one message that says what was probably meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from pipeline.inputs import write_workbook
from pipeline.workflow import examine
from schemas.figures import CellRef
from schemas.findings import Fault, Severity
from schemas.inputs import AmountRow, ProjectRow, ReportInput, UnitFact, Value
from tests.inputs.build import FINAL, YEAR, folder, full_report


def _value(amount: int, factor: int = 10_000, **basis: object) -> tuple[Value, ...]:
    place = CellRef(file="data.xlsx", sheet="", cell="")
    return (Value.model_validate({"value": amount * factor, "source": place, "year": YEAR, **basis}),)


def _row(name: str, amount: int, parent: str | None = None) -> AmountRow:
    return AmountRow(name=name, parent=parent, values=_value(amount, basis=FINAL))


CLEAN = ReportInput(
    settings=full_report().settings,
    unit_facts=(UnitFact(name="在职人数", measure="人", values=_value(12, 1)),),
    accounts=(
        _row("本年收入合计", 53),
        _row("经营收入", 3, "本年收入合计"),
        _row("其他收入", 50, "本年收入合计"),
        _row("本年支出合计", 53),
        _row("基本支出", 33, "本年支出合计"),
        _row("人员经费", 21, "基本支出"),
        _row("公用经费", 12, "基本支出"),
        _row("项目支出", 20, "本年支出合计"),
    ),
    projects=tuple(ProjectRow(name=n, values=_value(10, basis=FINAL)) for n in ("科普项目", "能力提升")),
    three_public=(_row("三公经费合计", 4), _row("因公出国（境）费", 1), _row("公务接待费", 3)),
)


def _find(book: Workbook, sheet: str, name: str) -> int:
    return next(row[0].row or 0 for row in book[sheet].iter_rows() if row[0].value == name)


def _rename(sheet: str, name: str, other: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book[sheet].cell(_find(book, sheet, name), 1, other)

    return change


def _merge(book: Workbook) -> None:
    row = _find(book, "项目支出", "科普项目")
    book["项目支出"].merge_cells(f"A{row}:A{row + 1}")


def _parent(book: Workbook) -> None:
    book["收支"].cell(_find(book, "收支", "人员经费"), 2, "基本支出合计")


def _transposed(book: Workbook) -> None:
    row = book["收支"][_find(book, "收支", "人员经费")]
    next(cell for cell in row if cell.value == 21).value = 12


def faults_of(tmp_path: Path, change: Callable[[Workbook], None] | None) -> list[Fault]:
    dir = folder(tmp_path, requires=("三公经费.公务接待费.决算", "在职人数"))
    path = dir / "data.xlsx"
    write_workbook(path, CLEAN, year=YEAR, money_unit="万元")
    if change:
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)
    return [f for f in examine(dir)[1] if f.severity is not Severity.INFO]


def test_the_folder_is_clean_to_begin_with(tmp_path: Path) -> None:
    assert faults_of(tmp_path, None) == []


@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        (_rename("三公经费", "公务接待费", "公务招待费"), "unknown-row", "是不是“公务接待费”？"),
        (_rename("单位情况", "在职人数", "在职人员数"), "required-missing", "“在职人员数”是不是它？"),
        (_rename("收支", "其他收入", "经营收入"), "duplicate-row", "少了“其他收入”，是不是它？"),
        (_merge, "merged-cells", "取消合并"),
        (_parent, "unknown-parent", "是不是“基本支出”？"),
        (_transposed, "basic-parts", "相邻数字颠倒"),
    ],
)
def test_one_cause_has_one_message(
    tmp_path: Path, change: Callable[[Workbook], None], code: str, says: str
) -> None:
    (fault,) = faults_of(tmp_path, change)
    assert (fault.code, fault.severity) == (code, Severity.ERROR)
    assert says in fault.message + fault.advice

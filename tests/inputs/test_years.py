"""A folder whose data are for another year than report.yaml says."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pipeline.inputs import read_folder
from schemas.findings import Fault
from tests.inputs.build import YEAR, folder


def faults_of(dir: Path, year: int = YEAR) -> list[Fault]:
    path = dir / "report.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"年度: {YEAR}", f"年度: {year}"), encoding="utf-8")
    return read_folder(dir)[1]


def note(dir: Path, name: str, date: str) -> None:
    (dir / "notes" / f"{name}.md").write_text(f"---\n日期: {date}\n---\n发放资料。\n", encoding="utf-8")


@pytest.mark.parametrize("year", [YEAR - 1, YEAR + 19])
def test_a_workbook_made_for_another_year_is_one_error_that_names_both_places(
    tmp_path: Path, year: int
) -> None:
    dir = folder(tmp_path)
    note(dir, "活动", f"{YEAR}-05-25")
    (fault,) = faults_of(dir, year)
    assert (fault.code, fault.severity.value, fault.place) == (
        "year-mismatch",
        "error",
        "report.yaml · 年度",
    )
    assert fault.found == str(year)
    assert fault.expected == f"{YEAR}（data.xlsx · 填写说明!A1）"


def test_without_the_guide_the_comments_on_headers_tell_the_year(tmp_path: Path) -> None:
    dir = folder(tmp_path)
    book = openpyxl.load_workbook(dir / "data.xlsx")
    del book["填写说明"]
    book.save(dir / "data.xlsx")
    assert faults_of(dir) == []
    (fault,) = faults_of(dir, YEAR - 1)
    assert fault.code == "year-mismatch"
    assert "批注" in fault.message


def test_a_workbook_that_tells_no_year_is_accepted(tmp_path: Path) -> None:
    dir = folder(tmp_path)
    book = openpyxl.load_workbook(dir / "data.xlsx")
    del book["填写说明"]
    for sheet in book.worksheets:
        for cell in sheet[1]:
            cell.comment = None
    book.save(dir / "data.xlsx")
    assert faults_of(dir, YEAR - 1) == []


@pytest.mark.parametrize(
    ("dates", "codes"),
    [
        (("05-25",), ["date-outside-year"]),
        (("05-25", "06-01"), ["year-mismatch"]),
        (("05-25", "06-01", "own", "own"), ["date-outside-year"] * 2),
    ],
)
def test_most_notes_of_another_year_are_an_error_a_stray_one_a_warning(
    tmp_path: Path, dates: tuple[str, ...], codes: list[str]
) -> None:
    dir = folder(tmp_path)
    for number, day in enumerate(dates):
        note(dir, f"活动{number}", f"{YEAR}-03-01" if day == "own" else f"{YEAR + 1}-{day}")
    assert [f.code for f in faults_of(dir)] == codes

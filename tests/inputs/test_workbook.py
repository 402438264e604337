from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pipeline.inputs import read_folder, write_workbook
from pipeline.inputs.layout import SHEETS
from tests.inputs.build import YEAR, folder, full_report, without_sources


@pytest.mark.parametrize("unit", ["万元", "元"])
def test_a_written_workbook_reads_back_as_it_was(tmp_path: Path, unit: str) -> None:
    dir = folder(tmp_path)
    report = full_report()
    write_workbook(dir / "data.xlsx", report, year=YEAR, money_unit=unit)
    again, faults = read_folder(dir)
    assert [f.message for f in faults] == []
    assert again is not None
    assert without_sources(again) == without_sources(report)


def test_the_template_has_no_fault_and_no_rows(tmp_path: Path) -> None:
    report, faults = read_folder(folder(tmp_path))
    assert [f.message for f in faults] == []
    assert report is not None
    assert not any(
        without_sources(report)[k] for k in ("unit_facts", "accounts", "economic", "projects", "others")
    )


def test_every_value_knows_its_cell(tmp_path: Path) -> None:
    dir = folder(tmp_path)
    write_workbook(dir / "data.xlsx", full_report(), year=YEAR, money_unit="万元")
    report, _ = read_folder(dir)
    assert report is not None
    book = openpyxl.load_workbook(dir / "data.xlsx")
    for row in report.accounts:
        for value in row.values:
            where = value.source.model_dump()
            assert book[where["sheet"]][where["cell"]].value == pytest.approx(float(value.value) / 10_000)


def test_the_template_guards_and_explains_its_cells(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_workbook(path, None, year=YEAR, money_unit="万元")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[1:] == [s.name for s in SHEETS]
    for sheet in SHEETS:
        page = book[sheet.name]
        assert all(c.comment and c.comment.text for c in page[1]), sheet.name
        assert page.freeze_panes
        assert str(page["A2"].value).startswith("（示例）")
    guarded = {str(r.sqref) for r in book["收支"].data_validations.dataValidation}
    assert any(place.startswith("I2") for place in guarded)
    assert book["收支"]["I4"].number_format == "#,##0.00"
    assert book["单位情况"]["D4"].number_format == "0"


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    from pipeline.errors import ZipingbaoError
    from pipeline.inputs import init_folder

    dir = folder(tmp_path)
    (dir / "report.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(ZipingbaoError, match="没有改动"):
        init_folder(dir, "outline", YEAR)
    assert (dir / "report.yaml").read_text(encoding="utf-8") == "mine"
    init_folder(dir, "outline", YEAR, overwrite=True)
    assert (dir / "report.yaml").read_text(encoding="utf-8") != "mine"


@pytest.mark.parametrize(
    "written", ["其中：基本支出", "一、基本支出", "（一）基本支出", "基本支出 ", "基本\n支出"]
)
def test_row_names_are_read_without_their_numbering(tmp_path: Path, written: str) -> None:
    dir = folder(tmp_path, requires=("基本支出.决算",))
    write_workbook(dir / "data.xlsx", full_report(), year=YEAR, money_unit="万元")
    book = openpyxl.load_workbook(dir / "data.xlsx")
    [cell] = [c for c in book["收支"]["A"] if c.value == "基本支出"]
    cell.value = written
    book.save(dir / "data.xlsx")
    report, faults = read_folder(dir)
    assert faults == []
    assert report is not None
    assert "基本支出" in [r.name for r in report.accounts]


@pytest.mark.parametrize(
    ("header", "worth"),
    [("决算数(元)", 1), ("2023年决算（万元）", 10_000), ("决算", 10_000), ("执行数\n（亿元）", 10**8)],
)
def test_headers_may_be_written_in_other_ways(tmp_path: Path, header: str, worth: int) -> None:
    dir = folder(tmp_path)
    book = openpyxl.load_workbook(dir / "data.xlsx")
    book["收支"]["I1"] = header
    book["收支"]["I15"] = "３.５"
    book.save(dir / "data.xlsx")
    report, faults = read_folder(dir)
    assert faults == []
    assert report is not None
    assert [v.value for v in report.accounts[0].values] == [worth * 7 / 2]

"""A folder of reports from many units, and the reviewer's workbook about it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import openpyxl
import pytest

from pipeline.summary import MOST_CHARS, Reviewed, Row, write_summary
from tests.documents.make import docx, paragraph, pdf
from tests.test_cli import run

WRONG = (
    "全年支出10万元，比上年增加2万元，增长50%。"
    "其中：甲项3万元，乙项4万元，丙项5万元，共三项合计10万元。增长-5%。"
)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Three units: one report with mistakes, one without, one that is a scan."""
    folder = tmp_path / "各单位"
    (folder / "甲局").mkdir(parents=True)
    docx(folder / "甲局" / "自评.docx", paragraph("一、基本情况") + paragraph(WRONG))
    (folder / "乙局.txt").write_text("本单位在职人员12人。", encoding="utf-8")
    pdf(folder / "丙局.pdf")
    return folder


def test_one_bad_file_does_not_stop_the_others(reports: Path) -> None:
    out = reports.parent / "汇总.xlsx"
    result = run("check", reports, "--summary", out)
    assert result.exit_code == 1, "an error was found"
    assert "[3/3]" in result.stderr
    assert "扫描件" in result.stderr
    findings, counts = openpyxl.load_workbook(out).worksheets
    rows = list(findings.iter_rows(min_row=2, values_only=True))
    assert {row[0] for row in rows} == {"甲局/自评.docx", "丙局.pdf"}
    for row in rows:
        if row[0] == "甲局/自评.docx":
            assert row[1] == "一、基本情况 第2段"
            assert str(row[5]) in WRONG
        else:
            assert "扫描件" in str(row[6])
    table = {row[0]: row for row in counts.iter_rows(values_only=True)}
    assert table["乙局.txt"][2:6] == (0, 0, 0, 0)
    assert table["甲局/自评.docx"][5] == sum(row[0] == "甲局/自评.docx" for row in rows)
    header = next(counts.iter_rows(max_row=1, values_only=True))
    by_code = dict(zip(header[6:], table["甲局/自评.docx"][6:], strict=True))
    assert sum(int(str(n)) for n in by_code.values() if n) == table["甲局/自评.docx"][5]


def test_json_of_a_folder_keeps_the_contract(reports: Path) -> None:
    document = json.loads(run("check", reports, "--json").stdout)
    assert [f["file"] for f in document["files"]] == ["乙局.txt", "甲局/自评.docx"]
    assert [f["file"] for f in document["unread"]] == ["丙局.pdf"]


def test_a_folder_with_nothing_to_check_is_told(tmp_path: Path) -> None:
    result = run("check", tmp_path)
    assert result.exit_code == 2
    assert "report.yaml" in result.stderr


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=cmd|"/c calc"!A1', "\t=1"])
def test_nothing_becomes_a_formula(tmp_path: Path, text: str) -> None:
    out = tmp_path / "a.xlsx"
    write_summary(out, [Reviewed(text, 1, [Row(text, text, "错误", "sum", text, text, text, text, text)])])
    for sheet in openpyxl.load_workbook(out).worksheets:
        cells = [c for row in sheet.iter_rows() for c in row if c.value and str(c.value).startswith(text[:2])]
        assert cells
        assert all(c.data_type == "s" and c.quotePrefix for c in cells)


def test_control_characters_and_long_texts_are_survived(tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    long = "\x00\x0b￾文" + "字" * 100_000
    write_summary(out, [Reviewed("a", 1, [Row("a", "b", "错误", "sum", "t", long, long)])])
    value = str(openpyxl.load_workbook(out).worksheets[0]["F2"].value)
    assert value.startswith("文")
    assert len(value) <= MOST_CHARS


def test_a_workbook_that_cannot_be_written_is_told(reports: Path) -> None:
    result = run("check", reports, "--summary", reports / "没有" / "a.xlsx")
    assert result.exit_code == 2
    assert "写不进去" in result.stderr


def test_libreoffice_shows_every_finding(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "汇总.xlsx"
    run("check", reports, "--summary", out)
    as_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = ["soffice", home, "--headless", "--convert-to", as_csv, str(out)]
    try:
        subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=100)
    except FileNotFoundError:
        pytest.skip("LibreOffice is missing")
    text = next(tmp_path.glob("*.csv")).read_text(encoding="utf-8")
    assert "甲局/自评.docx" in text
    assert "Err:" not in text


def test_a_page_of_files_shows_every_finding(reports: Path) -> None:
    page = reports.parent / "核对.html"
    result = run("check", reports, "--html", page)
    assert "没有台账可对照" in result.stdout
    text = page.read_text(encoding="utf-8")
    assert "分项与合计不符" in text or "增减额或增减率不符" in text
    assert "与台账一致" not in text

"""The prose of a document against the tables in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.crosscheck import check_tables
from pipeline.documents import read_document
from schemas.documents import Document
from schemas.findings import Finding, Severity
from tests.documents.make import docx, paragraph, table
from tests.test_cli import CASES, EXAMPLES, run

ROWS = (
    ("项目", "2022年决算数", "2023年年初预算数", "2023年决算数"),
    ("一、基本支出", "280.00", "290.00", "301.81"),
    ("公务接待费", "0.34", "0.50", "0.22"),
    ("项目支出", "51.00", "40", "44.00"),
)


def document(
    tmp_path: Path, prose: str, rows: tuple[tuple[str, ...], ...] = ROWS, unit: str = "万元"
) -> Document:
    body = paragraph("2023年度自评报告") + paragraph(prose) + paragraph(f"单位：{unit}") + table(*rows)
    return read_document(docx(tmp_path / "稿.docx", body))


def findings(tmp_path: Path, prose: str, **options: object) -> list[Finding]:
    return check_tables(document(tmp_path, prose, **options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "prose",
    [
        "2023年，基本支出310.81万元。",
        "基本支出决算数为301.18万元。",
        "我单位2023年基本支出年初预算209.00万元。",
        "上年基本支出决算数为288.00万元。",
        "2023年公务接待费支出0.32万元。",
    ],
)
def test_an_amount_that_its_row_contradicts(tmp_path: Path, prose: str) -> None:
    text = document(tmp_path, prose).text
    (found,) = findings(tmp_path, prose)
    assert found.severity is Severity.ERROR
    assert found.code == "table-mismatch"
    assert text[found.start : found.end] == found.quote
    assert found.expected
    assert found.expected.removesuffix("万元") in text[found.others[0][0] : found.others[0][1]]


@pytest.mark.parametrize(
    "prose",
    [
        "2023年，基本支出301.81万元，公务接待费0.22万元，项目支出44万元。",
        "基本支出约302万元。",
        "基本支出301.8万元。",
        "基本支出决算数为3018100元。",
        "上年基本支出决算数为280万元。",
        "基本支出年初预算290.00万元。",
        "基本支出比上年增加21.81万元。",
        "下属科技馆基本支出12.00万元。",
        "基本支出人均13.00万元。",
        "2021年基本支出决算数为250.00万元。",
        "基本支出调整预算为305.00万元。",
        "预算安排基本支出305.00万元。",
        "甲项目共支出30万元，其中公务接待费支出5.00万元。",
        "2022年和2023年合计，基本支出581.81万元。",
        "2023年基本支出301.81万元。科技馆的情况：基本支出支出12.00万元。",
    ],
)
def test_what_agrees_or_speaks_of_something_else_is_left_alone(tmp_path: Path, prose: str) -> None:
    assert findings(tmp_path, prose) == []


def test_a_table_in_yuan(tmp_path: Path) -> None:
    rows = (("项目", "2023年决算数"), ("基本支出", "3,018,100.00"))
    assert findings(tmp_path, "基本支出决算数为301.81万元。", rows=rows, unit="元") == []
    (found,) = findings(tmp_path, "基本支出决算数为310.81万元。", rows=rows, unit="元")
    assert found.expected == "301.81万元"


def test_columns_of_rates_and_scores_are_no_amounts(tmp_path: Path) -> None:
    rows = (("项目", "决算执行率", "得分"), ("基本支出", "98", "10"))
    assert findings(tmp_path, "基本支出决算数为301.81万元。", rows=rows) == []


def test_without_a_written_unit_it_is_only_a_warning(tmp_path: Path) -> None:
    rows = (("项目", "2023年决算数"), ("基本支出", "301.81"))
    (found,) = findings(tmp_path, "基本支出决算数为310.81万元。", rows=rows, unit="见表")
    assert found.severity is Severity.WARNING


@pytest.mark.parametrize("name", CASES)
def test_our_own_reports_raise_no_alarm(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    shutil.copytree(EXAMPLES / name, folder)
    run("draft", folder, "--offline")
    assert run("export", folder).exit_code == 0
    (path,) = folder.glob("*.docx")
    exported = read_document(path)
    assert exported.tables
    assert check_tables(exported) == []
    result = run("check", path)
    assert result.exit_code == 0, result.stdout
    assert run("check", path, "--against", folder).exit_code == 0

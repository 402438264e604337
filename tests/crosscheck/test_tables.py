"""The prose of a document against the tables in it."""

from __future__ import annotations

import shutil
from itertools import accumulate
from pathlib import Path

import pytest

from pipeline.crosscheck import check_tables
from pipeline.documents import read_document
from schemas.documents import Cell, Document, Table
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


TITLE = "2023年度自评报告"
TABLE = (
    "单位：万元",
    "项目\t2022年决算数\t2023年年初预算数\t2023年决算数",
    "一、基本支出\t280.00\t290.00\t301.81",
    "公务接待费\t0.34\t0.50\t0.22",
    "项目支出\t51.00\t40\t100",
)


def page(*lines: str) -> Document:
    """A document from its lines; those with tabs are rows of a table."""
    tables: list[Table] = []
    at, row = 0, False
    for line in lines:
        if "\t" in line:
            words = line.split("\t")
            starts = list(accumulate((len(w) + 1 for w in words), initial=at))
            ends = [start + len(w) for start, w in zip(starts, words, strict=False)]
            cells = map(Cell, starts, ends, range(len(words)))
            rows = tables.pop().rows if row else ()
            tables.append(Table((*rows, tuple(cells))))
        row = "\t" in line
        at += len(line) + 1
    return Document("\n".join(lines), tuple(tables))


def told(document: Document, year: int | None = None) -> list[str]:
    return [
        f"{f.quote} → {f.expected} {f.severity.value} {document.text[slice(*f.others[0])]}"
        for f in check_tables(document, year)
    ]


@pytest.mark.parametrize(
    ("prose", "wanted"),
    [
        ("项目支出49.75万元。", "49.75万元 → 100万元 error 100"),
        ("项目支出49.74万元。", "49.74万元 → 100万元 warning 100"),
        ("项目支出199万元。", "199万元 → 100万元 error 100"),
        ("项目支出199.1万元。", "199.1万元 → 100万元 warning 100"),
        ("项目支出100.4万元。", ""),
        ("项目支出100.6万元。", "100.6万元 → 100万元 error 100"),
        ("全年共支出402万元，其中项目支出90万元。", "90万元 → 100万元 warning 100"),
        ("全年共支出402万元，其中项目支出20万元。", ""),
        ("基本支出0.031亿元。", "0.031亿元 → 0.030181亿元 error 301.81"),
        ("基本支出3000000元。", "3000000元 → 3018100元 error 301.81"),
        ("基本支出3010千元。", "3010千元 → 3018.1千元 error 301.81"),
        ("基本支出310.81万元。全年基本支出305万元。", ""),
        ("基本支出310.81万元，后文又写道：基本支出310.81万元。", "310.81万元 → 301.81万元 error 301.81"),
        ("2022年基本支出288万元，2023年基本支出301.81万元。", "288万元 → 280万元 error 280.00"),
        ("去年基本支出288万元。", "288万元 → 280万元 error 280.00"),
        ("本年基本支出303.81万元。", "303.81万元 → 301.81万元 error 301.81"),
        ("2022年和2023年基本支出288万元。", ""),
        ("（1）其中公务接待费支出为0.32万元。", "0.32万元 → 0.22万元 warning 0.22"),
        ("与上年相比，基本支出303.81万元。", "303.81万元 → 301.81万元 error 301.81"),
        ("按年初预算，基本支出303.81万元。", ""),
        ("按预算，基本支出303.81万元。", ""),
        ("实际到位，基本支出303.81万元。", ""),
        ("公务接待费年初预算0.05万元。", "0.05万元 → 0.5万元 warning 0.50"),
        ("上年，公务接待费决算0.43万元。", "0.43万元 → 0.34万元 error 0.34"),
        ("2022年工作较好。基本支出288万元。", "288万元 → 280万元 error 280.00"),
        ("基本支出35人。", ""),
        ("基本支出3至5万元。", ""),
    ],
)
def test_which_amount_is_held_against_which_cell_and_how_surely(prose: str, wanted: str) -> None:
    assert told(page(TITLE, prose, *TABLE))[:1] == ([wanted] if wanted else [])


@pytest.mark.parametrize(
    ("prose", "rows", "wanted"),
    [
        ("基本支出310.81万元。", "单位：元|项目#2023年决算数|基本支出#3,018,100.00",
         "301.81万元 error 3,018,100.00"),
        ("基本支出310.81万元。", "项目#2023年决算数（元）|基本支出#3018100", "301.81万元 error 3018100"),
        ("基本支出310.81万元。", "项目#2023年决算数|基本支出（元）#3018100", "301.81万元 error 3018100"),
        ("基本支出310.81万元。", "项目#2023年决算数|基本支出#301.81", "301.81万元 warning 301.81"),
        ("基本支出0.0311亿元。", "单位: 亿元|项目#2023年决算数|基本支出#0.0302", "0.0302亿元 error 0.0302"),
        ("基本支出310.81万元。", "单位：万元|序号#项目#2023年决算数|1#基本支出#301.81",
         "301.81万元 error 301.81"),
        ("基本支出310.81万元。", "2023年决算|单位：万元|序号#项目#金额|1#基本支出#301.81",
         "301.81万元 error 301.81"),
        ("基本支出310.81万元。", "单位：万元|项目#2023年执行数|基本支出#301.81", "301.81万元 error 301.81"),
        ("基本支出310.81万元。", "单位：万元|项目#2023年#2023年|　#预算数#决算数|基本支出#290#301.81",
         "301.81万元 error 301.81"),
        ("基本支出310.81万元。", "单位：万元|项目#决算数|基本支出#301.81", "301.81万元 error 301.81"),
        ("基本支出310.81万元。", "2022年支出表|单位：万元|项目#决算数|基本支出#301.81", ""),
        ("2022年基本支出决算310.81万元。", "2022年支出表|单位：万元|项目#决算数|基本支出#301.81",
         "301.81万元 error 301.81"),
        ("基本支出310.81万元。", "2022年、2023年支出表|单位：万元|项目#决算数|基本支出#301.81", ""),
        ("基本支出310.81万元。", "单位：万元|项目#上年决算数#本年决算数|基本支出#280#301.81",
         "301.81万元 error 301.81"),
        ("上年基本支出决算310.81万元。", "单位：万元|项目#上年决算数#本年决算数|基本支出#280#301.81",
         "280万元 error 280"),
        ("人员经费支出210万元。", "单位：万元|项目#2023年决算数|合计#400|#30|其中：人员经费#200",
         "200万元 error 200"),
        ("培训费支出25万元。", "单位：万元|项目#2023年决算数|会议费#10|1.培训费#20", "20万元 error 20"),
        ("水费支出25万元。", "单位：万元|项目#2023年决算数|水费#20", ""),
        ("甲类项目支出25万元。", "单位：万元|项目#2023年决算数|甲类项目#20|甲类项目支出#30",
         "30万元 error 30"),
        ("培训费支出25万元。", "单位：万元|项目#2023年决算数|培训费#20|培训费#30", "20万元 warning 20"),
        ("培训费支出20万元。", "单位：万元|项目#2023年决算数|培训费#20|培训费#30", ""),
        ("培训费支出1万元。", "单位：万元|项目#2023年决算数|培训费#0", "0万元 warning 0"),
        ("培训费支出25万元。", "单位：万元|项目#2023年决算数|培训费#共20场", ""),
        ("培训费支出25万元。", "本表列出全年的决算数。|单位：元|项目#金额|培训费#200000", ""),
        ("培训费支出25万元。", "2023年度决算|||单位：万元|项目#金额|培训费#20", ""),
        ("培训费支出25万元。", "2023年度决算||单位：万元|项目#金额|培训费#20", "20万元 error 20"),
        ("会议费支出25万元。", "单位：万元|项目#说明#2023年决算数|培训费##10|会议费#5场#20",
         "20万元 error 20"),
        ("会议费支出25万元。", "单位：万元|项目#2023年决算数#备注|会议费#20#30", "20万元 error 20"),
    ],
)  # fmt: skip
def test_how_a_table_is_read(prose: str, rows: str, wanted: str) -> None:
    document = page(TITLE, prose, *rows.replace("#", "\t").split("|"))
    assert [line.partition(" → ")[2] for line in told(document)] == ([wanted] if wanted else [])


def test_the_year_is_that_of_the_title_unless_it_is_given() -> None:
    prose = "基本支出288万元。"
    assert told(page("2022年度自评报告", prose, *TABLE)) == ["288万元 → 280万元 error 280.00"]
    assert told(page("自评报告", prose, *TABLE), 2022) == ["288万元 → 280万元 error 280.00"]
    assert told(page("自评报告", prose, *TABLE)) == [], "the year of a column is not that of the report"
    assert check_tables(page("2023年度自评报告", prose)) == []


def test_the_finding_says_what_stands_where() -> None:
    (found,) = check_tables(page(TITLE, "基本支出310.81万元。", *TABLE))
    assert found.message == "文中写310.81万元，表中“基本支出”一行“2023年决算数”为301.81，两处不一致。"
    assert found.evidence == "表：基本支出 2023年决算数 301.81"


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

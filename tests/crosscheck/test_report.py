"""The check as a person reads it.

page.html is the body of one page in which findings overlap, run over a line's end and lie on the whole text.
``python -m tests.crosscheck.test_report`` writes it anew: look at it, and read the difference.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.crosscheck.page import html
from pipeline.crosscheck.report import SECOND_READER, Checked, Places, Settled, lines, to_json
from schemas.findings import Fault, Finding, Severity
from tests.crosscheck.ledgers import LEDGER, checked

WRONG = "公务接待费[[三公经费.公务用车运行维护费.决算]]。\n参加培训[[记录.培训.参加培训]]。"
TEXT = "公务接待费2.58万元。\n参加培训428人。"


def sections() -> list[Checked]:
    return [
        Checked("一、“三公”经费", TEXT, checked(WRONG)),
        Checked("二、其他", "基本支出301.81万元<script>alert(1)</script>&", checked("基本支出301.81万元")),
    ]


WAIVED = Fault(code="sum", severity=Severity.ERROR, message="分项合计不符。", waived="财政批复口径不同")


def test_json_follows_the_contract() -> None:
    document = json.loads(json.dumps(to_json(sections()), ensure_ascii=False))
    (first, second) = document["files"]
    assert set(first) == {"file", "findings", "figures"}
    assert first["figures"] == {"found": 2, "bound": 1, "unbound": 1}
    (found,) = first["findings"]
    assert set(found) == {"code", "severity", "start", "end", "quote", "message", "expected", "evidence"}
    assert TEXT[found["start"] : found["end"]] == found["quote"] == "2.58万元"
    assert second["findings"] == []


def test_lines_name_the_section_the_words_and_the_counts() -> None:
    text = "\n".join(lines(sections(), [WAIVED]))
    assert "【一、“三公”经费】" in text
    assert "错误［数与项目不符］“2.58万元”" in text
    assert "财政批复口径不同" in text
    assert text.endswith("共有数3个，与台账一致2个，未对上1个；错误1处，提醒0处，提示0处。")


def test_html_leads_every_figure_to_its_source_and_escapes_the_text() -> None:
    page = html("自评报告", sections(), LEDGER, [WAIVED])
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "http" not in page, "one self-contained page"
    targets = set(re.findall(r'href="#([sf]\d+)"', page))
    assert targets
    assert targets <= set(re.findall(r'id="([sf]\d+)"', page))
    assert "data.xlsx · 收支!D5" in page
    assert "notes/培训.md 第2行" in page
    assert "财政批复口径不同" in page


def test_html_without_a_ledger_still_shows_text_and_findings() -> None:
    page = html("外来报告", [Checked("", "基本支出301万元", checked("基本支出301万元"))])
    assert "基本支出" in page
    assert "没有可对照的台账" in page


PAGE = Path(__file__).parent / "page.html"
LONG = "基本支出301.81万元，比上年增加21.81万元。\n公务接待费2.58万元，\n三人参加。\n\n编制14个，在职18人。"


def on(code: str, severity: Severity, words: str, message: str, **more: str) -> Finding:
    start = LONG.index(words)
    return Finding(code=code, severity=severity, message=message, quote=words, start=start,
                   end=start + len(words), **more)  # type: ignore[arg-type]  # fmt: skip


def settled() -> list[Checked]:
    findings = (
        on("length", Severity.INFO, LONG, "太长。"),
        on("sum", Severity.ERROR, LONG[:25], "合计不符。", expected="300万元", evidence="1＋1＝2"),
        on("rounded-figure", Severity.INFO, "301.81万元", "少写小数。"),
        on("wrong-item", Severity.WARNING, "2.58万元，\n三人", "项目不符。"),
        on(SECOND_READER, Severity.ERROR, "公务接待费", "模型认为不符。"),
        Finding(code="required-missing", severity=Severity.ERROR, message="没有写。"),
    )
    dismissed = Settled(on("typed-figure", Severity.ERROR, "18人", "没有出处。"), "口径不同")
    result = replace(checked(LONG), findings=findings)
    return [
        Checked("一、概况", LONG, result, settled=(dismissed,), file="稿.txt"),
        Checked("", "无数。", checked("无数。"), file="二.txt"),
    ]


def body(page: str) -> str:
    return page[page.index("<body>") : page.index("</html>")]


def test_every_mark_tip_number_and_source_of_a_page() -> None:
    page = html("自评报告", settled(), LEDGER)
    assert body(page) == PAGE.read_text(encoding="utf-8")
    assert "<title>自评报告 核对报告</title>" in page


def test_without_a_ledger_no_figure_leads_anywhere() -> None:
    page = html("自评报告", settled()[:1])
    assert "<p>编制14个，在职18人。<sup>" in page
    assert "与台账一致<b>" not in page


NUMBERED = [
    "1. 错误［必写的数缺少］没有写。",
    "2. 错误［分项与合计不符］“基本支出301.81万元，比上年增加21.81万元” 合计不符。",
    "3. 提示［篇幅不合］“基本支出301.81万元，比上年增加21.81万元。 公务…” 太长。",
    "4. 提示［少写了小数］“301.81万元” 少写小数。",
    "7. 错误［模型复读］“公务接待费” 模型认为不符。",
    "5. 提醒［数与项目不符］“2.58万元， 三人” 项目不符。",
]


def test_numbers_stay_when_a_finding_is_dismissed_or_a_model_is_asked() -> None:
    totals = "；错误3处，提醒1处，提示2处；已了结1处。"
    first, *told, last = lines(settled())
    assert first == "【一、概况】"
    assert told == [f"  {line}" for line in NUMBERED]
    assert last == f"共有数5个，与台账一致3个，未对上2个{totals}"
    _, *told, last = lines(settled(), numbers=False, sourced=False)
    assert told == [f"  {line[3:]}" for line in NUMBERED]
    assert last == f"共有数5个（没有台账可对照）{totals}"


@pytest.mark.parametrize(("size", "shown"), [(30, "字" * 30), (31, "字" * 29 + "…")])
def test_a_long_quote_is_cut(size: int, shown: str) -> None:
    long = Finding(code="sum", severity=Severity.ERROR, message="不符。", quote="字" * size)
    section = Checked("", "", replace(checked(""), findings=(long,)), file="稿.txt")
    assert list(lines([section]))[:2] == ["【稿.txt】", f"  1. 错误［分项与合计不符］“{shown}” 不符。"]


def test_json_names_the_file_or_the_section_and_what_was_dismissed() -> None:
    first, second = to_json(settled())["files"]
    assert (first["file"], first["dismissed"], second["file"]) == ("稿.txt", 1, "二.txt")
    assert "dismissed" not in second
    assert [f["code"] for f in first["findings"]] == [f.code for f in settled()[0].result.findings]
    assert [one["file"] for one in to_json(sections())["files"]] == ["一、“三公”经费", "二、其他"]


PLACED = "总述。\n一、收支情况\n  \n本年收入。\n（一）支出\n甲。\n二、这是一句话。\n乙"


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("总", "第1段"),
        ("。\n一", "第1段"),
        ("一、", "一、收支情况 第2段"),
        ("本年", "一、收支情况 第3段"),
        ("（一）", "（一）支出 第4段"),
        ("甲", "（一）支出 第5段"),
        ("二、这", "（一）支出 第6段"),
        ("乙", "（一）支出 第7段"),
    ],
)
def test_a_place_is_told_by_heading_and_paragraph(words: str, place: str) -> None:
    assert Places(PLACED).name(PLACED.index(words)) == place


def test_a_text_without_words_has_a_first_paragraph() -> None:
    assert (Places("").name(0), Places("\n\n").name(1)) == ("第1段", "第1段")


if __name__ == "__main__":
    PAGE.write_text(body(html("自评报告", settled(), LEDGER)), encoding="utf-8")

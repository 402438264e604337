"""The check as a person reads it."""

from __future__ import annotations

import json
import re

from pipeline.crosscheck.report import Checked, html, lines, to_json
from schemas.findings import Fault, Severity
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

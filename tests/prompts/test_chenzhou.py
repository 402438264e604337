"""The outline chenzhou2021, drafted from its own case and from other units' data."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.articulation import articulate
from pipeline.drafting import Brief, Job, allot, build_prompt
from pipeline.outlines import open_outline
from schemas.figures import Basis, CellRef
from schemas.findings import Severity
from schemas.inputs import AmountRow, ProjectRow, ReportInput, Value
from tests.prompts.cases import (
    draft,
    example,
    faults_of,
    keys_written,
    missing_from,
    quantities,
    settings,
    strays,
    without_each,
)

HEADINGS = [
    "一、部门基本情况",
    "（一）主要职能",
    "（二）机构情况，包括当年变动情况及原因",
    "（三）人员情况，包括当年变动情况及原因",
    "二、一般公共预算支出情况",
    "（一）基本支出情况",
    "（二）项目支出情况",
    "三、政府性基金预算支出情况",
    "四、国有资本经营预算支出情况",
    "五、社会保险基金预算支出情况",
    "六、部门整体支出绩效情况",
    "（一）坚持党建引领，科协系统自身建设有新作为",
    "（二）坚持围绕中心，服务创新驱动发展有新突破",
    "（三）坚持科普主业，公民科学素质提升有新跨越",
    "七、存在的问题及原因分析",
    "八、下一步改进措施",
    "九、部门整体支出绩效自评结果拟应用和公开情况",
    "十、其他需要说明的情况",
]

MONEY_AND_RATES = """
282.02万元 238.02万元 31.73万元 0.99万元 0元 1.75万元 234.81万元 234.81万元 170.29万元 55.06万元 9.46万元
100万元 15万元 15万元 15万元 15万元 60万元 5万元 4万元 3万元 9万元 2万元 2万元 2万元 2万元 3万元 4万元 2万元
2万元 40万元 40万元 10.1% 15万元 95%
"""
COUNTS = """
1个 3个 10名 1名 1名 1名 9名 1名 14名 4个 18个 3支 1项 1项 227篇 18个 6000人 257场次 60场次 120000人 48期
400台 600篇 80台 4家 4个 30个 40所 1个 50000人次
"""


def amount(yuan: str, year: int = 2024) -> Value:
    cell = CellRef(file="data.xlsx", sheet="收支", cell="B2")
    return Value(value=Decimal(yuan), source=cell, year=year, basis=Basis.FINAL)


def test_headings_stand_in_the_order_of_the_original() -> None:
    assert [printed for _, printed in open_outline("chenzhou2021").outline.numbered()] == HEADINGS


def test_the_case_reads_as_finished_prose() -> None:
    report, _ = example("chenzhou2021")
    for section, rendered in draft(report).items():
        assert rendered.problems == (), section
        assert faults_of(rendered.text) == [], section


def test_every_section_keeps_to_its_length_and_prints_what_it_must() -> None:
    report, ledger = example("chenzhou2021")
    texts = draft(report)
    for spec in open_outline("chenzhou2021").outline.sections:
        if spec.body:
            rendered = texts[spec.id]
            assert spec.length.least <= len(rendered.text) <= spec.length.most, spec.id
            printed = {key for span in rendered.spans for key in span.keys}
            assert {f.key for f in ledger.matching(spec.required)} <= printed, spec.id


def test_every_figure_of_every_note_is_printed_once() -> None:
    report, _ = example("chenzhou2021")
    printed = [key for rendered in draft(report).values() for span in rendered.spans for key in span.keys]
    wanted = [figure.key for note in report.notes for figure in note.figures]
    assert {key: printed.count(key) for key in wanted if printed.count(key) != 1} == {}


def test_the_ledger_holds_the_figures_of_the_original() -> None:
    _, ledger = example("chenzhou2021")
    wanted = quantities(MONEY_AND_RATES + COUNTS)
    assert len(missing_from(ledger, wanted)) <= len(wanted) * 0.05
    assert sum(f.item.startswith("其他.") for f in ledger) <= len(wanted) * 0.1


def test_contradictions_of_the_original_are_waived_with_their_reasons() -> None:
    report, ledger = example("chenzhou2021")
    faults = [f for f in articulate(ledger, report) if f.severity is Severity.ERROR]
    assert {f.code for f in faults} == {"basic-parts", "project-total"}
    assert all(f.waived for f in faults)


def test_the_gap_in_basic_spending_is_told_and_not_filled() -> None:
    report, ledger = example("chenzhou2021")
    text = draft(report)["general_basic"].text
    parts = ("人员经费.决算", "公用经费.决算", "三公经费.公务接待费.决算", "三公经费.公务用车运行维护费.决算")
    gap = ledger["基本支出.决算"].value - sum(ledger[k].value for k in parts)
    assert f"少{gap / 10000}万元" in text


def test_every_recipient_is_listed_with_its_amount() -> None:
    report, _ = example("chenzhou2021")
    text = draft(report)["general_projects"].text
    recipients = [row for row in report.projects if row.recipient]
    assert len(recipients) == 16
    for row in recipients:
        assert f"{row.recipient}{row.values[0].value / 10000:.2f}万元" in text


def test_budgets_without_spending_say_so() -> None:
    report, _ = example("chenzhou2021")
    texts = draft(report)
    for id in ("government_funds", "state_capital", "social_insurance", "others"):
        assert texts[id].text == "无。"


def test_literal_keys_are_guarded_or_required() -> None:
    folder = open_outline("chenzhou2021")
    assert {id: keys for id, keys in keys_written(folder).items() if keys} == {}


def test_notes_without_front_matter_find_their_section() -> None:
    report, _ = example("chenzhou2021")
    assert len(strays(report)) <= len(report.notes) * 0.1


@pytest.mark.parametrize(
    ("section", "words"), [("overview_offices", "学会工作部"), ("general_projects", "科普活动种子购买")]
)
def test_a_model_is_shown_the_remarks_that_a_section_tells(section: str, words: str) -> None:
    report, ledger = example("chenzhou2021")
    outline = open_outline("chenzhou2021").outline
    brief = Brief(outline, report.settings, ledger, allot(report.notes, outline))
    assert words in build_prompt(Job(outline.section(section)), brief)[-1].content


def test_what_the_outline_requires_is_there() -> None:
    _, ledger = example("chenzhou2021")
    required = open_outline("chenzhou2021").outline.requires
    assert required
    assert [key for key in required if key not in ledger] == []


def test_any_row_or_note_may_be_missing() -> None:
    report, _ = example("chenzhou2021")
    for missing, less in without_each(report):
        for section, rendered in draft(less).items():
            assert (rendered.problems, faults_of(rendered.text)) == ((), []), f"{section} without {missing}"


def test_another_unit_without_data_gets_whole_sentences() -> None:
    texts = draft(ReportInput(settings=settings("chenzhou2021")))
    for section, rendered in texts.items():
        assert rendered.problems == (), section
        assert rendered.spans == (), section
        assert faults_of(rendered.text) == [], section
    assert "郴州" not in "".join(r.text for r in texts.values())


@pytest.fixture
def other_unit() -> ReportInput:
    return ReportInput(
        settings=settings("chenzhou2021"),
        accounts=(
            AmountRow(name="政府性基金预算支出", values=(amount("120000"), amount("150000", 2023))),
            AmountRow(name="国有资本经营预算支出", values=(amount("0"),)),
        ),
        projects=(
            ProjectRow(name="档案修复", parent="业务项目", values=(amount("200000"),), content="修复馆藏"),
            ProjectRow(name="档案数字化", parent="业务项目", recipient="甲公司", values=(amount("300000"),)),
            ProjectRow(name="档案数字化", parent="业务项目", recipient="乙公司", values=(amount("100000"),)),
        ),
    )


def test_budgets_with_spending_are_told(other_unit: ReportInput) -> None:
    texts = draft(other_unit)
    assert "12.00万元，比上年减少3.00万元，下降20.00%" in texts["government_funds"].text
    assert texts["state_capital"].text == "无。"


def test_projects_given_only_in_parts_are_told_with_their_totals(other_unit: ReportInput) -> None:
    text = draft(other_unit)["general_projects"].text
    assert "业务项目60.00万元。档案修复20.00万元。主要用于修复馆藏。" in text
    assert "档案数字化40.00万元，承担单位2个，分别为甲公司30.00万元、乙公司10.00万元。" in text
    assert faults_of(text) == []

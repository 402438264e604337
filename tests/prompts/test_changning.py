"""The outline changning2023, drafted from its own case and from other units' data."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.outlines import open_outline
from schemas.figures import Basis, CellRef
from schemas.inputs import AmountRow, ReportInput, UnitFact, Value
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
    "一、部门概况",
    "二、部门整体支出情况",
    "三、部门专项组织实施情况",  # the original lost its number
    "（一）专项组织情况分析",
    "（二）专项管理情况分析",
    "四、资产管理情况",
    "五、部门整体支出绩效情况",
    "（一）在助力乡村振兴上出实招，有成效",
    "（二）在科普益民宣传上亮真枪，有作为",
    "（三）在全国科普日系列活动上出绝招，有成果",
    "（四）在青少年科技教育上放大招，有亮点",
    "（五）在党建和党风廉政建设上出重拳，有效果",
    "六、存在的主要问题",
    "七、改进措施和建议",
    "（一）加强绩效管理理念，提高绩效目标编制质量",
    "（二）提高资金使用的规范性",
]

MONEY_AND_RATES = """
208.4万元 24.01万元 13.0% 164.4万元 31.01万元 23.3% 44万元 7万元 13.7% 0.22万元 0.12万元 35.3% 0万元 0万元
0.22万元 0.12万元 35.3% 0万元 0万元
"""
COUNTS = """
2个 1个 14人 1人 4人 3个 500人次 1名 2人 1次 30次 6000册 2000件 20000名 7块 1000份 2000人 1次 300人次 33家
400名 20幅 90块 20000份 1274人次 150人次 2500人 3个 37名 16000名 16名 13名 6位 2个 20件 1个 1个 2所
"""


def value(amount: str, year: int, basis: Basis | None = None) -> Value:
    cell = CellRef(file="data.xlsx", sheet="收支", cell="B2")
    return Value(value=Decimal(amount), source=cell, year=year, basis=basis)


def test_headings_stand_in_the_order_of_the_original() -> None:
    assert [printed for _, printed in open_outline("changning2023").outline.numbered()] == HEADINGS


def test_the_case_reads_as_finished_prose() -> None:
    report, _ = example("changning2023")
    for section, rendered in draft(report).items():
        assert rendered.problems == (), section
        assert faults_of(rendered.text) == [], section


def test_every_section_keeps_to_its_length_and_prints_what_it_must() -> None:
    report, ledger = example("changning2023")
    texts = draft(report)
    for spec in open_outline("changning2023").outline.sections:
        if spec.body:
            rendered = texts[spec.id]
            assert spec.length.least <= len(rendered.text) <= spec.length.most, spec.id
            printed = {key for span in rendered.spans for key in span.keys}
            required = {f.key for f in ledger.matching(spec.required)}
            assert required <= printed, spec.id


def test_every_figure_of_every_note_is_printed_once() -> None:
    report, _ = example("changning2023")
    printed = [key for rendered in draft(report).values() for span in rendered.spans for key in span.keys]
    wanted = [figure.key for note in report.notes for figure in note.figures]
    assert {key: printed.count(key) for key in wanted if printed.count(key) != 1} == {}


def test_the_ledger_holds_the_figures_of_the_original() -> None:
    _, ledger = example("changning2023")
    wanted = quantities(MONEY_AND_RATES + COUNTS)
    assert len(missing_from(ledger, wanted)) <= len(wanted) * 0.05
    others = [f for f in ledger if f.item.startswith("其他.")]
    assert len(others) <= len(wanted) * 0.1


def test_literal_keys_are_guarded_or_required() -> None:
    folder = open_outline("changning2023")
    assert {id: keys for id, keys in keys_written(folder).items() if keys} == {}


def test_notes_without_front_matter_find_their_section() -> None:
    report, _ = example("changning2023")
    assert len(strays(report)) <= len(report.notes) * 0.1


def test_what_the_outline_requires_is_there() -> None:
    _, ledger = example("changning2023")
    required = open_outline("changning2023").outline.requires
    assert required
    assert [key for key in required if key not in ledger] == []


def test_any_row_or_note_may_be_missing() -> None:
    report, _ = example("changning2023")
    for missing, less in without_each(report):
        for section, rendered in draft(less).items():
            assert (rendered.problems, faults_of(rendered.text)) == ((), []), f"{section} without {missing}"


def test_another_unit_without_data_gets_whole_sentences() -> None:
    texts = draft(ReportInput(settings=settings("changning2023")))
    for section, rendered in texts.items():
        assert rendered.problems == (), section
        assert rendered.spans == (), section
        assert faults_of(rendered.text) == [], section
    assert "常宁" not in "".join(r.text for r in texts.values())


@pytest.fixture
def other_unit() -> ReportInput:
    first, final = Basis.INITIAL_BUDGET, Basis.FINAL
    spent = (
        value("1000000", 2023, first),
        value("900000", 2024, first),
        value("880000", 2024, final),
    )
    return ReportInput(
        settings=settings("changning2023"),
        unit_facts=(
            UnitFact(name="在职人数", measure="人", values=(value("9", 2023), value("11", 2024))),
            UnitFact(name="编制数", measure="名", values=(value("12", 2024),)),
        ),
        accounts=(AmountRow(name="本年支出合计", values=spent),),
        three_public=(AmountRow(name="公务接待费", values=(value("3000", 2024, final),)),),
        assets=(AmountRow(name="资产总额", values=(value("500000", 2024),)),),
    )


def test_direction_words_follow_the_figures(other_unit: ReportInput) -> None:
    texts = draft(other_unit)
    assert "比上年增加2人" in texts["overview"].text
    assert "90.00万元，比上年减少10.00万元，下降10.00%" in texts["spending"].text


def test_figures_that_only_other_units_have_are_told(other_unit: ReportInput) -> None:
    texts = draft(other_unit)
    assert "核定编制12名" in texts["overview"].text
    assert "支出决算88.00万元，完成年初预算的97.78%" in texts["spending"].text
    assert "公务接待费支出0.30万元" in texts["spending"].text
    assert "资产总额50.00万元" in texts["assets"].text
    assert [f for r in texts.values() for f in faults_of(r.text)] == []

"""The outline for everybody: any unit, any year, whatever of the workbook is filled in."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from pipeline.outlines import open_outline
from schemas.figures import Basis, CellRef
from schemas.inputs import (
    AmountRow,
    Indicator,
    OtherFact,
    ProjectRow,
    ReportInput,
    Score,
    UnitFact,
    Value,
)
from tests.drafting.case import note
from tests.prompts.cases import draft, example, faults_of, settings, without_each

CASES = ("huaihua2020", "changning2023", "chenzhou2021")
PLACE = CellRef(file="data.xlsx", sheet="收支", cell="I6")


def value(number: str, basis: Basis | None = Basis.FINAL, year: int = 2024) -> Value:
    factor = 10_000 if basis else 1
    return Value(value=Decimal(number) * factor, source=PLACE, year=year, basis=basis)


def indicator(name: str, target: str, actual: str, score: str = "10", reason: str = "") -> Indicator:
    return Indicator(
        level1="产出指标",
        name=name,
        target=target,
        actual=actual,
        weight=Decimal(10),
        score=Decimal(score),
        reason=reason,
        source=PLACE,
    )


def row(name: str, *values: Value, parent: str | None = None, measure: str = "元") -> AmountRow:
    return AmountRow(name=name, values=values, parent=parent, measure=measure)


def bureau() -> ReportInput:
    final, opening = Basis.FINAL, Basis.INITIAL_BUDGET
    return ReportInput(
        settings=settings("general"),
        unit_facts=(
            UnitFact(name="编制数", measure="个", values=(value("20", None),)),
            UnitFact(name="在职人数", measure="人", values=(value("18", None), value("19", None, 2023))),
            UnitFact(name="长期聘用人员数", measure="人", values=(value("3", None),)),
            UnitFact(name="内设机构数", measure="个", values=(value("4", None),)),
        ),
        accounts=(
            row("本年收入合计", value("500"), value("400", opening)),
            row("政府性基金预算财政拨款收入", value("100"), parent="本年收入合计"),
            row("本年支出合计", value("480")),
            row("基本支出", value("300"), value("280", final, 2023), parent="本年支出合计"),
            row("项目支出", value("180"), parent="本年支出合计"),
            row("年末结转和结余", value("20")),
        ),
        projects=(
            ProjectRow(name="档案数字化", values=(value("180"),), content="扫描档案12万页", source=PLACE),
        ),
        three_public=(
            row("三公经费合计", value("2")),
            row("公务接待费", value("2")),
            row("因公出国（境）费", value("0")),
            row("国内公务接待批次", value("6", None), measure="批次"),
        ),
        assets=(row("资产总额", value("90", None)),),
        indicators=(
            indicator("数字化页数", "≥12万页", "12万页"),
            indicator("按期完成率", "100%", "95%", "9", "1个项目因招标延期，2025年3月完成"),
        ),
        score=Score(total=value("98", None), grade="优"),
        others=(OtherFact(name="馆藏档案", unit="万卷", value=value("80000", None)),),
        notes=(
            note("接收进馆", "全年接收档案，按期进馆。"),
            note("问题", "库房不足。", topics=("存在问题",)),
        ),
    )


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {id: shown.text for id, shown in draft(bureau()).items()}


@pytest.mark.parametrize("case", CASES)
def test_any_units_data_reads_as_finished_prose(case: str) -> None:
    report, _ = example(case)
    report = report.model_copy(update={"settings": report.settings.model_copy(update={"outline": "general"})})
    for section, shown in draft(report).items():
        assert (shown.problems, faults_of(shown.text)) == ((), []), section


def test_nothing_at_all_is_said_honestly() -> None:
    for section, shown in draft(ReportInput(settings=settings("general"))).items():
        assert (shown.problems, faults_of(shown.text)) == ((), []), section


def test_whatever_is_left_out_it_reads_as_finished_prose() -> None:
    for left_out, report in without_each(bureau()):
        for section, shown in draft(report).items():
            assert (shown.problems, faults_of(shown.text)) == ((), []), (left_out, section)


def test_everything_the_workbook_holds_is_told(texts: dict[str, str]) -> None:
    whole = "\n".join(texts.values())
    for words in (
        "内设机构4个。核定编制20个，在职人员18人，比上年减少1人；长期聘用人员3人。",
        "本年收入合计500.00万元。其中：政府性基金预算财政拨款收入100.00万元，占本年收入合计的20.00%。",
        "年初预算400.00万元，决算500.00万元，完成年初预算的125.00%。",
        "年末结转和结余20.00万元。",
        "基本支出300.00万元，比上年增加20.00万元，增长7.14%。",
        "档案数字化支出180.00万元。主要用于扫描档案12万页。",
        "公务接待费2.00万元。2024年没有发生因公出国（境）费。全年国内公务接待6批次。",
        "自评总分98分，等次为“优”",
        "数字化页数，目标值不低于12万页，完成值12万页，得分10分",
        "馆藏档案8万卷",
        "全年接收档案，按期进馆。",
    ):
        assert words in whole, words


def test_money_of_a_fund_is_no_part_of_the_general_budget_unsaid(texts: dict[str, str]) -> None:
    assert "政府性基金预算等资金安排的支出没有单列" in texts["basic"]
    assert texts["state_capital"] == "无。"


def test_a_deviation_is_a_problem_beside_those_of_the_notes(texts: dict[str, str]) -> None:
    assert texts["problems"] == (
        "库房不足。\n绩效指标有偏差的是：按期完成率，目标值100%，完成值95%，1个项目因招标延期，2025年3月完成。"
    )
    assert "已随偏差原因写明" in texts["measures"]


@pytest.mark.parametrize("outline", ["general", *CASES])
def test_no_outline_keeps_silent_about_a_deviation(outline: str) -> None:
    report = bureau().model_copy(update={"settings": settings(outline), "notes": ()})
    whole = "\n".join(shown.text for shown in draft(report).values())
    assert "1个项目因招标延期" in whole
    assert "自评总分98分" in whole
    assert not re.search("没有填报存在的问题|没有写到预算编制和预算执行方面的问题", whole)


def test_no_word_of_one_trade_stands_in_it() -> None:
    folder = open_outline("general")
    words = "\n".join(f.read_text(encoding="utf-8") for f in folder.path.iterdir())
    assert not re.search("科协|科普|科学素质", words)

"""Wording that outlines share: what it may never say of a workbook."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.drafting import offline
from pipeline.drafting.offline import cause, listed
from schemas.figures import Basis, CellRef
from schemas.inputs import ActivityNote, AmountRow, NoteLine, ProjectRow, ReportInput, Value
from tests.prompts.cases import draft, faults_of, settings

FUNDS = {
    "government_funds": "政府性基金",
    "state_capital": "国有资本经营",
    "social_insurance": "社会保险基金",
}


def money(wan: str, basis: Basis = Basis.FINAL, year: int = 2024) -> Value:
    place = CellRef(file="data.xlsx", sheet="收支", cell="I6")
    return Value(value=Decimal(wan) * 10_000, source=place, year=year, basis=basis)


def told(*rows: AmountRow, projects: tuple[ProjectRow, ...] = ()) -> dict[str, str]:
    report = ReportInput(settings=settings("chenzhou2021"), accounts=rows, projects=projects)
    return {id: shown.text for id, shown in draft(report).items()}


@pytest.mark.parametrize(("section", "budget"), FUNDS.items())
@pytest.mark.parametrize("row", ["{}预算财政拨款收入", "{}预算支出", "{}收入", "{}预算财政拨款支出"])
def test_a_budget_with_money_is_never_told_as_none(section: str, budget: str, row: str) -> None:
    name = row.format(budget)
    texts = told(AmountRow(name=name, values=(money("420"), money("360", year=2023))))
    assert f"{name}420.00万元，比上年增加60.00万元，增长16.67%" in texts[section]
    assert "无。" not in texts[section]
    assert faults_of(texts[section]) == []
    assert all(texts[other] == "无。" for other in FUNDS if other != section)


def test_a_project_paid_from_the_fund_counts_too() -> None:
    part = ProjectRow(name="高标准农田", funding="政府性基金预算资金", values=(money("400"),))
    text = told(projects=(part,))["government_funds"]
    assert text == "2024年，我单位高标准农田（政府性基金预算资金）400.00万元。"


def test_a_budget_that_was_planned_and_not_spent_says_so() -> None:
    row = AmountRow(name="政府性基金预算财政拨款收入", values=(money("0"), money("5", Basis.INITIAL_BUDGET)))
    text = told(row)["government_funds"]
    assert text == "2024年，我单位政府性基金预算财政拨款收入年初预算5.00万元，决算0万元。"


def test_nothing_filled_in_or_nought_is_none() -> None:
    nought = AmountRow(name="政府性基金预算财政拨款收入", values=(money("0"),))
    assert told(nought)["government_funds"] == told()["government_funds"] == "无。"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("公用经费比上年略有增加，是因为新增设备维护", "新增设备维护"),
        ("主要原因是补发工资", "补发工资"),
        ("原因是：补发工资", "补发工资"),
        ("由于人员增加", "人员增加"),
        ("主要是因为项目减少", "项目减少"),
        ("经费减少的主要原因是压减会议", "压减会议"),
        ("补发上年工资", "补发上年工资"),
        ("增加体系建设投入", "增加体系建设投入"),
        ("人员增加2人，相应增加工资", "人员增加2人，相应增加工资"),
    ],
)
def test_a_reason_goes_on_after_the_words_that_introduce_it(text: str, rest: str) -> None:
    assert cause(text) == rest


def test_the_general_budgets_chapter_says_that_it_holds_the_funds_money_too() -> None:
    fund = AmountRow(name="政府性基金预算财政拨款收入", values=(money("100"),))
    basic = AmountRow(name="基本支出", values=(money("300"),))
    assert "政府性基金预算等资金安排的支出没有单列" in told(fund, basic)["general_basic"]
    assert "没有单列" not in told(basic)["general_basic"]


def _note(*lines: str) -> ActivityNote:
    said = tuple(NoteLine(line=n, text=line, tagged=line) for n, line in enumerate(lines, 1))
    return ActivityNote(name="a", file="notes/a.txt", lines=said)


def test_what_the_clerk_has_numbered_is_not_numbered_again() -> None:
    own = _note("存在的问题：一是前期工作慢；二是人员不足", "将提前储备")
    assert listed([own]) == "存在的问题：一是前期工作慢；二是人员不足。将提前储备。"
    assert offline.told([own, _note("清理河道")]) == f"{listed([own])}\n清理河道。"
    assert listed([_note("甲", "乙")]) == "一是甲；二是乙。"
    assert offline.told([_note("甲"), _note("乙")]) == "一是甲。\n二是乙。"

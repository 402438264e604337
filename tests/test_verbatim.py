"""A figure that does not stand on an amount sheet is printed as the clerk wrote it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ledger import build_ledger
from pipeline.numerals import find, read, written_unit
from pipeline.references import Style, render
from schemas.figures import CellRef, Ledger, split_unit
from schemas.inputs import Indicator, OtherFact, UnitFact, Value
from tests.builders import account, report, settings

STYLE = Style()


def cell(amount: str, unit: str, year: int = 2023) -> Value:
    source = CellRef(file="data.xlsx", sheet="其他数据", cell=f"B{year}")
    return Value(value=Decimal(amount) * split_unit(unit)[2], source=source, year=year)


def fact(amount: str, unit: str, last: str | None = None) -> Ledger:
    rows = [OtherFact(name="甲", unit=unit, value=cell(amount, unit))]
    rows += [OtherFact(name="甲", unit=unit, value=cell(last, unit, 2022))] if last is not None else []
    return build_ledger(report(others=tuple(rows)))


def printed(ledger: Ledger, reference: str) -> str:
    rendered = render(reference, ledger, STYLE)
    assert not rendered.problems
    return rendered.text


@pytest.mark.parametrize(
    ("amount", "unit"),
    [("19862", "元"), ("28.6", "万亩"), ("11.35", "万吨"), ("1.5", "亿元"), ("0.8", "万人次"), ("95.0", "%")],
)
def test_other_data_keep_their_unit_and_digits(amount: str, unit: str) -> None:
    assert printed(fact(amount, unit), "[[其他.甲]]") == amount + unit


@given(
    st.decimals(min_value=0, max_value=10**7, places=2),
    st.sampled_from(["元", "万元", "亿元", "万亩", "亿吨", "人", "万人次", "%"]),
)
def test_what_is_printed_reads_back_as_the_exact_value(amount: Decimal, unit: str) -> None:
    ledger = fact(str(amount), unit)
    mention = read(printed(ledger, "[[其他.甲]]"))
    assert mention is not None
    assert mention.value == ledger["其他.甲"].value


@given(
    *[st.decimals(min_value=1, max_value=10**7, places=3)] * 2, st.sampled_from(["元", "万元", "万亩", "户"])
)
def test_a_change_is_told_in_the_same_unit_without_rounding(now: Decimal, then: Decimal, unit: str) -> None:
    ledger = fact(str(now), unit, str(then))
    phrase = printed(ledger, "[[其他.甲|比上年]]")
    if now == then:
        assert phrase == "与上年持平"
        return
    assert phrase.startswith("比上年增加" if now > then else "比上年减少")
    mention = find(phrase)[0]
    assert written_unit(mention) == unit
    assert mention.value == abs(ledger["其他.甲"].value - ledger["其他.甲.上年"].value)


def test_growth_is_computed_from_the_figures_as_they_are_printed() -> None:
    phrase = printed(fact("19862", "元", "18000"), "[[其他.甲|比上年]]")
    assert phrase == "比上年增加1862元，增长10.34%"


def test_unit_facts_in_money_keep_their_unit() -> None:
    row = UnitFact(name="人均年收入", measure="元", values=(cell("19862.5", "元"),))
    assert printed(build_ledger(report(unit_facts=(row,))), "[[人均年收入]]") == "19862.5元"


def test_amount_sheets_follow_the_report_whatever_the_facts_do() -> None:
    data = report(
        settings=settings(money_unit="万元"),
        accounts=(account("基本支出", 决算="301.8"),),
        others=(OtherFact(name="甲", unit="元", value=cell("1600", "元")),),
    )
    assert printed(build_ledger(data), "[[基本支出.决算]] [[其他.甲]]") == "301.80万元 1600元"


@pytest.mark.parametrize(
    "text", ["1580元", "28.6万亩", "12.5万元", "95.0%", "3.2亿斤", "1.2万元", "480户", "20000人次"]
)
def test_indicators_print_the_number_in_their_cell(text: str) -> None:
    row = indicator(f"≤{text}", text)
    ledger = build_ledger(report(indicators=(row,)))
    assert printed(ledger, "[[绩效指标.亩均投入.完成值]]") == text


def test_each_figure_of_an_indicator_points_to_its_own_cell() -> None:
    ledger = build_ledger(report(indicators=(indicator("≤1600元", "1580元"),)))
    cells = {word: str(ledger[f"绩效指标.亩均投入.{word}"].source) for word in PLACES}
    assert cells == {word: f"data.xlsx · 绩效指标!{at}" for word, at in PLACES.items()}


PLACES = {"目标值": "D3", "完成值": "E3", "分值": "F3", "得分": "G3"}


def indicator(target: str, actual: str) -> Indicator:
    def at(place: str) -> CellRef:
        return CellRef(file="data.xlsx", sheet="绩效指标", cell=place)

    return Indicator(
        level1="成本",
        name="亩均投入",
        target=target,
        actual=actual,
        weight=Decimal(10),
        score=Decimal(9),
        source=at("C3"),
        places={word: at(cell) for word, cell in PLACES.items()},
    )


@pytest.mark.parametrize(
    ("measure", "parts"),
    [
        ("万亩", ("万", "亩", 10**4)),
        ("万元", ("", "万元", 10**4)),
        ("元", ("", "元", 1)),
        ("万", ("万", "", 10**4)),
    ],
)
def test_a_unit_is_split_into_scale_and_measure(measure: str, parts: tuple[str, str, Decimal | int]) -> None:
    assert split_unit(measure) == parts


def test_the_number_alone_of_a_scaled_figure_keeps_its_scale() -> None:
    assert printed(fact("28.6", "万亩"), "[[其他.甲|数]]") == "28.6万"
    assert printed(fact("2.5", "万元"), "[[其他.甲|数]]") == "2.5"

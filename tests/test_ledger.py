from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.ledger import build_ledger
from pipeline.references import Style, printed_value
from schemas.figures import CellRef, Derivation, Kind, Ledger
from schemas.inputs import Indicator, OtherFact, Score
from tests.builders import (
    account,
    economic,
    project,
    report,
    settings,
    three_public,
    unit_fact,
    values,
)

CELL = CellRef(file="data.xlsx", sheet="绩效指标", cell="A2")


def test_a_direct_figure_knows_its_cell_year_and_basis() -> None:
    figure = build_ledger(report(accounts=(account("基本支出", 决算="301.81"),)))["基本支出.决算"]
    assert (figure.value, figure.unit, figure.year) == (Decimal("3018100.00"), "万元", 2023)
    assert str(figure.source) == "data.xlsx · 收支!B2"


def test_last_year_has_keys_of_its_own() -> None:
    ledger = build_ledger(report(accounts=(account("基本支出", 上年决算="1", 上年年初预算="2"),)))
    assert ledger["基本支出.上年决算"].year == ledger["基本支出.上年年初预算"].year == 2022


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("三公经费.控制率", "37.25"),
        ("三公经费.执行率", "37.25"),
        ("三公经费.决算较年初预算增减额", "-75300.00"),
        ("三公经费.决算较年初预算增减率", "-62.75"),
        ("人员经费.决算", "2415600.00"),
        ("公用经费.决算", "602500.00"),
        ("基本支出.决算.占比", "64.93"),
        ("在职人员控制率", "114.29"),
        ("三公经费.公务用车购置及运行维护费.决算", "25800.00"),
        ("其他.公民具备科学素质比例.比上年增减额", "1.6"),
        ("项目.科普项目.决算", "230000"),
        ("自评指标得分", "87.5"),
        ("绩效指标.培训人次.完成值", "2680"),
    ],
)
def test_derived_figures(key: str, value: str) -> None:
    figure = full_ledger()[key]
    assert figure.value == Decimal(value)
    if isinstance(figure.source, Derivation):
        assert all(k in full_ledger() for k in figure.source.inputs)


def full_ledger() -> Ledger:
    share = values({"本年": "10.1", "上年": "8.5"}, "其他数据", factor=1)
    return build_ledger(
        report(
            accounts=(
                account("本年支出合计", 决算="464.84"),
                account("基本支出", "本年支出合计", 决算="301.81"),
            ),
            economic=(
                economic("301", "工资福利支出", 决算="210.64"),
                economic("302", "商品和服务支出", 决算="60.25"),
                economic("303", "对个人和家庭的补助", 决算="30.92"),
            ),
            three_public=(
                three_public("三公经费合计", 年初预算="12", 决算="4.47"),
                three_public("公务用车运行维护费", 年初预算="3.08", 决算="2.58"),
            ),
            projects=(
                project("示范基地", "科普项目", 决算="13"),
                project("流动科技馆", "科普项目", 决算="10"),
            ),
            indicators=(
                Indicator(level1="产出", name="培训人次", target="≥2000人次", actual="2680人次",
                          weight=Decimal(90), score=Decimal("87.5"), source=CELL),
            ),
            score=Score(total=values({"本年": "97.5"}, "自评结果", factor=1)[0]),
            others=tuple(OtherFact(name="公民具备科学素质比例", unit="%", value=v) for v in share),
            unit_facts=(unit_fact("编制数", "个", 本年="14"), unit_fact("在职人数", 本年="16")),
        )
    )  # fmt: skip


def test_no_rate_on_a_base_of_zero() -> None:
    ledger = build_ledger(report(accounts=(account("其他收入", 决算="3", 上年决算="0", 年初预算="0"),)))
    assert "其他收入.决算.比上年增减额" in ledger
    assert "其他收入.决算.比上年增减率" not in ledger
    assert "其他收入.完成率" not in ledger


def test_two_items_that_read_alike_are_an_input_error() -> None:
    rows = (account("其他收入", 决算="1"), account("其他 收入", 决算="2"))
    with pytest.raises(InputError) as caught:
        build_ledger(report(accounts=rows))
    (fault,) = caught.value.faults
    assert fault.code == "duplicate-key"
    assert "收支!B2" in fault.found


def test_an_alias_is_another_way_to_write_a_key() -> None:
    aliased = report(settings=settings(aliases={"总支出": "本年支出合计.决算"}),
                     accounts=(account("本年支出合计", 决算="1"),))  # fmt: skip
    assert build_ledger(aliased)["总支出"].key == "本年支出合计.决算"


amounts = st.decimals(min_value=0, max_value=99999, places=6, allow_nan=False)


@given(now=amounts, then=amounts, places=st.integers(0, 3))
def test_a_reader_can_redo_every_change_from_the_printed_figures(
    now: Decimal, then: Decimal, places: int
) -> None:
    row = account("基本支出", 决算=str(now), 上年决算=str(then))
    ledger = build_ledger(report(settings=settings(money_decimals=places), accounts=(row,)))
    style = Style(money_decimals=places)
    a, b = (printed_value(ledger[k], style) for k in ("基本支出.决算", "基本支出.上年决算"))
    assert ledger["基本支出.决算.比上年增减额"].value == a - b
    rate = ledger.get("基本支出.决算.比上年增减率")
    if b > 0:
        assert rate is not None
        assert rate.kind is Kind.PERCENT
        assert abs(rate.value - 100 * (a - b) / b) <= Decimal("0.005")
    else:
        assert rate is None


def test_the_version_follows_the_data() -> None:
    one, same, other = (
        build_ledger(report(accounts=(account("基本支出", 决算=v),))) for v in ("1", "1", "2")
    )
    assert one.version == same.version != other.version

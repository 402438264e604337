"""The tables after the text: what stands in their cells, and that they fit the page."""

from __future__ import annotations

from decimal import Decimal

import pytest
from docx.oxml.ns import qn

from pipeline.ledger import build_ledger
from pipeline.word import Column, Table, attachment_tables
from pipeline.word import style as S
from pipeline.word.grid import layout, table_xml
from schemas.figures import Basis, Figure, Kind, Ledger
from schemas.inputs import ReportInput
from schemas.outline import Attachment
from tests import builders
from tests.word import sample


def table(kind: str, data: ReportInput | None = None, ledger: Ledger = sample.LEDGER) -> Table:
    return attachment_tables([Attachment(title="表", table=kind)], data or sample.data(), ledger)[0]


def rows(built: Table) -> dict[str, tuple[str, ...]]:
    return {row[0].strip(): row[1:] for row in built.rows}


def cell_texts(built: Table) -> list[list[str]]:
    return [
        ["".join(t.text for t in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc"))]
        for row in table_xml(built).iter(qn("w:tr"))
    ]


def test_accounts_print_zero_as_0_and_missing_as_a_word() -> None:
    built = table("accounts")
    assert [c.heading for c in built.columns] == [
        "项目",
        "2022年\n决算数",
        "2023年\n年初预算",
        "2023年\n调整预算",
        "2023年\n决算数",
    ]
    assert built.note == "单位：万元"
    assert rows(built)["基本支出"] == ("286.18", "268.00", "281.25", "281.25")
    assert rows(built)["其他收入"] == ("7.00", "—", "7.00", "7.00")
    assert rows(built)["年初结转和结余"] == ("0", "2.42", "2.42", "2.42")


def test_parts_are_indented_and_of_which_rows_marked() -> None:
    names = [row[0] for row in table("accounts").rows]
    assert "　　人员经费" in names
    assert "　　其中：青少年科技创新大赛专项" in names


def test_amounts_follow_the_unit_and_decimals_of_the_report() -> None:
    built = table("accounts", sample.data(money_unit="元", money_decimals=0))
    assert built.note == "单位：元"
    assert rows(built)["基本支出"][0] == "2861800"


def test_half_a_unit_is_rounded_up() -> None:
    row = sample.ROWS[0]
    data = sample.data(money_decimals=0).model_copy(
        update={
            "accounts": (
                sample.data()
                .accounts[0]
                .model_copy(update={"name": row[0], "values": sample.values(("0.5", "1.5", "2.49", "-0.5"))}),
            )
        }
    )
    assert rows(table("accounts", data))["本年收入合计"] == ("1", "2", "2", "-1")


def test_counts_among_the_money_are_printed_as_counts() -> None:
    assert rows(table("three_public"))["国内公务接待批次（批次）"] == ("—", "—", "—", "12")


def test_the_total_of_three_public_comes_from_the_ledger_when_not_given() -> None:
    data = sample.data().model_copy(update={"three_public": sample.THREE_PUBLIC[1:4]})
    total = Figure(
        key="三公经费.决算",
        item="三公经费",
        label="“三公”经费",
        kind=Kind.MONEY,
        value=Decimal("53600"),
        unit="万元",
        basis=Basis.FINAL,
        year=2023,
        source=sample.SOURCE,
    )
    first = table("three_public", data, Ledger([total])).rows[0]
    assert first == ("“三公”经费合计", "—", "—", "—", "5.36")
    assert table("three_public", data).rows[0][0].strip() == "因公出国（境）费"


def test_three_public_is_nested_as_the_law_has_it() -> None:
    names = ("“三公”经费", "公务用车购置及运行维护费", "公务用车购置费", "公务接待费", "公务用车保有量")
    given = sample.THREE_PUBLIC[0]
    flat = tuple(
        given.model_copy(update={"name": name, "measure": "辆" if "量" in name else "元"}) for name in names
    )
    built = table("three_public", sample.data().model_copy(update={"three_public": flat}))
    assert [row[0] for row in built.rows] == [
        "“三公”经费",
        "　公务用车购置及运行维护费",
        "　　公务用车购置费",
        "　公务接待费",
        "公务用车保有量（辆）",
    ]


def test_a_vehicle_row_alone_stands_under_the_total() -> None:
    given = sample.THREE_PUBLIC[0]
    rows = (given, given.model_copy(update={"name": "公务用车运行维护费"}))
    built = table("three_public", sample.data().model_copy(update={"three_public": rows}))
    assert [row[0] for row in built.rows] == ["三公经费合计", "　公务用车运行维护费"]


def test_columns_share_spare_room() -> None:
    columns = (Column("项目"), Column("2023年\n决算数", "right", tight=True))
    _, (name, amount) = layout(Table("表", columns, (("基本支出", "301.81"),)))
    assert S.TEXT_WIDTH - 2 <= name + amount <= S.TEXT_WIDTH
    assert amount > S.TEXT_WIDTH / 3


def test_economic_rows_are_in_order_of_their_codes() -> None:
    built = table("economic")
    assert [row[0] for row in built.rows] == sorted(row[0] for row in built.rows)
    assert built.rows[0][:3] == ("301", "工资福利支出", "228.10")
    assert built.rows[1][:2] == ("30101", "　基本工资")


def test_indicators_end_with_the_scores() -> None:
    built = table("indicators")
    assert built.rows[0] == ("产出指标", "数量指标", "举办科普活动场次", "≥40场", "46场", "10", "10", "无")
    assert [row[0] for row in built.rows[-2:]] == ["预算执行率", "总分"]
    assert built.rows[-1][-2] == "98.2"
    assert cell_texts(built)[-1] == ["总分", "—", "98.2", "—"]


def test_the_reason_column_goes_when_nothing_deviated() -> None:
    plain = tuple(i.model_copy(update={"reason": ""}) for i in sample.INDICATORS)
    built = table("indicators", sample.data().model_copy(update={"indicators": plain}))
    assert len(built.columns) == 7
    assert {len(row) for row in built.rows} == {7}


def test_equal_levels_are_joined_but_not_across_their_parents() -> None:
    built = Table(
        "表",
        (Column("一", merged=True), Column("二", merged=True), Column("三")),
        (("产出", "数量", "甲"), ("产出", "数量", "乙"), ("效益", "数量", "丙")),
    )
    marks = [
        [
            (m.get(qn("w:val")) if (m := cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")) is not None else "")
            for cell in row.iter(qn("w:tc"))
        ]
        for row in table_xml(built).iter(qn("w:tr"))
    ]
    assert marks[1:] == [["restart", "restart", ""], ["continue", "continue", ""], ["", "", ""]]


def test_tables_without_rows_and_unknown_ones_are_left_out() -> None:
    wanted = [Attachment(title="甲", table="accounts"), Attachment(title="乙", table="nothing")]
    empty = sample.data().model_copy(update={"accounts": ()})
    assert attachment_tables(wanted, empty, sample.LEDGER) == ()


@pytest.mark.parametrize("kind", ["accounts", "three_public", "indicators", "economic"])
@pytest.mark.parametrize("unit", ["元", "万元"])
def test_every_table_fits_the_text_width(kind: str, unit: str) -> None:
    size, widths = layout(table(kind, sample.data(money_unit=unit)))
    assert sum(widths) <= S.TEXT_WIDTH
    assert min(widths) > 0
    assert size == S.SIZE_4 or unit == "元"


def test_a_table_too_wide_for_its_size_is_printed_smaller() -> None:
    columns = (Column("项目"), *(Column(f"列{n}", "right", tight=True) for n in range(6)))
    size, widths = layout(Table("表", columns, (("某项目", *["123456789.00"] * 6),)))
    assert size < S.SIZE_4
    assert sum(widths) <= S.TEXT_WIDTH


def test_names_keep_room_beside_many_amounts() -> None:
    columns = (Column("项目"), *(Column(f"2023年\n年初预算{n}", "right", tight=True) for n in range(6)))
    size, widths = layout(Table("表", columns, (("一般公共预算财政拨款收入", *["1234.56"] * 6),)))
    assert widths[0] >= 8 * size * 10
    assert sum(widths) <= S.TEXT_WIDTH


def test_header_rows_repeat_and_rows_stay_whole() -> None:
    first, *others = table_xml(table("economic")).iter(qn("w:tr"))
    assert first.find(f".//{qn('w:tblHeader')}") is not None
    assert all(row.find(f".//{qn('w:tblHeader')}") is None for row in others)
    assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in (first, *others))


def test_a_blank_total_that_the_ledger_computed_is_printed_as_in_the_text() -> None:
    data = builders.report(
        accounts=(
            builders.account("基本支出", 决算="10"),
            builders.account("人员经费", "基本支出", 年初预算="6"),
        ),
        economic=(
            builders.economic("301", "工资福利支出", 决算="5"),
            builders.economic("303", "对个人和家庭的补助", 决算="2"),
        ),
    )
    built = table("accounts", data, build_ledger(data))
    assert built.rows[1] == ("　人员经费", "6.00", "7.00")

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.inputs import read_folder, write_workbook
from pipeline.inputs.faults import Faults
from pipeline.inputs.reading import Reading
from pipeline.inputs.slips import unit_slips
from pipeline.inputs.tables import Setting
from schemas.figures import CellRef
from schemas.inputs import AmountRow, EconomicRow, ReportInput, Value
from tests.inputs.build import FINAL, INITIAL, WHERE, YEAR, folder, full_report

amounts = st.integers(1, 9_999_999).map(lambda n: Decimal(n) * 100)


def row(
    number: int, name: str, final: Decimal, initial: Decimal | None = None, parent: str | None = None
) -> AmountRow:
    def cell(column: str) -> CellRef:
        return WHERE.model_copy(update={"cell": f"{column}{number}"})

    values = [Value(value=final, year=YEAR, basis=FINAL, source=cell("I"))]
    if initial is not None:
        values.append(Value(value=initial, year=YEAR, basis=INITIAL, source=cell("F")))
    return AmountRow(name=name, parent=parent, values=tuple(values))


def slips(rows: list[AmountRow]) -> list[tuple[str, str]]:
    faults = Faults()
    report = ReportInput(settings=full_report().settings, accounts=tuple(rows))
    unit_slips(report, Reading(Setting(YEAR, "万元"), faults))
    return [(f.cell, f.severity.value) for f in faults]


@settings(max_examples=80, deadline=None)
@given(parts=st.lists(amounts, min_size=2, max_size=6))
def test_sums_that_fit_are_never_suspected(parts: list[Decimal]) -> None:
    rows = [row(2, "支出合计", sum(parts, Decimal(0)))]
    rows += [row(n, f"第{n}项", part, parent="支出合计") for n, part in enumerate(parts, start=3)]
    assert slips(rows) == []


@settings(max_examples=80, deadline=None)
@given(parts=st.lists(st.integers(10_000, 99_999).map(lambda n: Decimal(n) * 100), min_size=3, max_size=6),
       which=st.integers(0, 2), factor=st.sampled_from([Decimal(10_000), Decimal("0.0001")]))  # fmt: skip
def test_one_slipped_part_is_found_by_its_total(parts: list[Decimal], which: int, factor: Decimal) -> None:
    rows = [row(2, "支出合计", sum(parts, Decimal(0)))]
    parts[which] *= factor
    rows += [row(n, f"第{n}项", part, parent="支出合计") for n, part in enumerate(parts, start=3)]
    assert slips(rows) == [(f"I{which + 3}", "error")]


@settings(max_examples=50, deadline=None)
@given(initial=amounts, percent=st.integers(5, 900))
def test_a_budget_and_its_spending_of_like_size_are_never_suspected(initial: Decimal, percent: int) -> None:
    assert slips([row(2, "会议费", initial * percent / 100, initial)]) == []


def test_two_columns_that_disagree_are_only_a_warning() -> None:
    assert slips([row(2, "会议费", Decimal(9_800_000_000), Decimal(980_000))]) == [("I2", "warning")]


def three_public(reception: Decimal, code: Decimal) -> list[tuple[str, str]]:
    """Faults where 公务接待费 is *reception* on its own sheet and *code* (both in 元) in the detail sheet."""

    def at(sheet: str, amount: Decimal) -> tuple[Value, ...]:
        place = CellRef(file="data.xlsx", sheet=sheet, cell="H8")
        return (Value(value=amount, source=place, year=YEAR, basis=FINAL),)

    report = ReportInput(
        settings=full_report().settings,
        three_public=(AmountRow(name="公务接待费", values=at("三公经费", reception)),),
        economic=(EconomicRow(code="30217", name="公务接待费", values=at("基本支出明细", code)),),
    )
    faults = Faults()
    unit_slips(report, Reading(Setting(YEAR, "万元"), faults))
    return [(f.sheet, f.severity.value) for f in faults]


@pytest.mark.parametrize(("times", "found"), [("10000", 1), ("60000", 1), ("0.0001", 1), ("1", 0), ("50", 0)])
def test_a_whole_sheet_of_three_public_in_the_other_unit_is_one_error(times: str, found: int) -> None:
    code = Decimal(78_600)
    assert three_public(code * Decimal(times), code) == [("三公经费", "error")] * found


@pytest.mark.parametrize("item", ["", "基本支出"])
def test_a_slip_may_be_waived_with_a_reason(tmp_path: Path, item: str) -> None:
    dir = folder(tmp_path)
    rows = (row(2, "基本支出", Decimal(9_800_000_000), Decimal(980_000)),)
    report = ReportInput(settings=full_report().settings, accounts=rows)
    write_workbook(dir / "data.xlsx", report, year=YEAR, money_unit="万元")
    text = (dir / "report.yaml").read_text(encoding="utf-8")
    waiver = f"豁免: [{{规则: unit-slip, 项目: '{item}', 理由: 年中划入专项}}]"
    (dir / "report.yaml").write_text(text.replace("豁免: []", waiver), encoding="utf-8")
    _, faults = read_folder(dir)
    assert [(f.code, f.waived) for f in faults] == [("unit-slip", "年中划入专项")]

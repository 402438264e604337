"""Small reports for tests, written like the sheets: ``{"收支": [("基本支出", {"决算": 3})]}``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from schemas.figures import BASIS_WORDS, MONEY_FACTORS, CellRef
from schemas.inputs import (
    AmountRow,
    EconomicRow,
    Indicator,
    ProjectRow,
    ReportInput,
    ReportSettings,
    Score,
    UnitFact,
    Value,
    Waiver,
)

YEAR = 2023
BASES = {word: basis for basis, word in BASIS_WORDS.items()}
Amounts = Mapping[str, float | str | Decimal]


def _cell(sheet: str, row: int, column: str) -> CellRef:
    return CellRef(file="data.xlsx", sheet=sheet, cell=f"{column}{row}")


def _values(sheet: str, row: int, amounts: Amounts, factor: Decimal) -> tuple[Value, ...]:
    """Columns are 决算, 上年决算 …, or 本年 and 上年 where there is no basis."""
    values = []
    for column, amount in amounts.items():
        last = column.startswith("上年")
        basis = BASES.get(column.removeprefix("上年"))
        source = _cell(sheet, row, column)
        value = Decimal(str(amount)) * factor
        values.append(Value(value=value, source=source, year=YEAR - last, basis=basis))
    return tuple(values)


def _rows(
    sheet: str, rows: Iterable[Sequence[Any]], unit: str
) -> Iterable[tuple[Sequence[Any], tuple[Value, ...]]]:
    for number, row in enumerate(rows, start=2):
        measure = _measure(row) or unit
        yield row, _values(sheet, number, row[-1], MONEY_FACTORS.get(measure, Decimal(1)))


def _measure(row: Sequence[Any]) -> str | None:
    return next((c[2:] for c in row if isinstance(c, str) and c.startswith("量=")), None)


def _amount_row(row: Sequence[Any], values: tuple[Value, ...]) -> AmountRow:
    words = [c for c in row[1:-1] if isinstance(c, str)]
    measure = _measure(row) or "元"
    parents = [c for c in words if c != "其中" and not c.startswith("量=")]
    parent = parents[0] if parents else None
    return AmountRow(
        name=row[0], values=values, parent=parent, partition="其中" not in words, measure=measure
    )


def make(
    sheets: Mapping[str, Sequence[Sequence[Any]]],
    *,
    score: Mapping[str, Any] | None = None,
    waivers: Sequence[tuple[str, str, str]] = (),
    unit: str = "万元",
    **settings: Any,
) -> ReportInput:
    """A report from sheets. Rows of 收支/资产/三公经费: name, [上级], ["其中"], ["量=批次"], amounts."""
    exempt = tuple(Waiver(rule=r, item=i, reason=why) for r, i, why in waivers)
    marks = score or {}
    place = _cell("自评结果", 2, "B")
    return ReportInput(
        settings=ReportSettings(
            unit="某市科协",
            short_name="市科协",
            year=YEAR,
            outline="test",
            waivers=exempt,
            money_unit=unit,  # type: ignore[arg-type]
            **settings,
        ),
        unit_facts=tuple(
            UnitFact(name=r[0], measure=_measure(r) or "人", values=v)
            for r, v in _rows("单位情况", sheets.get("单位情况", ()), "人")
        ),
        accounts=tuple(_amount_row(r, v) for r, v in _rows("收支", sheets.get("收支", ()), unit)),
        three_public=tuple(_amount_row(r, v) for r, v in _rows("三公经费", sheets.get("三公经费", ()), unit)),
        assets=tuple(_amount_row(r, v) for r, v in _rows("资产", sheets.get("资产", ()), unit)),
        economic=tuple(
            EconomicRow(code=r[0], name=r[1], values=v)
            for r, v in _rows("基本支出明细", sheets.get("基本支出明细", ()), unit)
        ),
        projects=tuple(
            ProjectRow(name=r[0], parent=r[1], funding=r[2], recipient=r[3], values=v)
            for r, v in _rows("项目支出", sheets.get("项目支出", ()), unit)
        ),
        indicators=tuple(
            Indicator(
                level1="产出",
                name=r[0],
                target="1",
                actual="1",
                weight=None if r[1] is None else Decimal(str(r[1])),
                score=None if r[2] is None else Decimal(str(r[2])),
                reason=r[3] if len(r) > 3 else "",
                source=_cell("绩效指标", n, "F"),
            )
            for n, r in enumerate(sheets.get("绩效指标", ()), start=2)
        ),
        score=Score(
            total=_mark(marks.get("总分"), place),
            execution=_mark(marks.get("执行率得分"), place),
            grade=marks.get("等次", ""),
        ),
    )


def _mark(value: Any, place: CellRef) -> Value | None:
    return None if value is None else Value(value=Decimal(str(value)), source=place, year=YEAR)

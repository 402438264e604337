"""Small inputs for tests, written the way a person thinks of them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from schemas.figures import Basis, CellRef
from schemas.inputs import AmountRow, EconomicRow, ProjectRow, ReportInput, ReportSettings, UnitFact, Value

YEAR = 2023
COLUMNS: Mapping[str, tuple[int, Basis | None]] = {
    "年初预算": (YEAR, Basis.INITIAL_BUDGET),
    "调整预算": (YEAR, Basis.ADJUSTED_BUDGET),
    "到位": (YEAR, Basis.RECEIVED),
    "决算": (YEAR, Basis.FINAL),
    "上年年初预算": (YEAR - 1, Basis.INITIAL_BUDGET),
    "上年决算": (YEAR - 1, Basis.FINAL),
    "本年": (YEAR, None),
    "上年": (YEAR - 1, None),
}


def settings(**changes: Any) -> ReportSettings:
    plain = {"unit": "某市科学技术协会", "short_name": "市科协", "year": YEAR, "outline": "changning2023"}
    return ReportSettings.model_validate(plain | changes)


def values(amounts: Mapping[str, str], sheet: str, factor: int = 10_000) -> tuple[Value, ...]:
    """``{"决算": "12.3"}`` (万元) → values in 元, each with a cell of its own."""
    result = []
    for i, (column, amount) in enumerate(amounts.items()):
        year, basis = COLUMNS[column]
        source = CellRef(file="data.xlsx", sheet=sheet, cell=f"{'BCDEFGH'[i]}2")
        result.append(Value(value=Decimal(amount) * factor, source=source, year=year, basis=basis))
    return tuple(result)


def account(name: str, parent: str | None = None, *, partition: bool = True, **amounts: str) -> AmountRow:
    return AmountRow(name=name, parent=parent, partition=partition, values=values(amounts, "收支"))


def three_public(name: str, **amounts: str) -> AmountRow:
    return AmountRow(name=name, values=values(amounts, "三公经费"))


def economic(code: str, name: str, **amounts: str) -> EconomicRow:
    return EconomicRow(code=code, name=name, values=values(amounts, "基本支出明细"))


def project(name: str, parent: str | None = None, **amounts: str) -> ProjectRow:
    funding, recipient = amounts.pop("资金来源", None), amounts.pop("承担单位", None)
    cells = values(amounts, "项目支出")
    return ProjectRow(name=name, parent=parent, funding=funding, recipient=recipient, values=cells)


def unit_fact(name: str, measure: str = "人", **amounts: str) -> UnitFact:
    return UnitFact(name=name, measure=measure, values=values(amounts, "单位情况", factor=1))


def report(**parts: Any) -> ReportInput:
    return ReportInput(settings=parts.pop("settings", settings()), **parts)

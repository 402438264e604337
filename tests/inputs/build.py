"""A full report input and report folders for tests."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import yaml

from pipeline.inputs import init_folder
from schemas.figures import Basis, CellRef
from schemas.inputs import (
    AmountRow,
    EconomicRow,
    Indicator,
    OtherFact,
    ProjectRow,
    ReportInput,
    ReportSettings,
    Score,
    UnitFact,
    Value,
)

YEAR = 2023
WHERE = CellRef(file="data.xlsx", sheet="收支", cell="A1")
INITIAL, ADJUSTED, RECEIVED, FINAL = Basis.INITIAL_BUDGET, Basis.ADJUSTED_BUDGET, Basis.RECEIVED, Basis.FINAL


def value(number: str, basis: Basis | None = None, back: int = 0, factor: int = 10_000) -> Value:
    return Value(value=Decimal(number) * factor, source=WHERE, year=YEAR - back, basis=basis)


def money(final: str, initial: str = "", last: str = "") -> tuple[Value, ...]:
    """Amounts in 万元, in the order of the columns."""
    values = [value(last, FINAL, 1)] if last else []
    values += [value(initial, INITIAL)] if initial else []
    return (*values, value(final, FINAL))


def full_report() -> ReportInput:
    """A report with something in every sheet; sums fit."""
    return ReportInput(
        settings=ReportSettings(unit="某市科学技术协会", short_name="某市科协", year=YEAR, outline="x"),
        unit_facts=(
            UnitFact(name="编制数", measure="个", values=(value("14", factor=1),)),
            UnitFact(
                name="在职人数", measure="人", values=(value("15", back=1, factor=1), value("14", factor=1))
            ),
            UnitFact(
                name="办公用房面积", measure="平方米", values=(value("312.5", factor=1),), remark="租用"
            ),
        ),
        accounts=(
            AmountRow(name="本年支出合计", values=money("210.64", "208.4", "190.01")),
            AmountRow(name="基本支出", parent="本年支出合计", values=money("170.64", "164.4", "150.01")),
            AmountRow(name="项目支出", parent="本年支出合计", values=money("40", "44", "40")),
            AmountRow(name="会议费", parent="基本支出", partition=False, values=money("0.98")),
            AmountRow(name="年末结转和结余", values=(value("-3.2", FINAL),)),
        ),
        economic=(
            EconomicRow(code="301", name="工资福利支出", values=money("120.64", "114.4")),
            EconomicRow(code="30101", name="基本工资", values=money("65.46")),
            EconomicRow(code="302", name="商品和服务支出", values=money("50", "50")),
        ),
        projects=(
            ProjectRow(name="科普项目", values=money("40", "44")),
            ProjectRow(
                name="学会能力建设",
                parent="科普项目",
                recipient="市老科协",
                values=money("5"),
                content="=奖补",
            ),
            ProjectRow(name="学会能力建设", parent="科普项目", recipient="市医学会", values=money("2")),
            ProjectRow(
                name="科普大篷车", parent="科普项目", funding="当年财政拨款", values=(value("3.1", RECEIVED),)
            ),
        ),
        three_public=(
            AmountRow(name="三公经费合计", values=money("0.22", "12", "0.34")),
            AmountRow(name="公务接待费", values=money("0.22", "12", "0.34")),
            AmountRow(name="国内公务接待批次", measure="批次", values=(value("3", FINAL, factor=1),)),
        ),
        assets=(
            AmountRow(name="资产总额", values=(value("80.5", back=1), value("86.12"))),
            AmountRow(name="固定资产", parent="资产总额", values=(value("86.12"),)),
        ),
        indicators=(
            Indicator(
                level1="产出指标",
                level2="数量指标",
                name="科普示范基地",
                target="18个",
                actual="18个",
                weight=Decimal(10),
                score=Decimal("9.5"),
                reason="进度偏慢",
                source=WHERE,
            ),
            Indicator(
                level1="效益指标",
                level2="社会效益指标",
                name="科学素质比例",
                target="≥95%",
                actual="96%",
                source=WHERE,
            ),
        ),
        score=Score(total=value("96.5", factor=1), execution=value("9.6", factor=1), grade="优"),
        others=(
            OtherFact(name="科普资料", unit="册", value=value("6000", factor=1)),
            OtherFact(name="专项资金", unit="万元", value=value("156.1", RECEIVED), remark="年中调整"),
            OtherFact(name="公车运行", unit="元", value=value("17521.36", FINAL, 1, factor=1)),
        ),
    )


OUTLINE = {
    "name": "test",
    "label": "试用提纲",
    "title": "报告",
    "requires": [],
    "sections": [{"id": "overview", "heading": "部门概况"}, {"id": "effects", "heading": "绩效情况"}],
}


def folder(root: Path, *, requires: tuple[str, ...] = (), year: int = YEAR) -> Path:
    """A valid, empty report folder with an outline of its own."""
    dir = root / "report"
    outline = dir / "outline"
    outline.mkdir(parents=True)
    text = yaml.safe_dump({**OUTLINE, "requires": list(requires)}, allow_unicode=True)
    (outline / "outline.yaml").write_text(text, encoding="utf-8")
    init_folder(dir, "outline", year, unit="某市科学技术协会", short_name="某市科协")
    return dir


def without_sources(report: ReportInput) -> dict[str, object]:
    """The content of a report input, to be compared with another."""

    def strip(node: object) -> object:
        if isinstance(node, dict):
            return {k: strip(v) for k, v in node.items() if k not in ("source", "places")}
        if isinstance(node, tuple | list):
            return [strip(v) for v in node]
        return node

    stripped = strip(report.model_dump(exclude={"settings", "notes"}))
    assert isinstance(stripped, dict)
    return stripped

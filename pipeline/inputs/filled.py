"""The rows of a report as they are written into the workbook: the way back from ReportInput to cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from pipeline.inputs.layout import (
    THREE_PUBLIC_PARENTS,
    THREE_PUBLIC_TOTAL,
    Sheet,
    fold,
    template_rows,
)
from schemas.figures import BASIS_WORDS, MONEY_FACTORS, Basis, split_unit
from schemas.inputs import AmountRow, ReportInput, Value

Line = dict[str, Any]
"""A row to be written: cells by column name; money already in the unit of the workbook."""


def filled_lines(report: ReportInput, year: int, factor: Decimal) -> dict[str, list[Line]]:
    """Each sheet's rows as they are to be written."""

    def amounts(values: Iterable[Value], unit: Decimal = factor) -> Line:
        return {_column_of(v, year): v.value / unit for v in values}

    def amount_row(r: AmountRow) -> Line:
        relation = "" if r.parent is None and r.partition else "合计" if r.partition else "其中"
        return {"项目": r.name, "上级": r.parent, "关系": relation, **amounts(r.values), "说明": r.remark}

    unit = _unit_word(factor)
    return {
        "单位情况": [
            {
                "项目": f.name,
                "计量单位": f.measure,
                "说明": f.remark,
                **_two_years(f.values, year, split_unit(f.measure)[2]),
            }
            for f in report.unit_facts
        ],
        "收支": [amount_row(r) for r in report.accounts],
        "基本支出明细": [
            {"科目编码": r.code, "科目名称": r.name, **amounts(r.values), "说明": r.remark}
            for r in report.economic
        ],
        "项目支出": [
            {
                "项目名称": r.name,
                "上级项目": r.parent,
                "资金来源": r.funding,
                "承担单位": r.recipient,
                **amounts(r.values),
                "主要内容": r.content,
            }
            for r in report.projects
        ],
        "三公经费": [
            {
                "项目": r.name,
                "计量单位": _three_public_measure(r, unit),
                "说明": r.remark,
                **amounts(r.values, factor if r.measure == "元" else Decimal(1)),
            }
            for r in report.three_public
        ],
        "资产": [
            {k: v for k, v in amount_row(r).items() if k in ("项目", "上级", "关系", "说明")}
            | _two_years(r.values, year, factor)
            for r in report.assets
        ],
        "绩效指标": [
            {
                "一级指标": r.level1,
                "二级指标": r.level2,
                "三级指标": r.name,
                "目标值": r.target,
                "完成值": r.actual,
                "分值": r.weight,
                "得分": r.score,
                "偏差原因及改进措施": r.reason,
            }
            for r in report.indicators
        ],
        "自评结果": [
            {"项目": name, "值": value}
            for name, value in (
                ("总分", report.score.total and report.score.total.value),
                ("执行率得分", report.score.execution and report.score.execution.value),
                ("等次", report.score.grade or None),
            )
            if value is not None
        ],
        "其他数据": [
            {
                "名称": r.name,
                "数值": r.value.value / split_unit(r.unit)[2],
                "计量单位": r.unit,
                "年度": str(r.value.year),
                "口径": BASIS_WORDS[r.value.basis] if r.value.basis else None,
                "说明": r.remark,
            }
            for r in report.others
        ],
    }


def _column_of(value: Value, year: int) -> str:
    word = BASIS_WORDS[value.basis or Basis.FINAL]
    return word if value.year == year else f"上年{word}"


def _two_years(values: Iterable[Value], year: int, factor: Decimal) -> Line:
    return {"本年" if v.year == year else "上年": v.value / factor for v in values}


def _three_public_measure(row: AmountRow, unit: str) -> str:
    """Blank for the usual rows of money: their unit stands in the header, and a clerk may change it there."""
    if row.measure != "元":
        return row.measure
    usual = (*THREE_PUBLIC_TOTAL, *THREE_PUBLIC_PARENTS)
    return "" if fold(row.name) in map(fold, usual) else unit


def _unit_word(factor: Decimal) -> str:
    return next(word for word, worth in MONEY_FACTORS.items() if worth == factor)


def merged_lines(sheet: Sheet, given: Sequence[Line]) -> list[Line]:
    """The report's rows in their order, the template's other rows at their usual place between them."""
    key = sheet.key[0]
    result = list(given)
    if sheet.name == "绩效指标" and given:
        return result
    place = 0
    for row in template_rows(sheet):
        line: Line = dict(row)
        names = [fold(str(r.get(key) or "")) for r in result]
        name = fold(str(line.get(key) or ""))
        if name and name in names:
            place = names.index(name) + 1
        else:
            result.insert(place, line)
            place += 1
    return result

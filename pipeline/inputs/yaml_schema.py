"""The JSON Schema of ``data.yaml``, made from the same table of sheets as the workbook."""

from __future__ import annotations

from typing import Any

from pipeline.inputs.layout import SHEETS, Column, Holds, Sheet, economic_names
from schemas.figures import MONEY_FACTORS

NUMBER = {
    "anyOf": [
        {"type": "number"},
        {"type": "string", "pattern": r"^\s*-?[0-9][0-9,]*(\.[0-9]+)?\s*$"},
        {"type": "null"},
    ]
}
TEXT = {"type": ["string", "number", "null"]}


def json_schema() -> dict[str, Any]:
    """A JSON Schema (2020-12) that a valid ``data.yaml`` satisfies."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "自评数据 data.yaml",
        "description": "与 data.xlsx 的表名、列名相同；金额的单位见 report.yaml 的“金额单位”，"
        "也可写在列名里：决算（元）。",
        "type": "object",
        "additionalProperties": False,
        "properties": {sheet.name: _sheet(sheet) for sheet in SHEETS},
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for column in sheet.columns:
        fields[column.name] = {**_column(column), "description": column.hint}
    patterns = {
        f"^{column.name}[（(]({'|'.join(MONEY_FACTORS)})[）)]$": {**NUMBER, "description": column.hint}
        for column in sheet.columns
        if column.holds is Holds.MONEY
    }
    item: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": fields}
    if patterns:
        item["patternProperties"] = patterns
    if sheet.name != "基本支出明细":
        item["required"] = [sheet.title.name]
    return {"description": sheet.purpose, "type": ["array", "null"], "items": item}


def _column(column: Column) -> dict[str, Any]:
    if column.numeric:
        return dict(NUMBER)
    if column.name == "科目编码":
        codes = list(economic_names())
        return {"enum": [*codes, *map(int, codes), None]}
    if column.strict:
        return {"enum": [*column.choices, "", None]}
    return dict(TEXT)

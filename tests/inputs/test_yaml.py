from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.inputs import json_schema, read_folder
from pipeline.inputs.filled import filled_lines
from schemas.figures import MONEY_FACTORS
from tests.inputs.build import YEAR, folder, full_report, without_sources


def as_yaml(factor: str) -> dict[str, list[dict[str, Any]]]:
    """The full report as a program would write it."""
    lines = filled_lines(full_report(), YEAR, MONEY_FACTORS[factor])
    return {
        sheet: [
            {k: float(v) if isinstance(v, Decimal) else v for k, v in row.items() if v not in (None, "")}
            for row in rows
        ]
        for sheet, rows in lines.items()
    }


def with_yaml(root: Path, text: str, money_unit: str = "万元") -> Path:
    dir = folder(root)
    (dir / "data.xlsx").unlink()
    (dir / "data.yaml").write_text(text, encoding="utf-8")
    settings = (dir / "report.yaml").read_text(encoding="utf-8")
    settings = settings.replace('金额单位: "万元"', f"金额单位: {money_unit}")
    (dir / "report.yaml").write_text(settings, encoding="utf-8")
    return dir


@pytest.mark.parametrize("unit", ["万元", "元"])
def test_yaml_is_the_same_input_as_the_workbook(tmp_path: Path, unit: str) -> None:
    text = yaml.safe_dump(as_yaml(unit), allow_unicode=True, sort_keys=False)
    report, faults = read_folder(with_yaml(tmp_path, text, unit))
    assert [f.message for f in faults] == []
    assert report is not None
    assert without_sources(report) == without_sources(full_report())


def test_yaml_numbers_are_exact_and_know_their_place(tmp_path: Path) -> None:
    dir = with_yaml(tmp_path, "收支:\n- {项目: 基本支出, 决算（元）: 3018100.07, 年初预算: '1,234.5'}\n")
    report, faults = read_folder(dir)
    assert faults == []
    assert report is not None
    initial, final = sorted(
        report.accounts[0].values, key=lambda v: v.basis.name if v.basis else "", reverse=True
    )
    assert (initial.value, final.value) == (Decimal("12345000"), Decimal("3018100.07"))
    assert str(final.source) == "data.yaml · 收支!第1项.决算"


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """As much of JSON Schema as ours uses."""
    if "anyOf" in schema:
        return any(fits(value, s) for s in schema["anyOf"])
    if "enum" in schema:
        return value in schema["enum"]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    names: dict[str, tuple[type, ...]] = {
        "string": (str,),
        "number": (int, float),
        "null": (type(None),),
        "array": (list,),
        "object": (dict,),
    }
    if not any(isinstance(value, names[k]) for k in kinds):
        return False
    if isinstance(value, list):
        return all(fits(v, schema["items"]) for v in value)
    if isinstance(value, dict):
        known = schema["properties"]
        return set(schema.get("required", [])) <= set(value) and all(
            k in known and fits(v, known[k]) for k, v in value.items()
        )
    return True


def test_the_json_schema_takes_what_is_valid_and_nothing_else() -> None:
    schema = json_schema()
    data = as_yaml("万元")
    assert fits(data, schema)
    assert not fits({"收支表": []}, schema)
    assert not fits({"收支": [{"决算": 1}]}, schema)
    assert not fits({"收支": [{"项目": "基本支出", "决算": [1]}]}, schema)
    assert not fits({"基本支出明细": [{"科目编码": "30104"}]}, schema)


@pytest.mark.parametrize("written", ["单位全称：", "单位全称:", "单位全称： ", "单位全称 ："])
def test_a_full_width_colon_or_a_missing_blank_is_forgiven(tmp_path: Path, written: str) -> None:
    dir = folder(tmp_path)
    path = dir / "report.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("单位全称: ", written), encoding="utf-8")
    report, faults = read_folder(dir)
    assert faults == []
    assert report is not None
    assert report.settings.unit == "某市科学技术协会"


def test_front_matter_typed_with_a_chinese_input_method_is_read(tmp_path: Path) -> None:
    dir = folder(tmp_path)
    text = f"---\n日期：{YEAR}-05-25\n章节：部门概况\n---\n发放资料300册。\n"
    (dir / "notes" / "活动.md").write_text(text, encoding="utf-8")
    report, faults = read_folder(dir)
    assert faults == []
    assert report is not None
    assert report.notes[0].sections == ("部门概况",)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("自称: ", "称呼： ", "全角"),
        ("自称: ", "称呼:", "没有空一格"),
        ('自称: "我单位"', '自称: "我单位', "不是有效的 YAML"),
    ],
)
def test_the_line_to_be_corrected_is_the_one_that_is_named(
    tmp_path: Path, before: str, after: str, says: str
) -> None:
    dir = folder(tmp_path)
    path = dir / "report.yaml"
    text = path.read_text(encoding="utf-8").replace(before, after)
    path.write_text(text, encoding="utf-8")
    (fault,) = read_folder(dir)[1]
    assert says in fault.message
    assert text.splitlines()[(fault.line or 0) - 1].startswith(after.strip())

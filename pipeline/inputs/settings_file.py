"""``report.yaml``: Chinese fields to ReportSettings and back, with a comment on each."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipeline.inputs.faults import Faults, clip, suggest
from pipeline.inputs.yamls import read_yaml
from schemas.inputs import ModelSettings, ReportSettings, Waiver

FILE = "report.yaml"
FIELDS: Mapping[str, str] = {
    "单位全称": "unit",
    "单位简称": "short_name",
    "年度": "year",
    "提纲": "outline",
    "单位级别": "level",
    "主送": "addressee",
    "依据文件": "basis_document",
    "依据文号": "basis_document_number",
    "成文日期": "date",
    "自称": "self_name",
    "金额单位": "money_unit",
    "金额小数位": "money_decimals",
    "百分比小数位": "percent_decimals",
    "页码": "page_number",
    "别名": "aliases",
    "豁免": "waivers",
    "模型": "model",
}
REQUIRED = ("单位全称", "单位简称", "年度", "提纲")
EXPECTED: Mapping[str, str] = {
    "单位全称": "单位的全称，如 某某市科学技术协会",
    "单位简称": "单位的简称，如 某某市科协",
    "年度": "四位年份，如 2023",
    "提纲": "提纲的名称或提纲文件夹的路径",
    "成文日期": "日期，如 2024-03-15",
    "金额单位": "万元 或 元",
    "金额小数位": "0到6的整数",
    "百分比小数位": "0到4的整数",
    "页码": "居中 或 单右双左",
    "别名": "“别名: 数据名称”，每行一个",
    "豁免": "列表，每项有 规则、理由（不少于4个字），可有 项目",
    "模型": "服务商、名称、地址",
}
_WAIVER = {"规则": "rule", "项目": "item", "理由": "reason"}
_MODEL = {"服务商": "provider", "名称": "model", "地址": "base_url"}


def template(outline: str, year: int, unit: str = "", short_name: str = "") -> str:
    """The text of a new ``report.yaml``."""

    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    return f"""# 自评报告的基本信息。“#”后面是说明，可以删去。冒号后面要空一格。

# ---- 必填 ----
单位全称: {quoted(unit)}        # 如 "某某市科学技术协会"，与公章一致
单位简称: {quoted(short_name)}        # 如 "某某市科协"，正文中使用
年度: {year}            # 报告的是哪一年的情况
提纲: {quoted(outline)}      # 提纲名称（zipingbao outlines 列出），或提纲文件夹的路径

# ---- 报告的抬头和落款 ----
单位级别: ""        # 如 "正处级"、"正科级"
主送: ""            # 如 "某某市财政局"；不写就没有主送一行
依据文件: ""        # 如 "关于开展{year}年度市级财政资金绩效自评工作的通知"，不带书名号
依据文号: ""        # 如 "某财绩〔{year + 1}〕60号"
成文日期:           # 如 {year + 1}-03-15；留空则不印日期
自称: "我单位"      # 正文中怎样称呼自己：我单位、我会、我局……

# ---- 数字怎样印 ----
金额单位: "万元"    # 万元 或 元；表头没有写单位的列也按它读
金额小数位: 2
百分比小数位: 2
页码: "居中"        # 居中 或 单右双左

# ---- 以下可以不管 ----
# 同一个数的其他叫法，写作“别名: 数据名称”，如
#   公务接待支出: 三公经费.公务接待费.决算
别名: {{}}

# 明知不符合、但有正当理由的校验规则，如
#   - 规则: 基本支出构成          # 校验结果开头“·”之前的规则名称
#     项目: 基本支出              # 不写项目就是全部
#     理由: 决算批复数即如此，差额为上年结转列支
豁免: []

# 起草用的大模型；名称留空就用内置范文起草，不联网。密钥不写在这里，放在环境变量中。
模型:
  服务商: "openai"  # 兼容 OpenAI 接口的服务都写 openai
  名称: ""          # 如 "deepseek-chat"、"qwen-plus"
  地址: ""          # 如 "https://api.deepseek.com/v1"
"""


def read_settings(path: Path, faults: Faults) -> tuple[ReportSettings | None, dict[str, Any]]:
    """The settings, and the usable fields by identifier even when the whole is not valid."""
    data = read_yaml(path, FILE, faults, (*FIELDS, *_WAIVER, *_MODEL))
    if data is None and len(faults):
        return None, {}
    if not isinstance(data, Mapping):
        faults.add(
            "bad-field",
            f"“{FILE}”中应是“字段: 内容”的列表。",
            file=FILE,
            found=clip(data),
            expected="单位全称: …",
            advice="请恢复 init 生成的样子。",
        )
        return None, {}
    before = len(faults)
    values = _values(data, faults)
    for name in REQUIRED:
        if FIELDS[name] not in values and not _reported(name, data):
            faults.add(
                "missing-field",
                f"“{name}”没有填。",
                file=FILE,
                cell=name,
                found="空白",
                expected=EXPECTED[name],
                advice=f"请在 {FILE} 中填写“{name}”。",
            )
    if len(faults) > before and any(FIELDS[n] not in values for n in REQUIRED):
        return None, values
    return ReportSettings(**values), values


def _reported(name: str, data: Mapping[Any, Any]) -> bool:
    """Whether the field stands there with something in it, so that it was reported as wrong already."""
    raw = data.get(name)
    return raw is not None and str(raw).strip() != ""


def _values(data: Mapping[Any, Any], faults: Faults) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for raw_name, raw in data.items():
        name = unicodedata.normalize("NFKC", str(raw_name)).strip()
        if name not in FIELDS:
            faults.add(
                "unknown-field",
                f"不认识字段“{clip(raw_name)}”。",
                file=FILE,
                cell=clip(raw_name),
                found=str(raw_name),
                expected="、".join(FIELDS),
                advice=suggest(name, FIELDS) + "请改正字段名，或删去。",
            )
        elif raw is not None and str(raw).strip() != "":
            _keep(values, name, raw, faults)
    return values


def _keep(values: dict[str, Any], name: str, raw: Any, faults: Faults) -> None:
    """Adds the field if it is valid by itself, so that each wrong field gives exactly one fault."""
    probe: dict[str, Any] = {"unit": "某", "short_name": "某", "year": 2020, "outline": "某"}
    try:
        value = _convert(name, raw)
        probe[FIELDS[name]] = value
        ReportSettings(**probe)
    except (ValidationError, ValueError, TypeError, KeyError):
        expected = EXPECTED.get(name, "文字")
        faults.add(
            "bad-field",
            f"“{name}”的内容不对：“{clip(raw)}”。",
            file=FILE,
            cell=name,
            found=str(raw),
            expected=expected,
            advice=f"请改成：{expected}。",
        )
        return
    values[FIELDS[name]] = value


def _convert(name: str, raw: Any) -> Any:
    if name in ("年度", "金额小数位", "百分比小数位"):
        return _integer(raw)
    if name == "成文日期":
        return parse_date(raw)
    if name == "豁免":
        return tuple(Waiver(**_renamed(item, _WAIVER)) for item in raw)
    if name == "模型":
        return ModelSettings(**_renamed(raw, _MODEL))
    if name == "别名":
        return {str(k): str(v) for k, v in raw.items()}
    if isinstance(raw, dict | list):
        raise TypeError(name)
    plain = str(raw).strip()
    if len(plain) > 200 or re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\n]|\[\[|\]\]", plain):
        raise ValueError(name)
    return plain


def _integer(raw: Any) -> int:
    if isinstance(raw, bool | list | dict):
        raise TypeError(raw)
    plain = unicodedata.normalize("NFKC", str(raw)).strip().removesuffix("年度").removesuffix("年")
    return int(plain)


def _renamed(raw: Any, names: Mapping[str, str]) -> dict[str, str]:
    """Chinese sub-fields by identifier; KeyError for an unknown one."""
    return {names[str(k)]: "" if v is None else str(v) for k, v in raw.items()}


def parse_date(raw: Any) -> dt.date:
    """A date as YAML gives it, or written 2024年3月15日, 2024.3.15, 2024/3/15. ValueError for others."""
    if isinstance(raw, dt.datetime):
        return raw.date()
    if isinstance(raw, dt.date):
        return raw
    plain = unicodedata.normalize("NFKC", str(raw)).strip()
    match = re.fullmatch(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?", plain)
    if match is None:
        raise ValueError(plain)
    return dt.date(*map(int, match.groups()))

"""The faults an input can have: one stable code each, and a list that collects them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from pipeline.inputs.layout import fold
from schemas.figures import CellRef
from schemas.findings import Fault, Severity

TITLES: dict[str, str] = {
    # the folder and its files
    "no-folder": "没有这个文件夹",
    "missing-file": "缺少文件",
    "two-workbooks": "数据有两份",
    "outside-link": "链接指向文件夹之外",
    "not-a-file": "不是普通文件",
    "unreadable": "文件读不了",
    "oversized": "文件过大",
    "empty-file": "空文件",
    "damaged": "文件损坏",
    "encrypted": "文件加密",
    "wrong-type": "文件格式与扩展名不符",
    "too-many-cells": "表格行列过多",
    # report.yaml and data.yaml
    "bad-yaml": "YAML 写法有误",
    "unknown-field": "不认识的字段",
    "missing-field": "缺少必填的字段",
    "bad-field": "字段的内容不对",
    "unknown-outline": "提纲不能用",
    "year-mismatch": "年度与数据不一致",
    "date-outside-year": "日期不在报告年度",
    # sheets and columns
    "missing-sheet": "缺少工作表",
    "unknown-sheet": "不认识的工作表",
    "no-header": "找不到表头",
    "missing-column": "缺少列",
    "unknown-column": "不认识的列",
    "duplicate-column": "列重复",
    "unknown-unit": "表头的单位不认识",
    "merged-cells": "合并单元格",
    "hidden-cells": "隐藏的行或列",
    "hidden-sheet": "隐藏的工作表",
    # cells
    "text-in-number": "数字格中是文字",
    "hedge-in-number": "数字格中有“约”“余”等字",
    "unit-in-number": "数字格中写了单位",
    "percent-in-number": "数字格中是百分数",
    "date-in-number": "数字格中是日期",
    "boolean-in-number": "数字格中是真假值",
    "not-finite": "数字格中是 NaN 或无穷大",
    "error-cell": "单元格是公式错误值",
    "formula-without-value": "公式没有存下结果",
    "negative": "不应为负数",
    "fraction": "应为整数",
    "too-many-decimals": "小数位过多",
    "too-large": "数值大得不合情理",
    "bad-choice": "不在可选的范围内",
    "too-long": "文字过长",
    # rows
    "blank-name": "有数字而没有名称",
    "bad-name": "名称中有不能用的字符",
    "blank-measure": "缺少计量单位",
    "unit-conflict": "计量单位与表头不一致",
    "duplicate-row": "行重复",
    "unknown-code": "不认识的科目编码",
    "code-name-mismatch": "科目编码与名称不符",
    "unknown-parent": "上级不存在",
    "parent-circle": "上级成环",
    "total-row": "多余的合计行",
    "unknown-row": "不认识的行",
    "year-out-of-range": "年度超出范围",
    "unit-slip": "疑似元与万元混淆",
    "required-missing": "提纲要求的数没有填",
    # notes
    "bad-encoding": "文字编码不对",
    "garbled": "文字有乱码",
    "empty-note": "记录是空的",
    "same-note": "两个记录同名",
    "unsupported-note": "不支持的记录格式",
    "too-many-notes": "记录过多",
    "bad-front-matter": "记录开头的说明栏写法有误",
    "unknown-section": "提纲中没有这一节",
    "unknown-about": "说明的对象不存在",
    "brackets-in-note": "记录中有双方括号",
    "split-number": "数中间有空格或全角逗号",
    "note-table": "记录中的表格没有读取",
    "control-characters": "记录中有控制字符",
}
"""Code → what it is, in Chinese. A code never changes its meaning."""


class Faults:
    """Collects faults in the order in which they are met."""

    def __init__(self) -> None:
        self.items: list[Fault] = []

    def __iter__(self) -> Iterator[Fault]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def add(
        self,
        code: str,
        message: str,
        *,
        at: CellRef | None = None,
        file: str = "",
        sheet: str = "",
        cell: str = "",
        line: int | None = None,
        found: str = "",
        expected: str = "",
        advice: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        """One more fault; *at* gives file, sheet and cell together."""
        assert code in TITLES, code
        if at is not None:
            file, sheet, cell = at.file, at.sheet, at.cell
        self.items.append(
            Fault(
                code=code,
                severity=severity,
                message=message,
                file=file,
                sheet=sheet,
                cell=cell,
                line=line,
                found=clip(found),
                expected=expected,
                advice=advice,
            )
        )

    def warn(self, code: str, message: str, **where: object) -> None:
        """A fault that does not stop the run."""
        self.add(code, message, severity=Severity.WARNING, **where)  # type: ignore[arg-type]


def clip(text: object, most: int = 60) -> str:
    """*text* on one line, printable, shortened: hostile content must not flood or garble the screen."""
    plain = "".join(c if c.isprintable() else " " for c in str(text)).strip()
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known word that *word* most likely was meant to be."""
    names = {fold(k): k for k in reversed(list(known))}
    plain = fold(word)
    if (bare := plain.removesuffix("合计").removesuffix("总额")) in names:
        return names[bare]
    inside = [n for n in names if n and len(plain) > 1 and (n in plain or plain in n)]
    found = difflib.get_close_matches(plain, names, n=1, cutoff=cutoff) or sorted(inside, key=len)[-1:]
    return names[found[0]] if found else None


def suggest(word: str, known: Iterable[str]) -> str:
    """Advice naming the nearest known word, or an empty string."""
    near = nearest(word, known, cutoff=0.5)
    return f"是不是“{near}”？" if near else ""

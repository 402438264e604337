"""What the outline requires and the clerk left blank. Which cells must be filled is the outline's word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from pipeline.inputs.faults import nearest
from pipeline.inputs.layout import ACCOUNTS, BY_NAME, Sheet, economic_names, fold
from pipeline.inputs.reading import Entry, Reading, strange_rows
from schemas.figures import BASIS_WORDS, normalise_key
from schemas.outline import Outline

_DERIVED = re.compile(
    r"(比上年|较年初预算|较调整预算)增减[额率]$|\.(执行率|完成率|控制率|占比|承担单位数)$|^(在职人员控制率|自评指标得分)$"
)
_HOMES = {
    "三公经费": "三公经费",
    "资产": "资产",
    "项目": "项目支出",
    "绩效指标": "绩效指标",
    "其他": "其他数据",
    "自评总分": "自评结果",
    "自评执行率得分": "自评结果",
}
_IMPLIED = {"人员经费": "工资福利支出", "公用经费": "商品和服务支出"}
_COLUMNS = tuple(f"{back}{word}" for back in ("", "上年") for word in BASIS_WORDS.values())


def missing_required(outline: Outline, reading: Reading) -> None:
    """One fault for each row (or column, or sheet) in which required figures are missing."""
    rows: dict[tuple[str, str], list[tuple[str, Entry | None]]] = defaultdict(list)
    columns: dict[tuple[str, str], list[str]] = defaultdict(list)
    sheets: dict[str, list[str]] = defaultdict(list)
    for pattern in outline.requires:
        if _DERIVED.search(pattern) or pattern.startswith("记录") or _given(pattern, reading):
            continue
        entry = _blank(pattern, reading)
        sheet, item, column = (entry.sheet, entry.row, entry.column) if entry else place(pattern)
        if sheet in reading.renamed or (sheet in reading.tried and sheet not in reading.tables):
            continue  # reported already: the sheet is misnamed or unreadable
        if sheet not in reading.tables:
            sheets[sheet].append(pattern)
        elif column and column not in reading.tables[sheet].columns:
            if not reading.tables[sheet].strange:
                columns[sheet, column].append(item)
        elif entry is not None or not (sheet in reading.nameless or (sheet, fold(item)) in reading.absent):
            rows[sheet, item].append((column, entry))
    _report_sheets(sheets, reading)
    _report_columns(columns, reading)
    _report_rows(rows, reading)


def matches(pattern: str, keys: Iterable[str]) -> list[str]:
    """The keys that a pattern means; ``*`` stands for any run of characters."""
    plain = re.compile(".*".join(re.escape(p) for p in normalise_key(pattern).split("*")))
    return [k for k in keys if plain.fullmatch(normalise_key(k))]


def _given(pattern: str, reading: Reading) -> bool:
    """Filled in (even if wrongly: that is another fault), or computed from what is filled in."""
    filled = [k for k, e in reading.entries.items() if e.value is not None or e.faulty]
    if matches(pattern, filled):
        return True
    item, _, column = pattern.rpartition(".")
    if item in _IMPLIED:
        return bool(matches(f"{_IMPLIED[item]}.{column}", filled))
    if item.startswith("项目."):
        return bool(matches(f"{item}.*.{column}", filled)) or _has_parts(item[3:], reading)
    if item == "三公经费.公务用车购置及运行维护费":
        return any(matches(f"三公经费.公务用车{p}.{column}", filled) for p in ("购置费", "运行维护费"))
    return False


def _has_parts(project: str, reading: Reading) -> bool:
    table = reading.tables.get("项目支出")
    wanted = normalise_key(project)
    return table is not None and any(
        (cell := row.get("上级项目")) is not None and normalise_key(str(cell.raw or "")) == wanted
        for row in table.rows
    )


def _blank(pattern: str, reading: Reading) -> Entry | None:
    """The first blank cell that would satisfy the pattern."""
    found = matches(pattern, reading.entries)
    return reading.entries[found[0]] if found else None


def place(pattern: str) -> tuple[str, str, str]:
    """Sheet, row and column where a figure of this key belongs."""
    item, _, last = pattern.rpartition(".")
    basis = last in _COLUMNS
    item = item if basis or last == "上年" else pattern
    home = _HOMES.get(item.split(".")[0]) or _HOMES.get(pattern.split(".")[0])
    names = item.split(".")
    if home is None:
        home = "单位情况" if not basis else "收支"
        accounts = {row["项目"] for row in ACCOUNTS.rows}
        if basis and item not in accounts and names[0] in economic_names().values():
            home = "基本支出明细"
    row = (
        names[1]
        if home in ("三公经费", "资产", "项目支出", "绩效指标", "其他数据") and len(names) > 1
        else names[-1]
    )
    column = last if basis and "AMOUNT" in _kind(BY_NAME[home]) else ""
    return home, row, column


def _kind(sheet: Sheet) -> str:
    return "AMOUNT" if any(c.name == "决算" for c in sheet.columns) else ""


# -- reports -------------------------------------------------------------------------------------------


def _file(reading: Reading) -> str:
    return next((t.file for t in reading.tables.values()), "data.xlsx")


def _similar(item: str, sheet: str, reading: Reading) -> str:
    table = reading.tables.get(sheet)
    near = nearest(item, strange_rows(table)) if table else None
    return f"表中的“{near}”是不是它？是的，请改为“{item}”；" if near else ""


def _report_sheets(sheets: dict[str, list[str]], reading: Reading) -> None:
    for sheet, keys in sheets.items():
        reading.faults.add(
            "missing-sheet",
            f"缺少工作表“{sheet}”，提纲要用其中的{len(keys)}个数。",
            file=_file(reading),
            sheet=sheet,
            found="没有这张表",
            expected="、".join(keys[:6]),
            advice="请恢复模板里的这张表并填写。",
        )


def _report_columns(columns: dict[tuple[str, str], list[str]], reading: Reading) -> None:
    for (sheet, column), items in columns.items():
        reading.faults.add(
            "missing-column",
            f"“{sheet}”缺少“{column}”一列，提纲要用{len(items)}个数。",
            file=_file(reading),
            sheet=sheet,
            cell=f"“{column}”列",
            found="没有这一列",
            expected=column,
            advice=f"请补上“{column}”列，填写{'、'.join(items[:6])}。",
        )


def _report_rows(rows: dict[tuple[str, str], list[tuple[str, Entry | None]]], reading: Reading) -> None:
    for (sheet, item), missing in rows.items():
        words = "、".join(c for c, _ in missing if c)
        entries = [e for _, e in missing if e]
        what = f"“{item}”" + (f"的{words}" if words else "")
        cells = "、".join(e.at.cell for e in entries)
        if entries:
            reading.faults.add(
                "required-missing",
                f"{what}没有填，提纲要用这个数。",
                at=entries[0].at,
                found=f"空白（{cells}）",
                expected="数字",
                advice="请填写；确实没有发生填0。",
            )
        else:
            reading.faults.add(
                "required-missing",
                f"“{sheet}”里没有{what}，提纲要用这个数。",
                file=_file(reading),
                sheet=sheet,
                found="没有这一行",
                expected=item,
                advice=_similar(item, sheet, reading) + f"没有的，请在“{sheet}”增加一行“{item}”并填写。",
            )

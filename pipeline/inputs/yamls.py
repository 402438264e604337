"""YAML as people write it: numbers stay exact, repeated keys and aliases are refused, faults have lines."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from pipeline.inputs.cells import Cell
from pipeline.inputs.faults import Faults, clip, suggest
from pipeline.inputs.layout import Sheet
from pipeline.inputs.tables import ROW_LIMIT, Setting, Table, add_column, keep_row, match_column
from pipeline.inputs.texts import decode
from schemas.figures import CellRef

DEPTH = 20


class _Loader(yaml.SafeLoader):
    """Safe, and: 301.81 is a Decimal, a key given twice is an error, ``&``/``*`` are not understood."""

    def current_mark(self) -> Any:
        return self.peek_event().start_mark  # type: ignore[no-untyped-call]

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="alias", problem_mark=self.current_mark())
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else None
            if name is None or name in seen:
                problem = "twice" if name else "key"
                raise yaml.MarkedYAMLError(problem=problem, context=name or "", problem_mark=key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep)


def _decimal(loader: _Loader, node: Any) -> Any:
    text = loader.construct_scalar(node)
    try:
        return Decimal(str(text).replace("_", ""))
    except ArithmeticError:
        return Decimal("NaN")


_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)


def load(
    text: str,
    file: str,
    faults: Faults,
    *,
    first_line: int = 1,
    code: str = "bad-yaml",
    fields: Iterable[str] = (),
) -> Any:
    """The document in *text*; None, with one fault, when it is no valid YAML.

    A full-width colon after one of *fields*, or none of the blank that must follow it, is forgiven: a
    Chinese input method types “章节：” by itself.
    """
    try:
        return yaml.load(_forgiven(text, fields), _Loader)
    except yaml.YAMLError as error:
        line = _culprit(text, error)
        number = None if line is None else line + first_line
        faults.add(
            code,
            f"“{file}”第{number or '?'}行写法有误：{_colon(text, line) or _problem(error)}",
            file=file,
            line=number,
            found=_line(text, line),
            expected="“字段: 内容”，冒号后空一格，同级缩进相同",
            advice="请对照 init 生成的文件改正这一行；内容里有冒号、井号、星号时给整段加引号。",
        )
    except (ValueError, RecursionError, OverflowError):
        faults.add(
            code,
            f"“{file}”中有不能读的内容（如不存在的日期）。",
            file=file,
            found="",
            expected="有效的 YAML",
            advice="请核对日期，并给特殊内容加引号。",
        )
    return None


def _forgiven(text: str, fields: Iterable[str]) -> str:
    names = "|".join(map(re.escape, fields))
    pattern = rf"(?m)^([ \t]*(?:- +)?)({names})[ \t]*(?:：|:(?=\S))[ \t]*"
    return re.sub(pattern, r"\1\2: ", text) if names else text


_COLON = re.compile(r"\s*(?:- +)?[^\s:：#\"'\[{]+\s*(?:(?P<wide>：)|:(?=[^\s/]))")
"""A field with a full-width colon, or with a colon that no blank follows (http:// aside)."""


def _colon(text: str, line: int | None) -> str:
    """What is wrong with the colon of a line; '' when nothing is."""
    found = _COLON.match(_raw_line(text, line))
    if found is None:
        return ""
    return "冒号是全角的“：”，应为半角“:”并空一格。" if found["wide"] else "冒号后面没有空一格。"


def _culprit(text: str, error: yaml.YAMLError) -> int | None:
    """The line (from 0) to be corrected: the parser often stumbles only on the line after it."""
    line: int | None = getattr(getattr(error, "problem_mark", None), "line", None)
    opened = getattr(error, "context_mark", None)
    if line is None or "quoted scalar" in (getattr(error, "context", "") or ""):
        return int(opened.line) if opened is not None else line
    earlier = (n for n in range(line - 1, -1, -1) if _raw_line(text, n).strip()[:1] not in ("", "#"))
    near = [line, *itertools.islice(earlier, 1)]
    wrong = (n for n in near if _colon(text, n) or _raw_line(text, n).count('"') % 2)
    return next(wrong, line)


def _raw_line(text: str, line: int | None) -> str:
    lines = text.splitlines()
    return lines[line] if line is not None and 0 <= line < len(lines) else ""


def _problem(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", "") or ""
    if problem == "twice":
        return f"字段“{clip(getattr(error, 'context', ''))}”写了两次。"
    if problem == "alias":
        return "不支持 & 和 * 引用。"
    if "\\t" in problem or "tab" in str(error):
        return "缩进用了制表符（Tab），应改用空格。"
    return "不是有效的 YAML。"


def _line(text: str, line: int | None) -> str:
    return clip(_raw_line(text, line))


def read_yaml(path: Path, name: str, faults: Faults, fields: Iterable[str] = ()) -> Any:
    """The YAML document in a file."""
    text = decode(path.read_bytes(), name, faults)
    return None if text is None else load(text, name, faults, fields=fields)


# -- data.yaml -----------------------------------------------------------------------------------------


def table_of(name: str, rows: Any, sheet: Sheet, file: str, setting: Setting, faults: Faults) -> Table | None:
    """A list of mappings as a table; columns are the keys that appear."""
    if rows is None:
        return None
    if not isinstance(rows, list) or len(rows) > ROW_LIMIT:
        faults.add(
            "bad-field",
            f"“{name}”应是一个列表，每项一行。",
            file=file,
            sheet=name,
            found=clip(rows),
            expected=f"- {sheet.title.name}: …（不超过{ROW_LIMIT}项）",
            advice="请按 init 生成的样子写成列表。",
        )
        return None
    table = Table(sheet, file)
    strange: set[str] = set()
    cells = [_cells(n, row, table, setting, strange, faults) for n, row in enumerate(rows, start=1)]
    if sheet.title.name not in table.columns and rows:
        if not strange:
            faults.add(
                "missing-column",
                f"“{name}”各项都没有“{sheet.title.name}”。",
                file=file,
                sheet=name,
                expected=sheet.title.name,
                advice="请补上。",
            )
        return None
    for number, line in enumerate(cells, start=1):
        if line is None:
            continue
        for column in table.columns:
            line.setdefault(column, Cell(None, _at(file, sheet, number, column)))
        keep_row(table, line, line[sheet.title.name].raw)
    return table


def _at(file: str, sheet: Sheet, number: int, column: str) -> CellRef:
    return CellRef(file=file, sheet=sheet.name, cell=f"第{number}项.{column}")


def _cells(
    number: int, row: Any, table: Table, setting: Setting, strange: set[str], faults: Faults
) -> dict[str, Cell] | None:
    if not isinstance(row, Mapping):
        faults.add(
            "bad-field",
            f"“{table.sheet.name}”第{number}项应是“列名: 内容”。",
            file=table.file,
            sheet=table.sheet.name,
            cell=f"第{number}项",
            found=clip(row),
            expected=f"{table.sheet.title.name}: …",
            advice="请改正这一项。",
        )
        return None
    cells: dict[str, Cell] = {}
    for key, raw in row.items():
        column, unit = match_column(str(key), table.sheet, setting.year)
        if column is None:
            _strange(number, str(key), table, strange, faults)
            continue
        at = _at(table.file, table.sheet, number, column.name)
        if column.name not in table.columns:
            add_column(table, column, unit, at, setting, faults)
        cells[column.name] = Cell(raw, at)
    return cells


def _strange(number: int, key: str, table: Table, strange: set[str], faults: Faults) -> None:
    if key in strange:
        return
    strange.add(key)
    table.strange.append(key)
    names = [c.name for c in table.sheet.columns]
    faults.add(
        "unknown-column",
        f"不认识“{clip(key)}”，其内容没有读取。",
        file=table.file,
        sheet=table.sheet.name,
        cell=f"第{number}项.{clip(key)}",
        found=key,
        expected="、".join(names),
        advice=suggest(key, names) + "请改正。",
    )

"""What all sheets share when their rows are read: names, numbers, choices, parents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.inputs.cells import Cell, check_decimals, number, text
from pipeline.inputs.faults import Faults, clip, nearest, suggest
from pipeline.inputs.layout import (
    MAY_BE_NEGATIVE,
    Column,
    Sheet,
    fold,
    template_rows,
)
from pipeline.inputs.tables import Row, Setting, Table
from schemas.figures import BASIS_WORDS, MONEY_FACTORS, CellRef
from schemas.findings import Severity
from schemas.inputs import (
    AmountRow,
    ProjectRow,
    Value,
)

NAME_LIMIT = 120
PERCENTS = ("%", "％", "个百分点", "百分点")
WHOLE = frozenset(
    (
        "个",
        "人",
        "名",
        "人次",
        "批次",
        "批",
        "辆",
        "台",
        "次",
        "家",
        "户",
        "份",
        "册",
        "件",
        "项",
        "场",
        "场次",
        "期",
        "篇",
        "支",
        "团组",
        "套",
        "条",
        "座",
    )
)
# Printed tables number their rows; the name is what follows: 一、本年收入, （一）基本支出, 其中：人员经费.
_NUMBERING = re.compile(
    r"^(?:其中[:：]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])\s*(?=.)"
)
_BAD = re.compile(r"[\[\]|｜\x00-\x08\x0b\x0c\x0e-\x1f\u200b-\u200f\u202a-\u202e\ufeff]")


@dataclass(slots=True)
class Entry:
    """A numeric cell by the key its figure will have: filled, blank or faulty."""

    at: CellRef
    value: Decimal | None
    faulty: bool
    sheet: str
    row: str
    column: str


@dataclass(slots=True)
class Reading:
    """What reading the sheets yields besides the rows: the faults, and every numeric cell by key."""

    setting: Setting
    faults: Faults
    entries: dict[str, Entry] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    tried: set[str] = field(default_factory=set)
    renamed: set[str] = field(default_factory=set)
    dated: tuple[CellRef, int] | None = None
    """Where the workbook says which year it is for, and the year."""
    nameless: set[str] = field(default_factory=set)
    """Sheets with a row whose name is missing: which one it is nobody knows."""
    absent: set[tuple[str, str]] = field(default_factory=set)
    """Rows (sheet, folded name) already reported as not being there."""

    def spoil(self, table: Table, row: Row, item: str) -> None:
        """The row was refused as a whole; its figures are not missing besides."""
        for column in table.numeric():
            cell = row.cells[column.name]
            for key in (key_of(item, column), item):
                if not cell.blank:
                    self.entries[key] = Entry(cell.at, None, True, table.sheet.name, item, column.name)

    def value(
        self, cell: Cell, column: Column, item: str, row: str, measure: str, factor: Decimal, sheet: str
    ) -> Value | None:
        """The amount in *cell* in base units, checked; None when it is blank or faulty."""
        before = len(self.faults)
        found = number(cell, self.faults, percent_ok=measure in PERCENTS)
        faulty = len(self.faults) > before
        if found is not None:
            faulty = not self._sensible(cell, found, row, measure, factor)
        self.entries[key_of(item, column)] = Entry(
            cell.at, None if found is None else found * factor, faulty, sheet, row, column.name
        )
        if found is None or faulty:
            return None
        year = self.setting.year - column.back
        return Value(value=found * factor, source=cell.at, year=year, basis=column.basis)

    def _sensible(self, cell: Cell, found: Decimal, row: str, measure: str, factor: Decimal) -> bool:
        money = measure in MONEY_FACTORS
        if found < 0 and not any(word in row for word in MAY_BE_NEGATIVE):
            self.faults.add(
                "negative",
                f"“{clip(row)}”不应为负数。",
                at=cell.at,
                found=str(found),
                expected="0或正数",
                advice="请核对；红字冲销请填冲销后的净额。",
            )
            return False
        if measure in WHOLE and found != found.to_integral_value():
            self.faults.add(
                "fraction",
                f"“{clip(row)}”以“{measure}”计，应为整数。",
                at=cell.at,
                found=str(found),
                expected="整数",
                advice="请核对数值和计量单位。",
            )
            return False
        check_decimals(cell, found, money, factor, self.faults)
        return True


def key_of(item: str, column: Column) -> str:
    """The key of the figure in that column: ``基本支出.上年决算``, ``在职人数.上年``."""
    basis = BASIS_WORDS[column.basis] if column.basis else ""
    last = ("上年" if column.back else "") + basis
    return f"{item}.{last}" if last else item


# -- what all sheets share -----------------------------------------------------------------------------


def named_rows(table: Table, reading: Reading) -> Iterator[tuple[str, Row]]:
    """Rows with a usable name; nameless ones with content and repeated ones are reported."""
    faults = reading.faults
    seen: dict[tuple[str, ...], CellRef] = {}
    for row in table.rows:
        name = clean_name(row.get(table.sheet.title.name), faults)
        if not name:
            _nameless(table, row, reading)
            continue
        key = tuple(fold(text(row.get(c), Faults())) for c in table.sheet.key)
        at = row.cells[table.sheet.title.name].at
        if key in seen and (has_numbers(table, row) or table.sheet.name in ("绩效指标", "自评结果")):
            if _merged(at, name, faults):
                continue
            faults.add(
                "duplicate-row",
                f"“{clip(name)}”出现了两次。",
                at=at,
                found=name,
                expected="每个名称只有一行",
                advice=f"另一行在 {seen[key].cell}。{_meant(table, name)}请删去一行，或改名区别。",
            )
            continue
        seen.setdefault(key, at)
        yield name, row


def _meant(table: Table, name: str) -> str:
    """The template's row that the repeated one was meant to be, when that one is missing."""
    missing = missing_rows(table)
    near = nearest(name, missing) or (missing[0] if len(missing) == 1 else None)
    return f"表中少了“{near}”，是不是它？" if near else ""


_RANGE = re.compile(r"([A-Z]+)(\d+):\1(\d+)")


def _merged(at: CellRef, name: str, faults: Faults) -> bool:
    """Whether the row has its name from a merged cell: then that is the fault, and not the repetition."""
    place = re.fullmatch(r"([A-Z]+)(\d+)", at.cell)
    for index, fault in enumerate(faults.items):
        found = _RANGE.fullmatch(fault.cell) if fault.code == "merged-cells" else None
        if not place or not found or fault.sheet != at.sheet or found[1] != place[1]:
            continue
        if int(found[2]) <= int(place[2]) <= int(found[3]):
            changes = {
                "severity": Severity.ERROR,
                "message": f"名称格合并了，“{clip(name)}”成了几行共用的名称，后面的行没有读取。",
                "advice": "请取消合并，每行填写各自的名称。",
            }
            faults.items[index] = fault.model_copy(update=changes)
            return True
    return False


def missing_rows(table: Table) -> list[str]:
    """The template's rows that the table lacks."""
    title = table.sheet.title.name
    present = {fold(clean_name(row.get(title), Faults())) for row in table.rows}
    return [name for row in template_rows(table.sheet) if fold(name := row[title]) not in present]


def strange_rows(table: Table) -> list[str]:
    """The table's rows that are none of the template's."""
    title = table.sheet.title.name
    usual = {fold(row[title]) for row in template_rows(table.sheet)}
    names = [clean_name(row.get(title), Faults()) for row in table.rows]
    return [name for name in names if name and fold(name) not in usual]


def clean_name(cell: Cell | None, faults: Faults) -> str:
    """A name without line breaks; characters that references cannot hold are reported and dropped."""
    raw = re.sub(r"\s*\n\s*", "", text(cell, faults))
    plain = _NUMBERING.sub("", _BAD.sub("", raw).strip())
    if cell is not None and _BAD.search(raw):
        faults.add(
            "bad-name",
            f"名称“{clip(raw)}”中有不能用的字符。",
            at=cell.at,
            found=raw,
            expected="不含 [ ] | 和控制字符",
            advice=f"请改为“{clip(plain)}”或其他名称。",
        )
    if cell is not None and len(plain) > NAME_LIMIT:
        faults.add(
            "too-long",
            f"名称有{len(plain)}个字，过长。",
            at=cell.at,
            found=plain,
            expected=f"不超过{NAME_LIMIT}个字",
            advice="请写简短的名称，其余写到说明栏。",
        )
    return plain[:NAME_LIMIT].strip()


def has_numbers(table: Table, row: Row) -> bool:
    """Whether any number cell of the row holds something."""
    return any(not cell.blank for c in table.numeric() if (cell := row.get(c.name)))


def _nameless(table: Table, row: Row, reading: Reading) -> None:
    filled = [c for n, c in row.cells.items() if not c.blank]
    if table.sheet.name == "绩效指标":
        filled = [c for n, c in row.cells.items() if not c.blank and n not in ("一级指标", "二级指标")]
    elif table.sheet.name != "自评结果":
        filled = [c for n in table.numeric() if (c := row.cells[n.name]) and not c.blank]
    if filled and not any(f.at == row.cells[table.sheet.title.name].at for f in filled):
        reading.nameless.add(table.sheet.name)
        reading.faults.add(
            "blank-name",
            f"这一行有内容，但“{table.sheet.title.name}”是空的。",
            at=row.cells[table.sheet.title.name].at,
            found=f"空白（{filled[0].at.cell} 中是 {clip(filled[0].raw)}）",
            expected="名称",
            advice="请写上名称，或删去这一行。",
        )


def choice(row: Row, column: Column, faults: Faults) -> str:
    """The word in a cell that allows only some words; '' when it is blank or wrong."""
    cell = row.get(column.name)
    word = text(cell, faults)
    if word and cell is not None and word not in column.choices:
        faults.add(
            "bad-choice",
            f"“{column.name}”只能填{'、'.join(column.choices)}。",
            at=cell.at,
            found=word,
            expected="、".join(column.choices),
            advice=suggest(word, column.choices) + "请改正或留空。",
        )
        return ""
    return word


def usual(sheet: Sheet, name: str, column: str) -> str:
    """What the template says in *column* beside a row of that name."""
    return next((r.get(column, "") for r in template_rows(sheet) if fold(r["项目"]) == fold(name)), "")


def amounts_of(table: Table, row: Row, item: str, name: str, reading: Reading) -> tuple[Value, ...]:
    """The money cells of a row."""
    found = []
    for column in table.numeric():
        factor = table.factors[column.name]
        value = reading.value(row.cells[column.name], column, item, name, "元", factor, table.sheet.name)
        found += [value] if value else []
    return tuple(found)


def check_parents(
    rows: list[tuple[str, AmountRow | ProjectRow, Cell | None]],
    known: list[str],
    sheet: str,
    reading: Reading,
) -> None:
    """上级 must name a row, and must not lead round in a circle."""
    above = {fold(r.name): fold(r.parent) for _, r, _ in rows if r.parent}
    names = {fold(n) for n in known}
    reported: set[str] = set()
    for name, row, cell in rows:
        if not row.parent or cell is None or fold(row.parent) in reported:
            continue
        if fold(row.parent) not in names:
            reported.add(fold(row.parent))
            reading.absent.add((sheet, fold(row.parent)))
            if sheet in reading.nameless:
                continue  # it may be the row whose name is missing, which was reported
            others = [k for k in known if fold(k) != fold(name)]
            reading.faults.add(
                "unknown-parent",
                f"“{clip(name)}”的上级“{clip(row.parent)}”不在表中。",
                at=cell.at,
                found=row.parent,
                expected="表中某一行的名称",
                advice=suggest(row.parent, others) + "请改正，或补上那一行。",
            )
            continue
        chain = [fold(row.name)]
        while (up := above.get(chain[-1])) and up not in chain:
            chain.append(up)
        if up == chain[0]:
            reported.update(chain)
            reading.faults.add(
                "parent-circle",
                f"“{clip(name)}”的上级绕了一圈又回到自己。",
                at=cell.at,
                found=row.parent,
                expected="更高一级的项目",
                advice="请改正这几行的上级。",
            )

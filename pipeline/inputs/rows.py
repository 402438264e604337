"""From tables to the rows of ReportInput; every fault of a row is noted at its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.inputs.cells import Cell, check_decimals, number, text
from pipeline.inputs.codes import check_code
from pipeline.inputs.faults import Faults, clip, nearest, suggest
from pipeline.inputs.layout import (
    MAY_BE_NEGATIVE,
    THREE_PUBLIC_PARENTS,
    THREE_PUBLIC_TOTAL,
    Column,
    Sheet,
    fold,
    template_rows,
)
from pipeline.inputs.tables import Row, Setting, Table
from schemas.figures import BASIS_WORDS, MONEY_FACTORS, Basis, CellRef
from schemas.inputs import (
    AmountRow,
    EconomicRow,
    Indicator,
    OtherFact,
    ProjectRow,
    Score,
    UnitFact,
    Value,
)

NAME_LIMIT = 120
PERCENTS = ("%", "％", "个百分点", "百分点")
WHOLE = frozenset("个 人 名 人次 批次 批 辆 台 次 家 户 份 册 件 项 场 场次 期 篇 支 团组 套 条 座".split())
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
            self.faults.add("negative", f"“{clip(row)}”不应为负数。", at=cell.at, found=str(found), expected="0或正数",
                            advice="请核对；红字冲销请填冲销后的净额。")  # fmt: skip
            return False
        if measure in WHOLE and found != found.to_integral_value():
            self.faults.add("fraction", f"“{clip(row)}”以“{measure}”计，应为整数。", at=cell.at, found=str(found),
                            expected="整数", advice="请核对数值和计量单位。")  # fmt: skip
            return False
        check_decimals(cell, found, money, factor, self.faults)
        return True


def key_of(item: str, column: Column) -> str:
    """The key of the figure in that column: ``基本支出.上年决算``, ``在职人数.上年``."""
    basis = BASIS_WORDS[column.basis] if column.basis else ""
    last = ("上年" if column.back else "") + basis
    return f"{item}.{last}" if last else item


# -- what all sheets share -----------------------------------------------------------------------------


def named_rows(table: Table, faults: Faults) -> Iterator[tuple[str, Row]]:
    """Rows with a usable name; nameless ones with content and repeated ones are reported."""
    seen: dict[tuple[str, ...], CellRef] = {}
    for row in table.rows:
        name = clean_name(row.get(table.sheet.title.name), faults)
        if not name:
            _nameless(table, row, faults)
            continue
        key = tuple(fold(text(row.get(c), Faults())) for c in table.sheet.key)
        at = row.cells[table.sheet.title.name].at
        if key in seen and (_filled(table, row) or table.sheet.name in ("绩效指标", "自评结果")):
            faults.add("duplicate-row", f"“{clip(name)}”出现了两次。", at=at, found=name,
                       expected="每个名称只有一行", advice=f"另一行在 {seen[key].cell}。请删去一行，或改名区别。")  # fmt: skip
            continue
        seen.setdefault(key, at)
        yield name, row


def clean_name(cell: Cell | None, faults: Faults) -> str:
    """A name without line breaks; characters that references cannot hold are reported and dropped."""
    raw = re.sub(r"\s*\n\s*", "", text(cell, faults))
    plain = _BAD.sub("", raw).strip()
    if cell is not None and plain != raw:
        faults.add("bad-name", f"名称“{clip(raw)}”中有不能用的字符。", at=cell.at, found=raw, expected="不含 [ ] | 和控制字符",
                   advice=f"请改为“{clip(plain)}”或其他名称。")  # fmt: skip
    if cell is not None and len(plain) > NAME_LIMIT:
        faults.add("too-long", f"名称有{len(plain)}个字，过长。", at=cell.at, found=plain,
                   expected=f"不超过{NAME_LIMIT}个字", advice="请写简短的名称，其余写到说明栏。")  # fmt: skip
    return plain[:NAME_LIMIT].strip()


def _filled(table: Table, row: Row) -> bool:
    return any(not cell.blank for c in table.numeric() if (cell := row.get(c.name)))


def _nameless(table: Table, row: Row, faults: Faults) -> None:
    filled = [c for n, c in row.cells.items() if not c.blank]
    if table.sheet.name == "绩效指标":
        filled = [c for n, c in row.cells.items() if not c.blank and n not in ("一级指标", "二级指标")]
    elif table.sheet.name != "自评结果":
        filled = [c for n in table.numeric() if (c := row.cells[n.name]) and not c.blank]
    if filled and not any(f.at == row.cells[table.sheet.title.name].at for f in filled):
        faults.add("blank-name", f"这一行有内容，但“{table.sheet.title.name}”是空的。",
                   at=row.cells[table.sheet.title.name].at, found=f"空白（{filled[0].at.cell} 中是 {clip(filled[0].raw)}）",
                   expected="名称", advice="请写上名称，或删去这一行。")  # fmt: skip


def choice(row: Row, column: Column, faults: Faults) -> str:
    """The word in a cell that allows only some words; '' when it is blank or wrong."""
    cell = row.get(column.name)
    word = text(cell, faults)
    if word and cell is not None and word not in column.choices:
        faults.add("bad-choice", f"“{column.name}”只能填{'、'.join(column.choices)}。", at=cell.at, found=word,
                   expected="、".join(column.choices), advice=suggest(word, column.choices) + "请改正或留空。")  # fmt: skip
        return ""
    return word


def _default(sheet: Sheet, name: str, column: str) -> str:
    return next((r.get(column, "") for r in template_rows(sheet) if fold(r["项目"]) == fold(name)), "")


def _amounts(table: Table, row: Row, item: str, name: str, reading: Reading) -> tuple[Value, ...]:
    """The money cells of a row."""
    found = []
    for column in table.numeric():
        factor = table.factors[column.name]
        value = reading.value(row.cells[column.name], column, item, name, "元", factor, table.sheet.name)
        found += [value] if value else []
    return tuple(found)


def _parents(rows: list[tuple[str, AmountRow | ProjectRow, Cell | None]], known: list[str], word: str,
             faults: Faults) -> None:  # fmt: skip
    """上级 must name a row, and must not lead round in a circle."""
    above = {fold(r.name): fold(r.parent) for _, r, _ in rows if r.parent}
    names = {fold(n) for n in known}
    reported: set[str] = set()
    for name, row, cell in rows:
        if not row.parent or cell is None or fold(row.parent) in reported:
            continue
        if fold(row.parent) not in names:
            reported.add(fold(row.parent))
            faults.add("unknown-parent", f"“{clip(name)}”的上级“{clip(row.parent)}”不在表中。", at=cell.at,
                       found=row.parent, expected=f"表中某一行的{word}",
                       advice=suggest(row.parent, known) + "请改正，或补上那一行。")  # fmt: skip
            continue
        chain = [fold(row.name)]
        while (up := above.get(chain[-1])) and up not in chain:
            chain.append(up)
        if up == chain[0]:
            reported.update(chain)
            faults.add("parent-circle", f"“{clip(name)}”的上级绕了一圈又回到自己。", at=cell.at, found=row.parent,
                       expected="更高一级的项目", advice="请改正这几行的上级。")  # fmt: skip


# -- the sheets ----------------------------------------------------------------------------------------


def unit_facts(table: Table, reading: Reading) -> tuple[UnitFact, ...]:
    """单位情况."""
    found = []
    for name, row in named_rows(table, reading.faults):
        written = text(row.get("计量单位"), reading.faults)
        measure = written or _default(table.sheet, name, "计量单位")
        if not measure and _filled(table, row):
            _blank_measure(table, row, name, reading.faults)
            continue
        factor, unit = scale(measure)
        values = []
        for column in table.numeric():
            value = reading.value(row.cells[column.name], column, name, name, unit, factor, table.sheet.name)
            values += [value] if value else []
        if values:
            remark = text(row.get("说明"), reading.faults)
            found.append(UnitFact(name=name, measure=unit, values=tuple(values), remark=remark))
    return tuple(found)


def scale(measure: str) -> tuple[Decimal, str]:
    """What one unit is worth, and the unit to keep: 万元 → 10⁴ and 万元; 万人次 → 10⁴ and 人次."""
    if measure in MONEY_FACTORS:
        return MONEY_FACTORS[measure], measure
    if measure[:1] in "万亿" and len(measure) > 1:
        return Decimal(10_000 if measure[0] == "万" else 100_000_000), measure[1:]
    return Decimal(1), measure


def _blank_measure(table: Table, row: Row, name: str, faults: Faults) -> None:
    cell = row.get("计量单位")
    at = cell.at if cell else row.cells[table.sheet.title.name].at
    faults.add("blank-measure", f"“{clip(name)}”没有写计量单位。", at=at, found="空白",
               expected="人、个、万元、平方米等", advice="请填写计量单位。")  # fmt: skip


def accounts(table: Table, reading: Reading, prefix: str = "") -> tuple[AmountRow, ...]:
    """收支, and (with a prefix to its keys) 资产."""
    rows: list[tuple[str, AmountRow | ProjectRow, Cell | None]] = []
    names = []
    relation = table.sheet.column("关系")
    for name, row in named_rows(table, reading.faults):
        names.append(name)
        values = _amounts(table, row, prefix + name, name, reading)
        parent = clean_name(row.get("上级"), Faults()) or None
        made = AmountRow(
            name=name,
            values=values,
            parent=parent,
            partition=choice(row, relation, reading.faults) != "其中",
            remark=text(row.get("说明"), reading.faults),
        )
        rows.append((name, made, row.get("上级")))
    filled = [r for r in rows if r[1].values]
    _parents(filled, names, "项目名称", reading.faults)
    return tuple(r for _, r, _ in filled if isinstance(r, AmountRow))


def economic(table: Table, reading: Reading) -> tuple[EconomicRow, ...]:
    """基本支出明细."""
    found = []
    classes: dict[str, str] = {}
    seen: dict[str, CellRef] = {}
    for row in table.rows:
        if not _filled(table, row):
            continue
        at = row.cells["科目编码"].at
        made = check_code(row.get("科目编码"), row.get("科目名称"), at, reading.faults)
        if made is None:
            continue
        code, name = made
        if code in seen:
            reading.faults.add("duplicate-row", f"科目 {code}“{clip(name)}”出现了两次。", at=at, found=code,
                               expected="每个科目只有一行",
                               advice=f"另一行在 {seen[code].cell}。请合并成一行。")  # fmt: skip
            continue
        seen[code] = at
        classes.setdefault(code[:3], name if len(code) == 3 else code[:3])
        item = name if len(code) == 3 else f"{classes[code[:3]]}.{name}"
        values = _amounts(table, row, item, name, reading)
        if values:
            remark = text(row.get("说明"), reading.faults)
            found.append(EconomicRow(code=code, name=name, values=values, remark=remark))
    return tuple(found)


def projects(table: Table, reading: Reading, accounts_known: list[str]) -> tuple[ProjectRow, ...]:
    """项目支出."""
    rows: list[tuple[str, AmountRow | ProjectRow, Cell | None]] = []
    names = list(accounts_known)
    for name, row in named_rows(table, reading.faults):
        if fold(name) in ("合计", "总计", "小计"):
            _total_row(name, row.cells[table.sheet.title.name].at, reading.faults)
            continue
        names.append(name)
        parent, funding, recipient = (
            clean_name(row.get(c), Faults()) or None for c in ("上级项目", "资金来源", "承担单位")
        )
        item = ".".join(filter(None, ("项目", name, recipient, funding)))
        made = ProjectRow(
            name=name,
            parent=parent,
            funding=funding,
            recipient=recipient,
            values=_amounts(table, row, item, name, reading),
            content=text(row.get("主要内容"), reading.faults),
        )
        rows.append((name, made, row.get("上级项目")))
    _parents(
        rows, names + [r.parent for _, r, _ in rows if r.parent and r.values], "项目名称", reading.faults
    )
    return tuple(r for _, r, _ in rows if isinstance(r, ProjectRow))


def _total_row(name: str, at: CellRef, faults: Faults) -> None:
    faults.warn("total-row", f"“{name}”一行没有读取：合计由程序计算。", at=at, found=name, expected="没有合计行",
                advice="请删去这一行。")  # fmt: skip


def three_public(table: Table, reading: Reading) -> tuple[AmountRow, ...]:
    """三公经费: amounts, and counts among them."""
    found = []
    for name, row in named_rows(table, reading.faults):
        written = text(row.get("计量单位"), reading.faults)
        default = "元" if fold(name) in map(fold, (*THREE_PUBLIC_TOTAL, *THREE_PUBLIC_PARENTS)) else ""
        measure = written or _default(table.sheet, name, "计量单位") or default
        if not measure and _filled(table, row):
            _blank_measure(table, row, name, reading.faults)
            continue
        money = measure in MONEY_FACTORS
        if written and money and not _agrees(table, row, written, reading.faults):
            continue
        item = "三公经费" if fold(name) in map(fold, THREE_PUBLIC_TOTAL) else f"三公经费.{name}"
        values = []
        for column in table.numeric():
            key = column if money else _without_basis(column)
            factor = table.factors[column.name] if money else Decimal(1)
            unit = "元" if money else measure
            value = reading.value(row.cells[column.name], key, item, name, unit, factor, table.sheet.name)
            values += [value.model_copy(update={"basis": column.basis})] if value else []
        if values:
            remark = text(row.get("说明"), reading.faults)
            unit = "元" if money else measure
            found.append(AmountRow(name=name, values=tuple(values), measure=unit, remark=remark))
    return tuple(found)


def _without_basis(column: Column) -> Column:
    """Counts have no basis in their key when they stand in the column 决算."""
    if column.basis is not Basis.FINAL:
        return column
    return Column(column.name, "", column.holds, basis=None, back=column.back)


def _agrees(table: Table, row: Row, written: str, faults: Faults) -> bool:
    wrong = [
        c
        for c in table.numeric()
        if table.factors[c.name] != MONEY_FACTORS[written] and not row.cells[c.name].blank
    ]
    if wrong:
        cell = row.cells["计量单位"]
        units = {v: k for k, v in MONEY_FACTORS.items()}
        header = units[table.factors[wrong[0].name]]
        faults.add("unit-conflict", f"这一行的计量单位是“{written}”，表头却是“{header}”。", at=cell.at, found=written,
                   expected=header, advice="请统一单位，并核对这一行的数。")  # fmt: skip
    return not wrong


def indicators(table: Table, reading: Reading) -> tuple[Indicator, ...]:
    """绩效指标."""
    found = []
    for name, row in named_rows(table, reading.faults):
        numbers = {}
        for column in table.numeric():
            cell = row.cells[column.name]
            item = f"绩效指标.{name}.{column.name}"
            value = reading.value(
                cell, Column(column.name, "", column.holds), item, name, "分", Decimal(1), "绩效指标"
            )
            numbers[column.name] = value.value if value else None
        words = {
            c: text(row.get(c), reading.faults)
            for c in ("一级指标", "二级指标", "目标值", "完成值", "偏差原因及改进措施")
        }
        found.append(
            Indicator(
                level1=words["一级指标"],
                level2=words["二级指标"],
                name=name,
                target=words["目标值"],
                actual=words["完成值"],
                weight=numbers.get("分值"),
                score=numbers.get("得分"),
                reason=words["偏差原因及改进措施"],
                source=row.cells["三级指标"].at,
            )
        )
    return tuple(found)


def score(table: Table, reading: Reading) -> Score:
    """自评结果."""
    found: dict[str, Value | None] = {}
    grade = ""
    keys = {"总分": "自评总分", "执行率得分": "自评执行率得分"}
    for name, row in named_rows(table, reading.faults):
        cell = row.get("值")
        if cell is None:
            continue
        if name in keys:
            column = Column("值", "")
            found[name] = reading.value(cell, column, keys[name], name, "分", Decimal(1), "自评结果")
        elif name == "等次":
            grade = text(cell, reading.faults)
        else:
            at = row.cells["项目"].at
            near = nearest(name, (*keys, "等次"))
            advice = (f"是不是“{near}”？" if near else "") + "其他的数请填到“其他数据”表。"
            reading.faults.add("unknown-row", f"“自评结果”表里不认识“{clip(name)}”。", at=at, found=name,
                               expected="总分、执行率得分、等次", advice=advice)  # fmt: skip
    return Score(total=found.get("总分"), execution=found.get("执行率得分"), grade=grade)


def others(table: Table, reading: Reading) -> tuple[OtherFact, ...]:
    """其他数据."""
    found = []
    basis_column = table.sheet.column("口径")
    bases = {word: basis for basis, word in BASIS_WORDS.items()}
    for name, row in named_rows(table, reading.faults):
        if not _filled(table, row):
            continue
        measure = text(row.get("计量单位"), reading.faults)
        if not measure:
            _blank_measure(table, row, name, reading.faults)
            continue
        year = _year(row.get("年度"), reading)
        if year is None:
            continue
        basis = bases.get(choice(row, basis_column, reading.faults))
        factor, unit = scale(measure)
        column = Column("数值", "", basis=basis, back=reading.setting.year - year)
        value = reading.value(row.cells["数值"], column, f"其他.{name}", name, unit, factor, "其他数据")
        if value:
            remark = text(row.get("说明"), reading.faults)
            found.append(OtherFact(name=name, unit=unit, value=value, remark=remark))
    return tuple(found)


def _year(cell: Cell | None, reading: Reading) -> int | None:
    """The year a figure speaks of; the report's own when the cell is blank."""
    written = text(cell, reading.faults)
    if cell is None or not written:
        return reading.setting.year
    plain = written.removesuffix("年度").removesuffix("年").strip()
    if plain.isdecimal() and 2000 <= int(plain) <= reading.setting.year:
        return int(plain)
    reading.faults.add("year-out-of-range", f"年度“{clip(written)}”不对。", at=cell.at, found=written,
                       expected=f"2000—{reading.setting.year}之间的四位年份，留空即{reading.setting.year}",
                       advice="请改正年度；以后年度的计划数不填在这里。")  # fmt: skip
    return None

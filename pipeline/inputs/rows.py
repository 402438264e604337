"""From tables to the rows of ReportInput; every fault of a row is noted at its cell."""

from __future__ import annotations

from decimal import Decimal

from pipeline.inputs.cells import Cell, text
from pipeline.inputs.codes import check_code
from pipeline.inputs.faults import Faults, clip, nearest
from pipeline.inputs.layout import (
    THREE_PUBLIC_PARENTS,
    THREE_PUBLIC_TOTAL,
    Column,
    fold,
)
from pipeline.inputs.reading import (
    Reading,
    amounts_of,
    check_parents,
    choice,
    clean_name,
    has_numbers,
    missing_rows,
    named_rows,
    usual,
)
from pipeline.inputs.tables import Row, Table
from schemas.figures import BASIS_WORDS, MONEY_FACTORS, Basis, CellRef, split_unit
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


def unit_facts(table: Table, reading: Reading) -> tuple[UnitFact, ...]:
    """单位情况."""
    found = []
    for name, row in named_rows(table, reading):
        written = text(row.get("计量单位"), reading.faults)
        measure = written or usual(table.sheet, name, "计量单位")
        if not measure and has_numbers(table, row):
            if not _renamed(table, row, name, reading):
                _blank_measure(table, row, name, reading.faults)
            reading.spoil(table, row, f"三公经费.{name}" if table.sheet.name == "三公经费" else name)
            continue
        factor = split_unit(measure)[2]
        values = []
        for column in table.numeric():
            cell = row.cells[column.name]
            value = reading.value(cell, column, name, name, measure, factor, table.sheet.name)
            values += [value] if value else []
        if values:
            remark = text(row.get("说明"), reading.faults)
            found.append(UnitFact(name=name, measure=measure, values=tuple(values), remark=remark))
    return tuple(found)


def _renamed(table: Table, row: Row, name: str, reading: Reading) -> bool:
    """Whether the row is one of the template's under another name; reported once, with that name."""
    near = nearest(name, missing_rows(table))
    if near is None:
        return False
    reading.absent.add((table.sheet.name, fold(near)))
    reading.faults.add(
        "unknown-row",
        f"“{table.sheet.name}”里不认识“{clip(name)}”，又少了“{near}”一行。",
        at=row.cells[table.sheet.title.name].at,
        found=name,
        expected=near,
        advice=f"是不是“{near}”？请改回原名；确是另一项的，填写计量单位，并补上“{near}”一行。",
    )
    return True


def _blank_measure(table: Table, row: Row, name: str, faults: Faults) -> None:
    cell = row.get("计量单位")
    at = cell.at if cell else row.cells[table.sheet.title.name].at
    faults.add(
        "blank-measure",
        f"“{clip(name)}”没有写计量单位。",
        at=at,
        found="空白",
        expected="人、个、万元、平方米等",
        advice="请填写计量单位。",
    )


def accounts(table: Table, reading: Reading, prefix: str = "") -> tuple[AmountRow, ...]:
    """收支, and (with a prefix to its keys) 资产."""
    rows: list[tuple[str, AmountRow | ProjectRow, Cell | None]] = []
    names = []
    relation = table.sheet.column("关系")
    for name, row in named_rows(table, reading):
        names.append(name)
        values = amounts_of(table, row, prefix + name, name, reading)
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
    check_parents(filled, names, table.sheet.name, reading)
    return tuple(r for _, r, _ in filled if isinstance(r, AmountRow))


def economic(table: Table, reading: Reading) -> tuple[EconomicRow, ...]:
    """基本支出明细."""
    found = []
    classes: dict[str, str] = {}
    seen: dict[str, CellRef] = {}
    for row in table.rows:
        if not has_numbers(table, row):
            continue
        at = row.cells["科目编码"].at
        made = check_code(row.get("科目编码"), row.get("科目名称"), at, reading.faults)
        if made is None:
            reading.nameless.add(table.sheet.name)
            continue
        code, name = made
        if code in seen:
            reading.faults.add(
                "duplicate-row",
                f"科目 {code}“{clip(name)}”出现了两次。",
                at=at,
                found=code,
                expected="每个科目只有一行",
                advice=f"另一行在 {seen[code].cell}。请合并成一行。",
            )
            continue
        seen[code] = at
        classes.setdefault(code[:3], name if len(code) == 3 else code[:3])
        item = name if len(code) == 3 else f"{classes[code[:3]]}.{name}"
        values = amounts_of(table, row, item, name, reading)
        if values:
            remark = text(row.get("说明"), reading.faults)
            found.append(EconomicRow(code=code, name=name, values=values, remark=remark))
    return tuple(found)


def projects(table: Table, reading: Reading, accounts_known: list[str]) -> tuple[ProjectRow, ...]:
    """项目支出."""
    rows: list[tuple[str, AmountRow | ProjectRow, Cell | None]] = []
    names = list(accounts_known)
    for name, row in named_rows(table, reading):
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
            values=amounts_of(table, row, item, name, reading),
            content=text(row.get("主要内容"), reading.faults),
            source=cell.at if (cell := row.get("主要内容")) else None,
        )
        rows.append((name, made, row.get("上级项目")))
    # A project may be given only by its parts; a name that resembles another row's is a slip of the pen.
    parents = [r.parent for _, r, _ in rows if r.parent and r.values]
    known = names + [p for p in parents if nearest(p, names, cutoff=0.75) is None]
    check_parents(rows, known, table.sheet.name, reading)
    return tuple(r for _, r, _ in rows if isinstance(r, ProjectRow))


def _total_row(name: str, at: CellRef, faults: Faults) -> None:
    faults.warn(
        "total-row",
        f"“{name}”一行没有读取：合计由程序计算。",
        at=at,
        found=name,
        expected="没有合计行",
        advice="请删去这一行。",
    )


def three_public(table: Table, reading: Reading) -> tuple[AmountRow, ...]:
    """三公经费: amounts, and counts among them."""
    found = []
    for name, row in named_rows(table, reading):
        written = text(row.get("计量单位"), reading.faults)
        default = "元" if fold(name) in map(fold, (*THREE_PUBLIC_TOTAL, *THREE_PUBLIC_PARENTS)) else ""
        measure = written or usual(table.sheet, name, "计量单位") or default
        if not measure and has_numbers(table, row):
            if not _renamed(table, row, name, reading):
                _blank_measure(table, row, name, reading.faults)
            reading.spoil(table, row, f"三公经费.{name}" if table.sheet.name == "三公经费" else name)
            continue
        money = measure in MONEY_FACTORS
        item = "三公经费" if fold(name) in map(fold, THREE_PUBLIC_TOTAL) else f"三公经费.{name}"
        if written and money and not _agrees(table, row, written, reading.faults):
            reading.spoil(table, row, item)
            continue
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
        faults.add(
            "unit-conflict",
            f"这一行的计量单位是“{written}”，表头却是“{header}”。",
            at=cell.at,
            found=written,
            expected=header,
            advice="请统一单位，并核对这一行的数。",
        )
    return not wrong


_OWN_CELLS = ("目标值", "完成值", "分值", "得分", "偏差原因及改进措施")


def indicators(table: Table, reading: Reading) -> tuple[Indicator, ...]:
    """绩效指标."""
    found = []
    for name, row in named_rows(table, reading):
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
                places={c: cell.at for c, cell in row.cells.items() if c in _OWN_CELLS},
            )
        )
    return tuple(found)


def score(table: Table, reading: Reading) -> Score:
    """自评结果."""
    found: dict[str, Value | None] = {}
    grade = ""
    keys = {"总分": "自评总分", "执行率得分": "自评执行率得分"}
    for name, row in named_rows(table, reading):
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
            reading.faults.add(
                "unknown-row",
                f"“自评结果”表里不认识“{clip(name)}”。",
                at=at,
                found=name,
                expected="总分、执行率得分、等次",
                advice=advice,
            )
    return Score(total=found.get("总分"), execution=found.get("执行率得分"), grade=grade)


def others(table: Table, reading: Reading) -> tuple[OtherFact, ...]:
    """其他数据."""
    found = []
    basis_column = table.sheet.column("口径")
    bases = {word: basis for basis, word in BASIS_WORDS.items()}
    for name, row in named_rows(table, reading):
        if not has_numbers(table, row):
            continue
        measure = text(row.get("计量单位"), reading.faults)
        if not measure:
            _blank_measure(table, row, name, reading.faults)
            reading.spoil(table, row, f"三公经费.{name}" if table.sheet.name == "三公经费" else name)
            continue
        year = _year(row.get("年度"), reading)
        if year is None:
            continue
        basis = bases.get(choice(row, basis_column, reading.faults))
        factor = split_unit(measure)[2]
        column = Column("数值", "", basis=basis, back=reading.setting.year - year)
        value = reading.value(row.cells["数值"], column, f"其他.{name}", name, measure, factor, "其他数据")
        if value:
            remark = text(row.get("说明"), reading.faults)
            found.append(OtherFact(name=name, unit=measure, value=value, remark=remark))
    return tuple(found)


def _year(cell: Cell | None, reading: Reading) -> int | None:
    """The year a figure speaks of; the report's own when the cell is blank."""
    written = text(cell, reading.faults)
    if cell is None or not written:
        return reading.setting.year
    plain = written.removesuffix("年度").removesuffix("年").strip()
    if plain.isdecimal() and 2000 <= int(plain) <= reading.setting.year:
        return int(plain)
    reading.faults.add(
        "year-out-of-range",
        f"年度“{clip(written)}”不对。",
        at=cell.at,
        found=written,
        expected=f"2000—{reading.setting.year}之间的四位年份，留空即{reading.setting.year}",
        advice="请改正年度；以后年度的计划数不填在这里。",
    )
    return None

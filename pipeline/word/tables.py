"""The tables after the text: 收支, 三公经费, 绩效指标, 基本支出明细, from the rows the clerk handed in.

A zero is printed as 0, an amount nobody gave as — (无 would claim that there was none), an empty remark
as 无. Amounts carry no thousands separators, as in the prose, so that a reader can look a figure up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from schemas.figures import MONEY_FACTORS, Basis, Kind, Ledger, normalise_key
from schemas.inputs import AmountRow, EconomicRow, Indicator, ReportInput, ReportSettings, Value
from schemas.outline import Attachment

NOTHING, DASH = "无", "—"


@dataclass(frozen=True, slots=True)
class Column:
    """``heading`` may hold line breaks. A ``tight`` column is as wide as its longest line, the others share
    what is left by ``width``. ``merged`` joins equal cells that follow one another."""

    heading: str
    align: str = "left"
    width: float = 1.0
    tight: bool = False
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is printed. ``note`` stands above it at the right (单位：万元).

    A ``compact`` table is for looking things up: in 五号 from the start, so that a row is a line.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    compact: bool = False

    @property
    def plain_rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows without the bands."""
        return tuple(row for row in self.rows if not is_band(row))


def is_band(row: Sequence[str]) -> bool:
    """Whether *row* is a line over the whole width that says what the rows below it belong to."""
    return len(row) > 1 and bool(row[0]) and not any(row[1:])


def attachment_tables(
    attachments: Sequence[Attachment], data: ReportInput, ledger: Ledger
) -> tuple[Table, ...]:
    """The tables that an outline asks for; one without any row is left out."""
    built = (BUILDERS[a.table](a.title, data, ledger) for a in attachments if a.table in BUILDERS)
    return tuple(table for table in built if table.rows)


def accounts(title: str, data: ReportInput, ledger: Ledger) -> Table:
    """收支: every row of the sheet, parts indented under their whole."""
    table = _amounts(title, data.settings, [*_indented(data.accounts)], "项目")
    rows = tuple(
        (name, *(_computed(cell, row.name, c.heading, ledger, data.settings) for cell, c in pairs))
        for row, (name, *cells) in zip(data.accounts, table.rows, strict=True)
        for pairs in [list(zip(cells, table.columns[1:], strict=True))]
    )
    return replace(table, rows=rows)


def _computed(cell: str, item: str, heading: str, ledger: Ledger, settings: ReportSettings) -> str:
    """*cell*, or what the ledger computed where the clerk left it blank: text and table must agree."""
    return cell if cell != DASH else _ledger_cell(item, heading, ledger, settings)


def three_public(title: str, data: ReportInput, ledger: Ledger) -> Table:
    """三公经费, with the total of the ledger on top when the clerk gave only the parts."""
    total = next((row.name for row in data.three_public if _is_total(row.name)), None)
    table = _amounts(title, data.settings, _indented(_nested(data.three_public, total)), "项目")
    cells = [_ledger_cell("三公经费", column.heading, ledger, data.settings) for column in table.columns[1:]]
    if total or not table.rows or all(cell == DASH for cell in cells):
        return table
    return Table(table.title, table.columns, (("“三公”经费合计", *cells), *table.rows), table.note)


def _is_total(name: str) -> bool:
    return normalise_key(name) in ("三公经费合计", "三公经费", "合计")


def _nested(rows: Sequence[AmountRow], total: str | None) -> list[AmountRow]:
    """The rows with their parents: the sheet has no column for them, the law knows them."""
    vehicles = _VEHICLES if any(row.name == _VEHICLES for row in rows) else total
    above = dict.fromkeys(_VEHICLE_PARTS, vehicles)
    return [
        row
        if row.parent or row.measure not in MONEY_FACTORS or row.name == total
        else row.model_copy(update={"parent": above.get(row.name, total)})
        for row in rows
    ]


_VEHICLES, _VEHICLE_PARTS = "公务用车购置及运行维护费", ("公务用车购置费", "公务用车运行维护费")


def economic(title: str, data: ReportInput, ledger: Ledger) -> Table:
    """基本支出明细: code and name of the economic classification; the finer codes indented."""
    ordered = sorted(data.economic, key=lambda row: row.code)
    rows = [(row, ("　" if len(row.code) > 3 else "") + row.name) for row in ordered]
    table = _amounts(title, data.settings, rows, "科目名称")
    code = Column("科目\n编码", "center", tight=True)
    with_code = tuple((row.code, *cells) for row, cells in zip(ordered, table.rows, strict=True))
    return Table(table.title, (code, *table.columns), with_code, table.note)


def indicators(title: str, data: ReportInput, ledger: Ledger) -> Table:
    """绩效指标 in eight columns (seven when no deviation was explained), the total score at the end."""
    columns = (
        Column("一级\n指标", "center", 0.9, merged=True),
        Column("二级\n指标", "center", 1.05, merged=True),
        Column("三级指标", width=1.9),
        Column("目标值", width=1.3),
        Column("完成值", width=1.3),
        Column("分\n值", "center", tight=True),
        Column("得\n分", "center", tight=True),
        Column("偏差原因及\n改进措施", width=1.9),
    )
    rows = [_indicator_cells(indicator) for indicator in data.indicators]
    if rows:
        rows += _score_rows(data)
    if all(row[-1] in (NOTHING, DASH) for row in rows):
        return Table(title, columns[:-1], tuple(row[:-1] for row in rows))
    return Table(title, columns, tuple(rows))


BUILDERS: dict[str, Callable[[str, ReportInput, Ledger], Table]] = {
    "accounts": accounts,
    "three_public": three_public,
    "indicators": indicators,
    "economic": economic,
}


def _indicator_cells(i: Indicator) -> tuple[str, ...]:
    texts = (i.level1, i.level2 or DASH, i.name, i.target or NOTHING, i.actual or NOTHING)
    return (*texts, _plain(i.weight), _plain(i.score), i.reason or NOTHING)


def _score_rows(data: ReportInput) -> list[tuple[str, ...]]:
    """预算执行率 and 总分, as far as the clerk gave them."""
    score = data.score
    blank = (DASH,) * 4
    rows: list[tuple[str, ...]] = []
    if score.execution:
        rows.append(("预算执行率", *blank, DASH, _plain(score.execution.value), DASH))
    if score.total:
        weights = [i.weight for i in data.indicators if i.weight is not None]
        # The weight of the execution rate is not in the sheet, so that the sum would not be the whole.
        total = DASH if score.execution or not weights else _plain(sum(weights, Decimal(0)))
        rows.append(("总分", *blank, total, _plain(score.total.value), DASH))
    return rows


_Row = AmountRow | EconomicRow


def _indented(rows: Sequence[AmountRow]) -> list[tuple[_Row, str]]:
    """Each row with its printed name: indented by depth, 其中： before the first of the parts that
    need not add up."""
    parents = {row.name: row.parent for row in rows}
    opened: set[str] = set()
    result: list[tuple[_Row, str]] = []
    for row in rows:
        mark = "其中：" if not row.partition and row.parent not in opened else ""
        opened |= {row.parent} if mark and row.parent else set()
        measure = "" if row.measure in MONEY_FACTORS else f"（{row.measure}）"
        result.append((row, "　" * _depth(row.name, parents) + mark + row.name + measure))
    return result


def _depth(name: str, parents: dict[str, str | None]) -> int:
    """How many rows stand above *name*; a loop in the parents ends the count."""
    seen = {name}
    while (above := parents.get(name)) and above not in seen and above in parents:
        seen.add(above)
        name = above
    return min(len(seen) - 1, 3)


def _amounts(title: str, settings: ReportSettings, rows: Sequence[tuple[_Row, str]], heading: str) -> Table:
    """A table of amounts: one column for each year and basis that has any value."""
    used = {(v.year, v.basis) for row, _ in rows for v in row.values}
    slots = [slot for slot in _slots(settings.year) if slot in used]
    columns = (
        Column(heading, width=1.0),
        *(Column(_slot_name(year, basis), "right", tight=True) for year, basis in slots),
    )
    body = tuple(
        (name, *(_amount(row, year, basis, settings) for year, basis in slots)) for row, name in rows
    )
    return Table(title, columns, body, f"单位：{settings.money_unit}")


def _slots(year: int) -> list[tuple[int, Basis]]:
    return [(y, basis) for y in (year - 1, year) for basis in _ORDER]


_ORDER = (Basis.INITIAL_BUDGET, Basis.ADJUSTED_BUDGET, Basis.RECEIVED, Basis.FINAL)
_SLOT_WORDS = {Basis.RECEIVED: "到位数", Basis.FINAL: "决算数"}


def _slot_name(year: int, basis: Basis) -> str:
    return f"{year}年\n{_SLOT_WORDS.get(basis, basis.chinese)}"


def _amount(row: _Row, year: int, basis: Basis, settings: ReportSettings) -> str:
    value = _value(row.values, year, basis)
    if value is None:
        return DASH
    if isinstance(row, AmountRow) and row.measure not in MONEY_FACTORS:
        return _plain(value)
    return money(value, settings)


def _value(values: Iterable[Value], year: int, basis: Basis) -> Decimal | None:
    return next((v.value for v in values if v.year == year and v.basis == basis), None)


def money(value: Decimal, settings: ReportSettings) -> str:
    """*value* (in 元) in the report's money unit and decimals; zero is just 0."""
    if value == 0:
        return "0"
    scaled = value / MONEY_FACTORS[settings.money_unit]
    return str(scaled.quantize(Decimal(1).scaleb(-settings.money_decimals), ROUND_HALF_UP))


def _plain(value: Decimal | None) -> str:
    """A count or a score as short as it can be written."""
    return DASH if value is None else f"{value.normalize():f}"


def _ledger_cell(item: str, heading: str, ledger: Ledger, settings: ReportSettings) -> str:
    for year, basis in _slots(settings.year):
        if heading == _slot_name(year, basis):
            last = "上年" if year < settings.year else ""
            figure = ledger.get(f"{item}.{last}{basis.chinese}")
            if figure is not None and figure.kind is Kind.MONEY:
                return money(figure.value, settings)
    return DASH

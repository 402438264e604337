"""The accounts as the rules see them: every amount under its item and column, with its rounding interval."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from schemas.figures import (
    MONEY_FACTORS,
    Basis,
    Derivation,
    Figure,
    Kind,
    Ledger,
    SourceRef,
    normalise_key,
    split_unit,
)
from schemas.inputs import AmountRow, ProjectRow, ReportInput, Value

LAST_YEAR = "上年"
AMOUNT_COLUMNS = tuple(prefix + basis.chinese for prefix in ("", LAST_YEAR) for basis in Basis)
YEAR_COLUMNS = ("本年", LAST_YEAR)
FEN = Decimal("0.01")

THREE_PUBLIC = "三公经费"
OVERSEAS, RECEPTION = "三公经费.因公出国（境）费", "三公经费.公务接待费"
VEHICLES = "三公经费.公务用车购置及运行维护费"
VEHICLE_PURCHASE, VEHICLE_RUNNING = "三公经费.公务用车购置费", "三公经费.公务用车运行维护费"

SYNONYMS = {
    "本年收入合计": ("收入合计", "本年收入"),
    "本年支出合计": ("支出合计", "本年支出"),
    "年初结转和结余": ("年初结转结余", "上年结转和结余", "上年结转结余", "上年结转", "年初结转"),
    "年末结转和结余": ("年末结转结余", "结转下年", "年末结转", "年末结余"),
    "使用非财政拨款结余": ("使用非财政拨款结余（含专用结余）", "用事业基金弥补收支差额"),
    "编制数": ("编制人数", "核定编制数", "编制", "人员编制数"),
    "在职人数": ("在职人员数", "实有在职人数", "实际在职人数", "在职人员", "在职"),
}
"""Other names under which units list the same row."""


@dataclass(frozen=True, slots=True)
class Options:
    """What differs from county to county."""

    full_marks: Decimal = Decimal(100)
    execution_points: Decimal = Decimal(10)
    grades: tuple[tuple[Decimal, str], ...] = (
        (Decimal(90), "优"),
        (Decimal(80), "良"),
        (Decimal(60), "中"),
        (Decimal(0), "差"),
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of the input. ``step`` is the width of the interval of values that print like it;
    0 for numbers that are never rounded (people, weights)."""

    label: str
    value: Decimal
    step: Decimal = Decimal(0)
    unit: str = ""
    place: SourceRef | None = None

    def number(self, value: Decimal | None = None) -> str:
        """*value* (or its own) in its unit, digits only."""
        shown = (self.value if value is None else value) / MONEY_FACTORS.get(self.unit, Decimal(1))
        return format(shown.normalize() + 0, "f")

    def amount(self, value: Decimal | None = None) -> str:
        """The number with its unit."""
        return self.number(value) + self.unit

    @property
    def named(self) -> str:
        """``基本工资65.46``."""
        return self.label + " " * self.label[-1:].isdigit() + self.number()


def decimals(value: Decimal) -> int:
    """How many decimal places a number needs, trailing zeros left aside."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


@dataclass
class Books:
    """Finds a cell by item and column: in the input's rows first, then in the ledger (computed totals)."""

    ledger: Ledger
    report: ReportInput
    options: Options = field(default_factory=Options)

    def __post_init__(self) -> None:
        self._cells: dict[tuple[str, str], Cell] = {}
        for row in self.report.accounts:
            self._add(row.name, row.name, row.values, row.measure)
        for row in self.report.three_public:
            self._add(three_public_item(row), row.name, row.values, row.measure)
        for line in self.report.economic:
            self._add(f"编码.{line.code}", line.name, line.values, "元")
        for project in self.report.projects:
            self._add(project_item(project), project_label(project), project.values, "元")
        for row in self.report.assets:
            self._add(f"资产.{row.name}", row.name, row.values, row.measure, yearly=True)
        for fact in self.report.unit_facts:
            self._add(f"单位.{fact.name}", fact.name, fact.values, fact.measure, yearly=True)

    def corrected(self, cell: Cell, value: Decimal) -> Books:
        """The same books with one cell holding another value."""
        books = Books(self.ledger, self.report, self.options)
        changed = {k: replace(cell, value=value) for k, c in books._cells.items() if c == cell}
        books._cells |= changed
        return books

    def scaled(self, inside: Callable[[Cell], bool], factor: Decimal) -> Books:
        """The same books with some money cells multiplied: read in another unit."""
        books = Books(self.ledger, self.report, self.options)
        books._cells = {
            k: replace(c, value=c.value * factor) if c.unit in MONEY_FACTORS and inside(c) else c
            for k, c in self._cells.items()
        }
        return books

    def all_cells(self) -> Iterable[Cell]:
        """Every cell of the input."""
        return self._cells.values()

    def _add(
        self, item: str, label: str, values: Iterable[Value], measure: str, *, yearly: bool = False
    ) -> None:
        for value in values:
            column = self._column(value, yearly)
            if column is not None:
                cell = self._cell(label, value.value, measure, value.source)
                self._cells.setdefault((normalise_key(item), column), cell)

    def _column(self, value: Value, yearly: bool) -> str | None:
        age = self.report.settings.year - value.year
        if age not in (0, 1):
            return None
        if yearly:
            return YEAR_COLUMNS[age]
        return (LAST_YEAR if age else "") + value.basis.chinese if value.basis else None

    def _cell(self, label: str, value: Decimal, measure: str, place: SourceRef | None) -> Cell:
        if measure not in MONEY_FACTORS:
            return Cell(label, value, unit=split_unit(measure)[1], place=place)
        unit = self.report.settings.money_unit
        return Cell(label, value, self._money_step(value, unit), unit, place)

    def _money_step(self, value: Decimal, unit: str) -> Decimal:
        """One unit in the last place: the report's decimals, or the cell's own where it has more."""
        places = max(self.report.settings.money_decimals, decimals(value / MONEY_FACTORS[unit]))
        return max(FEN, MONEY_FACTORS[unit].scaleb(-places))

    def cell(self, item: str, column: str) -> Cell | None:
        """The cell of *item* (or one of its synonyms) in *column*; None when nothing stands there."""
        for name in (item, *SYNONYMS.get(item, ())):
            found = self._cells.get((normalise_key(name), column))
            if found is not None:
                return found
        if item.startswith("编码."):
            return self._class(item.removeprefix("编码."), column)
        figure = self.ledger.get(f"{item}.{column}") if column in AMOUNT_COLUMNS else None
        return self._from_ledger(figure) if figure is not None else None

    def _class(self, code: str, column: str) -> Cell | None:
        """A class (类) that is given only by its 款: their sum."""
        parts = self.cells([f"编码.{c}" for c in self.codes(5, code)], column) if len(code) == 3 else None
        if not parts:
            return None
        amount = sum((c.value for c in parts), Decimal(0))
        return Cell(f"{code}各款之和", amount, sum((c.step for c in parts), Decimal(0)), parts[0].unit)

    def _from_ledger(self, figure: Figure) -> Cell:
        place = None if isinstance(figure.source, Derivation) else figure.source
        if figure.kind is not Kind.MONEY:
            return Cell(figure.label, figure.value, unit=figure.unit, place=place)
        step = self._money_step(figure.value, self.report.settings.money_unit)
        if isinstance(figure.source, Derivation):  # a computed sum carries the rounding of all that went in
            step = max(step, sum((self._input_step(key) for key in figure.source.inputs), Decimal(0)))
        return Cell(figure.label, figure.value, step, self.report.settings.money_unit, place)

    def _input_step(self, key: str) -> Decimal:
        figure = self.ledger.get(key)
        if figure is None or figure.kind is not Kind.MONEY:
            return Decimal(0)
        return self._money_step(figure.value, self.report.settings.money_unit)

    def fact(self, name: str, column: str) -> Cell | None:
        """A row of 单位情况 under *name* or one of its synonyms."""
        names = (name, *SYNONYMS.get(name, ()))
        return next((c for n in names if (c := self._cells.get((normalise_key(f"单位.{n}"), column)))), None)

    def cells(self, items: Sequence[str], column: str) -> list[Cell] | None:
        """All of *items* in *column*, or None when one of them is missing: a gap is never read as 0."""
        found = [self.cell(item, column) for item in items]
        return [c for c in found if c is not None] if all(c is not None for c in found) else None

    def codes(self, length: int, prefix: str = "") -> list[str]:
        """The economic codes of the sheet cut to so many digits, in order, each once."""
        listed = (row.code for row in self.report.economic if len(row.code) >= length)
        return list(dict.fromkeys(c[:length] for c in listed if c.startswith(prefix)))


def children(rows: Iterable[AmountRow], parent: str, *, partition: bool) -> Iterator[AmountRow]:
    """The rows that name *parent* as the row they are part of."""
    for row in rows:
        if row.parent and row.partition is partition and normalise_key(row.parent) == normalise_key(parent):
            yield row


def project_item(row: ProjectRow) -> str:
    """Where a row of 项目支出 is filed: the project's total, or one of its parts."""
    return ".".join(("项目", row.name, *(p for p in (row.funding, row.recipient) if p)))


def project_label(row: ProjectRow) -> str:
    """How a message calls a row of 项目支出."""
    return "·".join(p for p in (row.funding, row.recipient) if p) or row.name


def three_public_item(row: AmountRow) -> str:
    """The canonical item of a row of 三公经费, whatever wording and quotation marks it has."""
    name = normalise_key(row.name)
    if row.measure not in MONEY_FACTORS or "外事" in name or "国内" in name:
        return f"{THREE_PUBLIC}.{row.name}"
    if "出国" in name:
        return OVERSEAS
    if "接待" in name:
        return RECEPTION
    if "车" in name:
        running = "运行" in name or "维护" in name
        return (VEHICLES if running else VEHICLE_PURCHASE) if "购置" in name else VEHICLE_RUNNING
    return (
        THREE_PUBLIC if "合计" in name or "三公" in name or "小计" in name else f"{THREE_PUBLIC}.{row.name}"
    )

"""元 typed under 万元, or the other way round: an amount ten thousand times off what its neighbours say.

Two kinds of evidence. A *sum*: one part multiplied or divided by 10⁴ closes the gap to its total exactly
(an error). A *row*: the amount is about 10⁴ off the other columns of its row (a warning while only one
other column says so). A whole column, or a whole sheet, in the wrong unit is one fault, not one a row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from pipeline.inputs.layout import THREE_PUBLIC_PARENTS, THREE_PUBLIC_TOTAL, fold
from pipeline.inputs.reading import Reading
from schemas.figures import BASIS_WORDS, MONEY_FACTORS, Basis, CellRef
from schemas.findings import Severity
from schemas.inputs import AmountRow, EconomicRow, ProjectRow, ReportInput, Value

SLIP = Decimal(10_000)
_ROUNDING = Decimal(50)
"""Half of the last printed place, 0.01 万元, in 元: what each term of a sum may hide."""
_BAND = (SLIP / 4, SLIP * 4)

When = tuple[int, Basis | None]


@dataclass(frozen=True, slots=True)
class Line:
    """A row's amounts by year and basis."""

    sheet: str
    name: str
    values: Mapping[When, Value]


@dataclass(frozen=True, slots=True)
class Slip:
    """A suspected cell: ``factor`` would put it right, ``why`` is the evidence."""

    line: Line
    value: Value
    factor: Decimal
    why: str
    proved: bool
    against: str = ""
    """The sheet of the total that proves it."""

    @property
    def when(self) -> When:
        """Year and basis: the column."""
        return self.value.year, self.value.basis


def unit_slips(report: ReportInput, reading: Reading) -> None:
    """Adds a fault for every suspected slip; one cell is suspected once."""
    lines = _lines(report)
    if _three_public_sheet(report, lines, reading):
        lines = [line for line in lines if line.sheet != "三公经费"]
    by_row = {str(slip.value.source): slip for line in lines for slip in _by_row(line)}
    slips: dict[str, Slip] = {}
    for total, parts in _groups(report, lines):
        suspected = any(str(v.source) in by_row for v in total.values.values())
        if not suspected and _whole_sheet(total, parts, reading):
            continue
        for slip in _by_sum(total, parts):
            slips.setdefault(str(slip.value.source), slip)
    slips = by_row | slips
    for column in _whole_columns(lines, list(slips.values())):
        sheet, when = column[0].line.sheet, column[0].when
        # What was only suspected because it did not fit that column is cleared with it.
        slips = {k: s for k, s in slips.items() if s not in column and (s.against, s.when) != (sheet, when)}
        _report_column(column, reading)
    for slip in slips.values():
        _report(slip, reading)


def _lines(report: ReportInput) -> list[Line]:
    named: list[tuple[str, str, Iterable[Value]]] = []
    rows: Sequence[tuple[str, Sequence[AmountRow | EconomicRow | ProjectRow]]] = (
        ("收支", report.accounts),
        ("基本支出明细", report.economic),
        ("项目支出", report.projects),
        ("三公经费", [r for r in report.three_public if r.measure == "元"]),
        ("资产", report.assets),
    )
    for sheet, some in rows:
        named += [(sheet, r.name, r.values) for r in some]
    return [Line(s, n, {(v.year, v.basis): v for v in values}) for s, n, values in named if values]


# -- evidence by sums ----------------------------------------------------------------------------------


def _groups(report: ReportInput, lines: list[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """Totals with all their parts, inside a sheet and between sheets."""
    by_name = {(line.sheet, fold(line.name)): line for line in lines}
    for whole, parts in _names(report).items():
        total = by_name.get((whole[0], fold(whole[1])))
        known = [line for sheet, name in parts if (line := by_name.get((sheet, fold(name))))]
        by_sheet = {line.sheet: [k for k in known if k.sheet == line.sheet] for line in known}
        for some in by_sheet.values():
            if total is not None:
                yield total, some


Place = tuple[str, str]
"""A sheet and the name of a row in it."""


def _names(report: ReportInput) -> dict[Place, list[Place]]:
    """Which rows add up to which."""
    found: dict[Place, list[Place]] = defaultdict(list)
    for sheet, rows in (("收支", report.accounts), ("资产", report.assets)):
        for row in rows:
            if row.parent and row.partition:
                found[sheet, row.parent].append((sheet, row.name))
    total = next((r.name for r in report.three_public if r.name in THREE_PUBLIC_TOTAL), "三公经费")
    for name, parent in THREE_PUBLIC_PARENTS.items():
        found["三公经费", total if parent == "三公经费" else parent].append(("三公经费", name))
    names = {r.code: r.name for r in report.economic}
    for code, name in names.items():
        above = ("基本支出明细", names.get(code[:3], "")) if len(code) == 5 else ("收支", "基本支出")
        found[above].append(("基本支出明细", name))
    for project in report.projects:
        if not (project.funding or project.recipient):
            above = ("项目支出", project.parent) if project.parent else ("收支", "项目支出")
            found[above].append(("项目支出", project.name))
    return found


def _by_sum(total: Line, parts: list[Line]) -> Iterator[Slip]:
    for when, whole in total.values.items():
        terms = [(p, p.values[when]) for p in parts if when in p.values]
        added = sum((v.value for _, v in terms), Decimal(0))
        slack = _ROUNDING * (len(terms) + 1)
        if not terms or abs(whole.value - added) <= slack:
            continue
        for factor in (SLIP, 1 / SLIP):
            moves = [(line, v, v.value * (factor - 1)) for line, v in terms]
            hits = [
                (line, v)
                for line, v, move in moves
                if abs(whole.value - added - move) <= slack and abs(move) > 20 * slack
            ]
            if len(hits) == 1:
                word = "放大" if factor > 1 else "缩小"
                yield Slip(
                    *hits[0], factor, f"把这一格{word}一万倍，各项之和才等于“{total.name}”", True, total.sheet
                )
            elif total.sheet == parts[0].sheet and _total_slipped(whole.value * factor, added, slack):
                word = "一万倍" if factor > 1 else "万分之一"
                yield Slip(total, whole, factor, f"各组成部分之和是它的{word}", True)


def _total_slipped(corrected: Decimal, added: Decimal, slack: Decimal) -> bool:
    return added > 20 * slack and abs(corrected - added) <= max(slack, added / 200)


def _whole_sheet(total: Line, parts: list[Line], reading: Reading) -> bool:
    """Two sheets that agree but for a factor of 10⁴ in every column: one fault for the sheet of the parts."""
    if total.sheet == parts[0].sheet:
        return False
    sums = {w: sum((p.values[w].value for p in parts if w in p.values), Decimal(0)) for w in total.values}
    pairs = [(added, total.values[w].value) for w, added in sums.items() if added and total.values[w].value]
    for factor in (SLIP, 1 / SLIP):
        if pairs and all(abs(added / (whole * factor) - 1) < Decimal("0.02") for added, whole in pairs):
            _report_sheet(total, parts[0], pairs[0], "元" if factor > 1 else "万元", reading)
            return True
    return False


CODES_OF_THREE_PUBLIC = {
    "30212": "因公出国（境）费",
    "30217": "公务接待费",
    "30231": "公务用车运行维护费",
    "31013": "公务用车购置费",
}
_MOST_BEYOND_CODE = 100
"""三公 lines may hold more than their code (spending under projects), but not a hundred times as much."""


def _three_public_sheet(report: ReportInput, lines: list[Line], reading: Reading) -> bool:
    """三公经费 as a whole in another unit than the accounts: no sum inside the sheet can show it."""
    by_name = {(line.sheet, fold(line.name)): line for line in lines}
    pairs = []
    for row in report.economic:
        line = by_name.get(("三公经费", fold(CODES_OF_THREE_PUBLIC.get(row.code, ""))))
        code = by_name.get(("基本支出明细", fold(row.name)))
        if line and code:
            pairs += [
                (line, code, line.values[when].value, code.values[when].value)
                for when in line.values.keys() & code.values.keys()
                if line.values[when].value > 0 and code.values[when].value > 0
            ]
    for factor, unit in ((SLIP, "元"), (1 / SLIP, "万元")):
        low, high = factor * Decimal("0.98"), factor * _MOST_BEYOND_CODE
        if pairs and all(low <= mine / other <= high for *_, mine, other in pairs):
            line, code, mine, other = pairs[0]
            _report_sheet(code, line, (mine, other), unit, reading, f"“{line.name}”")
            return True
    return False


# -- evidence by rows ----------------------------------------------------------------------------------


def _by_row(line: Line) -> Iterator[Slip]:
    values = [v for v in line.values.values() if v.value > 0]
    if len(values) == 2:
        small, large = sorted(values, key=lambda v: v.value)
        if _BAND[0] <= large.value / small.value <= _BAND[1]:
            # One row cannot tell which of the two is wrong; 元 typed under 万元 is far more common.
            yield Slip(line, large, 1 / SLIP, f"是同一行另一数（{_cell(small)}）的约一万倍", False)
        return
    for value in values:
        others = [v.value for v in values if v is not value]
        middle = Decimal(median(others)) if others else Decimal(0)
        if not middle or max(others) / min(others) > SLIP / 40:
            continue
        for factor in (SLIP, 1 / SLIP):
            if _BAND[0] <= middle / value.value * (1 if factor > 1 else SLIP * SLIP) <= _BAND[1]:
                word = "万分之一" if factor > 1 else "一万倍"
                yield Slip(line, value, factor, f"约为同一行其他各列的{word}", True)


def _whole_columns(lines: list[Line], slips: list[Slip]) -> Iterator[list[Slip]]:
    """Columns in which most rows slipped the same way."""
    groups: dict[tuple[str, When, bool], list[Slip]] = defaultdict(list)
    for slip in slips:
        groups[slip.line.sheet, (slip.value.year, slip.value.basis), slip.factor > 1].append(slip)
    for (sheet, when, _), found in groups.items():
        rows = sum(
            1 for line in lines if line.sheet == sheet and when in line.values and line.values[when].value
        )
        if len(found) >= 3 and len(found) * 5 >= rows * 3:
            yield found


# -- reports -------------------------------------------------------------------------------------------


def _cell(value: Value) -> str:
    return value.source.cell if isinstance(value.source, CellRef) else str(value.source)


def _column(value: Value, reading: Reading) -> str:
    back = value.year != reading.setting.year
    return ("上年" if back else "") + (BASIS_WORDS[value.basis] if value.basis else "" if back else "本年")


def _unit(slip: Slip, reading: Reading) -> tuple[str, Decimal]:
    table = reading.tables.get(slip.line.sheet)
    factor = table.factors.get(_column(slip.value, reading)) if table else None
    factor = factor or MONEY_FACTORS[reading.setting.money_unit]
    return next(u for u, f in MONEY_FACTORS.items() if f == factor), factor


def _report(slip: Slip, reading: Reading) -> None:
    unit, worth = _unit(slip, reading)
    shown, right = slip.value.value / worth, slip.value.value * slip.factor / worth
    if not isinstance(slip.value.source, CellRef):
        return
    reading.faults.add(
        "unit-slip",
        f"“{slip.line.name}”的{_column(slip.value, reading)}疑似元与万元混淆：{slip.why}。",
        at=slip.value.source,
        found=f"{_plain(shown)}{unit}",
        expected=f"{_plain(right)}{unit}左右",
        advice=f"请核对；这一列的单位是{unit}。",
        severity=Severity.ERROR if slip.proved else Severity.WARNING,
    )


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _report_column(slips: list[Slip], reading: Reading) -> None:
    first = slips[0]
    unit, _ = _unit(first, reading)
    word = _column(first.value, reading)
    table = reading.tables.get(first.line.sheet)
    at = table.columns.get(word) if table else None
    wrong = "元" if unit == "万元" else "万元"
    reading.faults.add(
        "unit-slip",
        f"“{first.line.sheet}”的“{word}”一列有{len(slips)}个数与别的列相差一万倍，疑似整列按{wrong}填写。",
        at=at,
        found=f"{word}（{unit}）",
        expected=f"单位为{unit}的数",
        advice=f"请把表头改成“{word}（{wrong}）”，或把这一列换算成{unit}。",
    )


def _report_sheet(
    total: Line,
    part: Line,
    pair: tuple[Decimal, Decimal],
    unit: str,
    reading: Reading,
    what: str = "各项之和",
) -> None:
    reading.faults.add(
        "unit-slip",
        f"“{part.sheet}”的{what}与“{total.sheet}”的“{total.name}”相差一万倍，疑似一张表按元、一张表按万元填写。",
        file=next(iter(part.values.values())).source.file,
        sheet=part.sheet,
        found=f"{_plain(pair[0])}元 与 {_plain(pair[1])}元",
        expected="两张表的数（换算后）相当",
        advice=f"请核对“{part.sheet}”是不是按{unit}填的，改表头的单位或改数。",
    )

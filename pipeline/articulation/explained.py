"""Relations that fail only because of a fault that the input's reader has reported already."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal

from pipeline.articulation.books import Books, Cell
from pipeline.articulation.compare import Breach
from pipeline.articulation.culprit import Name, Run, Told, name, names
from schemas.figures import CellRef
from schemas.findings import Fault, Severity

UNIT_SLIP = "unit-slip"
UNREAD = frozenset(
    {
        "duplicate-row",
        "merged-cells",
        "blank-name",
        "blank-measure",
        "bad-name",
        "unknown-row",
        "unknown-parent",
        "parent-circle",
        "unknown-code",
        "code-name-mismatch",
        "unknown-column",
        "duplicate-column",
        "unit-conflict",
        "unknown-unit",
    }
)
"""Faults after which rows are missing or wrongly placed, so that sums over their sheet say nothing."""
_LISTED = 4


def trace(
    faults: Sequence[Fault], books: Books, breaches: Sequence[Told], run: Run
) -> tuple[list[Fault], set[Name]]:
    """*faults*, each telling which relations it breaks, and the names of those relations."""
    settled, explained = [], set[Name]()
    for fault in faults:
        mine = [t for t in _consequences(fault, books, breaches, run) if name(*t) not in explained]
        explained |= names(mine)
        settled.append(_with_consequences(fault, mine) if mine else fault)
    return settled, explained


def _consequences(fault: Fault, books: Books, breaches: Sequence[Told], run: Run) -> list[Told]:
    if fault.severity is not Severity.ERROR or fault.waived:
        return []
    if fault.code == UNIT_SLIP:
        return _mended(fault, books, breaches, run)
    if fault.code in UNREAD:
        return [told for told in breaches if told[1].needs and _home(told[1]) == fault.sheet]
    return []


def _home(breach: Breach) -> str:
    """The sheet on which most cells of a sum stand: that of its parts."""
    return Counter(_sheet(cell) for cell in breach.cells).most_common(1)[0][0]


def _mended(fault: Fault, books: Books, breaches: Sequence[Told], run: Run) -> list[Told]:
    """What comes right when the cell, column or sheet is read in the other unit."""
    inside = _scope(fault, books)
    tries = [names(run(books.scaled(inside, f))) for f in (Decimal(10_000), Decimal("0.0001"))]
    left = min(tries, key=len)
    return [told for told in breaches if name(*told) not in left]


def _scope(fault: Fault, books: Books) -> Callable[[Cell], bool]:
    """The cells that a fault speaks of: one, a column (its header's cell), or a whole sheet."""

    def at(cell: Cell) -> str:
        return cell.place.cell if isinstance(cell.place, CellRef) else ""

    here = [at(cell) for cell in books.all_cells() if _sheet(cell) == fault.sheet]
    if not fault.cell:
        return lambda cell: _sheet(cell) == fault.sheet
    if fault.cell in here:
        return lambda cell: _sheet(cell) == fault.sheet and at(cell) == fault.cell
    return lambda cell: _sheet(cell) == fault.sheet and _column(at(cell)) == _column(fault.cell)


def _sheet(cell: Cell) -> str:
    return cell.place.sheet if isinstance(cell.place, CellRef) else ""


def _column(cell: str) -> str:
    """I of I15; 决算 of 第3项.决算."""
    return cell.rpartition(".")[2] if "." in cell else re.sub(r"\d+$", "", cell)


def _with_consequences(fault: Fault, mine: Sequence[Told]) -> Fault:
    listed = list(dict.fromkeys(f"{rule.name}·{breach.heading}" for rule, breach in mine))
    more = f"等{len(listed)}处" if len(listed) > _LISTED else ""
    what = "、".join(listed[:_LISTED]) + more
    if fault.code == UNIT_SLIP:
        return fault.model_copy(update={"message": f"{fault.message}改正后，{what}随之相符。"})
    return fault.model_copy(update={"advice": f"{fault.advice}改正后再核对{what}。"})

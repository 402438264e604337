"""One wrong cell breaks every sum it stands in; this finds the cell whose correction mends them all.

A hint only: the cell is named when one value for it makes every broken sum that holds it true, when no
other cell does so, and when that value breaks nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.articulation.books import Books, Cell
from pipeline.articulation.compare import Breach, slack
from pipeline.articulation.rules import Rule

Breaches = Sequence[tuple[Rule, Breach]]
Run = Callable[[Books], Iterable[tuple[Rule, Breach]]]
MOST_SUMS = 12
"""With more broken sums than this the input is not one slip away from being right."""


def point_out(books: Books, breaches: Breaches, run: Run) -> Iterator[tuple[Rule, Breach]]:
    """*breaches*; those that one cell explains say so, and have that cell in the first place."""
    sums = [breach for _, breach in breaches if breach.needs]
    found = [c for c in _shared(sums) if _mends(books, c, sums, run)] if len(sums) <= MOST_SUMS else []
    for rule, breach in breaches:
        mine = [(cell, value) for cell, value in found if breach.needs and cell in breach.cells]
        yield rule, _with_hint(breach, *mine[0], _count(sums, mine[0][0])) if len(mine) == 1 else breach


def _shared(sums: Sequence[Breach]) -> Iterator[tuple[Cell, Decimal]]:
    """The cells that stand in several broken sums and need the same value in all of them."""
    cells = dict.fromkeys(cell for breach in sums for cell, _ in breach.needs if cell.place is not None)
    for cell in cells:
        wanted = [(value, breach) for breach in sums for c, value in breach.needs if c == cell]
        values = [value for value, _ in wanted]
        room = max(slack(breach.cells) for _, breach in wanted)
        if len(wanted) > 1 and max(values) - min(values) <= 2 * room:
            yield cell, values[0]


def _mends(books: Books, found: tuple[Cell, Decimal], sums: Sequence[Breach], run: Run) -> bool:
    """With the cell corrected its sums hold, and no other relation breaks."""
    cell, value = found
    left = [b for _, b in run(books.corrected(cell, value)) if b.needs]
    return len(left) == len(sums) - _count(sums, cell)


def _count(sums: Sequence[Breach], cell: Cell) -> int:
    return sum(cell in breach.cells for breach in sums)


def _with_hint(breach: Breach, cell: Cell, value: Decimal, times: int) -> Breach:
    hint = f"{cell.label}（{cell.place}）同时使{times}处不符：若它应为{cell.amount(value)}，则都相符。"
    others = tuple(c for c in breach.cells if c != cell)
    return replace(breach, message=breach.message + hint, cells=(cell, *others))

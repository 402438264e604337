"""One wrong cell breaks every sum it stands in: one cause, one message.

A cell is held to be the cause when one value for it makes every broken sum that holds it true, and when
that value breaks nothing else. Everything that comes right with it is then told in one message, at that
cell; several cells that would do equally well are named by nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.articulation.books import Books, Cell
from pipeline.articulation.compare import Breach, blame, slack
from pipeline.articulation.rules import Rule
from schemas.findings import Severity

Told = tuple[Rule, Breach]
Run = Callable[[Books], Iterable[Told]]
Name = tuple[str, str, str, frozenset[str]]
Cure = tuple[Cell, Decimal, set[Name]]
"""A cell, its right value, and the breaches that come right with it."""
MOST_SUMS = 12
"""With more broken sums than this the input is not one slip away from being right."""


def point_out(books: Books, breaches: Sequence[Told], run: Run) -> Iterator[Told]:
    """*breaches*, those with a common cause drawn together in the first broken sum among them."""
    sums = [breach for _, breach in breaches if breach.needs]
    cures = list(_cures(books, breaches, sums, run)) if len(sums) <= MOST_SUMS else []
    drawn: dict[Name, Cure] = {}
    for cure in cures:
        if not any(cure[2] & other[2] for other in cures if other is not cure):
            drawn |= dict.fromkeys(cure[2], cure)
    told: list[Cure] = []
    for rule, breach in breaches:
        cause = drawn.get(name(rule, breach))
        if cause is None:
            few = len(sums) <= MOST_SUMS
            yield rule, _confirmed(books, breach, breaches, run) if few else breach
        elif breach.needs and cause not in told:
            told.append(cause)
            others = [one for one in breaches if name(*one) in cause[2] and one[1] is not breach]
            yield rule, _with_hint(rule, breach, cause, others)


def name(rule: Rule, breach: Breach) -> Name:
    """What a breach is called, whatever its numbers are."""
    return rule.id, breach.item, breach.column, frozenset(f"{c.label} {c.place}" for c in breach.cells)


def names(told: Iterable[Told]) -> set[Name]:
    """The names of all breaches that are worth a look."""
    return {name(*one) for one in told}


def _cures(books: Books, breaches: Sequence[Told], sums: Sequence[Breach], run: Run) -> Iterator[Cure]:
    """Each cell that may be the cause."""
    broken = {name(*told): told[1] for told in breaches}
    for cell, value in _candidates(sums):
        left = list(run(books.corrected(cell, value)))
        left_names = names(left)
        mended = broken.keys() - left_names
        still = [b for n, b in broken.items() if b.needs and cell in b.cells and n in left_names]
        if mended and not still and all(name(*one) in broken for one in left if one[1].needs):
            yield cell, value, set(mended)


def _candidates(sums: Sequence[Breach]) -> Iterator[tuple[Cell, Decimal]]:
    """Cells that need one and the same value in several broken sums, or that a slip of the pen explains."""
    shared = dict(_shared(sums))
    yield from shared.items()
    for breach in sums:
        if breach.suspect and breach.suspect[1] and not any(c in shared for c, _ in breach.needs):
            yield breach.suspect


def _shared(sums: Sequence[Breach]) -> Iterator[tuple[Cell, Decimal]]:
    cells = dict.fromkeys(cell for breach in sums for cell, _ in breach.needs if cell.place is not None)
    for cell in cells:
        wanted = [(value, breach) for breach in sums for c, value in breach.needs if c == cell]
        values = [value for value, _ in wanted]
        room = max(slack(breach.cells) for _, breach in wanted)
        if len(wanted) > 1 and max(values) - min(values) <= 2 * room:
            yield cell, values[0]


def _with_hint(rule: Rule, breach: Breach, cure: Cure, others: Sequence[Told]) -> Breach:
    """*breach* at the cell that is the cause, with what else comes right when it is corrected."""
    cell, value, _ = cure
    hint = breach.hint
    if others:
        listed = "、".join(f"{other.name}·{one.heading}" for other, one in others)
        times = 1 + len(others)
        hint = f"{cell.label}（{cell.place}）同时使{times}处不符：若它应为{cell.amount(value)}，则都相符。"
        hint += f"另{len(others)}处是{listed}。"
    grades = [one.severity or r.severity for r, one in (*others, (rule, breach))]
    worst = min(grades, key=list(Severity).index)
    return blame(replace(breach, hint=hint, severity=worst), cell, value)


def _confirmed(books: Books, breach: Breach, breaches: Sequence[Told], run: Run) -> Breach:
    """A total that other sums bear out is not to be adapted to its parts: the fault is among the parts."""
    if not breach.needs or breach.suspect:
        return breach
    whole = breach.cells[0]
    value = dict(breach.needs).get(whole)
    if whole.place is None or value is None:
        return breach
    new = names(t for t in run(books.corrected(whole, value)) if t[1].needs) - names(breaches)
    if not new:
        return breach
    found, expected = f"各分项之和{whole.amount(value)}", f"{whole.amount()}（{whole.label}与其他各表相符）"
    return replace(breach, found=found, expected=expected)

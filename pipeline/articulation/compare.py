"""Comparing sums by interval arithmetic, and saying in Chinese what does not add up and what may be why.

A printed number stands for every value that rounds to it, so n numbers may miss their total by n + 1 half
units without anything being wrong (尾差). Beyond that no values inside the intervals make the sum true.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from pipeline.articulation.books import Cell
from schemas.findings import Severity

NAMED_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that does not hold, in one column of one item. ``severity`` None means the rule's own."""

    item: str
    column: str
    message: str
    cells: tuple[Cell, ...]
    found: str = ""
    expected: str = ""
    advice: str = ""
    severity: Severity | None = None
    needs: tuple[tuple[Cell, Decimal], ...] = ()
    """Of a sum: each cell with the value that would make it true."""
    suspect: tuple[Cell, Decimal] | None = None
    """The one cell that a slip of the pen would explain, and its right value."""
    hint: str = ""
    """What may be the cause, in a sentence."""

    @property
    def heading(self) -> str:
        """What the message begins with: ``基本支出（决算）``."""
        return f"{self.item}（{self.column}）" if self.column else self.item


def total(cells: Sequence[Cell]) -> Decimal:
    """The plain sum."""
    return sum((c.value for c in cells), Decimal(0))


def slack(cells: Sequence[Cell]) -> Decimal:
    """By how much a sum over *cells* may be off through rounding alone."""
    return sum((c.step for c in cells), Decimal(0)) / 2


def written(cells: Sequence[Cell]) -> str:
    """``基本工资65.46+津贴补贴40.39=105.85万元``; of a long list only the numbers; of one cell no sum."""
    if len(cells) == 1:
        return cells[0].named + cells[0].unit
    terms = [c.named if len(cells) <= NAMED_AT_MOST else c.number() for c in cells]
    terms = terms[:1] + [t if t[0] != "-" else f"({t})" for t in terms[1:]]
    return "+".join(terms) + "=" + cells[0].amount(total(cells))


def equal(
    item: str, column: str, parts: Sequence[Cell], whole: Sequence[Cell], *, listing: bool = False
) -> Breach | None:
    """The breach when *parts* and *whole* do not add up to the same.

    With *listing* the parts are a list that clerks often give in part only: one part alone must merely
    not exceed the whole, and parts that cover less than half of it are a warning.
    """
    difference = total(parts) - total(whole)
    cells = (*whole, *parts)
    if not difference or (listing and len(parts) == 1 and 0 <= total(parts) < total(whole)):
        return None
    message = f"{written(parts)}，与{written(whole)}"
    gap = whole[0].amount(abs(difference))
    found, expected = whole[0].amount(total(whole)), whole[0].amount(total(parts))
    if abs(difference) <= slack(cells):
        message += f"相差{gap}，在四舍五入的尾差（不超过{whole[0].amount(slack(cells))}）以内。"
        return Breach(item, column, message, cells, found, expected, "不必改动。", Severity.INFO)
    hint, suspects = explain(parts, whole)
    message += f"不符，{'多' if difference > 0 else '少'}{gap}。"
    partial = listing and total(whole) > 0 and 0 <= total(parts) < total(whole) / 2 and not _by_unit(suspects)
    advice = "核对这些单元格；确有特殊情况的，在report.yaml的“豁免”中写明理由。"
    if partial:
        advice = "各分项不足合计的一半，似只列了一部分：请补全，或在“豁免”中写明理由。"
    severity = Severity.WARNING if partial else None
    breach = Breach(item, column, message, cells, found, expected, advice, severity, needed(parts, whole))
    breach = replace(breach, hint=hint)
    return blame(breach, *suspects[0]) if len(suspects) == 1 else breach


def _by_unit(suspects: Sequence[tuple[Cell, Decimal]]) -> bool:
    """Whether a slip of 元 and 万元 explains it: then the parts are not merely listed in part."""
    ratios = [then / cell.value for cell, then in suspects if cell.value]
    return any(abs(ratio) in (Decimal(10_000), Decimal("0.0001")) for ratio in ratios)


def blame(breach: Breach, cell: Cell, value: Decimal) -> Breach:
    """*breach* shown at *cell*, with what stands in that cell and what should."""
    expected = f"{cell.amount(value)}（其他各数无误时）" if value else "已含在其他分项之内的，不再计入"
    cells = (cell, *(c for c in breach.cells if c != cell))  # the first place is the one shown
    return replace(breach, cells=cells, found=cell.amount(), expected=expected, suspect=(cell, value))


def at_most(item: str, column: str, parts: Sequence[Cell], whole: Cell, *, advice: str = "") -> Breach | None:
    """The breach when *parts* together are certainly more than *whole*."""
    excess = total(parts) - whole.value
    if excess <= slack((*parts, whole)):
        return None
    message = f"{written(parts)}，超过{whole.named}{whole.unit}，多{parts[0].amount(excess)}。"
    found, limit = parts[0].amount(total(parts)), f"不超过{whole.amount()}"
    return Breach(item, column, message, (*parts, whole), found, limit, advice)


def needed(parts: Sequence[Cell], whole: Sequence[Cell]) -> tuple[tuple[Cell, Decimal], ...]:
    """Each cell with the value it would have to have, all others being right."""
    difference = total(parts) - total(whole)
    return (*((c, c.value - difference) for c in parts), *((c, c.value + difference) for c in whole))


def explain(parts: Sequence[Cell], whole: Sequence[Cell]) -> tuple[str, list[tuple[Cell, Decimal]]]:
    """What single slip would make the sum true, in which cell, and its right value (0: not to be counted);
    nothing when it could be many things."""
    difference, room = total(parts) - total(whole), slack((*parts, *whole))
    for slips in (_unit_slips, _shifts, _transpositions):
        hints = [
            (text, (cell, then))
            for cell, value in needed(parts, whole)
            for text, then in slips(cell)
            if abs(then - value) <= room < abs(then)  # next to nothing: rather a part that does not belong
        ]
        if 0 < len(hints) <= 2:
            return f"若{'，或'.join(text for text, _ in hints)}，则相符。", [suspect for _, suspect in hints]
    repeated = [c for c in parts if len(parts) > 1 and c.value and abs(c.value - difference) <= room]
    if len(repeated) == 1:
        hint = f"差额恰等于{repeated[0].label}：若它已含在其他分项之内，不应再计，则相符。"
        return hint, [(repeated[0], Decimal(0))]
    return "", []


def _unit_slips(cell: Cell) -> Iterator[tuple[str, Decimal]]:
    """元 typed as 万元, and the other way round."""
    if cell.unit not in ("元", "万元") or not cell.value:
        return
    plain = format(cell.value.normalize(), "f")
    yield f"{cell.label}的{plain}元应为{plain}万元", cell.value * 10_000
    large = format((cell.value / 10_000).normalize(), "f")
    yield f"{cell.label}的{large}万元应为{large}元", cell.value / 10_000


def _shifts(cell: Cell) -> Iterator[tuple[str, Decimal]]:
    """A decimal point in the wrong place."""
    for factor in (Decimal(100), Decimal("0.01"), Decimal(10), Decimal("0.1")):
        then = cell.value * factor
        if then:
            yield f"{cell.label}的{cell.amount()}应为{cell.amount(then)}（小数点错位）", then


def _transpositions(cell: Cell) -> Iterator[tuple[str, Decimal]]:
    """Two neighbouring digits exchanged."""
    digits = cell.number()
    places = [i for i, c in enumerate(digits) if c.isdigit()]
    scale = cell.value / Decimal(digits) if cell.value else Decimal(0)
    for first, second in pairwise(places):
        if digits[first] != digits[second]:
            swapped = list(digits)
            swapped[first], swapped[second] = swapped[second], swapped[first]
            then = Decimal("".join(swapped)) * scale
            yield f"{cell.label}的{cell.amount()}应为{cell.amount(then)}（相邻数字颠倒）", then

"""The two shapes that most rules over money have: parts to a whole, and one column against another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.articulation.books import Books, Cell
from pipeline.articulation.compare import Breach, at_most, equal

Breaches = Iterator[Breach]


def add_up(
    books: Books,
    item: str,
    whole: str,
    parts: Sequence[str],
    columns: Sequence[str],
    *,
    listing: bool = False,
) -> Breaches:
    """*parts* add up to *whole* in each column where all of them stand."""
    for column in columns:
        left, right = books.cells(parts, column), books.cell(whole, column)
        if left and right:
            breach = equal(item, column, left, [right], listing=listing)
            if breach:
                yield breach


def stays_within(
    item: str, year: str, spent: Cell | None, basis: str, limit: Cell | None, advice: str
) -> Breach | None:
    """决算 against another column of the same row."""
    if not spent or not limit:
        return None
    labelled = replace(limit, label=f"{year}{basis}"), replace(spent, label=f"{year}决算")
    return at_most(item, year + "决算", [labelled[1]], labelled[0], advice=advice)

"""Parts and wholes: lists behind their whole, totals behind their parts, numbered lines, columns.

``items`` reads the figures with the words that belong to them; ``openers``, ``wholes``, ``run`` and ``lists``
find lists and their wholes; ``partition`` says whether a list divides its whole; ``judge`` compares,
``belief`` says whether a difference is one to tell, ``report`` words the finding. ``closed`` reads the lists
that no word opens: ``cells`` and ``runs`` find them, ``weights`` says how much speaks for each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.crosscheck.arithmetic.numbers import window
from pipeline.crosscheck.arithmetic.sums.closed import check_closed
from pipeline.crosscheck.arithmetic.sums.columns import check_columns
from pipeline.crosscheck.arithmetic.sums.items import items_of
from pipeline.crosscheck.arithmetic.sums.judge import judge
from pipeline.crosscheck.arithmetic.sums.lines import check_lines
from pipeline.crosscheck.arithmetic.sums.lists import listings
from pipeline.crosscheck.arithmetic.sums.multiplied import check_multiplied
from pipeline.crosscheck.arithmetic.sums.netted import check_netted
from pipeline.crosscheck.arithmetic.sums.openers import Openers
from pipeline.crosscheck.arithmetic.sums.partition import series as in_one_row
from pipeline.crosscheck.arithmetic.sums.spread import check_spread
from pipeline.crosscheck.arithmetic.sums.totals import check_totals
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding, Mention

__all__ = ["check_closed", "check_multiplied", "check_netted", "check_sums", "series"]


def series(reading: Reading, parts: Sequence[Mention]) -> bool:
    """Whether the labels of these numbers are of one row that cannot overlap."""
    return in_one_row([window(reading, part) for part in parts])


def check_sums(reading: Reading) -> Iterator[Finding]:
    """Every list of parts against its whole."""
    items, openers = items_of(reading), Openers(reading.text)
    for listing in listings(reading, items, openers):
        yield from judge(reading, listing)
        if not listing.opener.bracket:
            yield from check_columns(reading, items, listing.whole, listing.parts[0])
    yield from check_spread(reading, items)
    yield from check_lines(reading)
    yield from check_totals(reading, items)

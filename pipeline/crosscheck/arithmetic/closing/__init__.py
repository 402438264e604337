"""A sentence that closes: what there was, what went, what is left, however it is worded.

Where a sentence tells just three amounts of one sort, one of them nearly the sum of the others and one with a
word of what is left, missing or saved, nobody reads them but as an account (``three``). Longer accounts want
words of what came and went, and a slip of the pen where these do not tell all (``account``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.crosscheck.arithmetic.closing.account import check_account
from pipeline.crosscheck.arithmetic.closing.three import check_three
from pipeline.crosscheck.arithmetic.numbers import is_amount
from pipeline.crosscheck.arithmetic.sums.rows import sort_of
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention

_AROUND = 4
_TINY = 20_000
_WIDEST = 1000
"""No finding speaks of more signs at once."""
_ITEM = re.compile(r"\s*[（(]?[\d一二三四五六七八九十]{1,2}[）).、．]")

Bounds = tuple[int, int]


def check_closing(reading: Reading, told: Iterable[Finding]) -> Iterator[Finding]:
    """Every account of a sentence, of two, or of numbered lines that does not close, where nothing is *told*
    of it yet."""
    spots = sorted(place for f in told for place in ((f.start, f.end), *f.others))
    for row in _rows(reading):
        sentences = _sentences(reading, row)
        for first, last in sentences:
            own = row[first:last]
            if _three_in(own) or last - first > 3:
                yield from _closes(reading, row, (first, last), spots, apart=False)
        for first, last in _pairs(reading, row, sentences):
            if _three_in(row[first:last]):
                yield from _closes(reading, row, (first, last), spots, apart=True)


def _closes(
    reading: Reading, row: Sequence[Mention], bounds: Bounds, spots: Sequence[Bounds], *, apart: bool
) -> Iterator[Finding]:
    first, last = bounds
    own = row[first:last]
    if _priced(own):
        return
    near = spots[bisect_left(spots, (own[0].start - _WIDEST, 0)) : bisect_left(spots, (own[-1].end, 0))]
    if any(a < m.end and m.start < b for m in own for a, b in near):
        return
    around = row[max(0, first - _AROUND) : last + _AROUND]
    if three := _three_in(own):
        yield from check_three(reading, three, around, apart=apart)
    else:
        yield from check_account(reading, own, around)


def _priced(own: Sequence[Mention]) -> bool:
    """亩均补贴80元, beside 补贴总额1050万元: a price is no item of an account."""
    values = [abs(m.value) for m in own if m.value]
    return bool(values) and min(values) * _TINY < max(values)


def _three_in(own: Sequence[Mention]) -> list[Mention]:
    """The amounts, if they are three, one that is said again counted once."""
    once = [m for at, m in enumerate(own) if m.value not in [n.value for n in own[:at]]]
    return once if len(once) == 3 else []


def _rows(reading: Reading) -> list[list[Mention]]:
    """The exact amounts of the text by sort, days too."""
    sorts: dict[str, list[Mention]] = {}
    for mention in reading.figures:
        exact = mention.approx is Approx.EXACT and mention.high is None and mention.unit != "分"
        counted = is_amount(mention) or mention.kind is Kind.DURATION
        if exact and counted and (mention.value or 0) > 0:
            sorts.setdefault(sort_of(mention), []).append(mention)
    return [row for row in sorts.values() if len(row) >= 3]


def _sentences(reading: Reading, row: Sequence[Mention]) -> list[Bounds]:
    """From which to which of them stand in one sentence, or in numbered lines with one of them each."""
    starts = [reading.layout.period(m.start)[0] for m in row]
    firsts = [at for at in range(len(row)) if not at or starts[at] != starts[at - 1]]
    alone = {at for at, end in pairwise((*firsts, len(row))) if end == at + 1}
    items = {at for at in alone if _ITEM.match(reading.text, starts[at])}
    begins = [at for at in firsts if not (at in items and at - 1 in items)]
    return list(pairwise((*begins, len(row))))


def _pairs(reading: Reading, row: Sequence[Mention], sentences: Sequence[Bounds]) -> Iterator[Bounds]:
    """Each two sentences that follow one another in a paragraph."""
    period, paragraph = reading.layout.period, reading.layout.paragraph
    for (first, middle), (_, last) in pairwise(sentences):
        end = period(row[middle - 1].start)[1]
        if period(row[middle].start)[0] == end + 1 <= paragraph(row[first].start)[1]:
            yield first, last

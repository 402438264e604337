"""Scores: what was earned against full score, deduction, rate, sum, weight and grade.

``marks`` tells what each score is, ``rows`` puts the scores of one indicator together, ``items`` checks a
row, ``totals`` what is told of all rows, ``full`` whether full scores make their whole, ``grades`` grades.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.crosscheck.arithmetic.scores.deductions import check_deductions
from pipeline.crosscheck.arithmetic.scores.each import check_each
from pipeline.crosscheck.arithmetic.scores.full import check_full, check_weights
from pipeline.crosscheck.arithmetic.scores.grades import check_grades
from pipeline.crosscheck.arithmetic.scores.groups import check_groups
from pipeline.crosscheck.arithmetic.scores.items import check_row
from pipeline.crosscheck.arithmetic.scores.marks import Mark, Role, read_marks
from pipeline.crosscheck.arithmetic.scores.rows import Row, read_rows
from pipeline.crosscheck.arithmetic.scores.totals import check_lost, check_total
from pipeline.crosscheck.arithmetic.scores.weighted import check_weighted
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding

__all__ = ["check_scores"]

_WHOLE = 60
"""A score this high is hardly of one indicator."""


def check_scores(reading: Reading) -> Iterator[Finding]:
    """Every score against its weight, its deduction, its rate, its sum and its grade."""
    yield from check_weights(reading)
    if "分" not in reading.text:
        return
    marks = read_marks(reading)
    if not marks:
        return
    sheets = _sheets(reading, marks)
    for at, (own, rows) in enumerate(sheets):
        for row in rows:
            yield from check_row(reading, row)
        yield from check_full(reading, own)
        yield from check_each(reading, own)
        yield from check_weighted(reading, own)
        yield from check_deductions(reading, own)
        yield from check_groups(reading, rows)
        yield from _totals(reading, own, rows, _later(sheets, at))
    yield from check_grades(reading, marks)


Sheet = tuple[list[Mark], list[Row]]


def _sheets(reading: Reading, marks: Sequence[Mark]) -> list[Sheet]:
    """The scores paragraph by paragraph."""
    lines = groupby(marks, key=lambda m: reading.layout.paragraph(m.start)[0])
    return [(own, read_rows(reading, own)) for own in (list(line) for _, line in lines)]


def _later(sheets: Sequence[Sheet], at: int) -> list[Row]:
    """The rows of the one other paragraph that tells three or more, and no total of its own."""
    others = [sheet for sheet in sheets[at + 1 :] if len(sheet[1]) >= 2]
    if len(others) != 1 or any(m.whole and m.role is Role.GOT for m in others[0][0]):
        return []
    return others[0][1] if len(others[0][1]) >= 3 else []


def _totals(
    reading: Reading, marks: Sequence[Mark], rows: Sequence[Row], later: Sequence[Row]
) -> Iterator[Finding]:
    for mark in marks:
        if mark.role is Role.OFF:
            yield from check_lost(reading, mark, marks)
        elif mark.role is Role.MEAN or (mark.role is Role.GOT and (mark.whole or mark.value >= _WHOLE)):
            alone = len(rows) < 2 and len(marks) <= 2
            yield from check_total(reading, mark, marks, later if alone and later else rows)

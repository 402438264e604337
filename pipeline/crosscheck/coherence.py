"""Items listed together are of one basis and one year: an odd one among them was taken from another column.

公务用车购置及运行维护费3.08万元、公务接待费1.89万元 under a total of the 年初预算: the 1.89 is the 决算.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import fits
from pipeline.crosscheck.model import BOUND, Tie
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import show, source
from pipeline.crosscheck.terms import Facet
from pipeline.crosscheck.words import strong_bases, years_named
from schemas.figures import Basis, Figure, Ledger
from schemas.findings import Finding

_JOINED = re.compile(r"[、，,；;和及以]+(?:其中|包括|含)?[:：]?")
_FEWEST = 2

Column = tuple[Basis | None, int | None]


@dataclass(frozen=True, slots=True)
class Member:
    """A number of a list: the item's figure, and every column of the item whose figure is printed like it."""

    tie: Tie
    facet: Facet
    columns: frozenset[Column]


def check_coherence(reading: Reading, ledger: Ledger, ties: Sequence[Tie]) -> Iterator[Finding]:
    """Every list in which all numbers but one are of one column."""
    for members in _lists(reading, ties):
        votes = Counter(column for member in members for column in member.columns)
        if (head := _head(reading, members[0])) is not None:
            votes.update(c for c in list(votes) if c[0] is head)
        column, agreeing = votes.most_common(1)[0]
        odd = [m for m in members if column not in m.columns]
        if len(odd) != 1 or agreeing < _FEWEST or len(members) - 1 + (head is column[0]) < _FEWEST:
            continue
        right = _figure(reading, odd[0].facet, column)
        if right is not None and not fits(odd[0].tie.mention, right):
            yield _finding(reading, odd[0], right)


def _lists(reading: Reading, ties: Sequence[Tie]) -> Iterator[list[Member]]:
    """Runs of numbers that stand side by side, each with its item, no word of basis or year between."""
    run: list[Member] = []
    end = -1
    for tie in ties:
        member = _member(reading, tie)
        joined = member is not None and run and _follows(reading, end, member)
        if not joined:
            if len(run) > 1:
                yield run
            run = []
        if member is not None:
            run.append(member)
        end = tie.mention.end
    if len(run) > 1:
        yield run


def _member(reading: Reading, tie: Tie) -> Member | None:
    one = reading.facets.get(tie.key or "") if tie.verdict in BOUND else None
    if one is None or one.note or one.derived or one.figure.basis is None:
        return None
    same = [f.figure for f in reading.item(one.subject) if not f.derived and fits(tie.mention, f.figure)]
    return Member(tie, one, frozenset((f.basis, f.year) for f in same))


def _follows(reading: Reading, end: int, member: Member) -> bool:
    """Whether the number stands right behind another one, with nothing but its item's name between."""
    start = member.tie.mention.start
    joint = _JOINED.match(reading.text, end, start)
    hits = reading.hits_in(joint.end(), start) if joint else []
    if joint is None or len(hits) != 1 or reading.layout.period(end) != reading.layout.period(start):
        return False
    rest = reading.words(joint.end(), start)
    return len(rest) <= 4 and not strong_bases(rest) and not years_named(rest, reading.year)


def _head(reading: Reading, first: Member) -> Basis | None:
    """The one basis that the words before the list speak of: 到位资金分别为…"""
    at = first.tie.mention.start
    said = strong_bases(reading.words(reading.since_number(at), at))
    return said[0] if len(set(said)) == 1 else None


def _figure(reading: Reading, one: Facet, column: Column) -> Figure | None:
    figures = (f.figure for f in reading.item(one.subject) if not f.derived)
    return next((f for f in figures if (f.basis, f.year) == column), None)


def _finding(reading: Reading, odd: Member, right: Figure) -> Finding:
    mention, own = odd.tie.mention, odd.facet.figure
    year = own.basis is right.basis
    message = (
        f"同列各项都是“{right.key}”这一栏的数，{mention.text}却是“{own.key}”（{source(own)}）。"
        f"“{right.key}”为{show(right)}（{source(right)}）。"
    )
    return finding(
        "wrong-year" if year else "wrong-basis", message, reading.text, mention.start, mention.end,
        expected=show(right), evidence=source(right),
    )  # fmt: skip

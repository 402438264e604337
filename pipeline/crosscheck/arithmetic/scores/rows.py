"""Rows of a score sheet told in prose: an indicator with its full score, what it lost, what it earned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from pipeline.crosscheck.arithmetic.facts import kin
from pipeline.crosscheck.arithmetic.scores.marks import Mark, Role, full_marks
from pipeline.crosscheck.reading import Reading

_APART = re.compile(r"[。！？\n]")
_SCORE = re.compile(r"\d\s?分")
_FAR = 48
_ALL = re.compile(r"[^，。；\d]{0,6}[，,]?[^，。；\d]{0,8}(?:均|都|全|皆|各)")


@dataclass(slots=True)
class Row:
    """One indicator. ``all`` when it is told to have earned all it could."""

    label: str
    full: Mark | None = None
    got: Mark | None = None
    off: list[Mark] = field(default_factory=list)
    add: list[Mark] = field(default_factory=list)
    rule: Mark | None = None
    all: bool = False

    @property
    def marks(self) -> list[Mark]:
        """Its scores in the order of the text."""
        told = [self.full, self.got, self.rule, *self.off, *self.add]
        return sorted((m for m in told if m), key=lambda m: m.start)

    @property
    def start(self) -> int:
        """Where its first score begins."""
        return self.marks[0].start

    @property
    def end(self) -> int:
        """Where its last score ends."""
        return self.marks[-1].end

    @property
    def earned(self) -> Decimal | None:
        """What it earned; None when that cannot be told."""
        if self.got:
            return self.got.value
        if self.full is None:
            return None
        if self.off:
            return self.full.value - sum(m.value for m in self.off)
        return self.full.value if self.all else None


def read_rows(reading: Reading, marks: Sequence[Mark]) -> list[Row]:
    """The rows of one paragraph; scores of all indicators together belong to none."""
    rows: list[Row] = []
    own = [m for at, m in enumerate(marks) if not m.whole or _of_one(reading, marks[max(0, at - 1) : at], m)]
    for run in _runs([m for m in own if m.role not in (Role.OTHER, Role.MEAN, Role.BARE)]):
        _place(reading, rows, run)
    for row in rows:
        row.all = _told_full(reading, row, rows)
    for row, after in reversed(list(pairwise(rows))):
        row.all = row.all or _full_with(reading, row, after)
    return rows


def _of_one(reading: Reading, before: Sequence[Mark], mark: Mark) -> bool:
    """分值15分，自评得分16分: of the indicator right before it, and of nothing greater."""
    if not before or mark.role is not Role.GOT or before[0].role is not Role.FULL or before[0].whole:
        return False
    gap = reading.text[before[0].end : mark.start]
    start = reading.layout.sentence(mark.start)[0]
    alone = len(gap) <= _FAR and len(_SCORE.findall(reading.text, start, mark.end)) == 2
    near = (alone or len(gap) <= 8) and not re.search("[。；]|总|综合|合计", gap)
    return near and before[0].value < mark.value <= before[0].value * 3 / 2


def _runs(marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Neighbours of one role."""
    run: list[Mark] = []
    for mark in marks:
        if run and mark.role is not run[-1].role:
            yield run
            run = []
        run.append(mark)
    if run:
        yield run


def _place(reading: Reading, rows: list[Row], run: list[Mark]) -> None:
    """A run of scores earned belongs to the run of full scores before it, one to one."""
    size = len(run)
    if run[0].role is Role.GOT and size > 1 and _as_many(pending := _pending(rows), size):
        for row, mark in zip(pending[-size:], run, strict=True):
            row.got = mark
        return
    for mark in run:
        row = _row_of(reading, rows, mark) or _new(rows, mark)
        _put(row, mark)


def _as_many(pending: Sequence[Row], size: int) -> bool:
    """Whether the last rows wait for so many scores: all there are, or the parts of the row before them."""
    if len(pending) <= size:
        return len(pending) == size
    fulls = [row.full.value for row in pending[-size - 1 :] if row.full]
    return fulls[0] == sum(fulls[1:]) or fulls[0] == 100


def _pending(rows: Sequence[Row]) -> list[Row]:
    """The last rows that have a full score and nothing else."""
    out: list[Row] = []
    for row in reversed(rows):
        if row.full is None or row.got or row.off:
            break
        out.insert(0, row)
    return out


def _new(rows: list[Row], mark: Mark) -> Row:
    rows.append(Row(mark.label))
    return rows[-1]


def _put(row: Row, mark: Mark) -> None:
    if mark.role is Role.FULL:
        row.full = mark
    elif mark.role is Role.GOT:
        row.got = mark
    elif mark.role is Role.RULE:
        row.rule = mark
    else:
        (row.off if mark.role is Role.OFF else row.add).append(mark)


def _row_of(reading: Reading, rows: Sequence[Row], mark: Mark) -> Row | None:
    """The row that a score goes on with; None where it begins one."""
    if not rows:
        return None
    last = rows[-1]
    gap = reading.text[last.end : mark.start]
    if mark.role is Role.FULL:
        bracketed = last.full is None and last.got and re.match(r"[（(]", gap) and len(gap) <= 8
        ruled = last.rule and last.full is None and last.got is None and "。" not in gap
        return last if bracketed or ruled else None
    if mark.label and len(_pending(rows)) > 1:
        named = [row for row in rows if row.label and row.full and kin(row.label, mark.label)]
        if len(named) == 1:
            return named[0]
    if last.got or (_APART.search(gap) and not last.rule):
        same = mark.role is Role.OFF and last.got and not last.off and len(gap) <= 4 and not mark.label
        return last if same else None
    if mark.role is Role.OFF and last.full is None:
        return None
    return last


def _full_with(reading: Reading, row: Row, after: Row) -> bool:
    """效益30分、满意度10分均得满分: the one as the other behind it."""
    if row.got or row.off or row.full is None or not after.all or after.off:
        return False
    joined = re.match("[、和与及]", reading.text[row.end : after.start])
    end = reading.layout.period(after.end - 1)[1]
    return bool(joined and _ALL.match(reading.text, after.end, end))


def _told_full(reading: Reading, row: Row, rows: Sequence[Row]) -> bool:
    if row.got or row.full is None:
        return False
    later = [r.start for r in rows if r.start > row.end]
    end = min([reading.layout.period(row.end - 1)[1], *later, row.end + 30])
    return any(True for _ in full_marks(reading, row.end, end))

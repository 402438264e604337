"""A list of alike amounts beside one that they nearly add up to: a misprint, unless another reading fits.

No opening word is asked for. What the words do not say, the numbers must: a sum that misses its number by
one digit, or by two exchanged, in a run of amounts that ends where the sentence does, is no coincidence, the
less so the more digits it has and the more the words speak of parts and a total.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from pipeline.crosscheck.arithmetic.misprints import ONE, Misprint, misprint
from pipeline.crosscheck.arithmetic.sums.items import Item
from pipeline.crosscheck.arithmetic.sums.openers import Openers
from pipeline.crosscheck.arithmetic.sums.partition import (
    exclusive,
    happened,
    in_series,
    mixed,
    noun,
    timed_apart,
)
from pipeline.crosscheck.arithmetic.sums.report import admitted, mismatch
from pipeline.crosscheck.arithmetic.sums.rows import MOST, Row
from pipeline.crosscheck.arithmetic.sums.vocabulary import vocabulary
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding, Severity

_MOST = 10
"""A first digit that slipped makes a number at most so many times as great, or as small."""
_FAR = 4
"""Digits of a number whose first one slipped: it is nowhere near what it should be."""
_REST = re.compile("[，；]?(?:其余|剩余|余下|另|此外|还有)")
_COLON = re.compile("[：:—]")
_NESTED = re.compile("其中|内含|[，（(]含|包括")
_BREAK = re.compile("[；。]")
_CLOSE = re.compile("[。；）)\n]")
_STRONGER = re.compile("[，；。\n]")
_HEAD = re.compile(r"[。；：:（(\n]")
_BECAUSE = re.compile(r"[，,（(]主要(?:是|原因|因|系|由于|受)[^。；\d]*")
"""公务接待费430万元，主要是来访增加: a reason, no choice of parts."""
_CERTAIN, _SURE, _LIKELY, _POSSIBLE, _ALONE, _OPEN, _NEVER = 2, 3, 4, 5, 6, 7, 99
"""Digits that a misprint must have to be believed, by what the words say of parts and whole."""


def check_near(reading: Reading, rows: Sequence[Row], openers: Openers) -> Iterator[Finding]:
    """Every run of amounts that nearly makes up the one before it or behind it."""
    for row in rows:
        begins = [_begins(row, at, openers) for at in range(len(row))]
        lines = [reading.layout.paragraph(item.start)[0] for item in row.items]
        subjects = [_subject(reading.text[a.end : b.start]) for a, b in pairwise(row.items)]
        for whole in range(len(row)):
            runs = (
                *_behind(reading, row, whole, whole + 1, lines),
                *_taken_up(reading, row, whole, subjects, lines),
                *_before(row, whole, begins, lines),
            )
            for parts in runs:
                if row.near(whole, parts) and (found := _found(reading, row, whole, parts, openers)):
                    yield found
                    break


def _found(reading: Reading, row: Row, whole: int, parts: Sequence[int], openers: Openers) -> Finding | None:
    slip = None if row.total(whole, parts) else _slipped(row, whole, parts)
    if slip is None or slip.digits < _needed(reading, row, whole, parts, openers):
        return None
    if (
        row.explains(whole, parts)
        or _owned(row, whole, parts, slip)
        or any(row.total(whole, [p]) for p in parts)
    ):
        return None
    one, others = row.items[whole], [row.items[p] for p in parts]
    if _other_things(reading, [one, *others]) or timed_apart(one.label, [p.label for p in others]):
        return None
    running = vocabulary().labels["running"]
    if running.search(one.words) and any(running.search(p.words) for p in others):
        return None  # 二季度末累计240万元，三季度末累计365万元: each holds the one before
    first, last = (one, others[-1]) if whole < parts[0] else (others[0], one)
    end = reading.layout.period(last.end - 1)[1]
    if vocabulary().overlap.search(reading.text, first.end, end) or admitted(reading, last):
        return None
    mentions = [p.mention for p in others]
    return mismatch(reading, one.mention, mentions, Severity.WARNING, note=slip.why)


def _owned(row: Row, whole: int, parts: Sequence[int], slip: Misprint) -> bool:
    """Whether the amounts make up another one. 收入合计 right behind them is their total for all that: the
    支出总计 further on, which they make up, is of another account and must only be as great."""
    total = whole == parts[-1] + 1 and vocabulary().any_total.search(row.items[whole].words)
    return row.owned(parts, whole, whole if total and slip.digits >= _LIKELY else len(row))


_THING = re.compile(r"[“《]?[一-鿿]{2}")


def _other_things(reading: Reading, items: Sequence[Item]) -> bool:
    """23个产业园, 33个“两通”项目, 80个乡镇: what is counted stands behind, never the same."""
    things = [match[0] for i in items if (match := _THING.match(reading.text, i.end))]
    return len(things) == len(set(things)) == len(items) and happened([i.label for i in items])


def _slipped(row: Row, whole: int, parts: Sequence[int]) -> Misprint | None:
    """The slip in the whole, or else in one part, that the difference comes of."""
    mentions = [row.items[p].mention for p in parts]
    claim = row.items[whole].mention
    total = sum((m.value or Decimal(0) for m in mentions), Decimal(0))
    if row.far(whole, parts):
        first = misprint(claim, total, mentions)
        return first if first and first.digits >= _FAR and first.why == ONE else None
    gap = total - (claim.value or Decimal(0))
    slips = [misprint(claim, total, mentions)]
    for part in mentions:
        found = misprint(part, (part.value or Decimal(0)) - gap, (claim, *mentions))
        if found and found.digits > 2:  # of so many parts one with two digits is always near
            slips.append(found)
    return max((s for s in slips if s), key=lambda s: s.digits, default=None)


# -- runs -------------------------------------------------------------------------------------------


def _taken_up(
    reading: Reading, row: Row, whole: int, subjects: Sequence[str], lines: Sequence[int]
) -> Iterator[list[int]]:
    """The list further on that takes the whole up by its name: 门急诊4.86万人次，住院…。门急诊中，西医…."""
    for first in range(whole + 2, min(whole + 6, len(row) - 1)):
        if _takes_up(subjects[first - 1], row.items[whole]):
            yield from _behind(reading, row, whole, first, lines)


def _subject(between: str) -> str:
    """How the sentence opens that begins between two amounts; nothing where none does."""
    head = max(between.rfind(mark) for mark in "。；\n") + 1
    return between[head:] if head else ""


def _takes_up(subject: str, whole: Item) -> bool:
    """Whether the words before a list open a sentence with the name of the whole."""
    if not subject:
        return False
    name = noun(whole.label)
    return any(subject.startswith(name[-k:]) for k in (2, 3, 4) if len(name) >= k)


def _behind(reading: Reading, row: Row, whole: int, first: int, lines: Sequence[int]) -> Iterator[list[int]]:
    """The amounts from the *first* on, up to each place where a list can end, the longest first."""
    at, parts, total = first, list[int](), 0
    runs: list[list[int]] = []
    most = _MOST * row.values[whole]
    while at < len(row) and len(parts) < MOST and lines[at] == lines[whole] and total < most:
        if row.items[at].depth <= row.items[first].depth and not _inside(reading, row, parts, at):
            parts.append(at)
            total += row.values[at]
        at = row.top(at)
        if len(parts) >= 2 and _ends(reading, row, parts, at):
            runs.append(list(parts))
    yield from reversed(runs)


def _before(row: Row, whole: int, begins: Sequence[bool], lines: Sequence[int]) -> Iterator[list[int]]:
    """The amounts before a total from each place where a list can begin."""
    for first in range(max(0, whole - MOST), whole - 1):
        depth = row.items[whole].depth
        if not begins[first] or lines[first] != lines[whole] or row.items[first].depth != depth:
            continue
        at, parts = first, list[int]()
        while at < whole:
            if row.items[at].depth <= depth:
                parts.append(at)
            at = row.top(at)
        if at == whole and len(parts) >= 2:
            yield parts


def _inside(reading: Reading, row: Row, parts: Sequence[int], at: int) -> bool:
    """Whether an amount is told of a part: 甲5万元，其中乙3万元."""
    if not parts:
        return False
    between = reading.text[row.items[parts[-1]].end : row.items[at].start]
    nested = list(_NESTED.finditer(between))
    return bool(nested) and not _BREAK.search(between, nested[-1].end())


def _ends(reading: Reading, row: Row, parts: Sequence[int], following: int) -> bool:
    """Whether a list can end here: no amount of the sort follows in the sentence, or behind a stronger mark
    than those of the list, or as what is left."""
    if following >= len(row):
        return True
    between = reading.text[row.items[parts[-1]].end : row.items[following].start]
    if _CLOSE.search(between) or _REST.match(row.items[following].label):
        return True
    joined = reading.text[row.items[parts[0]].end : row.items[parts[-1]].start]
    return "，" in between and "、" in joined and not _STRONGER.search(joined)


def _begins(row: Row, first: int, openers: Openers) -> bool:
    """Whether a list can begin here: with its sentence, behind a colon or an opening word."""
    if not first:
        return True
    low, high = row.items[first - 1].end, row.items[first].start
    return bool(_HEAD.search(openers.text, low, high) or openers.within(low, high))


# -- how much the words say -------------------------------------------------------------------------


def _needed(reading: Reading, row: Row, whole: int, parts: Sequence[int], openers: Openers) -> int:
    """How many digits the misprint must have: the fewer, the more the words say of parts and a whole."""
    one, others = row.items[whole], [row.items[p] for p in parts]
    labels = [p.words for p in others]
    inside = reading.text[min(one.end, others[0].start) : max(others[-1].end, one.start)]
    if vocabulary().open_end.search(_BECAUSE.sub("", inside)) or mixed(labels, one.mention):
        return _OPEN
    apart = exclusive(labels)
    promised = _promised(openers, one, others[0])
    opened_ = whole < parts[0] and _opened(openers, one, others[0])
    untied = whole < parts[0] and not (apart or opened_ or vocabulary().any_total.search(one.words))
    gap = reading.text[one.end : others[0].start]
    if untied and "。" in gap and not _takes_up(_subject(gap), one):
        return _NEVER  # two sentences that nothing ties together
    if not apart and not promised and happened(labels):
        return _LIKELY if len(parts) > 2 else _ALONE
    if whole < parts[0]:
        opened = _opened(openers, one, others[0])
        beyond = sum(row.values[p] for p in parts) > row.values[whole]
        told = opened in ("promise", "bound") or (opened == "loose" and beyond)
        sure = (apart and (bool(opened) or beyond)) or (opened == "loose" and beyond)
    else:
        # 一级3个、二级7个、三级15个: the third of the row, no total of three
        of_row = in_series(one.words) & in_series(labels[-1])
        told = sure = not of_row and bool(vocabulary().any_total.search(one.words))
    if len(parts) == 2:
        if told and apart:
            return _SURE if whole > parts[0] else _LIKELY
        beside = whole + 1 == parts[0] and opened_ and not re.search("[；。](?!其中)", gap)
        return _LIKELY if beside and apart else _POSSIBLE if told or apart or beside else _ALONE
    return _CERTAIN if sure else _SURE if told or apart else _LIKELY if whole < parts[0] else _POSSIBLE


def _promised(openers: Openers, whole: Item, first: Item) -> bool:
    """Whether all parts are told: 分为 between whole and parts, 分别 before parts whose total is behind."""
    if whole.at < first.at:
        return _opened(openers, whole, first) == "promise"
    words = openers.within(first.start - len(first.label), first.start)
    return any(w.lastgroup == "promise" for w in words) and bool(vocabulary().any_total.search(whole.words))


def _opened(openers: Openers, whole: Item, first: Item) -> str:
    """Which sort of opening word stands before the first part; a colon or a dash promises all of them."""
    groups = {match.lastgroup for match in openers.within(whole.end, first.start)}
    if _COLON.search(openers.text, whole.end, first.start):
        return "promise"
    return next((group for group in ("promise", "bound", "loose") if group in groups), "")

"""A line with an amount, then lines （1）…（n） each opening with its own part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.crosscheck.arithmetic.numbers import alike, between, grade, is_amount, moves
from pipeline.crosscheck.arithmetic.sums.report import mismatch, slipped
from pipeline.crosscheck.intervals import Interval, disjoint, exactly, meant, plus
from pipeline.crosscheck.reading import Reading
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_LINE = re.compile(
    r"^[ 　]*(?:(?P<bracket>[（(](?:\d+|[一二三四五六七八九十]+)[)）])|(?P<dot>\d+[.、．])"
    r"|(?P<han>[一二三四五六七八九十]+、))",
    re.M,
)


_HEADING = re.compile(r"[^，,；;。（(：:\d\n]{2,16}[。：:]")
"""（一）设备购置。支出236.4万元: the amount stands behind the heading."""
_SIGNS = re.compile(r"[\s（）()、.．]")


def check_lines(reading: Reading) -> Iterator[Finding]:
    """Every run of numbered lines under a line with one amount."""
    marks = list(_LINE.finditer(reading.text))
    at = 0
    while at < len(marks):
        run = _run(marks, at)
        if len(run) >= 2 and (listing := _listing(reading, run)):
            yield from _judge(reading, *listing)
        at += max(len(run), 1)


def _run(marks: Sequence[re.Match[str]], at: int) -> list[re.Match[str]]:
    """Marks of one form, counted on from 1."""
    form = marks[at].lastgroup
    run: list[re.Match[str]] = []
    for mark in marks[at:]:
        if mark.lastgroup != form or _number(mark[0]) != len(run) + 1:
            break
        run.append(mark)
    return run


def _number(mark: str) -> int:
    inner = _SIGNS.sub("", mark)
    return int(inner) if inner.isdigit() else "一二三四五六七八九十".find(inner) + 1


def _listing(reading: Reading, run: Sequence[re.Match[str]]) -> tuple[Mention, list[Mention]] | None:
    above = reading.layout.paragraph(max(run[0].start() - 1, 0))
    parts: list[Mention] = []
    more: list[Mention] = []
    for mark in run:
        line = reading.layout.paragraph(mark.end())
        heading = _HEADING.match(reading.text, mark.end(), line[1])
        start = heading.end() if heading else mark.end()
        first = re.compile(r"[，,；;。（(：:]").search(reading.text, start, line[1])
        found = _amounts(reading, start, first.start() if first else line[1], parts)
        if len(found) != 1:
            return None
        parts += found
        more += _beside(reading, found[0], line[1])
    heads = [m for m in _amounts(reading, *above, parts) if not _bracketed(reading.text[above[0] : m.start])]
    heads = [m for m in heads if not moves(reading, m)]
    if len(heads) != 1 or run[0].start() == 0:
        return None
    if more and not disjoint(_sum([meant(p) for p in (*parts, *more)]), meant(heads[0])):
        return None
    return heads[0], parts


def _beside(reading: Reading, first: Mention, end: int) -> list[Mention]:
    """均衡性转移支付182万元，其他一般性转移支付60万元: two parts on one line."""
    found = [m for m in _amounts(reading, first.end, end, [first]) if not moves(reading, m)]
    return [m for m in found if not re.search(r"其中|[（(]|包括|含", reading.text[first.end : m.start])]


def _amounts(reading: Reading, start: int, end: int, known: Sequence[Mention]) -> list[Mention]:
    """The amounts of the sort already told; at first money, or where there is none the counts."""
    found = [m for m in between(reading, start, end) if is_amount(m)]
    if known:
        return [m for m in found if alike(m, known[0])]
    return [m for m in found if m.kind is Kind.MONEY] or found


def _bracketed(words: str) -> bool:
    return sum(words.count(c) for c in "（(") > sum(words.count(c) for c in "）)")


def _judge(reading: Reading, whole: Mention, parts: Sequence[Mention]) -> Iterator[Finding]:
    wrong = grade(lambda of: not disjoint(_sum([of(p) for p in parts]), meant(whole)))
    if wrong is None:
        return
    slip = slipped(whole, parts)
    beyond = _sum([exactly(p) for p in parts])[0] > meant(whole)[1]
    yield mismatch(reading, whole, parts, wrong if slip or beyond else Severity.WARNING, slip)


def _sum(values: Sequence[Interval]) -> Interval:
    total = values[0]
    for value in values[1:]:
        total = plus(total, value)
    return total

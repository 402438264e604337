"""Rows that answer one another: …分别为10、20万元，上年8、25万元，分别增长25%和下降20%."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role, level, moment_of, same_sort
from pipeline.crosscheck.arithmetic.numbers import Of, agrees, factor, grade, percent, quotient
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import Interval, minus
from pipeline.crosscheck.show import plain
from pipeline.crosscheck.vocabulary import either
from schemas.figures import Kind
from schemas.findings import Finding

_MARK = re.compile(r"(?:[、，,；;和及与]|以及){1,2}")
_ITEM = re.compile(r"[、，,；;和及与][^，。；：、（）()\d]{0,20}")
_COUNTED = re.compile(r"[两二三四五六七八九十]{1,2}[项者类个]")
_CHANGES = re.compile(rf"(?:分别|依次)(?:约|各)*(?:(?P<up>{either('up')})|(?P<down>{either('down')}))了?$")


def check_rows(facts: Facts) -> Iterator[Finding]:
    """Every row of changes that follows 分别, against the rows of numbers that it answers."""
    text = facts.reading.text
    if "分别" not in text and "依次" not in text:
        return
    for row in rows_of(facts):
        if match := _CHANGES.search(row[0].words):
            yield from _changes(facts, row, 1 if match["up"] else -1)


def rows_of(facts: Facts) -> Iterator[list[Fact]]:
    """Runs of two and more numbers of one sort with nothing but a mark between."""
    row: list[Fact] = []
    for fact in facts.all:
        alike = (
            row and row[-1].mention.kind is fact.mention.kind and row[-1].mention.unit == fact.mention.unit
        )
        if alike and _MARK.fullmatch(facts.between(row[-1], fact)):
            row.append(fact)
            continue
        if len(row) >= 2:
            yield row
        row = [fact]
    if len(row) >= 2:
        yield row


def answered(facts: Facts, row: Sequence[Fact], before: Sequence[Fact]) -> list[Fact]:
    """The last as many numbers of one list before the row."""
    last = [f for f in before if f.index < row[0].index and not _COUNTED.fullmatch(f.mention.text)][
        -len(row) :
    ]
    if len(last) < len(row):
        return []
    joined = all(_ITEM.fullmatch(facts.between(a, b)) for a, b in itertools.pairwise(last))
    return last if joined else []


def _changes(facts: Facts, row: Sequence[Fact], sign: int) -> Iterator[Finding]:
    """Bases and results are two rows as long, one of them of the year before."""
    start = facts.reading.layout.period(row[0].mention.start)[0]
    before = [f for f in facts.within(start, row[0].mention.start) if level(f) and f.role is not Role.CHANGE]
    one = answered(facts, row, before)
    two = answered(facts, one, before) if one else []
    if not two or not all(same_sort(a.mention, b.mention) for a, b in zip(one, two, strict=True)):
        return
    last = [moment_of(r[0].words).when == "last" for r in (two, one)]
    if last == [True, False] or (two[0].source and one[0].role is Role.RESULT):
        bases, results = two, one
    elif last == [False, True]:
        bases, results = one, two
    else:
        return
    for claim, base, result in zip(row, bases, results, strict=True):
        if base.value <= 0 or claim.mention.high is not None:
            continue
        share = claim.mention.kind is Kind.PERCENT and base.mention.kind is not Kind.PERCENT

        def right(of: Of, base: Fact = base, result: Fact = result, share: bool = share) -> Interval | None:
            low, high = minus(of(result.mention), of(base.mention))
            moved = (low, high) if sign > 0 else (-high, -low)
            return percent(moved, of(base.mention)) if share else moved

        wrong = grade(lambda of, c=claim, r=right: agrees(c.mention, r(of)))  # type: ignore[misc]
        if wrong is not None:
            sum_, said = _moved(claim, base, result, sign, share)
            yield _found(facts, "growth", claim, sum_, said, base, result)


def _moved(claim: Fact, base: Fact, result: Fact, sign: int, share: bool) -> tuple[str, str]:
    """The change from base to result in the claim's own direction: how it is reckoned, and what it is."""
    more, less = (result, base) if sign > 0 else (base, result)
    moved = more.value - less.value
    sum_ = f"{more.mention.text}－{less.mention.text}"
    if share:
        said = quotient(moved, base.value)
        return f"（{sum_}）÷{base.mention.text}＝{said}", said
    unit, name = factor(claim.mention)
    return f"{sum_}＝{plain(moved / unit)}{name}", f"{plain(moved / unit)}{name}"


def _found(facts: Facts, code: str, claim: Fact, sum_: str, right: str, *others: Fact) -> Finding:
    places = tuple((f.mention.start, f.mention.end) for f in others)
    start, end = claim.mention.start, claim.mention.end
    return finding(
        code, f"{sum_}，与“{claim.mention.text}”不符。", facts.reading.text, start, end,
        expected=right, evidence=sum_, others=places,
    )  # fmt: skip

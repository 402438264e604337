"""Rows of shares and rates: 甲87万元、乙68万元，分别占56%和44%; 预算…、支出…，执行率依次为95%、80%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, countable, level, same_sort
from pipeline.crosscheck.arithmetic.numbers import agrees, grade
from pipeline.crosscheck.arithmetic.quotients.naming import specific
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio, in_percent, slip_of, unlike
from pipeline.crosscheck.arithmetic.rows import answered, rows_of
from pipeline.crosscheck.intervals import meant
from schemas.figures import Kind
from schemas.findings import Finding

_SHARES = re.compile(
    r"(?:分别|各|依次)占[^，。；\d]{0,16}$|占[^，。；\d]{0,14}(?:分别|依次)?(?:为|是|达到?)?$"
)
_RATES = re.compile(r"(?:率|比例|进度)(?:分别|依次|各)?(?:约)?(?:为|是|达到?)?$")
_OF_WHAT = re.compile(r"^.*占|(?:的?(?:比例|比重|份额))?(?:的|分别|依次|为|是|达到?|约)*$")
"""What stands beside the name of the whole: 分别占…总数的."""
_MOST = 4


@dataclass(frozen=True, slots=True)
class _Row:
    """Claims with their parts, and what each part may be taken of."""

    claims: Sequence[Fact]
    ratios: Sequence[Ratio]

    def held(self) -> list[int]:
        """Which claims hold."""
        return [
            at
            for at, (claim, ratio) in enumerate(zip(self.claims, self.ratios, strict=True))
            if agrees(in_percent(claim.mention), ratio.value(meant))
        ]


def check_share_rows(facts: Facts) -> Iterator[Finding]:
    """Every row of shares or rates against the rows of numbers that it answers."""
    text = facts.reading.text
    if "分别" not in text and "依次" not in text and "各" not in text:
        return
    for claims in rows_of(facts):
        words = claims[0].words
        if claims[0].mention.kind is not Kind.PERCENT or claims[0].mention.unit == "个百分点":
            continue
        if _SHARES.search(words):
            yield from _judge(facts, list(_of_one(facts, claims)), least=1)
        elif _RATES.search(words):
            yield from _judge(facts, list(_of_rows(facts, claims)), least=max(1, len(claims) - 1))


def _before(facts: Facts, claims: Sequence[Fact]) -> list[Fact]:
    start = facts.reading.layout.paragraph(claims[0].mention.start)[0]
    return [f for f in facts.within(start, claims[0].mention.start) if level(f) and countable(f.mention)]


def _of_one(facts: Facts, claims: Sequence[Fact]) -> Iterator[_Row]:
    """All parts of one whole told before them, or of their sum."""
    before = _before(facts, claims)
    parts = answered(facts, claims, before)
    if not parts or any(not same_sort(p.mention, parts[0].mention) for p in parts):
        return
    largest = max(p.value for p in parts)
    wholes = [f for f in before if f.index < parts[0].index and same_sort(f.mention, parts[0].mention)]
    for whole in reversed([f for f in wholes if f.value and f.value >= largest][-_MOST:]):
        yield _Row(claims, [Ratio((p,), (whole,)) for p in parts])
    named = specific(_OF_WHAT.sub("", facts.words(claims[0])))
    if any(p.value for p in parts) and not named:
        yield _Row(claims, [Ratio((p,), tuple(parts)) for p in parts])
    yield from _of_rows(facts, claims)


def _of_rows(facts: Facts, claims: Sequence[Fact]) -> Iterator[_Row]:
    """Each part of its own whole: the rows of the same length before, each over each."""
    before = _before(facts, claims)
    rows = list[list[Fact]]()
    upto = claims
    while (row := answered(facts, upto, before)) and len(rows) < _MOST:
        rows.append(row)
        upto = row
    for parts in rows:
        for wholes in rows:
            alike = all(same_sort(p.mention, w.mention) for p, w in zip(parts, wholes, strict=True))
            if parts is not wholes and alike and all(w.value for w in wholes):
                yield _Row(claims, [Ratio((p,), (w,)) for p, w in zip(parts, wholes, strict=True)])


def _judge(facts: Facts, rows: Sequence[_Row], least: int) -> Iterator[Finding]:
    """Of the ways to read the row the one that most claims hold of; the others of it are wrong."""
    if not rows:
        return
    best = max(rows, key=lambda row: len(row.held()))
    held = best.held()
    if len(held) == len(best.claims) or len(held) < least:
        return
    for at, (claim, ratio) in enumerate(zip(best.claims, best.ratios, strict=True)):
        if at not in held:
            mention = claim.mention
            wrong = grade(lambda of, m=mention, r=ratio: agrees(in_percent(m), r.value(of)))  # type: ignore[misc]
            if wrong is not None:
                why = slip_of(mention, ratio)
                yield unlike(facts.reading.text, mention.start, mention.end, ratio, "share", wrong, why)

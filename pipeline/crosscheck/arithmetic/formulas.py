"""Rates whose formula stands in a bracket: 预算执行率（执行数÷全年预算数）为85%."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from pipeline.crosscheck.arithmetic.comparisons import named
from pipeline.crosscheck.arithmetic.facts import Fact, Facts
from pipeline.crosscheck.arithmetic.numbers import claimed, grade, percent
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio, unlike
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_FORMULA = re.compile(
    r"[（(]?(?P<part>[一-鿿“”]{2,16}?|[A-Z])(?:÷|/|／|除以|占)(?P<whole>[一-鿿“”]{2,16}?|[A-Z])(?:×100[%％])?(?:的?(?:比例|比重))?"
    r"[）)](?:分别|均)?(?:为|是|达到?|约|仅|＝|=){0,2}(?=[\d０-９])"
)

_ANY = re.compile(r"÷|/|／|除以|占[一-鿿“”]{2,22}[）)]|[A-Z]占")
"""What every formula holds: far cheaper to look for."""


def check_formulas(facts: Facts) -> Iterator[Finding]:
    """Every rate with its formula, when both operands can be told by name."""
    if not _ANY.search(facts.reading.text):
        return
    starts = [f.mention.start for f in facts.all]
    for match in _FORMULA.finditer(facts.reading.text):
        at = bisect_left(starts, match.end())
        if at >= len(starts) or starts[at] != match.end() or facts.all[at].mention.kind is not Kind.PERCENT:
            continue
        claim = facts.all[at].mention
        whole = _named(facts, match["whole"], match.start(), None)
        part = _named(facts, match["part"], match.start(), whole)
        if part is None or whole is None or part is whole or not whole.value:
            continue
        wrong = _grade(claim, part.mention, whole.mention)
        if wrong is not None:
            ratio = Ratio((part,), (whole,))
            yield unlike(facts.reading.text, claim.start, claim.end, ratio, "rate", wrong)


def _named(facts: Facts, words: str, at: int, other: Fact | None) -> Fact | None:
    """By name, or by the letter in a bracket before the number: 全年预算数（A）420万元."""
    if len(words) > 1:
        return named(facts, words, at, other)
    text = facts.reading.text
    lettered = [f for f in facts.all if re.search(rf"[（(]{words}[）)]$", text[: f.mention.start][-3:])]
    return lettered[-1] if len(lettered) == 1 else None


def _grade(claim: Mention, part: Mention, whole: Mention) -> Severity | None:
    return grade(lambda of: claimed(claim, percent(of(part), of(whole))))

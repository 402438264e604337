"""Rates told with their formula: 执行率（执行数÷全年预算数）为85%; 按“追加预算/年初预算”计算，控制率为15%."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from pipeline.crosscheck.arithmetic.facts import Fact, Facts
from pipeline.crosscheck.arithmetic.numbers import alike, claimed, grade, is_amount, percent
from pipeline.crosscheck.arithmetic.quotients.naming import best
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio, slip_of, unlike
from pipeline.crosscheck.arithmetic.worded import named
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_FORMULA = re.compile(
    r"[（(]?(?P<part>[一-鿿“”]{2,16}?|[A-Z])(?:÷|/|／|除以|占)(?P<whole>[一-鿿“”]{2,16}?|[A-Z])(?:×100[%％])?(?:的?(?:比例|比重))?"
    r"[）)](?:分别|均)?(?:为|是|达到?|约|仅|＝|=){0,2}(?=[\d０-９])"
)
_BY = re.compile(
    r"(?:按照?|依照?|以|用)[“\"]?(?P<part>[一-鿿]{2,14})(?:÷|/|／|除以|占)(?P<whole>[一-鿿]{2,14}?)(?:×100[%％])?"
    r"(?:的?(?:比例|比重))?[”\"]?的?(?:公式|口径|方法)?(?:来|进行)?(?:计算|测算|核算|折算)[，,]?[^，。；\d]{0,14}?"
    r"(?:为|是|达到?|约|仅|＝|=)(?=[\d０-９])"
)
_BACK = 240
_ANY = re.compile(r"÷|/|／|除以|占[一-鿿“”]{2,22}[）)]|[A-Z]占")
"""What every formula holds: far cheaper to look for."""


def check_formulas(facts: Facts) -> Iterator[Finding]:
    """Every rate with its formula, when both operands can be told by name."""
    if not _ANY.search(facts.reading.text):
        return
    starts = [f.mention.start for f in facts.all]
    text = facts.reading.text
    for match in (*_FORMULA.finditer(text), *_BY.finditer(text)):
        at = bisect_left(starts, match.end())
        if at >= len(starts) or starts[at] != match.end() or facts.all[at].mention.kind is not Kind.PERCENT:
            continue
        claim = facts.all[at].mention
        whole = _named(facts, match["whole"], match.start("part"), None)
        part = _named(facts, match["part"], match.start("part"), whole)
        if part is None or whole is None or part is whole or not whole.value:
            continue
        wrong = _grade(claim, part.mention, whole.mention)
        if wrong is not None:
            ratio = Ratio((part,), (whole,))
            near = [f for f in _near(facts, match.start()) if f not in (part, whole)]
            others = [Ratio((part,), (f,)) for f in near if alike(f.mention, whole.mention) and f.value]
            why = slip_of(claim, ratio, others)
            yield unlike(text, claim.start, claim.end, ratio, "rate", wrong, why)


def _named(facts: Facts, words: str, at: int, other: Fact | None) -> Fact | None:
    """By name, or by the letter in a bracket before the number: 全年预算数（A）420万元."""
    if len(words) > 1:
        return named(facts, words, at, other) or _above(facts, words, at)
    text = facts.reading.text
    lettered = [f for f in facts.all if re.search(rf"[（(]{words}[）)]$", text[: f.mention.start][-3:])]
    return lettered[-1] if len(lettered) == 1 else None


def _above(facts: Facts, words: str, at: int) -> Fact | None:
    """The one number further up that answers best: 本年追加预算 is 年中追加142.50万元."""
    found = best(facts, words, _near(facts, at))
    return found[0] if len({f.value for f in found}) == 1 else None


def _near(facts: Facts, at: int) -> list[Fact]:
    return [f for f in facts.within(max(0, at - _BACK), at) if is_amount(f.mention)]


def _grade(claim: Mention, part: Mention, whole: Mention) -> Severity | None:
    return grade(lambda of: claimed(claim, percent(of(part), of(whole))))

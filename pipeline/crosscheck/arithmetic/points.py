"""Percentage points: what two percentages differ by, and 提高5% for 提高5个百分点."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, countable, level
from pipeline.crosscheck.arithmetic.measures import Claim, How, judge
from pipeline.crosscheck.arithmetic.operands import Pair, Tie, pairs
from pipeline.crosscheck.arithmetic.told import explained, found, sign_of, spot_of, turned
from pipeline.crosscheck.arithmetic.wider import wider
from pipeline.crosscheck.show import plain
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_EACH = re.compile("每[年月季]|年均|平均(?!水平|数|值)|逐[年月]|[前后][一两]年")
"""后两年每年都降低1.7个百分点: of each year, and not between the first and the last."""


def percentages(mention: Mention) -> bool:
    """A percentage that is no difference."""
    return mention.kind is Kind.PERCENT and mention.unit == "%"


def percent_pairs(facts: Facts, claim: Fact) -> list[Pair]:
    """Two percentages that the change runs between; none when an amount stands nearer."""
    if claim.index and countable(facts.all[claim.index - 1].mention):
        return []
    return pairs(facts, spot_of(facts, claim), percentages) or _apart(facts, claim)


def _apart(facts: Facts, claim: Fact) -> list[Pair]:
    """中央企业负债率67.7%，地方62.0%，比中央企业低5.7%: one before that differs by just so much is meant."""
    before = [f for f in facts.period(claim.mention.start) if f.index < claim.index and level(f)]
    before = [f for f in before if percentages(f.mention)][-6:]
    if (
        claim.mention.unit != "%"
        or not before
        or before[-1].index != claim.index - 1
        or not claim.mention.step % 1
    ):
        return []
    result = before[-1]
    bases = [f for f in before[:-1] if abs(f.value - result.value) == claim.value]
    return [Pair(base, result, Tie.LIKELY) for base in bases]


def check_points(facts: Facts, claim: Fact) -> Iterator[Finding]:
    """提高5个百分点 between two percentages."""
    start = facts.reading.layout.clause(claim.mention.start)[0]
    if _EACH.search(facts.reading.text, start, claim.mention.start):
        return
    if _than_number(facts, claim):
        return
    near = percent_pairs(facts, claim)
    far = wider(facts, spot_of(facts, claim), percentages)
    if verdict := judge(Claim(claim.mention, How.AMOUNT, sign_of(claim)), near, far):
        base, result = verdict.pair.base, verdict.pair.result
        difference = plain(abs(result.value - base.value))
        way = "提高" if result.value > base.value else "下降"
        moved = f"由{base.mention.text}到{result.mention.text}是{way}{difference}个百分点"
        message = explained(f"{moved}，与“{claim.mention.text}”不符。", verdict.slip)
        yield turned(facts, claim, verdict.pair, message, verdict.severity, f"{difference}个百分点")


_MORE = re.compile("(?:高出?|低|多|少)了?约?")


def _than_number(facts: Facts, claim: Fact) -> bool:
    """由6.3%回落至5.1%，但比全省平均水平4.6%高0.5个百分点: one of those before is so much from the last."""
    before = [f for f in facts.period(claim.mention.start) if f.index < claim.index and level(f)]
    before = [f for f in before if percentages(f.mention)][-4:]
    if not before or not _MORE.fullmatch(facts.reading.text, before[-1].mention.end, claim.mention.start):
        return False
    return any(abs(f.value - before[-1].value) == claim.value for f in before[:-1])


def check_not_points(facts: Facts, claim: Fact, between: list[Pair]) -> Iterator[Finding]:
    """由90%提高到95%，提高了5%: the difference of two percentages is told in points."""
    pair = between[0]
    base, result, value = pair.base, pair.result, claim.value
    apart = abs(result.value - base.value)
    if apart == value and base.value and apart * 100 / base.value != value:
        message = (
            f"{base.mention.text}与{result.mention.text}是两个百分率，相差{plain(apart)}个百分点，"
            f"不能写“{claim.mention.text}”。"
        )
        yield found(
            "percent-points",
            message,
            Severity.ERROR,
            facts.reading,
            claim.mention,
            base.mention,
            result.mention,
        )

"""Two rates set beside one another: 甲区增长3.2%，乙区增长2.1%，甲区比乙区高出1.1个百分点."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.crosscheck.arithmetic.facts import Fact, Facts
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.show import plain
from schemas.figures import Kind
from schemas.findings import Finding, Severity

_APART = re.compile(r"[高低快慢多少大小差][出于了]?|领先|落后|[高低]出|相差|收窄|扩大")
_TWO = re.compile(
    r"[一-鿿](?<!占)[比较](?![例重率为])[一-鿿]{2,8}[高低快慢多少]出?|[前后]者[^，。；]{0,6}[高低快慢多少]|相差|差距"
)
_ELSE = re.compile("上年|去年|同期|全国|全省|全市|平均|目标|预期|计划")


def check_two_rates(facts: Facts) -> Iterator[Finding]:
    """Points that part two rates told."""
    for fact in facts.all:
        if fact.mention.unit == "个百分点" and _APART.search(fact.words):
            yield from _of_told(facts, fact)


def _of_told(facts: Facts, claim: Fact) -> Iterator[Finding]:
    """Both rates are told, and no others."""
    start = facts.reading.layout.period(claim.mention.start)[0]
    told = [f for f in facts.within(start, claim.mention.start) if f.mention.kind is Kind.PERCENT]
    moved = len(told) == 2 and all(f.verb and f.verb.sign and f.mention.unit == "%" for f in told)
    if not moved or not _TWO.search(claim.words) or _ELSE.search(claim.words):
        return
    one, other = ((f.verb.sign if f.verb else 0) * f.value for f in told)
    room = sum((abs(f.mention.step) for f in (*told, claim)), Decimal(0)) / 2
    gaps = abs(one - other), abs(abs(one) - abs(other))
    if all(abs(gap - claim.value) > room for gap in gaps):
        shown = "与".join(f.mention.text for f in told)
        message = f"{shown}相差{plain(gaps[0])}个百分点，与“{claim.mention.text}”不符。"
        yield finding(
            "comparison", message, facts.reading.text, claim.mention.start, claim.mention.end,
            severity=Severity.WARNING, others=tuple((f.mention.start, f.mention.end) for f in told),
        )  # fmt: skip

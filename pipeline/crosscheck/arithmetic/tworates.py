"""Two rates set beside one another: 甲区增长3.2%，乙区增长2.1%，甲区比乙区高出1.1个百分点."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
        if fact.mention.unit == "个百分点" and _APART.search(facts.all[fact.index - 1].words + fact.words):
            yield from _of_told(facts, fact)


def _held(facts: Facts, other: Fact, claim: Fact) -> bool:
    """增长12%，比全县增速7.2%高4.8个百分点: the comparison names the other's rate itself."""
    named = _THAN_RATE.search(other.words) and other.mention.approx is claim.mention.approx
    return bool(named and _TIGHT.fullmatch(facts.between(other, claim)))


_THAN_RATE = re.compile(
    r"(?:[比较]|[高低快慢多少]于|高出|低出|快出|高过|领先|落后)于?(?!上|去|前)[一-鿿]{0,4}(?:全国|全省|全市|全县|全区|同期|平均|[省市县区州]|行业|目标|计划|预期|预算)"
    r"[^，。；：、\d]{0,12}[（(]?$"
)
_TIGHT = re.compile(r"[）)]?的?(?:平均)?(?:水平|增[速幅]|降幅|涨幅|目标)?[^，。；：、\d]{0,6}")


def _two(told: Sequence[Fact], claim: Fact) -> bool:
    """Both rates have their own subject and verb, and the claim holds the one against the other."""
    moved = all(f.verb and f.verb.sign for f in told)
    if not moved or not _TWO.search(claim.words):
        return False
    place = _ELSE.search(claim.words)
    return place is None or (place[0] in _PLACES and place[0] in told[1].words)


_PLACES = ("全国", "全省", "全市", "平均")


def _of_told(facts: Facts, claim: Fact) -> Iterator[Finding]:
    """Both rates are told, and no others."""
    start = facts.reading.layout.period(claim.mention.start)[0]
    told = [f for f in facts.within(start, claim.mention.start) if f.mention.kind is Kind.PERCENT]
    if len(told) != 2 or any(f.mention.unit != "%" for f in told):
        return
    verb = told[0].verb
    if not verb or not verb.sign or verb.to or not (_held(facts, told[1], claim) or _two(told, claim)):
        return
    one, other = (f.verb.sign * f.value if f.verb else f.value for f in told)
    room = sum((abs(f.mention.step) for f in (*told, claim)), Decimal(0)) / 2
    gaps = abs(one - other), abs(abs(one) - abs(other))
    if all(abs(gap - claim.value) > room for gap in gaps):
        shown = "与".join(f.mention.text for f in told)
        message = f"{shown}相差{plain(gaps[0])}个百分点，与“{claim.mention.text}”不符。"
        yield finding(
            "comparison", message, facts.reading.text, claim.mention.start, claim.mention.end,
            severity=Severity.WARNING, others=tuple((f.mention.start, f.mention.end) for f in told),
        )  # fmt: skip

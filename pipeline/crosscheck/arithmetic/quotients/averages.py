"""Averages of rates: 三年平均执行率95%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.facts import Fact, Facts
from pipeline.crosscheck.arithmetic.numbers import agrees
from pipeline.crosscheck.arithmetic.quotients.naming import REACH
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import Interval, meant
from pipeline.crosscheck.show import plain
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Severity

_MEAN = re.compile(
    r"(?:(?P<n>[两二三四五六七八九十])[年季月次项类家个所县区镇乡期][^，。；\d]{0,4})?(?<!全[省市县国区])平均[^，。；\d]{0,10}?"
    r"(?:率|度|比例|比重|进度)(?:为|达到?|是|约)*$"
    r"|近?(?P<bare>[两二三四五])[年季月](?:的|来)?平均(?:水平|值|数)?(?:为|达到?|是|约)*$"
)
_NUMERAL = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


def check_averages(facts: Facts) -> Iterator[Finding]:
    """Every average of rates told before it."""
    for fact in facts.all:
        mention = fact.mention
        if mention.kind is not Kind.PERCENT or mention.unit != "%" or mention.approx is not Approx.EXACT:
            continue
        if "平均" in facts.words(fact) and (match := _MEAN.search(_clause(facts, mention.start))):
            yield from _mean(facts, fact, match["n"] or match["bare"])


def _clause(facts: Facts, at: int) -> str:
    """The words of the clause, 三年 in 三年平均 among them."""
    return facts.reading.text[max(facts.reading.layout.clause(at)[0], at - 24) : at]


def _rates(facts: Facts, claim: Fact) -> list[Fact]:
    """The percentages told before in the same paragraph."""
    start = facts.reading.layout.period(claim.mention.start)[0]
    if not any(f.mention.kind is Kind.PERCENT for f in facts.within(start, claim.mention.start)):
        start = max(facts.reading.layout.paragraph(claim.mention.start)[0], claim.mention.start - REACH)
    before = facts.within(start, claim.mention.start)
    return [f for f in before if f.mention.kind is Kind.PERCENT and f.mention.unit == "%"]


def _mean(facts: Facts, claim: Fact, told: str | None) -> Iterator[Finding]:
    """Wrong when it is no mean of as many rates as are named; or lies outside all of them."""
    rates = _rates(facts, claim)
    number = _NUMERAL[told] if told else len(rates)
    rates = rates[-number:]
    if len(rates) != number or number < 2 or _is_mean(claim, rates):
        return
    lowest, highest = min(f.value for f in rates), max(f.value for f in rates)
    outside = not lowest <= claim.value <= highest
    if not outside and told is None:
        return
    right = sum((f.value for f in rates), Decimal(0)) / number
    said = plain(right.quantize(Decimal("0.01"))) + "%"
    sum_ = f"（{'＋'.join(f.mention.text for f in rates)}）÷{number}＝{said}"
    mention = claim.mention
    yield finding(
        "rate", f"{sum_}，与“{mention.text}”不符。", facts.reading.text, mention.start, mention.end,
        severity=Severity.WARNING, expected=said, evidence=sum_,
        others=tuple((f.mention.start, f.mention.end) for f in rates),
    )  # fmt: skip


def _is_mean(claim: Fact, rates: Sequence[Fact]) -> bool:
    lows, highs = zip(*(meant(f.mention) for f in rates), strict=True) if rates else ((), ())
    number = Decimal(len(rates) or 1)
    mean: Interval = sum(lows, Decimal(0)) / number, sum(highs, Decimal(0)) / number
    return bool(rates) and agrees(claim.mention, mean)

"""甲村48户走访36户（75%），乙村…，合计走访率90.6%: the rate of all together is no mean of the rates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, same_sort
from pipeline.crosscheck.arithmetic.quotients.beside import borne_out, counted
from pipeline.crosscheck.arithmetic.quotients.bracketpairs import pair_behind
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio, cut_off, holder, slip_of, unlike
from pipeline.crosscheck.arithmetic.quotients.segments import own_amounts
from pipeline.crosscheck.intervals import meant
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Severity

_ALL = re.compile(
    r"合计|合并|综合|总体|整体|总的|全部|加权|汇总|全[县市区镇乡片域线院校局年省]|总[^，。；]{0,6}[率度]|[两三四五六][^，。；\d]{1,6}(?:一起|一并|合|共)|平均"
)
_MOST = 8


def check_overall(facts: Facts, told: set[int]) -> Iterator[Finding]:
    """Every rate of all together behind two rates or more that stand with their own amounts."""
    for fact in facts.all:
        mention = fact.mention
        if mention.kind is not Kind.PERCENT or mention.unit != "%" or mention.start in told:
            continue
        clause = facts.reading.text[facts.reading.layout.clause(mention.start)[0] : mention.start]
        if mention.approx is Approx.EXACT and _ALL.search(clause):
            yield from _judge(facts, fact)


def _judge(facts: Facts, claim: Fact) -> Iterator[Finding]:
    start = facts.reading.layout.paragraph(claim.mention.start)[0]
    before = [f for f in facts.within(start, claim.mention.start) if f.mention.kind is Kind.PERCENT]
    pairs = [(f, pair) for f in before[-_MOST:] if (pair := _own(facts, f))]
    if len(pairs) < 2 or not all(same_sort(p.mention, pairs[0][1][0].mention) for _, p2 in pairs for p in p2):
        return
    ratio = Ratio(tuple(p for _, (p, _) in pairs), tuple(w for _, (_, w) in pairs))
    if holder(claim.mention)(ratio.value(meant)):
        return
    mean = sum((f.value for f, _ in pairs), Decimal(0)) / len(pairs)
    meant_so = abs(mean - claim.value) <= claim.mention.step / 2
    why = (
        f"{claim.mention.text}是各率的简单平均，应按合计数计算" if meant_so else slip_of(claim.mention, ratio)
    )
    near = counted(facts, start, claim.mention.start)[-2:]
    if not why or borne_out(claim.mention, near):
        return
    severity = Severity.INFO if cut_off(claim.mention, ratio) else Severity.WARNING
    yield unlike(facts.reading.text, claim.mention.start, claim.mention.end, ratio, "rate", severity, why)


def _own(facts: Facts, rate: Fact) -> tuple[Fact, Fact] | None:
    """The part and the whole that a rate stands with, where they give it."""
    told = pair_behind(facts, rate)
    if told is None:
        two = own_amounts(facts, rate, all_of_it=True)
        told = (two[1], two[0]) if len(two) == 2 else None
    holds = told and holder(rate.mention)(Ratio((told[0],), (told[1],)).value(meant))
    return told if holds else None

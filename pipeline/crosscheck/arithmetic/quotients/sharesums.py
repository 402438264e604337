"""甲38%、乙12%、丙26%，甲丙两类合计超过六成: shares added up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role
from pipeline.crosscheck.arithmetic.quotients.beside import borne_out, counted
from pipeline.crosscheck.arithmetic.quotients.naming import NUMERAL
from pipeline.crosscheck.arithmetic.quotients.ratio import holder, in_percent
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import Interval, meant, plus
from pipeline.crosscheck.show import plain
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_TOGETHER = re.compile(
    r"(?P<names>[^，。；：\d]{0,30}?)(?P<n>[两二三四五])(?:方面|部分|[项类者种个级档块家地段批])?[^，。；：\d]{0,6}?"
    r"(?:合计|共计?|一共|总共|之和|相加|加起来|合占|累计|加总)[^，。；：\d]{0,6}$"
)
_MARK = re.compile("合计|共|之和|相加|加起来|合占|累计|加总")
_BARE = re.compile(r"[^一-鿿]|占比?|比例|比重|份额|分别|[为达的]|其中")
_RATE = re.compile("[率度]")
_LAST = re.compile("[为是：:]")
_MOST = 8


def check_share_sums(facts: Facts, told: set[int]) -> Iterator[Finding]:
    """Every share of several together."""
    if _MARK.search(facts.reading.text):
        for fact in facts.all:
            if fact.mention.start not in told and fact.mention.kind is Kind.PERCENT:
                yield from _together(facts, fact)


def _together(facts: Facts, claim: Fact) -> Iterator[Finding]:
    mention, layout = claim.mention, facts.reading.layout
    if mention.unit == "个百分点" or claim.role is not Role.LEVEL or claim.compared:
        return
    clause = facts.reading.text[layout.clause(mention.start)[0] : mention.start]
    match = None if _RATE.search(clause) else _TOGETHER.search(clause)
    start = layout.period(mention.start)[0]
    before = [f for f in facts.within(start, mention.start) if f.mention.kind is Kind.PERCENT]
    before = [f for f in before if f.role is Role.LEVEL and f.mention.unit != "个百分点" and not f.compared]
    size = NUMERAL[match["n"]] if match else 0
    if match is None or not size <= len(before) <= _MOST:
        return
    holds = holder(mention)
    named = [
        f
        for f in before
        if (label := _BARE.sub("", _LAST.split(facts.words(f))[-1])) and label in match["names"]
    ]
    runs = [tuple(named)] if len(named) == size else list(combinations(before, size))
    near = counted(facts, layout.paragraph(mention.start)[0], mention.start)[-10:]
    exact = mention.approx is Approx.EXACT
    if any(holds(_sum(run)) for run in runs) or (exact and borne_out(mention, near)):
        return
    if near and size not in (len(named), len(before)):
        return
    run = runs[0] if len(named) == size else max(runs, key=lambda r: sum(f.value for f in r))
    value = sum((f.value for f in run), Decimal(0))
    most = "" if len(named) == size or len(before) == size else "至多"
    shown = f"{'＋'.join(f.mention.text for f in run)}＝{plain(value)}%"
    yield _wrong(facts, mention, run, f"{most}{shown}", f"{plain(value)}%")


def _sum(run: Sequence[Fact]) -> Interval:
    low, high = meant(in_percent(run[0].mention))
    for fact in run[1:]:
        low, high = plus((low, high), meant(in_percent(fact.mention)))
    return low, high


def _wrong(facts: Facts, mention: Mention, run: Sequence[Fact], shown: str, right: str) -> Finding:
    text = facts.reading.text
    return finding(
        "share", f"{shown}，与“{mention.text}”不符。", text, mention.start, mention.end,
        severity=Severity.WARNING, expected=right, evidence=shown,
        others=tuple((f.mention.start, f.mention.end) for f in run),
    )  # fmt: skip

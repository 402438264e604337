"""就业39人，九成以上走上工作岗位: the share of those that are told by a word of the same meaning before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

import yaml

from pipeline.crosscheck.arithmetic.facts import Fact, Facts
from pipeline.crosscheck.arithmetic.numbers import alike, grade
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio, holder, unlike
from schemas.figures import Kind
from schemas.findings import Finding, Severity

_BEHIND = re.compile(
    r"(?:以上|多|左右)?的?(?P<who>[^，。；：、\d]{0,16}?)(?P<what>[^，。；：、\d]{2,12})(?=[，。；]|$)"
)
_WISHED = re.compile(r"力争|目标|确保|计划|预计|将|要求|应当|拟|上年|去年|同期")
_DENIED = re.compile(r"[未没不]")
_WORDED = ("成", "分之")


@cache
def _doings() -> tuple[re.Pattern[str], ...]:
    text = (resources.files(__package__) / "doings.yaml").read_text(encoding="utf-8")
    return tuple(re.compile(row) for row in yaml.safe_load(text))


def check_doings(facts: Facts, claimed: set[int]) -> Iterator[Finding]:
    """Every share in words that begins a clause and tells an outcome that has its number before."""
    text = facts.reading.text
    for fact in facts.all:
        mention = fact.mention
        if mention.kind is not Kind.PERCENT or mention.unit not in _WORDED or mention.start in claimed:
            continue
        clause = facts.reading.layout.clause(mention.start)[0]
        match = _BEHIND.match(text, mention.end)
        if match is None or mention.start - clause > 6 or _WISHED.search(text, clause, match.end()):
            continue
        yield from _judge(facts, fact, match[0])


def _judge(facts: Facts, claim: Fact, words: str) -> Iterator[Finding]:
    told = next((d for d in _doings() if d.search(words)), None)
    mention = claim.mention
    if told is None or _DENIED.search(words):
        return
    near = facts.amounts(facts.reading.layout.period(mention.start)[0], mention.start)
    parts = [f for f in near if told.search(facts.near(f)) and not _DENIED.search(facts.near(f))]
    wholes = [f for f in near if parts and f.index < parts[-1].index and alike(f.mention, parts[-1].mention)]
    wholes = [f for f in wholes if f.value >= parts[-1].value and not told.search(facts.words(f))]
    if len({p.value for p in parts}) != 1 or not wholes:
        return
    ratios = [Ratio((parts[-1],), (w,)) for w in wholes]
    holds = holder(mention)
    wrong = grade(lambda of: any(holds(r.value(of)) for r in ratios))
    if wrong is not None:
        text, ratio = facts.reading.text, ratios[-1]
        yield unlike(text, mention.start, mention.end, ratio, "share", Severity.WARNING)

"""开放218个，开放比例75.2%; 应拨1600万元，实拨1520万元: rates whose names stand in no table."""

from __future__ import annotations

import re

from pipeline.crosscheck.arithmetic.facts import Facts
from pipeline.crosscheck.arithmetic.numbers import alike, grade
from pipeline.crosscheck.arithmetic.quotients.rateclaims import AIM, RateClaim, ratios_of, told_by, wrong_rate
from pipeline.crosscheck.arithmetic.quotients.ratewords import said
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio, served, slip_of
from pipeline.crosscheck.arithmetic.quotients.several import (
    OVERALL,
)
from schemas.figures import Kind
from schemas.findings import Finding, Severity

_DUE = re.compile(r"应(?![用急对收届])|应收")
_DONE = re.compile(r"(?<![不未])(?:实际|实|已)(?![施现验行])")
_ACHIEVED = re.compile(r"完成|实现|支出")
"""完成投资154亿元，资本金到位86亿元，到位率75%: what was done is not what was due."""


def by_verb(facts: Facts, claim: RateClaim) -> list[Finding]:
    """开放218个，开放比例75.2%: a rate of any name, its part told by the same verb, its whole before."""
    verb = claim.called.verb
    if not verb or claim.fact.mention.unit == "‰":
        return []  # 出生率8.1‰，死亡率6.7‰: of the people, who are not told
    start = facts.reading.layout.sentence(claim.start)[0]
    near = facts.amounts(facts.reading.layout.period(claim.start)[0], claim.start)[-6:]
    done = [f for f in near if f.mention.start >= start and not AIM.match(facts.reading.text, f.mention.end)]
    parts = told_by(facts, done, said(verb))
    if not parts or not parts[-1].value or OVERALL.search(claim.called.subject):
        return []
    part = parts[-1]
    mine = [f for f in near if f.mention.start >= start]
    if claim.called.rate and part.mention.kind is not Kind.COUNT and len(mine) != 2:
        return []
    wholes = [f for f in near if f.index < part.index and alike(f.mention, part.mention)]
    wholes = [f for f in wholes if f.value >= part.value]
    if part.mention.kind is not Kind.COUNT:
        wholes = [f for f in wholes if not _ACHIEVED.search(facts.words(f))]
    admitted = ratios_of([part], wholes)
    like = [f for f in near if f.index < part.index and alike(f.mention, part.mention)]
    if admitted and len(like) > 1:
        admitted.append(Ratio((part,), tuple(like)))
    wrong = grade(lambda of: any(claim.holds(r.value(of)) for r in admitted))
    if not admitted or wrong is None:
        return []
    near = [f for f in near if alike(f.mention, part.mention)]
    tied = len({f.value for f in wholes}) == 1 and len({f.value for f in near}) <= 3
    slipped = next((r for r in admitted[::-1] if slip_of(claim.fact.mention, r)), None)
    if slipped is None and (not tied or any(served(facts, r, claim.start) for r in admitted)):
        return []
    return [wrong_rate(facts, claim, slipped or admitted[-1], Severity.WARNING)]


def by_due(facts: Facts, claim: RateClaim) -> list[Finding]:
    """应拨1600万元，实拨1520万元，拨付率95%: what was due and what was done, whatever the rate is called."""
    start = max(facts.reading.layout.sentence(claim.start)[0], claim.start - 160)
    near = facts.amounts(start, claim.start)[-2:]
    rate = claim.called.rate
    if len(near) < 2 or "率" not in facts.words(claim.fact):
        return []
    due, done = near
    if not _DUE.search(facts.words(due)) or not _DONE.search(facts.words(done)):
        return []
    if rate and rate.part.search(facts.words(done)):
        return []
    ratios = ratios_of([done], [due])
    wrong = grade(lambda of: any(claim.holds(r.value(of)) for r in ratios))
    return [wrong_rate(facts, claim, ratios[0], wrong)] if ratios and wrong is not None else []

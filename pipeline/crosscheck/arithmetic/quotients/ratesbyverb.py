"""开放218个，开放比例75.2%; 应拨1600万元，实拨1520万元: rates whose names stand in no table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.facts import Fact, Facts
from pipeline.crosscheck.arithmetic.numbers import alike, grade, is_amount
from pipeline.crosscheck.arithmetic.quotients.naming import MOST, REACH
from pipeline.crosscheck.arithmetic.quotients.rateclaims import AIM, RateClaim, ratios_of, told_by, wrong_rate
from pipeline.crosscheck.arithmetic.quotients.ratewords import said
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio, served, slip_of
from pipeline.crosscheck.arithmetic.quotients.several import (
    OVERALL,
)
from pipeline.crosscheck.intervals import meant
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
    if len(parts) > 1:  # 按时办结2208件，超时办结120件，办结率: of both
        admitted += [Ratio(tuple(parts), (w,)) for w in wholes if w not in parts]
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


_NAME = re.compile(r"(?P<name>[一-鿿]{3,8}?)率[为达到是仅约均]*$")
_LEAD = re.compile("^(?:其中|总体|全年|年度|整体|综合|累计)+")
_MOST_PARTS, _LONG = 5, 3


def by_name(facts: Facts, claim: RateClaim) -> list[Finding]:
    """受理145件，按期办结116件，延期办结20件，未办结9件，按期办结率: of the number that is called so, where
    it and those told beside it make up the whole."""
    words = _NAME.search(facts.words(claim.fact).rpartition("的")[2])
    name = _LEAD.sub("", words["name"]) if words else ""
    if len(name) < _LONG:
        return []
    start = facts.reading.layout.period(claim.start)[0]
    near = facts.amounts(start, claim.start)[-2 * _MOST_PARTS :]
    parts = [f for f in near if facts.words(f).rstrip("了的有共").endswith(name)]
    if len(parts) != 1:
        return []
    split = _partition(near, parts[0])
    if not split:
        return []
    whole, part, others = split[0], parts[0], [f for f in split[1:] if f is not parts[0]]
    ratio = Ratio((part,), (whole,))
    done = [f for f in others if facts.words(f).endswith(name[-2:])]
    admitted = [ratio, *(Ratio((part,), (part, f)) for f in done)]
    wrong = grade(lambda of: any(claim.holds(r.value(of)) for r in admitted))
    if wrong is None:
        return []
    more = [f for f in others if claim.holds(Ratio((part, f), (whole,)).value(meant))]
    found = wrong_rate(facts, claim, ratio, Severity.WARNING)
    if not more:
        return [found]
    why = f"{claim.fact.mention.text}是把{more[0].mention.text}也算作{name}的结果。"
    return [found.model_copy(update={"message": found.message + why})]


def _partition(near: Sequence[Fact], part: Fact) -> Sequence[Fact]:
    """The whole before a part, and the run of parts that makes it up."""
    at = near.index(part)
    for first in range(at - 1, -1, -1):
        whole, total = near[first], Decimal(0)
        for last in range(first + 1, min(len(near), first + 1 + _MOST_PARTS)):
            if not alike(near[last].mention, whole.mention):
                break
            total += near[last].value
            if total == whole.value and at <= last > first + 1:
                return near[first : last + 1]
    return ()


def by_topic(facts: Facts, claim: RateClaim) -> list[Finding]:
    """问题单位60家…；问题单位中已整改54家，整改率; 护理型床位2700张…；护理型床位入住1890人，入住率: of the
    number whose name the part begins with."""
    if claim.fact.index == 0 or len(verb := claim.called.verb) < 2:
        return []
    part = facts.all[claim.fact.index - 1]
    words = facts.words(part).removeprefix("其中")
    if not is_amount(part.mention) or verb not in words or claim.called.subject not in words:
        return []
    start = facts.reading.layout.paragraph(claim.start)[0]
    near = facts.amounts(max(start, claim.start - REACH), part.mention.start)[-MOST:]
    named = [(f, facts.words(f).removeprefix("其中")) for f in near if f.value]
    topic, among, _ = words.partition("中")
    own = [
        f
        for f, name in named
        if (len(name) >= _LONG and words.startswith(name) and name != words)
        or (among and len(topic) >= _LONG and name.endswith(topic))
    ]
    ratios = ratios_of([part], own[-1:])
    others = ratios_of([part], [f for f in near if f not in own])
    wrong = grade(lambda of: any(claim.holds(r.value(of)) for r in ratios))
    if not ratios or wrong is None or not any(claim.holds(r.value(meant)) for r in others):
        return []
    return [wrong_rate(facts, claim, ratios[0], wrong, others)]

"""执行率, 完成率, 办结率, 配备率 …: a part over a whole that stand near, both known by their words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.crosscheck.arithmetic.facts import Fact, Facts
from pipeline.crosscheck.arithmetic.numbers import alike, clean_noun, grade
from pipeline.crosscheck.arithmetic.quotients.bracketed import rate_words
from pipeline.crosscheck.arithmetic.quotients.budgets import (
    base_said,
    by_adjusted,
)
from pipeline.crosscheck.arithmetic.quotients.naming import REACH
from pipeline.crosscheck.arithmetic.quotients.rateclaims import RateClaim, ratios_of, wrong_rate
from pipeline.crosscheck.arithmetic.quotients.rateoperands import (
    Operands,
    basis_of,
    of_further,
    of_own,
    of_unit,
    operands,
)
from pipeline.crosscheck.arithmetic.quotients.ratesbyverb import by_due, by_name, by_topic, by_verb
from pipeline.crosscheck.arithmetic.quotients.ratewords import CAPPED, Rate, denied, named
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio, far, holder, slip_of
from pipeline.crosscheck.arithmetic.quotients.scopes import own_pairs, scopes
from pipeline.crosscheck.arithmetic.quotients.several import (
    further_item,
    together,
)
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import meant
from schemas.figures import Approx, Kind
from schemas.findings import Finding

_ALL, _SHARP = 100, 4
_FAR = Decimal("2.5")
"""A rate's operands are known by their words, so that more is believed than of a share."""
_AND = re.compile("除以|[与和及占比]")


def check_rates(facts: Facts) -> Iterator[Finding]:
    """Every rate beside the numbers it is computed from, and rates over 100 that cannot be."""
    for fact in facts.all:
        mention = fact.mention
        if mention.kind is not Kind.PERCENT or mention.unit == "个百分点" or mention.value is None:
            continue
        words, divisor = rate_words(facts, fact)
        if fact.compared:
            continue  # 与2022年执行率79.5%相比: of another year's numbers
        if not any(char in words for char in "率度感例进"):
            continue
        if mention.value > 100 and CAPPED.search(words):
            message = f"{clean_noun(words)}不可能超过100%，此处写{mention.text}。"
            yield finding("rate", message, facts.reading.text, mention.start, mention.end)
        elif not denied(words) and (called := named(words)):
            claim = RateClaim(fact, called, holder(mention), divisor)
            known = by_name(facts, claim) or by_topic(facts, claim) or _known(facts, claim)
            yield from by_due(facts, claim) or by_verb(facts, claim) if known is None else known


def _known(facts: Facts, claim: RateClaim) -> list[Finding] | None:
    """A rate of the table: its part and whole by the table's words, in the nearest scope that has both."""
    rate = claim.called.rate
    if rate is None:
        return None
    subject = "" if basis_of(facts, claim) else claim.called.subject
    for near in scopes(facts, claim.start, subject):
        found = operands(facts, claim, rate, near)
        if found.ratios:
            found = of_unit(facts, claim, found)
            item = further_item(facts, found.parts, claim.fact)
            found = of_further(facts, near, found, item) if item else found
            found = of_own(facts, near, found)
            return _judged(facts, claim, near, found) if found.ratios else []
        if (left := _rest(facts, claim, rate, near)) is not None:
            return left
    return None


def _judged(facts: Facts, claim: RateClaim, near: Sequence[Fact], found: Operands) -> list[Finding]:
    """Wrong when no admitted ratio gives it, and one is near or a slip makes it."""
    barred = ratios_of(found.parts, [f for f in found.excluded if f not in found.parts])
    if found.since and by_adjusted(facts, claim.start):
        first = [r.wholes[0] for r in found.ratios]
        barred, found = found.ratios, replace(found, ratios=found.since, excluded=[*found.excluded, *first])
    close = [r for r in found.ratios if not far(claim.fact.mention, r, _FAR)]
    nearest = min(close or found.ratios, key=lambda r: sum(abs(p - claim.start) for p, _ in r.places))
    more = ratios_of(near, near) if len(near) > 6 else []
    admitted = [*(more or found.ratios), *_last_two(facts, claim, found.ratios)]
    admitted = [*found.since, *(r for r in admitted if not set(r.wholes) & set(found.excluded))]
    wrong = grade(lambda of: any(claim.holds(r.value(of)) for r in admitted))
    if wrong is None or _otherwise(facts, claim, found.parts, found.excluded):
        return []
    if _of_last(facts, claim, found) or _reckoned(facts, claim, nearest):
        return []
    if (found.loose or not close) and not slip_of(claim.fact.mention, nearest, barred):
        return []
    return [wrong_rate(facts, claim, (found.since or [nearest])[-1], wrong, barred)]


def _reckoned(facts: Facts, claim: RateClaim, nearest: Ratio) -> bool:
    """以到位资金计，使用率为96%: of what is named, and of nothing else; 按到岗人数计算 names the part."""
    said = [piece[:2] for piece in _AND.split(base_said(facts, claim.start))]
    computed = nearest.less or len(nearest.wholes) > 1
    words = [facts.words(f) for f in (*nearest.parts, *nearest.wholes)]
    return any(said) and not computed and not all(any(s in w for w in words) for s in said)


def _rest(facts: Facts, claim: RateClaim, rate: Rate, near: Sequence[Fact]) -> list[Finding] | None:
    """采购预算600万元，中标570万元，节约率5%: what is left of the whole, over the whole."""
    if rate.rest is None:
        return None
    done = claim.called.verb  # 验收合格5178户 is no whole of 合格率
    wholes = [f for f in near if any(p.search(facts.words(f)) for p in rate.wholes)]
    wholes = [f for f in wholes if not facts.words(f).endswith(done)]
    spent = [f for f in near if f not in wholes and rate.rest.search(facts.words(f))]
    ratios = [Ratio(r.parts, r.wholes, rest=True) for r in ratios_of(spent, wholes)]
    if not ratios:
        return None
    wrong = grade(lambda of: any(claim.holds(r.value(of)) for r in ratios))
    return [wrong_rate(facts, claim, ratios[0], wrong)] if wrong is not None else []


def _last_two(facts: Facts, claim: RateClaim, known: Sequence[Ratio]) -> list[Ratio]:
    """上年结转60万元，支出42.56万元，执行率70.93%: the last two amounts are a reading; two that make up the
    whole (编制150名，在编132人，空编18名) are not."""
    start = max(facts.reading.layout.sentence(claim.start)[0], claim.start - 160)
    last = facts.amounts(start, claim.start)[-2:]
    if sum(f.value for f in last) in {r.wholes[0].value for r in known}:
        return []
    if len(last) == 2 and last[1].value > last[0].value and claim.fact.mention.approx is not Approx.EXACT:
        return []  # 完成6120万元，计划8000万元，完成率超过八成: 131% is more than 80%, but not meant
    return ratios_of(last[1:], last[:1])


def _of_last(facts: Facts, claim: RateClaim, found: Operands) -> bool:
    """支出412万元，…项目资金总量430万元，执行率95.81%: to its last digit of what stands right before it; of
    what was done (任务45个，建成54个) nothing is a part."""
    if len(str(claim.fact.value).replace(".", "")) < _SHARP:
        return False
    line = facts.reading.layout.paragraph(claim.start)[0]
    near = facts.amounts(max(line, claim.start - REACH), claim.start)
    if near and near[-1] in found.parts:
        return False
    parts = [f for f in near[:-1] if f.value <= near[-1].value]
    return any(claim.holds(r.value(meant)) for r in ratios_of(parts, near[-1:]))


def _otherwise(facts: Facts, claim: RateClaim, parts: Sequence[Fact], excluded: Sequence[Fact]) -> bool:
    """Whether several parts or wholes together bear the rate out, or a whole further up by the same name."""
    pairs = own_pairs(clean_noun(claim.called.subject))
    before = facts.amounts(max(0, claim.start - REACH), claim.start)
    if claim.fact.value == _ALL and before and any(_same(f, before[-1]) for f in before[-4:-1]):
        return True  # 实收71.8吨，回收率87%；处置71.8吨，处置率100%
    under = [f for f in before if f.value and any(p in facts.words(f) for p in pairs)]
    others = [f for f in under if f not in parts]  # what is told as the part is no whole
    ratios = ratios_of(parts, under) + ratios_of(others, others)
    if rate := claim.called.rate:
        ratios += together(facts, claim.start, claim.called.subject, rate)
    ratios = [r for r in ratios if not set(r.wholes) & set(excluded)]
    return any(claim.holds(r.value(meant)) for r in ratios)


def _same(one: Fact, other: Fact) -> bool:
    return one.value == other.value and alike(one.mention, other.mention)

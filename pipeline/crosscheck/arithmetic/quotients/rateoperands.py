"""Which numbers a rate of the table is taken of: its part and its whole, by their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role
from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.arithmetic.quotients.budgets import changed, outgrown, superseded
from pipeline.crosscheck.arithmetic.quotients.naming import best, specific
from pipeline.crosscheck.arithmetic.quotients.polarity import polarity
from pipeline.crosscheck.arithmetic.quotients.rateclaims import AIM, RateClaim, ratios_of, told_by
from pipeline.crosscheck.arithmetic.quotients.ratewords import Rate
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio
from pipeline.crosscheck.arithmetic.quotients.several import (
    OVERALL,
    TOTAL,
    of_several,
    whole_year,
)
from pipeline.crosscheck.arithmetic.quotients.unitnamed import own_unit, row_of
from pipeline.crosscheck.intervals import meant

_OF_FIRST = re.compile("年初|[本当]年")
_MARKS = 3
_BASIS = re.compile(
    r"(?:以|按照?|依)(?P<basis>[^，。；：、（）()\d]{2,16}?)(?:数|口径)?(?:为|作为?)?(?:基数|分母|基准|计算|测算|核算|折算|口径)"
)
_ADJUSTED = re.compile(r"调[整增减高低]|追加|核减")
_STAGED = re.compile(r"年初|全年|调整|追加|最终|批复|核定|实际|有效|到位|下达|开放|合同|概算")


@dataclass(frozen=True, slots=True)
class Operands:
    """What a rate of the table can be taken of in one scope, and the wholes that it is not taken of."""

    parts: list[Fact]
    excluded: list[Fact]
    ratios: list[Ratio]
    since: list[Ratio]
    loose: bool = False


def operands(facts: Facts, claim: RateClaim, rate: Rate, near: Sequence[Fact]) -> Operands:
    """The parts and wholes among the numbers near it, and the quotients that they make."""
    wholes, excluded = _wholes(facts, claim, rate, near)
    first = bool(_OF_FIRST.search(claim.called.subject))
    old = [] if first else superseded(facts, wholes, claim.fact.mention)
    excluded += old
    inner = [f for f in wholes if _inner(facts, rate, f)]
    wholes = sorted((f for f in wholes if f not in inner and f not in old), key=lambda f: f.index)
    parts = inner or told_by(facts, [f for f in near if f not in wholes and f not in old], rate.part)
    if OVERALL.search(claim.called.subject):  # 两年合计支出594万元，总体执行率
        parts = [p for p in parts if TOTAL.search(facts.words(p))] or parts
    # 调解1850件，调解成功1295件: both name the whole, the later adds the word of the part.
    if not parts and len(wholes) == 2 and rate.part.search(facts.words(wholes[1])):
        parts, wholes = wholes[1:], wholes[:1]
    if rate.rest and wholes:  # 合同金额 is what 节约额 leaves of the budget, and no whole of it
        excluded += [f for f in near if f not in (*wholes, *parts) and rate.rest.search(facts.words(f))]
    ratios = whole_year(claim.called.subject, parts, wholes or near)
    ratios = ratios or ratios_of(parts or _beside(facts, claim, wholes), wholes)
    ratios = [r for r in ratios if not of_several(facts, r, wholes)]
    since = list(changed(facts, ratios, claim.start))
    excluded += [] if first else outgrown(ratios, since)
    return Operands(parts, excluded, ratios, since)


def of_unit(facts: Facts, claim: RateClaim, found: Operands) -> Operands:
    """资金兑付率: of the amounts that stand beside the 户 of the same row; 兑付率: of either."""
    pair = (*found.ratios[-1].parts, *found.ratios[-1].wholes)
    units = own_unit(claim.called.subject, pair)
    row = row_of(facts, claim.fact, pair, units)
    if row is None or (units is None and claim.called.subject):
        return found
    ratios = ratios_of([row[1]], [row[0]])
    if units is not None:
        return Operands([row[1]], [], ratios, [])
    return replace(found, ratios=found.ratios + [r for r in ratios if claim.holds(r.value(meant))])


def of_further(facts: Facts, near: Sequence[Fact], found: Operands, item: Fact) -> Operands:
    """抚育7990亩，完成率94%: of 抚育8500亩, where a whole is called so; else of that of the items before."""
    among = [f for f in near if f.index < item.index and f not in found.parts and f.value >= item.value]
    named = best(facts, facts.words(item), among)
    ratios = ratios_of([item], named or [w for r in found.ratios for w in r.wholes])
    return Operands([item], found.excluded, ratios, [], loose=not named)


def of_own(facts: Facts, near: Sequence[Fact], found: Operands) -> Operands:
    """安排1000万元，其中道路600万元。道路支付540万元，支付比例: of what its own item was given."""
    if not found.parts:
        return found
    part = max(found.parts, key=lambda f: f.index)
    items = [f for f in near if f.index < part.index and f not in found.parts and f.value >= part.value]
    names = [(f, facts.words(f).removeprefix("其中")) for f in items]
    said = facts.words(part)
    own = [f for f, n in names if len(n) > 1 and said.startswith(n) and not said.startswith(n + "中")]
    more = [r for r in ratios_of([part], own) if r not in found.ratios]
    return replace(found, ratios=[*found.ratios, *more]) if len(more) == 1 else found


def _inner(facts: Facts, rate: Rate, fact: Fact) -> bool:
    """支付331.9万元，其中当年预算资金313.6万元: of what was paid, no budget."""
    above = facts.all[fact.index - 1] if fact.index else fact
    inside = facts.words(fact).startswith("其中") and above.value > fact.value
    return inside and bool(rate.part.search(facts.words(above))) and alike(above.mention, fact.mention)


def _beside(facts: Facts, claim: RateClaim, wholes: Sequence[Fact]) -> list[Fact]:
    """建成1.86万亩，完成率: the number right before, whatever its verb; or the only one."""
    mine = facts.amounts(facts.reading.layout.sentence(claim.start)[0], claim.start)[-1:]
    if mine and mine[0] not in wholes and _leads(facts, mine[0], wholes, claim):
        return mine
    return _alone(facts, claim, wholes) if basis_of(facts, claim) else []


def _alone(facts: Facts, claim: RateClaim, wholes: Sequence[Fact]) -> list[Fact]:
    """发放456万元，惠及9500人，全年预算执行率: the only amount of its sentence; the whole is named."""
    start = facts.reading.layout.sentence(claim.start)[0]
    like = [f for f in facts.amounts(start, claim.start) if any(alike(f.mention, w.mention) for w in wholes)]
    rate = claim.called.rate
    fits = len(like) == 1 and like[0] not in wholes and rate is not None and rate.rest is None
    return like if fits and polarity(facts, like[0]) >= 0 and not like[0].compared else []


def _leads(facts: Facts, part: Fact, wholes: Sequence[Fact], claim: RateClaim) -> bool:
    """Whether the rate follows at once the number that stands next to its whole, and is of what was done."""
    rate = claim.called.rate
    if rate is None or rate.rest is not None or polarity(facts, part) < 0:
        return False
    name = claim.called.subject + claim.called.verb
    if len(facts.up_to(part, claim.start)) > len(name) + _MARKS:
        return False
    before = [
        f for f in facts.all[max(0, part.index - _MARKS) : part.index] if alike(f.mention, part.mention)
    ]
    return bool(before) and before[-1] in wholes


def _wholes(
    facts: Facts, claim: RateClaim, rate: Rate, near: Sequence[Fact]
) -> tuple[list[Fact], list[Fact]]:
    """The wholes by the first words of the table that any answers to; by the basis, if one is told."""
    aims = [f for f in near if AIM.match(facts.reading.text, f.mention.end)]
    if aims and any(p.search("目标") for p in rate.wholes):
        return aims, []  # 超额完成2亿元的年度目标
    groups = [[f for f in near if p.search(facts.words(f))] for p in rate.wholes]
    every = list(dict.fromkeys(f for group in groups for f in group))
    wholes = next((group for group in groups if group), [])
    basis = basis_of(facts, claim)
    adjusted = [f for f in near if f not in every and _ADJUSTED.search(facts.words(f))]
    adjusted = [f for f in adjusted if f.role is not Role.CHANGE]
    of = every + (adjusted if _ADJUSTED.search(basis) else [])
    if basis and (told := best(facts, basis, of or wholes)):
        wholes = told
    excluded = [f for f in every if f not in wholes]
    free = [f for f in near if f not in every and not rate.part.search(facts.words(f))]
    least = max((f.value for f in near if rate.part.search(facts.words(f))), default=0)
    free = [f for f in free if f.value >= least]  # 负债107亿元，权益合计57亿元: no whole of the former
    return [*wholes, *(f for f in free if not basis and TOTAL.search(facts.words(f)))], excluded


def basis_of(facts: Facts, claim: RateClaim) -> str:
    """以有效问卷为基数, 全年预算执行率: what the text says that the rate is taken of."""
    start, end = facts.reading.layout.period(claim.start)
    if specific(claim.divisor):
        return claim.divisor
    told = list(_BASIS.finditer(facts.reading.text[start : min(end, claim.start + 40)]))
    words = told[-1]["basis"] if told else claim.called.subject
    return words if specific(words) and (told or _STAGED.search(words)) else ""

"""执行率, 完成率, 办结率, 配备率 …: a part over a whole that stand near, both known by their words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role
from pipeline.crosscheck.arithmetic.numbers import alike, clean_noun, grade
from pipeline.crosscheck.arithmetic.quotients.bracketed import rate_words
from pipeline.crosscheck.arithmetic.quotients.budgets import (
    base_said,
    by_adjusted,
    changed,
    outgrown,
    superseded,
)
from pipeline.crosscheck.arithmetic.quotients.naming import REACH, best, specific
from pipeline.crosscheck.arithmetic.quotients.polarity import polarity
from pipeline.crosscheck.arithmetic.quotients.ratewords import CAPPED, Named, Rate, denied, named, said
from pipeline.crosscheck.arithmetic.quotients.ratio import Holds, Ratio, cut_off, far, holder, slip_of, unlike
from pipeline.crosscheck.arithmetic.quotients.scopes import own_pairs, scopes
from pipeline.crosscheck.arithmetic.quotients.several import (
    OVERALL,
    TOTAL,
    further_item,
    of_several,
    together,
    whole_year,
)
from pipeline.crosscheck.arithmetic.quotients.unitnamed import own_unit, row_of
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import meant
from schemas.figures import Kind
from schemas.findings import Finding, Severity

_ALL = 100
_AIM = re.compile(r"的(?:年度?|全年|预期|既定|计划|预定)?(?:目标|任务|计划)")
_PLACES = re.compile(r"岗位|名额|学位|工位")
_OF_FIRST = re.compile("年初|[本当]年")
_MARKS, _SHARP = 3, 4
_FAR = Decimal("2.5")
"""A rate's operands are known by their words, so that more is believed than of a share."""
_BASIS = re.compile(
    r"(?:以|按照?|依)(?P<basis>[^，。；：、（）()\d]{2,16}?)(?:数|口径)?(?:为|作为?)?(?:基数|分母|基准|计算|测算|核算|折算|口径)"
)
_ADJUSTED = re.compile(r"调[整增减高低]|追加|核减")
_STAGED = re.compile(r"年初|全年|调整|追加|最终|批复|核定|实际|有效|到位|下达|开放|合同|概算")
_DUE = re.compile(r"应(?![用急对收届])|应收")
_DONE = re.compile(r"(?<![不未])(?:实际|实|已)(?![施现验行])")
_ACHIEVED = re.compile(r"完成|实现|支出")
"""完成投资154亿元，资本金到位86亿元，到位率75%: what was done is not what was due."""


@dataclass(frozen=True, slots=True)
class _Claim:
    fact: Fact
    called: Named
    holds: Holds
    divisor: str

    @property
    def start(self) -> int:
        return self.fact.mention.start


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
            claim = _Claim(fact, called, holder(mention), divisor)
            known = _known(facts, claim)
            yield from _due(facts, claim) or _by_verb(facts, claim) if known is None else known


def _known(facts: Facts, claim: _Claim) -> list[Finding] | None:
    """A rate of the table: its part and whole by the table's words, in the nearest scope that has both."""
    rate = claim.called.rate
    if rate is None:
        return None
    based = bool(_as_basis(facts, claim) or _basis(facts, claim))
    for near in scopes(facts, claim.start, "" if based else claim.called.subject):
        found = _operands(facts, claim, rate, near)
        if found.ratios:
            found = _of_unit(facts, claim, found)
            item = further_item(facts, found.parts, claim.fact)
            found = _of_further(facts, near, found, item) if item else found
            return _judged(facts, claim, near, found) if found.ratios else []
        if (left := _rest(facts, claim, rate, near)) is not None:
            return left
    return None


@dataclass(frozen=True, slots=True)
class _Operands:
    """What a rate of the table can be taken of in one scope, and the wholes that it is not taken of."""

    parts: list[Fact]
    excluded: list[Fact]
    ratios: list[Ratio]
    since: list[Ratio]
    loose: bool = False


def _operands(facts: Facts, claim: _Claim, rate: Rate, near: Sequence[Fact]) -> _Operands:
    wholes, excluded = _wholes(facts, claim, rate, near)
    first = bool(_OF_FIRST.search(claim.called.subject))
    old = [] if first else superseded(facts, wholes, claim.fact.mention)
    excluded += old
    inner = [f for f in wholes if _inner(facts, rate, f)]
    wholes = sorted((f for f in wholes if f not in inner and f not in old), key=lambda f: f.index)
    parts = inner or _by(facts, [f for f in near if f not in wholes and f not in old], rate.part)
    if OVERALL.search(claim.called.subject):  # 两年合计支出594万元，总体执行率
        parts = [p for p in parts if TOTAL.search(facts.words(p))] or parts
        wholes = _holding(parts, wholes)
    # 调解1850件，调解成功1295件: both name the whole, the later adds the word of the part.
    if not parts and len(wholes) == 2 and rate.part.search(facts.words(wholes[1])):
        parts, wholes = wholes[1:], wholes[:1]
    if rate.rest and wholes:  # 合同金额 is what 节约额 leaves of the budget, and no whole of it
        excluded += [f for f in near if f not in (*wholes, *parts) and rate.rest.search(facts.words(f))]
    ratios = whole_year(claim.called.subject, parts, wholes or near)
    ratios = ratios or _ratios(parts or _beside(facts, claim, wholes), wholes)
    ratios = [r for r in ratios if not of_several(facts, r, wholes)]
    since = list(changed(facts, ratios, claim.start))
    excluded += [] if first else outgrown(ratios, since)
    return _Operands(parts, excluded, ratios, since)


def _of_unit(facts: Facts, claim: _Claim, found: _Operands) -> _Operands:
    """资金兑付率: of the amounts that stand beside the 户 of the same row; 兑付率: of either."""
    pair = (*found.ratios[-1].parts, *found.ratios[-1].wholes)
    units = own_unit(claim.called.subject, pair)
    row = row_of(facts, claim.fact, pair, units)
    if row is None or (units is None and claim.called.subject):
        return found
    ratios = _ratios([row[1]], [row[0]])
    if units is not None:
        return _Operands([row[1]], [], ratios, [])
    return replace(found, ratios=found.ratios + [r for r in ratios if claim.holds(r.value(meant))])


def _of_further(facts: Facts, near: Sequence[Fact], found: _Operands, item: Fact) -> _Operands:
    """抚育7990亩，完成率94%: of 抚育8500亩, where a whole is called so; else of that of the items before."""
    among = [f for f in near if f.index < item.index and f not in found.parts and f.value >= item.value]
    named = best(facts, facts.words(item), among)
    ratios = _ratios([item], named or [w for r in found.ratios for w in r.wholes])
    return _Operands([item], found.excluded, ratios, [], loose=not named)


def _judged(facts: Facts, claim: _Claim, near: Sequence[Fact], found: _Operands) -> list[Finding]:
    """Wrong when no admitted ratio gives it, and one is near or a slip makes it."""
    barred = _ratios(found.parts, [f for f in found.excluded if f not in found.parts])
    if found.since and by_adjusted(facts, claim.start):
        first = [r.wholes[0] for r in found.ratios]
        barred, found = found.ratios, replace(found, ratios=found.since, excluded=[*found.excluded, *first])
    close = [r for r in found.ratios if not far(claim.fact.mention, r, _FAR)]
    nearest = min(close or found.ratios, key=lambda r: sum(abs(p - claim.start) for p, _ in r.places))
    more = _ratios(near, near) if len(near) > 6 else []
    admitted = [*(more or found.ratios), *_last_two(facts, claim, found.ratios)]
    admitted = [*found.since, *(r for r in admitted if not set(r.wholes) & set(found.excluded))]
    wrong = grade(lambda of: any(claim.holds(r.value(of)) for r in admitted))
    if wrong is None or _otherwise(facts, claim, found.parts, found.excluded) or _of_last(facts, claim):
        return []
    if _reckoned(facts, claim, nearest):
        return []
    if (found.loose or not close) and not slip_of(claim.fact.mention, nearest, barred):
        return []
    return [_unlike(facts, claim, (found.since or [nearest])[-1], wrong, barred)]


def _reckoned(facts: Facts, claim: _Claim, nearest: Ratio) -> bool:
    """以到位资金计，使用率为96%: of what is named, and of nothing else; 按到岗人数计算 names the part."""
    said = [piece[:2] for piece in _AND.split(base_said(facts, claim.start))]
    computed = nearest.less or len(nearest.wholes) > 1
    words = [facts.words(f) for f in (*nearest.parts, *nearest.wholes)]
    return any(said) and not computed and not all(any(s in w for w in words) for s in said)


def _holding(parts: Sequence[Fact], wholes: list[Fact]) -> list[Fact]:
    """The wholes that can hold the greatest part, where there are such."""
    most = max((p.value for p in parts), default=Decimal(0))
    return [w for w in wholes if w.value >= most] or wholes


def _inner(facts: Facts, rate: Rate, fact: Fact) -> bool:
    """支付331.9万元，其中当年预算资金313.6万元: of what was paid, no budget."""
    above = facts.all[fact.index - 1] if fact.index else fact
    inside = facts.words(fact).startswith("其中") and above.value > fact.value
    return inside and bool(rate.part.search(facts.words(above))) and alike(above.mention, fact.mention)


def _beside(facts: Facts, claim: _Claim, wholes: Sequence[Fact]) -> list[Fact]:
    """建成1.86万亩，完成率: the number right before, whatever its verb, with nothing but a mark between."""
    mine = facts.amounts(facts.reading.layout.sentence(claim.start)[0], claim.start)[-1:]
    return mine if mine and mine[0] not in wholes and _leads(facts, mine[0], wholes, claim) else []


def _leads(facts: Facts, part: Fact, wholes: Sequence[Fact], claim: _Claim) -> bool:
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


def _unlike(
    facts: Facts, claim: _Claim, ratio: Ratio, severity: Severity, excluded: Sequence[Ratio] = ()
) -> Finding:
    mention = claim.fact.mention
    why = slip_of(mention, ratio, excluded)
    severity = Severity.INFO if cut_off(mention, ratio) else severity
    return unlike(facts.reading.text, mention.start, mention.end, ratio, "rate", severity, why)


def _by(facts: Facts, near: Sequence[Fact], pattern: re.Pattern[str]) -> list[Fact]:
    """The numbers that a word goes before; where there is none, those that it follows: 21个已竣工."""
    before = [f for f in near if pattern.search(facts.words(f))]
    return before or [f for f in near if pattern.search(facts.near(f))]


def _wholes(facts: Facts, claim: _Claim, rate: Rate, near: Sequence[Fact]) -> tuple[list[Fact], list[Fact]]:
    """The wholes by the first words of the table that any answers to; by the basis, if one is told."""
    aims = [f for f in near if _AIM.match(facts.reading.text, f.mention.end)]
    if aims and any(p.search("目标") for p in rate.wholes):
        return aims, []  # 超额完成2亿元的年度目标
    groups = [[f for f in near if p.search(facts.words(f))] for p in rate.wholes]
    every = list(dict.fromkeys(f for group in groups for f in group))
    wholes = next((group for group in groups if group), [])
    if told := _as_basis(facts, claim):
        return told, [f for f in near if f not in told and any(p.search(facts.words(f)) for p in rate.wholes)]
    basis = _basis(facts, claim)
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


def _basis(facts: Facts, claim: _Claim) -> str:
    """以有效问卷为基数, 全年预算执行率: what the text says that the rate is taken of."""
    start, end = facts.reading.layout.period(claim.start)
    if specific(claim.divisor):
        return claim.divisor
    told = list(_BASIS.finditer(facts.reading.text[start : min(end, claim.start + 40)]))
    words = told[-1]["basis"] if told else claim.called.subject
    return words if specific(words) and (told or _STAGED.search(words)) else ""


_AND = re.compile("除以|[与和及占比]")
_AS = re.compile(r"(?:为|作为?)(?:基数|分母|基准)|(?:来|进行)?(?:计算|测算)")


def _as_basis(facts: Facts, claim: _Claim) -> list[Fact]:
    """以调整后的200万元为基数: the whole itself is told."""
    start, end = facts.reading.layout.period(claim.start)
    text = facts.reading.text
    return [f for f in facts.amounts(start, min(end, claim.start + 40)) if _AS.match(text, f.mention.end)]


def _ratios(parts: Sequence[Fact], wholes: Sequence[Fact]) -> list[Ratio]:
    pairs = [(p, w) for p in parts for w in wholes if p is not w and _fit(p, w) and w.value]
    return list({(p.value, w.value): Ratio((p,), (w,)) for p, w in pairs}.values())


def _fit(part: Fact, whole: Fact) -> bool:
    """Of one unit, or people in places: 岗位260个，上岗247人."""
    people = part.mention.unit in ("人", "名") and bool(_PLACES.search(whole.words))
    return alike(part.mention, whole.mention) or (people and whole.mention.kind is Kind.COUNT)


def _rest(facts: Facts, claim: _Claim, rate: Rate, near: Sequence[Fact]) -> list[Finding] | None:
    """采购预算600万元，中标570万元，节约率5%: what is left of the whole, over the whole."""
    if rate.rest is None:
        return None
    wholes = [f for f in near if any(p.search(facts.words(f)) for p in rate.wholes)]
    spent = [f for f in near if f not in wholes and rate.rest.search(facts.words(f))]
    ratios = [Ratio(r.parts, r.wholes, rest=True) for r in _ratios(spent, wholes)]
    if not ratios:
        return None
    wrong = grade(lambda of: any(claim.holds(r.value(of)) for r in ratios))
    return [_unlike(facts, claim, ratios[0], wrong)] if wrong is not None else []


def _last_two(facts: Facts, claim: _Claim, known: Sequence[Ratio]) -> list[Ratio]:
    """上年结转60万元，支出42.56万元，执行率70.93%: the last two amounts are a reading; two that make up the
    whole (编制150名，在编132人，空编18名) are not."""
    start = max(facts.reading.layout.sentence(claim.start)[0], claim.start - 160)
    last = facts.amounts(start, claim.start)[-2:]
    rate = claim.called.rate
    if rate and len(last) == 2 and _called(rate, facts.words(last[0])):
        return []  # 已整改54个，正在整改28个
    if sum(f.value for f in last) in {r.wholes[0].value for r in known}:
        return []
    return _ratios(last[1:], last[:1])


def _of_last(facts: Facts, claim: _Claim) -> bool:
    """支出412万元，…项目资金总量430万元，执行率95.81%: to its last digit of what stands right before it."""
    if len(str(claim.fact.value).replace(".", "")) < _SHARP:
        return False
    line = facts.reading.layout.paragraph(claim.start)[0]
    near = facts.amounts(max(line, claim.start - REACH), claim.start)
    parts = [f for f in near[:-1] if f.value <= near[-1].value]
    return any(claim.holds(r.value(meant)) for r in _ratios(parts, near[-1:]))


def _called(rate: Rate, words: str) -> bool:
    """Whether a number is told as the part, and by no word of the whole."""
    return bool(rate.part.search(words)) and not any(p.search(words) for p in rate.wholes)


def _otherwise(facts: Facts, claim: _Claim, parts: Sequence[Fact], excluded: Sequence[Fact]) -> bool:
    """Whether several parts or wholes together bear the rate out, or a whole further up by the same name."""
    pairs = own_pairs(clean_noun(claim.called.subject))
    before = facts.amounts(max(0, claim.start - REACH), claim.start)
    if claim.fact.value == _ALL and before and any(_same(f, before[-1]) for f in before[-4:-1]):
        return True  # 实收71.8吨，回收率87%；处置71.8吨，处置率100%
    under = [f for f in before if f.value and any(p in facts.words(f) for p in pairs)]
    others = [f for f in under if f not in parts]  # what is told as the part is no whole
    ratios = _ratios(parts, under) + _ratios(others, others)
    if rate := claim.called.rate:
        ratios += together(facts, claim.start, claim.called.subject, rate)
    ratios = [r for r in ratios if not set(r.wholes) & set(excluded)]
    return any(claim.holds(r.value(meant)) for r in ratios)


def _same(one: Fact, other: Fact) -> bool:
    return one.value == other.value and alike(one.mention, other.mention)


def _by_verb(facts: Facts, claim: _Claim) -> list[Finding]:
    """开放218个，开放比例75.2%: a rate of any name, its part told by the same verb, its whole before."""
    verb = claim.called.verb
    if not verb or claim.fact.mention.unit == "‰":
        return []  # 出生率8.1‰，死亡率6.7‰: of the people, who are not told
    start = facts.reading.layout.sentence(claim.start)[0]
    near = facts.amounts(facts.reading.layout.period(claim.start)[0], claim.start)[-6:]
    done = [f for f in near if f.mention.start >= start and not _AIM.match(facts.reading.text, f.mention.end)]
    parts = _by(facts, done, said(verb))
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
    admitted = _ratios([part], wholes)
    like = [f for f in near if f.index < part.index and alike(f.mention, part.mention)]
    if admitted and len(like) > 1:
        admitted.append(Ratio((part,), tuple(like)))
    wrong = grade(lambda of: any(claim.holds(r.value(of)) for r in admitted))
    if not admitted or wrong is None:
        return []
    near = [f for f in near if alike(f.mention, part.mention)]
    tied = len({f.value for f in wholes}) == 1 and len({f.value for f in near}) <= 3
    slipped = next((r for r in admitted[::-1] if slip_of(claim.fact.mention, r)), None)
    if not tied and slipped is None:
        return []
    return [_unlike(facts, claim, slipped or admitted[-1], Severity.WARNING)]


def _due(facts: Facts, claim: _Claim) -> list[Finding]:
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
    ratios = _ratios([done], [due])
    wrong = grade(lambda of: any(claim.holds(r.value(of)) for r in ratios))
    return [_unlike(facts, claim, ratios[0], wrong)] if ratios and wrong is not None else []

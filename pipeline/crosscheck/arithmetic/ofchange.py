"""增加D，增长P%: the amount of a change over what it is a change of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Spot, levels, same_sort
from pipeline.crosscheck.arithmetic.measures import (
    Claim,
    How,
    as_printed,
    explains,
    holds,
    rate_slips,
    written_for,
)
from pipeline.crosscheck.arithmetic.moments import Moment, contrary, odds
from pipeline.crosscheck.arithmetic.numbers import Of, agrees, factor, grade, percent, quotient, written
from pipeline.crosscheck.arithmetic.operands import Tie, of_several, pairs
from pipeline.crosscheck.arithmetic.quotients.parts import DIVISOR
from pipeline.crosscheck.arithmetic.told import explained, found, sign_of, spot_of
from pipeline.crosscheck.arithmetic.wider import wider
from pipeline.crosscheck.intervals import Interval, meant, minus, plus
from schemas.findings import Finding, Severity

_BACK = 160
_ALIKE = 4
_UNCUT = re.compile(r"送审|报审|报批|申报|上报|原报|原定|招标|标底|拦标|概算|评审前|审核前")
"""送审2.4亿元，审减0.18亿元: what a cut was made in."""
_ELSE = re.compile(r"[。；\n]|其中")


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the amount may be a change of: the base itself, or (with a ``sign``) a result that implies it."""

    fact: Fact
    sign: int
    tie: Tie

    def base(self, of: Of, head: Fact) -> Interval:
        """The base as an interval; 1亿元 of which 707万元 are a change is no round 10000万元."""
        coarse = abs(self.fact.mention.step) > 10 * head.value
        ground = (meant if coarse else of)(self.fact.mention)
        if self.sign == 0:
            return ground
        return (minus if self.sign > 0 else plus)(ground, of(head.mention))


def check_of_change(facts: Facts, claim: Fact, head: Fact) -> Iterator[Finding]:
    """The rate against every base that the words allow."""
    grounds = _grounds(facts, head)
    near = [g for g in grounds if g.tie is Tie.SURE]

    def right(ground: _Ground, of: Of) -> bool:
        return agrees(claim.mention, percent(of(head.mention), ground.base(of, head)))

    if near:
        wrong = grade(lambda of: any(right(g, of) for g in near))
        if wrong is not None:
            yield _against(facts, claim, head, near[0], wrong)
    elif not any(right(g, meant) for g in grounds):
        for ground in grounds:
            if ground.tie is Tie.LIKELY and _slip(claim, head, ground):
                yield _against(facts, claim, head, ground, Severity.WARNING)
                return


def _grounds(facts: Facts, head: Fact) -> list[_Ground]:
    """The bases, the surest first: those whose own difference is the amount, those the sentence ties to it,
    what stands next to it, what the sentences before tell."""
    spot, sign = spot_of(facts, head), sign_of(head)
    if of_several(facts, spot):
        return []
    told = Claim(head.mention, How.AMOUNT, sign)
    found = pairs(facts, spot, lambda m: same_sort(m, head.mention))
    far = wider(facts, spot, lambda m: same_sort(m, head.mention))
    proved = [p for p in found if holds(told, p)]
    if not found:
        proved = [p for p in far if p.tie is not Tie.POSSIBLE and holds(told, p)]
    if proved:
        return [_Ground(p.base, 0, Tie.SURE) for p in proved]  # no other base, whatever it would give
    grounds = [_Ground(p.base, 0, Tie.SURE) for p in found]
    grounds += [_Ground(p.result, sign, Tie.SURE) for p in found]
    if not grounds:
        grounds = list(_beside(facts, spot, head, sign))
    if not grounds and len(only := [p for p in far if holds(told, p)]) == 1:
        grounds = [_Ground(only[0].base, 0, Tie.LIKELY), *_before(facts, spot, head, sign)]
    return grounds or list(_before(facts, spot, head, sign))


def _levels(facts: Facts, among: Sequence[Fact], head: Fact) -> Iterator[Fact]:
    """What may have changed: not what the result is a share of (完成任务500万元的112%，同比增加70万元)."""
    for fact in levels(among, head.mention):
        if not DIVISOR.match(facts.reading.text, fact.mention.end):
            yield fact


def _beside(facts: Facts, spot: Spot, head: Fact, sign: int) -> Iterator[_Ground]:
    """The levels of the sentence, that next to the change first: it is what most likely changes."""
    near = [f for f in _levels(facts, facts.period(spot.start), head) if f.index < head.index]
    if not near or spot.subject or _ELSE.search(facts.between(near[-1], head)):
        return
    near.reverse()
    yield from (_Ground(f, sign, Tie.SURE) for f in near)
    yield from (_Ground(f, 0, Tie.SURE) for f in near if _earlier(f))


def _before(facts: Facts, spot: Spot, head: Fact, sign: int) -> Iterator[_Ground]:
    """The levels of the sentences before: likely is that of the same name, or the last where none is told."""
    start = facts.reading.layout.paragraph(spot.start)[0]
    near = list(_levels(facts, facts.within(max(start, spot.start - _BACK), spot.start), head))
    for at, fact in enumerate(reversed(near[-6:])):
        if odds(spot.now, fact.moment) or fact.compared:
            continue
        last = at == 0 and "其中" not in facts.up_to(fact, spot.start)
        likely = _same(spot.subject, fact) if spot.subject else last
        yield _Ground(fact, sign, Tie.LIKELY if likely else Tie.POSSIBLE)
    wanted = spot.base.moment if spot.base else Moment()
    for fact in reversed(near[-6:]):
        if sign < 0 and fact.value == head.value:
            yield _Ground(fact, 0, Tie.POSSIBLE)  # 2023年36.5万元；2024年未支出，减少36.5万元，下降100%
        elif _earlier(fact) and not contrary(wanted, fact.moment, spot.now):
            yield _Ground(fact, 0, Tie.POSSIBLE)


def _same(subject: str, fact: Fact) -> bool:
    """财政拨款收、支总决算3562万元。…财政拨款收、支总计各增加214万元: taken up by nearly the same words."""
    one, other = subject.replace("各", "").rstrip("计数额"), fact.own_core.rstrip("计数额")
    return bool(one) and (one == other or (len(one) >= _ALIKE and other.startswith(one)))


def _earlier(fact: Fact) -> bool:
    moment = fact.moment
    return (
        fact.compared
        or moment.when in ("last", "prior", "opening", "before")
        or moment.stage in ("initial", "plan")
        or bool(_UNCUT.search(fact.words))
    )


def _slip(claim: Fact, head: Fact, ground: _Ground) -> str:
    """What went wrong where the rate is not the amount over its base."""
    name = ground.fact.mention.text if ground.sign else "变动后的数"
    for of in (as_printed, meant):
        base, moved = ground.base(of, head), of(head.mention)
        result = (plus if sign_of(head) > 0 else minus)(base, moved)
        for value, why in rate_slips(moved, base, result, name):
            if explains(claim.mention, value):
                return why
    value_ = ground.fact.value - ground.sign * head.value
    return written_for(claim.mention, 100 * head.value / value_) if value_ > 0 else ""


def _against(facts: Facts, claim: Fact, head: Fact, ground: _Ground, severity: Severity) -> Finding:
    unit, _ = factor(head.mention)
    base, sign = ground.fact, ground.sign
    shown = written(base.mention, unit)
    if sign:
        shown = f"（{shown}{'－' if sign > 0 else '＋'}{written(head.mention, unit)}）"
    right = quotient(head.value, base.value - sign * head.value)
    message = f"{written(head.mention, unit)}÷{shown}＝{right}，与“{claim.mention.text}”不符。"
    message = explained(message, _slip(claim, head, ground))
    return found(
        "growth", message, severity, facts.reading, claim.mention, head.mention, base.mention, expected=right
    )

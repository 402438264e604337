"""A percentage that no numbers near it give, but that is one slip of the pen from what two of them do.

Neither the name of the share nor that of its whole must be known. What the words do not say, the numbers
must: the looser the two are tied to the percentage, the more of its digits have to agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role
from pipeline.crosscheck.arithmetic.misprints import slip
from pipeline.crosscheck.arithmetic.numbers import agrees, alike
from pipeline.crosscheck.arithmetic.quotients.beside import amounts_beside, explained, independent
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio, unlike
from pipeline.crosscheck.intervals import meant
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_RATIO = re.compile(r"占|率|比(?![上去同年前])|完成|进度|的$")
_ODD = re.compile(
    r"目标(?!完成|任务|的)|不低于|不高于|不少于|不得|要求|标准|上年|去年|同期|同比|环比|力争|平均|分别|各"
    r"|[≥≤>＞＜<]|增[长幅速]|降幅|涨|回落"
)
_HUNDRED = Decimal(100)
_MOST = 6
_TIED, _NEAR, _LOOSE, _FAR = 3, 4, 5, 6
"""Digits of a percentage that its slip must have to be believed, by how its numbers are tied to it."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """A percentage with the amounts it can be of; ``whole``: what the share before it is taken of."""

    fact: Fact
    near: list[Fact]
    whole: Fact | None

    @property
    def mention(self) -> Mention:
        return self.fact.mention


@dataclass(frozen=True, slots=True)
class _Slipped:
    ratio: Ratio
    why: str
    spare: int
    """How many digits more agree than are needed."""


def check_near_quotients(facts: Facts, told: set[int]) -> Iterator[Finding]:
    """Every percentage of which nothing was told, against the amounts before it."""
    above: _Claim | None = None
    for fact in facts.all:
        if not _claims(facts, fact):
            continue
        near = amounts_beside(facts, fact.mention)
        claim = _Claim(fact, near, _whole_before(facts, fact, above))
        above = claim
        if fact.mention.start not in told and _digits(fact.mention) >= _TIED and near:
            yield from _judge(facts, claim)


def _claims(facts: Facts, fact: Fact) -> bool:
    """Whether a percentage is an exact share or rate, no change and no aim."""
    mention = fact.mention
    if mention.kind is not Kind.PERCENT or mention.unit != "%" or mention.approx is not Approx.EXACT:
        return False
    if mention.high is not None or not mention.value or mention.value == _HUNDRED:
        return False
    words = facts.words(fact).rstrip()
    level = fact.role is Role.LEVEL and not fact.compared
    return level and bool(_RATIO.search(words)) and not _ODD.search(words)


def _digits(mention: Mention) -> int:
    return len(str(int((mention.value or Decimal(0)) / mention.step))) if mention.step else 0


def _judge(facts: Facts, claim: _Claim) -> Iterator[Finding]:
    slips = [s for s in _slips(facts, claim) if s.spare >= 0]
    if not slips or explained(claim.mention, claim.near[-_MOST:]):
        return
    best = max(slips, key=lambda s: s.spare)
    code = "rate" if "率" in facts.words(claim.fact) else "share"
    text, mention = facts.reading.text, claim.mention
    yield unlike(text, mention.start, mention.end, best.ratio, code, Severity.WARNING, best.why)


def _whole_before(facts: Facts, fact: Fact, above: _Claim | None) -> Fact | None:
    """基层收案271997件，占84.7%；中级43891件，占…: the whole that the share before it, of the same words,
    holds of."""
    if above is None or facts.words(fact).strip() != facts.words(above.fact).strip() or not above.near:
        return None
    if fact.mention.start - above.mention.end > 120:
        return None
    part = above.near[-1]
    wholes = [f for f in above.near[:-1] if alike(f.mention, part.mention)]
    wholes = [f for f in wholes if agrees(above.mention, Ratio((part,), (f,)).value(meant))]
    return above.whole if above.whole in wholes or not wholes else wholes[-1]


def _slips(facts: Facts, claim: _Claim) -> Iterator[_Slipped]:
    """The pairs whose quotient is one slip from the percentage."""
    near = independent(claim.near)[-_MOST:]
    if claim.whole and claim.whole is not near[-1] and alike(claim.whole.mention, near[-1].mention):
        yield from _slip(claim, near[-1], claim.whole, _TIED)
    for at, one in enumerate(near):
        for other in near[at + 1 :]:
            yield from _slip(claim, other, one, _needed(facts, claim, near, other, one))
            yield from _slip(claim, one, other, _backwards(facts, claim, near, one, other))


def _slip(claim: _Claim, part: Fact, whole: Fact, needed: int) -> Iterator[_Slipped]:
    step = claim.mention.step
    due = (_HUNDRED * part.value / whole.value).quantize(step, ROUND_HALF_UP)
    found = slip(int(claim.fact.value / step), int(due / step))
    if found and len(str(int(due / step))) == _digits(claim.mention):
        yield _Slipped(Ratio((part,), (whole,)), f"{found.why}，疑为笔误", found.digits - needed)


def _needed(facts: Facts, claim: _Claim, near: Sequence[Fact], part: Fact, whole: Fact) -> int:
    """Of a part behind its whole."""
    start, _ = facts.reading.layout.period(claim.mention.start)
    last = part is near[-1]
    if whole.mention.start < start:
        return _LOOSE if last else _FAR
    if not last:
        return _LOOSE
    return _TIED if near[-2] is whole else _NEAR


def _backwards(facts: Facts, claim: _Claim, near: Sequence[Fact], part: Fact, whole: Fact) -> int:
    """Of a part before its whole: 到位22亿元，目标20亿元，完成110%."""
    start, _ = facts.reading.layout.period(claim.mention.start)
    return _LOOSE if whole is near[-1] and part.mention.start >= start else _FAR

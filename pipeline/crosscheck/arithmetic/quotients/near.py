"""A percentage that no numbers near it give, but that is one slip of the pen from what two of them do.

Neither the name of the share nor that of its whole must be known. What the words do not say, the numbers
must: the looser the two are tied to the percentage, the more of its digits have to agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role, moment_of
from pipeline.crosscheck.arithmetic.misprints import slip
from pipeline.crosscheck.arithmetic.numbers import agrees, alike
from pipeline.crosscheck.arithmetic.quotients.naming import score, specific
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio, unlike
from pipeline.crosscheck.intervals import meant
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_RATIO = re.compile(r"占|率|比(?![上去同年前])|完成|进度|的$")
_ODD = re.compile(
    r"目标|不低于|不高于|不少于|不得|要求|标准|上年|去年|同期|同比|环比|力争|平均|按|分别|各|[≥≤>＞＜<]"
    r"|增[长幅速]|降幅|涨|回落|以[上内下]|其中.*贡献"
)
_HUNDRED = Decimal(100)
_REACH = 220
_MOST = 6
_TIED, _NEAR, _LOOSE = 3, 4, 5
"""Digits of a percentage that its slip must have to be believed, by how its numbers are tied to it."""


@dataclass(frozen=True, slots=True)
class _Slipped:
    ratio: Ratio
    why: str
    spare: int
    """How many digits more agree than are needed."""


def check_near_quotients(facts: Facts, told: set[int]) -> Iterator[Finding]:
    """Every percentage of which nothing was told, against the amounts before it."""
    text = facts.reading.text
    for fact in facts.all:
        mention = fact.mention
        if mention.start in told or not _claims(facts, fact):
            continue
        near = _amounts(facts, mention)
        slips = [s for s in _slips(facts, fact, near) if s.spare >= 0]
        if slips and not _explained(mention, near):
            best = max(slips, key=lambda s: s.spare)
            code = "rate" if "率" in facts.words(fact) else "share"
            yield unlike(
                text, mention.start, mention.end, best.ratio, code, Severity.WARNING, f"{best.why}，疑为笔误"
            )


def _claims(facts: Facts, fact: Fact) -> bool:
    """Whether a percentage is an exact share or rate, with digits enough to tell a slip from chance."""
    mention = fact.mention
    if mention.kind is not Kind.PERCENT or mention.unit != "%" or mention.approx is not Approx.EXACT:
        return False
    if mention.high is not None or not mention.value or mention.value == _HUNDRED or _digits(mention) < _TIED:
        return False
    words = facts.words(fact)
    level = fact.role is Role.LEVEL and not fact.compared
    return level and bool(_RATIO.search(words)) and not _ODD.search(words)


def _digits(mention: Mention) -> int:
    return len(str(int((mention.value or Decimal(0)) / mention.step))) if mention.step else 0


def _amounts(facts: Facts, claim: Mention) -> list[Fact]:
    """The amounts told last before a percentage, in its paragraph."""
    start = max(facts.reading.layout.paragraph(claim.start)[0], claim.start - _REACH)
    return [f for f in facts.amounts(start, claim.start)[-_MOST:] if f.value > 0]


def _slips(facts: Facts, claim: Fact, near: Sequence[Fact]) -> Iterator[_Slipped]:
    """The pairs whose quotient is one slip from the percentage, the part last of the two."""
    for at, part in enumerate(near):
        for whole in near[:at]:
            if not alike(part.mention, whole.mention):
                continue
            step = claim.mention.step
            due = (_HUNDRED * part.value / whole.value).quantize(step, ROUND_HALF_UP)
            found = slip(int(claim.value / step), int(due / step))
            if found and len(str(int(due / step))) == _digits(claim.mention):
                needed = _needed(facts, claim, near, part, whole)
                yield _Slipped(Ratio((part,), (whole,)), found.why, found.digits - needed)


def _needed(facts: Facts, claim: Fact, near: Sequence[Fact], part: Fact, whole: Fact) -> int:
    start, _ = facts.reading.layout.period(claim.mention.start)
    if whole.mention.start < start:
        return _LOOSE + 1
    if part is not near[-1]:
        return _LOOSE
    if near[-2:] == [whole, part] or _named(facts, claim, whole):
        return _TIED
    return _NEAR


def _named(facts: Facts, claim: Fact, whole: Fact) -> bool:
    """Whether the words of the percentage name the whole, or its stage: 为年初预算的."""
    words = facts.words(claim)
    stage = moment_of(words).stage
    return bool(specific(words) and score(facts, words, whole)) or bool(stage and stage == whole.moment.stage)


def _explained(claim: Mention, near: Sequence[Fact]) -> bool:
    """Whether any two of the amounts give the percentage, or what they leave, or several together."""
    for at, one in enumerate(near):
        for other in near[at + 1 :]:
            if alike(one.mention, other.mention):
                for ratio in (
                    Ratio((other,), (one,)), Ratio((one,), (other,)),
                    Ratio((other,), (one,), rest=True), Ratio((one,), (other,), rest=True),
                ):  # fmt: skip
                    if agrees(claim, ratio.value(meant)):
                        return True
    return any(agrees(claim, r.value(meant)) for r in _sums(near))


def _sums(near: Sequence[Fact]) -> Iterator[Ratio]:
    """甲、乙、丙合计占…: the last amounts together over one before them, or one of them over all."""
    like = [f for f in near if alike(f.mention, near[-1].mention)]
    for first in range(len(like) - 1):
        run = tuple(like[first:])
        yield from (Ratio(run, (whole,)) for whole in like[:first])
        yield from (Ratio((part,), run) for part in run)

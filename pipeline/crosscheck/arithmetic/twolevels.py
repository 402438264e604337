"""Only two alike numbers stand beside a change: whatever their words are, it runs between them.

A reader needs no common noun to see what 合同工期180天，实际用时153天，提前27天 is measured between; time or
stage tell the order. Where two things are set beside one another, the one that is named to be the more or
the less is measured from the other: 甲458件，乙382件，乙少76件.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.crosscheck.arithmetic.facts import Base, Fact, Facts, Role, Spot, core, kin, moment_of
from pipeline.crosscheck.arithmetic.moments import OF_PLAN, contrary, marks, ordered, staged
from pipeline.crosscheck.arithmetic.pairing import Pair, Tie, in_row
from schemas.figures import Kind

_FAR = 60
_BEFORE = re.compile(r"([一-鿿]{2})[之以]?前[^，。；：、\d]{0,4}$")
_ELSE = re.compile(r"其中|另有?|[人生户亩车]均|平均|每|分别|[。\n]|合计|[两三四五六七八九]项|累计|总")


def only_two(facts: Facts, spot: Spot, before: Sequence[Fact], after: Sequence[Fact]) -> Iterator[Pair]:
    """The two numbers of the sentence, the earlier one first; both ways where nothing orders them."""
    if len(before) != 2 or after:
        return
    one, other = before
    if not _beside(facts, spot, one, other):
        return
    for base, result in ((one, other), (other, one)):
        if _possible(facts, spot, base, result):
            yield Pair(base, result, Tie.LIKELY)


def _beside(facts: Facts, spot: Spot, one: Fact, other: Fact) -> bool:
    """Whether nothing else than the two is told before the change."""
    words = facts.up_to(other, spot.start)
    if len(words) > _FAR or _ELSE.search(words) or _ELSE.search(facts.between(one, other)):
        return False
    if any(f.role is Role.CHANGE for f in facts.all[one.index : other.index]):
        return False
    if not alike(one, other) or in_row(facts, other, -1) or in_row(facts, one, -1):
        return False
    subject = spot.subject
    return not subject or any(_of(subject, f) for f in (one, other))


def _of(subject: str, fact: Fact) -> bool:
    return kin(subject, fact.core) or (len(subject) > 1 and subject[:2] in fact.words)


def alike(one: Fact, other: Fact) -> bool:
    """Whether nothing says that two numbers are of two things: 水费12.5万元，电费25.6万元."""
    mine, its = one.own_core, other.own_core
    if kin(mine, its) or _before_after(one, other) or one.mention.kind is Kind.DURATION:
        return True
    return any(mine[i : i + 2] in its for i in range(len(mine) - 1))


def _possible(facts: Facts, spot: Spot, base: Fact, result: Fact) -> bool:
    if result.compared or result.source or _of_plan(facts, base, result):
        return False
    told = ordered(base.moment, result.moment) or staged(base.moment, result.moment)
    if not (told or base.source or base.compared or _before_after(base, result)):
        return False
    return spot.base is None or _measured(spot.base, base, result)


def _measured(wanted: Base, base: Fact, result: Fact) -> bool:
    """Whether what the words measure from can be the base."""
    if wanted.noun and wanted.noun not in base.words:
        return False
    if not (wanted.moment.timed or wanted.moment.stage) or marks(wanted.moment, base.moment, result.moment):
        return True
    own = moment_of(base.words)
    if base.source and not own.timed:
        return not own.stage  # 由6万人次增加到15万人次，是2020年的2.5倍
    told = base.moment.timed or base.moment.stage
    return not told and not contrary(wanted.moment, base.moment, result.moment)


def _before_after(base: Fact, result: Fact) -> bool:
    """报废前1260万元，报废后1134万元."""
    act = _BEFORE.search(base.words)
    return act is not None and f"{act[1]}后" in result.words


def _of_plan(facts: Facts, base: Fact, result: Fact) -> bool:
    """预算193亿元，完成196亿元，为预算的101%，增长7.8%: from the year before, as is usual."""
    return (
        staged(base.moment, result.moment)
        and base.mention.kind is not Kind.DURATION
        and any(OF_PLAN.search(facts.words(f)) for f in facts.all[result.index + 1 : result.index + 3])
    )


def _names(subject: str, fact: Fact) -> bool:
    words = core(fact.words)
    at = words.find(subject)
    return at >= 0 and words[at - 1 : at] not in ("非", "不", "未", "无")


_LEADS = {"前者": 0, "后者": 1}


def named_of_two(facts: Facts, spot: Spot, before: Sequence[Fact]) -> Iterator[Pair]:
    """甲458件，乙382件，后者少76件: the one that is named is measured from the other."""
    if len(before) < 2 or spot.base:
        return
    one, other = before[-2:]
    said = facts.up_to(other, spot.start)
    if len(said) > _FAR or any(f.role is Role.CHANGE for f in facts.all[one.index : other.index + 1]):
        return
    claim = facts.all[spot.index] if spot.index < len(facts.all) else None
    if not claim or not claim.verb or not (claim.verb.short or not claim.verb.sign) or _ELSE.search(said):
        return
    if not claim.verb.sign and len(before) == 2:
        yield Pair(one, other, Tie.LIKELY)  # 甲458件，乙382件，相差76件
        return
    lead = next((at for word, at in _LEADS.items() if word in said[-6:]), None)
    if lead is None:
        named = [at for at, f in enumerate((one, other)) if spot.subject and _names(spot.subject, f)]
        lead = named[0] if len(named) == 1 and len(before) == 2 else None
    if lead is not None:
        base, result = (other, one) if lead == 0 else (one, other)
        yield Pair(base, result, Tie.LIKELY)

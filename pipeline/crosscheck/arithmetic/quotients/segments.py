"""The amounts right before a share, what else in reach may give it, and how it may have slipped."""

from __future__ import annotations

import re

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role, same_sort
from pipeline.crosscheck.arithmetic.numbers import is_amount
from pipeline.crosscheck.arithmetic.quotients.beside import borne_out, counted
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio, cut_off, unlike
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Severity

REACH = 220
_LONGEST = 36
_OF_CHANGE = re.compile(r"贡献|占[^，。；]{0,6}[增减][^，。；]{0,4}[量额收支数幅长员]|[增减][收支量额]")
_BEHIND = re.compile(r"[^（）()]*[，、；,（(：:]|的?(?:所?占|达|为|是|超|[不将近约仅])")
"""Between the amounts and their share: a mark, or words that tell of a share."""
_ENDS = re.compile(r"(?:以上|左右|上下|有余|多|余|强|弱|[的之]?(?:水平|比例))?(?:[，。；、（(）)]|$|\n)")
"""九成以上为女性 tells of something else."""


def own_amounts(facts: Facts, claim: Fact, *, all_of_it: bool = False) -> list[Fact]:
    """The amounts since the sentence began or the last share was told; none where there are others too.

    ``all_of_it``: the last two may be the same: 52户走访52户.
    """
    at = claim.mention.start
    start = facts.reading.layout.sentence(at)[0]
    since = [f.mention.end for f in facts.within(start, at) if f.mention.kind is Kind.PERCENT]
    near = counted(facts, since[-1] if since else start, at)
    like = [f for f in near if same_sort(f.mention, near[-1].mention)]
    if len(like) < 2 or near[-len(like) :] != like or not all(f.value for f in like):
        return []
    same = like[-1].value == like[-2].value and not all_of_it
    if same or not stands_behind(facts, claim, like[-1]):
        return []
    moved = (f for f in facts.within(near[0].mention.start, at) if f.role is Role.CHANGE)
    return [] if any(is_amount(f.mention) for f in moved) else like


def own_changes(facts: Facts, claim: Fact) -> list[Fact]:
    """收入增加500万元，其中医疗增加430万元，贡献率86%: the changes right before a share of a change."""
    at = claim.mention.start
    if not _OF_CHANGE.search(facts.words(claim)):
        return []
    near = [f for f in facts.within(facts.reading.layout.sentence(at)[0], at) if f.mention.value]
    moved = [f for f in near if f.role is Role.CHANGE and is_amount(f.mention)]
    if len(moved) != 2 or not same_sort(moved[0].mention, moved[1].mention):
        return []
    first, last = moved
    alone = (
        last.index == claim.index - 1 and moved[0].value > moved[1].value and first.index == last.index - 1
    )
    return moved if alone and first.verb and last.verb and first.verb.sign == last.verb.sign else []


def stands_behind(facts: Facts, claim: Fact, last: Fact) -> bool:
    """Whether the share ends the clause that follows the amounts."""
    between = facts.up_to(last, claim.mention.start)
    ends = _ENDS.match(facts.reading.text, claim.mention.end)
    return bool(ends and _BEHIND.match(between)) and len(between) <= _LONGEST


def in_reach(facts: Facts, claim: Fact) -> list[Fact]:
    """The amounts told before a share in its paragraph."""
    start = facts.reading.layout.paragraph(claim.mention.start)[0]
    return counted(facts, max(start, claim.mention.start - REACH), claim.mention.start)[-12:]


def excused(facts: Facts, claim: Fact, whole: Fact | None = None) -> bool:
    """Whether any amounts in reach give the share; where the whole is told, no sums of parts are another."""
    if claim.mention.approx is not Approx.EXACT:
        return False
    end = facts.reading.layout.period(claim.mention.start)[1]
    near = [*in_reach(facts, claim), *facts.amounts(claim.mention.end, end)[:3]]
    return borne_out(claim.mention, near, whole)


def wrong_share(facts: Facts, claim: Fact, ratio: Ratio, why: str) -> Finding:
    """A warning that a share is not this ratio; no more than a note where digits are but cut off."""
    mention = claim.mention
    severity = Severity.INFO if cut_off(mention, ratio) else Severity.WARNING
    code = "rate" if "率" in facts.words(claim) else "share"
    return unlike(facts.reading.text, mention.start, mention.end, ratio, code, severity, why)

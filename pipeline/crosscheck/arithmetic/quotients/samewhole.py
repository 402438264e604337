"""Shares of another whole than the amount before their part: both together, that of the last share, 其中."""

from __future__ import annotations

import re

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, same_sort
from pipeline.crosscheck.arithmetic.quotients.beside import counted
from pipeline.crosscheck.arithmetic.quotients.polarity import shared
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio, holder, slip_of
from pipeline.crosscheck.arithmetic.quotients.segments import (
    excused,
    own_amounts,
    stands_behind,
    wrong_share,
)
from pipeline.crosscheck.intervals import meant
from schemas.figures import Kind
from schemas.findings import Finding

_HUNDRED = 100
_VERB = 2
_SHARE = re.compile(r"占|比[例重]|份额|其中|覆盖")
NAME = re.compile(
    r"(?P<name>[一-鿿]*?)(?:率|度|面|进度|比[例重]|占比)?(?:已|也|仅|只|约|近|高)*"
    r"(?:不足|不到|超过?|[达为是占]到?|接近|将近)*$"
)


def of_same_whole(facts: Facts, claim: Fact) -> list[Finding]:
    """规划1500亩，已供1125亩，供地率75%，闲置75亩，闲置率5%: of the whole that the share before it is of."""
    at = claim.mention.start
    start = facts.reading.layout.period(at)[0]
    before = [f for f in facts.within(start, at) if f.mention.kind is Kind.PERCENT]
    if not before:
        return []
    two, mine = own_amounts(facts, before[-1]), counted(facts, before[-1].mention.end, at)
    if len(two) != 2 or len(mine) != 1 or not same_sort(mine[0].mention, two[0].mention):
        return []
    ratio = Ratio((mine[0],), (two[0],))
    known = not before or holder(before[-1].mention)(Ratio((two[1],), (two[0],)).value(meant))
    if not known or mine[0].value > two[0].value or not stands_behind(facts, claim, mine[0]):
        return []
    if holder(claim.mention)(ratio.value(meant)) or excused(facts, claim, two[0]):
        return []
    why = slip_of(claim.mention, ratio)
    named = shared(facts, claim, mine[0]) or _SHARE.search(facts.words(claim))
    return [wrong_share(facts, claim, ratio, why)] if why or (named and claim.value < _HUNDRED) else []


def called_part(facts: Facts, claim: Fact) -> list[Finding]:
    """出现暴雨37次，其中漏报3次，命中率89.5%，漏报率: the one amount of its name, of what it stands with."""
    match = NAME.search(facts.words(claim))
    name = match["name"][-_VERB:] if match else ""
    start = facts.reading.layout.period(claim.mention.start)[0]
    near = counted(facts, start, claim.mention.start)
    named = [f for f in near if name in facts.words(f)] if len(name) == _VERB else []
    if len(named) != 1 or not facts.words(named[0]).lstrip("，、（(").startswith("其中"):
        return []
    part, whole = named[0], facts.all[named[0].index - 1]
    if not same_sort(part.mention, whole.mention) or not part.value < whole.value:
        return []
    ratio = Ratio((part,), (whole,))
    others = [f for f in near if f is not whole and same_sort(f.mention, part.mention)]
    barred = [Ratio((part,), (f,)) for f in others if f.value > part.value]
    if holder(claim.mention)(ratio.value(meant)):
        return []
    why = slip_of(claim.mention, ratio, barred)
    return [wrong_share(facts, claim, ratio, why)] if why else []

"""普惠率（含公办园和普惠性民办园）90%: several that are counted in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role
from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.arithmetic.quotients.naming import bare
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio, far, holder, slip_of, unlike
from pipeline.crosscheck.intervals import meant
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Severity

_WITH = re.compile(r"(?<!不)(?<!未)(?:含|包括|包含|连同|计入|加上|算上)(?P<in>[^，。；（）()、\d]{2,24})")
_NEAR = 40
_REACH = 200


def check_included(facts: Facts, told: set[int]) -> Iterator[Finding]:
    """Every share with a word beside it of what is counted in."""
    if not _WITH.search(facts.reading.text):
        return
    for fact in facts.all:
        mention = fact.mention
        if mention.kind is not Kind.PERCENT or mention.unit == "个百分点" or mention.start in told:
            continue
        if fact.role is Role.LEVEL and mention.value and mention.approx is Approx.EXACT:
            yield from _judge(facts, fact)


def _judge(facts: Facts, claim: Fact) -> Iterator[Finding]:
    layout, at = facts.reading.layout, claim.mention.start
    low, high = layout.sentence(at)
    last = facts.all[claim.index - 1].mention.end if claim.index else low
    low, high = max(low, last, at - _NEAR), min(high, claim.mention.end + _NEAR)
    text = facts.reading.text
    for match in _WITH.finditer(text, low, high):
        near = facts.amounts(max(layout.paragraph(at)[0], at - _REACH), at)[-10:]
        if both := _each_named(facts, match["in"], near):
            yield from _of_all(facts, claim, near, both)
        return


def _each_named(facts: Facts, names: str, near: Sequence[Fact]) -> tuple[Fact, ...]:
    """含公办园和普惠性民办园: the one number of each name, where there are several names."""
    parts = [bare(name) for name in re.split("以及|[和及与]", names)]
    told = [[f for f in near if part and _called(facts, f) == part] for part in parts]
    return tuple(f for one in told for f in one) if len(told) > 1 and all(len(t) == 1 for t in told) else ()


def _called(facts: Facts, fact: Fact) -> str:
    return bare(facts.words(fact).removeprefix("其中"))


def _of_all(facts: Facts, claim: Fact, near: Sequence[Fact], parts: tuple[Fact, ...]) -> Iterator[Finding]:
    """Wrong where the parts together are told of one whole, and the share is near but not theirs."""
    total = sum(f.value for f in parts)
    like = [f for f in near if f not in parts and alike(f.mention, parts[0].mention) and f.value >= total]
    ratios = [Ratio(parts, (whole,)) for whole in like]
    if not like or any(holder(claim.mention)(r.value(meant)) for r in ratios):
        return
    ratio, mention = ratios[0], claim.mention
    if len({f.value for f in like}) == 1 and not far(mention, ratio):
        why = slip_of(mention, ratio)
        yield unlike(facts.reading.text, mention.start, mention.end, ratio, "rate", Severity.WARNING, why)

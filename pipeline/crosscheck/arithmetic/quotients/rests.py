"""执结170件，未执结案件占15%: what is left of the whole, told by the word of the part denied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.crosscheck.arithmetic.facts import Fact, Facts
from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.arithmetic.quotients.claims import Claim
from pipeline.crosscheck.arithmetic.quotients.naming import answers, bare, specific
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio

_DENIED = re.compile(r"^(?:尚未|仍未|还未|未能|未|没有|非|不)(?:被|经|能|得到|予以)?(?P<what>[一-鿿]{1,8})")
_NOT = re.compile(r"[未没不非]")


def rests_of(facts: Facts, claim: Claim) -> list[Ratio]:
    """What a number of the same word leaves of each whole; none where the rest has its own number."""
    match = _DENIED.match(bare(claim.subject))
    if match is None:
        return []
    what = match["what"][:2]
    near = facts.amounts(facts.reading.layout.period(claim.at)[0], claim.at)
    mark = re.compile(f"{what}|[已实]{what[0]}" if len(what) > 1 else f"[已实]{what}")
    told = [f for f in near if mark.search(facts.near(f))]
    if any(_denies(facts, f, what) for f in near):
        return []
    ratios = list(_ratios(near, told[-1])) if told else []
    if specific(claim.whole) and (named := answers(facts, claim.whole, [r.wholes[0] for r in ratios])):
        return [r for r in ratios if r.wholes[0] in named]
    return ratios


def _denies(facts: Facts, fact: Fact, what: str) -> bool:
    before, found, _ = facts.near(fact).partition(what)
    return bool(found and _NOT.search(before[-3:]))


def _ratios(near: Sequence[Fact], part: Fact) -> Iterator[Ratio]:
    for whole in near:
        if whole is not part and alike(whole.mention, part.mention) and whole.value >= part.value > 0:
            yield Ratio((part,), (whole,), rest=True)

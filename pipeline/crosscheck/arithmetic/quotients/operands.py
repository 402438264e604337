"""How a share can be computed: its part over each whole that its words allow."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.crosscheck.arithmetic.facts import Fact, Facts
from pipeline.crosscheck.arithmetic.quotients.claims import Claim, Form
from pipeline.crosscheck.arithmetic.quotients.naming import CHANGED, bare
from pipeline.crosscheck.arithmetic.quotients.parts import LEAD, last_two, of_whole, parts_of, told_behind
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio
from pipeline.crosscheck.arithmetic.quotients.rests import rests_of
from pipeline.crosscheck.arithmetic.quotients.together import counted_up, summed
from pipeline.crosscheck.arithmetic.quotients.wholes import changes_of, wholes_of

_THREE = re.compile("后[两三四]")
"""前者占60%，后两类各占20%: of more than two."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How a share can be computed, and how one is not meant to.

    Of a share in a row nothing may be known but its part.
    """

    part: Fact
    admitted: list[Ratio]
    excluded: list[Ratio]


def ways(facts: Facts, claim: Claim) -> Ways | None:
    """All the ways to compute a share that its words allow."""
    if left := rests_of(facts, claim):
        return Ways(left[-1].parts[-1], left, [])
    runs = told_behind(facts, claim) or parts_of(facts, claim)
    if not runs:
        return None
    excluded = list[Fact]()
    if claim.form is Form.INSIDE:
        wholes = [facts.all[claim.index - 1]]
    elif CHANGED.search(claim.whole):
        wholes = changes_of(facts, claim, runs[0][-1])
    else:
        wholes, excluded = wholes_of(facts, claim, runs[0])
    ratios = [Ratio(of_whole(facts, claim, run), (w,)) for run in runs for w in wholes if w not in run]
    if LEAD.match(bare(claim.subject)) and not claim.whole:
        if _THREE.search(facts.reading.text, claim.end, facts.reading.layout.period(claim.at)[1]):
            return None
        ratios = [Ratio(runs[0], last_two(facts, claim))]
    listed = [(run, counted_up(facts, claim, run[-1])) for run in runs]
    ratios += [Ratio(run, tuple(those)) for run, those in listed if those]
    if both := summed(facts, claim, runs[0], wholes):
        ratios = [Ratio(runs[0], tuple(both))]
        excluded = [f for f in (*wholes, *excluded) if f not in runs[0]]
    other = [Ratio(runs[0], (w,)) for w in excluded if w not in runs[0]]
    return Ways(ratios[-1].parts[-1] if ratios else runs[0][-1], ratios, other)

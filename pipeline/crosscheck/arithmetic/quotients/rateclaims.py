"""A rate as it is told, and the quotients that its numbers can make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.crosscheck.arithmetic.facts import Fact, Facts
from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.arithmetic.quotients.ratewords import Named
from pipeline.crosscheck.arithmetic.quotients.ratio import Holds, Ratio, cut_off, slip_of, unlike
from schemas.figures import Kind
from schemas.findings import Finding, Severity

AIM = re.compile(r"的(?:年度?|全年|预期|既定|计划|预定)?(?:目标|任务|计划)")
_PLACES = re.compile(r"岗位|名额|学位|工位|床位|座位|席位|铺位")


@dataclass(frozen=True, slots=True)
class RateClaim:
    """A rate with its name; ``divisor``: what the text says that it is divided by."""

    fact: Fact
    called: Named
    holds: Holds
    divisor: str

    @property
    def start(self) -> int:
        """Where its number begins."""
        return self.fact.mention.start


def wrong_rate(
    facts: Facts, claim: RateClaim, ratio: Ratio, severity: Severity, excluded: Sequence[Ratio] = ()
) -> Finding:
    """The finding that a rate is not this ratio; no more than a note where digits are but cut off."""
    mention = claim.fact.mention
    why = slip_of(mention, ratio, excluded)
    severity = Severity.INFO if cut_off(mention, ratio) else severity
    return unlike(facts.reading.text, mention.start, mention.end, ratio, "rate", severity, why)


def told_by(facts: Facts, near: Sequence[Fact], pattern: re.Pattern[str]) -> list[Fact]:
    """The numbers that a word goes before; where there is none, those that it follows: 21个已竣工."""
    before = [f for f in near if pattern.search(facts.words(f))]
    return before or [f for f in near if pattern.search(facts.near(f))]


def ratios_of(parts: Sequence[Fact], wholes: Sequence[Fact]) -> list[Ratio]:
    """Each of the parts over each of the wholes, of one unit."""
    pairs = [(p, w) for p in parts for w in wholes if p is not w and _fit(p, w) and w.value]
    return list({(p.value, w.value): Ratio((p,), (w,)) for p, w in pairs}.values())


def _fit(part: Fact, whole: Fact) -> bool:
    """Of one unit, or people in places: 岗位260个，上岗247人."""
    people = part.mention.unit in ("人", "名") and bool(_PLACES.search(whole.words))
    return alike(part.mention, whole.mention) or (people and whole.mention.kind is Kind.COUNT)

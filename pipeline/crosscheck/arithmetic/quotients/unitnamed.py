"""户数兑付率98.50%，资金兑付率95.80%: a rate that says which of several numbers in a row it is of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, level
from pipeline.crosscheck.arithmetic.numbers import alike, clean_noun
from pipeline.crosscheck.arithmetic.quotients.scopes import counted_in, measure

_JOINED = re.compile(r"[、，,和及]?[^，。；：、（）\d]{0,4}")


def own_unit(subject: str, found: Sequence[Fact]) -> re.Pattern[str] | None:
    """The units that the subject of a rate names, where *found* are in none of them: 资金兑付率 of 户."""
    units = measure(clean_noun(subject))[1]
    return units if units is not None and not any(counted_in(units, f) for f in found) else None


def row_of(
    facts: Facts, claim: Fact, found: Sequence[Fact], units: re.Pattern[str] | None
) -> tuple[Fact, Fact] | None:
    """The whole and the part right beside *found* in their rows: of 应兑付36420户、资金1894.5万元 …
    兑付35873户、资金1814.93万元 the two amounts of money."""
    if len(found) != 2:
        return None
    whole, part = (_behind(facts, f, units, claim) for f in sorted(found, key=lambda f: f.index))
    return (whole, part) if whole and part and alike(whole.mention, part.mention) else None


def _behind(facts: Facts, fact: Fact, units: re.Pattern[str] | None, claim: Fact) -> Fact | None:
    """The number of the units that is joined to another, without a verb of its own."""
    near = facts.all[fact.index + 1 : claim.index][:1]
    fits = [f for f in near if level(f) and (units is None or counted_in(units, f))]
    return fits[0] if fits and _JOINED.fullmatch(facts.between(fact, fits[0])) else None

"""户数兑付率98.50%，资金兑付率95.80%: a rate that says which of several numbers in a row it is of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, level
from pipeline.crosscheck.arithmetic.numbers import alike, clean_noun
from pipeline.crosscheck.arithmetic.quotients.scopes import counted_in, measure

_JOINED = re.compile(r"[、，,和及]?[^，。；：、（）\d]{0,4}")


def row_of(facts: Facts, claim: Fact, subject: str, found: Sequence[Fact]) -> tuple[Fact, Fact] | None:
    """The whole and the part that the subject's own unit has, in the rows that *found* stand in: of
    应兑付36420户、资金1894.5万元 … 兑付35873户、资金1814.93万元 the two amounts of money."""
    units = measure(clean_noun(subject))[1]
    if len(found) != 2 or units is None or any(counted_in(units, f) for f in found):
        return None
    rows = [_behind(facts, f, units, claim) for f in sorted(found, key=lambda f: f.index)]
    whole, part = rows[0], rows[1]
    return (whole, part) if whole and part and alike(whole.mention, part.mention) else None


def _behind(facts: Facts, fact: Fact, units: re.Pattern[str], claim: Fact) -> Fact | None:
    """The number of the subject's unit that is joined to another, without a verb of its own."""
    next_ = facts.all[fact.index + 1]
    fits = next_.index < claim.index and level(next_) and counted_in(units, next_)
    return next_ if fits and _JOINED.fullmatch(facts.between(fact, next_)) else None

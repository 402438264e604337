"""The amounts that a share may be taken of."""

from __future__ import annotations

import re

from pipeline.crosscheck.arithmetic.facts import Fact, Facts
from pipeline.crosscheck.arithmetic.numbers import is_amount, moves
from pipeline.crosscheck.arithmetic.quotients.claims import COUNTED

REACH = 400
"""How far before a share its numbers are looked for."""

MOST = 16
"""How many of them at the most."""

NUMERAL = {c: n for n, c in enumerate("一二三四五六", 1)} | {"两": 2}
_MEAN = re.compile(
    r"(?:(?<![两二三四五六七八九十\d])[日月年人户]均|平均[^，。；\d]{0,4})(?:约|为|达|[^，。；\d]{0,4})$"
)


def amounts(facts: Facts, start: int, end: int) -> list[Fact]:
    """The amounts between two offsets that stand for themselves, no changes and no means."""
    return [f for f in facts.within(start, end) if standing(facts, f)]


def standing(facts: Facts, fact: Fact) -> bool:
    """Whether a number is an amount, no change and no mean."""
    if not is_amount(fact.mention) or moves(facts.reading, fact.mention):
        return False
    if COUNTED.fullmatch(fact.mention.text):
        return False
    return not _MEAN.search(facts.words(fact))

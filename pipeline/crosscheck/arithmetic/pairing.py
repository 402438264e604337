"""A base and its result, and how surely the words tie the two together."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, level, same_sort
from pipeline.crosscheck.arithmetic.moments import ordered
from schemas.findings import Mention

Sort = Callable[[Mention], bool]


class Tie(IntEnum):
    """How sure the words make it that two numbers are base and result."""

    POSSIBLE = 1
    LIKELY = 2
    SURE = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """A base and its result."""

    base: Fact
    result: Fact
    tie: Tie

    @property
    def dated(self) -> bool:
        """Whether the base is told to be the earlier of the two."""
        base, result = self.base, self.result
        return base.compared or ordered(base.moment, result.moment)


def in_row(facts: Facts, fact: Fact, step: int) -> bool:
    """Whether the number before (or behind) is of the same row: 由20万元、30万元增加到25万元、36万元."""
    at = fact.index + step
    if not 0 <= at < len(facts.all) or not same_sort(facts.all[at].mention, fact.mention):
        return False
    return facts.between(facts.all[at], fact) in ("、", "和", "及", "与")


_NEXT = re.compile(r"(?:[、和及与]|以及)[^，。；：、\d]{0,10}")


def row(facts: Facts, fact: Fact) -> list[Fact]:
    """The numbers told one by one with this one: 金牌7枚、银牌8枚、铜牌7枚."""
    out = [fact]
    while out[0].index and _follows(facts, facts.all[out[0].index - 1], out[0]):
        out.insert(0, facts.all[out[0].index - 1])
    while out[-1].index + 1 < len(facts.all) and _follows(facts, out[-1], facts.all[out[-1].index + 1]):
        out.append(facts.all[out[-1].index + 1])
    return out


def _follows(facts: Facts, one: Fact, other: Fact) -> bool:
    alike = level(one) and level(other) and same_sort(one.mention, other.mention)
    return alike and bool(_NEXT.fullmatch(facts.between(one, other)))

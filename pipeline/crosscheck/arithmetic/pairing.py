"""A base and its result, and how surely the words tie the two together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, same_sort
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


def in_row(facts: Facts, fact: Fact, step: int) -> bool:
    """Whether the number before (or behind) is of the same row: 由20万元、30万元增加到25万元、36万元."""
    at = fact.index + step
    if not 0 <= at < len(facts.all) or not same_sort(facts.all[at].mention, fact.mention):
        return False
    return facts.between(facts.all[at], fact) in ("、", "和", "及", "与")

"""One number as a fact, and which facts can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from pipeline.crosscheck.arithmetic.moments import Moment
from pipeline.crosscheck.arithmetic.numbers import alike, is_amount
from pipeline.crosscheck.arithmetic.verbs import Verb
from schemas.figures import Kind
from schemas.findings import Mention


class Role(Enum):
    """What a number is in its clause."""

    LEVEL = auto()  # 支出120万元
    CHANGE = auto()  # 增加20万元, 增长20%
    RESULT = auto()  # 增加到120万元
    PIECE = auto()  # 5分48秒: of a time told in two units; 38640元（3.86万元）: said again


@dataclass(frozen=True, slots=True)
class Base:
    """What a change is measured from, as the words say: 比上年, 较年初预算, 比2022年的40万人."""

    moment: Moment
    noun: str
    start: int


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a change is claimed: before which number (``index``), from what, of what."""

    start: int
    index: int
    base: Base | None
    subject: str
    now: Moment
    """The time and stage that the change's own clause names: 2024年预算较2023年决算增加."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A number with what its words make of it."""

    index: int
    mention: Mention
    role: Role
    words: str
    moment: Moment
    core: str
    own_core: str
    compared: bool
    source: bool
    verb: Verb | None

    @property
    def value(self) -> Decimal:
        """The printed value."""
        return self.mention.value or Decimal(0)


def level(fact: Fact) -> bool:
    """A number that stands for itself, of a kind that can be compared."""
    mention = fact.mention
    if fact.role in (Role.CHANGE, Role.PIECE) or mention.high is not None or mention.value is None:
        return False
    return mention.kind is Kind.PERCENT or countable(mention)


def countable(mention: Mention) -> bool:
    """Money, a count or a time in one unit (三年 says over how long, it is no level)."""
    if mention.kind is Kind.DURATION:
        return mention.high is None and (mention.unit or "")[-1:] not in "年月"
    return is_amount(mention)


def same_sort(one: Mention, other: Mention) -> bool:
    """Alike amounts, times in one unit, or percentages."""
    if one.kind is Kind.DURATION or other.kind is Kind.DURATION:
        return one.kind is other.kind and one.unit == other.unit
    if one.kind is Kind.PERCENT or other.kind is Kind.PERCENT:
        return one.kind is other.kind and "个百分点" not in (one.unit, other.unit)
    return alike(one, other)


def levels(facts: Sequence[Fact], like: Mention | None = None) -> Iterator[Fact]:
    """The levels among *facts*, of one sort with *like*."""
    for fact in facts:
        if level(fact) and (like is None or same_sort(fact.mention, like)):
            yield fact

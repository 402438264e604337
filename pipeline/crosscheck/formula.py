"""A formula over numbers of the text, recomputed with intervals: what they are printed as, or rounded from.

A unit is carried along, so that persons are never added to 万元. ``parsing.py`` reads it as a model wrote it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.crosscheck.intervals import Interval, disjoint, meant, minus, over, place, plus, pointed, times
from schemas.figures import Approx, Kind
from schemas.findings import Mention

HUNDRED = Decimal(100)
_ONE, _PERCENT = Decimal(1), Decimal("0.01")
_ALIKE = {"名": "人", "位": "人", "批次": "批"}

Dimension = tuple[tuple[str, int], ...]
NONE: Dimension = ()
DAYS: Dimension = (("天", 1),)
DATES = (("日期", 1),), (("无年日期", 1),)
"""Two dates make days, if the year is told of both or of neither."""


class Unprovable(Exception):
    """The formula cannot be recomputed from the quoted numbers."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the formula: as written, and the mention that it was copied from (None for 100 and 1).

    ``percent``: one of those that stand for themselves, meant as a percentage.
    """

    written: Decimal
    mention: Mention | None
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """``sign`` is + - * / or, with one operand, a minus."""

    sign: str
    operands: tuple[Node, ...]


Node = Number | Operation


@dataclass(frozen=True, slots=True)
class Equation:
    """What should hold according to the text; ``sign`` is = < or <=, what is to be less stands on the left.

    Of what is to be equal, a single number that a side comes to stands on the right.
    """

    left: Node
    right: Node
    sign: str = "="


@dataclass(frozen=True, slots=True)
class Quantity:
    """The values that a part of the formula can have, and their dimension."""

    interval: Interval
    dimension: Dimension


Reading = Callable[[Mention], Interval]


def numbers(node: Node) -> Iterator[Mention]:
    """The mentions in a formula, in order."""
    if isinstance(node, Number):
        if node.mention is not None:
            yield node.mention
        return
    for operand in node.operands:
        yield from numbers(operand)


def additive(node: Node) -> bool:
    """Whether there is nothing but plus and minus in it."""
    return isinstance(node, Number) or (node.sign in ("+", "-") and all(additive(n) for n in node.operands))


def refuted(equation: Equation, reading: Reading = meant) -> bool:
    """Whether no values that the printed numbers can stand for make it true.

    A percentage may be meant as 23.25 or as 0.2325: both must fail. Unprovable when sides do not compare.
    """
    results = [_fails(equation, reading, scale) for scale in _scales(equation)]
    return all(results)


def _scales(equation: Equation) -> Sequence[Decimal]:
    """What a percentage may count. A comparison must know which: 0.15 is less than 20 and than 0.2."""
    if equation.sign == "=":
        return _ONE, _PERCENT
    signs = {*_hundreds(equation.left, ""), *_hundreds(equation.right, "")}
    if "/" in signs:
        return _ONE, _PERCENT
    return (_ONE,) if signs else (_PERCENT,)


def _hundreds(node: Node, sign: str) -> Iterator[str]:
    """What is done with each 100 that stands for itself: "/" where it divides."""
    if isinstance(node, Number):
        if node.mention is None and not node.percent and node.written == HUNDRED:
            yield sign
        return
    for at, operand in enumerate(node.operands):
        yield from _hundreds(operand, node.sign if at else "")


def loosely(mention: Mention) -> Interval:
    """As `meant`, with zeros at the end read as digits that were left out: 60万 is 55万 to 65万."""
    low, high = meant(mention)
    value = mention.value or Decimal(0)
    half = place(value) / 2
    if half * 2 <= mention.step or pointed(mention):
        return low, high  # 3个 and 44.00万元 are taken at their word
    return min(low, value - half), max(high, value + half)


def bounded(mention: Mention) -> Interval:
    """As `meant`, with a bound taken at its word: 超过七成 is 70% or more, never 66%."""
    low, high = meant(mention)
    if mention.approx is Approx.MORE_THAN:
        low = max(low, mention.value or low)
    if mention.approx is Approx.LESS_THAN:
        high = min(high, mention.value or high)
    return low, high


def outcome(node: Node, percent: Decimal) -> Decimal:
    """What *node* comes to with the numbers as they are printed, percentages counted as *percent* each."""
    return _value(node, _as_printed, percent).interval[0]


def _as_printed(mention: Mention) -> Interval:
    value = mention.value or Decimal(0)
    return value, value


def _fails(equation: Equation, reading: Reading, percent: Decimal) -> bool:
    left, right = (_value(side, reading, percent) for side in (equation.left, equation.right))
    if left.dimension != right.dimension:
        raise Unprovable("the sides are of different kinds")
    if not all(end.is_finite() for end in (*left.interval, *right.interval)):
        raise Unprovable("beyond all numbers")
    if equation.sign == "=":
        return disjoint(left.interval, right.interval)
    least, most = left.interval[0], right.interval[1]
    return least > most or (equation.sign == "<" and least == most)


def _value(node: Node, reading: Reading, percent: Decimal) -> Quantity:
    if isinstance(node, Number):
        return _number(node, reading, percent)
    values = [_value(operand, reading, percent) for operand in node.operands]
    if len(values) == 1:
        return Quantity(minus((Decimal(0), Decimal(0)), values[0].interval), values[0].dimension)
    one, other = values
    if node.sign == "-" and one.dimension == other.dimension and one.dimension in DATES:
        return Quantity(minus(one.interval, other.interval), DAYS)
    if node.sign == "+" and one.dimension in DATES:
        raise Unprovable("dates are not added")
    if node.sign in ("+", "-"):
        if one.dimension != other.dimension:
            raise Unprovable("persons are not added to money")
        combine = plus if node.sign == "+" else minus
        return Quantity(combine(one.interval, other.interval), one.dimension)
    if node.sign == "*":
        return Quantity(times(one.interval, other.interval), _joined(one.dimension, other.dimension, 1))
    quotient = over(one.interval, other.interval)
    if quotient is None:
        raise Unprovable("division by what may be 0")
    return Quantity(quotient, _joined(one.dimension, other.dimension, -1))


def _number(number: Number, reading: Reading, percent: Decimal) -> Quantity:
    mention = number.mention
    if mention is None:
        value = number.written * (percent if number.percent else 1)
        return Quantity((value, value), NONE)
    low, high = reading(mention)
    if mention.kind is Kind.PERCENT:
        return Quantity((low * percent, high * percent), NONE)
    unit = _ALIKE.get(mention.unit or "", mention.unit or "")
    return Quantity((low, high), (("元" if mention.kind is Kind.MONEY else unit, 1),))


def _joined(one: Dimension, other: Dimension, sign: int) -> Dimension:
    powers = dict(one)
    for unit, power in other:
        powers[unit] = powers.get(unit, 0) + sign * power
    return tuple(sorted((unit, power) for unit, power in powers.items() if power))

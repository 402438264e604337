"""A formula that a model wrote: parsed by a grammar of our own, never run, and recomputed with intervals.

    equation = sum ("=" | "<" | "<=" | ">" | ">=") sum          sum = term (("+" | "-") term)*
    term = factor (("*" | "/") factor)*          factor = "-" factor | "(" sum ")" | number [unit] | date

Numbers must be among those that the text prints; 100 and 1 may stand for themselves, and so may what the
caller knows to be told in words (half). A unit is carried along, so that persons are never added to 万元.
Whatever does not fit raises `Unprovable`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.crosscheck.intervals import Interval, disjoint, meant, minus, over, place, plus, pointed, times
from schemas.figures import Approx, Kind
from schemas.findings import Mention

MOST_CHARS, MOST_TOKENS, MOST_DEPTH = 300, 80, 12

_SIGNS = str.maketrans(
    {"×": "*", "÷": "/", "−": "-", "–": "-", "[": "(", "]": ")", "·": "*"}
    | dict.fromkeys("≤≦⩽", "<=")
    | dict.fromkeys("≥≧⩾", ">=")
)
_TOKEN = re.compile(
    r"(?P<date>(?:\d{4}年)?\d{1,2}月\d{1,2}日)|(?P<number>\d[\d,]{0,24}(?:\.\d{1,12})?)(?P<unit>[%\u4e00-\u9fff]{0,6})|(?P<sign>[<>]=?|[-+*/()=])"
)
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


def parse(written: str, quoted: Sequence[Mention], words: Collection[Decimal] = ()) -> Equation:
    """The equation that *written* says; its numbers are looked up among the *quoted* ones.

    *words*: what the quotes tell in words alone, as the share or the factor that it is (half: 0.5).
    """
    if len(written) > MOST_CHARS:
        raise Unprovable("formula too long")
    tokens = list(_tokens(unicodedata.normalize("NFKC", written).translate(_SIGNS)))
    if len(tokens) > MOST_TOKENS:
        raise Unprovable("formula too long")
    return _Parser(tokens, quoted, words).equation()


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


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    text = "".join(text.split())
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise Unprovable("not arithmetic")
        if match["number"]:
            yield match["number"].replace(",", ""), match["unit"]
        else:
            yield match["sign"] or match["date"], ""
        at = match.end()


class _Parser:
    def __init__(
        self, tokens: Sequence[tuple[str, str]], quoted: Sequence[Mention], words: Collection[Decimal]
    ) -> None:
        self._tokens = [*tokens, ("", "")]
        self._quoted = quoted
        self._words = words
        self._at = 0
        self._depth = 0

    def equation(self) -> Equation:
        left = self._sum()
        sign = self._next()[0]
        if sign not in ("=", "<", "<=", ">", ">="):
            raise Unprovable("not an equation")
        right = self._sum()
        self._take("")
        turned = isinstance(left, Number) and not isinstance(right, Number) if sign == "=" else sign[0] == ">"
        return Equation(right, left, sign.replace(">", "<")) if turned else Equation(left, right, sign)

    def _sum(self) -> Node:
        node = self._term()
        while self._sign in ("+", "-"):
            node = Operation(self._next()[0], (node, self._term()))
        return node

    def _term(self) -> Node:
        node = self._factor()
        while self._sign in ("*", "/"):
            node = Operation(self._next()[0], (node, self._factor()))
        return node

    def _factor(self) -> Node:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise Unprovable("nested too deep")
        token, unit = self._next()
        if token == "-":
            node: Node = Operation("-", (self._factor(),))
        elif token == "(":
            node = self._sum()
            self._take(")")
        elif token.endswith("日"):
            node = self._date(token)
        elif token[:1].isdigit():
            node = self._look_up(Decimal(token), unit)
        else:
            raise Unprovable("not arithmetic")
        self._depth -= 1
        return node

    def _look_up(self, written: Decimal, unit: str) -> Number:
        """The quoted number that was copied here. Two that differ only in unit leave it open which."""
        plain = (m for m in self._quoted if m.high is None and m.kind is not Kind.DATE)
        known = [m for m in plain if _fits(unit, m)]
        found = [m for m in known if written in _writings(m)]
        if len({(m.value, m.high, m.kind, m.unit) for m in found}) > 1:
            raise Unprovable("it is not clear which number is meant")
        if found:
            return Number(written, found[0])
        return self._constant(written, unit)

    def _date(self, written: str) -> Number:
        """The quoted date; its value counts days."""
        found = [m for m in self._quoted if m.kind is Kind.DATE and m.text == written]
        if len({m.value for m in found}) != 1:
            raise Unprovable("a date that is not in the quotes")
        return Number(found[0].value or _ONE, found[0])

    def _constant(self, written: Decimal, unit: str) -> Number:
        """100, 1 and 100%; what is told in words also as a percentage: 0.5, 50 and 50%."""
        if not unit and (written in (HUNDRED, _ONE) or written in self._words):
            return Number(written, None)
        if unit in ("", "%") and (written == HUNDRED or written / HUNDRED in self._words):
            return Number(written, None, percent=True)
        raise Unprovable("a number that is not in the quotes")

    @property
    def _sign(self) -> str:
        return self._tokens[self._at][0]

    def _next(self) -> tuple[str, str]:
        token = self._tokens[self._at]
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _take(self, sign: str) -> None:
        if self._next()[0] != sign:
            raise Unprovable("not an equation")


def _fits(unit: str, mention: Mention) -> bool:
    """Whether the unit behind a number can be that of *mention*: 个 and 个科室 fit 3个, % fits 七成."""
    if unit == "%" and mention.kind is Kind.PERCENT:
        return True
    return unit in mention.text or bool(mention.unit and unit.startswith(mention.unit))


def _writings(mention: Mention) -> tuple[Decimal, ...]:
    """How the number may be copied: by its digits (301.81 of 301.81万元), or by its value (3 of 三个)."""
    digits = unicodedata.normalize("NFKC", mention.text)
    match = re.search(r"\d[\d,]*(?:\.\d+)?", digits)
    value = () if mention.value is None else (mention.value,)
    return (Decimal(match[0].replace(",", "")), *value) if match else value

"""A formula that a model wrote: parsed by a grammar of our own, never run.

    equation = sum ("=" | "<" | "<=" | ">" | ">=") sum          sum = term (("+" | "-") term)*
    term = factor (("*" | "/") factor)*          factor = "-" factor | "(" sum ")" | number [unit] | date

Numbers must be among those that the text prints; 100 and 1 may stand for themselves, and so may what the
caller knows to be told in words (half). Whatever does not fit raises `Unprovable`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from pipeline.crosscheck.formula import HUNDRED, Equation, Node, Number, Operation, Unprovable
from schemas.figures import Kind
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
_ONE = Decimal(1)


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

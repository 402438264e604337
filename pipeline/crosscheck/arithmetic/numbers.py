"""The numbers of a claim: those of like kind in reach, with the words that stand before each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from decimal import Decimal
from functools import cache

from pipeline.crosscheck.intervals import Interval, disjoint, exactly, meant, over, times
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from pipeline.crosscheck.vocabulary import either, initials
from schemas.figures import MONEY_FACTORS, Approx, Kind
from schemas.findings import Mention, Severity

HUNDRED = (Decimal(100), Decimal(100))
_ALIKE = ("人名位", "件项个", "场次", "册本份张", "家个所", "台套")


def is_amount(mention: Mention) -> bool:
    """Money or a count: something that can be added up and divided."""
    return mention.kind in (Kind.MONEY, Kind.COUNT) and mention.value is not None and mention.high is None


def alike(one: Mention, other: Mention) -> bool:
    """Whether two amounts are of one kind and unit."""
    if one.kind is not other.kind:
        return False
    if one.kind is Kind.MONEY or one.unit == other.unit:
        return True
    return _one_measure(one.unit or "?", other.unit or "?")


@cache
def _one_measure(one: str, other: str) -> bool:
    """Whether two measure words count the same things."""
    mine, its = _measure(one), _measure(other)
    return mine == its or any(mine in group and its in group for group in _ALIKE)


def _measure(unit: str) -> str:
    """The measure word; of 台（套） the first, and 件次 counts as 件 does."""
    word = unit.partition("（")[0]
    return word[0] if word in ("件次", "批次", "场次") else word


def between(reading: Reading, start: int, end: int) -> list[Mention]:
    """The figures that stand wholly inside the bounds."""
    figures = reading.figures
    first = bisect_left(figures, start, key=lambda m: m.start)
    last = bisect_left(figures, end, key=lambda m: m.start)
    return [m for m in figures[first:last] if m.end <= end]


def window(reading: Reading, mention: Mention) -> str:
    """The words of a number's own clause before it."""
    start, end = reading.window(mention.start)
    return reading.text[start:end]


def around(reading: Reading, mention: Mention) -> str:
    """The words before a number and the noun right behind it: 划分12个标段."""
    behind = _BEHIND.match(reading.text, mention.end)
    return window(reading, mention) + (behind[0] if behind else "")


_BOUNDLESS = Decimal(10) ** 18


def percent(part: Interval, whole: Interval) -> Interval | None:
    """part ÷ whole × 100, as an interval; where the whole may be nearly nothing, one without an end."""
    if whole[0] <= 0 < whole[1] and part[0] > 0:
        # 0.1亿元 is 0.05 to 0.15; less 0.06亿元 it may be 0, or 0.095.
        return part[0] / whole[1] * 100, _BOUNDLESS
    quotient = over(part, whole)
    return times(quotient, HUNDRED) if quotient else None


def agrees(mention: Mention, value: Interval | None) -> bool:
    """Whether the printed number and the recomputed one have a value in common."""
    return value is not None and not disjoint(meant(mention), value)


_UNIT = re.compile(r"(?:百万|[百千万亿])?元$")


def factor(mention: Mention) -> tuple[Decimal, str]:
    """The unit that a number is printed in, and what one of it is worth."""
    if mention.kind is Kind.MONEY:
        match = _UNIT.search(mention.text)
        unit = match[0] if match else "元"
        return MONEY_FACTORS.get(unit, Decimal(1)), unit
    return Decimal(1), mention.unit or ""


def in_yuan(mention: Mention) -> bool:
    """Whether an amount is printed in 元, where 万元 may have been meant."""
    return mention.kind is Kind.MONEY and factor(mention)[1] == "元"


def written(mention: Mention, unit: Decimal) -> str:
    """A number's value in *unit*, without the unit."""
    return plain((mention.value or Decimal(0)) / unit)


_BEHIND = re.compile(r"[^\s，,、；;：:。（()）\d占比较增减]{1,8}")
_CLEAN = re.compile(r"[\s，,、；;：:（()）“”]|(?:为|达到?|是|约|仅|共|有|的)+$")
_MOVES = re.compile(
    rf"{initials('up', 'down', 'apart', 'up_short', 'down_short')}"
    rf"(?:{either('up', 'down', 'apart', without='works')}"
    rf"|(?<![新提晋正副总全周时局组站科处队校院会班行部厂场村镇乡县市区省州社园馆所台家首团店])"
    rf"(?:{either('up_short', 'down_short')}))"
    r"(?:了|约|近|出|预算|资金|支出|收入|指标|经费)*$"
)


_ACCOUNTS = ("调出资金", "调入资金", "调出资金为", "调入资金为")


def clean_noun(words: str) -> str:
    """The words before a number without marks and linking verbs."""
    return _CLEAN.sub("", words)


def moves(reading: Reading, mention: Mention) -> bool:
    """Whether the number is a change, no amount of its own: 增加31万元. 调出资金 is an account."""
    known = reading.moved.get(mention.start)
    if known is None:
        words = window(reading, mention)
        known = not words.endswith(_ACCOUNTS) and bool(_MOVES.search(words))
        reading.moved[mention.start] = known
    return known


def claimed(mention: Mention, value: Interval | None) -> bool:
    """As ``agrees``, with words of bound taken at their word: 超过六成 is 60% or more, 近 and 不足 less."""
    if value is None:
        return False
    at = mention.value or Decimal(0)
    if mention.approx is Approx.MORE_THAN and mention.kind is Kind.PERCENT:
        return value[1] >= at
    if mention.approx is Approx.LESS_THAN and mention.kind is Kind.PERCENT:
        # 近七成 is a little less than 70%; 不足 and 不到 say nothing of how much.
        near = mention.hedge[:1] in ("近", "接", "将")
        return value[0] <= at and (not near or value[1] >= at - (8 if mention.unit == "成" else 5))
    if mention.unit == "成" and mention.approx is Approx.EXACT:
        half = mention.step / 2
        return value[1] > at - half and value[0] < at + half
    return agrees(mention, value)


Of = Callable[[Mention], Interval]
"""How a number is taken: ``meant`` or ``exactly``."""


def grade(holds: Callable[[Of], bool]) -> Severity | None:
    """error when no values inside the printed intervals make the claim true, warning when only digits left
    out of whole numbers could save it, None when it holds."""
    if not holds(meant):
        return Severity.ERROR
    return None if holds(exactly) else Severity.WARNING


def quotient(part: Decimal, whole: Decimal) -> str:
    """part ÷ whole as a percentage with two decimals."""
    return plain((100 * part / whole).quantize(Decimal("0.01"))) + "%" if whole else "无意义"

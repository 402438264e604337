"""Claims of change: 由A到B, 比上年增加D, 增长P%, 增长N倍, 个百分点."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

from pipeline.crosscheck.arithmetic.numbers import (
    Of,
    agrees,
    alike,
    between,
    factor,
    grade,
    is_amount,
    percent,
    quotient,
    timed,
    window,
    written,
)
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import Interval, meant, minus, over, plus
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_UP = "调增|净增|增收|增支|增加|增长|上升|提高|多|高|上涨|增|超"
_DOWN = "调减|净减|减收|减支|减少|下降|降低|压减|少|低|压缩|缩减|节约|减|降"
_MOVED = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|约|近|幅度?|率|出|支)*(?:为|达)?$")
_CHANGE = re.compile(
    rf"[，,（(]?(?:同?(?:比|较|与|和)[^，。；：、]{{0,14}}?(?:相比|比)?[，,]?)?(?:有所|共|净|实际|同比)?(?:{_UP}|{_DOWN})(?:了|约|近|出)*$"
)
_FROM = re.compile(r"(?:由|从)[^，。；：、]{0,14}$")
_THAN = re.compile(r"(?:比|较|与|和)[^，。；：、]{0,14}$")
_BASE = re.compile(r"上年|去年|上一年|年初|(?<!公共)(?<!基金)(?<!经营)预算|由|从|比|较")
_NEW_NOUN = re.compile(r"其中|人均|生均|平均|户均|单位|另")


def check_growth(reading: Reading) -> Iterator[Finding]:
    """Every change whose base or result stands in the same sentence."""
    for claim in reading.figures:
        moved = _MOVED.search(window(reading, claim))
        if moved is None:
            continue
        sign = 1 if moved["up"] else -1
        start = reading.layout.sentence(claim.start)[0]
        before = between(reading, start, claim.start)
        if claim.text.endswith("倍"):
            yield from _multiple(reading, claim, before, sign)
        elif claim.kind is Kind.PERCENT:
            yield from _percent(reading, claim, before, sign)
        elif is_amount(claim):
            yield from _difference(reading, claim, [m for m in before if is_amount(m)], sign)


def _pair(reading: Reading, before: list[Mention]) -> tuple[Mention, Mention] | None:
    """The two numbers that a change runs between: 由A到B, or A and B each with its own year."""
    if len(before) < 2:
        return None
    one, other = before[-2:]
    if one.kind is not other.kind or _NEW_NOUN.search(reading.text[one.end : other.start]):
        return None
    if _FROM.search(reading.text[max(0, one.start - 20) : one.start]):
        return one, other
    if _THAN.search(window(reading, other)) and _changing(reading, one, other):
        return other, one
    both = re.compile(r"\d{4}年|上年|去年|本年|当年")
    words = reading.text[one.end : other.start]
    apart = both.search(window(reading, one)) and re.match(r"[，,、]?(?:\d{4}年|本年|当年)", words)
    return (one, other) if apart and alike(one, other) else None


def _changing(reading: Reading, one: Mention, other: Mention) -> bool:
    """今年A，比…B增加: nothing but the comparison stands between the two."""
    return reading.text[one.end : other.start].lstrip("，,")[:1] in "比较与和" and alike(one, other)


def _multiple(reading: Reading, claim: Mention, before: list[Mention], sign: int) -> Iterator[Finding]:
    pair = _pair(reading, [m for m in before if is_amount(m)])
    if pair is None or sign < 0:
        return
    base, result = pair
    if not base.value:
        return
    wrong = grade(lambda of: agrees(claim, over(minus(of(result), of(base)), of(base))))
    if wrong is None:
        return
    times = _value(result) / _value(base)
    now, more = plain(times.quantize(Decimal("0.01"))), plain((times - 1).quantize(Decimal("0.01")))
    message = f"由{base.text}到{result.text}，是原来的{now}倍，增长{more}倍，与“{claim.text}”不符。"
    yield _found("multiple", message, wrong, reading, claim, base, result)


def _percent(reading: Reading, claim: Mention, before: list[Mention], sign: int) -> Iterator[Finding]:
    rates = [m for m in before if m.kind is Kind.PERCENT and m.unit != "个百分点"]
    pair = _pair(reading, rates) if len(rates) == len(before) or len(rates) >= 2 else None
    if pair is not None:
        yield from _points(reading, claim, *pair)
    elif claim.unit != "个百分点":
        yield from _rate(reading, claim, [m for m in before if is_amount(m)], sign)


def _points(reading: Reading, claim: Mention, base: Mention, result: Mention) -> Iterator[Finding]:
    difference = abs((result.value or Decimal(0)) - (base.value or Decimal(0)))
    if claim.unit == "个百分点":
        wrong = grade(lambda of: agrees(claim, _apart(of(base), of(result))))
        if wrong is not None:
            message = f"{base.text}与{result.text}相差{difference}个百分点，与“{claim.text}”不符。"
            yield _found("growth", message, wrong, reading, claim, base, result)
    elif difference == claim.value and base.value and difference * 100 / base.value != claim.value:
        message = f"{base.text}与{result.text}是两个百分率，相差{difference}个百分点，不能写“{claim.text}”。"
        yield _found("percent-points", message, Severity.ERROR, reading, claim, base, result)


def _rate(reading: Reading, claim: Mention, before: list[Mention], sign: int) -> Iterator[Finding]:
    """增长P%: from D and what it is a change of, else from the two amounts it runs between."""
    change = before[-1] if before and _MOVED.search(window(reading, before[-1])) else None
    if change is None:
        pair = _pair(reading, before)
        if pair is None:
            return
        base, result = pair
        if _against(of=meant, base=base, result=result, sign=sign):
            words = "增长" if sign < 0 else "下降"
            message = f"由{base.text}到{result.text}是{words}，与此处所写方向相反。"
            yield _found("direction", message, Severity.ERROR, reading, claim, base, result)
            return
        wrong = grade(lambda of: agrees(claim, percent(_apart(of(base), of(result)), of(base))))
        if wrong is not None and base.value:
            right = quotient(abs(_value(result) - _value(base)), _value(base))
            message = f"由{base.text}到{result.text}，变动{right}，与“{claim.text}”不符。"
            yield _found("growth", message, wrong, reading, claim, base, result)
        return
    others = [m for m in before[:-1] if alike(m, change)]
    if not others or not _belongs(reading, others[-1], change) or _parted(reading, change, claim):
        return
    bases = list(_bases(reading, others, change, sign))
    wrong = grade(lambda of: any(agrees(claim, percent(of(change), base(of))) for base, _ in bases))
    if bases and wrong is not None:
        message = f"{bases[-1][1]}，与“{claim.text}”不符。"
        yield _found("growth", message, wrong, reading, claim, change, others[-1])


def _bases(
    reading: Reading, others: list[Mention], change: Mention, sign: int
) -> Iterator[tuple[Callable[[Of], Interval], str]]:
    """What D may be measured against: the result less D, or an amount that the words mark as the base."""
    unit, _ = factor(change)
    if _THAN.search(window(reading, others[-1])):
        right = quotient(_value(change), _value(others[-1]))
        words = f"{written(change, unit)}÷{written(others[-1], unit)}＝{right}"
        yield partial(_taken, others[-1]), words
        return
    for other in others:
        marked = _BASE.search(window(reading, other)) or (timed(reading, other) and other is not others[-1])
        if marked:
            right = quotient(_value(change), _value(other))
            yield partial(_taken, other), f"{written(change, unit)}÷{written(other, unit)}＝{right}"
        value = _value(other) - sign * _value(change)
        mark = "－" if sign > 0 else "＋"
        words = f"{written(change, unit)}÷（{written(other, unit)}{mark}{written(change, unit)}）"
        yield partial(_before, other, change, sign), f"{words}＝{quotient(_value(change), value)}"


def _against(of: Of, base: Mention, result: Mention, sign: int) -> bool:
    """Whether the two numbers certainly move the other way than the word says."""
    low, high = minus(of(result), of(base))
    return low > 0 if sign < 0 else high < 0


def _taken(mention: Mention, of: Of) -> Interval:
    return of(mention)


def _before(result: Mention, change: Mention, sign: int, of: Of) -> Interval:
    """The base that the result and its change imply."""
    return minus(of(result), of(change)) if sign > 0 else plus(of(result), of(change))


def _difference(reading: Reading, claim: Mention, before: list[Mention], sign: int) -> Iterator[Finding]:
    """比…B增加D, 由A到B，增加D: D against the difference of the two."""
    pair = _pair(reading, [m for m in before if alike(m, claim)])
    if pair is None or not _close(reading, claim, pair):
        return
    base, result = pair
    wrong = grade(lambda of: agrees(claim, _signed(of(base), of(result), sign)))
    if wrong is None:
        return
    unit, name = factor(claim)
    right = _value(result) - _value(base)
    words = "增加" if right > 0 else "减少"
    message = (
        f"{written(result, unit)}－{written(base, unit)}＝{right / unit:f}，"
        f"即{words}{abs(right) / unit:f}{name}，与“{claim.text}”不符。"
    )
    yield _found("growth", message, wrong, reading, claim, base, result)


def _close(reading: Reading, claim: Mention, pair: tuple[Mention, Mention]) -> bool:
    last = max(pair, key=lambda m: m.start)
    words = reading.text[last.end : claim.start]
    return len(words) <= 8 and not _NEW_NOUN.search(words) and bool(_CHANGE.fullmatch(words))


def _belongs(reading: Reading, other: Mention, change: Mention) -> bool:
    return bool(_CHANGE.fullmatch(reading.text[other.end : change.start]))


def _parted(reading: Reading, change: Mention, claim: Mention) -> bool:
    return len(reading.text[change.end : claim.start]) > 8


def _signed(base: Interval, result: Interval, sign: int) -> Interval:
    low, high = minus(result, base)
    return (low, high) if sign > 0 else (-high, -low)


def _apart(base: Interval, result: Interval) -> Interval:
    low, high = minus(result, base)
    return (Decimal(0) if low <= 0 <= high else min(abs(low), abs(high))), max(abs(low), abs(high))


def _value(mention: Mention) -> Decimal:
    return mention.value or Decimal(0)


def _found(
    code: str, message: str, severity: Severity, reading: Reading, claim: Mention, *others: Mention
) -> Finding:
    places = tuple((m.start, m.end) for m in others)
    return finding(code, message, reading.text, claim.start, claim.end, severity=severity, others=places)

"""How a change is told, what it comes to between a base and a result, and the slips that spoil it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from pipeline.crosscheck.arithmetic.misprints import ONE, TURNED
from pipeline.crosscheck.arithmetic.misprints import slip as penslip
from pipeline.crosscheck.arithmetic.numbers import HUNDRED, Of, agrees, claimed, grade, percent
from pipeline.crosscheck.arithmetic.operands import Pair, Tie
from pipeline.crosscheck.intervals import Interval, meant, minus, over, plus, times
from schemas.findings import Mention, Severity

_LOOSE = Decimal("0.02")


class How(Enum):
    """The ways a change is told."""

    AMOUNT = auto()  # 增加20万元, 提高2个百分点
    RATE = auto()  # 增长20%
    MORE = auto()  # 增长2倍
    TIMES = auto()  # 是上年的3倍


@dataclass(frozen=True, slots=True)
class Claim:
    """A change as it is told."""

    mention: Mention
    how: How
    sign: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """The reading that the claim fails, how severely, and the slip that explains it."""

    pair: Pair
    severity: Severity
    slip: str


def judge(claim: Claim, found: list[Pair], wider: list[Pair]) -> Verdict | None:
    """None when an admissible reading holds or nothing ties the claim to numbers closely enough.

    What stands in the sentence itself is trusted as it is; what is gathered from further off accuses only
    where a slip explains the printed number.
    """
    likely = found or [p for p in wider if p.tie is not Tie.POSSIBLE]
    backwards = {(p.result.index, p.base.index) for p in likely}
    wider = [p for p in wider if (p.base.index, p.result.index) not in backwards]
    if found:
        wrong = grade(lambda of: any(holds(claim, p, of) for p in found))
        same = [p for p in wider if p.result is found[0].result and p.base is not found[0].base]
        saved = found[0].tie is not Tie.SURE and any(holds(claim, p) for p in same)
        if wrong is None or saved:
            return None
        pair = next((p for p in found if not against(p, claim.sign) and slip(claim, p)), found[0])
        return Verdict(pair, wrong, slip(claim, pair))
    if any(holds(claim, p) for p in wider):
        return None
    for pair in wider:
        why = slip(claim, pair)
        if pair.tie is Tie.SURE or (pair.tie is Tie.LIKELY and why):
            return Verdict(pair, Severity.WARNING, why)
    for pair in wider:
        if pair.dated and not against(pair, claim.sign) and (why := _typed(claim, pair)):
            return Verdict(pair, Severity.WARNING, why)
    return None


_TYPED = (ONE, TURNED)


def _typed(claim: Claim, pair: Pair) -> str:
    """A digit of a rate that differs by more than what rounding or cutting off makes of the last one."""
    if claim.how is not How.RATE:
        return ""
    right, step = _rate(pair), abs(claim.mention.step) or Decimal(1)
    off = abs((claim.mention.value or Decimal(0)) - right)
    why = written_for(claim.mention, right)
    return why if off > 2 * step and why.startswith(_TYPED) else ""


def holds(claim: Claim, pair: Pair, of: Of = meant) -> bool:
    """Whether the claim can be what lies between base and result, and the right way."""
    if claim.how is How.RATE and claim.sign and against(pair, claim.sign):
        return False
    value = _value(claim, of(pair.base.mention), of(pair.result.mention))
    tenths = claimed if claim.mention.unit == "成" else agrees
    return tenths(claim.mention, value)


def _value(claim: Claim, base: Interval, result: Interval) -> Interval | None:
    match claim.how:
        case How.AMOUNT if not claim.sign:
            return distance(base, result)
        case How.AMOUNT:
            low, high = minus(result, base)
            return (low, high) if claim.sign > 0 else (-high, -low)
        case How.RATE:
            return percent(distance(base, result), base)
        case How.MORE:
            return over(minus(result, base), base)
        case How.TIMES:
            return over(result, base)


def distance(base: Interval, result: Interval) -> Interval:
    """How far two numbers lie apart."""
    low, high = minus(result, base)
    return (Decimal(0) if low <= 0 <= high else min(abs(low), abs(high))), max(abs(low), abs(high))


def against(pair: Pair, sign: int) -> bool:
    """Whether the two numbers certainly move the other way than the word says."""
    low, high = minus(meant(pair.result.mention), meant(pair.base.mention))
    return low > 0 if sign < 0 else high < 0


# -- slips ------------------------------------------------------------------------------------------


def slip(claim: Claim, pair: Pair) -> str:
    """How a clerk came from these two numbers to the one that is printed; empty when no way is known."""
    if pair.base.value == pair.result.value and claim.sign:
        return "两数相同，没有增减"
    for of in (as_printed, meant):
        for value, why in _slips(claim, pair, of):
            if explains(claim.mention, value):
                return why
    return _digits(claim, pair)


def explains(mention: Mention, value: Interval | None) -> bool:
    """Whether a slip comes to the printed number, and not merely to somewhere about it: 0.1亿元 as a divisor
    comes to anything."""
    if value is None or not agrees(mention, value):
        return False
    return value[1] - value[0] <= max(abs(mention.step), _LOOSE * abs(value[1]))


def as_printed(mention: Mention) -> Interval:
    """The very number, as a clerk types it in."""
    value = mention.value or Decimal(0)
    return value, value


def _slips(claim: Claim, pair: Pair, of: Of) -> Iterator[tuple[Interval | None, str]]:
    base, result = pair.base.mention, pair.result.mention
    one, other = of(base), of(result)
    apart = distance(one, other)
    match claim.how:
        case How.AMOUNT:
            yield apart, "大小相同而方向相反"
            yield other, f"写的是{result.text}本身，不是增减的数"
            yield plus(one, other), "误将两数相加"
        case How.RATE:
            yield from rate_slips(apart, one, other, result.text)
            yield percent(other, one), f"是{result.text}与{base.text}之比，不是增减的幅度"
        case How.MORE:
            yield over(other, one), "是原来的几倍，不是增加了几倍"
        case How.TIMES:
            yield over(apart, one), "是增加了几倍，不是原来的几倍"


def rate_slips(
    apart: Interval, base: Interval, result: Interval, name: str
) -> Iterator[tuple[Interval | None, str]]:
    """A rate of change over the wrong number, its complement, or with the point in the wrong place."""
    yield percent(apart, result), f"误以{name}为分母"
    if right := percent(apart, base):
        yield minus(HUNDRED, right), "误写成余下的百分比"
        yield times(right, (Decimal(10), Decimal(10))), "小数点错位"
        yield times(right, (Decimal("0.1"), Decimal("0.1"))), "小数点错位"


def _digits(claim: Claim, pair: Pair) -> str:
    """One digit wrong or two exchanged in the printed number."""
    base, result = pair.base.value, pair.result.value
    right = abs(result - base)
    if claim.how is How.RATE:
        right = _rate(pair)
    elif claim.how in (How.MORE, How.TIMES) or right == 0:
        return ""
    return written_for(claim.mention, right)


def _rate(pair: Pair) -> Decimal:
    base, result = pair.base.value, pair.result.value
    return 100 * abs(result - base) / base if base > 0 else Decimal(0)


def written_for(mention: Mention, right: Decimal) -> str:
    """The slip of the pen that turned *right* into the printed number, at the places it is printed with."""
    step = abs(mention.step) or Decimal(1)
    one, other = int((mention.value or Decimal(0)) / step), int((right / step).to_integral_value())
    misprint = penslip(one, other)
    return f"{misprint.why}，应是写错" if misprint and misprint.digits >= 3 else ""

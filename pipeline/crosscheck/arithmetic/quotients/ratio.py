"""A part over a whole, whether it gives what is claimed, and what a wrong quotient comes of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from pipeline.crosscheck.arithmetic.facts import Fact, Facts
from pipeline.crosscheck.arithmetic.misprints import ONE, slip
from pipeline.crosscheck.arithmetic.numbers import (
    HUNDRED,
    Of,
    agrees,
    claimed,
    factor,
    percent,
    quotient,
    written,
)
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import Interval, exactly, meant, minus, times
from pipeline.crosscheck.show import plain
from pipeline.crosscheck.slips import misprinted
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

Holds = Callable[[Interval | None], bool]
"""Whether a quotient in percent bears a claim out."""

_PER_MILLE = Decimal(10)
_ROUGH = Decimal("1.5")
"""三分之一 is said of 32% and of 34.5%."""
_NEAR = Decimal("1.67")
"""A whole mistaken for another of the text is a slip that is recognised; others miss by less than this."""
_PRINTED = 3
"""Digits of a share that its slip must have to be believed."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """The sum of some numbers over the sum of others; ``rest``: what the parts leave of the whole;
    ``less``: what is taken off the whole."""

    parts: tuple[Fact, ...]
    wholes: tuple[Fact, ...]
    rest: bool = False
    less: tuple[Fact, ...] = ()

    def value(self, of: Of) -> Interval | None:
        """The quotient in percent."""
        whole = total(self.wholes, of)
        whole = minus(whole, total(self.less, of)) if self.less else whole
        part = total(self.parts, of)
        return percent(minus(whole, part) if self.rest else part, whole)

    @property
    def right(self) -> str:
        """The quotient as it should be printed."""
        part, whole = _plain_sum(self.parts), _plain_sum(self.wholes) - _plain_sum(self.less)
        return quotient(whole - part if self.rest else part, whole)

    def shown(self) -> str:
        """5÷（12＋8）＝25%."""
        unit = _unit(self.wholes[0].mention)
        whole = _written(self.wholes, unit, self.less)
        part = f"（{whole}－{_written(self.parts, unit)}）" if self.rest else _written(self.parts, unit)
        return f"{part}÷{whole}＝{self.right}"

    @property
    def places(self) -> tuple[tuple[int, int], ...]:
        """Where its numbers stand."""
        return tuple((f.mention.start, f.mention.end) for f in (*self.parts, *self.wholes, *self.less))


def _unit(mention: Mention) -> Decimal:
    """What the numbers are written in: 250万件 in 万."""
    if mention.kind is Kind.COUNT:
        return Decimal(10_000) if "万" in mention.text else Decimal(1)
    return factor(mention)[0]


def total(facts: Sequence[Fact], of: Of) -> Interval:
    """The sum of some numbers."""
    lows, highs = zip(*(of(f.mention) for f in facts), strict=True)
    return sum(lows, Decimal(0)), sum(highs, Decimal(0))


def _plain_sum(facts: Sequence[Fact]) -> Decimal:
    return sum((f.value for f in facts), Decimal(0))


def _written(facts: Sequence[Fact], unit: Decimal, less: Sequence[Fact] = ()) -> str:
    text = "＋".join(written(f.mention, unit) for f in facts)
    text += "".join(f"－{written(f.mention, unit)}" for f in less)
    return f"（{text}）" if len(facts) + len(less) > 1 else text


def holder(mention: Mention) -> Holds:
    """What a printed share allows: ‰ are tenths of a percent, a fraction in words is roughly meant."""
    mention = in_percent(mention)
    return (lambda value: _roughly(mention, value)) if mention.unit == "分之" else (
        lambda value: claimed(mention, value)
    )  # fmt: skip


def in_percent(mention: Mention) -> Mention:
    """A number of per mille as one of percent."""
    if mention.unit != "‰" or mention.value is None:
        return mention
    high = mention.high / _PER_MILLE if mention.high is not None else None
    return replace(mention, value=mention.value / _PER_MILLE, high=high, step=mention.step / _PER_MILLE)


def _roughly(mention: Mention, value: Interval | None) -> bool:
    if value is None:
        return False
    at = mention.value or Decimal(0)
    if mention.approx is Approx.MORE_THAN:
        return value[1] >= at
    if mention.approx is Approx.LESS_THAN:
        near = mention.hedge[:1] in ("近", "接", "将")
        return value[0] <= at and (not near or value[1] >= at - 8)
    rough = _ROUGH * (2 if mention.approx is Approx.ABOUT else 1)
    return value[0] <= at + rough and value[1] >= at - rough


def far(mention: Mention | None, ratio: Ratio, most: Decimal = _NEAR) -> bool:
    """Whether the quotient is nowhere near the printed share: its whole may not be in the text at all."""
    value = ratio.value(meant)
    if mention is None or not mention.value or value is None or mention.approx is not Approx.EXACT:
        return False  # 不足三成 is on one side of its bound, however far
    times = sum(value, Decimal(0)) / 2 / (in_percent(mention).value or 1)
    return not 1 / most < times < most


def served(facts: Facts, ratio: Ratio, at: int) -> bool:
    """修复371台，修复率90.05%，3日内修复率: whether a share told since, before *at*, is right of these."""
    since = facts.within(max(end for _, end in ratio.places), at)
    shares = [f.mention for f in since if f.mention.kind is Kind.PERCENT]
    return any(holder(m)(ratio.value(meant)) and not facts.amounts(m.end, at) for m in shares)


def cut_off(mention: Mention | None, ratio: Ratio) -> bool:
    """Whether the printed share is the quotient with its further digits left off: 26.8% for 26.88%."""
    if mention is None or mention.approx is not Approx.EXACT or mention.unit != "%":
        return False
    at, value, came = mention.value or Decimal(0), ratio.value(exactly), ratio.value(_plainly)
    if value is None or came is None or came[0] < at:
        return False
    return mention.step < 1 and value[0] < at + mention.step


def _plainly(mention: Mention) -> Interval:
    """The number as it stands."""
    value = mention.value or Decimal(0)
    return value, value


def slip_of(mention: Mention | None, ratio: Ratio, excluded: Iterable[Ratio] = ()) -> str:
    """What the printed share is, where it is no share of the right whole; empty when nothing explains it."""
    if mention is None or mention.approx is not Approx.EXACT:
        return ""
    if mention.unit not in ("%", "‰"):
        return _rest_in_words(mention, ratio)
    for other in excluded:
        if agrees(in_percent(mention), other.value(meant)):
            name = "＋".join(f.mention.text for f in other.wholes)
            return f"{mention.text}是除以{name}的结果，请核对分母"
    value = ratio.value(meant)
    if value is None:
        return ""
    one = in_percent(mention)
    for made, why in _slips(ratio, value):
        if agrees(one, made):
            return why.replace("这", mention.text, 1)
    if _apart(one, ratio):
        return f"{mention.text}是两数之差，不是两数之比"
    return _mistyped(one, value) if one.step else ""


def _rest_in_words(mention: Mention, ratio: Ratio) -> str:
    """2460名，其中儿童615名，占四分之三: the share of the others, told in words."""
    value = ratio.value(meant)
    rest = mention.unit in ("成", "分之") and value and holder(mention)(minus(HUNDRED, value))
    return f"{mention.text}是其余部分所占的比例" if rest else ""


def _apart(claim: Mention, ratio: Ratio) -> bool:
    """预算8.50万元，支出6.12万元，完成预算的2.38%: what is left, printed as a percentage."""
    left = abs(_plain_sum(ratio.wholes) - _plain_sum(ratio.parts)) / _unit(ratio.wholes[0].mention)
    return claim.value == left and len(plain(left).replace(".", "")) > 2


def _slips(ratio: Ratio, value: Interval) -> Iterator[tuple[Interval | None, str]]:
    """What else a clerk may have computed of the same two numbers."""
    yield minus(HUNDRED, value), "这是其余部分所占的比例"
    if value[0] > HUNDRED[1] or value[1] < HUNDRED[0]:
        yield percent(total(ratio.wholes, meant), total(ratio.parts, meant)), "分子与分母颠倒"
    if value[0] > HUNDRED[1] and not ratio.parts[0].compared:
        yield minus(value, HUNDRED), "这只是超出100%的部分"
    for scale in (Decimal(10), Decimal("0.1")):
        yield times(value, (scale, scale)), "像是“%”与“‰”写错，或小数点错了一位"


def _mistyped(one: Mention, value: Interval) -> str:
    due = (sum(value, Decimal(0)) / 2 / one.step).quantize(Decimal(1), ROUND_HALF_UP) * one.step
    one_, due_ = (format(v, "f").replace(".", "") for v in (one.value or Decimal(0), due))
    if len(one_) == 2 and one_ == due_[::-1]:
        return "两个数字颠倒，应是写错"
    if why := misprinted(one.value or Decimal(0), due):
        return why
    found = slip(int((one.value or Decimal(0)) / one.step), int(due / one.step))
    believed = found and found.why == ONE and found.digits >= _PRINTED
    return "只有一个数字不同，应是写错" if believed and abs(due - (one.value or 0)) > one.step else ""


def unlike(
    text: str, start: int, end: int, ratio: Ratio, code: str, severity: Severity, why: str = ""
) -> Finding:
    """The finding that a ratio is not what is claimed."""
    message = f"{ratio.shown()}，与“{text[start:end]}”不符。{why and why + '。'}"
    return finding(
        code, message, text, start, end, severity=severity, expected=ratio.right, evidence=ratio.shown(),
        others=ratio.places,
    )  # fmt: skip


def percent_sum(mentions: Sequence[Mention]) -> str:
    """甲%＋乙%＝丙%."""
    value = sum((m.value or Decimal(0) for m in mentions), Decimal(0))
    return f"{'＋'.join(m.text for m in mentions)}＝{value}%"

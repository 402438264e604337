"""A percentage with what it comes to right behind it: 按合同金额的5%缴纳保证金4.2万元; 付65%计185.9万元.

The amount is that percentage of one told beside it. Where none gives it, the one told before is what is
meant if a slip explains the miss, or if the amount is a round percentage of it, as hardly another amount
would be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.crosscheck.arithmetic.misprints import slip
from pipeline.crosscheck.arithmetic.numbers import alike, between, factor, is_amount, moves, window
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import Interval, disjoint, exactly, meant, minus, plus, times
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_GAP = re.compile(
    r"(?:[，,]\s?(?:即|计|合|约合|共计?|折合|金额|应[付缴提]|也就是|为)[^，。；：（）()%\d]{0,8}"
    r"|[（(](?:即|计|合|约|折合|共)?|[^，。；：（）()%\d增减降升比较率到超占至]{0,14})"
)
_CHANGED = re.compile(
    r"增[长幅加速]|降|减少|提高|上升|涨|率[为达到是至约]*$|比(?:上年|去年|同期)|[不低高]于|超过|达到?$|占比?[为是]?$|[以之][上下内]"
)
_OF = re.compile(r"(?:按照?|以|为|占|是|系)?(?P<base>[一-鿿]{2,10})(?:的|之)$")
_UNITS = {"%": Decimal(100), "％": Decimal(100), "‰": Decimal(1000)}
_REACH, _MOST = 260, 10
_ROUND, _SPARE = 2, 2
"""The digits of a round percentage, and how many more its amount has, where there are several wholes."""
_POWERS = tuple(Decimal(10) ** power for power in (-4, -3, -2, -1, 1, 2, 3, 4))


@dataclass(frozen=True, slots=True)
class Part:
    """A percentage and the amount that it comes to."""

    rate: Mention
    amount: Mention

    @property
    def share(self) -> Decimal:
        """The percentage as a fraction."""
        return (self.rate.value or Decimal(0)) / _UNITS[self.rate.unit or "%"]

    def of(self, whole: Interval) -> bool:
        """Whether it comes to the amount, of that whole."""
        low, high = exactly(self.rate)
        scale = _UNITS[self.rate.unit or "%"]
        return not disjoint(times(whole, (low / scale, high / scale)), meant(self.amount))


_NAME = re.compile(r"即([一-鿿]{2,8})$")
_JOINTS = ("、", "和", "及", "与")


def check_percents(reading: Reading, told: Iterable[Finding]) -> Iterator[Finding]:
    """Every percentage with an amount behind it, where nothing is *told* of them yet."""
    spots = [place for f in told for place in ((f.start, f.end), *f.others)]
    for rate, amount in zip(reading.figures, reading.figures[1:], strict=False):
        if rate.kind is not Kind.PERCENT or not is_amount(amount) or amount.unit == "分":
            continue
        places = (rate.start, rate.end), (amount.start, amount.end)
        if _in_row(reading, rate, amount) or _of_another(reading, rate, amount):
            continue
        if _goes_with(reading, rate, amount) and not any(
            a < d and c < b for a, b in places for c, d in spots
        ):
            yield from _judge(reading, Part(rate, amount))


def _in_row(reading: Reading, rate: Mention, amount: Mention) -> bool:
    """分别支付30%、60%、10%，即28.8万元、57.6万元和9.6万元: each percentage has its own amount."""
    text = reading.text
    return text[rate.start - 1 : rate.start] in _JOINTS and text.startswith(_JOINTS, amount.end)


def _of_another(reading: Reading, rate: Mention, amount: Mention) -> bool:
    """省级承担80%，市、县各承担10%，即省级2304万元: the amount has a name that was told before the rate."""
    name = _NAME.search(reading.text[rate.end : amount.start])
    start = reading.layout.sentence(rate.start)[0]
    own = reading.text[reading.layout.clause(rate.start)[0] : rate.start]
    return name is not None and name[1] in reading.text[start : rate.start] and name[1] not in own


def _goes_with(reading: Reading, rate: Mention, amount: Mention) -> bool:
    if rate.unit not in _UNITS or not rate.value or rate.high is not None or not amount.value:
        return False
    if rate.approx is not Approx.EXACT or amount.approx is not Approx.EXACT:
        return False
    if not _GAP.fullmatch(reading.text, rate.end, amount.start):
        return False
    return not _CHANGED.search(window(reading, rate))


def _judge(reading: Reading, part: Part) -> Iterator[Finding]:
    wholes = _wholes(reading, part)
    if not wholes or any(part.of(span) for span in _spans(reading, part, wholes)):
        return
    for one in _likely(reading, part, wholes):
        only = len(wholes) == 1 and not _OF.search(window(reading, part.rate))
        why = _why(part, one, spare=0 if only else _SPARE)
        if why is not None:
            yield _unlike(reading, part, one, why)
            return


def _likely(reading: Reading, part: Part, wholes: Sequence[Mention]) -> list[Mention]:
    """The largest told before in the same sentence, and the last; else the first of all."""
    start = reading.layout.period(part.rate.start)[0]
    near = [m for m in wholes if start <= m.start < part.rate.start]
    return [max(near, key=lambda m: m.value or 0), near[-1]] if near else list(wholes[:1])


def _wholes(reading: Reading, part: Part) -> list[Mention]:
    """The larger amounts alike beside it, in its paragraph."""
    start, end = reading.layout.paragraph(part.rate.start)
    near = between(reading, max(start, part.rate.start - _REACH), min(end, part.amount.end + _REACH))
    own = [m for m in near if m is not part.amount and is_amount(m) and alike(m, part.amount)]
    larger = [m for m in own if (m.value or 0) > (part.amount.value or 0) or part.share >= 1]
    return [m for m in larger if not moves(reading, m)][-_MOST:]


def _spans(reading: Reading, part: Part, wholes: Sequence[Mention]) -> Iterator[Interval]:
    """What it can be of: each, neighbours together, what two differ by, what the percentage leaves, and
    another percentage of each: 各得50%，本市占地方部分的70%."""
    spans = [meant(m) for m in wholes]
    yield from spans
    for at, one in enumerate(spans):
        total = one
        for other in spans[at + 1 :]:
            total = plus(total, other)
            yield total
            yield minus(max(one, other), min(one, other))
    start, end = reading.layout.period(part.rate.start)
    percents = [m for m in between(reading, start, end) if m.unit == "%" and m is not part.rate]
    scales = [(m.value or Decimal(0)) / 100 for m in percents[:_MOST]]
    scales = [s for share in scales for s in (share, 1 - share)]
    for scale in [*scales, (1 - part.share) / part.share]:
        yield from (times(span, (scale, scale)) for span in spans if scale > 0)


def _why(part: Part, whole: Mention, spare: int = 0) -> str | None:
    """The slip behind the miss; empty where the amount is a round percentage of the whole; else None."""
    scale = _UNITS[part.rate.unit or "%"]
    value, amount = whole.value or Decimal(0), part.amount.value or Decimal(0)
    due, rate = value * part.share, amount / value * scale
    for claim, right in ((part.amount, due), (part.rate, rate)):
        step = abs(claim.step) or Decimal(1)
        if not right.is_finite():
            return None  # 占0.00万元的1%: nothing can be computed back
        found = slip(int((claim.value or 0) / step), int((right / step).to_integral_value()))
        if found and found.digits >= 3 and right % step == 0:
            return f"{found.why}，疑为笔误"
    if any(due * power == amount for power in _POWERS):
        return "小数点或单位写错"
    return "" if _digits(rate) <= _ROUND and _digits(rate) <= _digits(amount) - spare else None


def _digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def _unlike(reading: Reading, part: Part, whole: Mention, why: str) -> Finding:
    unit, name = factor(part.amount)
    if part.amount.kind is Kind.COUNT and "万" in part.amount.text:
        unit, name = Decimal(10_000), f"万{name}"
    due = (whole.value or Decimal(0)) * part.share / unit
    right = plain(due.quantize(Decimal("0.0001" if unit > 1 else "0.01"))) + name
    terms = f"{whole.text}×{part.rate.text}"
    note = f"（{why}）" if why else ""
    others = tuple((m.start, m.end) for m in (part.rate, whole))
    return finding(
        "share", f"{terms}＝{right}，与“{part.amount.text}”不符{note}。", reading.text, part.amount.start,
        part.amount.end, severity=Severity.WARNING, expected=right, evidence=terms, others=others,
    )  # fmt: skip

"""A sum that does not come out, in words: the arithmetic, the likely slip, the places involved."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import factor, in_yuan, written
from pipeline.crosscheck.arithmetic.sums.items import Item
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import Interval, disjoint, meant, plus, times
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.findings import Finding, Mention, Severity

_TEN_THOUSAND: Interval = (Decimal(10_000), Decimal(10_000))
_ZERO: Interval = (Decimal(0), Decimal(0))


def total_of(parts: Sequence[Mention]) -> Interval:
    """The sum of what the parts may stand for."""
    total = _ZERO
    for part in parts:
        total = plus(total, meant(part))
    return total


def slipped(whole: Mention, parts: Sequence[Mention]) -> Mention | None:
    """The part (or the whole) that makes the sum right when its 元 is read as 万元, or the other way."""
    total, target = total_of(parts), meant(whole)
    if in_yuan(whole) and not disjoint(total, times(target, _TEN_THOUSAND)):
        return whole
    for part in parts:
        low, high = meant(part)
        rest = total[0] - low, total[1] - high
        if in_yuan(part) and not disjoint(plus(rest, times((low, high), _TEN_THOUSAND)), target):
            return part
        less = low / 10_000, high / 10_000
        if factor(part)[1] == "万元" and in_yuan(whole) and not disjoint(plus(rest, less), target):
            return part
    return None


def mismatch(
    reading: Reading,
    whole: Mention,
    parts: Sequence[Mention],
    severity: Severity = Severity.ERROR,
    slip: Mention | None = None,
    rule: str = "",
) -> Finding:
    """The parts do not make up the whole."""
    unit, name = factor(whole if slip is not whole else parts[0])
    total = sum((p.value or Decimal(0) for p in parts), Decimal(0)) / unit
    terms = "＋".join(written(p, unit) for p in parts)
    message = f"{terms}＝{plain(total)}{name}，与{whole.text}不符。"
    expected = f"{plain(total)}{name}"
    if slip is not None:
        expected = (
            slip.text.replace("万元", "元") if "万元" in slip.text else slip.text.replace("元", "万元")
        )
        message += f"若{slip.text}应为{expected}则相符。"
    if rule:
        message += f"依据：{rule}。"
    at = slip or whole
    places = tuple((m.start, m.end) for m in (*parts, whole) if m is not at)
    return finding(
        "sum", message, reading.text, at.start, at.end, severity=severity, expected=expected,
        evidence=f"{terms}＝{plain(total)}{name}", others=places,
    )  # fmt: skip


def exceeds(reading: Reading, whole: Mention, part: Mention) -> Finding:
    """One part is greater than its whole."""
    message = f"其中的{part.text}大于总数{whole.text}。"
    return finding(
        "sum", message, reading.text, part.start, part.end, others=((whole.start, whole.end),)
    )  # fmt: skip


def signed(items: Sequence[Item]) -> Interval:
    """The sum of changes, each with its sign."""
    total = _ZERO
    for item in items:
        sign = Decimal(item.sign)
        total = plus(total, times(meant(item.mention), (sign, sign)))
    return total


def unequal(
    reading: Reading, whole: Item, parts: Sequence[Item], severity: Severity = Severity.ERROR
) -> Finding:
    """The changes of the parts do not make the change of the whole; written with signs."""
    unit, name = factor(whole.mention)
    terms = "".join(("＋" if p.sign > 0 else "－") + written(p.mention, unit) for p in parts)
    value = sum((p.sign * (p.mention.value or Decimal(0)) for p in parts), Decimal(0)) / unit
    message = f"各项增减{terms}＝{plain(value)}{name}，与{whole.mention.text}不符。"
    places = tuple((p.start, p.end) for p in parts)
    return finding("sum", message, reading.text, whole.start, whole.end, severity=severity, others=places)

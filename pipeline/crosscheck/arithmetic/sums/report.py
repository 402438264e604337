"""A sum that does not come out, in words: the arithmetic, the likely slip, the places involved."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import factor, in_yuan, written
from pipeline.crosscheck.arithmetic.sums.items import Item
from pipeline.crosscheck.arithmetic.sums.vocabulary import vocabulary
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import Interval, disjoint, meant, plus, times
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_TEN_THOUSAND: Interval = (Decimal(10_000), Decimal(10_000))
_ZERO: Interval = (Decimal(0), Decimal(0))


def total_of(parts: Sequence[Mention]) -> Interval:
    """The sum of what the parts may stand for."""
    total = _ZERO
    for part in parts:
        total = plus(total, meant(part))
    return total


_REMARK = re.compile(r"。[^。\n\d０-９]*")


def overlapping(reading: Reading, start: int, end: int) -> bool:
    """…大专9578人。上述分类互有交叉，不作加总: a sentence without numbers behind a list speaks of it too."""
    remark = _REMARK.match(reading.text, end) or _REMARK.match(reading.text, end - 1)
    return bool(vocabulary().overlap.search(reading.text, start, remark.end() if remark else end))


def admitted(reading: Reading, last: Item) -> bool:
    """Whether the paragraph itself says, behind the *last* part, that the parts do not make up the whole."""
    end = reading.layout.paragraph(last.end - 1)[1]
    return bool(vocabulary().admitted.search(reading.text, last.end, end))


_LARGER = {"元": "万元", "万元": "亿元"}
_SMALLER = {"万元": "元", "亿元": "万元"}


@dataclass(frozen=True, slots=True)
class Slip:
    """A number whose unit is wrong, and as it should read for the sum to be right."""

    mention: Mention
    right: str


def slipped(whole: Mention, parts: Sequence[Mention]) -> Slip | None:
    """The part (or the whole) that makes the sum right in the next larger or smaller unit of money."""
    total, target = total_of(parts), meant(whole)
    if whole.kind is not Kind.MONEY:
        return None
    if in_yuan(whole) and not disjoint(total, times(target, _TEN_THOUSAND)):
        return Slip(whole, _reunited(whole, _LARGER))
    if factor(whole)[1] in _SMALLER and not disjoint(times(total, _TEN_THOUSAND), target):
        return Slip(whole, _reunited(whole, _SMALLER))
    for part in parts:
        low, high = meant(part)
        rest = total[0] - low, total[1] - high
        unit = factor(part)[1]
        if unit in _LARGER and not disjoint(plus(rest, times((low, high), _TEN_THOUSAND)), target):
            return Slip(part, _reunited(part, _LARGER))
        less = low / 10_000, high / 10_000
        smaller = _SMALLER.get(unit) == factor(whole)[1]
        if smaller and not disjoint(plus(rest, less), target):
            return Slip(part, _reunited(part, _SMALLER))
    return None


def _reunited(mention: Mention, units: Mapping[str, str]) -> str:
    unit = factor(mention)[1]
    return mention.text.removesuffix(unit) + units[unit]


def mismatch(
    reading: Reading,
    whole: Mention,
    parts: Sequence[Mention],
    severity: Severity = Severity.ERROR,
    slip: Slip | None = None,
    rule: str = "",
    note: str = "",
) -> Finding:
    """The parts do not make up the whole; *note* tells the slip of the pen."""
    at = slip.mention if slip else whole
    unit, name = factor(whole if slip is None or at is not whole else parts[0])
    total = sum((p.value or Decimal(0) for p in parts), Decimal(0)) / unit
    terms = "＋".join(written(p, unit) for p in parts)
    message = f"{terms}＝{plain(total)}{name}，与{whole.text}不符。"
    expected = f"{plain(total)}{name}"
    if slip is not None:
        expected = slip.right
        message += f"若{at.text}应为{expected}则相符。"
    if note:
        message += f"{note}，疑为笔误。"
    if rule:
        message += f"依据：{rule}。"
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
    return finding(
        "sum", message, reading.text, whole.start, whole.end, severity=severity,
        expected=f"{plain(abs(value))}{name}", others=places,
    )  # fmt: skip

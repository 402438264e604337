"""A rule of deduction told before the score it is used on: 每低1个百分点扣0.5分。…相差6个百分点，得5分."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from pipeline.crosscheck.arithmetic.numbers import between
from pipeline.crosscheck.arithmetic.scores.items import unlike
from pipeline.crosscheck.arithmetic.scores.marks import Mark, Role
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Kind
from schemas.findings import Finding, Mention

_EACH = re.compile(
    r"每(?:[^\d，。；]{0,10}?)(?P<n>\d+(?:\.\d+)?|[一二两])?(?P<unit>个百分点|%|％|个工作日|[一-鿿])[^每，。；\d]{0,8}[，,]?扣(?:减|除|分)?$"
)
_NUMBER = {"一": Decimal(1), "两": Decimal(2), "二": Decimal(2)}
_FAR = 160
_AIM = 20
"""A percentage aimed at is larger; 每低1% is none."""


def check_deductions(reading: Reading, marks: Sequence[Mark]) -> Iterator[Finding]:
    """Every rule with the one score behind it that it was used on."""
    for at, rule in enumerate(marks):
        each = _EACH.search(reading.text[max(0, rule.start - 30) : rule.start]) if rule.value else None
        if rule.role is Role.RULE and each:
            yield from _used(reading, marks, at, each)


def _used(reading: Reading, marks: Sequence[Mark], at: int, each: re.Match[str]) -> Iterator[Finding]:
    rule = marks[at]
    behind = [m for m in marks[at + 1 :] if m.start - rule.end <= _FAR]
    got = next((m for m in behind if m.role in (Role.GOT, Role.OFF)), None)
    full = _full(marks, at, got)
    if got is None or any(m.role is Role.RULE for m in behind if m.start < got.start):
        return
    if got.role is Role.GOT and (full is None or full.value < got.value):
        return
    counts = _counts(reading, rule, got, each["unit"])
    if len(counts) != 1 or any(m.start > got.start and m.role is Role.GOT for m in behind if not m.whole):
        return
    step = _NUMBER.get(each["n"] or "一") or Decimal(each["n"])
    yield from _judge(reading, rule, got, full, counts[0] / step)


def _judge(reading: Reading, rule: Mark, got: Mark, full: Mark | None, times: Decimal) -> Iterator[Finding]:
    ways = {times, times.to_integral_value(ROUND_FLOOR), times.to_integral_value(ROUND_CEILING)}
    lost = {n * rule.value for n in ways}
    lost |= {min(n, full.value) for n in lost} if full else set()
    if got.role is Role.OFF:
        if got.value not in lost:
            yield unlike(reading, got, f"{plain(times)}×{plain(rule.value)}", times * rule.value, [rule])
    elif full and full.value - got.value not in lost:
        left = max(full.value - times * rule.value, Decimal(0))
        terms = f"{plain(full.value)}－{plain(times)}×{plain(rule.value)}"
        yield unlike(reading, got, terms, left, [full, rule])


def _full(marks: Sequence[Mark], at: int, got: Mark | None) -> Mark | None:
    """The full score told between rule and score, or right before the rule: 达到95%得10分，每低…."""
    end = got.start if got else 0
    told = [m for m in marks[at + 1 :] if m.start < end and m.role is Role.FULL]
    before = [m for m in marks[:at] if m.role in (Role.FULL, Role.RULE)][-1:]
    chosen = told or before
    return chosen[-1] if chosen else None


def _counts(reading: Reading, rule: Mark, got: Mark, unit: str) -> list[Decimal]:
    """How often it applied: told in its unit behind it, or what two percentages lie apart."""
    near = [m for m in between(reading, rule.end, got.start) if m.value and m.high is None]
    if unit not in ("个百分点", "%", "％"):
        return [m.value for m in near if m.value and m.unit != "分" and (m.unit or "")[:1] == unit[:1]]
    told = [m.value for m in near if m.value and m.unit == "个百分点"]
    rates = _rates(near)
    if told or len(rates) == 2:
        return list(dict.fromkeys([*told, *([_apart(*rates)] if len(rates) == 2 else [])]))
    start = reading.layout.sentence(rule.start)[0]
    aims = [m for m in _rates(between(reading, start, rule.start)) if (m.value or 0) > _AIM]
    return [_apart(aims[0], rates[0])] if len(aims) == len(rates) == 1 else []


def _apart(one: Mention, other: Mention) -> Decimal:
    return abs((one.value or Decimal(0)) - (other.value or Decimal(0)))


def _rates(near: Sequence[Mention]) -> list[Mention]:
    return [m for m in near if m.kind is Kind.PERCENT and m.unit == "%"]

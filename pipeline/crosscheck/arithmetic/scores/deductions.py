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
    r"每[^\d，。；]{0,4}?(?:[低高少多超差]于?[^\d，。；]{0,6}?(?P<aim>\d+(?:\.\d+)?)[%％]的?(?=[一1\d]))?"
    r"(?:[^\d，。；]{0,10}?)(?P<n>\d+(?:\.\d+)?|[一二两])?(?P<unit>个百分点|%|％|个工作日|[一-鿿])"
    r"[^每，。；\d]{0,8}[，,]?扣(?:减|除|分)?$"
)
_ROUNDED = re.compile(
    r"(?:不足|不满|不到|未满|未达)[^，。；]{0,12}?[，,]?(?:的|均|都|也|亦|则)?"
    r"(?:(?P<exact>按(?:比例|实际)|折算)|(?P<down>不予?[扣计]|免扣|忽略|舍)|(?P<up>按|以|算|计|视))[^，。；]{0,14}"
)
"""不足1个百分点按1个百分点计; 不足1个百分点的不扣; 不足的按比例扣分."""
_CAP = re.compile(
    r"(?:最[多高]|至多|累计|合计|上限|封顶)[^，。；\d]{0,4}扣?(?:分|减)?(?:为|至)?(?P<cap>\d+(?:\.\d+)?)分"
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
    counts = _counts(reading, rule, got, each)
    later = [m for m in behind if m.start > got.start and m.role is Role.GOT and not m.whole]
    if len(counts) != 1 or len(later) > (got.role is Role.OFF):
        return
    step = _NUMBER.get(each["n"] or "一") or Decimal(each["n"])
    yield from _judge(reading, rule, got, full, counts[0] / step)


def _ways(reading: Reading, rule: Mark, got: Mark, times: Decimal) -> list[Decimal]:
    """As often as the rule applied, by what is told of what is less than one time: up, down, or as it is."""
    down, up = times.to_integral_value(ROUND_FLOOR), times.to_integral_value(ROUND_CEILING)
    said = _ROUNDED.search(reading.text, rule.end, got.start)
    if said is None:
        return [times, down, up]
    return [up if said["up"] else down if said["down"] else times]


def _judge(reading: Reading, rule: Mark, got: Mark, full: Mark | None, times: Decimal) -> Iterator[Finding]:
    ways = _ways(reading, rule, got, times)
    times = ways[0]
    lost = {n * rule.value for n in ways}
    if capped := _CAP.search(reading.text, rule.end, got.start):
        lost = {min(n, Decimal(capped["cap"])) for n in lost}
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


def _counts(reading: Reading, rule: Mark, got: Mark, each: re.Match[str]) -> list[Decimal]:
    """How often it applied: told in its unit behind it, or what two percentages lie apart."""
    unit = each["unit"]
    rounded = _ROUNDED.search(reading.text, rule.end, got.start)
    since = rounded.end() if rounded else rule.end
    near = [m for m in between(reading, since, got.start) if m.value and m.high is None]
    if unit not in ("个百分点", "%", "％"):
        return [m.value for m in near if m.value and m.unit != "分" and (m.unit or "")[:1] == unit[:1]]
    told = [m.value for m in near if m.value and m.unit == "个百分点"]
    rates = _rates(near)
    if told or len(rates) == 2:
        return list(dict.fromkeys([*told, *([_apart(*rates)] if len(rates) == 2 else [])]))
    start = reading.layout.period(rule.start)[0]
    aims = [m for m in _rates(between(reading, start, rule.start)) if (m.value or 0) > _AIM]
    if each["aim"]:
        aim = Decimal(each["aim"])
        reached = [m for m in [*rates, *aims] if m.value != aim]
        return [abs(aim - (reached[0].value or 0))] if len(reached) == 1 else []
    both = [*aims, *rates]
    if len(both) == 2 and re.search("[低少差]|不足", each[0]) and (both[1].value or 0) > (both[0].value or 0):
        return [] if got.role is Role.GOT and _aimed(reading, both[0]) else [_apart(*both)]
    return [_apart(*both)] if len(both) == 2 and aims else []


def _aimed(reading: Reading, rate: Mention) -> bool:
    """目标值98%，实际98.6%: nothing to take off."""
    start = reading.layout.clause(rate.start)[0]
    return bool(re.search("目标|要求|标准|计划|应", reading.text[start : rate.start]))


def _apart(one: Mention, other: Mention) -> Decimal:
    return abs((one.value or Decimal(0)) - (other.value or Decimal(0)))


def _rates(near: Sequence[Mention]) -> list[Mention]:
    return [m for m in near if m.kind is Kind.PERCENT and m.unit == "%"]

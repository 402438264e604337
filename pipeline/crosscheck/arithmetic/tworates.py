"""Two changes set beside one another: 甲由20万元减到15万元，乙由30万元减到24万元，前者降幅高出5个百分点.

The rates need not be told: they follow from the four numbers, and so do by how many points they differ and
which of the two is the greater.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, countable, level, same_sort
from pipeline.crosscheck.arithmetic.numbers import agrees, quotient
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.show import plain
from schemas.figures import Kind
from schemas.findings import Finding, Severity

_TO = re.compile(r"[^，。；：、\d]{0,12}[到至为成][^，。；：、\d]{0,4}")
_APART = re.compile(r"[高低快慢多少大小差][出于了]?|领先|落后|[高低]出|相差|收窄|扩大")
_GREATER = re.compile(
    r"(?P<name>[一-鿿]{2,12}?)的?(?:压减|压降|增长|增加|下降|减少|上升|提升)?(?:[增降减涨跌升]幅|幅度|增速|降速|速度)"
    r"(?:更为?|也?较|明显|显著|要|相对){0,2}(?:(?P<more>[大高快])|(?P<less>[小低慢]))(?=[，。；]|些|一些|于)"
)
_TWO = re.compile(
    r"[一-鿿](?<!占)[比较](?![例重率为])[一-鿿]{2,8}[高低快慢多少]出?|[前后]者[^，。；]{0,6}[高低快慢多少]|相差|差距"
)
_ELSE = re.compile("上年|去年|同期|全国|全省|全市|平均|目标|预期|计划")
_MARK = re.compile(r"[幅度速](?:更为?|也?较|明显|显著|要|相对){0,2}[大高快小低慢]")
_LEAD = re.compile(r"^.*(?:比较而言|相比之下|相较而言|其中|两者相比|相比|可见|看)")


@dataclass(frozen=True, slots=True)
class _Move:
    """A base, its result, and the rate that leads from one to the other."""

    base: Fact
    result: Fact

    @property
    def rate(self) -> Decimal:
        return 100 * (self.result.value - self.base.value) / self.base.value


def check_two_rates(facts: Facts) -> Iterator[Finding]:
    """Points and words of more and less, behind just two changes from one number to another."""
    for fact in facts.all:
        if fact.mention.unit == "个百分点" and _APART.search(fact.words):
            yield from _points(facts, fact)
            yield from _of_told(facts, fact)
    for match in facts.matches(_GREATER, _MARK):
        yield from _greater(facts, match)


def _moves(facts: Facts, at: int) -> list[_Move]:
    start = facts.reading.layout.period(at)[0]
    near = [f for f in facts.within(start, at) if level(f)]
    moves = [
        _Move(one, other)
        for one, other in pairwise(near)
        if one.source and other.index == one.index + 1 and same_sort(one.mention, other.mention)
        and countable(one.mention) and one.value > 0 and _TO.fullmatch(facts.between(one, other))
    ]  # fmt: skip
    told = any(f.mention.kind is Kind.PERCENT for f in facts.within(start, at))
    return [] if told or len(moves) != 2 else moves


def _points(facts: Facts, claim: Fact) -> Iterator[Finding]:
    moves = _moves(facts, claim.mention.start)
    if not moves or moves[0].rate * moves[1].rate <= 0:
        return
    apart = abs(moves[0].rate - moves[1].rate)
    if not agrees(claim.mention, (apart, apart)):
        right = plain(apart.quantize(Decimal("0.01")))
        message = f"{_shown(moves)}，相差{right}个百分点，与“{claim.mention.text}”不符。"
        yield _found(facts, message, claim.mention.start, claim.mention.end, moves)


def _of_told(facts: Facts, claim: Fact) -> Iterator[Finding]:
    """甲区增长3.2%，乙区增长2.1%，甲区比乙区高出1.1个百分点: both rates are told, and no others."""
    start = facts.reading.layout.period(claim.mention.start)[0]
    told = [f for f in facts.within(start, claim.mention.start) if f.mention.kind is Kind.PERCENT]
    moved = len(told) == 2 and all(f.verb and f.verb.sign and f.mention.unit == "%" for f in told)
    if not moved or not _TWO.search(claim.words) or _ELSE.search(claim.words):
        return
    one, other = ((f.verb.sign if f.verb else 0) * f.value for f in told)
    room = sum((abs(f.mention.step) for f in (*told, claim)), Decimal(0)) / 2
    gaps = abs(one - other), abs(abs(one) - abs(other))
    if all(abs(gap - claim.value) > room for gap in gaps):
        shown = "与".join(f.mention.text for f in told)
        message = f"{shown}相差{plain(gaps[0])}个百分点，与“{claim.mention.text}”不符。"
        yield finding(
            "comparison", message, facts.reading.text, claim.mention.start, claim.mention.end,
            severity=Severity.WARNING, others=tuple((f.mention.start, f.mention.end) for f in told),
        )  # fmt: skip


def _greater(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    """会议费的降幅更大."""
    moves = _moves(facts, match.start())
    name = _LEAD.sub("", match["name"])
    mine = [m for m in moves if name in ("前者", "后者") or (m.base.own_core and m.base.own_core in name)]
    if name in ("前者", "后者"):
        mine = moves[:1] if name == "前者" else moves[1:]
    if len(mine) != 1:
        return
    other = next(m for m in moves if m is not mine[0])
    order = abs(mine[0].rate) - abs(other.rate)
    if order and (order > 0) != bool(match["more"]):
        message = f"{_shown(moves)}，与“{match[0]}”不符。"
        yield _found(facts, message, match.start(), match.end(), moves)


def _shown(moves: list[_Move]) -> str:
    return "，".join(
        f"由{m.base.mention.text}到{m.result.mention.text}变动"
        f"{quotient(abs(m.result.value - m.base.value), m.base.value)}"
        for m in moves
    )


def _found(facts: Facts, message: str, start: int, end: int, moves: list[_Move]) -> Finding:
    places = tuple((f.mention.start, f.mention.end) for m in moves for f in (m.base, m.result))
    return finding(
        "comparison", message, facts.reading.text, start, end, severity=Severity.WARNING, others=places
    )

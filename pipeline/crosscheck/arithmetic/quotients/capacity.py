"""床位420张，占用128772床日，按365天计算，使用率84%: what was used over what there was, day by day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role
from pipeline.crosscheck.arithmetic.numbers import Of, grade, percent
from pipeline.crosscheck.arithmetic.quotients.ratio import holder
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import times
from pipeline.crosscheck.show import plain
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Severity

_RATE = re.compile(r"(?:使用|利用|占用|入住|开机|完好|出车|出勤|运转)率[^，。；\d]{0,4}$")
_PER_DAY = re.compile(r"床日|[人台车辆间套]日|[人台车辆间套]天")
_DAYS = ("天", "日")
_LEAST = 28
_YEARS = (Decimal(365), Decimal(366))
_LIKELY = (Decimal(20), Decimal(130))
_HUNDRED = 100


def check_capacity(facts: Facts, told: set[int]) -> Iterator[Finding]:
    """Every rate of use behind a number of 床日 or 台日."""
    if not _PER_DAY.search(facts.reading.text):
        return
    for fact in facts.all:
        mention = fact.mention
        level = fact.role is Role.LEVEL and mention.approx is Approx.EXACT and mention.unit == "%"
        if level and not fact.compared and mention.start not in told and _RATE.search(facts.words(fact)):
            yield from _judge(facts, fact)


def _judge(facts: Facts, claim: Fact) -> Iterator[Finding]:
    start, at = facts.reading.layout.period(claim.mention.start)[0], claim.mention.start
    before = facts.amounts(start, at)
    used = [f for f in before if _per_day(facts, f)]
    there = [f for f in before if f not in used and f.mention.kind is Kind.COUNT]
    there = [f for f in there if len(used) == 1 and used[0].value > f.value * _LEAST / 2]
    if len(used) != 1 or len({f.value for f in there}) != 1:
        return
    part, whole, days = used[0], there[0], _days(facts, start, at)
    due = [_HUNDRED * part.value / (whole.value * d) for d in days]
    wrong = grade(lambda of: any(_holds(claim, part, whole, d, of) for d in days))
    if wrong is None or not due or not _LIKELY[0] < due[0] < _LIKELY[1]:
        return
    right = f"{plain(due[0].quantize(min(claim.mention.step, Decimal('0.01')), ROUND_HALF_UP))}%"
    shown = f"{plain(part.value)}÷（{plain(whole.value)}×{plain(days[0])}）＝{right}"
    yield finding(
        "rate", f"{shown}，与“{claim.mention.text}”不符。", facts.reading.text, at, claim.mention.end,
        severity=Severity.WARNING, expected=right, evidence=shown,
        others=tuple((f.mention.start, f.mention.end) for f in (part, whole)),
    )  # fmt: skip


def _per_day(facts: Facts, fact: Fact) -> bool:
    """128772床日; 占用总床日数128772."""
    text, mention = facts.reading.text, fact.mention
    unit = text[mention.end - 1 : mention.end + 1]
    return mention.kind is Kind.COUNT and bool(_PER_DAY.fullmatch(unit) or _PER_DAY.search(facts.words(fact)))


def _days(facts: Facts, start: int, at: int) -> Sequence[Decimal]:
    """按365天计算; a year where no days are told."""
    near = [f for f in facts.within(start, at) if f.mention.kind is Kind.DURATION]
    told = [f.value for f in near if f.mention.unit in _DAYS and f.value >= _LEAST]
    return told or _YEARS


def _holds(claim: Fact, part: Fact, whole: Fact, days: Decimal, of: Of) -> bool:
    most = times(of(whole.mention), (days, days))
    return holder(claim.mention)(percent(of(part.mention), most))

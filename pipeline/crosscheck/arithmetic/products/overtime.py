"""Means over months and years: 分别为52万元、61万元和70万元，年均61万元; 全年36万元，月均3万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import alike, between, factor, is_amount, moves, window
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_PER = re.compile(r"(?<![两二三四五六七八九十\d各])(?P<per>[日天月年]均)[^，。；、\d]{0,8}$")
_MARK = re.compile(r"[日天月年](?:均|(?<=[两二三四五六七八九十]年)平均)")
_OVER = re.compile(r"年平均(?:每年)?[^，。；、\d]{0,8}")
"""三年平均支出155万元."""
_UNITS = {"日均": "天日", "天均": "天日", "月均": "月", "年均": "年"}
_LIMIT = re.compile(r"未?超过|不高于|不低于|以上|限额|上限|最高|最低")
_CHANGED = re.compile(r"提高到|提高至|调整|增长|增加|增幅|减少|下降|递增|由|从")


def check_overtime(reading: Reading) -> Iterator[Finding]:
    """Every mean over time against the amounts and the time told before it."""
    for mark in _MARK.finditer(reading.text):
        claims = between(reading, mark.end(), mark.end() + 24)[:1]
        if not claims or not is_amount(claims[0]):
            continue
        words = window(reading, claims[0])
        match = _PER.search(words)
        over = _OVER.fullmatch(reading.text, mark.start(), claims[0].start)
        per = match["per"] if match else "年均" if over else ""
        if per and not _LIMIT.search(words) and not _CHANGED.search(words[-10:]):
            yield from _over_time(reading, claims[0], per)


def _over_time(reading: Reading, claim: Mention, per: str) -> Iterator[Finding]:
    """分别为52万元、61万元和70万元，年均61万元; 三年累计2685万元，年均895万元; 全年36万元，月均3万元."""
    start = reading.layout.period(claim.start)[0]
    near = between(reading, start, claim.start)
    amounts = [m for m in near if is_amount(m) and alike(m, claim) and not moves(reading, m)]
    spans = [m for m in near if m.kind is Kind.DURATION and (m.unit or "")[-1:] in _UNITS[per] and m.value]
    counts = [m.value or Decimal(0) for m in spans]
    if per == "月均" and not spans and "年" in reading.text[start : claim.start]:
        counts = [Decimal(12)]
    wholes = [m.value or Decimal(0) for m in amounts]
    if per == "年均" and len(amounts) >= 2:
        wholes, counts = [*wholes, sum(wholes, Decimal(0))], [*counts, Decimal(len(amounts))]
    if not wholes or not counts or len(amounts) > 8 or _is_mean(claim, wholes, counts):
        return
    listed = len(amounts) >= 2 and per == "年均" and (not spans or spans[0].value == len(amounts))
    if listed or len(wholes) == len(counts) == 1:
        yield from _mean_wrong(reading, claim, amounts, wholes[-1], counts[-1])


def _is_mean(claim: Mention, wholes: Sequence[Decimal], counts: Sequence[Decimal]) -> bool:
    value = claim.value or Decimal(0)
    loose = Decimal("0.1") if claim.approx is not Approx.EXACT else Decimal("0.005")
    room = abs(claim.step) / 2 + value * loose
    return any(abs(w / n - value) <= room for w in wholes for n in counts if n)


def _mean_wrong(
    reading: Reading, claim: Mention, amounts: Sequence[Mention], whole: Decimal, number: Decimal
) -> Iterator[Finding]:
    if not number or not Decimal("0.5") < whole / number / (claim.value or 1) < 2:
        return
    unit, name = factor(claim)
    right = plain((whole / number / unit).quantize(Decimal("0.01"))) + name
    message = f"{plain(whole / unit)}{name}÷{plain(number)}＝{right}，与“{claim.text}”不符。"
    yield finding(
        "unit", message, reading.text, claim.start, claim.end, severity=Severity.WARNING, expected=right,
        others=tuple((m.start, m.end) for m in amounts),
    )  # fmt: skip

"""Points by bands of a rate: 95%（含）以上得10分，90%至95%得8分，90%以下得5分。…出勤率93%，得8分."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import between
from pipeline.crosscheck.arithmetic.scores.marks import Mark, Role
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention

_N = r"(\d+(?:\.\d+)?)[%％]?(?:[（(]不?含[^）)]{0,4}[）)])?"
_POINTS = r"(?:的|者|时)?[，,]?(?:得|计|赋|为|评)(\d+(?:\.\d+)?)分"
_ABOVE = re.compile(rf"{_N}(?:及?以上){_POINTS}")
_AMID = re.compile(rf"{_N}(?:至|到|—|－|-|~|～){{1,2}}{_N}(?:之间)?{_POINTS}")
_BELOW = re.compile(rf"(?:(?:<|＜|低于|不足){_N}|{_N}以下){_POINTS}")
_MOST = Decimal(10) ** 6


@dataclass(frozen=True, slots=True)
class Band:
    """The points between two bounds; on a bound itself either band may hold."""

    low: Decimal
    high: Decimal
    points: Decimal


def check_bands(reading: Reading, marks: Sequence[Mark]) -> Iterator[Finding]:
    """The one rate told behind the bands, with the one score that it got."""
    if not marks or "以下" not in reading.text:
        return
    start, end = reading.layout.paragraph(marks[0].start)
    bands, after = _bands(reading.text, start, end)
    if len(bands) < 2:
        return
    rates = [m for m in between(reading, after, end) if m.kind is Kind.PERCENT and m.approx is Approx.EXACT]
    got = [m for m in marks if m.start >= after and m.role is Role.GOT]
    rates = [m for m in rates if got and m.end <= got[0].start and m.unit == "%"]
    if len(rates) == len(got) == 1:
        yield from _judge(reading, bands, rates[0], got[0])


def _bands(text: str, start: int, end: int) -> tuple[list[Band], int]:
    """The bands told, and where the last of them ends."""
    out, after = list[Band](), start
    for pattern in (_ABOVE, _AMID, _BELOW):
        for match in pattern.finditer(text, start, end):
            *bounds, points = (Decimal(n) for n in match.groups() if n)
            low = Decimal(0) if pattern is _BELOW else bounds[0]
            out.append(Band(low, _MOST if pattern is _ABOVE else bounds[-1], points))
            after = max(after, match.end())
    return out, after


def _judge(reading: Reading, bands: Sequence[Band], rate: Mention, got: Mark) -> Iterator[Finding]:
    value = rate.value or Decimal(0)
    fits = [b.points for b in bands if b.low <= value <= b.high]
    if not fits or got.value in fits:
        return
    right = f"{plain(fits[0])}分"
    message = f"{rate.text}按文中所列分档应得{right}，与“{got.mention.text}”不符。"
    yield finding(
        "score", message, reading.text, got.start, got.end, expected=right, others=((rate.start, rate.end),)
    )

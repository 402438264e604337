"""Dates in their order: a thing before its cause, a period that ends before it begins, a year far ahead."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from pipeline.crosscheck.carried import check_carried
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.dated import RANGE, Dated, narrow, read_dates
from pipeline.crosscheck.durations import check_durations
from pipeline.crosscheck.lasting import check_terms
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.redated import check_redated
from pipeline.crosscheck.spans import check_spans
from pipeline.crosscheck.stages import check_stages_of_life
from pipeline.crosscheck.toosoon import check_too_soon
from schemas.findings import Finding, Severity

_AHEAD = re.compile(
    r"预计|计划|拟|将|规划|目标|到$|至$|底前|前|以前|力争|届时|期限|有效期|止|下一步|今后|纲要|“|《|之后|应于|应在|届满|期满|任期|有效|换届|起算|服务期|租期|聘期"
)

_TURN = 6  # months: 11月5日至2月1日 runs into the next year, 6月5日至6月1日 does not
_SLIP = 20  # years: two years further apart are both meant, a birth and a retirement


def check_timeline(reading: Reading) -> Iterator[Finding]:
    """Order of events and ends of periods, sentence by sentence; years ahead of all others."""
    plain = narrow(reading.text)
    if "年" not in plain and "月" not in plain:
        return
    dates = list(read_dates(reading, plain))
    yield from check_durations(reading, dates)
    yield from check_terms(reading, dates)
    yield from check_spans(reading)
    yield from check_carried(reading)
    yield from _periods(reading, plain, dates)
    yield from check_stages_of_life(reading, dates)
    yield from check_redated(reading, dates)
    yield from check_too_soon(reading, dates)
    yield from _ahead(reading, plain, dates)


def _periods(reading: Reading, plain: str, dates: list[Dated]) -> Iterator[Finding]:
    """2022年11月至2022年3月, both ends with their own year; 2023年6月5日至6月1日."""
    for one, other in itertools.pairwise(dates):
        own = re.match(r"(?:19|20)\d{2}年", other.text)
        days = "日" in one.text and "日" in other.text and one.first[1] - other.first[1] < _TURN
        if not (own or days) or not RANGE.fullmatch(plain, one.end, other.start):
            continue
        if other.last < one.first:
            message = f"起止日期颠倒：{one.text}在{other.text}之后。"
            yield finding("date-order", message, reading.text, one.start, other.end)


def _ahead(reading: Reading, plain: str, dates: list[Dated]) -> Iterator[Finding]:
    """A day in a year well after every other year of the text (or the report's), told as done."""
    years = [d.first[0] for d in dates]
    for one in dates:
        if "月" not in one.text or "年" not in one.text:
            continue
        others = [y for y in years if y != one.first[0]]
        newest = reading.year or max(others, default=one.first[0])
        if not newest + (1 if reading.year else 2) < one.first[0] <= newest + _SLIP:
            continue
        start, _ = reading.layout.period(one.start)
        if _AHEAD.search(plain, start, one.start) or _AHEAD.search(one.words):
            continue
        message = f"此处写{one.text}，而文中所述是{newest}年前后的事，请核对年份。"
        yield finding("year-off", message, reading.text, one.start, one.end, severity=Severity.WARNING)

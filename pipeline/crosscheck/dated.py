"""The dates of a text, each with its earliest and latest day and the words that go with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.crosscheck.reading import Reading

_WIDE = {0xFF10 + d: str(d) for d in range(10)}
_ANY_WIDE = re.compile("[０-９]")


def narrow(text: str) -> str:
    """The text with its full-width digits as ASCII, sign for sign."""
    return text.translate(_WIDE) if _ANY_WIDE.search(text) else text


_DATE = re.compile(
    r"(?=[\d同当本次翌])(?<!\d)(?:(?:(?P<y>(?:19|20)\d{2})年|(?P<same>同年|当年|本年|次年|翌年))(?:(?P<m>\d{1,2})月)?(?:(?P<d>\d{1,2})日)?"
    r"|(?P<m2>\d{1,2})月(?:(?P<d2>\d{1,2})日)?)"
)
RANGE = re.compile(r"(?:起)?(?:至|到|—|－|-|~|～|——)")
_PLANNED = re.compile(
    r"计划|预计|原定|拟|应于|应在|预期|约定|要求|目标|力争|届时|将于|将在|规划|须|前$|之前|以前|上年|提前"
)

_PAPER = re.compile("(?<=[一-鿿])(?:计划|规划|目标|要求|约定)书?$")
"""9月7日下达资金计划 is done, and no plan."""
_MONTH, _FEW_DAYS = 30, 3
UNKNOWN = 1
"""The year of a date that is told without one: dates of one sentence can still be put in order."""

Day = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Dated:
    """A date, its earliest and its latest day, and the words that go with it."""

    start: int
    end: int
    text: str
    first: Day
    last: Day
    words: str
    planned: bool


def comparable(one: Dated, other: Dated) -> bool:
    """Whether both years are known, or neither."""
    return (one.first[0] == UNKNOWN) == (other.first[0] == UNKNOWN)


def months_between(one: Dated, other: Dated) -> tuple[int, int]:
    """How many months it may be said to be, both days counted: from 3月1日 to 8月31日 it is six.

    A part of a month that is told to the day counts as one or not at all, but for its first and last days.
    """
    months = (other.first[0] - one.first[0]) * 12 + other.first[1] - one.first[1]
    if "日" not in one.text or "日" not in other.text or months < 0:
        return months, months + 1
    rest = other.first[2] + 1 - one.first[2]
    if rest < 0:
        months, rest = months - 1, rest + _MONTH
    return months + (rest >= _MONTH - 2), months + (rest > _FEW_DAYS)


def read_dates(reading: Reading, plain: str) -> Iterator[Dated]:
    """Every date with its year: its own, or that of the date before it in the sentence, or ``UNKNOWN``.

    2023年3月6日进点，对2022年度项目开展评价，3月28日…: what is looked back upon gives no year to the rest.
    """
    year, period = 0, (-1, -1)
    matches = list(_DATE.finditer(plain))
    for at, match in enumerate(matches):
        here = reading.layout.period(match.start())
        if here != period:
            period, year = here, 0
        if match["same"] and not year:
            continue
        own = int(match["y"]) if match["y"] else year + (match["same"] in ("次年", "翌年"))
        looked_back = own < year and not match["m"] and plain.startswith("度", match.end())
        year = year if looked_back else own
        month, day = match["m"] or match["m2"], match["d"] or match["d2"]
        if month and not 1 <= int(month) <= 12:
            continue
        first = (own or UNKNOWN, int(month or 1), int(day or 1))
        last = (own or UNKNOWN, int(month or 12), int(day or 31))
        words = _words(reading, matches, at)
        lead = reading.text[reading.layout.clause(match.start())[0] : match.start()]
        yield Dated(
            match.start(),
            match.end(),
            match[0],
            first,
            last,
            words,
            bool(_PLANNED.search(lead + _PAPER.sub("", words))),
        )


def _words(reading: Reading, matches: list[re.Match[str]], at: int) -> str:
    """The words from the date to the end of its clause; else those before it, or of the next clause."""
    match = matches[at]
    start, end = reading.layout.clause(match.end())
    after = matches[at + 1].start() if at + 1 < len(matches) else len(reading.text)
    words = reading.text[match.end() : min(end, after)]
    if len(words.strip()) >= 2:
        return words
    before = matches[at - 1].end() if at else 0
    if told := reading.text[max(start, before) : match.start()].strip():
        return told + words
    if reading.text[end : end + 1] not in ("，", ","):
        return words
    return reading.text[end + 1 : min(reading.layout.clause(end + 1)[1], after)]  # 7月20日，人员进驻

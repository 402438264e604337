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


def read_dates(reading: Reading, plain: str) -> Iterator[Dated]:
    """Every date with its year: its own, or that of the date before it in the sentence, or ``UNKNOWN``."""
    year, period = 0, (-1, -1)
    matches = list(_DATE.finditer(plain))
    for at, match in enumerate(matches):
        here = reading.layout.period(match.start())
        if here != period:
            period, year = here, 0
        if match["same"] and not year:
            continue
        year = int(match["y"]) if match["y"] else year + (match["same"] in ("次年", "翌年"))
        month, day = match["m"] or match["m2"], match["d"] or match["d2"]
        if month and not 1 <= int(month) <= 12:
            continue
        first = (year or UNKNOWN, int(month or 1), int(day or 1))
        last = (year or UNKNOWN, int(month or 12), int(day or 31))
        words = _words(reading, matches, at)
        lead = reading.text[reading.layout.clause(match.start())[0] : match.start()]
        yield Dated(
            match.start(), match.end(), match[0], first, last, words, bool(_PLANNED.search(lead + words))
        )


def _words(reading: Reading, matches: list[re.Match[str]], at: int) -> str:
    """The words from the date to the end of its clause; when there are none, those before it."""
    match = matches[at]
    start, end = reading.layout.clause(match.end())
    after = matches[at + 1].start() if at + 1 < len(matches) else len(reading.text)
    words = reading.text[match.end() : min(end, after)]
    if len(words.strip()) >= 2:
        return words
    before = matches[at - 1].end() if at else 0
    return reading.text[max(start, before) : match.start()] + words

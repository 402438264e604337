"""Fixed phrases of official language: the data file, and phrases younger than what they are said of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding

_DAY = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})年(?:(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?)?")
_THEN = re.compile(r"(?:末|底|度)?(?:以来|起|至今|之?后|成立|开始|以后)|[—－～~-]|至\d")
"""A year from which on something is: what is told may be of any later day."""

_THAN = re.compile(r"(?:比|较|与|同|和|自|从)$")
_AHEAD = re.compile(r"下一步|今后|将|计划|明年|下年|拟|打算|迎接|喜迎|迎|筹备|献礼|之前|以前|按照|依据|根据")
_NOT_YET = re.compile(r"[^，。；\n]{0,4}(?:即将|将[于在要]?|召开前|之前|以前|前夕|前，)")
_PLANS = re.compile(r"下一步|今后|计划|打算|展望|建议|改进|整改|安排|思路")
_HEADING = 30
_LONG = 9
"""From this length on two characters may be off."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A row of ``phrases.yaml``; ``near`` is how many characters may be off for it to be told."""

    text: str
    since: dt.date | None
    source: str
    near: int
    quoted: bool
    allow: tuple[str, ...]
    never: tuple[str, ...]


@cache
def phrases() -> tuple[Phrase, ...]:
    """The phrases of the data file."""
    text = (resources.files("pipeline.crosscheck") / "phrases.yaml").read_text(encoding="utf-8")
    return tuple(
        Phrase(
            row["text"], row.get("since"), row.get("source", ""), _slips(row),
            bool(row.get("quoted")), tuple(row.get("allow", ())), tuple(row.get("never", ())),
        )
        for row in yaml.safe_load(text)
    )  # fmt: skip


def _slips(row: dict[str, object]) -> int:
    """How many characters of a phrase may be off for it to be told."""
    near = row.get("near", 0)
    return int(str(near)) if near is not True else 2 if len(str(row["text"])) >= _LONG else 1


def check_phrases(reading: Reading) -> Iterator[Finding]:
    """Phrases in sentences on a time at which they were not coined, and beside verbs of other phrases."""
    for phrase in phrases():
        for at in places(reading.text, phrase.text) if reading.may_hold(phrase.text) else ():
            if phrase.since and (said := _early(reading, at, at + len(phrase.text), phrase.since)):
                yield _finding(reading, at, phrase, said)
            if phrase.never:
                yield from _verb(reading.text, at, phrase)


def places(text: str, words: str) -> Iterator[int]:
    """Where the words stand."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))


def _early(reading: Reading, at: int, end: int, since: dt.date) -> str:
    """The time that the sentence speaks of, in words, when it lies before *since*."""
    start, _ = reading.layout.period(at)
    days = [m for m in _DAY.finditer(reading.text, start, at) if _tells(reading.text, m)]
    if not days and (reading.year is None or reading.year >= since.year):
        return ""
    if _NOT_YET.match(reading.text, end) or _AHEAD.search(
        reading.text, days[-1].end() if days else start, at
    ):
        return ""
    if days:
        return days[-1][0] if _last(days[-1]) < since else ""
    # A report is written in the year after: what it means to do, and by what it was written, may be newer.
    planned = reading.year == since.year - 1 and _in_plans(reading, at)
    return "" if planned else f"{reading.year}年"


def _tells(text: str, match: re.Match[str]) -> bool:
    """Whether the sentence goes on to tell of that time; 比2020年, 2018年以来 and 2021—2025年 do not."""
    return not _THEN.match(text, match.end()) and not _THAN.search(
        text, max(0, match.start() - 1), match.start()
    )


def _last(match: re.Match[str]) -> dt.date:
    """The last day of the time named; any day when it is no day at all."""
    year, month, day = int(match["y"]), int(match["m"] or 12), int(match["d"] or 28)
    try:
        return dt.date(year, month, day)
    except ValueError:
        return dt.date.max


def _in_plans(reading: Reading, at: int) -> bool:
    """Whether the heading over a place speaks of what is to come."""
    line = reading.layout.paragraph(at)[0]
    for above in reversed(reading.text[max(0, line - 1500) : line].split("\n")):
        if above.strip() and len(above.strip()) <= _HEADING and above.strip()[-1] not in "。；：":
            return bool(_PLANS.search(above))
    return False


def _finding(reading: Reading, at: int, phrase: Phrase, said: str) -> Finding:
    since = phrase.since or dt.date.min
    source = f"（{phrase.source}）" if phrase.source else ""
    message = (
        f"“{phrase.text.strip('“”')}”自{since.year}年{since.month}月起才有{source}，此处说的是{said}的事。"
    )
    return finding("phrase", message, reading.text, at, at + len(phrase.text))


def _verb(text: str, at: int, phrase: Phrase) -> Iterator[Finding]:
    word = next((w for w in phrase.never if text.endswith(w, 0, at)), None)
    if word is not None:
        message = f"“{word}”与{phrase.text}不搭配，请核对。"
        start, end = at - len(word), at + len(phrase.text)
        yield finding("phrase", message, text, start, end)

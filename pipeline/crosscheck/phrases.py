"""Fixed phrases: near misses of their wording, and phrases older than the year that is told of."""

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
from schemas.findings import Finding, Severity

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_LATER = re.compile(r"下一步|今后|将|计划|明年|下年|《|之前|以前|召开前")
_QUOTED = re.compile(r"“([一-鿿]{4})”")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A row of ``phrases.yaml``."""

    text: str
    since: dt.date | None
    near: bool
    quoted: bool
    allow: tuple[str, ...]


@cache
def phrases() -> tuple[Phrase, ...]:
    """The phrases of the data file."""
    text = (resources.files("pipeline.crosscheck") / "phrases.yaml").read_text(encoding="utf-8")
    return tuple(
        Phrase(
            row["text"], row.get("since"), bool(row.get("near")), bool(row.get("quoted")),
            tuple(row.get("allow", ())),
        )
        for row in yaml.safe_load(text)
    )  # fmt: skip


def check_phrases(reading: Reading) -> Iterator[Finding]:
    """Near misses, then anachronisms."""
    for phrase in phrases():
        if phrase.near:
            yield from _near(reading.text, phrase)
        if phrase.since is not None:
            yield from _early(reading, phrase, phrase.since)
    yield from _quoted(reading)


def _early(reading: Reading, phrase: Phrase, since: dt.date) -> Iterator[Finding]:
    at = reading.text.find(phrase.text)
    while at >= 0:
        start, end = reading.layout.period(at)
        years = [int(y) for y in _YEAR.findall(reading.text[start:at])]
        year = years[-1] if years else reading.year
        if year is not None and year < since.year and not _LATER.search(reading.text, start, end):
            message = f"“{phrase.text}”自{since.year}年{since.month}月起才有，此处说的是{year}年的事。"
            yield finding("phrase", message, reading.text, at, at + len(phrase.text))
        at = reading.text.find(phrase.text, at + 1)


def _near(text: str, phrase: Phrase) -> Iterator[Finding]:
    """Where half of the phrase stands exactly and the rest is off by one or two characters."""
    whole, half = phrase.text, len(phrase.text) // 2
    most = 2 if len(whole) >= 9 else 1
    tried: set[int] = set()
    for anchor, offset in ((whole[:half], 0), (whole[half:], half)):
        at = text.find(anchor)
        while at >= 0:
            start = at - offset
            at = text.find(anchor, at + 1)
            hit = _closest(text, start, phrase, most, head=offset == 0)
            if hit and hit[0] not in tried:
                tried.add(hit[0])
                said = text[hit[0] : hit[1]]
                message = f"“{said}”与规范表述“{whole}”不一致，请核对。"
                yield finding(
                    "phrase", message, text, *hit, severity=Severity.ERROR if most == 2 else Severity.WARNING,
                    expected=whole,
                )  # fmt: skip


def _closest(text: str, start: int, phrase: Phrase, most: int, *, head: bool) -> tuple[int, int] | None:
    """The span near *start* that is nearest to the phrase; None when it is exact, allowed or too far off."""
    size = len(phrase.text)
    if text.startswith(phrase.text, start):
        return None
    best: tuple[int, int, int] | None = None
    for shift in range(-most, most + 1):
        # A missing or added character moves the end (or, found by its tail, the start).
        low = start if head else start - shift
        high = start + size + shift if head else start + size
        if low < 0 or high > len(text):
            continue
        said = text[low:high]
        if said == phrase.text:
            return None
        gap = _distance(said, phrase.text, most)
        if gap <= most and (best is None or gap < best[0]):
            best = gap, low, high
    if best is None or re.search(r"[，。；、\n\d]", text[best[1] : best[2]]):
        return None
    around = text[max(0, best[1] - 2) : best[2] + 4]
    said = text[best[1] : best[2]]
    if any(word in around or said.startswith(word) for word in phrase.allow):
        return None
    # The phrase cut at its end and followed by other words is no slip of the pen.
    if phrase.text.startswith(said) or phrase.text.endswith(said):
        return None
    return best[1], best[2]


def _distance(one: str, other: str, most: int) -> int:
    """Levenshtein distance, given up beyond *most*."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
        if min(row) > most:
            return most + 1
    return row[-1]


def _quoted(reading: Reading) -> Iterator[Finding]:
    """“两个维持” beside “四个意识”: one character off a phrase of the same formula."""
    known = {p.text.strip("“”") for p in phrases() if p.quoted}
    for match in _QUOTED.finditer(reading.text):
        said = match[1]
        if said in known:
            continue
        start, end = reading.layout.period(match.start())
        sentence = reading.text[start:end]
        for right in known:
            if sum(a != b for a, b in zip(said, right, strict=True)) == 1 and any(
                other in sentence for other in known
            ):
                message = f"“{said}”应为“{right}”，请核对。"
                yield finding(
                    "phrase", message, reading.text, *match.span(), severity=Severity.ERROR, expected=right
                )

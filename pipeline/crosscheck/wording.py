"""Wording rules from data files, and dates that cannot be."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from pipeline.crosscheck.codes import CODES, finding
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding, Severity

_DATE = re.compile(r"(?=\d)(?<!\d)(?:(?P<y>\d{4})年)?(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?")
_GUARD = re.compile(r"\(\?<?[=!][^)]*\)")
_YEAR = re.compile(r"(?<!\d)(\d{4})年")
_FILES = ("wording.yaml", "leftovers.yaml")


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of a data file. ``unless`` names what must not stand in the match or just before it."""

    id: str
    code: str
    pattern: re.Pattern[str]
    message: str
    source: str
    severity: Severity
    unless: re.Pattern[str] | None
    needs: tuple[str, ...]
    bad: tuple[str, ...]
    good: tuple[str, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of the data files."""
    folder = resources.files("pipeline.crosscheck")
    files = [(folder / name).read_text(encoding="utf-8") for name in _FILES]
    return tuple(_rule(row) for text in files for row in yaml.safe_load(text))


def _rule(row: dict[str, object]) -> Rule:
    code = str(row["code"])
    unless = row.get("unless")
    bad, good, needs = row.get("bad", ()), row.get("good", ()), row.get("needs", ())
    return Rule(
        id=str(row["id"]),
        code=code,
        pattern=re.compile(str(row["regex"])),
        message=str(row["message"]),
        source=str(row["source"]),
        severity=Severity(str(row["severity"])) if "severity" in row else CODES[code].severity,
        unless=re.compile(str(unless)) if unless else None,
        needs=tuple(map(str, needs)) if isinstance(needs, list) else (),
        bad=tuple(bad) if isinstance(bad, list) else (),
        good=tuple(good) if isinstance(good, list) else (),
    )


def check_wording(reading: Reading) -> Iterator[Finding]:
    """Every rule of the data files, misspellings, then dates."""
    for rule in rules():
        if not rule.needs or any(map(reading.may_hold, rule.needs)):
            yield from _apply(rule, reading.text)
    yield from _typos(reading)
    yield from _dates(reading)


def _apply(rule: Rule, text: str) -> Iterator[Finding]:
    for match in rule.pattern.finditer(text):
        start, end = match.span("said" if "said" in rule.pattern.groupindex else 0)
        if rule.unless and rule.unless.search(text[max(0, start - 6) : end + 6]):
            continue
        message = rule.message.replace("{0}", text[start:end].strip())
        yield finding(rule.code, message, text, start, end, severity=rule.severity, evidence=rule.source)


@cache
def typos() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """The rows of ``typos.yaml``: the wrong letters, the pattern that finds them, what is right."""
    text = (resources.files("pipeline.crosscheck") / "typos.yaml").read_text(encoding="utf-8")
    rows: dict[str, str] = yaml.safe_load(text)
    return tuple((_GUARD.sub("", wrong), re.compile(wrong), right) for wrong, right in rows.items())


def _typos(reading: Reading) -> Iterator[Finding]:
    text = reading.text
    for letters, pattern, right in typos():
        # A plain search is far cheaper than a pattern, and nearly always fails.
        for match in pattern.finditer(text) if reading.may_hold(letters) and letters in text else ():
            message = f"“{match[0]}”有错别字，应为“{right}”。"
            yield finding("typo", message, text, *match.span(), expected=right)


def _dates(reading: Reading) -> Iterator[Finding]:
    for match in _DATE.finditer(reading.text):
        if not _exists(match):
            message = f"没有“{match[0]}”这个日期，请核对。"
            yield finding("invalid-date", message, reading.text, match.start(), match.end())
    if reading.year is None:
        return
    for match in _YEAR.finditer(reading.text):
        year = int(match[1])
        ahead = year - reading.year
        if (ahead > 6 or ahead < -40) and not _planned(reading.text, match.start()):
            message = f"报告年度是{reading.year}年，此处写{year}年，请核对。"
            yield finding("year-off", message, reading.text, match.start(), match.end())


def _planned(text: str, at: int) -> bool:
    """A plan's end (2018—2035年), or a year inside a title, may lie far ahead."""
    return text[max(0, at - 1) : at] in set("—-～至到－") or "《" in text[max(0, at - 30) : at]


def _exists(match: re.Match[str]) -> bool:
    try:
        dt.date(int(match["y"] or 2020), int(match["m"]), int(match["d"] or 1))
    except ValueError:
        return False
    return True

"""The check as a person reads it: lines for the terminal, JSON for programs (the page: ``page.py``)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.crosscheck.codes import CODES
from pipeline.crosscheck.model import CheckResult, Counts
from schemas.findings import Fault, Finding, Severity

SECOND_READER = "second-reader"


@dataclass(frozen=True, slots=True)
class Settled:
    """已了结: a finding that a person dismissed, and why."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A section (or a whole file) with what the check found in it; ``result`` holds the open findings."""

    heading: str
    text: str
    result: CheckResult
    level: int = 1
    file: str = ""
    settled: tuple[Settled, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding under the number that a person calls it by; with the ``reason`` when it was dismissed."""

    number: int
    finding: Finding
    reason: str | None = None


def numbered(checked: Iterable[Checked]) -> list[tuple[Checked, list[Entry]]]:
    """Every finding with its number, settled ones too: dismissing one must not renumber the others.

    What only a model found comes last, so that the numbers are the same with and without it.
    """
    groups = [(one, sorted(_all(one), key=_order)) for one in checked]
    rules = [f for _, entries in groups for f, _ in entries if f.code != SECOND_READER]
    models = [f for _, entries in groups for f, _ in entries if f.code == SECOND_READER]
    numbers = {id(f): number for number, f in enumerate([*rules, *models], 1)}
    return [(one, [Entry(numbers[id(f)], f, reason) for f, reason in entries]) for one, entries in groups]


def _all(one: Checked) -> list[tuple[Finding, str | None]]:
    return [(f, None) for f in one.result.findings] + [(s.finding, s.reason) for s in one.settled]


def _order(entry: tuple[Finding, str | None]) -> tuple[int, int, int, str, str]:
    found = entry[0]
    return found.start, list(Severity).index(found.severity), found.end, found.code, found.message


def total(checked: Iterable[Checked]) -> Counts:
    """The counts of all sections together."""
    counts = [one.result.counts for one in checked]
    return Counts(*(sum(getattr(c, name) for c in counts) for name in ("found", "bound", "unbound")))


_HEADING = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、章节部]|[（(][一二三四五六七八九十]{1,3}[）)]).{1,40}"
)


class Places:
    """Where an offset lies, as a person finds it: heading and paragraph."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        self._headings: list[str] = []
        at, heading = 0, ""
        for line in text.split("\n"):
            if words := line.strip():
                if _HEADING.fullmatch(words) and "。" not in words:
                    heading = words
                self._starts.append(at)
                self._headings.append(heading)
            at += len(line) + 1

    def name(self, at: int) -> str:
        """``二、支出情况 第12段``."""
        number = max(bisect_right(self._starts, at), 1)
        heading = self._headings[number - 1] if self._headings else ""
        return f"{heading} 第{number}段".strip()


# -- JSON -------------------------------------------------------------------------------------------


def to_json(checked: Iterable[Checked]) -> dict[str, Any]:
    """The document that ``check --json`` prints."""
    return {"files": [_file(one) for one in checked]}


def _file(one: Checked) -> dict[str, Any]:
    counts = one.result.counts
    document = {
        "file": one.file or one.heading,
        "findings": [_entry(f) for f in one.result.findings],
        "figures": {"found": counts.found, "bound": counts.bound, "unbound": counts.unbound},
    }
    return document | ({"dismissed": len(one.settled)} if one.settled else {})


def _entry(found: Finding) -> dict[str, Any]:
    fields = ("code", "severity", "start", "end", "quote", "message", "expected", "evidence")
    return {name: getattr(found, name) for name in fields} | {"severity": found.severity.value}


# -- terminal ---------------------------------------------------------------------------------------


def lines(
    checked: Sequence[Checked],
    faults: Sequence[Fault] = (),
    *,
    numbers: bool = True,
    sourced: bool = True,
) -> Iterator[str]:
    """The report as plain lines: each finding with its section, its words and what to do.

    Its number serves to dismiss it; there are none where that is impossible. Not *sourced*: there was no
    ledger to tie figures to.
    """
    for one, entries in numbered(checked):
        if one.result.findings:
            yield f"【{one.heading or one.file}】"
        for entry in entries:
            if entry.reason is None:
                yield (
                    f"  {entry.number}. {described(entry.finding)}"
                    if numbers
                    else f"  {described(entry.finding)}"
                )
    for fault in faults:
        if fault.waived:
            yield f"  已豁免［{fault.code}］{fault.message}（理由：{fault.waived}）"
    counts = total(checked)
    order = ["error", "warning", "info"]
    grades = "，".join(f"{Severity(s).chinese}{graded(checked, Severity(s))}处" for s in order)
    done = sum(len(one.settled) for one in checked)
    settled = f"；已了结{done}处" if done else ""
    tied = f"，与台账一致{counts.bound}个，未对上{counts.unbound}个" if sourced else "（没有台账可对照）"
    yield f"共有数{counts.found}个{tied}；{grades}{settled}。"


def described(found: Finding) -> str:
    """A finding on one line: ``错误［分项与合计不符］“118.87万元” …``."""
    quote = f"“{_short(found.quote)}” " if found.quote else ""
    return f"{found.severity.chinese}［{CODES[found.code].title}］{quote}{found.message}"


def graded(checked: Iterable[Checked], severity: Severity) -> int:
    """How many findings are of a severity."""
    return sum(f.severity is severity for one in checked for f in one.result.findings)


def _short(quote: str, most: int = 30) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"

"""The check as a person reads it: lines for the terminal, JSON for programs, one HTML page for review."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pipeline.crosscheck.codes import CODES
from pipeline.crosscheck.model import BOUND, CheckResult, Counts, Tie, Verdict
from pipeline.crosscheck.show import show
from schemas.figures import Derivation, Figure, Ledger
from schemas.findings import Fault, Finding, Severity

SECOND_READER = "second-reader"
_VERDICTS = {
    Verdict.BOUND: "与台账一致",
    Verdict.ROUNDED: "与台账一致（少写小数）",
    Verdict.WRONG_ITEM: "数与项目、口径或年度不符",
    Verdict.STALE: "数据更新以前的数",
    Verdict.SLIP: "疑为笔误",
    Verdict.AMBIGUOUS: "归属不明",
    Verdict.UNSOURCED: "台账中找不到",
}


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
    graded = ["error", "warning", "info"]
    grades = "，".join(f"{Severity(s).chinese}{_number(checked, Severity(s))}处" for s in graded)
    done = sum(len(one.settled) for one in checked)
    settled = f"；已了结{done}处" if done else ""
    tied = f"，与台账一致{counts.bound}个，未对上{counts.unbound}个" if sourced else "（没有台账可对照）"
    yield f"共有数{counts.found}个{tied}；{grades}{settled}。"


def described(found: Finding) -> str:
    """A finding on one line: ``错误［分项与合计不符］“118.87万元” …``."""
    quote = f"“{_short(found.quote)}” " if found.quote else ""
    return f"{found.severity.chinese}［{CODES[found.code].title}］{quote}{found.message}"


def _number(checked: Iterable[Checked], severity: Severity) -> int:
    return sum(f.severity is severity for one in checked for f in one.result.findings)


def _short(quote: str, most: int = 30) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


# -- HTML -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text in which nothing begins or ends: its number and the findings over it."""

    text: str
    key: str = ""
    verdict: str = ""
    tip: str = ""
    grade: str = ""
    notes: tuple[int, ...] = ()


def html(
    title: str, checked: Sequence[Checked], ledger: Ledger | None = None, faults: Sequence[Fault] = ()
) -> str:
    """One self-contained page. All text comes from outside and is escaped by the template."""
    import jinja2  # only this report needs it, and `check` starts without

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("pipeline.crosscheck", "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    groups = numbered(checked)
    shown = [(one, [(e.number, e.finding) for e in entries if e.reason is None]) for one, entries in groups]
    keys = _used(checked, ledger)
    return environment.get_template("report.html.j2").render(
        title=title,
        sections=[(one, _paragraphs(one, found, ledger, keys), found) for one, found in shown],
        sources=[(number, ledger[key]) for key, number in keys.items()] if ledger else [],
        formula=lambda figure: _inputs(figure, ledger),
        counts=total(checked),
        sourced=ledger is not None,
        grades=[(s, _number(checked, s)) for s in Severity],
        waived=[fault for fault in faults if fault.waived],
        settled=[e for _, entries in groups for e in entries if e.reason is not None],
        show=show,
        codes=CODES,
    )


def _used(checked: Iterable[Checked], ledger: Ledger | None) -> dict[str, int]:
    """Keys of the printed figures and of what they are computed from, numbered in order of use."""
    keys: dict[str, int] = {}
    todo = [t.key for one in checked for t in one.result.ties if t.key]
    for key in todo:
        figure = ledger.get(key) if ledger else None
        if figure is None or figure.key in keys:
            continue
        keys[figure.key] = len(keys) + 1
        if isinstance(figure.source, Derivation):
            todo += figure.source.inputs
    return keys


def _inputs(figure: Figure, ledger: Ledger | None) -> str:
    """``301.81万元、270.80万元``: the values that went into a computed figure."""
    if not isinstance(figure.source, Derivation) or ledger is None:
        return ""
    inputs = [ledger.get(key) for key in figure.source.inputs]
    return "、".join(f"{f.key} {show(f)}" for f in inputs if f)


def _paragraphs(
    one: Checked, found: Sequence[tuple[int, Finding]], ledger: Ledger | None, keys: dict[str, int]
) -> list[list[Piece]]:
    paragraphs: list[list[Piece]] = [[]]
    for piece in _pieces(one, found, ledger, keys):
        head, *rest = piece.text.split("\n")
        for i, part in enumerate([head, *rest]):
            if i:
                paragraphs.append([])
            last = i == len(rest)
            shown = Piece(part, piece.key, piece.verdict, piece.tip, piece.grade, piece.notes if last else ())
            if part or shown.notes:
                paragraphs[-1].append(shown)
    return [p for p in paragraphs if p]


def _pieces(
    one: Checked, found: Sequence[tuple[int, Finding]], ledger: Ledger | None, keys: dict[str, int]
) -> Iterator[Piece]:
    """Cut at every place where a number or a finding begins or ends."""
    size = len(one.text)
    ties = [t for t in one.result.ties if t.verdict is not Verdict.IGNORED]
    bounds = [(t.mention.start, t.mention.end) for t in ties] + [(f.start, f.end) for _, f in found]
    cuts = sorted({0, size, *(min(max(at, 0), size) for pair in bounds for at in pair)})
    tie_at = {t.mention.start: t for t in ties}
    current: Tie | None = None
    for start, end in pairwise(cuts):
        current = tie_at.get(start, current if current and start < current.mention.end else None)
        over = [f for _, f in found if f.start <= start and end <= f.end and f.end - f.start < size]
        notes = tuple(n for n, f in found if f.end == end and f.start < f.end)
        grade = min((f.severity for f in over), key=list(Severity).index, default=None)
        key, verdict, tip = _figure_of(current, ledger, keys)
        yield Piece(one.text[start:end], key, verdict, tip, grade.value if grade else "", notes)


def _figure_of(tie: Tie | None, ledger: Ledger | None, keys: dict[str, int]) -> tuple[str, str, str]:
    if tie is None:
        return "", "", ""
    figure = ledger.get(tie.key) if ledger and tie.key else None
    said = _VERDICTS[tie.verdict]
    if figure is None or figure.key not in keys:
        return "", "unbound" if ledger else "", said if ledger else ""
    tip = f"{figure.key}　{show(figure)}　{figure.source}　{said}"
    return str(keys[figure.key]), "bound" if tie.verdict in BOUND else "unbound", tip

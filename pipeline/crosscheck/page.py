"""The check as one HTML page for review: the text with its findings, each figure with where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.crosscheck.codes import CODES
from pipeline.crosscheck.model import BOUND, Tie, Verdict
from pipeline.crosscheck.report import Checked, graded, numbered, total
from pipeline.crosscheck.show import show
from schemas.figures import Derivation, Figure, Ledger
from schemas.findings import Fault, Finding, Severity

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
        grades=[(s, graded(checked, s)) for s in Severity],
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

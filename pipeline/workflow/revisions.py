"""What a section was: its revisions, each printed with the figures it was written from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.errors import ZipingbaoError
from pipeline.references import Rendered, render
from pipeline.store import Store
from pipeline.workflow.case import Case
from pipeline.workflow.difference import Change, changes, only_figures
from schemas.figures import Ledger
from schemas.findings import Severity
from schemas.report import AuthorKind, Revision

PRESENT = "现在的数据"
FRAME = {"opening": "开头语", "closing": "结尾语"}
"""Texts that the outline words and that stand in no section, and what the clerk calls them."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something that has revisions: a section, or the opening or closing words once a person changed them."""

    id: str
    heading: str


def parts(case: Case, store: Store) -> list[Part]:
    """Everything that may have revisions, in printed order."""
    known = store.all_current()
    frame = {id: [Part(id, name)] if id in known else [] for id, name in FRAME.items()}
    return [*frame["opening"], *(Part(s.id, s.heading) for s in case.bodies), *frame["closing"]]


def part_named(case: Case, store: Store, name: str) -> Part:
    """The part that the user means by *name*."""
    for part in parts(case, store):
        if name.strip() in (part.id, part.heading):
            return part
    spec = case.spec(name)
    return Part(spec.id, spec.heading)


@dataclass(frozen=True, slots=True)
class Past:
    """A revision as it was printed then. ``data`` names its figures; ``known`` is false when they are lost,
    and the present ones are printed instead."""

    revision: Revision
    rendered: Rendered
    data: str
    known: bool = True

    @property
    def length(self) -> int:
        """Characters as printed, blanks aside."""
        return sum(not c.isspace() for c in self.rendered.text)

    @property
    def findings(self) -> str:
        """``错误1，提醒2``: what the check found then."""
        counts = {s: sum(f.severity is s for f in self.revision.findings) for s in Severity}
        parts = [f"{s.chinese}{counts[s]}" for s in (Severity.ERROR, Severity.WARNING) if counts[s]]
        return "，".join(parts) or "无"


@dataclass(frozen=True, slots=True)
class Difference:
    """Two revisions side by side: ``same_words`` when both hold the same references and words."""

    before: Past
    after: Past
    changes: tuple[Change, ...]
    same_words: bool
    only_figures: bool


def ledger_of(case: Case, store: Store, version: str) -> Ledger | None:
    """The figures of *version* with the clerk's present names for them; None when they were not kept."""
    if version == case.ledger.version:
        return case.ledger
    figures = store.ledger(version)
    if figures is None:
        return None
    return Ledger(Ledger.from_json(figures), aliases=case.data.settings.aliases)


def origins(case: Case, store: Store, revisions: Mapping[str, Revision]) -> dict[str, Ledger]:
    """The figures that the words of each section were written from, where those are not the present ones.

    A refresh writes no words: what counts is the revision before it.
    """
    ledgers: dict[str, Ledger | None] = {case.ledger.version: None}
    found = {}
    for id, revision in revisions.items():
        version = _written_from(store, revision)
        if version not in ledgers:
            ledgers[version] = ledger_of(case, store, version)
        if ledger := ledgers[version]:
            found[id] = ledger
    return found


def _written_from(store: Store, revision: Revision) -> str:
    if revision.author.kind is not AuthorKind.DATA:
        return revision.ledger
    written = [r for r in store.revisions(revision.section) if r.author.kind is not AuthorKind.DATA]
    return written[-1].ledger if written else revision.ledger


def history(case: Case, store: Store, part: Part) -> list[Past]:
    """Every revision of a section, oldest first."""
    dates = store.ledger_dates()
    return [past(case, store, revision, dates) for revision in store.revisions(part.id)]


def past(case: Case, store: Store, revision: Revision, dates: Mapping[str, dt.datetime]) -> Past:
    """One revision as it was printed."""
    ledger = ledger_of(case, store, revision.ledger)
    shown = render(revision.text, ledger or case.ledger, case.style)
    return Past(revision, shown, _named(case, revision.ledger, dates), ledger is not None)


def _named(case: Case, version: str, dates: Mapping[str, dt.datetime]) -> str:
    """``现在的数据``, ``2024-03-05 的数据``, with the time when one day saw several versions."""
    if version == case.ledger.version:
        return PRESENT
    if version not in dates:
        return "没有留存的数据"
    local = {v: when.astimezone() for v, when in dates.items()}
    day = local[version].date()
    several = sum(when.date() == day for when in local.values()) > 1
    return f"{local[version]:%Y-%m-%d %H:%M} 的数据" if several else f"{day} 的数据"


def chosen(revisions: list[Past], number: int | None, part: Part, *, back: int = 0) -> Past:
    """The revision called *number*; without one the last but *back*."""
    if not revisions:
        raise ZipingbaoError(f"“{part.heading}”还没有起草。", "请先运行 zipingbao draft。")
    if number is None:
        if len(revisions) <= back:
            raise ZipingbaoError(f"“{part.heading}”只有第1稿，没有更早的稿。", "改过以后才有差别可看。")
        return revisions[-1 - back]
    for one in revisions:
        if one.revision.number == number:
            return one
    last = revisions[-1].revision.number
    raise ZipingbaoError(
        f"“{part.heading}”没有第{number}稿，现有第1稿至第{last}稿。", "稿次见 zipingbao history。"
    )


def difference(
    case: Case, store: Store, part: Part, first: int | None = None, second: int | None = None
) -> Difference:
    """Two revisions of a section, each as it was printed: by default the last two.

    With *second* alone it is compared with the one before it, with *first* alone against the present one.
    """
    revisions = history(case, store, part)
    after = chosen(revisions, second, part)
    if first is None and second is not None:
        first = second - 1
        if not first:
            raise ZipingbaoError("第1稿以前没有稿，没有可比的。", "请用 --from 写明与哪一稿比。")
    before = chosen(revisions, first, part, back=1)
    return compare(before, after)


def compare(before: Past, after: Past) -> Difference:
    """What differs between two revisions as printed."""
    old, new = before.rendered.text, after.rendered.text
    return Difference(
        before,
        after,
        tuple(changes(old, new)),
        before.revision.text == after.revision.text,
        only_figures(old, new),
    )

"""Figures follow the accounts: what a change of the data does to the sections. No model is asked.

Words are never touched. A section is written anew only when what it prints has changed; what the check
finds there now and did not find with the former figures is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property

from pipeline.references import Rendered, parse, render, settle_overrides
from pipeline.store import Store
from pipeline.workflow.case import Case
from pipeline.workflow.difference import Change, changes
from pipeline.workflow.moves import FigureChange, compare
from pipeline.workflow.revisions import Part, ledger_of, parts
from pipeline.workflow.texts import Draft, by_person, check_text, current
from schemas.figures import Ledger, normalise_key
from schemas.findings import Finding, Severity
from schemas.inputs import ActivityNote, NoteKind
from schemas.report import Author, AuthorKind, NewRevision, Revision

BASELINE = "figures"
"""The setting that keeps which version of the figures was looked at last."""

_SAID = 6
"""So many characters in a row that a sentence has from a note."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A section under the new figures. ``findings`` are those that the former figures did not give."""

    part: Part
    revision: Revision
    text: str
    """With references, and without what a person wrote over a figure where the accounts now say the same."""
    before: Rendered
    after: Rendered
    findings: tuple[Finding, ...]

    @property
    def touched(self) -> bool:
        """Whether it prints anything else than before, or a figure follows the accounts again."""
        return self.before.text != self.after.text or self.settled

    @property
    def settled(self) -> bool:
        """Whether the accounts now say what a person had written over a figure."""
        return self.text != self.revision.text

    @property
    def changes(self) -> list[Change]:
        """The sentences that read differently."""
        return changes(self.before.text, self.after.text)

    @property
    def by_person(self) -> bool:
        """Whether the words are a person's."""
        return by_person(self.revision)


@dataclass(frozen=True)
class Refresh:
    """What the present data change: figures against ``baseline``, sections against their own figures."""

    draft: Draft
    figures: tuple[FigureChange, ...]
    sections: tuple[Followed, ...]
    printing: Mapping[str, tuple[str, ...]]
    """Headings of the texts that print a figure, by its key."""
    unknown: tuple[FigureChange, ...]
    """Figures that are gone and that the sections still refer to."""

    @property
    def idle(self) -> bool:
        """Whether there is nothing to write and nothing to tell."""
        return not self.figures and not self.touched

    @property
    def touched(self) -> tuple[Followed, ...]:
        """The sections that print something else than before."""
        return tuple(s for s in self.sections if s.touched)

    @cached_property
    def flagged(self) -> tuple[Followed, ...]:
        """The sections whose words no longer fit."""
        return tuple(s for s in self.sections if s.findings)

    @property
    def doubtful(self) -> list[tuple[ActivityNote, tuple[str, ...]]]:
        """The clerk's explanations of figures that have changed, with those figures: do they still hold?"""
        moved = {f.key: f.figure.item for f in self.figures if f.before and f.after and not f.derived}
        found = []
        for note in self.draft.case.data.notes:
            about = {normalise_key(name) for name in note.about if note.kind is NoteKind.REASON}
            keys = tuple(k for k, item in moved.items() if about & {normalise_key(k), normalise_key(item)})
            if keys:
                found.append((note, keys))
        return found

    def reasons(self, one: Followed) -> list[str]:
        """The clerk's notes whose words stand in what no longer fits: a redraft would tell them again."""
        quotes = [f.quote for f in one.findings]
        notes = [n for n in self.draft.case.allotment.notes(one.part.id) if n.kind is NoteKind.REASON]
        return [n.file for n in notes if any(_shared(n.text, quote) for quote in quotes)]


def _shared(note: str, quote: str) -> bool:
    match = SequenceMatcher(None, note, quote, autojunk=False).find_longest_match()
    return match.size >= _SAID


def plan_refresh(case: Case, store: Store) -> Refresh:
    """Compare what the sections print with what they printed when they were written."""
    draft = current(case, store)
    sections = tuple(_followed(draft, store))
    former = _baseline(case, store, draft)
    figures = compare(former, case.ledger) if former else ()
    used = {normalise_key(r.key) for one in sections for r in parse(one.revision.text)}
    gone = tuple(f for f in figures if f.after is None and normalise_key(f.key) in used)
    return Refresh(draft, figures, sections, _printing(draft, sections), gone)


def refresh(plan: Refresh, store: Store) -> list[Revision]:
    """Write the sections that print something else now, all of them or none; nothing when *plan* is idle."""
    if plan.idle:
        return []
    ledger = plan.draft.case.ledger
    store.save_ledger(ledger.version, ledger.to_json())
    new = [_revision(one, plan.draft) for one in plan.touched]
    return store.append_all(new, settings={BASELINE: ledger.version})


def _revision(one: Followed, draft: Draft) -> NewRevision:
    old = one.revision
    return NewRevision(
        section=one.part.id,
        text=one.text,
        author=Author(kind=AuthorKind.DATA, words=old.author.writer),
        ledger=draft.case.ledger.version,
        findings=tuple(draft.checks[one.part.id].findings),
        expected=old.number,
    )


def _baseline(case: Case, store: Store, draft: Draft) -> Ledger | None:
    """The figures as they were looked at last: at the last refresh, else for the first section written."""
    version = store.setting(BASELINE)
    if version is None and draft.revisions:
        version = min(draft.revisions.values(), key=lambda r: r.created).ledger
    return ledger_of(case, store, version) if version else None


def _followed(draft: Draft, store: Store) -> Iterator[Followed]:
    case = draft.case
    known = store.all_current()
    ledgers: dict[str, Ledger | None] = {}
    for part in parts(case, store):
        revision = known.get(part.id)
        if revision is None or revision.ledger == case.ledger.version or part.id not in draft.rendered:
            continue
        if revision.ledger not in ledgers:
            ledgers[revision.ledger] = ledger_of(case, store, revision.ledger)
        if former := ledgers[revision.ledger]:
            before = render(revision.text, former, case.style)
            found = tuple(_new_findings(draft, part, revision, former, before))
            text = settle_overrides(revision.text, case.ledger, case.style)
            yield Followed(part, revision, text, before, draft.rendered[part.id], found)


def _new_findings(
    draft: Draft, part: Part, revision: Revision, former: Ledger, before: Rendered
) -> Iterator[Finding]:
    """What is wrong now and was not with the *former* figures."""
    now = [f for f in draft.checks[part.id].findings if f.severity is not Severity.INFO]
    if not now:
        return
    then = replace(draft.case, ledger=former, earlier=())
    result = check_text(then, part.id, revision.text, draft=not by_person(revision))
    # Names and documents come from the notes, and the former notes are not kept: what was found then counts.
    old = [f for f in result.findings if not f.code.startswith("invented-")]
    known = {_identity(f, before, revision.text) for f in (*old, *revision.findings)}
    after = draft.rendered[part.id]
    yield from (f for f in now if _identity(f, after, revision.text) not in known)


def _identity(found: Finding, shown: Rendered, text: str) -> tuple[str, int, int, str]:
    """By which a finding is the same under other figures: its place in the text with references."""
    start, end = _source(found.start, shown, text, -1), _source(found.end, shown, text, 1)
    named = re.search(r"“([^”]+)”", found.message) if found.start == found.end else None
    return found.code, start, end, named[1] if named else ""


def _source(at: int, shown: Rendered, text: str, side: int) -> int:
    """Where in *text* the offset *at* of its print lies; inside of a figure at its edge on that *side*."""
    shift = 0
    for span in shown.spans:
        if span.end < at or (span.end == at and side < 0):
            shift = span.reference.end - span.end
        elif span.start < at or (span.start == at and side < 0):
            return span.reference.start if side < 0 else span.reference.end
        else:
            break
    return min(at + shift, len(text))


def _printing(draft: Draft, sections: Sequence[Followed]) -> dict[str, tuple[str, ...]]:
    """Which texts print a figure, now or before, by reference or typed by hand."""
    names = {s.id: s.heading for s in draft.case.bodies} | {"opening": "开头语", "closing": "结尾语"}
    shown = [(names[id], rendered) for id, rendered in draft.rendered.items() if id in names]
    shown += [(names[one.part.id], one.before) for one in sections if one.part.id in names]
    found: dict[str, dict[str, None]] = {}
    for name, rendered in shown:
        for span in rendered.spans:
            for key in span.keys:
                found.setdefault(key, {})[name] = None
    for id, result in draft.checks.items():
        for key in {tie.key for tie in result.ties if tie.key and id in names}:
            found.setdefault(key, {})[names[id]] = None
    return {key: tuple(headings) for key, headings in found.items()}

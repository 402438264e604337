"""The report as it stands: its last revisions with the present figures, rendered and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

from pipeline.crosscheck import (
    CheckResult,
    Counts,
    told_twice,
)
from pipeline.crosscheck import report as checking
from pipeline.drafting.offline import Wording
from pipeline.references import Rendered, parse, render
from pipeline.store import Store, fingerprint
from schemas.figures import Figure, Ledger, normalise_key
from schemas.findings import Disposition, Finding, Severity, Status
from schemas.outline import Outline, SectionSpec
from schemas.report import AuthorKind, Report, Revision, Section

if TYPE_CHECKING:
    pass
from pipeline.workflow.case import Case
from pipeline.workflow.rereading import with_second
from pipeline.workflow.revisions import FRAME, origins


@dataclass(frozen=True)
class Draft:
    """The sections of a case as they stand now, rendered and checked."""

    case: Case
    report: Report
    revisions: Mapping[str, Revision]
    rendered: Mapping[str, Rendered]
    checks: Mapping[str, CheckResult]
    settled: Mapping[str, tuple[checking.Settled, ...]] = field(default_factory=dict)
    origins: Mapping[str, Ledger] = field(default_factory=dict)
    """The figures that a section's words were written from, where those are not the present ones."""

    @property
    def missing(self) -> tuple[SectionSpec, ...]:
        """Sections without a text yet."""
        return tuple(s for s in self.case.bodies if s.id not in self.revisions)

    @property
    def findings(self) -> dict[str, Sequence[Finding]]:
        """What the check found and nobody dismissed, by section."""
        return {id: result.findings for id, result in self.checks.items() if result.findings}

    def count(self, severity: Severity) -> int:
        """How many findings of one severity there are."""
        return sum(f.severity is severity for found in self.findings.values() for f in found)

    @property
    def checked(self) -> list[checking.Checked]:
        """Every checked text with its heading, in printed order."""
        return [one for one in self.outlined if one.text]

    @property
    def outlined(self) -> list[checking.Checked]:
        """The same with the headings that have no text of their own between them."""
        headings = [(s.id, s.heading, s.level) for s in self.report.sections]
        return [
            checking.Checked(
                heading,
                self.rendered[id].text if id in self.rendered else "",
                self.checks.get(id, CheckResult((), ())),
                level,
                f"{self.case.folder}#{id}",
                self.settled.get(id, ()),
            )
            for id, heading, level in [("opening", "开头", 1), *headings, ("closing", "结尾", 1)]
            if id in self.rendered or id not in ("opening", "closing")
        ]

    @property
    def outdated(self) -> dict[str, str]:
        """Sections whose words no longer fit what the clerk has handed in since, with the reason.

        Figures follow the data by themselves; this is about what a section tells or leaves out.
        """
        found = {}
        for spec in self.case.bodies:
            revision = self.revisions.get(spec.id)
            if revision and (reason := self._outdated(spec, revision)):
                found[spec.id] = reason
        return found

    def _outdated(self, spec: SectionSpec, revision: Revision) -> str:
        origin = self.origins.get(spec.id)
        if origin is None:
            return ""
        if revision.author.writer is AuthorKind.OFFLINE:
            return (
                "起草后数据或记录有变动，按现有材料范文已经不同"
                if self.case.wording(spec) != revision.text
                else ""
            )
        told = {normalise_key(reference.key) for reference in parse(revision.text)}
        missing = [
            note.title or note.name
            for note in self.case.allotment.notes(spec.id)
            if _news(note.figures, origin) and not any(normalise_key(f.key) in told for f in note.figures)
        ]
        return f"起草后数据或记录有变动，这些记录的数没有写进本节：{'、'.join(missing)}" if missing else ""

    @property
    def offline(self) -> bool:
        """Whether any section is still the outline's own wording."""
        return any(r.author.writer is AuthorKind.OFFLINE for r in self.revisions.values())


def current(case: Case, store: Store, reread: Mapping[str, Sequence[Finding]] | None = None) -> Draft:
    """The report as its last revisions have it, with the present figures, checked anew.

    *reread* is what a model found besides, by section.
    """
    known = store.all_current()
    revisions = {s.id: known[s.id] for s in case.bodies if s.id in known}
    case = replace(case, earlier=former_ledgers(case, store))
    report = assemble(case, known, store.report_id)
    frame = {"opening": report.opening, "closing": report.closing}
    rendered = {k: render(text, case.ledger, case.style) for k, text in frame.items() if text}
    checks = {k: case.check_rendered(k, shown) for k, shown in rendered.items()}
    for spec in case.bodies:
        if revision := revisions.get(spec.id):
            rendered[spec.id] = render(revision.text, case.ledger, case.style)
            checks[spec.id] = case.check(spec, revision.text, draft=not by_person(revision))
    for id, twice in told_twice(rendered, case.ledger, case.bodies, case.data.notes).items():
        checks[id] = replace(checks[id], findings=(*checks[id].findings, *twice))
    settled = {}
    disposed = store.dispositions()
    for id, result in checks.items():
        checks[id], settled[id] = _settle(with_second(result, (reread or {}).get(id, ())), disposed)
    return Draft(case, report, revisions, rendered, checks, settled, origins(case, store, revisions))


def _news(figures: Sequence[Figure], origin: Ledger) -> bool:
    """Whether any of these figures was not there, or another one, when the words were written."""
    return any((former := origin.get(f.key)) is None or former.value != f.value for f in figures)


def _settle(
    result: CheckResult, disposed: Mapping[str, Disposition]
) -> tuple[CheckResult, tuple[checking.Settled, ...]]:
    """The result without the findings that a person dismissed, and those."""
    done = {}
    for found in result.findings:
        known = disposed.get(fingerprint(found))
        if known and known.status is Status.DISMISSED:
            done[id(found)] = checking.Settled(found, known.reason)
    left = tuple(f for f in result.findings if id(f) not in done)
    return replace(result, findings=left), tuple(done.values())


def entries(drafted: Draft) -> list[checking.Entry]:
    """Every finding of the report under its number, dismissed ones too."""
    found = [entry for _, group in checking.numbered(drafted.checked) for entry in group]
    return sorted(found, key=lambda entry: entry.number)


def dismiss(store: Store, found: Finding, reason: str, by: str) -> None:
    """Note that *found* is no problem, and why; it stays so when the same thing is found again."""
    store.dispose(found, Disposition(status=Status.DISMISSED, reason=reason, by=by))


def reopen(store: Store, found: Finding, by: str) -> None:
    """Take a dismissal back."""
    store.dispose(found, Disposition(status=Status.OPEN, by=by))


def former_ledgers(case: Case, store: Store, most: int = 3) -> tuple[Ledger, ...]:
    """The last versions of the figures, before the present one, that something was written from."""
    versions = [v for v in store.ledger_versions() if v != case.ledger.version][:most]
    return tuple(Ledger.from_json(figures) for v in versions if (figures := store.ledger(v)))


def by_person(revision: Revision) -> bool:
    """Whether a person wrote this: then nothing replaces it unasked, and typed figures are allowed."""
    return revision.author.writer is AuthorKind.PERSON


def frame_texts(case: Case) -> dict[str, str]:
    """Opening and closing words as the outline has them, with references; empty ones left out."""
    words, outline = Wording(case.data, case.ledger), case.outline.outline
    templates = {"opening": outline.opening, "closing": outline.closing}
    texts = {id: words.fill(template, id) for id, template in templates.items()}
    return {id: text for id, text in texts.items() if text}


def check_text(case: Case, id: str, text: str, *, draft: bool = False) -> CheckResult:
    """Cross-check a text of a section or of the frame; *draft* when no person has written it."""
    if id in FRAME:
        return case.check_rendered(id, render(text, case.ledger, case.style))
    return case.check(case.spec(id), text, draft=draft)


def assemble(case: Case, revisions: Mapping[str, Revision], report_id: str) -> Report:
    """Title, opening, numbered sections, signature: all that the Word writer needs besides figures.

    A section that a person has emptied is left out, and so is a heading with nothing left below it.
    """
    settings, outline = case.data.settings, case.outline.outline
    words = Wording(case.data, case.ledger)
    frame = frame_texts(case) | {id: revisions[id].text for id in FRAME if id in revisions}
    sections = []
    for spec, heading in outline.numbered(_left_out(outline, revisions)):
        revision = revisions.get(spec.id)
        sections.append(
            Section(
                id=spec.id,
                heading=heading,
                level=spec.level,
                body=spec.body,
                text=revision.text if revision else "",
                author=revision.author if revision else None,
                revision=revision.number if revision else 0,
            )
        )
    return Report(
        id=report_id,
        title=words.fill(outline.title, "title"),
        addressee=settings.addressee,
        opening=frame.get("opening", ""),
        sections=tuple(sections),
        closing=frame.get("closing", ""),
        signature=settings.unit,
        date=settings.date,
    )


def _left_out(outline: Outline, revisions: Mapping[str, Revision]) -> set[str]:
    """Sections that a person has emptied, and headings whose sections are all among them."""
    gone: set[str] = set()
    for at, spec in reversed(list(enumerate(outline.sections))):
        below = list(takewhile(partial(_deeper, spec.level), outline.sections[at + 1 :]))
        revision = revisions.get(spec.id)
        emptied = revision is not None and not revision.text if spec.body else bool(below)
        if emptied and all(s.id in gone for s in below):
            gone.add(spec.id)
    return gone


def _deeper(level: int, spec: SectionSpec) -> bool:
    return spec.level > level


def total(drafted: Draft) -> Counts:
    """How many figures the report prints, and how many of them have a source."""
    return checking.total(drafted.checked)

"""The order of the stages, known to this file alone. ``cli`` (later the web page too) is a face of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.articulation import articulate
from pipeline.crosscheck import CheckResult, Context, check, from_problems
from pipeline.drafting.allot import Allotment, allot
from pipeline.drafting.offline import Wording
from pipeline.errors import DocumentError, InputError, ZipingbaoError
from pipeline.inputs import read_folder
from pipeline.ledger import build_ledger
from pipeline.outlines import OutlineFolder, open_outline
from pipeline.references import Rendered, Style, render
from pipeline.store import Store
from schemas.figures import Ledger
from schemas.findings import Fault, Finding, Severity
from schemas.inputs import ReportInput
from schemas.outline import SectionSpec
from schemas.report import Author, AuthorKind, Report, Revision, Section


@dataclass(frozen=True)
class Case:
    """A report folder, read and found usable: input, ledger, outline. ``faults`` are those left over."""

    folder: Path
    data: ReportInput
    ledger: Ledger
    outline: OutlineFolder
    faults: tuple[Fault, ...]

    @cached_property
    def style(self) -> Style:
        """How this report prints figures."""
        return Style.of(self.data.settings)

    @cached_property
    def allotment(self) -> Allotment:
        """Which section tells which note, and why."""
        return allot(self.data.notes, self.outline.outline)

    @cached_property
    def source_text(self) -> str:
        """Every word the report may take names, documents, dates and places from."""
        data = self.data
        settings = data.settings.model_dump(mode="json", exclude={"waivers", "model"})
        texts = [str(v) for v in settings.values() if v]
        texts += [f"{n.title}\n{n.text}" for n in data.notes]
        texts += [f"{f.item}\n{f.context}" for f in self.ledger]
        texts += [
            " ".join((i.level1, i.level2, i.name, i.target, i.actual, i.reason)) for i in data.indicators
        ]
        for row in (*data.accounts, *data.three_public, *data.assets, *data.unit_facts, *data.economic):
            texts.append(row.remark)
        for spec in self.outline.outline.sections:
            texts += [spec.heading, spec.guidance, *(c.text for c in spec.constants)]
        return "\n".join(texts)

    @property
    def bodies(self) -> tuple[SectionSpec, ...]:
        """The sections that hold text, in outline order."""
        return tuple(s for s in self.outline.outline.sections if s.body)

    def spec(self, name: str) -> SectionSpec:
        """The section that the user means by *name*: its id, its heading, or its number in the outline."""
        plain = name.strip()
        for spec, heading in self.outline.outline.numbered():
            if spec.body and plain in (spec.id, spec.heading, heading):
                return spec
        known = "、".join(f"{s.id}（{s.heading}）" for s in self.bodies)
        raise ZipingbaoError(f"没有名为“{name}”的章节。", f"可用的章节：{known}。")

    def wording(self, spec: SectionSpec) -> str:
        """The offline wording of a section, references in it."""
        source = self.outline.wording(spec)
        if source is None:
            return ""
        words = Wording(self.data, self.ledger, self.allotment.notes(spec.id))
        return words.fill(source, spec.heading)

    def check(self, spec: SectionSpec, text: str, *, draft: bool = True) -> CheckResult:
        """Cross-check one section's text (with references); *draft* when no person has written it."""
        rendered = render(text, self.ledger, self.style)
        context = Context(
            year=self.data.settings.year,
            required=tuple(f.key for f in self.ledger.matching(spec.required)),
            source_text=self.source_text,
            length=spec.length,
            heading=spec.heading,
            constants=tuple(c.text for c in spec.constants),
            draft=draft,
        )
        result = check(rendered.text, self.ledger, spans=rendered.spans, context=context)
        return result.with_findings(from_problems(rendered.problems), section=spec.id)


def examine(folder: Path) -> tuple[Case | None, list[Fault]]:
    """Read and validate *folder*: the case when it can be worked with, and every fault found.

    Faults of severity error that no waiver covers make a case unusable for drafting; see `open_case`.
    """
    data, faults = read_folder(folder)
    if data is None:
        return None, faults
    outline = open_outline(data.settings.outline, folder)
    try:
        ledger = build_ledger(data)
    except InputError as error:
        return None, [*faults, *error.faults]
    faults = [*faults, *articulate(ledger, data)]
    return Case(folder, data, ledger, outline, tuple(faults)), faults


def blocking(faults: Iterable[Fault]) -> list[Fault]:
    """The faults that stop a run: errors that no waiver covers."""
    return [f for f in faults if f.severity is Severity.ERROR and f.waived is None]


def open_case(folder: Path) -> Case:
    """The case in *folder*; raises InputError with every fault that stops a run."""
    case, faults = examine(folder)
    if case is None or blocking(faults):
        raise InputError(blocking(faults))
    return case


def check_text(text: str, case: Case | None) -> CheckResult:
    """Check a text that nobody here made, against the ledger of *case* when there is one."""
    context = Context(year=case.data.settings.year) if case else Context()
    return check(text, case.ledger if case else None, context=context)


# -- the text as it stands --------------------------------------------------------------------------


@dataclass(frozen=True)
class Draft:
    """The sections of a case as they stand now, rendered and checked."""

    case: Case
    report: Report
    revisions: Mapping[str, Revision]
    rendered: Mapping[str, Rendered]
    checks: Mapping[str, CheckResult]

    @property
    def missing(self) -> tuple[SectionSpec, ...]:
        """Sections without a text yet."""
        return tuple(s for s in self.case.bodies if s.id not in self.revisions)

    @property
    def findings(self) -> dict[str, Sequence[Finding]]:
        """What the check found, by section."""
        return {id: result.findings for id, result in self.checks.items() if result.findings}

    def count(self, severity: Severity) -> int:
        """How many findings of one severity there are."""
        return sum(f.severity is severity for result in self.checks.values() for f in result.findings)

    @property
    def offline(self) -> bool:
        """Whether any section is still the outline's own wording."""
        return any(r.author.kind is AuthorKind.OFFLINE for r in self.revisions.values())


def current(case: Case, store: Store) -> Draft:
    """The report as its last revisions have it, with the present figures, checked anew."""
    revisions = {k: r for k, r in store.all_current().items() if any(s.id == k for s in case.bodies)}
    report = assemble(case, revisions, store.report_id)
    texts = {s.id: revisions[s.id].text for s in case.bodies if s.id in revisions}
    rendered = {id: render(text, case.ledger, case.style) for id, text in texts.items()}
    checks = {
        s.id: case.check(s, texts[s.id], draft=revisions[s.id].author.kind is not AuthorKind.PERSON)
        for s in case.bodies
        if s.id in texts
    }
    return Draft(case, report, revisions, rendered, checks)


def assemble(case: Case, revisions: Mapping[str, Revision], report_id: str) -> Report:
    """Title, opening, numbered sections, signature: all that the Word writer needs besides figures."""
    settings, outline = case.data.settings, case.outline.outline
    words = Wording(case.data, case.ledger)
    sections = []
    for spec, heading in outline.numbered():
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
        opening=words.fill(outline.opening, "opening"),
        sections=tuple(sections),
        closing=words.fill(outline.closing, "closing"),
        signature=settings.unit,
        date=settings.date,
    )


# -- writing sections -------------------------------------------------------------------------------


def draft_offline(case: Case, store: Store, specs: Sequence[SectionSpec], hint: str = "") -> list[Revision]:
    """Write *specs* from the outline's own wording."""
    return [
        append(case, store, spec, case.wording(spec), Author(kind=AuthorKind.OFFLINE), hint) for spec in specs
    ]


def append(
    case: Case,
    store: Store,
    spec: SectionSpec,
    text: str,
    author: Author,
    hint: str = "",
    expected: int | None = None,
) -> Revision:
    """Add a revision of a section, with what the check finds in it."""
    findings = case.check(spec, text, draft=author.kind is not AuthorKind.PERSON).findings
    return store.append(spec.id, text, author, case.ledger.version, hint, findings, expected=expected)


# -- the Word file ----------------------------------------------------------------------------------


def default_output(case: Case) -> Path:
    """Where ``export`` writes when the user names no file."""
    settings = case.data.settings
    return case.folder / f"{settings.year}年度{settings.short_name}部门整体支出绩效自评报告.docx"


def export(draft: Draft, store: Store, path: Path, *, force: bool = False) -> None:
    """Write the Word file. A file that a person changed since it was exported is not overwritten."""
    from pipeline.word import attachment_tables, write_report

    case = draft.case
    if path.exists() and not force and store.setting(_print_name(path)) != _digest(path):
        raise DocumentError(
            f"“{path.name}”在上次导出之后被改动过，或不是本报告导出的文件，没有覆盖。",
            "请用 --output 另存为别的名字；确认不要其中的改动，再加 --force。",
        )
    write_report(
        path,
        draft.report,
        case.ledger,
        draft.rendered,
        findings=draft.findings,
        tables=attachment_tables(case.outline.outline.attachments, case.data, case.ledger),
        page_number=case.data.settings.page_number,
        offline=draft.offline,
    )
    store.set_setting(_print_name(path), _digest(path))


def _print_name(path: Path) -> str:
    return f"export:{path.name}"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()

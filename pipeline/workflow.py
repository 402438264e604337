"""The order of the stages, known to this file alone. ``cli`` (later the web page too) is a face of it."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.articulation import settle
from pipeline.crosscheck import (
    CODES,
    CheckResult,
    Context,
    Counts,
    check,
    check_tables,
    from_problems,
    second,
)
from pipeline.crosscheck import report as checking
from pipeline.drafting import (
    Allotment,
    Brief,
    Drafted,
    Event,
    Job,
    Tools,
    allot,
    build_prompt,
    draft_all,
    draft_section,
    has_material,
)
from pipeline.drafting.offline import DEFAULT_WORDING, Wording
from pipeline.errors import ConsentMissing, DocumentError, InputError, ModelUnavailable, ZipingbaoError
from pipeline.inputs import read_folder
from pipeline.ledger import build_ledger
from pipeline.outlines import OutlineFolder, open_outline
from pipeline.references import Rendered, Style, parse, render
from pipeline.settings import DraftSettings
from pipeline.store import Store, fingerprint
from schemas.calls import Completion, Message
from schemas.documents import Document
from schemas.figures import Ledger, normalise_key
from schemas.findings import Disposition, Fault, Finding, Severity, Status
from schemas.inputs import ReportInput
from schemas.outline import SectionSpec
from schemas.report import Author, AuthorKind, Report, Revision, Section

if TYPE_CHECKING:
    from pipeline.drafting.model import Model
    from pipeline.summary import Reviewed


@dataclass(frozen=True)
class Case:
    """A report folder, read and found usable: input, ledger, outline. ``faults`` are those left over."""

    folder: Path
    data: ReportInput
    ledger: Ledger
    outline: OutlineFolder
    faults: tuple[Fault, ...]
    earlier: tuple[Ledger, ...] = ()
    """Former versions of the ledger that sections were written from, the newest first."""

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
        texts += [f"{n.title}\n{n.date or ''}\n{n.text}" for n in data.notes]
        texts += [f"{f.item}\n{f.context}" for f in self.ledger]
        texts += [
            " ".join((i.level1, i.level2, i.name, i.target, i.actual, i.reason)) for i in data.indicators
        ]
        rows = (data.accounts, data.three_public, data.assets, data.unit_facts, data.economic)
        texts += [row.remark for sheet in rows for row in sheet]
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
        source = self.outline.wording(spec) or DEFAULT_WORDING
        words = Wording(self.data, self.ledger, self.allotment.notes(spec.id))
        return words.fill(source, spec.heading)

    def check(self, spec: SectionSpec, text: str, *, draft: bool = True) -> CheckResult:
        """Cross-check one section's text (with references); *draft* when no person has written it."""
        context = Context(
            year=self.data.settings.year,
            required=tuple(f.key for f in self.ledger.matching(spec.required)),
            source_text=self.source_text,
            length=spec.length,
            heading=spec.heading,
            constants=tuple(c.text for c in spec.constants),
            draft=draft,
        )
        return self.check_rendered(spec.id, render(text, self.ledger, self.style), context)

    def check_rendered(self, section: str, rendered: Rendered, context: Context | None = None) -> CheckResult:
        """Cross-check a rendered text; its broken references are findings too."""
        context = context or Context(year=self.data.settings.year, source_text=self.source_text, draft=True)
        result = check(
            rendered.text, self.ledger, spans=rendered.spans, context=context, earlier=self.earlier
        )
        findings = (*from_problems(rendered.problems), *result.findings)
        return replace(result, findings=tuple(f.model_copy(update={"section": section}) for f in findings))


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
    faults = settle(faults, ledger, data)
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


def check_document(document: Document, case: Case | None) -> CheckResult:
    """Check a document that nobody here made, against the ledger of *case* when there is one."""
    context = Context(year=case.data.settings.year) if case else Context()
    result = check(document.prose, case.ledger if case else None, context=context)
    quoted = [_quoted(f, document.text) for f in result.findings]
    found = [*quoted, *check_tables(document, context.year)]
    return replace(result, findings=tuple(sorted(found, key=lambda f: f.start)))


def _quoted(found: Finding, text: str) -> Finding:
    """*found* with the words that really stand there: tables were blanked out for the check."""
    return (
        found
        if found.start == found.end
        else found.model_copy(update={"quote": text[found.start : found.end]})
    )


def check_file(path: Path, name: str, case: Case | None) -> checking.Checked:
    """Read and check the file at *path*; *name* is what the report calls it."""
    from pipeline.documents import read_document

    document = read_document(path)
    return checking.Checked(path.name, document.text, check_document(document, case), file=name)


def write_summary(path: Path, checked: Iterable[checking.Checked], unread: Mapping[str, str]) -> None:
    """Write the reviewer's workbook; *unread* says why a file could not be read."""
    from pipeline.summary import Reviewed, write_summary

    files = [_reviewed(one) for one in checked]
    write_summary(path, [*files, *(Reviewed(name, trouble=why) for name, why in unread.items())])


def _reviewed(one: checking.Checked) -> Reviewed:
    from pipeline.summary import Reviewed, Row

    name = one.file or one.heading
    places = checking.Places(one.text)
    rows = [
        Row(
            file=name,
            place=places.name(f.start),
            grade=f.severity.chinese,
            code=f.code,
            title=CODES[f.code].title,
            quote=f.quote,
            message=f.message,
            expected=f.expected or "",
            evidence=f.evidence or "",
        )
        for f in one.result.findings
    ]
    return Reviewed(name, one.result.counts.found, rows)


# -- the text as it stands --------------------------------------------------------------------------


@dataclass(frozen=True)
class Draft:
    """The sections of a case as they stand now, rendered and checked."""

    case: Case
    report: Report
    revisions: Mapping[str, Revision]
    rendered: Mapping[str, Rendered]
    checks: Mapping[str, CheckResult]
    settled: Mapping[str, tuple[checking.Settled, ...]] = field(default_factory=dict)

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
        if revision.ledger == self.case.ledger.version:
            return ""
        if revision.author.kind is AuthorKind.OFFLINE:
            return (
                "起草后数据或记录有变动，按现有材料范文已经不同"
                if self.case.wording(spec) != revision.text
                else ""
            )
        told = {normalise_key(reference.key) for reference in parse(revision.text)}
        missing = [
            note.title or note.name
            for note in self.case.allotment.notes(spec.id)
            if note.figures and not any(normalise_key(f.key) in told for f in note.figures)
        ]
        return f"起草后数据或记录有变动，这些记录的数没有写进本节：{'、'.join(missing)}" if missing else ""

    @property
    def offline(self) -> bool:
        """Whether any section is still the outline's own wording."""
        return any(r.author.kind is AuthorKind.OFFLINE for r in self.revisions.values())


def current(case: Case, store: Store, reread: Mapping[str, Sequence[Finding]] | None = None) -> Draft:
    """The report as its last revisions have it, with the present figures, checked anew.

    *reread* is what a model found besides, by section.
    """
    known = store.all_current()
    revisions = {s.id: known[s.id] for s in case.bodies if s.id in known}
    case = replace(case, earlier=former_ledgers(case, store))
    report = assemble(case, revisions, store.report_id)
    frame = {"opening": report.opening, "closing": report.closing}
    rendered = {k: render(text, case.ledger, case.style) for k, text in frame.items() if text}
    checks = {k: case.check_rendered(k, shown) for k, shown in rendered.items()}
    for spec in case.bodies:
        if revision := revisions.get(spec.id):
            rendered[spec.id] = render(revision.text, case.ledger, case.style)
            checks[spec.id] = case.check(spec, revision.text, draft=not by_person(revision))
    settled = {}
    disposed = store.dispositions()
    for id, result in checks.items():
        checks[id], settled[id] = _settle(with_second(result, (reread or {}).get(id, ())), disposed)
    return Draft(case, report, revisions, rendered, checks, settled)


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
    return revision.author.kind is AuthorKind.PERSON


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


def pending(case: Case, store: Store, *, everything: bool, offline: bool) -> list[SectionSpec]:
    """The sections a draft run has to write.

    Those without text; with a model also those that only have the outline's wording; with *everything*
    all but what a person wrote.
    """
    known = store.all_current()

    def wanted(spec: SectionSpec) -> bool:
        revision = known.get(spec.id)
        if revision is None:
            return True
        if everything:
            return not by_person(revision)
        outline_only = revision.author.kind is AuthorKind.OFFLINE and not offline
        return outline_only and (bool(spec.after) or has_material(spec, brief))

    brief = brief_of(case)
    return [spec for spec in case.bodies if wanted(spec)]


def jobs(store: Store, specs: Sequence[SectionSpec], hint: str = "") -> list[Job]:
    """What is to be asked for each section, given what it is now."""
    known = store.all_current()
    return [
        Job(s, round=known[s.id].number, hint=hint, former=known[s.id].text)
        if s.id in known
        else Job(s, hint=hint)
        for s in specs
    ]


def prompts(case: Case, work: Sequence[Job]) -> Iterator[tuple[Job, list[Message]]]:
    """Exactly what would be sent for each job (sections it waits for still missing)."""
    brief = brief_of(case)
    for job in work:
        if not (job.spec.after or has_material(job.spec, brief, former=job.former if job.hint else "")):
            continue  # nothing to write from: not sent
        yield job, build_prompt(job.spec, brief, hint=job.hint, former=job.former if job.hint else "")


def brief_of(case: Case) -> Brief:
    """What all sections of the report share."""
    return Brief(case.outline.outline, case.data.settings, case.ledger, case.allotment)


def require_consent(store: Store | None, settings: DraftSettings, *, agreed: bool) -> None:
    """Raise ConsentMissing unless data may go to this endpoint; an agreement is kept in the report's store.

    Files have no store: for them it is asked every time.
    """
    if settings.local or (store and store.consent(settings.base_url)):
        return
    if not agreed and store is None:
        raise ConsentMissing(
            f"模型服务 {settings.base_url} 不在本机，还没有同意把文件的文字发往那里。",
            "同意则加 --yes；不用模型则去掉 --model。",
        )
    if not agreed:
        raise ConsentMissing(
            f"模型服务 {settings.base_url} 不在本机，还没有同意把本报告的数据和记录发往那里。",
            "先用 --dry-run 看将要发送的内容；同意则加 --yes（只问这一次），或加 --offline 用范文起草。",
        )
    if store:
        store.grant(settings.base_url)


async def draft(
    case: Case,
    store: Store,
    work: Sequence[Job],
    settings: DraftSettings | None,
    on_event: Callable[[Event], None] = lambda _: None,
) -> list[Drafted]:
    """Write *work*: with the model of *settings*, or offline when there is none.

    Every section is in the store the moment it is done; every answer before that.
    """
    if settings is None:
        return await _draft(
            case, store, work, Tools(case_check(case), case.wording, store, on_event=on_event), 1
        )
    from pipeline.drafting.model import Model

    async with Model(settings) as model:
        tools = Tools(
            check=case_check(case),
            offline=case.wording,
            memory=store,
            complete=model.complete,
            model=model.name,
            endpoint=settings.base_url,
            on_event=on_event,
        )
        return await _draft(case, store, work, tools, settings.concurrency)


def total(drafted: Draft) -> Counts:
    """How many figures the report prints, and how many of them have a source."""
    return checking.total(drafted.checked)


def case_check(case: Case) -> Callable[[SectionSpec, str], Sequence[Finding]]:
    """The check of a fresh draft, as drafting wants it."""
    return lambda spec, text: case.check(spec, text).findings


async def _draft(case: Case, store: Store, work: Sequence[Job], tools: Tools, limit: int) -> list[Drafted]:
    brief = brief_of(case)
    store.save_ledger(case.ledger.version, case.ledger.to_json())
    rounds = {job.spec.id: job.round for job in work}

    async def one(job: Job, earlier: Mapping[str, str]) -> Drafted:
        return await draft_section(job, brief, tools, earlier)

    def finish(done: Drafted) -> None:
        seen = rounds[done.section]
        store.append(
            done.section, done.text, done.author, case.ledger.version, done.hint, done.findings, expected=seen
        )

    texts = {id: revision.text for id, revision in store.all_current().items()}
    return await draft_all(work, one, finish, limit=limit, texts=texts)


def write_by_hand(
    case: Case, store: Store, spec: SectionSpec, text: str, name: str, expected: int
) -> CheckResult:
    """Keep a person's own text of a section; what the check finds in it."""
    case = replace(case, earlier=former_ledgers(case, store))
    result = case.check(spec, text, draft=False)
    store.save_ledger(case.ledger.version, case.ledger.to_json())
    author = Author(kind=AuthorKind.PERSON, name=name)
    store.append(spec.id, text, author, case.ledger.version, "", result.findings, expected=expected)
    return result


# -- a second reader -------------------------------------------------------------------------------


@dataclass
class Reread:
    """What a second reading found, by the name of the text, and what it cost."""

    findings: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    proposed: int = 0
    calls: int = 0
    reused: int = 0
    tokens: int = 0
    trouble: dict[str, str] = field(default_factory=dict)


async def read_again(
    texts: Mapping[str, str],
    settings: DraftSettings,
    store: Store | None,
    on_done: Callable[[str], None] = lambda _: None,
) -> Reread:
    """Ask the model to read every text for contradictions; recompute all that it says.

    Every answer goes to the *store* before anything is done with it, so that it is paid for once.
    """
    from pipeline.drafting.model import Model

    result = Reread()
    limit = asyncio.Semaphore(settings.concurrency)
    async with Model(settings) as model, asyncio.TaskGroup() as group:

        async def one(name: str, text: str) -> None:
            async with limit:
                try:
                    await _read_one(name, text, _asking(name, settings, store, result, model), result)
                except ModelUnavailable as error:
                    result.trouble[name] = str(error)
            on_done(name)

        for name, text in texts.items():
            group.create_task(one(name, text))
    return result


def recall(texts: Mapping[str, str], settings: DraftSettings, store: Store) -> Reread:
    """What a second reading found of these very texts before, from the answers kept; nothing is asked."""
    result = Reread()

    async def all_of_them() -> None:
        for name, text in texts.items():
            await _read_one(name, text, _asking(name, settings, store, result, None), result)

    asyncio.run(all_of_them())
    return result


async def _read_one(name: str, text: str, ask: second.Ask, result: Reread) -> None:
    read = await second.read_again(text, ask)
    result.findings[name] = tuple(f.model_copy(update={"section": name}) for f in read.findings)
    result.proposed += read.proposed


def _asking(
    name: str, settings: DraftSettings, store: Store | None, result: Reread, model: Model | None
) -> second.Ask:
    async def ask(messages: Sequence[Message]) -> Completion | None:
        told = [[m.role, m.content] for m in messages]
        parts = ["second-reader", settings.base_url, settings.model, told]
        key = hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
        if store and (known := store.call(key)):
            result.reused += 1
            return known
        if model is None:
            return None
        answer = await model.complete(messages)
        result.calls += 1
        result.tokens += (answer.prompt_tokens or 0) + (answer.completion_tokens or 0)
        if store:
            store.save_call(key, f"second_reader:{name}", 1, settings.model, messages, answer)
        return answer

    return ask


def with_second(result: CheckResult, found: Sequence[Finding]) -> CheckResult:
    """The check's result with a model's findings behind it, those left out that stand in an error already."""
    errors = [(e.start, e.end) for e in result.errors]
    new = [f for f in found if not any(start < f.end and f.start < end for start, end in errors)]
    return replace(result, findings=(*result.findings, *new))


# -- what leaves the folder -------------------------------------------------------------------------


def default_output(case: Case) -> Path:
    """Where ``export`` writes when the user names no file."""
    settings = case.data.settings
    return case.folder / f"{settings.year}年度{safe_name(settings.short_name)}部门整体支出绩效自评报告.docx"


def safe_name(name: str) -> str:
    """*name* as part of a file name: it comes from an input file and must not choose a path."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "", name).strip(". ")[:60] or "本单位"


def export(draft: Draft, store: Store, path: Path, *, force: bool = False) -> int:
    """Write the Word file; the number of comments in it.

    A file that a person changed since it was exported is not overwritten without *force*.
    """
    from pipeline.word import attachment_tables, write_report

    case = draft.case
    name = f"export:{path.name}"
    if path.exists() and not force and store.setting(name) != _digest(path):
        raise DocumentError(
            f"“{path.name}”在上次导出之后被改动过，或不是本报告导出的文件，没有覆盖。",
            "请用 --output 另存为别的名字；确认不要其中的改动，再加 --force。",
        )
    comments = write_report(
        path,
        draft.report,
        case.ledger,
        draft.rendered,
        findings=draft.findings,
        tables=attachment_tables(case.outline.outline.attachments, case.data, case.ledger),
        page_number=case.data.settings.page_number,
        offline=draft.offline,
    )
    store.set_setting(name, _digest(path))
    return comments


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_html(draft: Draft, path: Path) -> None:
    """Write the page on which every figure leads to its source."""
    page = checking.html(
        draft.report.title.replace("\n", ""), draft.outlined, draft.case.ledger, draft.case.faults
    )
    _write_page(path, page)


def write_page(checked: Sequence[checking.Checked], case: Case | None, path: Path) -> None:
    """The same of files that nobody here made; figures lead to their source when there is a *case*."""
    title = checked[0].heading if len(checked) == 1 else f"{len(checked)}个文件"
    _write_page(path, checking.html(title, checked, case.ledger if case else None))


def _write_page(path: Path, page: str) -> None:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise DocumentError(f"“{path}”写不进去：{error.strerror}。", "请检查路径和写入权限。") from error

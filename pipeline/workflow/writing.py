"""Writing sections: which ones, with what, and who may be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.crosscheck import (
    CheckResult,
)
from pipeline.drafting import (
    Brief,
    Drafted,
    Event,
    Job,
    Tools,
    build_prompt,
    draft_all,
    draft_section,
    has_material,
)
from pipeline.errors import ConsentMissing, StaleWrite
from pipeline.settings import DraftSettings
from pipeline.store import Store
from schemas.calls import Message
from schemas.findings import Finding
from schemas.outline import SectionSpec
from schemas.report import Author, AuthorKind, NewRevision, Revision

if TYPE_CHECKING:
    pass
from pipeline.workflow.case import Case
from pipeline.workflow.texts import by_person, former_ledgers

Check = Callable[[SectionSpec, str], Sequence[Finding]]


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
        outline_only = revision.author.writer is AuthorKind.OFFLINE and not offline
        return outline_only and (bool(spec.after) or has_material(spec, brief))

    brief = brief_of(case)
    return [spec for spec in case.bodies if wanted(spec)]


def jobs(store: Store, specs: Sequence[SectionSpec], hint: str = "") -> list[Job]:
    """What is to be asked for each section, given what it is now."""
    known = store.all_current()
    return [job_of(spec, known.get(spec.id), hint) for spec in specs]


def job_of(spec: SectionSpec, now: Revision | None, hint: str = "") -> Job:
    """What is to be asked for a section whose last revision is *now*."""
    if now is None:
        return Job(spec, hint=hint)
    return Job(spec, round=now.number, hint=hint, former=now.text, writer=now.author.writer)


def prompts(case: Case, work: Sequence[Job]) -> Iterator[tuple[Job, list[Message]]]:
    """Exactly what would be sent for each job (sections it waits for still missing)."""
    brief = brief_of(case)
    for job in work:
        if not (job.spec.after or has_material(job.spec, brief, former=job.base)):
            continue  # nothing to write from: not sent
        yield job, build_prompt(job, brief)


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
    *,
    check: Check | None = None,
    finish: Callable[[Drafted], None] | None = None,
) -> list[Drafted]:
    """Write *work*: with the model of *settings*, or offline when there is none.

    Every section is in the store the moment it is done (or is handed to *finish* instead); every answer
    before that.
    """
    tools = Tools(check or case_check(case), case.wording, store, on_event=on_event)
    if settings is None:
        return await _draft(case, store, work, tools, 1, finish)
    from pipeline.drafting.model import Model

    async with Model(settings) as model:
        tools = replace(tools, complete=model.complete, model=model.name, endpoint=settings.base_url)
        return await _draft(case, store, work, tools, settings.concurrency, finish)


def case_check(case: Case) -> Check:
    """The check of a fresh draft, as drafting wants it."""
    return lambda spec, text: case.check(spec, text).findings


async def _draft(
    case: Case,
    store: Store,
    work: Sequence[Job],
    tools: Tools,
    limit: int,
    finish: Callable[[Drafted], None] | None,
) -> list[Drafted]:
    brief = brief_of(case)
    store.save_ledger(case.ledger.version, case.ledger.to_json())
    by_name = {job.name: job for job in work}
    refused: list[StaleWrite] = []

    async def one(job: Job, earlier: Mapping[str, str]) -> Drafted:
        return await draft_section(job, brief, tools, earlier)

    def keep(done: Drafted) -> None:
        """A section that somebody else changed meanwhile must not cost the others."""
        try:
            if not done.kept:
                store.append_all([new_revision(case, done, by_name[done.name])])
        except StaleWrite as error:
            refused.append(error)

    texts = {id: revision.text for id, revision in store.all_current().items()}
    drafted = await draft_all(work, one, finish or keep, limit=limit, texts=texts)
    if refused:
        raise StaleWrite("\n".join(error.message for error in refused), refused[0].advice)
    return drafted


def new_revision(case: Case, done: Drafted, job: Job) -> NewRevision:
    """What *done* becomes in the store, if the section is still as *job* found it."""
    asked = [f"第{job.paragraph}段"] if job.paragraph else []
    return NewRevision(
        section=done.section,
        text=done.text,
        author=done.author,
        ledger=case.ledger.version,
        hint="：".join([*asked, done.request] if done.request else asked),
        findings=done.findings,
        expected=job.round,
    )


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

"""Redrafting among what is there: a section, one paragraph of it, or several drafts of it to choose from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from pipeline.crosscheck import told_twice
from pipeline.drafting import Drafted, Event, Job, Paragraph, told_elsewhere
from pipeline.errors import ZipingbaoError, typed
from pipeline.references import render
from pipeline.settings import DraftSettings
from pipeline.store import Store
from pipeline.workflow.case import Case
from pipeline.workflow.texts import by_person
from pipeline.workflow.writing import Check, brief_of, case_check, draft, job_of, new_revision
from schemas.findings import Finding
from schemas.outline import SectionSpec
from schemas.report import NewRevision, Revision

_OFFER = TypeAdapter(tuple[NewRevision, ...])


def redraft_jobs(
    case: Case, store: Store, spec: SectionSpec, *, hint: str = "", paragraph: int = 0, variants: int = 0
) -> list[Job]:
    """What is to be asked: one job, or one for each of *variants*; with what the other sections tell."""
    known = store.all_current()
    told = told_elsewhere(spec, brief_of(case), _texts(known))
    job = replace(job_of(spec, known.get(spec.id), hint), paragraph=paragraph, told=told)
    if paragraph and Paragraph.of(job.former, paragraph) is None:
        raise _no_paragraph(spec, job.former, paragraph)
    return [replace(job, variant=number) for number in range(1, variants + 1)] or [job]


def _no_paragraph(spec: SectionSpec, text: str, number: int) -> ZipingbaoError:
    paragraphs = [line for line in text.split("\n") if line.strip()]
    if not paragraphs:
        return ZipingbaoError(
            f"“{spec.heading}”还没有文字，不能只重写一段。", "请去掉 --paragraph，先起草本节。"
        )
    each = "\n　　　".join(f"第{i}段　{line[:24]}…" for i, line in enumerate(paragraphs, 1))
    return ZipingbaoError(
        f"“{spec.heading}”只有{len(paragraphs)}段，没有第{number}段。", f"各段：\n　　　{each}"
    )


def _texts(revisions: Mapping[str, Revision]) -> dict[str, str]:
    return {id: revision.text for id, revision in revisions.items()}


def protected(spec: SectionSpec) -> ZipingbaoError:
    """The refusal to replace what a person wrote."""
    return ZipingbaoError(
        f"“{spec.heading}”经人工改过，没有重写。", "确要重写请加 --force，人工稿会留作旧稿。"
    )


async def redraft(
    case: Case,
    store: Store,
    work: Sequence[Job],
    settings: DraftSettings | None,
    on_event: Callable[[Event], None] = lambda _: None,
) -> list[Drafted]:
    """Write *work*, one job, checked against what the other sections tell; several are kept as an offer."""
    check = among_others(case, store)
    if not work[0].variant:
        return await draft(case, store, work, settings, on_event, check=check)
    offered: dict[str, Drafted] = {}

    def keep(done: Drafted) -> None:
        offered[done.name] = done

    done = await draft(case, store, work, settings, on_event, check=check, finish=keep)
    drafts = [new_revision(case, offered[job.name], job) for job in work if not offered[job.name].kept]
    store.set_setting(_setting(work[0].spec), _OFFER.dump_json(tuple(drafts)).decode())
    return done


def among_others(case: Case, store: Store) -> Check:
    """The check of a draft, which also sees what other sections tell."""
    texts = _texts(store.all_current())
    shown = {s.id: render(texts[s.id], case.ledger, case.style) for s in case.bodies if texts.get(s.id)}
    alone = case_check(case)

    def check(spec: SectionSpec, text: str) -> Sequence[Finding]:
        others = {id: rendered for id, rendered in shown.items() if id != spec.id}
        new = {spec.id: render(text, case.ledger, case.style)}
        twice = told_twice(others | new, case.ledger, case.bodies, case.data.notes)
        return [*alone(spec, text), *twice.get(spec.id, ())]

    return check


def offered(store: Store, spec: SectionSpec) -> tuple[NewRevision, ...]:
    """The drafts of a section that were made to choose from, the last time."""
    kept = store.setting(_setting(spec))
    try:
        return _OFFER.validate_json(kept) if kept else ()
    except ValidationError:  # of another version of this program: as good as none
        return ()


def pick(case: Case, store: Store, spec: SectionSpec, number: int, *, force: bool = False) -> Revision:
    """Take draft *number* of those offered; StaleWrite when the section was changed since, unless that was
    only another draft of the same offer being taken."""
    drafts = offered(store, spec)
    if not 0 < number <= len(drafts):
        known = f"备选的是第1稿至第{len(drafts)}稿" if drafts else "还没有备选的稿子"
        raise ZipingbaoError(
            f"“{spec.heading}”没有第{number}稿可选，{known}。",
            f"先用 zipingbao redraft {typed(case.folder)} {spec.id} --variants 3 写出几稿。",
        )
    before = store.current(spec.id)
    if before and by_person(before) and not force:
        raise protected(spec)
    update: dict[str, object] = {"ledger": case.ledger.version}
    update["findings"] = tuple(among_others(case, store)(spec, drafts[number - 1].text))
    if before and before.text in {draft.text for draft in drafts}:
        update["expected"] = before.number
    store.save_ledger(case.ledger.version, case.ledger.to_json())
    return store.append_all([drafts[number - 1].model_copy(update=update)])[0]


def _setting(spec: SectionSpec) -> str:
    return f"offer:{spec.id}"

"""``draft``, ``edit``, ``export``: everything that writes."""

from __future__ import annotations

import asyncio
import getpass
import time
from collections.abc import Callable, Coroutine, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline import workflow
from pipeline.cli import checking, console
from pipeline.cli.consent import agree
from pipeline.cli.progress import Progress
from pipeline.errors import ZipingbaoError, typed
from pipeline.references import render
from pipeline.settings import DraftSettings, draft_settings
from pipeline.store import Store
from schemas.findings import Finding, Severity
from schemas.outline import SectionSpec

if TYPE_CHECKING:
    from pipeline.drafting import Drafted, Event, Job

    Run = Callable[
        [workflow.Case, Store, Sequence[Job], DraftSettings | None, Callable[[Event], None]],
        Coroutine[None, None, list[Drafted]],
    ]


def draft(folder: Path, *, offline: bool, everything: bool, dry_run: bool, yes: bool) -> int:
    """Write the sections that are not written yet; the exit status."""
    case = workflow.open_case(folder)
    settings = model_settings(case, offline)
    with Store.open(folder) as store:
        specs = workflow.pending(case, store, everything=everything, offline=settings is None)
        kept = len(case.bodies) - len(specs)
        if kept:
            console.say(f"已有{kept}节，不再重写（全部重写请加 --all；人工改过的总是保留）。")
        work = workflow.jobs(store, specs)
        if dry_run:
            show_prompts(case, work, settings)
            return 0
        if not work:
            return summary(case, store, folder)
        show_allotment(case)
        write(case, store, work, settings, yes)
        return summary(case, store, folder)


def model_settings(case: workflow.Case, offline: bool) -> DraftSettings | None:
    """The model to draft with; None when there is none, or none is wanted."""
    settings = draft_settings(case.data.settings.model)
    if offline or not settings.configured:
        return None
    return settings


def write(
    case: workflow.Case,
    store: Store,
    work: Sequence[Job],
    settings: DraftSettings | None,
    yes: bool,
    run: Run = workflow.draft,
) -> list[Drafted]:
    """Run the jobs with progress, then say what they cost."""
    if settings is None:
        console.say(
            "没有配置模型，按提纲自带的范文起草。" if not draft_settings().configured else "按范文起草。"
        )
    else:
        agree(store, settings, yes)
        console.say(f"模型：{settings.model}（{settings.base_url}）")
    start = time.monotonic()
    headings = {
        job.name: job.spec.heading + (f"（备选第{job.variant}稿）" if job.variant else "") for job in work
    }
    with Progress(headings) as progress:
        done = asyncio.run(run(case, store, work, settings, progress))
    for drafted in done:
        if drafted.notice:
            console.say(f"“{headings[drafted.name]}”：{drafted.notice}")
        if drafted.excuse:
            console.say(f"“{headings[drafted.name]}”模型的说明：{drafted.excuse}")
    if settings is not None:
        show_cost(store, done, time.monotonic() - start)
    return done


def show_cost(store: Store, done: Iterable[Drafted], seconds: float) -> None:
    """Calls, tokens and time of this run, and of the report so far."""
    done = list(done)
    calls = store.calls()
    tokens = sum((c.completion.prompt_tokens or 0) + (c.completion.completion_tokens or 0) for c in calls)
    now, reused = sum(d.calls for d in done), sum(d.reused for d in done)
    console.say(
        f"本次问了{now}次，取用已存回答{reused}次，用时{seconds:.0f}秒；本报告累计{len(calls)}次，{tokens}个词元。"
    )


def show_allotment(case: workflow.Case) -> None:
    """Which section tells which note and why, a line each: the clerk should know before, not after."""
    left = {note.name for note in case.allotment.unallotted}
    for note in case.data.notes:
        mark = "没有归入任何一节：" if note.name in left else ""
        console.say(f"记录 {note.file}　{mark}{case.allotment.reasons[note.name]}")
    if left:
        console.say(f"有{len(left)}条记录没有用上；在记录开头写明“章节”或“主题”后，加 --all 重新起草。")


def show_prompts(case: workflow.Case, work: Sequence[Job], settings: DraftSettings | None) -> None:
    """What would be sent, word for word."""
    console.say("只显示，不发送。" + ("" if settings else "（还没有配置模型。）"))
    if settings:
        console.say(f"将发往：{settings.base_url}　模型：{settings.model}")
    system = ""
    total = 0
    for job, messages in workflow.prompts(case, work):
        click.echo(f"════ {job.spec.heading} ════")
        for message in messages:
            total += len(message.content)
            if message.role == "system" and message.content == system:
                click.echo("〔与上一节相同的总说明，略〕")
                continue
            system = message.content if message.role == "system" else system
            click.echo(console.plain(message.content))
    console.say(f"共{len(work)}节，{total}字。")


def show_difference(case: workflow.Case, before: str, after: str) -> None:
    """The old and the new text of a section, as printed, sentence by sentence."""
    old, new = (render(t, case.ledger, case.style).text for t in (before, after))
    console.show_changes(workflow.changes(old, new))
    if old == new:
        console.say("新稿与原稿相同。")


def edit(folder: Path, section: str, source: Path | None) -> int:
    """Take a person's own text of a section; the exit status."""
    from pipeline.documents import read_text

    case = workflow.open_case(folder)
    spec = case.spec(section)
    with Store.open(folder) as store:
        before = store.current(spec.id)
        former = before.text if before else ""
        written = read_text(source) if source else in_editor(former)
        text = "\n".join(line.strip() for line in (written or "").splitlines() if line.strip())
        if not text or text == former:
            console.say("没有改动。")
            return 0
        workflow.write_by_hand(case, store, spec, text, user(), before.number if before else 0)
        show_difference(case, former, text)
        return section_status(case, store, spec)


def in_editor(text: str) -> str | None:
    """What the person made of *text* in the system's editor; None when it was left unsaved."""
    try:
        return click.edit(text, extension=".md")
    except click.ClickException as error:
        raise ZipingbaoError(
            "打不开编辑器。", "请把新稿存成文本文件，用 --from 文件名 交给本命令；或设置环境变量 EDITOR。"
        ) from error


def user() -> str:
    """Who sits at the keyboard, as far as the system knows."""
    try:
        return getpass.getuser()
    except OSError:
        return ""


def section_status(case: workflow.Case, store: Store, spec: SectionSpec) -> int:
    """Show what the check finds in one section now; the exit status."""
    return section_findings(spec.heading, workflow.current(case, store).findings.get(spec.id, ()))


def section_findings(heading: str, findings: Sequence[Finding]) -> int:
    """Show *findings*; the exit status."""
    console.show_findings(heading, findings)
    return 1 if any(f.severity is Severity.ERROR for f in findings) else 0


def summary(case: workflow.Case, store: Store, folder: Path) -> int:
    """The last lines of ``draft``; the exit status."""
    drafted = workflow.current(case, store)
    checking.warn_outdated(drafted)
    counts = workflow.total(drafted)
    errors = drafted.count(Severity.ERROR)
    others = drafted.count(Severity.WARNING)
    console.say(
        f"共{len(drafted.revisions)}节，{counts.found}个数，{counts.bound}个有出处；"
        f"错误{errors}处，提醒{others}处。"
        + ("看详情：zipingbao check " if errors + others else "导出：zipingbao export ")
        + typed(folder)
    )
    return 1 if errors else 0


def export(folder: Path, output: Path | None, force: bool, sources: bool = False) -> int:
    """Write the Word file; the exit status."""
    case = workflow.open_case(folder)
    with Store.open(folder) as store:
        drafted = workflow.current(case, store)
        if drafted.missing:
            names = "、".join(s.heading for s in drafted.missing)
            raise ZipingbaoError(
                f"还有{len(drafted.missing)}节没有起草：{names}。",
                f"请先运行 zipingbao draft {typed(folder)}。",
            )
        path = output or workflow.default_output(case)
        comments = len(workflow.export(drafted, store, path, force=force, sources=sources).comments)
        remarks = len(store.remarks())
    console.say(f"已导出，{comments}处问题写成批注。" if comments else "已导出，没有未了结的问题。")
    if remarks:
        console.say(f"上次导入时留下的{remarks}条人工批注也在文件里。")
    if drafted.offline:
        console.say("其中有按范文起草的章节，文件属性里已注明；请通读修改后再用。")
    click.echo(str(path))
    return 0

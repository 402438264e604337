"""``history``, ``diff``, ``restore``: what a section was, and how to get it back."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline import workflow
from pipeline.cli import console
from pipeline.cli.drafts import section_findings, user
from pipeline.errors import typed
from pipeline.store import Store

COLUMNS = ("章节", "稿次", "作者", "时间", "字数", "用的数据", "当时的问题", "要求")


def history(folder: Path, section: str | None) -> None:
    """List every revision of one section, or of all of them."""
    case = workflow.read_case(folder)
    rows: list[tuple[str, ...]] = []
    with Store.open(folder) as store:
        chosen = [workflow.part_named(case, store, section)] if section else workflow.parts(case, store)
        for part in chosen:
            rows += [_row(part, one) for one in workflow.history(case, store, part)]
    if not rows:
        console.say(f"还没有稿件。起草：zipingbao draft {typed(folder)}")
        return
    console.table(COLUMNS, rows, right=(4,))
    if not any(row[1] != "第1稿" for row in rows):
        console.say("各节都只有一稿。")
        return
    name = section or "章节"
    console.say(
        f"看两稿的差别：zipingbao diff {typed(folder)} {name} --from 1 --to 2；"
        f"恢复某一稿：zipingbao restore {typed(folder)} {name} --to 1"
    )


def _row(part: workflow.Part, one: workflow.Past) -> tuple[str, ...]:
    revision = one.revision
    when = revision.created.astimezone().strftime("%Y-%m-%d %H:%M")
    return (
        part.heading,
        f"第{revision.number}稿",
        revision.author.chinese,
        when,
        str(one.length),
        one.data,
        one.findings,
        revision.hint,
    )


def diff(folder: Path, section: str, first: int | None, second: int | None) -> None:
    """Show what differs between two revisions as they were printed."""
    case = workflow.read_case(folder)
    with Store.open(folder) as store:
        part = workflow.part_named(case, store, section)
        found = workflow.difference(case, store, part, first, second)
    click.echo(f"“{part.heading}”　{_called(found.before)} → {_called(found.after)}")
    console.show_changes(found.changes)
    console.say(_said(found))


def _called(one: workflow.Past) -> str:
    data = one.data if one.known else f"{one.data}，按现在的数印出"
    return f"第{one.revision.number}稿（{one.revision.author.chinese}，{data}）"


def _said(found: workflow.Difference) -> str:
    if not found.changes:
        return "两稿印出来完全相同。"
    if found.same_words:
        return "文字一字未动，差别只在随数据变动的数。"
    if found.only_figures:
        return "只有数不同，文字相同。"
    return f"共{len(found.changes)}处不同；- 是原稿，+ 是新稿，【】内是句中不同之处。"


def restore(
    folder: Path, section: str, number: int | None, values: str, *, figures: bool, force: bool, dry_run: bool
) -> int:
    """Bring an earlier revision back as a new one, or the *figures* back to their source; the exit status."""
    if figures and values == "old":
        raise click.UsageError("--figures 恢复为台账的数，不能与 --values old 同用。")
    case = workflow.open_case(folder)
    with Store.open(folder) as store:
        part = workflow.part_named(case, store, section)
        if figures:
            plan = workflow.plan_sources(case, store, part, number)
        else:
            plan = workflow.plan_reversion(case, store, part, number, workflow.Values(values), force=force)
        if plan.idle:
            console.say(_idle(plan) if not figures else "本节没有手改的数，没有写入。")
            return 0
        present, target = plan.present.revision.number, plan.target.revision.number
        became = f"第{target}稿" if present != target else "手改的数恢复为台账的数"
        click.echo(f"“{part.heading}”　第{present}稿（现在）→ {became}")
        console.show_changes(workflow.changes(plan.present.rendered.text, plan.rendered.text))
        if not figures:
            _say_values(plan, values)
        if dry_run:
            console.say("只显示，没有写入；照此恢复请去掉 --dry-run。")
            return 0
        written, result = workflow.revert(plan, store, user())
    console.say(
        f"已写成第{written.number}稿，原来各稿都还在。"
        f"撤销：zipingbao restore {typed(folder)} {part.id} --to {present}"
    )
    return section_findings(part.heading, result.findings)


def _idle(plan: workflow.Reversion) -> str:
    present, target = plan.present.revision.number, plan.target.revision.number
    if present == target:
        return f"第{target}稿就是现在的稿，没有写入。"
    return (
        f"第{target}稿的文字与现在的第{present}稿相同，数随数据走，没有写入。"
        f"要更早的稿加 --to 稿次（见 zipingbao history），要当时的数加 --values old。"
    )


def _say_values(plan: workflow.Reversion, values: str) -> None:
    number = plan.target.revision.number
    if not plan.moved:
        console.say(
            f"第{number}稿的数与现在的台账一致，继续随数据变动。" if plan.target.known else _lost(plan)
        )
        return
    for one in plan.moved:
        console.say(f"　　{one.chinese}")
    if values == "old":
        console.say(f"以上{len(plan.moved)}处印当时的数，从此不随数据变动，核对时是错误。")
    else:
        console.say(f"文字是第{number}稿的，数印现在的；以上{len(plan.moved)}处与当时不同。")


def _lost(plan: workflow.Reversion) -> str:
    return f"第{plan.target.revision.number}稿所用的数据没有留存；数按现在的台账印出。"

"""``redraft``: a section again, or one paragraph of it, or several drafts to choose from."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from pipeline import workflow
from pipeline.cli import console, drafts
from pipeline.errors import ZipingbaoError
from pipeline.references import render
from pipeline.store import Store
from schemas.outline import SectionSpec
from schemas.report import NewRevision, Revision


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asks for. ``pick`` takes one of the drafts made before; without ``variants`` the new
    draft is taken as it comes."""

    hint: str = ""
    paragraph: int | None = None
    variants: int | None = None
    pick: int | None = None
    offline: bool = False
    dry_run: bool = False
    force: bool = False
    yes: bool = False


def redraft(folder: Path, section: str, wish: Wish) -> int:
    """Write one section again, show what changed; the exit status."""
    case = workflow.open_case(folder)
    spec = case.spec(section)
    with Store.open(folder) as store:
        before = store.current(spec.id)
        if before and workflow.by_person(before) and not wish.force:
            raise workflow.protected(spec)
        if wish.pick:
            if wish.hint or wish.paragraph or wish.variants or wish.offline:
                raise ZipingbaoError("--pick 只用上次写出的稿子，不与别的要求同用。", "请只写 --pick。")
            return take(case, store, spec, wish.pick, wish)
        settings = drafts.model_settings(case, wish.offline)
        if settings is None and (wish.paragraph or wish.variants):
            raise ZipingbaoError(
                "没有用模型，不能只重写一段，也写不出几稿来挑。", "请配置模型，或用 edit 人工修改。"
            )
        if wish.hint and settings is None:
            console.say("没有用模型：范文不会照要求（--hint）改写。")
        work = workflow.redraft_jobs(
            case, store, spec, hint=wish.hint, paragraph=wish.paragraph or 0, variants=wish.variants or 0
        )
        if wish.dry_run:
            drafts.show_prompts(case, work, settings)
            return 0
        done = drafts.write(case, store, work, settings, wish.yes, workflow.redraft)
        if wish.variants:
            return choose(case, store, spec, wish)
        if done[0].kept:
            return drafts.section_status(case, store, spec)
        return outcome(case, store, spec, before)


def outcome(case: workflow.Case, store: Store, spec: SectionSpec, before: Revision | None) -> int:
    """What changed in the section, and what the check finds in it now; the exit status."""
    after = store.current(spec.id)
    drafts.show_difference(case, before.text if before else "", after.text if after else "")
    return drafts.section_status(case, store, spec)


def choose(case: workflow.Case, store: Store, spec: SectionSpec, wish: Wish) -> int:
    """Show the drafts, let the user take one at a terminal; the exit status."""
    before = store.current(spec.id)
    offered = workflow.offered(store, spec)
    if not offered:
        console.say("一稿也没有写成，原稿未动。")
        return 0
    for number, one in enumerate(offered, 1):
        show_draft(case, before.text if before else "", number, one, offered)
    if at_terminal():
        number = click.prompt("选用第几稿（0 为都不用）", type=click.IntRange(0, len(offered)), err=True)
        if number:
            return take(case, store, spec, number, wish)
    command = ["zipingbao", "redraft", str(case.folder), spec.id, "--pick", "N"]
    console.say(
        f"没有写入。要用其中第N稿，运行：{shlex.join(command)}{' --force' * wish.force}（不再问模型）。"
    )
    return 0


def at_terminal() -> bool:
    """Whether there is anybody to ask."""
    return sys.stdin.isatty()


def show_draft(
    case: workflow.Case, former: str, number: int, one: NewRevision, offered: Sequence[NewRevision]
) -> None:
    """One draft under its number: how long it is, how it differs from the present text, its findings."""
    text = render(one.text, case.ledger, case.style).text
    same = next((i for i, other in enumerate(offered[: number - 1], 1) if other.text == one.text), 0)
    click.echo(click.style(f"════ 第{number}稿　{sum(not c.isspace() for c in text)}字 ════", bold=True))
    if same:
        click.echo(f"与第{same}稿相同。")
        return
    if former:
        drafts.show_difference(case, former, one.text)
    else:
        click.echo(console.plain(text))
    console.show_findings("核对：", one.findings)
    if not one.findings:
        click.echo("核对：没有发现问题。")


def take(case: workflow.Case, store: Store, spec: SectionSpec, number: int, wish: Wish) -> int:
    """Take one of the drafts made before; the exit status."""
    before = store.current(spec.id)
    taken = workflow.pick(case, store, spec, number, force=wish.force)
    console.say(f"已用备选的第{number}稿，成为“{spec.heading}”的第{taken.number}稿。")
    return outcome(case, store, spec, before)

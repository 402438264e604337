"""``dismiss``: what a person has looked at and found to be no problem."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from pipeline import workflow
from pipeline.cli import console
from pipeline.cli.drafts import user
from pipeline.crosscheck.report import Entry, described
from pipeline.errors import ZipingbaoError, typed
from pipeline.settings import draft_settings
from pipeline.store import Store


def dismiss(folder: Path, numbers: Sequence[int], reason: str, undo: bool) -> None:
    """Dismiss the findings with these numbers, or take that back; without numbers list what is dismissed."""
    case = workflow.open_case(folder)
    with Store.open(folder) as store:
        known = {e.number: e for e in workflow.entries(found(case, store))}
        if not numbers:
            show([e for e in known.values() if e.reason is not None])
            return
        chosen = [_one(known, number, folder) for number in dict.fromkeys(numbers)]
        if not undo and not reason.strip():
            raise ZipingbaoError(
                "缺少理由。", "请用 --reason 写明为什么不是问题，例如：--reason “口径不同，已核实”。"
            )
        for entry in chosen:
            if undo:
                workflow.reopen(store, entry.finding, user())
            else:
                workflow.dismiss(store, entry.finding, reason.strip(), user())
            click.echo(console.plain(f"{entry.number}. {described(entry.finding)}"))
    console.say(
        f"{len(chosen)}处已恢复为未了结。" if undo else f"{len(chosen)}处记为已了结；撤回请加 --undo。"
    )


def found(case: workflow.Case, store: Store) -> workflow.Draft:
    """The report checked, with what a second reader found of the same text before."""
    draft = workflow.current(case, store)
    settings = draft_settings(case.data.settings.model)
    texts = {id: shown.text for id, shown in draft.rendered.items()}
    return workflow.current(case, store, workflow.recall(texts, settings, store).findings)


def show(entries: Sequence[Entry]) -> None:
    """The dismissed findings with their reasons."""
    for entry in entries:
        click.echo(console.plain(f"{entry.number}. {described(entry.finding)}（理由：{entry.reason}）"))
    console.say(f"已了结{len(entries)}处。" if entries else "没有已了结的问题；编号见 zipingbao check。")


def _one(known: dict[int, Entry], number: int, folder: Path) -> Entry:
    if number not in known:
        least = "没有问题" if not known else f"编号是1至{len(known)}"
        advice = f"请先看 zipingbao check {typed(folder)}。"
        raise ZipingbaoError(f"没有编号为{number}的问题，现在{least}。", advice)
    return known[number]

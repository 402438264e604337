"""``import``: an edited Word file back into the report; first shown, then written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from pipeline import workflow
from pipeline.cli import console
from pipeline.cli.drafts import show_difference, user
from pipeline.errors import typed
from pipeline.restoration import Fate
from pipeline.store import Store
from pipeline.workflow.importing import Change, Plan, Prefer, State, carry_out, plan_import, when
from schemas.editing import Remark, Tracked
from schemas.findings import Severity, Status

_WORDS = {
    Fate.KEPT: "照旧",
    Fate.MOVED: "移动",
    Fate.COPIED: "复制",
    Fate.CHANGED: "改了数",
    Fate.DROPPED: "脱离出处",
    Fate.DELETED: "删去",
}
PROGRAM = "自评报"
_LONGEST = 60


def import_word(
    folder: Path, file: Path, *, tracked: Tracked, prefer: Prefer, name: str, dry_run: bool, json_: bool
) -> int:
    """Show what the file changes and, unless it is a dry run, write it; the exit status."""
    case = workflow.open_case(folder)
    with Store.open(folder) as store:
        plan = plan_import(case, store, file, tracked=tracked, prefer=prefer)
        if not json_:
            show(plan, case)
        written = [] if dry_run else carry_out(plan, case, store, name or _author(plan))
    if json_:
        click.echo(json.dumps(document(plan, written=bool(written)), ensure_ascii=False, indent=1))
    elif dry_run:
        console.say("只显示，没有写入。去掉 --dry-run 即可导入。")
    elif plan.nothing:
        console.say("没有要导入的，报告一字未动。")
    elif not written:
        console.say("正文没有要导入的；批注已照文件记下。")
    else:
        console.say(
            f"已导入{len(written)}节；导入前的稿子都在（zipingbao history {typed(folder)} 章节）。"
            f"接着：zipingbao check {typed(folder)}"
        )
    return 1 if any(c.result and c.result.errors for c in plan.writes) else 0


def _author(plan: Plan) -> str:
    return editor(plan)[:40] or user()


def editor(plan: Plan) -> str:
    """The person who saved the file last, as far as it tells: exported files carry our own name."""
    name = plan.edited.modified_by.strip()
    return "" if name == PROGRAM else name


def show(plan: Plan, case: workflow.Case) -> None:
    """The plan, for reading: sections, changed figures, comments, what stays behind, differences."""
    edited = plan.edited
    by = "，".join(
        f"{word}{value}" for word, value in (("修改人", editor(plan)), ("存盘程序", edited.saved_by)) if value
    )
    console.say(f"{plan.file}：与{when(plan.export)}导出时的原样对照" + (f"（{by}）。" if by else "。"))
    rows = [
        (c.heading, c.state.value, tally(c), _problems(c)) for c in plan.changes if c.state is not State.SAME
    ]
    if rows:
        console.table(("章节", "情况", "数", "核对"), rows)
    same = sum(c.state is State.SAME and c.section not in workflow.FRAME for c in plan.changes)
    console.say(f"另有{same}节一字未动。" if rows else f"{same}节都一字未动。")
    shown = [c for c in plan.changes if c in plan.conflicts or c in plan.writes]
    for change in shown:
        click.echo(click.style(change.heading, bold=True))
        if change.state is State.CONFLICT and change.revision:
            click.echo("导出以后报告里的改动：")
            show_difference(case, change.exported, change.revision.text)
            click.echo("文件里的改动：")
        show_difference(case, change.exported, change.text)
        console.show_findings("", change.result.findings if change.result else ())
    _show_comments(plan)
    for notice in plan.notices:
        click.echo(console.plain(f"注意：{notice}"))


def tally(change: Change) -> str:
    """``照旧12个，改了数1个``."""
    counts = Counter(fate.fate for fate in change.fates)
    return "，".join(f"{word}{counts[fate]}个" for fate, word in _WORDS.items() if counts[fate]) or "没有数"


def _problems(change: Change) -> str:
    found = Counter(f.severity for f in (change.result.findings if change.result else ()))
    return "，".join(f"{s.chinese}{found[s]}处" for s in Severity if found[s]) or "没有问题"


def _show_comments(plan: Plan) -> None:
    for finding, made in plan.settled:
        word = "记为已了结" if made.status is Status.DISMISSED else "记为已改"
        who = f"{made.by}：" if made.by else ""
        click.echo(
            console.plain(f"批注“{_short(finding.quote or finding.message)}”{word}（{who}{made.reason}）")
        )
    if plan.remarks != plan.former:
        _show_remarks(plan.remarks)
    for gone in plan.former:
        if not any((r.author, r.text) == (gone.author, gone.text) for r in plan.remarks):
            click.echo(console.plain(f"批注 {gone.author} “{_short(gone.text)}”：文件里已删去，不再保留。"))


def _show_remarks(remarks: Sequence[Remark]) -> None:
    for remark in remarks:
        on = f"“{_short(remark.quote)}”" if remark.quote else "（无处着落）"
        click.echo(console.plain(f"批注 {remark.author} {on}：{remark.text}"))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def document(plan: Plan, *, written: bool) -> dict[str, Any]:
    """The same for programs."""
    return {
        "file": plan.file,
        "export": plan.export.id,
        "written": written,
        "sections": [_section(change) for change in plan.changes],
        "notices": list(plan.notices),
        "settled": [
            {"code": f.code, "section": f.section, "quote": f.quote, **d.model_dump(mode="json")}
            for f, d in plan.settled
        ],
        "remarks": [r.model_dump(mode="json") for r in plan.remarks],
    }


def _section(change: Change) -> dict[str, Any]:
    return {
        "section": change.section,
        "heading": change.heading,
        "state": change.state.name.lower(),
        "text": change.text,
        "figures": [
            {
                "fate": f.fate.name.lower(),
                "key": f.reference.key,
                "was": f.was,
                "now": f.now,
                "from": f.origin,
            }
            for f in change.fates
        ],
        "findings": [f.model_dump(mode="json") for f in (change.result.findings if change.result else ())],
    }

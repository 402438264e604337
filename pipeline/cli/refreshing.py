"""``refresh``: what a change of the accounts does to the report, told and done."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from pipeline import workflow
from pipeline.cli import checking, console
from pipeline.errors import typed
from pipeline.references import Style, print_figure
from pipeline.store import Store
from schemas.figures import Derivation, Figure
from schemas.findings import Severity


def refresh(folder: Path, *, dry_run: bool, json_: bool) -> int:
    """Let the sections follow the accounts; the exit status."""
    case = workflow.open_case(folder)
    with Store.open(folder) as store:
        plan = workflow.plan_refresh(case, store)
        written = [] if dry_run else workflow.refresh(plan, store)
        numbers = {r.section: r.number for r in written}
        exported = bool(store.exports())
    if json_:
        click.echo(json.dumps(_document(plan, numbers, dry_run), ensure_ascii=False))
    else:
        _tell(plan, numbers, folder, dry_run=dry_run, exported=exported)
    return 1 if plan.draft.count(Severity.ERROR) else 0


def _tell(
    plan: workflow.Refresh, numbers: dict[str, int], folder: Path, *, dry_run: bool, exported: bool
) -> None:
    if not plan.draft.revisions:
        console.say(f"{folder} 还没有起草。起草：zipingbao draft {typed(folder)}")
        return
    if plan.idle:
        console.say("数据没有变动，各节印出的数都是最新的，不用更新。")
        _open_findings(plan, folder)
        return
    _tell_figures(plan)
    for one in plan.touched:
        number = numbers.get(one.part.id)
        became = f"第{one.revision.number}稿 → 第{number}稿" if number else f"第{one.revision.number}稿"
        words = "，文字是人工的，照旧" if one.by_person else ""
        click.echo(click.style(f"【{one.part.heading}】", bold=True) + f"{became}{words}")
        console.show_changes(one.changes, "  ")
        if one.settled:
            console.say("  手改的数已与台账一致，重新随数据变动。")
    _tell_flagged(plan)
    total = len(plan.draft.revisions)
    touched = len(plan.touched)
    done = f"将更新{touched}节" if dry_run else f"更新了{touched}节"
    rest = f"，其余{total - touched}节一字未动" if touched < total else ""
    console.say(f"{done}{rest}；没有问模型。" if touched else "各节印出的都没有变，没有写入；没有问模型。")
    _next(plan, folder, dry_run=dry_run, exported=exported)


def _tell_figures(plan: workflow.Refresh) -> None:
    """The figures that were filled in, and the computed ones that are printed, each with its source."""
    shown = [f for f in plan.figures if not f.derived or f.key in plan.printing]
    rows = [_row(one, plan) for one in sorted(shown, key=lambda f: f.derived)]
    if rows:
        console.table(("数据项", "原为", "现为", "来源", "印在"), rows, right=(1, 2))
    if idle := len(plan.figures) - len(shown):
        console.say(f"另有{idle}个计算得出的数随之变动，没有哪一节印出。")
    for one in plan.unknown:
        console.say(_gone(one))


def _row(one: workflow.FigureChange, plan: workflow.Refresh) -> tuple[str, ...]:
    style = plan.draft.case.style
    where = "、".join(plan.printing.get(one.key, ())) or "没有哪一节印出"
    return (
        one.key,
        _value(one.before, style, "（无）"),
        _value(one.after, style, "（没有了）"),
        _source(one),
        where,
    )


def _value(figure: Figure | None, style: Style, absent: str) -> str:
    if figure is None:
        return absent
    sign = "-" if figure.value < 0 else ""
    printed = print_figure(figure, style)
    return printed if printed.startswith("-") else sign + printed


def _source(one: workflow.FigureChange) -> str:
    source = one.figure.source
    return "由其他数算出" if isinstance(source, Derivation) else str(source)


def _gone(one: workflow.FigureChange) -> str:
    key, likely = one.key, one.likely
    if not likely:
        return f"“{key}”在数据里没有了（原在 {_source(one)}），正文还引用着它：请改正文，或把数补回原处。"
    return (
        f"“{key}”在数据里没有了，多半已改名为“{likely}”：请把正文的引用改成 [[{likely}]]，"
        f"或在 report.yaml 的“别名”下加一行 {key}: {likely}。"
    )


def _tell_flagged(plan: workflow.Refresh) -> None:
    for note, keys in plan.doubtful:
        console.say(
            f"{note.file} 说明的是{'、'.join(f'“{key}”' for key in keys)}，数已变，请看说明还对不对。"
        )
    if plan.flagged:
        click.echo(click.style("数变了以后，这些话不再合适：", bold=True))
    for one in plan.flagged:
        console.show_findings(one.part.heading, one.findings)


def _next(plan: workflow.Refresh, folder: Path, *, dry_run: bool, exported: bool) -> None:
    """The commands that lead on, the most needed first."""
    if dry_run:
        console.say(f"只显示，没有写入；照此更新：zipingbao refresh {typed(folder)}")
        return
    for one in plan.flagged:
        if files := plan.reasons(one):
            console.say(f"“{one.part.heading}”所说的原因写在 {'、'.join(files)} 里，请先改那里。")
        command = "edit" if one.by_person else "redraft"
        how = "请人工修改" if one.by_person else "重写"
        console.say(f"“{one.part.heading}”{how}：zipingbao {command} {folder} {one.part.id}")
    checking.warn_outdated(plan.draft)
    _open_findings(plan, folder)
    if exported and plan.touched:
        console.say(f"Word 文件里还是原来的数，请重新导出：zipingbao export {typed(folder)}")


def _open_findings(plan: workflow.Refresh, folder: Path) -> None:
    counts = [(s.chinese, plan.draft.count(s)) for s in (Severity.ERROR, Severity.WARNING)]
    if told := "，".join(f"{word}{n}处" for word, n in counts if n):
        console.say(f"全部报告现有{told}：zipingbao check {typed(folder)}")


# -- JSON -------------------------------------------------------------------------------------------


def _document(plan: workflow.Refresh, numbers: dict[str, int], dry_run: bool) -> dict[str, Any]:
    style = plan.draft.case.style

    def told(changes: Sequence[workflow.FigureChange]) -> list[dict[str, Any]]:
        return [
            {
                "key": one.key,
                "before": _value(one.before, style, "") or None,
                "after": _value(one.after, style, "") or None,
                "source": str(one.figure.source),
                "derived": one.derived,
                "printed_in": list(plan.printing.get(one.key, ())),
                "likely": one.likely or None,
            }
            for one in changes
        ]

    return {
        "dry_run": dry_run,
        "calls": 0,
        "changed": told([f for f in plan.figures if f.before and f.after]),
        "appeared": told([f for f in plan.figures if f.before is None]),
        "vanished": told([f for f in plan.figures if f.after is None]),
        "sections": [_section(one, numbers) for one in plan.sections if one.touched or one.findings],
        "explanations": [{"file": note.file, "keys": list(keys)} for note, keys in plan.doubtful],
        "outdated": plan.draft.outdated,
    }


def _section(one: workflow.Followed, numbers: dict[str, int]) -> dict[str, Any]:
    return {
        "id": one.part.id,
        "heading": one.part.heading,
        "touched": one.touched,
        "revision": numbers.get(one.part.id, one.revision.number),
        "by_person": one.by_person,
        "changes": [{"before": c.before, "after": c.after} for c in one.changes],
        "findings": [f.model_dump(mode="json") for f in one.findings],
    }

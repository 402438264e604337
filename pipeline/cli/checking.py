"""``figures`` and ``check``: reading numbers in any text, and checking texts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli import console
from pipeline.documents import read_document, read_text
from schemas.figures import Kind
from schemas.findings import Fault, Mention

if TYPE_CHECKING:
    from pipeline.crosscheck.report import Checked
    from pipeline.workflow import Draft

UNHEDGED = frozenset({Kind.DATE, Kind.ORDINAL, Kind.DOCNUMBER, Kind.FIXED})
"""Kinds for which "how exactly is it meant" makes no sense."""


KIND_WORDS = {
    "money": "金额",
    "count": "数量",
    "percent": "百分比",
    "date": "日期",
    "ordinal": "序号",
    "docnumber": "文号",
    "fixed": "固定词语",
    "duration": "时长",
    "other": "其他",
}
APPROX_WORDS = {"more_than": "多于", "less_than": "少于", "about": "约"}


def figures(files: Sequence[Path], text_only: bool, json_: bool) -> None:
    """Print every number in *files*."""
    from pipeline.numerals import find

    documents = []
    for path in files:
        text = read_text(path)
        if text_only:
            click.echo(text, nl=False)
            continue
        documents.append(
            {"file": str(path), "text_length": len(text), "mentions": [mention(m) for m in find(text)]}
        )
    if json_:
        click.echo(json.dumps({"files": documents}, ensure_ascii=False))
    elif not text_only:
        for document in documents:
            show_mentions(document)


def show_mentions(document: Mapping[str, Any]) -> None:
    """The numbers of one file, for reading."""
    click.echo(click.style(document["file"], bold=True))
    columns = ("位置", "原文", "种类", "数值", "单位", "约数")
    rows = []
    for m in document["mentions"]:
        kind, approx = KIND_WORDS[m["kind"]], APPROX_WORDS.get(m["approx"], "")
        rows.append((str(m["start"]), m["text"], kind, m["value"] or "", m["unit"] or "", approx))
    console.table(columns, rows)


def mention(m: Mention) -> dict[str, Any]:
    """One number as the ``figures --json`` contract has it."""
    from pipeline.numerals import value_text

    approx = None if m.kind in UNHEDGED else m.approx.value
    fields = {"start": m.start, "end": m.end, "text": m.text, "kind": m.kind.value}
    return fields | {"value": value_text(m), "unit": m.unit, "approx": approx}


def check(targets: Sequence[Path], against: Path | None, html: Path | None, json_: bool) -> int:
    """Check report folders and files; the exit status."""
    from pipeline import workflow
    from pipeline.crosscheck import report

    case = workflow.open_case(against) if against else None
    checked: list[Checked] = []
    faults: list[Fault] = []
    for target in targets:
        if target.is_dir():
            sections, waived = check_folder(target, html)
            checked += sections
            faults += waived
        else:
            document = read_document(target)
            result = workflow.check_document(document, case)
            checked.append(report.Checked(target.name, document.text, result, file=str(target)))
    if json_:
        click.echo(json.dumps(report.to_json(checked), ensure_ascii=False))
    else:
        numbers = len(targets) == 1 and targets[0].is_dir()
        for line in report.lines(checked, faults, numbers=numbers):
            click.echo(console.plain(line))
    return 1 if any(one.result.errors for one in checked) else 0


def warn_outdated(drafted: Draft) -> None:
    """Sections that were written before the data or the notes changed."""
    headings = {s.id: s.heading for s in drafted.report.sections}
    for id, reason in drafted.outdated.items():
        console.say(f"“{headings[id]}”：{reason}。重写：zipingbao redraft {drafted.case.folder} {id}")


def check_folder(folder: Path, html: Path | None) -> tuple[list[Checked], list[Fault]]:
    """Check the sections of a report folder as they stand; its waived faults besides."""
    from pipeline import workflow
    from pipeline.store import Store

    case = workflow.open_case(folder)
    with Store.open(folder) as store:
        draft = workflow.current(case, store)
    if not draft.revisions:
        console.say(f"{folder} 还没有起草，请先运行 zipingbao draft {folder}。")
    warn_outdated(draft)
    if html:
        workflow.write_html(draft, html)
        console.say(f"核对报告：{html}")
    return draft.checked, [f for f in case.faults if f.waived]

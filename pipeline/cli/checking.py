"""``figures`` and ``check``: reading numbers in any text, and checking texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from pipeline.cli import console
from pipeline.documents import read_text
from schemas.figures import Kind
from schemas.findings import Fault, Finding, Mention, Severity

UNHEDGED = frozenset({Kind.DATE, Kind.ORDINAL, Kind.DOCNUMBER, Kind.FIXED})
"""Kinds for which "how exactly is it meant" makes no sense."""


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
    keys = ("start", "text", "kind", "value", "unit", "approx")
    console.table(
        columns, [[str(m[k] if m[k] is not None else "") for k in keys] for m in document["mentions"]]
    )


def mention(m: Mention) -> dict[str, Any]:
    """One number as the ``figures --json`` contract has it."""
    value = None if m.value is None else decimal(m.value)
    if value is not None and m.high is not None:
        value = f"{value}/{decimal(m.high)}"
    approx = None if m.kind in UNHEDGED else m.approx.value
    return {"start": m.start, "end": m.end, "text": m.text, "kind": m.kind.value,
            "value": value, "unit": m.unit, "approx": approx}  # fmt: skip


def decimal(value: Any) -> str:
    """A decimal without exponent."""
    return format(value, "f")


def check(targets: Sequence[Path], against: Path | None, html: Path | None, json_: bool) -> int:
    """Check report folders and files; the exit status."""
    from pipeline import workflow

    case = workflow.open_case(against) if against else None
    results = []
    for target in targets:
        if target.is_dir():
            results += check_folder(target, html)
        else:
            result = workflow.check_text(read_text(target), case)
            results.append((str(target), result, ()))
    if json_:
        click.echo(json.dumps({"files": [entry(*r) for r in results]}, ensure_ascii=False))
    else:
        report(results)
    failed = any(f.severity is Severity.ERROR for _, result, _ in results for f in result.findings)
    return 1 if failed else 0


Checked = tuple[str, Any, Sequence[Fault]]


def check_folder(folder: Path, html: Path | None) -> list[Checked]:
    """Check the sections of a report folder as they stand."""
    from pipeline import workflow
    from pipeline.store import Store

    case = workflow.open_case(folder)
    with Store.open(folder) as store:
        draft = workflow.current(case, store)
    if not draft.revisions:
        console.say(f"{folder} 还没有起草，请先运行 zipingbao draft {folder}。")
    if html:
        workflow.write_html(draft, html)
        console.say(f"核对报告：{html}")
    headings = {s.id: s.heading for s in draft.report.sections}
    if not html:
        console.show_faults(f for f in case.faults if f.waived)
    return [(f"{folder} · {headings[id]}", result, ()) for id, result in draft.checks.items()]


def entry(file: str, result: Any, _faults: Sequence[Fault]) -> dict[str, Any]:
    """One file or section as the ``check --json`` contract has it."""
    return {"file": file, "findings": [finding(f) for f in result.findings], "figures": asdict(result.counts)}


def finding(f: Finding) -> dict[str, Any]:
    """One finding as the contract has it."""
    fields = ("code", "severity", "start", "end", "quote", "message", "expected", "evidence")
    return {name: f.model_dump(mode="json")[name] for name in fields}


def report(results: Iterable[Checked]) -> None:
    """Findings by file or section, and one line of totals."""
    found = bound = errors = others = 0
    for name, result, _ in results:
        console.show_findings(name, result.findings)
        found, bound = found + result.counts.found, bound + result.counts.bound
        errors += sum(f.severity is Severity.ERROR for f in result.findings)
        others += sum(f.severity is not Severity.ERROR for f in result.findings)
    console.say(
        f"共{found}个数，{bound}个有出处，{found - bound}个没有；错误{errors}处，提醒和提示{others}处。"
    )

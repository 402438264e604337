"""``figures`` and ``check``: reading numbers in any text, and checking texts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli import console
from pipeline.documents import SUFFIXES, find_documents, read_text
from pipeline.errors import ZipingbaoError, typed
from schemas.figures import Kind
from schemas.findings import Fault, Mention, Severity

if TYPE_CHECKING:
    from pipeline.cli.second import SecondReader
    from pipeline.crosscheck.report import Checked
    from pipeline.workflow import Case, Draft

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


@dataclass
class Run:
    """What one ``check`` has looked at so far."""

    checked: list[Checked] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unread: dict[str, str] = field(default_factory=dict)
    sourced: bool = True

    @property
    def status(self) -> int:
        """The exit status: an error found counts for more than a file that could not be read."""
        if any(one.result.errors for one in self.checked):
            return 1
        return 2 if self.unread else 0


def check(
    targets: Sequence[Path],
    against: Path | None,
    html: Path | None,
    summary: Path | None,
    reader: SecondReader | None = None,
    *,
    json_: bool,
) -> int:
    """Check report folders, documents and folders of documents; the exit status."""
    from pipeline import workflow

    case = workflow.open_case(against) if against else None
    run = Run()
    files: list[tuple[Path, str]] = []
    for target in targets:
        if (target / "report.yaml").is_file():
            sections, waived = check_folder(target, html if len(targets) == 1 else None, reader)
            run.checked += sections
            run.faults += waived
        else:
            files += documents_of(target)
    run.checked += check_files(files, case, run, reader)
    if html and run.checked and (files or len(targets) > 1):
        workflow.write_page(run.checked, case, html)
        console.say(f"核对报告：{html}")
    if summary:
        workflow.write_summary(summary, run.checked, run.unread)
        console.say(f"汇总表：{summary}")
    run.sourced = case is not None or not files
    show(run, json_, numbers=len(targets) == 1 and not files, brief=summary is not None)
    return run.status or (2 if reader and reader.incomplete else 0)


def documents_of(target: Path) -> list[tuple[Path, str]]:
    """The file itself, or every document in the folder, each with the name to print."""
    if not target.is_dir():
        return [(target, str(target))]
    found = [(path, str(path.relative_to(target))) for path in find_documents(target)]
    if not found:
        raise ZipingbaoError(
            f"“{target}”里没有 report.yaml，也没有可核对的文件。", f"可核对的文件类型：{' '.join(SUFFIXES)}。"
        )
    return found


def check_files(
    files: Sequence[tuple[Path, str]], case: Case | None, run: Run, reader: SecondReader | None
) -> list[Checked]:
    """Check one file after the other; of several a bad one does not stop the others."""
    from pipeline import workflow

    checked: list[Checked] = []
    for number, (path, name) in enumerate(files, 1):
        try:
            checked.append(workflow.check_file(path, name, case))
            words = tally(checked[-1])
        except Exception as error:
            if len(files) == 1:
                raise
            run.unread[name] = words = why(error)
        if len(files) > 1:
            console.say(f"[{number}/{len(files)}] {name}：{words}")
    return reader.read_files(checked) if reader else checked


def tally(one: Checked) -> str:
    """``错误2处，提醒1处``."""
    counts = {s: sum(f.severity is s for f in one.result.findings) for s in Severity}
    return "，".join(f"{s.chinese}{n}处" for s, n in counts.items() if n) or "没有问题"


def why(error: Exception) -> str:
    """Why a file could not be checked; a defect of ours leaves a record."""
    if isinstance(error, ZipingbaoError):
        return str(error)
    return f"程序内部出错（{type(error).__name__}），详细记录在 {console.keep_traceback()}。"


def show(run: Run, json_: bool, *, numbers: bool, brief: bool) -> None:
    """Print what was found; with a workbook written (*brief*) only the last line."""
    from pipeline.crosscheck import report

    if json_:
        unread = [{"file": name, "message": words} for name, words in run.unread.items()]
        document = report.to_json(run.checked) | ({"unread": unread} if unread else {})
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    lines = list(report.lines(run.checked, run.faults, numbers=numbers, sourced=run.sourced))
    for line in lines[-1:] if brief else lines:
        click.echo(console.plain(line))
    if run.unread:
        console.say(f"有{len(run.unread)}个文件没有核对：{'、'.join(run.unread)}。")


def warn_outdated(drafted: Draft) -> None:
    """Sections that were written before the data or the notes changed."""
    headings = {s.id: s.heading for s in drafted.report.sections}
    for id, reason in drafted.outdated.items():
        console.say(f"“{headings[id]}”：{reason}。重写：zipingbao redraft {typed(drafted.case.folder)} {id}")


def check_folder(
    folder: Path, html: Path | None, reader: SecondReader | None
) -> tuple[list[Checked], list[Fault]]:
    """Check the sections of a report folder as they stand; its waived faults besides."""
    from pipeline import workflow
    from pipeline.store import Store

    case = workflow.open_case(folder)
    with Store.open(folder) as store:
        draft = workflow.current(case, store)
        if reader:
            texts = {id: shown.text for id, shown in draft.rendered.items()}
            found = reader.read(texts, store, case.data.settings.model).findings
            draft = workflow.current(case, store, found)
    if not draft.revisions:
        console.say(f"{folder} 还没有起草，请先运行 zipingbao draft {typed(folder)}。")
    warn_outdated(draft)
    if html:
        workflow.write_html(draft, html)
        console.say(f"核对报告：{html}")
    return draft.checked, [f for f in case.faults if f.waived]

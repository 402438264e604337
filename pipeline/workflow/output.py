"""What leaves the folder: the Word file and the check page."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.crosscheck import BOUND, Tie, Verdict
from pipeline.crosscheck.page import html
from pipeline.crosscheck.report import Checked
from pipeline.errors import DocumentError, typed
from pipeline.store import Store
from pipeline.workflow.case import Case
from pipeline.workflow.texts import Draft
from schemas.editing import Remark
from schemas.report import Export, PrintStyle

if TYPE_CHECKING:
    from pipeline.word import Table, WrittenComment


def default_output(case: Case) -> Path:
    """Where ``export`` writes when the user names no file."""
    settings = case.data.settings
    return case.folder / f"{settings.year}年度{safe_name(settings.short_name)}部门整体支出绩效自评报告.docx"


def safe_name(name: str) -> str:
    """*name* as part of a file name: it comes from an input file and must not choose a path."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "", name).strip(". ")[:60] or "本单位"


def export(draft: Draft, store: Store, path: Path, *, force: bool = False, sources: bool = False) -> Export:
    """Write the Word file, with a table of every figure's source if *sources*; the record of it.

    A file that a person changed since it was exported is not overwritten without *force*.
    """
    from pipeline.word import attachment_tables, write_report

    case = draft.case
    name = f"export:{path.name}"
    id = uuid.uuid4().hex
    tables = attachment_tables(case.outline.outline.attachments, case.data, case.ledger)
    if path.exists() and not force and store.setting(name) != _digest(path):
        raise DocumentError(
            f"“{path.name}”在上次导出之后被改动过，或不是本报告导出的文件，没有覆盖。",
            f"其中的改动要收进报告，先运行 zipingbao import {typed(case.folder)} {typed(path)}；"
            "要留着这个文件，用 --output 另存为别的名字；都不要，再加 --force。",
        )
    written = write_report(
        path,
        draft.report,
        case.ledger,
        draft.rendered,
        findings=draft.findings,
        tables=(*tables, source_table(draft)) if sources else tables,
        page_number=case.data.settings.page_number,
        offline=draft.offline,
        remarks=_by_section(store.remarks()),
        export=id,
    )
    store.set_setting(name, _digest(path))
    return _record(draft, store, path, id, written)


def _by_section(remarks: Iterable[Remark]) -> dict[str, list[Remark]]:
    found: dict[str, list[Remark]] = {}
    for remark in remarks:
        found.setdefault(remark.section, []).append(remark)
    return found


def source_table(draft: Draft) -> Table:
    """数据来源表: every figure that the text prints, those that nobody can answer for too."""
    from pipeline.word import Sourced, sources_table

    case = draft.case
    sections = [
        (
            one.heading,
            [
                Sourced(tie.mention.text, case.ledger.get(tie.key) if tie.key else None, _note(tie))
                for tie in one.result.ties
                if tie.verdict is not Verdict.IGNORED
            ],
        )
        for one in draft.checked
    ]
    settings = case.data.settings
    title = f"{settings.unit}{settings.year}年度部门整体支出绩效自评报告数据来源表"
    return sources_table(title, sections, case.ledger, case.style)


def _note(tie: Tie) -> str:
    """What a reader of the table should know of a figure besides its source."""
    if tie.verdict not in BOUND:
        return "没有找到出处，须核实" if tie.key is None else "与来源不一致，须核实"
    return f"由本句的数算出：{tie.evidence}" if tie.key is None else ""


def _record(draft: Draft, store: Store, path: Path, id: str, written: Sequence[WrittenComment]) -> Export:
    """Keep what the file was made from: the figures, the revisions, and how they were printed."""
    case, frame = draft.case, {"opening": draft.report.opening, "closing": draft.report.closing}
    store.save_ledger(case.ledger.version, case.ledger.to_json())
    export = Export(
        id=id,
        file=path.name,
        digest=_digest(path),
        created=dt.datetime.now(dt.UTC),
        ledger=case.ledger.version,
        revisions={id: revision.number for id, revision in draft.revisions.items()},
        frame={part: text for part, text in frame.items() if text},
        style=PrintStyle.model_validate(asdict(case.style)),
        comments=tuple((comment.text, comment.finding) for comment in written),
    )
    store.save_export(export)
    return export


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_html(draft: Draft, path: Path) -> None:
    """Write the page on which every figure leads to its source."""
    page = html(draft.report.title.replace("\n", ""), draft.outlined, draft.case.ledger, draft.case.faults)
    _write_page(path, page)


def write_page(checked: Sequence[Checked], case: Case | None, path: Path) -> None:
    """The same of files that nobody here made; figures lead to their source when there is a *case*."""
    title = checked[0].heading if len(checked) == 1 else f"{len(checked)}个文件"
    _write_page(path, html(title, checked, case.ledger if case else None))


def _write_page(path: Path, page: str) -> None:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise DocumentError(f"“{path}”写不进去：{error.strerror}。", "请检查路径和写入权限。") from error

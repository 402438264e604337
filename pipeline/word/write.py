"""The report as a Word file by GB/T 9704: text, headings, signature, tables, comments at the findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from docx.document import Document

from pipeline.word.body import Body, Printed
from pipeline.word.comments import WrittenComment
from pipeline.word.marks import CLOSING, END, REVISION, property_name
from pipeline.word.parts import blank_document, set_properties
from pipeline.word.save import save
from pipeline.word.tables import Table
from pipeline.word.text import clean
from schemas.editing import Remark
from schemas.figures import Ledger
from schemas.findings import Finding
from schemas.report import Report


def write_report(
    path: Path,
    report: Report,
    ledger: Ledger,
    rendered: Mapping[str, Printed],
    *,
    findings: Mapping[str, Sequence[Finding]],
    tables: Sequence[Table],
    page_number: str,
    offline: bool,
    remarks: Mapping[str, Sequence[Remark]] = MappingProxyType({}),
    export: str = "",
) -> tuple[WrittenComment, ...]:
    """Write *report* to *path* at once or not at all; the comments that tell a finding are returned.

    *rendered*, *findings* and *remarks* go by section id; the opening and closing words may stand in them
    under ``opening`` and ``closing``. Only open findings belong here; what stands on words that are not
    printed stands on its section's heading, or on the title. *export* is the id by which the file is known
    when it comes back.
    """
    document = blank_document(page_number)
    body = Body(document, findings, remarks)
    title = body.head(report, rendered)
    for section in report.sections:
        heading = body.heading(section.heading, section.level, section.id)
        text = rendered[section.id].text if section.body else ""
        body.text(section.id, text, fallback=heading)
    _foot(body, report, rendered, tables)
    for n, table in enumerate(tables, start=1):
        body.attachment(table, f"附件{n}" if len(tables) > 1 else "附件")
    body.remaining_comments(title)
    _describe(document, report, ledger, offline=offline, export=export)
    save(document, path)
    return tuple(body.written)


def _foot(body: Body, report: Report, rendered: Mapping[str, Printed], tables: Sequence[Table]) -> None:
    """Everything between the last section and the attachments; kept on one page with the text's end."""
    closing = rendered[CLOSING].text if CLOSING in rendered else report.closing
    if closing:
        body.bookmark(CLOSING)
        body.text(CLOSING, closing)
    body.bookmark(END)
    body.keep_last()
    if tables:
        body.blank()
        body.attachment_list([table.title for table in tables])
    if report.signature or report.date:
        body.blank()
        body.signature(report.signature, chinese_date(report.date) if report.date else "")


def _describe(document: Document, report: Report, ledger: Ledger, *, offline: bool, export: str) -> None:
    how = "由离线范文生成，未使用大模型，须经人工修改审定。" if offline else "由大模型起草，须经人工审定。"
    custom = {
        property_name("report"): clean(report.id),
        property_name("ledger"): ledger.version,
        property_name("wording"): "offline" if offline else "model",
    }
    custom |= {property_name("export"): export} if export else {}
    custom |= {property_name(REVISION + s.id): str(s.revision) for s in report.sections}
    title = clean("".join(report.title.split("\n")))
    set_properties(document, title=title, author=clean(report.signature), remark=how, custom=custom)


def chinese_date(date: dt.date) -> str:
    """2024年3月5日: Arabic, no padding (7.3.5.4)."""
    return f"{date.year}年{date.month}月{date.day}日"

"""Checking documents that nobody here made, one or a folder of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.crosscheck import (
    CODES,
    CheckResult,
    Context,
    check,
    check_tables,
)
from pipeline.crosscheck import report as checking
from schemas.documents import Document
from schemas.findings import Finding

if TYPE_CHECKING:
    from pipeline.summary import Reviewed
from pipeline.workflow.case import Case


def check_document(document: Document, case: Case | None) -> CheckResult:
    """Check a document that nobody here made, against the ledger of *case* when there is one."""
    context = Context(year=case.data.settings.year) if case else Context()
    result = check(document.prose, case.ledger if case else None, context=context)
    quoted = [_quoted(f, document.text) for f in result.findings]
    found = [*quoted, *check_tables(document, context.year)]
    return replace(result, findings=tuple(sorted(found, key=lambda f: f.start)))


def _quoted(found: Finding, text: str) -> Finding:
    """*found* with the words that really stand there: tables were blanked out for the check."""
    return (
        found
        if found.start == found.end
        else found.model_copy(update={"quote": text[found.start : found.end]})
    )


def check_file(path: Path, name: str, case: Case | None) -> checking.Checked:
    """Read and check the file at *path*; *name* is what the report calls it."""
    from pipeline.documents import read_document

    document = read_document(path)
    return checking.Checked(path.name, document.text, check_document(document, case), file=name)


def write_summary(path: Path, checked: Iterable[checking.Checked], unread: Mapping[str, str]) -> None:
    """Write the reviewer's workbook; *unread* says why a file could not be read."""
    from pipeline.summary import Reviewed, write_summary

    files = [_reviewed(one) for one in checked]
    write_summary(path, [*files, *(Reviewed(name, trouble=why) for name, why in unread.items())])


def _reviewed(one: checking.Checked) -> Reviewed:
    from pipeline.summary import Reviewed, Row

    name = one.file or one.heading
    places = checking.Places(one.text)
    rows = [
        Row(
            file=name,
            place=places.name(f.start),
            grade=f.severity.chinese,
            code=f.code,
            title=CODES[f.code].title,
            quote=f.quote,
            message=f.message,
            expected=f.expected or "",
            evidence=f.evidence or "",
        )
        for f in one.result.findings
    ]
    return Reviewed(name, one.result.counts.found, rows)

"""An exported report opened and saved by LibreOffice, read back."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from benchmarks.hostility.reports import Report
from benchmarks.layout import convert
from pipeline.store import Store
from pipeline.word import divide, read_edited
from pipeline.workflow import current, export, open_case
from pipeline.workflow.importing.base import base_of
from schemas.report import Author, AuthorKind


def resaved(report: Report) -> dict[str, str]:
    """The text of each section after LibreOffice has written the file anew."""
    with tempfile.TemporaryDirectory() as home:
        folder, saved = Path(home, "report"), Path(home, "saved")
        shutil.copytree(report.case.folder, folder)
        saved.mkdir()
        case = open_case(folder)
        with Store.open(folder) as store:
            for spec in case.bodies:
                page = report.pages.get(spec.id)
                text = page.raw if page else case.wording(spec)
                store.append(spec.id, text, Author(kind=AuthorKind.OFFLINE), case.ledger.version)
            export(current(case, store), store, folder / "report.docx")
            base = base_of(case, store, store.exports()[0])
        file = read_edited(convert(folder / "report.docx", saved, "docx"))
    divided = divide(file.paragraphs, base.headings, base.tail)
    return {id: divided.parts[id].text for id in report.pages if id in divided.parts}

"""What an edited file is compared with: the report as it was when that file was exported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from pipeline.errors import DocumentError
from pipeline.references import Style, render
from pipeline.restoration import Exported, Fate, Restored
from pipeline.store import Store
from pipeline.word import chinese_date
from pipeline.workflow.case import Case
from pipeline.workflow.texts import assemble
from schemas.editing import EditedFile
from schemas.figures import Ledger
from schemas.report import Export, Report, Revision

_PIECE = 5  # characters
_FAMILIAR = 0.3  # of the pieces of the exported text: below that the file is somebody else's


@dataclass(frozen=True)
class Base:
    """Texts with references and as printed then, by section id; the printed headings; the lines that
    stand above and below the text."""

    sections: Mapping[str, Exported]
    headings: Mapping[str, str]
    head: tuple[str, ...]
    tail: tuple[str, ...]


def find_export(
    edited: EditedFile, exports: Sequence[Export], digest: str, report: str, name: str
) -> tuple[Export, list[str]]:
    """The export that the file *name* goes back to, and what the clerk should know about it."""
    if not exports:
        raise DocumentError(
            "本报告还没有导出过 Word 文件，无从对照。", "请先用 zipingbao export 导出，在导出的文件上修改。"
        )
    owner = edited.properties.get("report")
    if owner and owner != report:
        raise DocumentError(
            f"“{name}”是另一份报告导出的文件，没有导入。", "请核对报告文件夹和文件名，导入本报告导出的文件。"
        )
    id = edited.properties.get("export")
    place = next((n for n, e in enumerate(exports) if e.id == id or e.digest == digest), None)
    if place is None:
        last = when(exports[0])
        return exports[0], [f"文件里没有导出标记（可能另存时去掉了），按最近一次导出（{last}）对照。"]
    export = exports[place]
    notices = []
    if place:
        notices.append(f"这是{when(export)}导出的旧文件，此后又导出过{place}次；按当时的稿子对照。")
    if export.digest == digest:
        notices.append("文件与导出时一字未改。")
    return export, notices


def when(export: Export) -> str:
    """The minute of an export, as the clerk reads it."""
    at = export.created.astimezone()
    return f"{at.year}年{at.month}月{at.day}日{at:%H:%M}"


def base_of(case: Case, store: Store, export: Export) -> Base:
    """The report as *export* printed it."""
    figures = store.ledger(export.ledger)
    if figures is None:
        raise DocumentError("导出时的数据没有留存，无从对照。", "请重新导出，在新文件上修改。")
    ledger = Ledger.from_json(figures)
    then_style = export.style
    style = Style(**then_style.model_dump()) if then_style else case.style
    then: dict[str, Revision] = {}
    for id, number in export.revisions.items():
        then |= {r.section: r for r in store.revisions(id) if r.number == number}
    report = assemble(case, then, store.report_id)
    texts = {s.id: s.text for s in report.sections if s.body} | export.frame
    return Base(
        {id: Exported(text, render(text, ledger, style)) for id, text in texts.items() if text},
        {s.id: s.heading for s in report.sections},
        tuple(_head(report)),
        tuple(_tail(report)),
    )


def _head(report: Report) -> Iterator[str]:
    yield "".join(report.title.split("\n"))
    if report.addressee:
        yield report.addressee.rstrip(":：") + "："


def _tail(report: Report) -> Iterator[str]:
    if report.signature:
        yield report.signature
    if report.date:
        yield chinese_date(report.date)


def require_familiar(
    base: Base, texts: Mapping[str, str], restored: Mapping[str, Restored], name: str
) -> None:
    """Raise DocumentError when a file without our marks is plainly not this report."""
    was = _pieces(e.rendered.text for e in base.sections.values())
    now = _pieces(texts.values())
    fates = [fate.fate for one in restored.values() for fate in one.fates]
    changed = sum(fate is Fate.CHANGED for fate in fates)
    if len(was & now) < _FAMILIAR * len(was) or (len(fates) >= 10 and changed > len(fates) / 2):
        raise DocumentError(
            f"“{name}”没有本报告的标记，文字和数也大多不是本报告的，像是另一份报告，没有导入。",
            "请核对文件；只想核对它，请用 zipingbao check 文件 --against 报告文件夹。",
        )


def require_text(base: Base, texts: Mapping[str, str], name: str) -> None:
    """Raise DocumentError when not a line is left below any heading: that is a slip, not a revision."""
    if not any(text.strip() for id, text in texts.items() if id in base.headings):
        raise DocumentError(
            f"“{name}”里没有正文，像是全部删掉了，没有导入；报告里的文字没有动。",
            "请核对文件，或用 zipingbao export 另外导出一份。只删某一节的，只删那一节的文字再导入。",
        )


def _pieces(texts: Iterable[str]) -> set[str]:
    pieces = ((text[i : i + _PIECE] for i in range(max(1, len(text) - _PIECE + 1))) for text in texts)
    return set(chain.from_iterable(pieces))

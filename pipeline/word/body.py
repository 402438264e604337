"""The body of the Word file, from title to attachments, with bookmarks and comments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Protocol

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.run import Run

from pipeline.word import style as S
from pipeline.word.comments import WrittenComment, add_finding, add_remark, quoted
from pipeline.word.grid import table_xml
from pipeline.word.marks import OPENING, bookmark_name
from pipeline.word.tables import Table
from pipeline.word.text import lines, pieces, run, width
from pipeline.word.title import title_lines
from schemas.editing import Remark
from schemas.findings import Finding
from schemas.report import Report

_LONGEST_KEPT = 28 * 11  # half a page
_Spot = tuple[int, int, Run]


class Printed(Protocol):
    """A section's text with its references rendered."""

    @property
    def text(self) -> str:
        """What is printed."""


def signature_indents(signature: str, date: str) -> tuple[float, float]:
    """How many characters signature and date stay away from the right edge (7.3.5.2).

    The signature stands two characters in, the date begins two after it; a date longer than the
    signature stands two characters in, and the signature begins two before it.
    """
    s, d = width(signature), width(date)
    if d > s:
        return (d - s + 4 if signature else 2.0), 2.0
    return 2.0, (s - d if s <= S.TEXT_WIDTH / S.PITCH - 2 else 2.0)


class Body:
    """Appends to the document's body; knows the comments and bookmarks it has set."""

    def __init__(
        self,
        document: Document,
        findings: Mapping[str, Sequence[Finding]],
        remarks: Mapping[str, Sequence[Remark]],
    ) -> None:
        self._document = document
        self._findings = dict(findings)
        self._remarks = dict(remarks)
        self._end = document.element.body[-1]  # w:sectPr stays last
        self._pending: list[str] = []
        self._bookmarks = 0
        self.written: list[WrittenComment] = []

    def head(self, report: Report, rendered: Mapping[str, Printed]) -> list[_Spot]:
        """Title, addressee and opening words; the runs of the title are returned."""
        title = self._title(report.title, S.TITLE)
        self.blank()
        if addressee := report.addressee.strip().rstrip(":："):
            self.paragraph(addressee + "：", S.ADDRESSEE)
        opening = rendered[OPENING].text if OPENING in rendered else report.opening
        if opening:
            self.bookmark(OPENING)
            self.text(OPENING, opening, fallback=title)
        return title

    def bookmark(self, id: str) -> None:
        """Mark the paragraph that comes next as the start of *id*."""
        self._pending.append(bookmark_name(id))

    def heading(self, text: str, level: int, id: str) -> list[_Spot]:
        """A section's heading, with its bookmark."""
        self.bookmark(id)
        return self.paragraph(text, S.HEADINGS[level - 1])

    def text(self, id: str, text: str, fallback: Sequence[_Spot] = ()) -> None:
        """A section's paragraphs, with comments; those whose words are not there go to *fallback*."""
        places: list[tuple[int, int, Finding | Remark]] = [
            *((f.start, f.end, f) for f in self._findings.pop(id, ())),
            *((*quoted(text, remark.quote), remark) for remark in self._remarks.pop(id, ())),
        ]
        cuts = [edge for start, end, _ in places for edge in (start, end)]
        spots: list[_Spot] = []
        for offset, line in lines(text):
            spots += self.paragraph(line, S.BODY, cuts=cuts, offset=offset)
        for start, end, told in places:
            inside = [s for s in spots if s[0] < end and start < s[1]]
            self._comment(told, inside or list(fallback) or spots[:1])

    def remaining_comments(self, spots: Sequence[_Spot]) -> None:
        """What belongs to no section that was printed is not lost: it stands on *spots*."""
        left: list[Iterable[Finding | Remark]] = [*self._findings.values(), *self._remarks.values()]
        for told in chain.from_iterable(left):
            self._comment(told, spots)

    def paragraph(
        self, text: str, style: S.TextStyle, *, extra: str = "", cuts: Iterable[int] = (), offset: int = 0
    ) -> list[_Spot]:
        """A paragraph; its runs with their offsets, split at *cuts* (offsets of the whole text)."""
        element = self._append(
            f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style.id}"/>{extra}</w:pPr></w:p>'
        )
        self._set_bookmarks(element)
        spots = []
        for start, piece, latin in pieces(text, [cut - offset for cut in cuts]):
            r = run(piece, latin=latin)
            element.append(r)
            at = offset + start
            spots.append((at, at + len(piece), Run(r, self._document)))
        return spots

    def blank(self) -> None:
        """An empty line of the grid."""
        self._append(f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="Normal"/><w:keepNext/></w:pPr></w:p>')

    def keep_last(self) -> None:
        """Keep the last paragraph with what follows, so that no signature stands on a page alone.

        LibreOffice moves a kept paragraph as a whole; a long one would leave half a page empty.
        """
        last: Any = self._end.getprevious()
        text = "".join(t.text or "" for t in last.iter(qn("w:t")))
        if width(text) <= _LONGEST_KEPT and last.pPr.find(qn("w:keepNext")) is None:
            last.pPr.insert(1, parse_xml(f"<w:keepNext {nsdecls('w')}/>"))

    def attachment_list(self, titles: Sequence[str]) -> None:
        """附件说明 (7.3.4): numbered when several, wrapped lines under the first letter of the name."""
        for n, title in enumerate(titles, start=1):
            number = f"{n}." if len(titles) > 1 else ""
            mark = ("附件：" if n == 1 else "") + number
            left, hanging = 5 + 0.75 * bool(number), (3 if n == 1 else 0) + 0.75 * bool(number)
            indent = (
                f'<w:keepNext/><w:ind w:left="{int(left * S.PITCH)}" w:firstLineChars="0" '
                f'w:hanging="{int(hanging * S.PITCH)}"/>'
            )
            self.paragraph(mark + " ".join(title.split()), S.ATTACHMENT_LIST, extra=indent)

    def signature(self, signature: str, date: str) -> None:
        """署名 and 成文日期 without a seal (7.3.5.2)."""
        away = signature_indents(signature, date)
        for text, style, gap in zip((signature, date), (S.SIGNATURE, S.DATE), away, strict=True):
            keep = "<w:keepNext/>" if text is signature and date else ""
            indent = f'<w:ind w:rightChars="{int(gap * 100)}" w:right="{int(gap * S.PITCH)}"/>'
            if text:
                self.paragraph(text, style, extra=keep + indent)

    def attachment(self, table: Table, number: str) -> None:
        """附件 on a page of its own (7.3.7): number on line 1, title on line 3, then the table."""
        self.paragraph(number, S.ATTACHMENT, extra="<w:pageBreakBefore/>")
        self.blank()
        self._title(table.title, S.ATTACHMENT_TITLE)
        self.paragraph(table.note or "", S.UNIT_NOTE)
        self._end.addprevious(table_xml(table))
        # Word needs a paragraph after a table; one of no height cannot start a page of its own.
        self._append(f'<w:p {nsdecls("w")}><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>')

    def _title(self, text: str, style: S.TextStyle) -> list[_Spot]:
        first, *rest = title_lines(text) or [""]
        spots = self.paragraph(first, style)
        paragraph: Any = self._end.getprevious()
        for line in rest:
            paragraph[-1].append(parse_xml(f"<w:br {nsdecls('w')}/>"))
            for _, piece, latin in pieces(line):
                paragraph.append(run(piece, latin=latin))
        return spots

    def _append(self, xml: str) -> Any:
        element = parse_xml(xml)
        self._end.addprevious(element)
        return element

    def _set_bookmarks(self, element: Any) -> None:
        for name in self._pending:
            for tag, attribute in (("bookmarkStart", f' w:name="{name}"'), ("bookmarkEnd", "")):
                element.append(parse_xml(f'<w:{tag} {nsdecls("w")} w:id="{self._bookmarks}"{attribute}/>'))
            self._bookmarks += 1
        self._pending.clear()

    def _comment(self, told: Finding | Remark, spots: Sequence[_Spot]) -> None:
        if not spots:
            return
        runs = [spots[0][2], spots[-1][2]]
        if isinstance(told, Remark):
            add_remark(self._document, runs, told)
        else:
            self.written.append(add_finding(self._document, runs, told))

"""A person at a desk with Word: edits in an exported file, made in its XML as an editor would leave them."""

from __future__ import annotations

import copy
import io
import struct
import zlib
from pathlib import Path
from typing import Any

import docx
from docx.opc.constants import CONTENT_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

WHO = 'w:author="李主任" w:date="2024-03-08T09:00:00Z"'
_EXTENDED = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"


class Desk:
    """An open file. Places are named by words that stand in exactly one paragraph."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._document = docx.Document(str(path))
        self._extended: list[str] = []

    def save(self) -> None:
        """Back to where it came from."""
        if self._extended:
            xml = f'<w15:commentsEx xmlns:w15="{_W15}">{"".join(self._extended)}</w15:commentsEx>'
            name = PackURI("/word/commentsExtended.xml")
            kind = CONTENT_TYPE.WML_COMMENTS.replace("comments+xml", "commentsExtended+xml")
            part = Part(name, kind, xml.encode(), self._document.part.package)
            self._document.part.relate_to(part, _EXTENDED)
        self._document.save(str(self._path))

    def find(self, words: str) -> Any:
        """The one paragraph that holds *words*."""
        (found,) = [p for p in self._document.element.body.iter(qn("w:p")) if words in text_of(p)]
        return found

    def replace(self, old: str, new: str) -> None:
        """Write *new* over *old*."""
        run = self._isolated(old)
        run.find(qn("w:t")).text = new
        run.find(qn("w:t")).set(qn("xml:space"), "preserve")

    def write_after(self, words: str, text: str) -> None:
        """A new paragraph below the one that holds *words*, in its style."""
        paragraph = self.find(words)
        new = copy.deepcopy(paragraph)
        for child in [c for c in new if c.tag != qn("w:pPr")]:
            new.remove(child)
        new.append(_run(text))
        paragraph.addnext(new)

    def cut(self, words: str) -> str:
        """Take *words* out; they are returned."""
        run = self._isolated(words)
        run.getparent().remove(run)
        return words

    def paste(self, after: str, words: str) -> None:
        """Put *words* directly behind *after*."""
        self._isolated(after).addnext(_run(words))

    def split(self, before: str) -> None:
        """Press Enter before these words."""
        run = self._isolated(before)
        paragraph = run.getparent()
        rest = [run, *run.itersiblings()]
        new = copy.deepcopy(paragraph)
        for child in [c for c in new if c.tag != qn("w:pPr")]:
            new.remove(child)
        for element in rest:
            new.append(element)
        paragraph.addnext(new)

    def join(self, words: str) -> None:
        """Press Delete at the end of the paragraph with these words."""
        paragraph = self.find(words)
        following = paragraph.getnext()
        for child in [c for c in following if c.tag != qn("w:pPr")]:
            paragraph.append(child)
        following.getparent().remove(following)

    def delete_section(self, heading: str, until: str) -> None:
        """Delete from the heading to before the paragraph that holds *until*."""
        for element in self._stretch(heading, until):
            element.getparent().remove(element)

    def move_section(self, heading: str, until: str, before: str) -> None:
        """Move a section, heading and all."""
        target = self.find(before)
        for element in self._stretch(heading, until):
            target.addprevious(element)

    def table_after(self, words: str, rows: list[list[str]]) -> None:
        """Insert a small table."""
        table = self._document.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
        self.find(words).addnext(table._tbl)

    def picture_after(self, words: str) -> None:
        """Insert a picture in a paragraph of its own."""
        paragraph = self._document.add_paragraph()
        paragraph.add_run().add_picture(io.BytesIO(png()))
        self.find(words).addnext(paragraph._p)

    def bold(self, words: str) -> None:
        """Make words bold."""
        run = self._isolated(words)
        Run(run, Paragraph(run.getparent(), self._document)).bold = True

    def track_insertion(self, after: str, text: str) -> None:
        """Insert with changes tracked."""
        inserted = parse_xml(f'<w:ins {nsdecls("w")} w:id="9001" {WHO}/>')
        inserted.append(_run(text))
        self._isolated(after).addnext(inserted)

    def track_deletion(self, words: str) -> None:
        """Delete with changes tracked."""
        run = self._isolated(words)
        deleted = parse_xml(f'<w:del {nsdecls("w")} w:id="9002" {WHO}/>')
        run.addprevious(deleted)
        deleted.append(run)
        run.find(qn("w:t")).tag = qn("w:delText")

    def comment(self, words: str, text: str, author: str = "李主任") -> None:
        """Comment on words."""
        run = Run(self._isolated(words), self._document)
        self._document.add_comment([run], text, author=author, initials="李")

    def answer(self, comment: str, text: str, author: str = "李主任") -> None:
        """Answer the first comment on these words."""
        parent = self._comment(comment)
        self._document.add_comment(self._anchor(parent), text, author=author)
        reply = list(self._document.part._comments_part.element)[-1]
        ids = self._mark(parent), self._mark(reply)
        self._extended.append(f'<w15:commentEx w15:paraId="{ids[0]}" w15:done="0"/>')
        self._extended.append(
            f'<w15:commentEx w15:paraId="{ids[1]}" w15:paraIdParent="{ids[0]}" w15:done="0"/>'
        )

    def resolve(self, comment: str) -> None:
        """Tick off the first comment on these words."""
        self._extended.append(
            f'<w15:commentEx w15:paraId="{self._mark(self._comment(comment))}" w15:done="1"/>'
        )

    def delete_comment(self, comment: str) -> None:
        """Delete the first comment on these words."""
        found = self._comment(comment)
        id = found.get(qn("w:id"))
        found.getparent().remove(found)
        for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
            for mark in list(self._document.element.body.iter(qn(f"w:{tag}"))):
                if mark.get(qn("w:id")) == id:
                    mark.getparent().remove(mark)

    def _comment(self, words: str) -> Any:
        """The first comment on exactly these words."""
        every = {
            c.get(qn("w:id")): c for c in self._document.part._comments_part.element.iter(qn("w:comment"))
        }
        return next(c for id, c in every.items() if words == "".join(map(text_of, self._commented(id))))

    def _commented(self, id: str) -> list[Any]:
        """The runs that the comment stands on."""
        starts = self._document.element.body.iter(qn("w:commentRangeStart"))
        start = next(s for s in starts if s.get(qn("w:id")) == id)
        runs = []
        for element in start.itersiblings():
            if element.tag == qn("w:commentRangeEnd") and element.get(qn("w:id")) == id:
                break
            runs += [element] if element.tag == qn("w:r") else []
        return runs

    def _anchor(self, comment: Any) -> list[Run]:
        runs = self._commented(comment.get(qn("w:id")))
        return [Run(runs[0], self._document), Run(runs[-1], self._document)]

    def _mark(self, comment: Any) -> str:
        id = f"{0x10000000 + int(comment.get(qn('w:id'))):08X}"
        list(comment.iter(qn("w:p")))[-1].set(f"{{{_W14}}}paraId", id)
        return id

    def _stretch(self, heading: str, until: str) -> list[Any]:
        first, last = self.find(heading), self.find(until)
        stretch = [first]
        while stretch[-1].getnext() is not last:
            stretch.append(stretch[-1].getnext())
        return stretch

    def _isolated(self, words: str) -> Any:
        """A run that holds exactly *words*, cut out of the runs that they stand in."""
        paragraph = self.find(words)
        at, end = text_of(paragraph).index(words), text_of(paragraph).index(words) + len(words)
        place, inside = 0, []
        for run in [r for r in paragraph.iter(qn("w:r")) if r.find(qn("w:t")) is not None]:
            text = run.find(qn("w:t")).text or ""
            cuts = [c - place for c in (at, end) if place < c < place + len(text)]
            for piece in _cut(run, text, cuts):
                held = piece.find(qn("w:t")).text
                if at <= place < end and held:
                    inside.append(piece)
                place += len(held)
        first, *rest = inside
        first.find(qn("w:t")).text = words
        for run in rest:
            run.getparent().remove(run)
        return first


def text_of(element: Any) -> str:
    """The text of a paragraph or a comment as its runs hold it."""
    return "".join(t.text or "" for t in element.iter(qn("w:t")))


def _cut(run: Any, text: str, cuts: list[int]) -> list[Any]:
    edges = [0, *cuts, len(text)]
    pieces = [run]
    for _ in cuts:
        twin = copy.deepcopy(run)
        pieces[-1].addnext(twin)
        pieces.append(twin)
    for piece, start, end in zip(pieces, edges, edges[1:], strict=False):
        piece.find(qn("w:t")).text = text[start:end]
        piece.find(qn("w:t")).set(qn("xml:space"), "preserve")
    return pieces


def _run(text: str) -> Any:
    run = parse_xml(f'<w:r {nsdecls("w")}><w:t xml:space="preserve"/></w:r>')
    run[0].text = text
    return run


def png() -> bytes:
    """A red square of 8 × 8."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\x00" + b"\xff\x00\x00" * 8 for _ in range(8))
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )

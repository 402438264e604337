"""The body of an edited file: its paragraphs in order, tables and controls around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pipeline.errors import DocumentError
from pipeline.package import child, local
from pipeline.word.edited.inline import Inline
from pipeline.word.edited.line import Line
from pipeline.word.edited.looks import reads_as_heading
from pipeline.word.edited.notes import Notes
from pipeline.word.edited.numbering import Numbering, list_of
from pipeline.word.edited.objects import CONTENTS, control, table
from pipeline.word.edited.plain import CHANGES, UNSEEN, short, shows, value
from pipeline.word.edited.styles import ATTACHED, TABLE, TAIL, Styles, outline_level
from pipeline.word.marks import END, bookmark_name
from schemas.editing import Extra, Tracked

PARAGRAPHS = 50_000
_TOO_MANY = f"文件有{PARAGRAPHS // 10_000}万段以上，太多了，没有读取。"
_QUOTES = 3


class Body(Inline):
    """Reads blocks; what stands inside of paragraphs is ``Inline``'s business."""

    def __init__(self, styles: Styles, numbering: Numbering, notes: Notes, tracked: Tracked) -> None:
        super().__init__(styles, notes, tracked)
        self._numbering = numbering
        self._style = ""  # of the paragraph read last

    def read(self, body: Any) -> None:
        """Everything in *body*."""
        self._blocks(body)
        if self._begun:
            self._finish(None)
        if self._waiting and self.lines:
            self.lines[-1].bookmarks += [(0, name) for name in self._waiting]

    def extras(self) -> Iterator[Extra]:
        """What a person added, as far as one can read so much."""
        found = sorted(self._found, key=lambda one: -1 if one[0] is None else one[0].number)
        for line, kind, what in found:
            yield Extra(kind=kind, what=what, paragraph=line.number if line is not None else -1)
        if self.more:
            yield Extra(kind="其他", what=f"另有{self.more}处，太多了，没有逐一列出")

    def _blocks(self, parent: Any) -> None:
        """Paragraphs and tables of *parent*, those inside of controls too."""
        handlers: Mapping[str, Callable[[Any], None]] = {
            "p": self._paragraph,
            "tbl": self._table,
            "sdt": self._block_control,
            "altChunk": lambda _: self.extra("嵌入的文件", "嵌入的另一个文档"),
        }
        for element in parent:
            name = local(element)
            if name in handlers:
                handlers[name](element)
            elif not self.mark(element, name) and name not in UNSEEN and name != "Fallback":
                self._blocks(element)

    def _block_control(self, element: Any) -> None:
        contents, prompt = control(element)
        if contents:
            self.extra(*CONTENTS)
        elif not prompt:
            self._blocks(element)

    def _paragraph(self, element: Any) -> None:
        properties = self._properties(element)
        self._style = value(properties, "pStyle") or self.styles.default
        if self.styles.is_contents(self._style):
            self.once(*CONTENTS)
            return
        length, bookmarks = self.line.length, len(self.line.bookmarks)
        self.base = {**self.styles.plain_look, **self.styles.look(self._style)}
        self.heading = self.styles.level(self._style) > 0
        self._begin()
        self.content(element)
        if self._mark_is_gone(properties):
            if self.hidden and self.line.length == length:
                self.withdraw(bookmarks)
            return
        self._finish(properties)

    def _properties(self, element: Any) -> Any | None:
        """The paragraph's properties; before a change of them when changes are rejected."""
        properties = child(element, "pPr")
        if properties is None or self.tracked is Tracked.ACCEPT:
            return properties
        former = child(properties, "pPrChange", "pPr")
        return properties if former is None else former

    def _mark_is_gone(self, properties: Any | None) -> bool:
        """Whether the paragraph's end was deleted, so that it runs on in the next one."""
        marks = child(properties, "rPr") if properties is not None else None
        changes = [mark for mark in marks if local(mark) in CHANGES] if marks is not None else []
        for mark in changes:
            self.change(mark, local(mark))
        if not changes:
            self.changes.interrupt()
        return any(not shows(local(mark), self.tracked) for mark in changes)

    def _finish(self, properties: Any | None) -> None:
        line = self.line
        if len(self.lines) >= PARAGRAPHS:
            raise DocumentError(_TOO_MANY, "请确认是不是选错了文件。")
        line.number = len(self.lines)
        self.lines.append(line)
        self.ended = self.ended or any(name == bookmark_name(END) for _, name in line.bookmarks)
        line.tail = self.styles.name(self._style) in TAIL
        self._head(line, properties)
        self._formatting(line)
        if properties is not None and child(properties, "sectPr") is not None:
            self.extra("分节", "分节符，不带入报告（页面按公文格式统一排）")
        self.line, self._begun = Line(), False

    def _head(self, line: Line, properties: Any | None) -> None:
        """Whether the paragraph is a heading, and whether a number stands before it that is no text."""
        outline = value(properties, "outlineLvl")
        text = line.text
        if text.strip():
            line.level = outline_level(outline) if outline else self.styles.level(self._style)
            covered = sum(p.end - p.start for p in line.pieces if p.stands_out)
            plain = line.level == 0 and self.styles.name(self._style) not in ATTACHED
            line.fake = plain and covered == line.length and reads_as_heading(text)
        number = list_of(properties) or self.styles.list_of(self._style)
        if text.strip() and number is not None and (told := self._numbering.tell(*number)):
            self.extra(told, f"{short(text)}前的{told}不是文字，带不回来；需要的话请直接打字", line)

    def _formatting(self, line: Line) -> None:
        """Formatting of words, each kind once a paragraph. A heading by looks looks so by its nature."""
        by_mark: dict[str, list[str]] = {}
        text = line.text
        for piece in line.pieces:
            words = text[piece.start : piece.end]
            for mark in piece.marks if words.strip() else ():
                by_mark.setdefault(mark, []).append(short(words))
        for mark in sorted(by_mark):
            if not (line.fake and mark in ("加粗", "字体", "字号")):
                quotes = by_mark[mark]
                more = f"等{len(quotes)}处" if len(quotes) > _QUOTES else ""
                self.extra(mark, f"{mark}：{'、'.join(quotes[:_QUOTES])}{more}", line)

    def _table(self, element: Any) -> None:
        """A table is not carried; comments on it stand on the paragraph before."""
        if self._begun:
            self._finish(None)
        ours = self._is_ours(element)
        self.marks_inside(element)
        for row in element.iter():
            if local(row) == "tr" and (marked := child(row, "trPr")) is not None:
                for mark in marked:
                    if local(mark) in ("ins", "del"):
                        self.change(mark, local(mark))
        what = table(element, self.tracked)
        if what is not None and not ours:
            self.extra("表格", what)

    def _is_ours(self, element: Any) -> bool:
        """Whether this is one of the attachments, which are printed anew from the data."""
        styles = [value(p, "pPr", "pStyle") or "" for p in element.iter() if local(p) == "p"]
        known = sum(self.styles.name(style) in TABLE for style in styles)
        below = self.ended or self.styles.name(self._style) in ATTACHED
        return below and known * 2 > len(styles)

"""What stands inside of a paragraph: words as they look, tracked changes, marks of comments and bookmarks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pipeline.package import attribute, child, local
from pipeline.word.edited.fields import Fields
from pipeline.word.edited.line import Anchor, Anchors, Changes, Line
from pipeline.word.edited.looks import look, marks, other_type, stands_out
from pipeline.word.edited.notes import Notes
from pipeline.word.edited.objects import CONTENTS, control, drawn, field
from pipeline.word.edited.plain import CHANGES, MARKS, UNSEEN, branch, letters, short, shows, words
from pipeline.word.edited.styles import Styles
from schemas.editing import Tracked

_EXTRAS = 1000
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_Found = tuple[Line | None, str, str]


class Inline:
    """Fills ``line``; keeps what it meets on the way."""

    def __init__(self, styles: Styles, notes: Notes, tracked: Tracked) -> None:
        self.styles = styles
        self.tracked = tracked
        self.line = Line()
        self.base: Mapping[str, str] = {}
        self.heading = False
        self.ended = False  # we are below the end of the text
        self.anchors = Anchors()
        self.changes = Changes()
        self.hidden = 0  # deleted pieces met in this paragraph
        self.lines: list[Line] = []
        self._notes = notes
        self._found: list[_Found] = []
        self.more = 0  # what was met beyond that
        self._waiting: list[str] = []
        self._begun = False
        self._fields = Fields()
        self._changing = 0  # inside of so many tracked changes
        self._opened: list[Anchor] = []
        self._parts: Mapping[str, Callable[[Any], None]] = {
            "r": self._run,
            "hyperlink": self._hyperlink,
            "fldSimple": self._simple_field,
            "oMath": self._formula,
            "sdt": self._control,
            "AlternateContent": self._alternatives,
        }
        self._letters: Mapping[str, Callable[[Any, str], None]] = {
            "fldChar": self._field_mark,
            "instrText": self._instruction,
            "sym": self._symbol,
            "footnoteReference": self._note,
            "endnoteReference": self._note,
            "commentReference": self._reference,
            "drawing": self._drawing,
            "pict": self._drawing,
            "object": self._drawing,
            "ruby": self._ruby,
        }

    # For the blocks

    def extra(self, kind: str, what: str, line: Line | None = None) -> None:
        """Keep something that cannot be carried; it stands in *line*, or in the paragraph at hand."""
        self.more += len(self._found) >= _EXTRAS
        if not self.more:
            self._found.append((line or self._place()[0], kind, what))

    def once(self, kind: str, what: str) -> None:
        """The same, unless it was kept before."""
        if all((k, w) != (kind, what) for _, k, w in self._found[-1:]):
            self.extra(kind, what)

    def change(self, element: Any, name: str) -> None:
        """Count a tracked change."""
        self.changes.add(name, attribute(element, "author"), attribute(element, "date"))

    def mark(self, element: Any, name: str) -> bool:
        """Whether *element* is the mark of a bookmark or a comment; it is kept then."""
        line, at = self._place()
        if name == "bookmarkStart":
            if self._begun:
                self.line.bookmarks.append((self.line.length, attribute(element, "name")))
            else:
                self._waiting.append(attribute(element, "name"))
        elif name == "commentRangeStart":
            # Between two paragraphs it belongs to the one that comes.
            where = (line, at) if self._begun else (self.line, 0)
            self._opened.append(self.anchors.start(attribute(element, "id"), *where))
        elif name == "commentRangeEnd":
            self.anchors.end(attribute(element, "id"), line, at)
        else:
            return False
        return True

    def marks_inside(self, element: Any) -> None:
        """Bookmarks and comments inside of something whose words are not carried."""
        line, at = self._place()
        for part in element.iter():
            name = local(part)
            if name == "bookmarkStart":
                self.mark(part, name)
            elif name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
                self.anchors.point(attribute(part, "id"), line, at)

    def withdraw(self, bookmarks: int) -> None:
        """A paragraph is gone with all its words: what was marked in it is gone too, but for the marks
        before number *bookmarks*."""
        del self.line.bookmarks[bookmarks:]
        for anchor in self._opened:
            if anchor.line is anchor.last is self.line and anchor.start == anchor.end == self.line.length:
                anchor.line = None

    def _begin(self) -> None:
        self.line.bookmarks += [(self.line.length, name) for name in self._waiting]
        self._waiting.clear()
        self._begun = True
        self.hidden = 0
        self._opened.clear()
        self._fields.clear()

    def _place(self) -> tuple[Line | None, int]:
        """Where we are: in the paragraph at hand, else at the end of the last one."""
        if self._begun:
            return self.line, self.line.length
        last = self.lines[-1] if self.lines else None
        return last, last.length if last is not None else 0

    # Inside of a paragraph

    def content(self, parent: Any) -> None:
        """Everything in *parent*, in order."""
        for element in parent:
            name = local(element)
            if name in CHANGES:
                self._changed(element, name)
            elif handler := self._parts.get(name):
                handler(element)
            elif not self.mark(element, name) and name not in UNSEEN:
                self.content(element)

    def _changed(self, element: Any, name: str) -> None:
        self.change(element, name)
        if shows(name, self.tracked):
            self._changing += 1
            self.content(element)
            self._changing -= 1
        else:
            self.hidden += 1
            self._hidden_marks(element)

    def _hidden_marks(self, element: Any) -> None:
        """Comments may begin and end inside of what was deleted."""
        for part in element.iter():
            if not self.mark(part, local(part)) and local(part) == "commentReference":
                self._reference(part, "")

    def _run(self, element: Any) -> None:
        own = look(child(element, "rPr"))
        own = {**self.styles.look(own["rStyle"]), **own} if "rStyle" in own else own
        if own.get("vanish"):
            if hidden := words(element):
                self.extra("隐藏文字", f"隐藏的文字：{short(hidden)}")
            return
        self._letters_of(element, own)

    def _letters_of(self, element: Any, own: Mapping[str, str]) -> None:
        for part in element:
            name = local(part)
            if name in ("t", "delText"):
                self._text(letters(part), own)
            elif name == "br" and attribute(part, "type") not in ("", "textWrapping"):
                if not self.ended:  # below the text, programs break pages for the attachments
                    self.extra("分页", "手工分页，不带入报告")
            elif name in MARKS:
                self._text(MARKS[name], own)
            elif name == "AlternateContent":
                for form in branch(part):
                    self._letters_of(form, own)
            elif handler := self._letters.get(name):
                handler(part, name)

    def _text(self, text: str, own: Mapping[str, str]) -> None:
        if not text or self._fields.hidden:
            return
        if not self._changing:
            self.changes.interrupt()
        shown = {**self.base, **own}
        told = own if self.heading else shown  # headings look as their style has them
        done = frozenset() if self._fields.linked else marks(told) | other_type(own, self.base, text)
        self.line.add(text, done, stands_out(shown))

    # What is no text

    def _hyperlink(self, element: Any) -> None:
        if not self._fields.linked:
            self.extra("超链接", f"超链接：{short(words(element, self.tracked))}，只保留文字")
        self._fields.linked += 1
        self.content(element)
        self._fields.linked -= 1

    def _simple_field(self, element: Any) -> None:
        if told := field(attribute(element, "instr")):
            self.extra(*told)
        self.content(element)

    def _formula(self, element: Any) -> None:
        self.extra("公式", f"公式：{short(words(element, self.tracked))}")

    def _control(self, element: Any) -> None:
        contents, prompt = control(element)
        if contents:
            self.extra(*CONTENTS)
        elif not prompt:
            self.content(element)

    def _alternatives(self, element: Any) -> None:
        for form in branch(element):
            self.content(form)

    def _field_mark(self, element: Any, _: str) -> None:
        if told := self._fields.mark(element):
            self.extra(*told)

    def _instruction(self, element: Any, _: str) -> None:
        self._fields.instruct(element)

    def _symbol(self, element: Any, _: str) -> None:
        font = attribute(element, "font")
        self.extra("符号", f"特殊符号（字体 {font[:20]}），不带入报告；需要的话请改用普通字符")

    def _note(self, element: Any, name: str) -> None:
        self.extra(*self._notes.tell(_NOTES[name], attribute(element, "id")))

    def _reference(self, element: Any, _: str) -> None:
        self._opened.append(self.anchors.reference(attribute(element, "id"), *self._place()))

    def _drawing(self, element: Any, _: str) -> None:
        self.marks_inside(element)
        for kind, what in drawn(element, self.tracked):
            self.extra(kind, what)

    def _ruby(self, element: Any, _: str) -> None:
        self.extra("拼音", f"文字上方的拼音：{short(words(element))}")
        base = child(element, "rubyBase")
        if base is not None:
            self.content(base)

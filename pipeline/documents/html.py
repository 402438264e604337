"""Text out of a web page, as a reader sees it. Old "Word files" that are pages in disguise come here too."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from pipeline.documents.build import Builder
from pipeline.documents.limits import decode, read_bytes
from pipeline.errors import DocumentError
from pipeline.package import LARGEST_TEXT
from schemas.documents import Document

_UNSEEN = frozenset(
    ("script", "style", "head", "template", "noscript", "svg", "math", "iframe", "object", "textarea",
     "select", "button", "del", "s", "strike")
)  # fmt: skip
_BLOCKS = frozenset(
    ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "section", "article",
     "header", "footer", "main", "nav", "aside", "blockquote", "pre", "br", "hr", "body", "form", "figure",
     "figcaption", "center", "address", "caption")
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f\xa0\u200b]+")


def read_html(path: Path) -> Document:
    """Headings, paragraphs and tables of the page in their order."""
    text = decode(read_bytes(path, LARGEST_TEXT), path.name).replace("\0", "")
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(f"“{path.name}”不是可用的网页文件。", "请用浏览器打开确认其中有文字。") from error
    page = _Page()
    for event, element in etree.iterwalk(root, events=("start", "end")) if root is not None else ():
        page.see(event, element)
    page.flush()
    return page.builder.document()


class _Page:
    """Takes the elements one by one, so that depth of nesting costs nothing."""

    def __init__(self) -> None:
        self.builder = Builder()
        self._line: list[str] = []
        self._hidden: Any | None = None
        self._tables = 0
        self._rows: list[list[tuple[str, int]]] = []

    def see(self, event: str, element: Any) -> None:
        """The beginning or the end of *element*."""
        if self._hidden is None:
            tag = element.tag if isinstance(element.tag, str) else "script"
            if event == "start":
                self._start(tag, element)
            else:
                self._end(tag, element)
        elif event == "end" and element is self._hidden:
            self._hidden = None
            self._text(element.tail)

    def flush(self) -> None:
        """End the line."""
        words = _BLANKS.sub(" ", "".join(self._line)).strip()
        self._line = []
        if words:
            self.builder.line(words)

    def _start(self, tag: str, element: Any) -> None:
        if tag in _UNSEEN or _HIDDEN.search(element.get("style", "")) or _aside(element):
            self._hidden = element
            return
        if tag == "table":
            self._table(1)
        elif self._tables == 1 and tag == "tr":
            self._rows.append([])
            self._line = []
        elif self._tables == 1 and tag in ("td", "th"):
            self._line = []
        elif tag in _BLOCKS:
            self._break()
        self._text(element.text)

    def _end(self, tag: str, element: Any) -> None:
        if tag == "table":
            self._table(-1)
        elif self._tables == 1 and tag in ("td", "th") and self._rows:
            span = element.get("colspan", "1")
            wide = min(int(span), 200) if span.isascii() and span.isdigit() and len(span) < 6 else 1
            self._rows[-1].append(("".join(self._line), max(wide, 1)))
            self._line = []
        elif tag in _BLOCKS and tag != "br":
            self._break()
        self._text(element.tail)

    def _table(self, step: int) -> None:
        """Into a table or out of it; a table inside a cell is part of the cell's text."""
        if not self._tables:
            self.flush()
        self._tables = max(0, self._tables + step)
        if not self._tables:
            self._line = []
            self.builder.table([row for row in self._rows if row])
            self._rows = []

    def _break(self) -> None:
        if self._tables:
            self._line.append("\n")
        else:
            self.flush()

    def _text(self, words: str | None) -> None:
        if words:
            self._line.append(_BLANKS.sub(" ", words))


def _aside(element: Any) -> bool:
    """Hidden, or the header or footer of a page that Word or LibreOffice wrote as HTML."""
    return "hidden" in element.attrib or element.get("title") in ("header", "footer")

"""Reading a written file back: the text of each section, by its bookmark."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from pipeline.errors import DocumentError
from pipeline.word.marks import CLOSING, END, OPENING, PREFIX, bookmark_name

# lxml reports broken XML as a SyntaxError.
_UNREADABLE = (OSError, KeyError, ValueError, SyntaxError, OpcError, zipfile.BadZipFile, zlib.error)
_UNSEEN = (qn("w:del"), qn("w:moveFrom"))


def read_sections(path: Path, ids: Iterable[str]) -> dict[str, str]:
    """The text under each heading of *ids* (and opening and closing, if marked), paragraphs by line.

    A section whose bookmark is gone is left out. Tracked insertions count, tracked deletions do not.
    """
    known = {bookmark_name(id): id for id in (*ids, OPENING, CLOSING, END)}
    texts: dict[str, list[str]] = {}
    current = END
    for paragraph in _body(path).iter(qn("w:p")):
        names = [b.get(qn("w:name")) for b in paragraph.iter(qn("w:bookmarkStart"))]
        starts = [known[name] for name in names if name in known]
        for id in starts:
            current = id
            texts[id] = []
        is_heading = bool(starts) and current not in (OPENING, CLOSING)
        text = paragraph_text(paragraph)
        if current != END and not is_heading and text:
            texts[current].append(text)
    return {id: "\n".join(parts) for id, parts in texts.items() if id != END}


def read_properties(path: Path) -> dict[str, str]:
    """The custom properties this project wrote, without their prefix."""
    try:
        with zipfile.ZipFile(path) as package:
            root = parse_xml(package.read("docProps/custom.xml"))
    except KeyError:
        return {}
    except _UNREADABLE as error:
        raise DocumentError(f"无法读取“{path}”：不是可用的 Word 文件。") from error
    names = {child.get("name", ""): "".join(t.text or "" for t in child) for child in root}
    return {name.removeprefix(PREFIX): value for name, value in names.items() if name.startswith(PREFIX)}


def paragraph_text(paragraph: Any) -> str:
    """What a reader sees of a ``w:p``: insertions and content controls too, deletions not."""
    return "".join(_pieces(paragraph))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _UNSEEN:
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:tab"):
            yield "\t"
        elif child.tag in (qn("w:br"), qn("w:cr")):
            yield "\n"
        elif child.tag != qn("w:pPr"):
            yield from _pieces(child)


def _body(path: Path) -> Any:
    try:
        return docx.Document(str(path)).element.body
    except _UNREADABLE as error:
        raise DocumentError(f"无法读取“{path}”：不是可用的 Word 文件。", "请另存为 .docx 再试。") from error

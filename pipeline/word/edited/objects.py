"""What a person put into the text that is no text, in the clerk's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.package import attribute, child, local
from pipeline.word.edited.plain import branch, short, shows, value, words
from schemas.editing import Tracked

_FIELD = re.compile(r'"[^"]*"|\S+')
_OWN_FIELDS = frozenset(("PAGE", "NUMPAGES", "TOC"))
_CONTENTS = "目录是自动生成的，不带入报告；导出后可在 Word 里重新插入"


def drawn(element: Any, tracked: Tracked) -> Iterator[tuple[str, str]]:
    """Kind and words for a drawing, a picture of old, or an embedded object."""
    boxes, names = [], set()
    for part in _once(element):
        names.add(local(part))
        if local(part) == "txbxContent":
            boxes.append(words(part, tracked))
    for text in boxes:
        yield "文本框", f"文本框，里面的文字：{short(text, 60)}" if text else "空的文本框"
    if kind := _picture(element, names):
        yield kind, f"{kind}{_described(element)}"
    elif not boxes:
        yield "图形", f"图形{_described(element)}"


def _once(element: Any) -> Iterator[Any]:
    """*element* and all inside of it but for boxes; of alternative forms only the one that is read."""
    waiting = [element]
    while waiting:
        part = waiting.pop()
        yield part
        if local(part) != "txbxContent":
            waiting += reversed([*(branch(part) if local(part) == "AlternateContent" else part)])


def _picture(element: Any, names: set[str]) -> str:
    if local(element) == "object":
        programs = [attribute(e, "ProgID") for e in element.iter() if local(e) == "OLEObject"]
        return "公式" if any("Equation" in p for p in programs) else "嵌入的文件"
    if "chart" in names:
        return "图表"
    if "relIds" in names:
        return "图示"
    return "图片" if names & {"blip", "imagedata"} else ""


def _described(element: Any) -> str:
    titles = (attribute(e, "descr") or attribute(e, "title") for e in element.iter() if local(e) == "docPr")
    title = next((t for t in titles if t), "")
    return f"（{short(title)}）" if title else ""


def table(element: Any, tracked: Tracked) -> str | None:
    """A table in words; None when none of its rows is seen."""
    rows = [row for row in element.iter() if local(row) == "tr" and row_shows(row, tracked)]
    if not rows:
        return None
    first = [words(cell, tracked) for cell in rows[0] if local(cell) == "tc"]
    columns = max(sum(local(cell) == "tc" for cell in row) for row in rows)
    names = "、".join(" ".join(name.split()) for name in first if name)
    return f"表格，{len(rows)}行{columns}列" + (f"，首行：{short(names, 40)}" if names else "")


def row_shows(row: Any, tracked: Tracked) -> bool:
    """Whether a table's row is seen: rows are inserted and deleted as a whole."""
    marked = child(row, "trPr")
    changes = [local(e) for e in marked if local(e) in ("ins", "del")] if marked is not None else []
    return all(shows(change, tracked) for change in changes)


def field(instruction: str) -> tuple[str, str] | None:
    """A field in words; None for what needs none."""
    name, *rest = _FIELD.findall(instruction) or [""]
    if name.upper() == "TOC":
        return "目录", _CONTENTS
    if name.upper() == "HYPERLINK":
        target = next((word.strip('"') for word in rest if not word.startswith("\\")), "")
        return "超链接", f"超链接（{target[:60]}），只保留文字"
    if not name or name.upper() in _OWN_FIELDS:
        return None
    return "域", f"自动更新的域（{name[:20]}），只保留现在显示的文字"


def control(element: Any) -> tuple[bool, bool]:
    """Of a content control: whether it is a table of contents, and whether it shows only a prompt."""
    properties = child(element, "sdtPr")
    if properties is None:
        return False, False
    gallery = value(properties, "docPartObj", "docPartGallery") or ""
    return "Contents" in gallery or "目录" in gallery, child(properties, "showingPlcHdr") is not None


CONTENTS = ("目录", _CONTENTS)

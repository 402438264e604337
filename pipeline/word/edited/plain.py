"""The bare words of a comment, a note, a text box, a cell; and which tracked changes show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.package import attribute, child, local
from schemas.editing import Tracked

CHANGES = frozenset(("ins", "del", "moveTo", "moveFrom"))
UNSEEN = frozenset(
    ("rPr", "pPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "tcPr", "trPr", "tblPrEx", "sectPr", "rt",
     "instrText", "delInstrText", "annotationRef", "footnoteRef", "endnoteRef", "proofErr", "smartTagPr",
     "customXmlPr", "fldData", "ffData", "rubyPr")
)  # fmt: skip
_BREAKS = re.compile(r"[\r\n\t]")
_MOST = 20_000  # pieces of a note, a box or a comment
MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def shows(change: str, tracked: Tracked) -> bool:
    """Whether what stands inside of a *change* is seen when all changes are *tracked*."""
    return (change in ("ins", "moveTo")) == (tracked is Tracked.ACCEPT)


def branch(element: Any) -> Iterator[Any]:
    """The one form of ``mc:AlternateContent`` that is read; the others say the same again."""
    forms = [form for form in element if local(form) in ("Choice", "Fallback")]
    yield from forms[:1]


def words(element: Any, tracked: Tracked = Tracked.ACCEPT) -> str:
    """What a reader sees of *element*; its paragraphs by line, blank ones left out.

    Of something beyond all measure only the beginning: boxes inside of boxes are read again and again.
    """
    parts: list[str] = []
    waiting: list[Any] = [element]
    for _ in range(_MOST):
        if not waiting:
            break
        part = waiting.pop()
        if isinstance(part, str):
            parts.append(part)
        else:
            waiting += reversed(_inside(part, tracked))
    lines = (line.strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _inside(element: Any, tracked: Tracked) -> list[Any]:
    """What *element* consists of: words, and elements to be looked into."""
    name = local(element)
    if name in ("t", "delText"):
        return [letters(element)]
    if name in MARKS:
        return [MARKS[name]]
    if name == "AlternateContent":
        return list(branch(element))
    if name in UNSEEN or (name in CHANGES and not shows(name, tracked)):
        return []
    return [*element, "\n"] if name == "p" else [*element]


def letters(element: Any) -> str:
    """The letters of a ``w:t``: blanks at its edges count only if it says so, and a break is a blank."""
    text = _BREAKS.sub(" ", element.text or "")
    return text if attribute(element, "space") == "preserve" else text.strip(" ")


def short(text: str, most: int = 20) -> str:
    """*text* in quotation marks, on one line, cut where it becomes long."""
    line = " ".join(text.split())
    return f"“{line[:most]}…”" if len(line) > most else f"“{line}”"


def is_on(element: Any | None) -> bool:
    """Whether a switch such as ``w:b`` is set: it is unless its value says no."""
    if element is None:
        return False
    values = [v for k, v in element.attrib.items() if k.rpartition("}")[2] == "val"]
    return not values or values[0] not in ("0", "false", "off", "none")


def value(element: Any | None, *path: str) -> str | None:
    """The ``w:val`` of the descendant along *path*; None when there is none."""
    found = child(element, *path) if element is not None and path else element
    if found is None:
        return None
    return next((v for k, v in found.attrib.items() if k.rpartition("}")[2] == "val"), None)

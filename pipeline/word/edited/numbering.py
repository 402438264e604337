"""Numbers and bullets that the program sets before a paragraph: they are no text, and come back in no way."""

from __future__ import annotations

from typing import Any

from pipeline.package import attribute, child, local
from pipeline.word.edited.plain import value


def list_of(properties: Any | None) -> tuple[str, str] | None:
    """The list that paragraph properties name, and the level in it; None when they name none."""
    number = value(properties, "numPr", "numId") if properties is not None else None
    return (number, value(properties, "numPr", "ilvl") or "0") if number else None


class Numbering:
    """The file's lists. LibreOffice puts headings into one that shows nothing."""

    def __init__(self, root: Any | None) -> None:
        parts = list(root) if root is not None else []
        named = {"num": "numId", "abstractNum": "abstractNumId"}
        self._parts = {(local(e), attribute(e, named[local(e)])): e for e in parts if local(e) in named}

    def tell(self, number: str, level: str) -> str:
        """What stands before a paragraph of this list, in the clerk's words; empty when nothing does."""
        list_ = self._parts.get(("num", number))
        if number == "0" or list_ is None:
            return ""
        form = self._parts.get(("abstractNum", value(list_, "abstractNumId") or ""))
        levels = [e for e in form if local(e) == "lvl"] if form is not None else []
        one = next((e for e in levels if attribute(e, "ilvl") == level), None)
        kind = value(child(one, "numFmt")) if one is not None else None
        if kind == "none" or (one is not None and not value(child(one, "lvlText"))):
            return ""
        return "项目符号" if kind == "bullet" else "自动编号"

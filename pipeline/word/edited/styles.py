"""What a paragraph's style says: its name, whether it is a heading, how it looks, whether it is numbered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from pipeline.package import attribute, child, local
from pipeline.word import style as S
from pipeline.word.edited.looks import look
from pipeline.word.edited.numbering import list_of
from pipeline.word.edited.plain import value

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录|contents)\s*(?:\d|heading|标题)?", re.IGNORECASE)
_DEEPEST = 30  # Word allows eleven
_OURS = {s.id: s.builtin for s in S.STYLES}

TAIL = frozenset(s.builtin for s in (S.ATTACHMENT_LIST, S.ATTACHMENT, S.SIGNATURE, S.DATE))
"""Names of styles that nothing but what follows the text is set in."""
ATTACHED = frozenset(s.builtin for s in (S.ATTACHMENT, S.ATTACHMENT_TITLE, S.UNIT_NOTE))
TABLE = frozenset(s.builtin for s in (S.TABLE_HEADER, S.TABLE_TEXT))


class Styles:
    """The file's styles by id. Ids are the programs' own business (WPS numbers them), names are not."""

    def __init__(self, root: Any | None) -> None:
        found = [e for e in root if local(e) == "style"] if root is not None else []
        self._styles = {attribute(e, "styleId"): e for e in found}
        self._root = root
        self._levels: dict[str, int] = {}
        self._looks: dict[str, Mapping[str, str]] = {}

    @cached_property
    def default(self) -> str:
        """The id of the style of paragraphs that name none."""
        return next(
            (
                id
                for id, e in self._styles.items()
                if attribute(e, "type") == "paragraph" and attribute(e, "default") in ("1", "true", "on")
            ),
            "",
        )

    def name(self, id: str) -> str:
        """The name of the style, as every program writes it; what we wrote is known by id too."""
        return value(self._styles.get(id), "name") or _OURS.get(id, id)

    def is_contents(self, id: str) -> bool:
        """Whether the style belongs to a table of contents."""
        return bool(_CONTENTS.fullmatch(self.name(id).strip()))

    def level(self, id: str) -> int:
        """1 to 4 for headings, 0 for text."""
        if id not in self._levels:
            self._levels[id] = self._level(id)
        return self._levels[id]

    def _level(self, id: str) -> int:
        if self.name(id) in ATTACHED:
            return 0
        for one in self._chain(id) or [id]:
            if outline := value(child_of(self._styles.get(one), "pPr"), "outlineLvl"):
                return outline_level(outline)
            if match := _HEADING.fullmatch(self.name(one).strip()) or _HEADING.fullmatch(one):
                return min(int(match[1]), 4)
        return 0

    def list_of(self, id: str) -> tuple[str, str] | None:
        """The list that the style numbers its paragraphs by, and the level in it."""
        found = (list_of(child(self._styles[one], "pPr")) for one in self._chain(id))
        return next((one for one in found if one is not None), None)

    def look(self, id: str) -> Mapping[str, str]:
        """How the letters of the style look, those it is based on included."""
        if id not in self._looks:
            merged: dict[str, str] = {}
            for one in reversed(self._chain(id)):
                merged |= look(child(self._styles[one], "rPr"))
            self._looks[id] = merged
        return self._looks[id]

    @cached_property
    def plain_look(self) -> Mapping[str, str]:
        """How letters look that no style says anything of."""
        found = child(self._root, "docDefaults", "rPrDefault", "rPr") if self._root is not None else None
        return look(found)

    def _chain(self, id: str) -> list[str]:
        """The style and those it is based on, the nearest first; a loop ends the chain."""
        chain: list[str] = []
        while id in self._styles and id not in chain and len(chain) < _DEEPEST:
            chain.append(id)
            id = value(self._styles[id], "basedOn") or ""
        return chain


def child_of(element: Any | None, *path: str) -> Any | None:
    """``child`` of what may not be there."""
    return None if element is None else child(element, *path)


def outline_level(outline: str) -> int:
    """``w:outlineLvl`` as a level of ours: 0 → 1; what lies deeper than four is four; 9 is text."""
    return min(int(outline) + 1, 4) if outline.isascii() and outline.isdigit() and int(outline) < 9 else 0

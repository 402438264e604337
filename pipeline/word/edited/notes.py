"""Footnotes and endnotes: they have no place in the report, so that their words must be shown."""

from __future__ import annotations

from pipeline.package import Package, attribute, local
from pipeline.word.edited.plain import short, words
from schemas.editing import Tracked

_KINDS = {"footnote": "脚注", "endnote": "尾注"}


class Notes:
    """The words of the file's notes by kind and id."""

    def __init__(self, package: Package, tracked: Tracked) -> None:
        self._words: dict[tuple[str, str], str] = {}
        for kind in _KINDS:
            root = package.first(f"{kind}s")
            for note in root if root is not None else ():
                if local(note) == kind:
                    self._words[kind, attribute(note, "id")] = words(note, tracked)

    def tell(self, kind: str, id: str) -> tuple[str, str]:
        """Kind and words of the note that a reference of *kind* (``footnote``) points to."""
        text = self._words.get((kind, id), "")
        name = _KINDS[kind]
        return name, f"{name}：{short(text, 100)}" if text else f"{name}，没有文字"

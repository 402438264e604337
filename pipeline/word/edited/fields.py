"""Fields: an instruction to the program, and what it shows in its place. Links are fields, too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.package import attribute
from pipeline.word.edited.objects import field

_LONGEST = 1000


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    shown: bool = False
    link: bool = False


class Fields:
    """Where we stand in the fields of a paragraph, which may stand in one another.

    ``linked`` counts the links around us; whoever meets one that is no field counts it, too.
    """

    def __init__(self) -> None:
        self.linked = 0
        self._open: list[_Field] = []

    @property
    def hidden(self) -> bool:
        """Whether we are inside of an instruction."""
        return bool(self._open) and not self._open[-1].shown

    def clear(self) -> None:
        """A paragraph begins: a field that never ends must not swallow the rest of the text."""
        self._open.clear()
        self.linked = 0

    def instruct(self, element: Any) -> None:
        """A piece of an instruction."""
        if self._open:
            words = self._open[-1].instruction + (element.text or "")
            self._open[-1].instruction = words[:_LONGEST]

    def mark(self, element: Any) -> tuple[str, str] | None:
        """The beginning, the middle or the end of a field; kind and words of one that must be told."""
        kind = attribute(element, "fldCharType")
        told = None
        if kind == "begin":
            self._open.append(_Field())
        elif self._open:
            if not self._open[-1].shown:
                told = self._show(self._open[-1])
            if kind == "end":
                self.linked -= self._open.pop().link
        return told

    def _show(self, state: _Field) -> tuple[str, str] | None:
        """The instruction is complete: what comes next is what the reader sees."""
        state.shown = True
        told = field(state.instruction)
        state.link = told is not None and told[0] == "超链接"
        self.linked += state.link
        return told

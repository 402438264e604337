"""One paragraph of a section: which it is, what stands around it, and a new one put in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from schemas.findings import Finding

_MARK = re.compile(r"^[〔【\[（(]?第\d+段[〕】\]）)：:]\s*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Paragraph ``number`` (from 1, blank lines not counted) of a text; ``index`` is its line."""

    text: str
    number: int
    index: int

    @classmethod
    def of(cls, text: str, number: int) -> Paragraph | None:
        """Paragraph *number* of *text*; None when there is none."""
        lines = [i for i, line in enumerate(text.split("\n")) if line.strip()]
        return cls(text, number, lines[number - 1]) if 0 < number <= len(lines) else None

    @property
    def words(self) -> str:
        """The paragraph as it stands."""
        return self._lines[self.index]

    @property
    def others(self) -> str:
        """All the rest of the section."""
        return "\n".join(self._lines[: self.index] + self._lines[self.index + 1 :])

    @property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    def replaced(self, words: str) -> str:
        """The section with *words* in its place; every other paragraph as it was, to the byte."""
        return "\n".join([*self._lines[: self.index], words, *self._lines[self.index + 1 :]])

    def marked(self) -> str:
        """The section as a model is shown it, every paragraph with its number."""
        paragraphs = [line for line in self._lines if line.strip()]
        return "\n".join(f"〔第{i}段〕{line}" for i, line in enumerate(paragraphs, 1))

    def alone(self, answer: str) -> str:
        """The new paragraph out of an answer that repeated others around it, or its number before it."""
        kept = {line.strip() for line in self.others.split("\n")}
        lines = [_MARK.sub("", line) for line in answer.split("\n")]
        return "\n".join(line for line in lines if line.strip() not in kept)

    def own(self, findings: Iterable[Finding], before: Iterable[Finding], printed: str) -> list[Finding]:
        """Of the *findings* on the new section those that the new paragraph has to answer for: what stands
        in it, and what was not found *before*. *printed* is the new section rendered."""
        start, end = self.span(printed)
        known = {(f.code, f.quote, f.message) for f in before}
        return [
            f
            for f in findings
            if (f.code, f.quote, f.message) not in known or (f.quote and start <= f.start < end)
        ]

    def span(self, printed: str) -> tuple[int, int]:
        """Where the new paragraph (or paragraphs) stands in the new section as *printed*."""
        lines = [len(line) + 1 for line in printed.split("\n")]
        behind = len(self._lines) - self.index - 1
        start = sum(lines[: self.index])
        return start, start + sum(lines[self.index : len(lines) - behind]) - 1

"""What differs between two texts as they are printed: sentence by sentence, and inside a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.numerals import find
from schemas.figures import Kind

_ALIKE = 0.5
"""From here on two sentences are the same one, changed."""

_WRITTEN = frozenset({Kind.DATE, Kind.ORDINAL, Kind.DOCNUMBER, Kind.FIXED})
"""Kinds that are words rather than figures."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a sentence; ``changed`` when the other version has something else here."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence as it was and as it is: "" on the side where it does not exist."""

    before: str
    after: str

    @property
    def pieces(self) -> tuple[list[Piece], list[Piece]]:
        """Both sides cut where they part; a sentence that is all new or all gone stays whole."""
        if not self.before or not self.after:
            return [Piece(t, False) for t in (self.before,) if t], [
                Piece(t, False) for t in (self.after,) if t
            ]
        old, new = _tokens(self.before), _tokens(self.after)
        blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        equal = [tag == "equal" and (b - a > 1 or not _single(old[a])) for tag, a, b, _, _ in blocks]
        left = [("".join(old[a:b]), not same) for (_, a, b, _, _), same in zip(blocks, equal, strict=True)]
        right = [("".join(new[c:d]), not same) for (_, _, _, c, d), same in zip(blocks, equal, strict=True)]
        return list(_joined(left)), list(_joined(right))


def _single(token: str) -> bool:
    """One character that happens to be the same between two that are not: no help to a reader."""
    return len(token) == 1 and token.isalnum()


def sentences(text: str) -> list[str]:
    """*text* cut after each sentence and each paragraph."""
    return [s for s in re.split(r"(?<=[。；！？\n])", text) if s.strip()]


def changes(before: str, after: str) -> list[Change]:
    """The sentences that differ, in the order of the text; nothing when the two read alike."""
    old = [s.strip() for s in sentences(before)]
    new = [s.strip() for s in sentences(after)]
    found: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            found += _paired(old[a:b], new[c:d])
    return found


def only_figures(before: str, after: str) -> bool:
    """Whether the two texts differ, and in nothing but their figures."""
    return before != after and _masked(before) == _masked(after)


def _masked(text: str) -> str:
    out, at = [], 0
    for mention in find(text):
        if mention.kind not in _WRITTEN:
            out += [text[at : mention.start], "□"]
            at = mention.end
    return "".join(out) + text[at:]


def _paired(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Sentences of a changed stretch, those that resemble each other side by side."""
    best, at = _ALIKE, None
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            matcher = SequenceMatcher(None, one, other, autojunk=False)
            if matcher.quick_ratio() >= best and (ratio := matcher.ratio()) >= best:
                best, at = ratio + 1e-9, (i, j)
    if at is None:
        return [*(Change(s, "") for s in old), *(Change("", s) for s in new)]
    i, j = at
    return [*_paired(old[:i], new[:j]), Change(old[i], new[j]), *_paired(old[i + 1 :], new[j + 1 :])]


def _tokens(text: str) -> list[str]:
    """Numbers with their units in one piece, all else character by character."""
    out: list[str] = []
    at = 0
    for mention in find(text):
        out += [*text[at : mention.start], mention.text]
        at = mention.end
    return out + list(text[at:])


def _joined(runs: Sequence[tuple[str, bool]]) -> Iterator[Piece]:
    text, state = "", False
    for run, changed in runs:
        if text and changed is not state:
            yield Piece(text, state)
            text = ""
        text, state = text + run, changed if run or not text else state
    if text:
        yield Piece(text, state)

"""The same activity told in two sections of a report.

Figures of the accounts are rightly said in several places; what is told twice is a sentence about something
done. So sentences that print an amount or a rate of the accounts are left out; so are sections of which one
takes the other up by design (problems and the measures against them). A clause alone counts only where it
tells what a note of an activity tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.crosscheck.codes import finding
from pipeline.numerals import find
from pipeline.references import Rendered
from schemas.figures import Kind, Ledger, LineRef
from schemas.findings import Finding
from schemas.inputs import ActivityNote, NoteKind
from schemas.outline import SectionSpec

LEAST = 16
"""Chinese characters in a sentence: shorter ones are phrases that many a sentence shares."""
ALIKE = 0.55
"""Of the pairs of characters in both sentences together, the share that both have."""
NOTED = 0.7
"""Of the pairs of characters in a clause, the share that a note has."""

_SENTENCE = re.compile(r"[^。；！？\n]+")
_CLAUSE = re.compile(r"[^，：]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")

Pairs = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Told:
    section: str
    start: int
    end: int
    pairs: Pairs

    def like(self, other: _Told) -> bool:
        common = len(self.pairs & other.pairs)
        return common >= ALIKE * (len(self.pairs) + len(other.pairs) - common)


def told_twice(
    texts: Mapping[str, Rendered],
    ledger: Ledger,
    specs: Sequence[SectionSpec],
    notes: Sequence[ActivityNote],
) -> dict[str, list[Finding]]:
    """Findings by section; of two sections that tell the same the later one in *texts* has the finding."""
    named = {spec.id: spec for spec in specs}
    noted = [_pairs(note.text) for note in notes if note.kind is NoteKind.ACTIVITY]
    seen: list[_Told] = []
    found: dict[str, list[Finding]] = {}
    for section in (id for id in texts if id in named):
        told = list(_told(section, texts[section], ledger, noted))
        others = [one for one in seen if not _linked(named[section], named[one.section])]
        for sentence, first in _repeated(told, others):
            words = texts[first.section].text[first.start : first.end]
            message = f"“{named[first.section].heading}”一节已写过这件事（“{words}”），请只留一处。"
            one = finding("told-twice", message, texts[section].text, sentence.start, sentence.end)
            found.setdefault(section, []).append(one.model_copy(update={"section": section}))
        seen += told
    return found


def _linked(one: SectionSpec, other: SectionSpec) -> bool:
    return one.id in other.after or other.id in one.after


def _repeated(told: Sequence[_Told], others: Sequence[_Told]) -> Iterator[tuple[_Told, _Told]]:
    """What of *told* stands in *others*; of a sentence and its clauses the first that does."""
    done = -1
    for sentence in told:
        first = next((one for one in others if sentence.like(one)), None) if sentence.start >= done else None
        if first:
            done = sentence.end
            yield sentence, first


def _told(section: str, rendered: Rendered, ledger: Ledger, noted: Sequence[Pairs]) -> Iterator[_Told]:
    """Every sentence long enough, and its clauses: what is one sentence here may be half of one there."""
    accounts = list(_of_accounts(rendered, ledger))
    for match in _SENTENCE.finditer(rendered.text):
        whole = match.span()
        if any(whole[0] <= at < whole[1] for at in accounts):
            continue
        clauses = [m.span() for m in _CLAUSE.finditer(rendered.text, *whole)]
        for place in dict.fromkeys([whole, *clauses]):
            words = rendered.text[slice(*place)]
            pairs = _pairs(words)
            known = place == whole or any(len(pairs & one) >= NOTED * len(pairs) for one in noted)
            if known and len(_CHINESE.findall(words)) >= LEAST:
                yield _Told(section, *place, pairs)


def _pairs(text: str) -> Pairs:
    """The pairs of Chinese characters that stand side by side in *text*, all else left out."""
    words = "".join(_CHINESE.findall(text))
    return frozenset(words[i : i + 2] for i in range(len(words) - 1))


def _of_accounts(rendered: Rendered, ledger: Ledger) -> Iterator[int]:
    """Where figures of the accounts stand: referred to, or typed amounts and rates of no note."""
    notes: list[tuple[int, int]] = []
    for span in rendered.spans:
        if _all_of_notes(span.keys, ledger):
            notes.append((span.start, span.end))
        else:
            yield span.start
    for mention in find(rendered.text):
        if mention.kind in (Kind.MONEY, Kind.PERCENT) and not any(a <= mention.start < b for a, b in notes):
            yield mention.start


def _all_of_notes(keys: Sequence[str], ledger: Ledger) -> bool:
    figures = [ledger.get(key) for key in keys]
    return all(figure is not None and isinstance(figure.source, LineRef) for figure in figures)

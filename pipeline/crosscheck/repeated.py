"""The same activity told in two sections of a report.

Figures of the accounts are rightly said in several places; what is told twice is a sentence about something
done. So sentences that print an amount or a rate of the accounts are left out, and a sentence that another
one only takes up (针对……的问题，下一步将……) is not the same one.
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

LEAST = 16
"""Chinese characters in a sentence: shorter ones are phrases that many a sentence shares."""
ALIKE = 0.55
"""Of the pairs of characters in both sentences together, the share that both have."""

_SENTENCE = re.compile(r"[^。；！？\n]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Told:
    section: str
    start: int
    end: int
    pairs: frozenset[str]

    def like(self, other: _Told) -> bool:
        common = len(self.pairs & other.pairs)
        return common >= ALIKE * (len(self.pairs) + len(other.pairs) - common)


def told_twice(
    texts: Mapping[str, Rendered], headings: Mapping[str, str], ledger: Ledger
) -> dict[str, list[Finding]]:
    """Findings by section; of two sections that tell the same the later one in *texts* has the finding."""
    seen: list[_Told] = []
    found: dict[str, list[Finding]] = {}
    for section, rendered in texts.items():
        own = list(_told(section, rendered, ledger))
        for sentence in own:
            if first := next((other for other in seen if sentence.like(other)), None):
                words = texts[first.section].text[first.start : first.end]
                found.setdefault(section, []).append(
                    finding(
                        "told-twice",
                        f"“{headings.get(first.section, first.section)}”一节已写过这件事（“{words}”），请只留一处。",
                        rendered.text,
                        sentence.start,
                        sentence.end,
                    )
                )
        seen += own
    return found


def _told(section: str, rendered: Rendered, ledger: Ledger) -> Iterator[_Told]:
    accounts = list(_of_accounts(rendered, ledger))
    for match in _SENTENCE.finditer(rendered.text):
        start, end = match.span()
        words = "".join(_CHINESE.findall(match[0]))
        if len(words) < LEAST or any(start <= at < end for at in accounts):
            continue
        yield _Told(section, start, end, frozenset(words[i : i + 2] for i in range(len(words) - 1)))


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

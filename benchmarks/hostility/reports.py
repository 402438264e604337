"""Reports to edit: the examples' own wording and recorded drafts, each figure of theirs as one sign.

In a masked text every figure is a single private-use character, so that edits are plain string work and the
figure's place and meaning travel with it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from benchmarks.planting.pages import Page, load_pages
from pipeline.references import Style
from pipeline.restoration import Exported
from pipeline.workflow import Case
from schemas.figures import Figure, Ledger

_FIRST = 0xF0000
MARK = re.compile("[\U000f0000-\U000ffffd]")


@dataclass(frozen=True)
class Shown:
    """A figure as it stands in a text: what is printed, and the keys that its words speak of."""

    text: str
    figure: Figure
    truth: frozenset[str]
    leans: str = ""
    """The sign of the figure whose words this one's depend on: a finding there tells of both."""


@dataclass(frozen=True)
class Place:
    """Where a figure stands in a printed text."""

    start: int
    end: int
    mark: str
    shown: Shown


@dataclass
class Masked:
    """The texts of a report with figures as signs. Copies share nothing that edits change."""

    texts: dict[str, str]
    shown: dict[str, Shown] = field(default_factory=dict)

    def copy(self) -> Masked:
        return Masked(dict(self.texts), dict(self.shown))

    def add(self, shown: Shown) -> str:
        """A sign for another figure."""
        mark = chr(_FIRST + len(self.shown))
        self.shown[mark] = shown
        return mark

    def means(self, mark: str, truth: frozenset[str], leans: str = "") -> None:
        """Note what the words around a figure speak of by now."""
        self.shown[mark] = replace(self.shown[mark], truth=truth, leans=leans)

    def printed(self, section: str) -> tuple[str, list[Place]]:
        """The section as a reader sees it, and where its figures stand."""
        out, places, length = [], [], 0
        for piece in re.split(f"({MARK.pattern})", self.texts[section]):
            shown = self.shown.get(piece)
            text = shown.text if shown else piece
            if shown:
                places.append(Place(length, length + len(text), piece, shown))
            out.append(text)
            length += len(text)
        return "".join(out), places


@dataclass(frozen=True, eq=False)
class Report:
    """The drafted sections of a case, exported."""

    name: str
    case: Case
    pages: Mapping[str, Page]

    @property
    def ledger(self) -> Ledger:
        return self.case.ledger

    @property
    def style(self) -> Style:
        return self.case.style

    @cached_property
    def exported(self) -> dict[str, Exported]:
        return {id: Exported(page.raw, page.rendered) for id, page in self.pages.items()}

    @cached_property
    def masked(self) -> Masked:
        """Its texts, every number that a reference printed as a sign."""
        masked = Masked({})
        for id, page in self.pages.items():
            out, done = [], 0
            for spot in page.spots:
                assert spot.figure is not None
                shown = Shown(page.text[spot.start : spot.end], spot.figure, frozenset({spot.figure.key}))
                out += [page.text[done : spot.start], masked.add(shown)]
                done = spot.end
            masked.texts[id] = "".join(out) + page.text[done:]
        return masked


def load_reports() -> list[Report]:
    """The examples drafted from their own wording, and from what a model answered."""
    groups: dict[str, dict[str, Page]] = {}
    cases: dict[str, Case] = {}
    for page in load_pages():
        case, _, section = page.name.partition("/")
        if page.typed or section.startswith("own-"):
            continue
        kind = "model" if section.startswith("model-") else "offline"
        cases[case] = page.case
        groups.setdefault(f"{case}/{kind}", {})[section.removeprefix("model-")] = page
    return [Report(name, cases[name.partition("/")[0]], pages) for name, pages in groups.items()]


def letters(report: Report) -> str:
    """Chinese characters as the report uses them, for damage by chance."""
    return "".join(c for text in report.masked.texts.values() for c in text if "一" <= c <= "鿿")


def noisy(text: str, share: float, alphabet: str, rng: random.Random) -> str:
    """A masked text with that share of its characters inserted, deleted or replaced; none beside a figure."""
    return "".join(_noise(text, share, alphabet, rng))


def _noise(text: str, share: float, alphabet: str, rng: random.Random) -> Iterator[str]:
    for at, char in enumerate(text):
        beside = MARK.search(text[max(0, at - 1) : at + 2]) or char == "\n"
        if beside or rng.random() >= share:
            yield char
            continue
        kind = rng.randrange(3)
        if kind == 0:
            yield char + rng.choice(alphabet)
        elif kind == 1:
            yield rng.choice(alphabet)

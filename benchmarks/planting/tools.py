"""What planters have in common: marking an edit, finding sentences and digits, writing a slip."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.planting.pages import Page
from pipeline.references import REFERENCE, parse, print_figure
from schemas.figures import Figure, Ledger

OPEN, CLOSE = "\ue000", "\ue001"
DIGITS = re.compile(r"\d+(?:\.\d+)?")
STOP = "。；！？\n"
BASES = ("年初预算", "调整预算", "到位", "决算")


@dataclass(frozen=True)
class Edit:
    """One way to spoil a page: ``marked`` is the text (or raw draft) with the edit between OPEN and CLOSE.

    ``detectable`` is set by the rule of the class, before anything is checked. ``also`` are words
    elsewhere on the page that an answer may point at instead; of what was deleted, ``missing`` is the
    name that an answer must speak of. ``ledger`` makes newer accounts, for stale figures.
    """

    marked: str
    was: str
    now: str
    detectable: bool = True
    missing: str = ""
    also: tuple[str, ...] = ()
    ledger: Callable[[], Ledger] | None = None


Planter = Callable[[Page, str, random.Random], Iterator[Edit]]
"""What spoils a page in one form: ``reference`` (the draft) or ``text`` (what a person edits)."""


@dataclass(frozen=True)
class Class:
    """A class of errors, with the rule that says which of its plants can be found at all."""

    name: str
    forms: tuple[str, ...]
    rule: str
    plant: Planter


CLASSES: list[Class] = []
BOTH = ("reference", "text")
TEXT = ("text",)


def planter(name: str, forms: tuple[str, ...], rule: str = "always") -> Callable[[Planter], Planter]:
    """Register a planter."""

    def register(plant: Planter) -> Planter:
        CLASSES.append(Class(name, forms, rule, plant))
        return plant

    return register


# -- edits ------------------------------------------------------------------------------------------


def edit(text: str, start: int, end: int, now: str, *, detectable: bool = True, **more: object) -> Edit:
    """*text* with start:end replaced by *now*, marked."""
    marked = text[:start] + OPEN + now + CLOSE + text[end:]
    return Edit(marked, text[start:end], now, detectable, **more)  # type: ignore[arg-type]


def sentence(text: str, at: int) -> str:
    """The sentence around *at*."""
    start, end = sentence_bounds(text, at)
    return text[start:end]


def sentence_bounds(text: str, at: int) -> tuple[int, int]:
    start = max(text.rfind(c, 0, at) for c in STOP) + 1
    ends = [e for c in STOP if (e := text.find(c, at)) >= 0]
    return start, min(ends, default=len(text) - 1) + 1


def paragraph(text: str, at: int) -> str:
    """The line around *at*."""
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]


# -- figures ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Slot:
    """A place where a figure of the ledger stands: a plain reference in the draft, or its print."""

    page: Page
    form: str
    start: int
    end: int
    figure: Figure
    since: int = 0
    """Where the figure before this one ends."""

    @property
    def source(self) -> str:
        return source(self.page, self.form)

    @property
    def print(self) -> str:
        """The figure as a reader sees it."""
        return printed(self.page, self.figure) if self.form == "reference" else self.written

    @property
    def written(self) -> str:
        return self.source[self.start : self.end]

    @property
    def sentence(self) -> str:
        return sentence(self.source, self.start)

    @property
    def paragraph(self) -> str:
        return paragraph(self.source, self.start)

    @property
    def clause(self) -> str:
        """The words that lead up to the figure, from the last comma or figure on."""
        commas = (self.source.rfind(c, 0, self.start) + 1 for c in "，：" + STOP)
        return self.source[max(self.since, *commas) : self.start]

    @property
    def named(self) -> bool:
        """Whether the words straight before the figure name what it measures."""
        return said(self.clause, self.figure)

    def tells_from(self, other: Figure) -> bool:
        """Whether these words fit the figure, and not *other*."""
        return self.named and not said(self.clause, other)

    def other(self, figure: Figure) -> str:
        """How another figure would be written here."""
        return f"[[{figure.key}]]" if self.form == "reference" else printed(self.page, figure)

    def put(self, now: str, *, detectable: bool = True) -> Edit:
        """*now* instead, whatever it may collide with."""
        return edit(self.source, self.start, self.end, now, detectable=detectable)

    def retype(self, now: str, *, detectable: bool = True) -> Edit:
        """*now* typed instead; not detectable when it is the print of another figure named here."""
        return self.put(now, detectable=detectable and not self.collides(now))

    def collides(self, now: str) -> bool:
        """Whether *now* is the print of another figure that the words here fit as well."""
        words = self.clause if self.named else self.paragraph
        return any(
            printed(self.page, other) == now and other.key != self.figure.key
            for other in self.page.ledger
            if said(words, other)
        )

    def wrap(self, before: str, after: str = "") -> Edit:
        """The figure kept, words put before and after it."""
        return edit(self.source, self.start, self.end, before + self.written + after)

    def bare(self) -> str:
        """The number without its unit, as it would be written here."""
        if self.form == "reference":
            return f"[[{self.figure.key}|数]]"
        return self.written.removesuffix(self.figure.unit)


def source(page: Page, form: str) -> str:
    """What a planter edits: the draft with its references, or the plain text."""
    return page.raw if form == "reference" else page.text


def slots(page: Page, form: str) -> Iterator[Slot]:
    """Every place of a figure of the ledger."""
    since = 0
    for start, end, figure in _places(page, form):
        yield Slot(page, form, start, end, figure, since)
        since = end


def _places(page: Page, form: str) -> Iterator[tuple[int, int, Figure]]:
    if form == "text":
        yield from ((s.start, s.end, s.figure) for s in page.spots if s.figure is not None)
        return
    for reference in parse(page.raw):
        figure = page.ledger.get(reference.key)
        if figure is not None and not reference.formats:
            yield reference.start, reference.end, figure


def printed(page: Page, figure: Figure) -> str:
    return print_figure(figure, page.style)


def label(figure: Figure) -> str:
    """How prose calls the figure, brackets left out."""
    return re.sub("（[^）]*）", "", figure.label)


def said(text: str, figure: Figure) -> bool:
    """Whether *text* names what *figure* measures (for the figure of a note: its last words)."""
    words = REFERENCE.sub("", text)
    if figure.key.startswith("记录."):
        return figure.label[-4:] in words
    return figure.label in words or label(figure) in words


def twin(page: Page, figure: Figure, column: str) -> Figure | None:
    """The same item in another column (``上年决算``, ``年初预算``)."""
    return page.ledger.get(f"{figure.item}.{column}") if column else None


def last_year(page: Page, figure: Figure) -> Figure | None:
    """The same item in the same column of the year before."""
    if figure.key.endswith(("增减额", "增减率", "占比")):
        return None
    column = figure.key.removeprefix(figure.item).lstrip(".")
    return twin(page, figure, f"上年{column}") if not column.startswith("上年") else None


def siblings(page: Page, figure: Figure, ending: str = "") -> list[Figure]:
    """Other figures of the same unit, basis and year, or with the same last words of the key."""
    return [
        other
        for other in page.ledger
        if other.key != figure.key
        and other.unit == figure.unit
        and not other.key.startswith("记录.")
        and (
            other.key.endswith(ending)
            if ending
            else (other.basis, other.year) == (figure.basis, figure.year)
            and not other.key.endswith(("增减额", "增减率", "占比", "率"))
        )
    ]


# -- slips of the pen -------------------------------------------------------------------------------


def other_digit(number: str, rng: random.Random, *, keep_last: bool = False) -> str:
    """One digit replaced by another; the first never by 0."""
    places = [i for i, c in enumerate(number) if c.isdigit()]
    if keep_last and len(places) > 1:
        places.pop()
    at = rng.choice(places)
    floor = 1 if at == 0 else 0
    digits = [str(d) for d in range(floor, 10) if str(d) != number[at]]
    return number[:at] + rng.choice(digits) + number[at + 1 :]


def transposed(number: str, rng: random.Random) -> str | None:
    """Two neighbouring digits exchanged, None when that changes nothing."""
    places = [i for i, c in enumerate(number) if c.isdigit()]
    pairs = [
        (a, b)
        for a, b in itertools.pairwise(places)
        if number[a] != number[b] and not (a == 0 and number[b] == "0")
    ]
    if not pairs:
        return None
    a, b = rng.choice(pairs)
    chars = list(number)
    chars[a], chars[b] = chars[b], chars[a]
    return "".join(chars)


def longer_or_shorter(number: str, rng: random.Random) -> str:
    """A digit of the whole part typed twice, or left out."""
    whole, point, rest = number.partition(".")
    if len(whole) > 1 and rng.random() < 0.5:
        at = rng.randrange(1, len(whole))
        return whole[:at] + whole[at + 1 :] + point + rest
    at = rng.randrange(len(whole))
    again = whole[at] if whole != "0" else "1"
    return whole[: at + 1] + again + whole[at + 1 :] + point + rest


def shifted(number: str, rng: random.Random) -> str | None:
    """The decimal point one place to the left or to the right."""
    whole, point, rest = number.partition(".")
    if not point or float(number) == 0:
        return None
    if len(whole) > 1 and rng.random() < 0.5:
        return f"{whole[:-1]}.{whole[-1]}{rest}"
    return f"{(whole + rest[0]).lstrip('0') or '0'}" + (f".{rest[1:]}" if rest[1:] else "")

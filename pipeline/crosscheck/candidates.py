"""Figures that a typed number may be, by value and unit, and how well the words around it agree."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from pipeline.crosscheck.intervals import fits, meant, place, printed, spoken
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.terms import Facet, Folded, Hit, Terms, pairs_of, terms_of
from pipeline.crosscheck.words import direction, strong_bases, weak_bases, years
from schemas.figures import Approx, Basis, Figure, Kind, Ledger
from schemas.findings import Mention

# Measure words that prose exchanges freely for one another.
_ALIKE = ("人名位个", "场次期届", "册本份张", "件项个", "家个所", "个项", "次批场")
RATE_NAMES = ("执行率", "完成率", "控制率")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure whose value fits, and the score of the words in its favour."""

    facet: Facet
    score: float

    @property
    def figure(self) -> Figure:
        """The figure itself."""
        return self.facet.figure


def pool(kind: Kind) -> Kind:
    """Counts, durations and numbers without a unit are one kind to the reader of a sheet."""
    return kind if kind in (Kind.MONEY, Kind.PERCENT) else Kind.COUNT


class Values:
    """The ledger's figures by kind, in order of value."""

    def __init__(self, terms: Terms) -> None:
        self._facets: dict[Kind, list[Facet]] = defaultdict(list)
        for one in terms.facets.values():
            self._facets[pool(one.figure.kind)].append(one)
        for facets in self._facets.values():
            facets.sort(key=lambda one: spoken(one.figure))
        self._values = {k: [spoken(one.figure) for one in v] for k, v in self._facets.items()}

    def between(self, kind: Kind, low: Decimal, high: Decimal) -> list[Facet]:
        """Figures of the kind with a value in the interval."""
        values = self._values.get(pool(kind), [])
        return self._facets[pool(kind)][bisect_left(values, low) : bisect_right(values, high)]

    def nearest(self, mention: Mention) -> Facet | None:
        """The figure of like unit whose value is nearest."""
        like = self._facets.get(pool(mention.kind), [])
        facets = [f for f in like if unit_score(mention.unit, f.figure) is not None]
        value = mention.value or Decimal(0)
        return min(facets, key=lambda f: abs(spoken(f.figure) - value), default=None)


@lru_cache(maxsize=8)
def values_of(ledger: Ledger) -> Values:
    """The index of a ledger by value, built once."""
    return Values(terms_of(ledger))


def unit_score(unit: str | None, figure: Figure) -> float | None:
    """None when the units cannot mean the same thing."""
    if figure.kind is Kind.MONEY:
        return 0
    if unit == figure.unit or (unit == "％" and figure.unit == "%"):
        return 1
    if figure.kind is Kind.PERCENT or unit in ("%", "％", "个百分点"):
        return None
    if not unit or not figure.unit:
        return 0
    return 0 if any(unit in group and figure.unit in group for group in _ALIKE) else None


def by_value(mention: Mention, ledger: Ledger) -> list[Facet]:
    """Figures that the number can stand for."""
    low, high = meant(mention)
    found = values_of(ledger).between(mention.kind, low, high)
    return [f for f in found if fits(mention, f.figure) and unit_score(mention.unit, f.figure) is not None]


def around(mention: Mention, ledger: Ledger) -> list[Facet]:
    """Figures near a hedged number on either side, whichever way the hedge points."""
    low, high = printed(mention)
    if mention.approx is Approx.EXACT:
        return []
    step = place(mention.value or Decimal(0))
    found = values_of(ledger).between(mention.kind, low - step, high + step)
    return [f for f in found if unit_score(mention.unit, f.figure) is not None]


def rank(mention: Mention, facets: list[Facet], reading: Reading) -> list[Candidate]:
    """Candidates, best first; among equals the order of the ledger."""
    if not facets:
        return []
    score = Words(mention, reading)
    scored = [Candidate(f, score(f)) for f in facets]
    return sorted(scored, key=lambda c: (-c.score, c.facet.order))


def seam(mention: Mention, folded: Folded) -> tuple[str, str]:
    """The words right before a number's digits and the character right behind them."""
    before = folded(mention.num_start - 12, mention.num_start)[-8:]
    return before, folded(mention.num_end, mention.num_end + 2)[:1]


def told(mention: Mention, reading: Reading, *, units: bool = True) -> list[Facet]:
    """Figures of notes, of whatever value, whose words join on to the words right around the number; without
    *units* also those of another measure word."""
    if reading.terms is None:
        return []
    before, after = seam(mention, reading.folded)
    found = {}
    for pair in (before[-2:], before[-1:] + after):
        for one in reading.terms.notes_by_pair.get(pair, ()):
            if not units or unit_score(mention.unit, one.figure) is not None:
                found[one.figure.key] = one
    return list(found.values())


class Words:
    """The words around one number, read once; each candidate is weighed by them."""

    def __init__(self, mention: Mention, reading: Reading) -> None:
        self.mention = mention
        self.reading = reading
        self.year = reading.year
        self.at = mention.start
        self.start = reading.window(self.at)[0]
        self.sentence = reading.layout.sentence(self.at)[0]
        self.window = reading.words(self.start, self.at)
        self.sign = direction(self.window)
        self.changes = direction(self.window[-4:]) is not None

    # What only nouns of the accounts need is not read for the figures of notes, and the other way round.

    @cached_property
    def _hits(self) -> tuple[tuple[list[Hit], float], ...]:
        """Nouns around the number, and what each is worth: own words, behind, sentence, paragraph."""
        reading, at = self.reading, self.at
        paragraph = reading.layout.paragraph(at)[0]
        behind = reading.layout.clause(self.mention.end)[1]
        return (
            (reading.hits_in(self.start, at), 5),
            (reading.hits_in(self.mention.end, behind), 3),
            (reading.hits_in(self.sentence, at), 3),
            (reading.hits_in(max(paragraph, at - 300), at), 1.5),
        )

    @cached_property
    def _lead(self) -> str:
        return self.reading.words(max(self.sentence, self.at - 60), self.at)

    @cached_property
    def _strong(self) -> list[Basis]:
        return strong_bases(self.window) or strong_bases(self._lead)

    @cached_property
    def _weak(self) -> list[Basis]:
        return weak_bases(self.window) or weak_bases(self._lead)

    @cached_property
    def _named_years(self) -> set[int]:
        return years(self.window, self.year) or years(self._lead, self.year)

    @cached_property
    def _clause(self) -> str:
        """The number's clause without it; so are the keys of notes: 其中件作品获奖."""
        end = self.reading.layout.clause(self.mention.end)[1]
        folded = self.reading.folded
        return folded(self.start, self.mention.num_start) + folded(self.mention.num_end, end)

    @cached_property
    def _clause_pairs(self) -> frozenset[str]:
        return pairs_of(self._clause)

    @cached_property
    def _wide_pairs(self) -> frozenset[str]:
        paragraph = self.reading.layout.paragraph(self.at)[0]
        return pairs_of(self.reading.folded(max(paragraph, self.at - 40), self.mention.end + 20))

    def __call__(self, one: Facet) -> float:
        """How well the words agree with the figure being meant."""
        unit = unit_score(self.mention.unit, one.figure) or 0
        nouns = self.overlap(one) if one.note else self._nouns(one.subject)
        return unit + nouns + self._basis(one) + self._year(one) + self._measure(one)

    def _nouns(self, subject: str) -> float:
        if (hit := self.reading.governor(self.at)) and subject in hit.subjects:
            return 8 + self._parent(subject)
        for hits, weight in self._hits:
            for distance, hit in enumerate(reversed(hits)):
                if subject in hit.subjects:
                    return max(weight - 0.5 * distance, 0.5) + self._parent(subject)
        return 0

    def _parent(self, subject: str) -> float:
        """公务接待费 stands in two tables: the one whose head was named last is meant."""
        stem = subject.rpartition(".")[0]
        for distance, hit in enumerate(reversed(self._hits[-1][0])):
            if stem and stem in hit.subjects:
                return max(1 - 0.1 * distance, 0.2)
        return 0

    def overlap(self, one: Facet) -> float:
        """How much of a note's own words stand around the number."""
        if not one.pairs:
            return 0
        close = len(one.pairs & self._clause_pairs)
        wide = len(one.pairs & self._wide_pairs)
        # The share tells notes apart, the number of words two figures of one note.
        return (5 * close + 3 * wide) / len(one.pairs) + 0.2 * min(close, 8) + self._seam(one.words)

    def _seam(self, words: str) -> float:
        """How far the words right around the number stand joined in the note's words: 科技工作者|人."""
        before, after = seam(self.mention, self.reading.folded)
        longest = next((k for k in range(8, 0, -1) if before[-k:] + after in words), 0)
        return 0.15 * longest

    def _basis(self, one: Facet) -> float:
        basis = one.figure.basis
        if basis is None:
            return 0
        if self._strong:
            return 2 if self._strong[-1] is basis else -3
        if self._weak:
            return 1 if self._weak[-1] is basis else -0.5
        return 0.3 if basis.value == "final" else 0

    def _year(self, one: Facet) -> float:
        if one.figure.year is None:
            return 0
        if self._named_years:
            return 2 if one.figure.year in self._named_years else -3
        return 0.5 if one.figure.year == self.year else -0.5

    def _measure(self, one: Facet) -> float:
        derived, sign = one.derived, self.sign
        if derived.endswith(("增减额", "增减率")):
            if sign is None:
                return -4
            named = "年初预算" in derived if "年初预算" in self._lead else "比上年" in derived
            return 3 + (0.5 if named else -0.5) + (0.5 if sign * one.figure.value > 0 else -0.5)
        if derived == "占比":
            return 3 if "占" in self.window else -3
        if derived == "承担单位数":
            return 3 if "单位" in self._clause else -4
        if derived in RATE_NAMES:
            return 3 if derived in self._clause else 1 if "完成" in self.window else -1
        return -3 if self.changes and not one.note else 0

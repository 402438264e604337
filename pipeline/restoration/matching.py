"""Which number of the edited text is which figure of the exported one."""

from __future__ import annotations

import heapq
import math
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.restoration.likeness import Names, Words, gone, likeness, same_clause, same_words
from pipeline.restoration.sheet import Atom, Bounds, Part, Sheet
from schemas.figures import Ledger

_KEEP, _CHANGE, _COPY = 0.5, 0.65, 0.8
"""How alike the words must be for a figure to stay, to have been changed, to have been copied."""

_DOUBT = 0.1
"""So alike must the words be for equal digits to be in doubt, not new."""

_DISTINCT = 3
"""So many digits are hardly equal by chance in a sentence that resembles the figure's own."""

_MARGIN = 0.08
"""A figure whose words are less alike than another's by more than this is not meant."""

_SAME_WORDS = 0.25
_SAME_VALUE, _HERE, _TAKEN = 0.06, 0.06, 0.12
_CANDIDATES, _CLOSE, _COMMON = 6, 16, 60
_HEDGES = frozenset("约近超逾达过近乎将")

Where = tuple[str, int]
"""A section and the index of a sentence in it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A place in an edited section, and the figure that stands there. ``same`` when its digits are too;
    ``doubt`` when only the digits are, and the words became others."""

    sheet: str
    start: int
    end: int
    atom: Atom
    same: bool
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class _Offer:
    weight: float
    likeness: float
    bare: float
    """The likeness of the words alone, though they name something else."""
    claim: Claim
    telling: bool


class Matcher:
    """Matches edited sections with exported ones: whole sentences first, then number by number."""

    def __init__(
        self,
        exported: Iterable[Sheet],
        edited: Sequence[Sheet],
        taken: Iterable[Atom],
        names: Iterable[str],
        ledger: Ledger | None,
    ) -> None:
        self.names = Names(names)
        self.ledger = ledger
        self.exported = {sheet.id: sheet for sheet in exported}
        self.edited = edited
        self.exact: dict[Where, Where] = {}
        self.claims: list[Claim] = []
        self.claimed: set[Atom] = set(taken)
        self._words: dict[Atom, Words] = {}
        self._bare: list[tuple[float, Claim]] = []
        self._filled: dict[str, list[Bounds]] = defaultdict(list)

    def match(self) -> None:
        """Fill ``exact`` and ``claims``."""
        for sheet in self.edited:
            self._match_sentences(sheet)
        offers = [offer for sheet in self.edited for offer in self._offers(sheet)]
        self._settle(offers)
        self._doubt()

    def claims_of(self, sheet: Sheet) -> list[Claim]:
        """The figures that stand in one edited section."""
        return [claim for claim in self.claims if claim.sheet == sheet.id]

    # -- whole sentences ----------------------------------------------------------------------------

    @cached_property
    def _sentences(self) -> dict[str, list[Where]]:
        found: dict[str, list[Where]] = defaultdict(list)
        for sheet in self.exported.values():
            for at, part in enumerate(sheet.parts):
                found[sheet.part_text(part)].append((sheet.id, at))
        return found

    def _match_sentences(self, sheet: Sheet) -> None:
        last: Where = (sheet.id, -1)
        used: set[Where] = set()
        for at, part in enumerate(sheet.parts):
            known = self._sentences.get(sheet.part_text(part))
            if not known:
                continue
            found = _nearest(known, last, sheet.id, used)
            used.add(found)
            last = found
            if self._begins_alike(sheet, at, found):
                self.exact[sheet.id, at] = found
                self._claim_sentence(sheet, part, found)

    def _begins_alike(self, sheet: Sheet, at: int, found: Where) -> bool:
        """Whether the words before the sentence's own, up to the full stop before, are the same too."""
        original = self.exported[found[0]]
        mine, its = sheet.parts[at], original.parts[found[1]]
        return sheet.text[mine.period : mine.start] == original.text[its.period : its.start]

    def _claim_sentence(self, sheet: Sheet, part: Part, found: Where) -> None:
        original = self.exported[found[0]]
        its = original.parts[found[1]]
        # Line ends before a sentence belong to the one before; what is left begins alike.
        shift = part.start - its.start
        for atom in _inside(original, its):
            self.claims.append(Claim(sheet.id, atom.start + shift, atom.end + shift, atom, True))
            self.claimed.add(atom)

    # -- number by number ---------------------------------------------------------------------------

    @cached_property
    def _index(self) -> tuple[dict[str, list[Where]], dict[str, float]]:
        """Sentences with figures by the pairs of characters in them, and what each pair is worth."""
        found: dict[str, list[Where]] = defaultdict(list)
        count = 1
        for sheet in self.exported.values():
            for at, part in enumerate(sheet.parts):
                if _inside(sheet, part):
                    count += 1
                    for pair in _pairs(sheet.words(part.start, part.end)):
                        found[pair].append((sheet.id, at))
        return found, {pair: math.log(count / len(places)) + 0.1 for pair, places in found.items()}

    def _candidates(self, words: str, count: int) -> list[Where]:
        """The sentences with figures that have the most of the words, rare words counting more."""
        places, worth = self._index
        votes: dict[Where, float] = defaultdict(float)
        for pair in _pairs(words):
            for where in places.get(pair, ())[:_COMMON]:
                votes[where] += worth[pair]
        return heapq.nlargest(count, votes, key=lambda where: votes[where])

    def _offers(self, sheet: Sheet) -> Iterator[_Offer]:
        for at, part in enumerate(sheet.parts):
            if (sheet.id, at) in self.exact:
                continue
            likely = self._candidates(sheet.words(part.start, part.end), _CANDIDATES)
            atoms = [a for where in likely for a in self._atoms(where)]
            for number in sheet.numbers_in(part):
                now = Words.around(sheet, *number)
                more: list[Atom] = []
                if not any(same_clause(self._words_of(a), now) for a in atoms):
                    close = self._candidates(now.own[-_CLOSE:], 2)
                    more = [a for where in close if where not in likely for a in self._atoms(where)]
                yield from self._offers_of(sheet, number, now, atoms + more)
            for atom in atoms:
                if not self._numbered(atom):
                    yield from self._wordy(sheet, part, atom)

    def _atoms(self, where: Where) -> list[Atom]:
        original = self.exported[where[0]]
        return _inside(original, original.parts[where[1]])

    def _offers_of(self, sheet: Sheet, number: Bounds, now: Words, atoms: list[Atom]) -> Iterator[_Offer]:
        claims = [(a, c) for a in atoms if (c := self._place(sheet, number, a))]
        offers = [self._offer(now, atom, claim) for atom, claim in claims]
        self._bare += [(o.bare, o.claim) for o in offers if o.claim.same]
        best = max((o.bare for o in offers), default=0)
        yield from (o for o in offers if o.likeness >= max(best - _MARGIN, _KEEP))

    def _numbered(self, atom: Atom) -> bool:
        return self.exported[atom.sheet].number_at(atom.start, atom.end) is not None

    def _wordy(self, sheet: Sheet, part: Part, atom: Atom) -> Iterator[_Offer]:
        """What prints words only (与上年持平): wherever the words stand."""
        at = sheet.text.find(atom.text, part.start, part.end)
        while at >= 0:
            now = Words.around(sheet, at, at + len(atom.text))
            offer = self._offer(now, atom, Claim(sheet.id, at, at + len(atom.text), atom, True))
            if offer.likeness >= _KEEP:
                yield offer
            at = sheet.text.find(atom.text, at + 1, part.end)

    def _offer(self, now: Words, atom: Atom, claim: Claim) -> _Offer:
        was = self._words_of(atom)
        figure = self.ledger.get(atom.key) if self.ledger else None
        bare = likeness(was, now) + _SAME_WORDS * same_clause(was, now)
        alike = 0.0 if gone(was, now) or self.names.turned(was, now, figure) else bare
        weight = alike + _SAME_VALUE * claim.same + _HERE * (claim.sheet == atom.sheet)
        return _Offer(weight - _TAKEN * (atom in self.claimed), alike, bare, claim, same_words(was, now))

    def _words_of(self, atom: Atom) -> Words:
        if atom not in self._words:
            self._words[atom] = Words.around(self.exported[atom.sheet], atom.start, atom.end)
        return self._words[atom]

    def _place(self, sheet: Sheet, number: Bounds, atom: Atom) -> Claim | None:
        """Where the figure stands if it stands at this number; as it was, or with other digits."""
        original = self.exported[atom.sheet]
        whole = original.number_at(atom.start, atom.end)
        if whole is None:
            return None
        hedge, tail = original.text[whole[0] : atom.start], original.text[atom.end : whole[1]]
        start, end = number
        at = sheet.text.find(atom.text, max(0, start - len(atom.text) + 1), end + len(atom.text))
        if 0 <= at < end:
            mine, rest = sheet.text[start:at], sheet.text[at + len(atom.text) : end]
            if rest == tail and (mine == hedge or set(mine) <= _HEDGES):
                return Claim(sheet.id, at, at + len(atom.text), atom, True)
        text = sheet.text[start:end]
        start += len(hedge) if hedge and text.startswith(hedge) else 0
        end -= len(tail) if tail and text.endswith(tail) else 0
        return Claim(sheet.id, start, end, atom, False) if start < end else None

    # -- who gets what ------------------------------------------------------------------------------

    def _settle(self, offers: list[_Offer]) -> None:
        """The best offers first; a figure that stands somewhere already must be a plain copy."""
        filled = self._filled
        for offer in sorted(offers, key=lambda o: -o.weight):
            claim = offer.claim
            if not self._good(offer) or _overlaps(filled[claim.sheet], claim):
                continue
            self._take(claim)

    def _take(self, claim: Claim) -> None:
        insort(self._filled[claim.sheet], (claim.start, claim.end))
        self.claims.append(claim)
        self.claimed.add(claim.atom)

    def _doubt(self) -> None:
        """Figures whose digits stand where some of their words are, but that are not meant for sure."""
        standing = {claim.atom for claim in self.claims if claim.same}
        for alike, claim in sorted(self._bare, key=lambda one: -one[0]):
            free = claim.atom not in standing and not _overlaps(self._filled[claim.sheet], claim)
            if free and (alike >= _DOUBT or sum(map(str.isdigit, claim.atom.text)) >= _DISTINCT):
                self._take(replace(claim, same=False, doubt=True))
                standing.add(claim.atom)

    def _good(self, offer: _Offer) -> bool:
        if offer.claim.atom in self.claimed:
            return offer.likeness >= _COPY and (offer.claim.same or offer.telling)
        return offer.likeness >= (_KEEP if offer.claim.same else _CHANGE)


def _nearest(known: list[Where], last: Where, section: str, used: set[Where]) -> Where:
    """Of equal sentences the one that follows the last; else a free one of the section; else any."""
    following = (last[0], last[1] + 1)
    if following in known:
        return following
    free = [w for w in known if w not in used] or known
    own = [w for w in free if w[0] == section]
    later = own[bisect_right(own, last) :] if own and last[0] == section else []
    return (later or own or free)[0]


def _inside(sheet: Sheet, part: Part) -> list[Atom]:
    atoms = sheet.atoms
    first = bisect_right(atoms, part.start - 1, key=lambda a: a.start)
    return atoms[first : bisect_right(atoms, part.end - 1, key=lambda a: a.start)]


def _pairs(words: str) -> set[str]:
    return {words[i : i + 2] for i in range(len(words) - 1)}


def _overlaps(filled: list[Bounds], claim: Claim) -> bool:
    after = bisect_right(filled, (claim.start, claim.end))
    near = filled[max(0, after - 1) : after + 1]
    return any(a < claim.end and claim.start < b for a, b in near)

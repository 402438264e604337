"""What became of each figure between two versions of the data: changed, new, gone, or renamed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from schemas.figures import CellRef, Derivation, Figure, Ledger, LineRef, normalise_key

_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure before and after; None where it is not. ``likely`` is the key a vanished one goes by now."""

    key: str
    before: Figure | None
    after: Figure | None
    likely: str = ""

    @property
    def figure(self) -> Figure:
        """The figure as it is, or as it was."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def derived(self) -> bool:
        """Whether it was computed and not filled in."""
        return isinstance(self.figure.source, Derivation)


def compare(former: Ledger, present: Ledger) -> tuple[FigureChange, ...]:
    """Every figure that is not what it was, those of the present first, then those that are gone."""
    old = {normalise_key(f.key): f for f in former}
    new = {normalise_key(f.key): f for f in present}
    changed = [
        FigureChange(f.key, old.get(plain), f)
        for plain, f in new.items()
        if plain not in old or _told(old[plain]) != _told(f)
    ]
    appeared = [c.figure for c in changed if c.before is None]
    gone = [f for plain, f in old.items() if plain not in new]
    return (*changed, *(FigureChange(f.key, f, None, likely_key(f, appeared)) for f in gone))


def _told(figure: Figure) -> tuple[object, ...]:
    """All that a reader sees of a figure."""
    quote = figure.source.quote if isinstance(figure.source, LineRef) else ""
    return figure.value, figure.printed_unit, figure.hedge, quote


def likely_key(gone: Figure, appeared: Sequence[Figure]) -> str:
    """Which of the figures that *appeared* is the one that is gone, under another name; "" when none is.

    Same cell or line, else same value; always the same kind of amount, and of several the best name.
    """
    fitting = [f for f in appeared if _column(f) == _column(gone)]
    for same in (_same_place, _same_value):
        if found := [f for f in fitting if same(f, gone)]:
            return max(found, key=lambda f: _resemblance(f, gone)).key
    best = max(fitting, key=lambda f: _resemblance(f, gone), default=None)
    return best.key if best and _resemblance(best, gone) >= _ALIKE else ""


def _column(figure: Figure) -> tuple[object, ...]:
    """What a rename does not touch: year, basis, kind, and the word that says what was computed."""
    last = figure.key.rsplit(".", 1)[-1] if isinstance(figure.source, Derivation) else ""
    return figure.kind, figure.basis, figure.year, last


def _same_place(one: Figure, other: Figure) -> bool:
    here, there = one.source, other.source
    if isinstance(here, CellRef) and isinstance(there, CellRef):
        return here == there
    if isinstance(here, LineRef) and isinstance(there, LineRef):
        return (here.file, here.line, one.value) == (there.file, there.line, other.value)
    return False


def _same_value(one: Figure, other: Figure) -> bool:
    return one.value == other.value and _resemblance(one, other) > 0


def _resemblance(one: Figure, other: Figure) -> float:
    return SequenceMatcher(None, one.key, other.key, autojunk=False).ratio()

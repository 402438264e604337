"""The one entry: exported and edited sections in, edited sections with references and fates out."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.references import Span
from pipeline.restoration.folding import plain_lines
from pipeline.restoration.matching import Matcher
from pipeline.restoration.model import Exported, Fate, FigureFate, Restored
from pipeline.restoration.rebuilding import Placed, Rebuilder, defused, whole
from pipeline.restoration.sheet import Sheet
from schemas.figures import Ledger, LineRef

_NOTES = "记录."
_COLUMNS = ("预算", "决算", "到位", "上年", "增减", "占比", "率")
"""Parts of keys that name no item."""

_Figure = tuple[str, int, int | None]
"""Section, where its span begins, and which number of the span (None: all of it)."""


def restore(
    exported: Mapping[str, Exported], edited: Mapping[str, str], ledger: Ledger | None = None
) -> dict[str, Restored]:
    """The sections of *edited* with the references of *exported*, and what became of each figure.

    A section in which nothing but blanks, widths and quotation marks differs is what was exported, to the
    byte. Elsewhere a figure keeps its reference when the words around it are still its own. *ledger* is that
    of the export; it lends the names of items that the report itself does not print.
    """
    originals = {id: Sheet(id, one.rendered.text, one.rendered) for id, one in exported.items()}
    same = {id for id, text in edited.items() if id in exported and _untouched(exported[id], text)}
    known = {p.raw for one in exported.values() for p in one.rendered.problems}
    sheets = [Sheet(id, defused(text, known)) for id, text in edited.items() if id not in same]
    taken = (atom for id in same for atom in originals[id].atoms)
    matcher = Matcher(originals.values(), sheets, taken, _names(originals.values(), ledger), ledger)
    matcher.match()
    rebuilder = Rebuilder(originals, exported, matcher.exact)
    built = {s.id: rebuilder.build(s, matcher.claims_of(s)) for s in sheets}
    placed = [p for id in same for p in whole(originals[id], exported[id])]
    placed += [p for one in built.values() for p in one.placed]
    fates = _fates(placed, originals)
    for lost in _lost(placed, originals):
        fates[lost.origin].append(lost)
    texts = {id: exported[id].text if id in same else "".join(built[id].raw) for id in edited}
    return {id: Restored(text, tuple(fates[id])) for id, text in texts.items()}


def _names(originals: Iterable[Sheet], ledger: Ledger | None) -> set[str]:
    """What items are called; the figures of notes have no names of their own."""
    keys = {key for sheet in originals for span in sheet.spans for key in (span.reference.key, *span.keys)}
    names = {part for key in keys if not key.startswith(_NOTES) for part in key.split(".")}
    for figure in ledger or ():
        if not isinstance(figure.source, LineRef):
            names |= {figure.label, *figure.aliases}
    return {name for name in names if not any(word in name for word in _COLUMNS)}


def _untouched(exported: Exported, text: str) -> bool:
    return plain_lines(exported.rendered.text) == plain_lines(text)


def _figure(one: Placed) -> _Figure:
    return one.origin, one.span.start, one.number


def _fates(placed: Sequence[Placed], originals: Mapping[str, Sheet]) -> dict[str, list[FigureFate]]:
    """The fates of the figures that stand somewhere, by the section they stand in."""
    first: dict[_Figure, Placed] = {}
    for one in sorted(placed, key=lambda p: (not p.same, p.sheet != p.origin, not p.exact, p.start)):
        first.setdefault(_figure(one), one)
    home = [p for p in placed if first[_figure(p)] is p and p.sheet == p.origin]
    settled = {id(p) for group in _by_section(home).values() for p in _in_order(group)}
    fates: dict[str, list[FigureFate]] = defaultdict(list)
    for one in placed:
        fate = Fate.KEPT if id(one) in settled else Fate.MOVED
        if not one.same:
            fate = Fate.DROPPED if one.doubt else Fate.CHANGED
        elif first[_figure(one)] is not one:
            fate = Fate.COPIED
        was = _printed(originals[one.origin], one.span, one.number)
        fates[one.sheet].append(
            FigureFate(fate, one.reference, was, one.now, one.origin, one.sheet, one.start, one.end)
        )
    return fates


def _by_section(placed: Iterable[Placed]) -> dict[str, list[Placed]]:
    groups: dict[str, list[Placed]] = defaultdict(list)
    for one in placed:
        groups[one.sheet].append(one)
    return groups


def _in_order(placed: Sequence[Placed]) -> list[Placed]:
    """The most figures that stand in the order in which they were exported; the others have moved."""
    ends: list[tuple[int, int]] = []
    ordered = sorted(placed, key=lambda p: p.start)
    parents: list[int] = []
    tails: list[int] = []
    for at, one in enumerate(ordered):
        key = (one.span.start, one.number or 0)
        spot = bisect_left(ends, key)
        parents.append(tails[spot - 1] if spot else -1)
        ends[spot : spot + 1] = [key]
        tails[spot : spot + 1] = [at]
    kept, at = [], tails[-1] if tails else -1
    while at >= 0:
        kept.append(ordered[at])
        at = parents[at]
    return kept


def _printed(original: Sheet, span: Span, number: int | None) -> str:
    start, end = (span.start, span.end) if number is None else span.numbers[number][:2]
    return original.folded.source[start:end]


def _lost(placed: Iterable[Placed], originals: Mapping[str, Sheet]) -> Iterator[FigureFate]:
    """The figures that stand nowhere any more."""
    standing = {_figure(p) for p in placed}
    for id, original in originals.items():
        for span in original.spans:
            if (id, span.start, None) in standing:
                continue
            numbers = range(len(span.numbers))
            missing = [n for n in numbers if (id, span.start, n) not in standing]
            for number in [None] if len(missing) == len(numbers) else missing:
                was = _printed(original, span, number)
                yield FigureFate(Fate.DELETED, span.reference, was, "", id, None)

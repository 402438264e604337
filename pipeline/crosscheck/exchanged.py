"""Numbers that stand in each other's place: two neighbours, or a row behind 分别.

Alone, each may pass for a number in unusual words; together, each fits the words of the other far better.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.crosscheck.candidates import Words, unit_score
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import fits
from pipeline.crosscheck.model import BOUND, Tie, Verdict
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import show, source
from pipeline.crosscheck.terms import Facet, Hit
from pipeline.crosscheck.twins import is_said, name_of, wrong
from schemas.findings import Finding, Mention

_BETTER = 2.0
"""By how much the words must fit better the other way round. In the examples right pairs lie below -0.8 and
exchanged ones above 2.7."""

_ROW = re.compile(r"(?:支出|年初预算|决算)?(?:各自)?分别(?:为|是|占|支出|达到?)?")
_JOINT = re.compile(r"[、，和及与]+")
_LONGEST = 20

Pair = tuple[tuple[Mention, Facet], tuple[Mention, Facet]]


def check_exchanged(reading: Reading, ties: Sequence[Tie]) -> Iterator[Finding]:
    """Each two bound numbers of a sentence that stand side by side."""
    figures = [tie for tie in ties if tie.verdict is not Verdict.IGNORED]
    for one, other in pairwise(figures):
        pair = _pair(reading, one, other)
        if pair is not None and (_notes(reading, pair) or _items(reading, pair)):
            yield _finding(reading, pair)
    starts = [tie.mention.start for tie in figures]
    for match in _ROW.finditer(reading.text):
        at = bisect_left(starts, match.end())
        values = _values(reading, figures[at : at + _LONGEST], match.end())
        yield from _in_row(reading, _names(reading, match.start()), values)


def _pair(reading: Reading, one: Tie, other: Tie) -> Pair | None:
    """The two with their figures, when each could stand where the other does."""
    facets = reading.facets
    a, b = facets.get(one.key or ""), facets.get(other.key or "")
    if a is None or b is None or one.verdict not in BOUND or other.verdict not in BOUND:
        return None
    if reading.layout.period(one.mention.start) != reading.layout.period(other.mention.start):
        return None
    if fits(one.mention, b.figure) or fits(other.mention, a.figure):
        return None
    if unit_score(one.mention.unit, b.figure) is None or unit_score(other.mention.unit, a.figure) is None:
        return None
    return (one.mention, a), (other.mention, b)


def _notes(reading: Reading, pair: Pair) -> bool:
    """Figures of notes: by how much of their own words stands around them."""
    (one, a), (other, b) = pair
    if not (a.note and b.note):
        return False
    first, second = Words(one, reading), Words(other, reading)
    own = first.overlap(a) + second.overlap(b)
    return first.overlap(b) + second.overlap(a) >= own + _BETTER


def _items(reading: Reading, pair: Pair) -> bool:
    """Figures of the accounts: each stands behind the only noun of the other."""
    (one, a), (other, b) = pair
    if a.note or b.note or a.derived or b.derived or a.subject == b.subject:
        return False
    nouns = [reading.hits_in(*reading.window(mention.start)) for mention in (one, other)]
    if any(len(hits) != 1 for hits in nouns):
        return False
    first, second = nouns[0][0].subjects, nouns[1][0].subjects
    return b.subject in first and a.subject not in first and a.subject in second and b.subject not in second


def _finding(reading: Reading, pair: Pair) -> Finding:
    (one, a), (other, b) = pair
    message = (
        f"{one.text}与{other.text}可能互换了位置：“{a.figure.key}”为{show(a.figure)}（{source(a.figure)}），"
        f"“{b.figure.key}”为{show(b.figure)}（{source(b.figure)}）。"
    )
    return finding(
        "wrong-item", message, reading.text, one.start, one.end, expected=show(b.figure),
        others=((other.start, other.end),),
    )  # fmt: skip


# -- 分别 -----------------------------------------------------------------------------------------------


def _names(reading: Reading, end: int) -> list[Hit]:
    """The nouns of the list that ends there: 人员经费、公用经费|分别为."""
    names: list[Hit] = []
    for hit in reversed(reading.hits_in(reading.layout.sentence(end)[0], end)):
        between = reading.text[hit.end : names[0].start] if names else reading.text[hit.end : end]
        if not (_JOINT.fullmatch(between) if names else between in ("", "”")):
            break
        names.insert(0, hit)
    return names


def _values(reading: Reading, figures: Sequence[Tie], start: int) -> list[Tie]:
    """The numbers of the list that begins there."""
    values: list[Tie] = []
    for tie in figures:
        between = reading.text[start : tie.mention.start]
        if not (_JOINT.fullmatch(between) if values else between == ""):
            break
        values.append(tie)
        start = tie.mention.end
    return values


def _in_row(reading: Reading, names: Sequence[Hit], values: Sequence[Tie]) -> Iterator[Finding]:
    """Bound numbers of the row that are those of another noun of it."""
    if len(names) != len(values):
        return
    for hit, tie in zip(names, values, strict=True):
        one = reading.facets.get(tie.key or "") if tie.verdict in BOUND else None
        if one is None or one.subject in hit.subjects or not any(one.subject in n.subjects for n in names):
            continue
        own = [f for f in reading.named(hit) if f.derived == one.derived]
        right = [f for f in own if (f.figure.basis, f.figure.year) == (one.figure.basis, one.figure.year)]
        if right and not any(fits(tie.mention, f.figure) for f in own):
            message = f"按“分别”的顺序，{tie.mention.text}是“{hit.term}”的数，台账中却是“{name_of(one)}”的。"
            yield wrong("wrong-item", message + is_said(right[0]), tie.mention, reading, right[0].figure, hit)

"""Near misses of fixed phrases: wording that is one or two characters off a row of ``phrases.yaml``.

A phrase is looked for by its pieces: where one piece stands exactly, the words around are compared with the
whole. Only slips of the pen are told: other function words, a phrase cut short and words that are right in
their own way are left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import compress, count, groupby, pairwise
from operator import ne

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.phrases import Phrase, phrases, places
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding, Severity

_QUOTED = re.compile(r"“([一-鿿]{3,9})”")
_MARKS = re.compile(r"[^\w]")
_FUNCTION = re.compile(r"[的了和与及、，“”]|以及|并")
_NUMERALS = frozenset("一二两三四五六七八九十百千")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a phrase, and where in the phrase it begins."""

    text: str
    offset: int


def check_near_misses(reading: Reading) -> Iterator[Finding]:
    """Phrases of the data file, then formulas in quotation marks."""
    exact = Exact(reading)
    for phrase in phrases():
        if phrase.near and not phrase.quoted:
            yield from _near(reading, phrase, exact)
    yield from _formulas(reading)


class Exact:
    """Where phrases of the data file stand as they should."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    @cached_property
    def _spans(self) -> list[Span]:
        held = [p.text for p in phrases() if self._reading.may_hold(p.text)]
        return sorted((at, at + len(words)) for words in held for at in places(self._reading.text, words))

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self._spans]

    def differs(self, text: str, start: int, end: int, right: str) -> bool:
        """Whether one of them covers a place at which ``text[start:end]`` differs from *right*."""
        said = text[start:end]
        head = next(compress(count(), map(ne, said, right)), len(said))
        at = start + min(head, len(said) - 1)
        last = bisect_left(self._starts, at + 1)
        return any(end_ > at for _, end_ in self._spans[max(0, last - 4) : last])


@cache
def _pieces(phrase: str, most: int) -> tuple[Piece, ...]:
    """One more piece than characters may be off: one of them must stand exactly."""
    size = len(phrase) // (most + 1)
    cuts = [size * i for i in range(most + 1)] + [len(phrase)]
    return tuple(Piece(phrase[a:b], a) for a, b in pairwise(cuts))


def _near(reading: Reading, phrase: Phrase, exact: Exact) -> Iterator[Finding]:
    text, most = reading.text, phrase.near
    letters = frozenset(phrase.text)
    least = len(letters) - most
    told: set[int] = set()
    for piece in _pieces(phrase.text, most):
        for at in places(text, piece.text) if reading.may_hold(piece.text) else ():
            start = max(0, at - piece.offset - most)
            around = text[start : at - piece.offset + len(phrase.text) + most]
            # Most places have too little in common with the phrase to be looked at closer.
            alike = phrase.text not in around and len(letters.intersection(around)) >= least
            hit = _closest(text, at - piece.offset, phrase, most) if alike else None
            if hit and hit[0] not in told and not exact.differs(text, *hit, phrase.text):
                told.add(hit[0])
                yield _finding(text, hit, phrase)


def _closest(text: str, start: int, phrase: Phrase, most: int) -> Span | None:
    """The span around *start* that is nearest to the phrase; None when it is exact, right or too far off."""
    best: tuple[int, int, Span] | None = None
    letters = frozenset(phrase.text)
    for low in range(max(0, start - most), start + most + 1):
        for size in range(len(phrase.text) - most, len(phrase.text) + most + 1):
            said = text[low : low + size]
            if said == phrase.text:
                return None
            if len(said) < size or not (said[0] == phrase.text[0] or said[-1] == phrase.text[-1]):
                continue
            if len(letters.difference(said)) > most:
                continue
            limit = best[0] if best else most
            gap = distance(said, phrase.text, limit)
            rank = (gap, abs(size - len(phrase.text)), (low, low + size))
            if gap <= limit and (best is None or rank < best):
                best = rank
    if best is None or _right(text, best[2], phrase):
        return None
    return best[2]


def _right(text: str, span: Span, phrase: Phrase) -> bool:
    """Whether the words at *span* are in order although they come near the phrase."""
    said, whole = text[slice(*span)], phrase.text
    if whole.startswith(said) or whole.endswith(said):
        return True
    if _MARKS.findall(said) != _MARKS.findall(whole) or re.search(r"\d", said):
        return True
    if _FUNCTION.sub("", said) == _FUNCTION.sub("", whole):
        return True
    return _other_word(said, whole) or any(text.startswith(words, span[0]) for words in phrase.allow)


def _other_word(said: str, whole: str) -> bool:
    """增强 for 铸牢 before 中华民族共同体意识: two letters at either end make another word."""
    return len(said) == len(whole) and (
        (said[0] != whole[0] and said[1] != whole[1]) or (said[-1] != whole[-1] and said[-2] != whole[-2])
    )


def distance(one: str, other: str, most: int) -> int:
    """Levenshtein distance, given up beyond *most*."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        # What lies further than *most* off the diagonal cannot come back to it.
        low, high = max(1, i - most), min(len(other), i + most)
        before, left = row[low - 1], i if low == 1 else most + 1
        row[low - 1] = best = left
        for j in range(low, high + 1):
            above, same = row[j] + 1, before + (a != other[j - 1])
            before, left = row[j], left + 1
            left = same if same < left else left
            left = row[j] = above if above < left else left
            best = left if left < best else best
        if best > most:
            return most + 1
    return row[-1]


def _finding(text: str, span: Span, phrase: Phrase) -> Finding:
    said = text[slice(*span)]
    message = f"“{said}”与规范表述“{phrase.text}”不一致，请核对。"
    severity = Severity.ERROR if phrase.near > 1 else Severity.WARNING
    return finding(
        "phrase", message, text, *span, severity=severity, expected=phrase.text, evidence=phrase.source
    )


# -- formulas in quotation marks --------------------------------------------------------------------


@cache
def _known() -> tuple[frozenset[str], dict[int, list[str]], dict[str, str]]:
    """Every formula in marks, by length those whose near misses are told, and these less a letter."""
    rows = [(p.text[1:-1], bool(p.near)) for p in phrases() if p.quoted]
    near = sorted((text for text, near in rows if near), key=len)
    # The first formula of the file keeps what two of them come to.
    short = {text[:at] + text[at + 1 :]: text for text in reversed(near) for at in range(len(text))}
    return frozenset(t for t, _ in rows), {n: list(group) for n, group in groupby(near, key=len)}, short


def _formulas(reading: Reading) -> Iterator[Finding]:
    """“三会一科”, “四个自新”; another numeral (“三个意识”) only beside formulas that are known."""
    known, by_length, short = _known()
    for match in _QUOTED.finditer(reading.text):
        said = match[1]
        if said in known:
            continue
        right = short.get(said)
        for formula in by_length.get(len(said), ()):
            off = _one_off(said, formula)
            if off and (off not in _NUMERALS or _beside_known(reading, match, known)):
                right = formula
                break
        if right is not None:
            message = f"“{said}”应为“{right}”，请核对。"
            yield finding(
                "phrase", message, reading.text, *match.span(), severity=Severity.ERROR, expected=right
            )


def _one_off(said: str, right: str) -> str:
    """The one letter that differs, if one does; a numeral may make another formula of it."""
    off = list(compress(said, map(ne, said, right)))
    return off[0] if len(off) == 1 else ""


def _beside_known(reading: Reading, match: re.Match[str], known: frozenset[str]) -> bool:
    sentence = reading.text[slice(*reading.layout.period(match.start()))]
    return any(f"“{other}”" in sentence for other in known)

"""Words of increase and decrease against the sign of the figures they speak of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.model import BOUND, Tie
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import show, source
from pipeline.crosscheck.terms import Facet, Hit, Terms
from pipeline.crosscheck.words import DOWN, LEVEL, UP, direction, strong_bases
from schemas.figures import Basis, Ledger
from schemas.findings import Finding

_CLAIM = re.compile(
    r"(?P<than>[比较与和同](?:上年度?|去年|上一年度?|年初预算数?|调整后?预算数?)|同比)(?:相比|比)?"
    r"[，,]?(?:有所|略有|均|基本|大幅|小幅|继续)?"
    rf"(?P<word>{UP.pattern}|{DOWN.pattern}|{LEVEL.pattern})"
)
_COMPARED = re.compile(
    r"(?P<word>(?:大于|高于|超过|多于|超出)|(?:小于|低于|少于|不足))"
    r"(?P<than>上年度?(?:决算|支出|水平)?数?|年初预算数?|调整后?预算数?)(?=[，。；、\d]|$)"
)
_MORE = frozenset(("大于", "高于", "超过", "多于", "超出"))
_WORDS = {1: "增加（增长）", -1: "减少（下降）", 0: "持平"}


def check_directions(reading: Reading, ledger: Ledger, ties: Iterable[Tie]) -> Iterator[Finding]:
    """Direction words beside bound differences and rates, then claims without a number."""
    taken: list[tuple[int, int]] = []
    for tie in ties:
        figure = ledger.get(tie.key) if tie.key and tie.verdict in BOUND else None
        if figure is None or not figure.key.endswith(("增减额", "增减率")):
            continue
        start, at = reading.window(tie.mention.start)
        taken.append((start, at))
        said = direction(reading.words(start, at))
        actual = _sign(figure.value)
        if said is not None and actual != 0 and said != actual:
            message = (
                f"此处写“{reading.text[start:at][-8:].strip()}{tie.mention.text}”，"
                f"而“{figure.key}”是{_WORDS[actual]}（{source(figure)}）。"
            )
            yield finding("direction", message, reading.text, start, tie.mention.end, expected=_WORDS[actual])
    if reading.terms:
        yield from _claims(reading, reading.terms, taken)


def _claims(reading: Reading, terms: Terms, taken: list[tuple[int, int]]) -> Iterator[Finding]:
    for match in (*_CLAIM.finditer(reading.text), *_COMPARED.finditer(reading.text)):
        near = bisect_left(taken, (match.end(), -1)) - 1
        if near >= 0 and taken[near][0] < match.end() <= taken[near][1]:
            continue
        hit = _subject(reading, match.start())
        facets = _changes(terms, hit, match["than"], reading, match.start()) if hit else []
        said = _said(match["word"])
        signs = {_sign(f.figure.value) for f in facets}
        if hit and facets and said not in signs and len(signs) == 1:
            one = facets[0]
            message = (
                f"此处说“{hit.term}”{match[0]}，而台账中“{one.figure.key}”为"
                f"{_WORDS[_sign(one.figure.value)]}{show(one.figure)}（{source(one.figure)}）。"
            )
            yield finding(
                "direction", message, reading.text, match.start(), match.end(),
                expected=_WORDS[_sign(one.figure.value)], others=((hit.start, hit.end),),
            )  # fmt: skip


def _subject(reading: Reading, at: int) -> Hit | None:
    """The one noun that the claim can be about: the only one before it in its clause or the clause before."""
    for start in (reading.layout.clause(at)[0], reading.layout.sentence(at)[0]):
        hits = reading.hits_in(start, at)
        if hits:
            return hits[-1] if len(hits) == 1 else None
    return None


def _changes(terms: Terms, hit: Hit, than: str, reading: Reading, at: int) -> list[Facet]:
    """Differences of the subject that the claim may speak of."""
    if len(hit.subjects) != 1:
        return []
    wanted = "较年初预算" if "年初" in than else "较调整预算" if "调整" in than else "比上年"
    facets = [
        f
        for f in terms.by_subject[next(iter(hit.subjects))]
        if f.derived.endswith("增减额") and wanted in f.derived
    ]
    start = reading.layout.sentence(at)[0]
    said = strong_bases(reading.words(start, at))
    named = [f for f in facets if said and f.figure.basis is said[-1]]
    final = [f for f in facets if f.figure.basis in (Basis.FINAL, None)]
    return named if said else final if not any("预算" in w for w in (reading.words(start, at),)) else []


def _said(word: str) -> int:
    return 1 if UP.fullmatch(word) or word in _MORE else 0 if LEVEL.fullmatch(word) else -1


def _sign(value: object) -> int:
    return (value > 0) - (value < 0)  # type: ignore[operator]

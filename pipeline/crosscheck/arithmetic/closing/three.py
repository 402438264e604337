"""Three amounts of one sort, one nearly the sum of the others: 应收412.7，实收398.2，挂账15.4."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.closing.outcome import explained, size, slipped, told
from pipeline.crosscheck.arithmetic.closing.words import (
    AIM,
    EACH,
    GAIN,
    LEFT,
    LOSS,
    PARTLY,
    SINCE,
    STRICT,
    TOTAL,
)
from pipeline.crosscheck.arithmetic.numbers import window
from pipeline.crosscheck.arithmetic.signed import Term
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding, Mention

_NEAR, _FAR = Decimal("0.12"), 200
_SOME, _MANY = 3, 4
"""Digits that a slip must have, across two sentences and without a word of what is left."""
_BEHIND = re.compile(r"[^，。；、：\d]{0,6}")


def check_three(
    reading: Reading, own: Sequence[Mention], around: Sequence[Mention], *, apart: bool
) -> Iterator[Finding]:
    """One is nearly the sum of the two others, and one has a word of what is left, or many digits tell it."""
    if PARTLY.search(reading.text, own[0].end, own[2].start) or own[2].end - own[0].start > _FAR:
        return
    great = max(own, key=size)
    gap = 2 * size(great) - sum(map(size, own))
    if not gap and great is own[2] and not apart:
        yield from _added(reading, own)
    if not gap or abs(gap) > _NEAR * size(great):
        return
    claim = _told_as_left(reading, own[2:] if apart else (own[2], own[0], own[1]))
    rough = claim is not None and 2 * abs(gap) > size(claim)
    if _digits(own, great, gap) < (_MANY if claim is None else _SOME if apart else 1 if rough else 0):
        return
    claim = claim or own[2]
    if not _of_others(reading, claim, own) and not any(explained(reading, m, around) for m in own):
        others = [m for m in own if m is not claim]
        terms: list[Term] = [(m, 1 if great in (claim, m) else -1) for m in others]
        yield from told(reading, claim, sorted(terms, key=lambda t: -t[1]))


def _added(reading: Reading, own: Sequence[Mention]) -> Iterator[Finding]:
    """资产320万元，负债46万元，净资产366万元; 盈5.2万元，亏3.8万元，整体盈9万元: told as the sum of both."""
    words = [_words(reading, m) for m in own]
    if TOTAL.search(words[2]):
        return
    left = STRICT.search(words[2]) and not any(map(STRICT.search, words[:2]))
    gains = [(bool(GAIN.search(w)), bool(LOSS.search(w))) for w in words]
    against = {gains[0], gains[1]} == {(True, False), (False, True)} and any(gains[2])
    if (left or against) and size(own[0]) > size(own[1]):
        yield from told(reading, own[2], [(own[0], 1), (own[1], -1)], "疑将应减的加了上去。")


def _digits(own: Sequence[Mention], great: Mention, gap: Decimal) -> int:
    """How many digits the slip has that explains the gap; 0 where none does."""
    slips = (slipped(m, size(m) + (-gap if m is great else gap), own) for m in own)
    return max((slip.digits for slip in slips if slip), default=0)


def _told_as_left(reading: Reading, own: Sequence[Mention]) -> Mention | None:
    """The first of them with a word of what is left."""
    return next((m for m in own if LEFT.search(_words(reading, m))), None)


def _words(reading: Reading, mention: Mention) -> str:
    """The words before a number and the first behind it: 尚有6户没有签约."""
    behind = _BEHIND.match(reading.text, mention.end)
    return window(reading, mention) + "#" + (behind[0] if behind else "")


def _of_others(reading: Reading, claim: Mention, own: Sequence[Mention]) -> bool:
    """Whether the claim is an aim, a change since a time that is not told, or another one a price."""
    words = window(reading, claim)
    starts = [(reading.layout.clause(m.start)[0], m.start) for m in own if m is not max(own, key=size)]
    return bool(AIM.search(words) or SINCE.search(words)) or any(
        EACH.search(reading.text, *bounds) for bounds in starts
    )

"""What was there, what came and went, what is there: 旧存132件，新收1045件，审结1089件，未结88件."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from pipeline.crosscheck.arithmetic.closing.outcome import explained, size, slipped, told
from pipeline.crosscheck.arithmetic.closing.words import AIM, CLOSES, FROM, NET, OPENED, PENDING, STANDS, way
from pipeline.crosscheck.arithmetic.numbers import window
from pipeline.crosscheck.arithmetic.signed import Term, value_of
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding, Mention

_CLOSE = Decimal("0.05")
_LEAST, _GREATEST = Decimal("0.5"), Decimal(2)
_MOST, _FAR = 7, 240
_FOLLOWS = re.compile(r"[（(：:]|[，,][是系即]?[由从]")


def check_account(reading: Reading, own: Sequence[Mention], around: Sequence[Mention]) -> Iterator[Finding]:
    """The closing amount, most often the last or the first, against all that is told with it."""
    if len(own) > _MOST or own[-1].end - own[0].start > _FAR:
        return
    for at, claim in enumerate(own):
        words = window(reading, claim)
        run = _run(reading, own, at) if CLOSES.search(words[-12:]) else []
        if len(run) < 3 or AIM.search(words) or NET.search(words):
            continue
        ways = [1, *(way(window(reading, m)[-10:]) for m in run[1:])]
        if _all_told(reading, claim, run, ways):
            yield from told(reading, claim, list(zip(run, ways, strict=True)))
            return
        if len(run) < len(own) - 1 or not any(ways[1:]) or explained(reading, claim, around):
            continue
        if terms := _slipped(claim, run, ways):
            yield from told(reading, claim, terms)
            return


def _run(reading: Reading, own: Sequence[Mention], at: int) -> list[Mention]:
    """What the claim at a place comes of, what was there at first in front: all that was told before it, or
    behind (年末8.6万册（年初8万册，…）, 由38万元变为28万元：…)."""
    words = [window(reading, m) for m in own]
    behind = (at == 0 or (at == 1 and FROM.search(words[0]))) and _FOLLOWS.match(reading.text, own[at].end)
    end = reading.layout.sentence(own[at].start)[1]
    run = [n for n in range(len(own)) if n < at or (n > at and behind and own[n].start < end)]
    run = [n for n in run if not NET.search(words[n]) and not PENDING.match(reading.text, own[n].end)]
    opened = next((n for n in run if FROM.search(words[n]) or OPENED.search(words[n])), None)
    if opened is None or (at == 0 and opened != run[0]):
        return [own[n] for n in run]
    return [own[n] for n in (opened, *(n for n in run if n != opened))]


def _all_told(reading: Reading, claim: Mention, run: Sequence[Mention], ways: Sequence[int]) -> bool:
    """Whether what was there, what is there, and the way of every flow between are told by words."""
    opened, stands = window(reading, run[0]), window(reading, claim)[-12:]
    known = all(ways) and -1 in ways and OPENED.search(opened) and STANDS.search(stands)
    value = value_of(list(zip(run, ways, strict=True)))
    return bool(known) and _LEAST < value / size(claim) < _GREATEST


def _slipped(claim: Mention, run: Sequence[Mention], ways: Sequence[int]) -> list[Term]:
    """The signs, none against its words, by which a slip in one number keeps the account from closing."""
    free = [(sign,) if sign else (1, -1) for sign in ways]
    for signs in product(*free):
        terms: list[Term] = list(zip(run, signs, strict=True))
        gap = value_of(terms) - size(claim)
        if all(s > 0 for s in signs) or abs(gap) > _CLOSE * max(map(size, run)):
            continue
        if slipped(claim, value_of(terms), run):
            return terms
    return []

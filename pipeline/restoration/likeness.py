"""How much the words around two numbers are the same, and whether they name something else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.restoration.folding import fold
from pipeline.restoration.sheet import NUMBER, Sheet

_BASIS = re.compile(r"年初(?:部门)?预算|调整后?预算|年中调整|预算调整|决算|到位|执行率|完成率|控制率")
_YEAR = re.compile(r"\d{4}年|上一?年|去年|本年|今年|当年")
_NEAR, _MIDDLE, _FAR, _BEHIND = 8, 24, 80, 8
_OWN, _WEIGHTS, _BESIDE = 0.45, (0.25, 0.1), 0.2
_LEAST, _TELLING = 4, 3
_SLACK, _DRIFT = 3, 0.35
"""How far a word may stand from where it stood: damage around it makes it drift."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words before a number up to the sentence's start, those of them that are its own, those behind."""

    before: str
    own: str
    behind: str

    @classmethod
    def around(cls, sheet: Sheet, start: int, end: int) -> Words:
        """The words around the number at these bounds."""
        number = sheet.number_at(start, end) or (start, end)
        before = sheet.before(min(start, number[0]))
        behind = sheet.after(max(end, number[1]))[:_BEHIND]
        return cls(before, before[before.rfind(NUMBER) + 1 :], behind)


def likeness(one: Words, other: Words) -> float:
    """0 to 1: the shares of words in common, a number's own weighing most."""
    telling = max(len(one.own), len(other.own)) >= _TELLING
    near = (one.own, other.own) if telling else (one.before[-_NEAR:], other.before[-_NEAR:])
    shares = [(tails(*near), _OWN)]
    for size, weight in zip((_MIDDLE, _FAR), _WEIGHTS, strict=True):
        shares.append((tails(one.before[-size:], other.before[-size:]), weight))
    if one.behind or other.behind:
        shares.append((share(one.behind, other.behind), _BESIDE))
    return sum(s * weight for s, weight in shares) / sum(weight for _, weight in shares)


def same_own(one: Words, other: Words) -> bool:
    """Whether the number's own words are the very same, and enough to tell it by."""
    return one.own == other.own and len(one.own) >= _TELLING


def tails(one: str, other: str) -> float:
    """The share of the last words in common: where one sentence begins the other is read no further back."""
    shorter = min(len(one), len(other))
    if shorter < _LEAST:
        return share(one, other)
    return max(share(one, other), share(one[-shorter:], other[-shorter:]))


def share(one: str, other: str) -> float:
    """Characters in common and in order, of the longer."""
    if one == other:
        return 1
    return common(one, other) / max(len(one), len(other))


def common(one: str, other: str) -> int:
    """The length of the longest common subsequence, by bits."""
    masks: dict[str, int] = {}
    for at, char in enumerate(one):
        masks[char] = masks.get(char, 0) | 1 << at
    full = (1 << len(one)) - 1
    row = full
    for char in other:
        hit = row & masks.get(char, 0)
        row = (row + hit | row - hit) & full
    return len(one) - row.bit_count()


class Names:
    """The words that say what a number is: names of items, years, bases."""

    def __init__(self, names: Iterable[str]) -> None:
        plain = {re.sub(r"[^\w%]", "", fold(name).text) for name in names}
        ordered = sorted((re.escape(n) for n in plain if len(n) > 1), key=len, reverse=True)
        self._patterns = [_BASIS, _YEAR, *([re.compile("|".join(ordered))] if ordered else [])]

    def turned(self, was: Words, now: Words) -> bool:
        """Whether the last item, year or basis named before the number is one that was not named there."""
        return any(_introduced(pattern, was.before, now.before) for pattern in self._patterns)


def _introduced(pattern: re.Pattern[str], was: str, now: str) -> bool:
    last = None
    for last in pattern.finditer(now, max(0, len(now) - _FAR)):
        pass
    if last is None:
        return False
    away = len(now) - last.end()
    slack = _SLACK + _DRIFT * away
    if away > len(was) + slack:
        return False  # of a sentence that was put before this one
    at = was.find(last[0])
    while at >= 0:
        if abs(len(was) - at - len(last[0]) - away) <= slack:
            return False
        at = was.find(last[0], at + 1)
    return True

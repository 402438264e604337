"""How much the words around two numbers are the same, and whether they name something else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.restoration.folding import fold
from pipeline.restoration.sheet import NUMBER, Sheet
from schemas.figures import Figure

_BASIS = re.compile(r"年初预算|调整后?预算|年中调整|预算调整|决算|到位|执行率|完成率|控制率")
_YEAR = re.compile(r"\d{4}年|上年|本年")
_ALIKE = (("上一年", "上年"), ("去年", "上年"), ("今年", "本年"), ("当年", "本年"), ("部门预算", "预算"))
_NEAR, _MIDDLE, _FAR, _BEHIND = 8, 24, 60, 8
_OWN, _CLAUSE, _WEIGHTS, _BESIDE = 0.25, 0.2, (0.25, 0.1), 0.2
_LEAST, _TELLING, _LONG = 4, 3, 8
_OTHER_THING = 0.2
_LAST, _STILL = 6, 0.34
_SLACK, _DRIFT = 3, 0.35
"""How far a word may stand from where it stood: damage around it makes it drift."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words before a number up to the sentence's start, those of them that are its own, those behind."""

    before: str
    own: str
    clause: str
    behind: str

    @classmethod
    def around(cls, sheet: Sheet, start: int, end: int) -> Words:
        """The words around the number at these bounds."""
        number = sheet.number_at(start, end) or (start, end)
        before = _evened(sheet.before(min(start, number[0])))
        clause = sheet.clause(min(start, number[0]))
        behind = sheet.after(max(end, number[1]))[:_BEHIND]
        return cls(before, before[before.rfind(NUMBER) + 1 :], clause, behind)


def _evened(words: str) -> str:
    """The words with one word for each year that prose calls by several."""
    for one, same in _ALIKE:
        words = words.replace(one, same)
    return words


def likeness(one: Words, other: Words) -> float:
    """0 to 1: the shares of words in common, a number's own weighing most."""
    if not _akin(one, other):
        return 0
    telling = max(len(one.own), len(other.own)) >= _TELLING
    near = tails(one.own, other.own) if telling else tails(one.before[-_NEAR:], other.before[-_NEAR:])
    if _told_behind(one) and _told_behind(other):
        near = share(one.behind, other.behind)
    close = min(len(one.clause), len(other.clause)) >= _TELLING
    shares = [(near, _OWN), (share(one.clause, other.clause) if close else near, _CLAUSE)]
    for size, weight in zip((_MIDDLE, _FAR), _WEIGHTS, strict=True):
        shares.append((tails(one.before[-size:], other.before[-size:]), weight))
    if one.behind or other.behind:
        shares.append((share(one.behind, other.behind), _BESIDE))
    alike = sum(s * weight for s, weight in shares) / sum(weight for _, weight in shares)
    return alike - _OTHER_THING * _other_thing(one.behind, other.behind)


def _akin(one: Words, other: Words) -> bool:
    """Whether it is worth comparing: most pairs have hardly a character in common."""
    mine, its = (set(words.before[-_MIDDLE:] + words.behind) for words in (one, other))
    return 4 * len(mine & its) >= min(len(mine), len(its))


def _other_thing(one: str, other: str) -> bool:
    """Whether other things are counted: 4个县区, 4个乡镇."""
    return min(len(one), len(other)) > 1 and set(one).isdisjoint(other)


def _told_behind(words: Words) -> bool:
    """Whether a number is named by what follows it: 其中1件作品获一等奖、1件作品获二等奖."""
    return len(words.clause) < _TELLING and len(words.behind) >= _LEAST


def gone(was: Words, now: Words) -> bool:
    """Whether the last words before the number are nowhere near it any more."""
    last = was.clause[-_LAST:]
    near = now.own[-2 * _LAST :]
    if len(last) < _LEAST:
        last, near = was.behind, near + now.behind
    return len(last) >= _LEAST and common(last, near) < _STILL * len(last)


def same_words(one: Words, other: Words) -> bool:
    """Whether so many words of the number's own are the same that it can be nothing else."""
    return one.own == other.own and len(one.own) >= _LONG


def same_clause(one: Words, other: Words) -> bool:
    """Whether the clause around the number is the very same, and enough to tell it by."""
    if _told_behind(one) and _told_behind(other):
        return one.behind == other.behind
    return one.clause == other.clause and len(one.clause) > 1


def tails(one: str, other: str) -> float:
    """The share of the last words in common: where one sentence begins the other is read no further back."""
    shorter = min(len(one), len(other))
    return share(one, other) if shorter < _LEAST else share(one[-shorter:], other[-shorter:])


def share(one: str, other: str) -> float:
    """Characters in common and in order, of the longer."""
    if one == other:
        return 1
    return common(one, other) / max(len(one), len(other))


def common(one: str, other: str) -> int:
    """The length of the longest common subsequence, by bits."""
    masks = _masks(one)
    full = row = (1 << len(one)) - 1
    for char in other:
        if char in masks:
            hit = row & masks[char]
            row = (row + hit | row - hit) & full
    return len(one) - row.bit_count()


@lru_cache(maxsize=4096)
def _masks(words: str) -> dict[str, int]:
    masks: dict[str, int] = {}
    for at, char in enumerate(words):
        masks[char] = masks.get(char, 0) | 1 << at
    return masks


class Names:
    """The words that say what a number is: names of items, years, bases."""

    def __init__(self, names: Iterable[str]) -> None:
        plain = {re.sub(r"[^\w%]", "", fold(name).text) for name in names}
        ordered = sorted((re.escape(n) for n in plain if len(n) > 1), key=len, reverse=True)
        self._patterns = [_BASIS, _YEAR, *([re.compile("|".join(ordered))] if ordered else [])]

    def turned(self, was: Words, now: Words, figure: Figure | None = None) -> bool:
        """Whether the last item, year or basis named before the number is one that was not named there.

        To name the *figure*'s own year is no change; and what has no basis is not given one.
        """
        patterns = [p for p in self._patterns if p is not _BASIS or figure is None or figure.basis]
        found = (_introduced(pattern, was.before, now.before) for pattern in patterns)
        return any(word and (figure is None or word != f"{figure.year}年") for word in found)


def _introduced(pattern: re.Pattern[str], was: str, now: str) -> str:
    """The last word of the pattern's kind before a number, when it was not there before; else nothing."""
    named = list(pattern.finditer(now, max(0, len(now) - _FAR)))
    if not named:
        return ""
    last = named[-1]
    away = len(now) - last.end()
    slack = _SLACK + _DRIFT * away
    if now.count(NUMBER, last.end()) > was.count(NUMBER):
        return ""  # of a sentence that was put before this one
    at = was.find(last[0])
    while at >= 0:
        if abs(len(was) - at - len(last[0]) - away) <= slack:
            return ""
        at = was.find(last[0], at + 1)
    return last[0]

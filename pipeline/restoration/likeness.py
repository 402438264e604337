"""How much the words around two numbers are the same."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.restoration.sheet import Sheet

_BASIS = re.compile(
    r"年初预算|年初部门预算|调整后?预算|年中调整|预算调整|决算|到位|执行率|完成率|控制率|占比?|预算"
)
_YEAR = re.compile(r"\d{4}年|上一?年|去年|本年|今年|当年")
_ALIKE = {"去年": "上年", "上一年": "上年", "今年": "本年", "当年": "本年", "年初部门预算": "年初预算"}
_NEAR, _MIDDLE, _FAR, _BEHIND = 8, 24, 80, 8
_WEIGHTS, _BESIDE = (0.4, 0.25, 0.15), 0.2
_LEAST = 4


@dataclass(frozen=True, slots=True)
class Words:
    """The words before a number, from near to far, those behind it, and the words of year and basis."""

    windows: tuple[str, str, str]
    behind: str
    year: str
    basis: str
    own: str

    @classmethod
    def around(cls, sheet: Sheet, start: int, end: int) -> Words:
        """The words around the number at these bounds."""
        number = sheet.number_at(start, end) or (start, end)
        before = sheet.before(min(start, number[0]))
        behind = sheet.after(max(end, number[1]))[:_BEHIND]
        windows = (before[-_NEAR:], before[-_MIDDLE:], before[-_FAR:])
        own = before[before.rfind("#") + 1 :]
        return cls(windows, behind, _last(_YEAR, before), _last(_BASIS, before), own)


def _last(pattern: re.Pattern[str], words: str) -> str:
    found = pattern.findall(words)
    return _ALIKE.get(found[-1], found[-1]) if found else ""


def likeness(one: Words, other: Words) -> float:
    """0 to 1: the shares of words in common, the nearest weighing most."""
    if not _overlap(one.windows[0], other.windows[0]):
        return 0
    pairs = list(zip(one.windows, other.windows, strict=True))
    shares = [(tails(a, b), weight) for (a, b), weight in zip(pairs, _WEIGHTS, strict=True) if a or b]
    if one.behind or other.behind:
        shares.append((share(one.behind, other.behind), _BESIDE))
    return sum(s * weight for s, weight in shares) / (sum(weight for _, weight in shares) or 1)


def _overlap(one: str, other: str) -> bool:
    return not one or not other or not set(one).isdisjoint(other)


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


def turned(was: Words, now: Words) -> bool:
    """Whether another year or basis is named now than was: the number would be another one."""
    if was.year and now.year and was.year != now.year:
        return True
    if was.basis and now.basis and was.basis != now.basis:
        return True
    return bool(not was.year and _last(_YEAR, now.own)) or bool(not was.basis and _last(_BASIS, now.own))

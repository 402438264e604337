"""Whether the text itself says that one number is less than another: what a model compares proves nothing.

A word of comparison must stand in the quotes, beside one of the numbers; what it is said of and what it holds
that against are told by a goal or an earlier time that only one of them names, or by the word's place. 其中
and the stages of one thing tell a part of its whole. Where two words of comparison disagree nothing is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from itertools import chain
from typing import Any

import yaml

from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.things import common
from pipeline.crosscheck.vocabulary import either, words
from schemas.figures import Kind
from schemas.findings import Mention

Place = tuple[int, int]
_REACH = 120
_TOUCH, _MOST_TIMES = 2, 3
_PEOPLE = frozenset("人名位")
_OF = re.compile(r"的[一-鿿]{1,6}")
_NOUN = re.compile(r"[一-鿿]{1,8}")
_NOT = re.compile(r"[未没不无非][一-鿿]?$")


@dataclass(frozen=True, slots=True)
class Sides:
    """The numbers of what is said to be less, and of what is said to be more."""

    lesser: tuple[Mention, ...]
    greater: tuple[Mention, ...]

    @property
    def all(self) -> tuple[Mention, ...]:
        """Those of both."""
        return self.lesser + self.greater


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of comparison: ``up`` when what it is said of is the greater; ``change`` when that is later."""

    start: int
    end: int
    text: str
    up: bool
    change: bool


@cache
def lists() -> dict[str, Any]:
    """The words of second.yaml."""
    text = (resources.files("pipeline.crosscheck") / "second.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def _stages() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    text = (resources.files("pipeline.crosscheck") / "exceeding.yaml").read_text(encoding="utf-8")
    rows = [*yaml.safe_load(text)["stages"], *lists()["stages"]]
    return tuple((re.compile(one), re.compile(later)) for one, later in rows)


@cache
def _senses() -> dict[str, tuple[bool, bool]]:
    """Every word of comparison: whether it says more, and whether of a change."""
    own = lists()
    return {
        **dict.fromkeys(words("up"), (True, True)),
        **dict.fromkeys(words("down"), (False, True)),
        **dict.fromkeys((*words("more", "not_less"), *own["at_least"]), (True, False)),
        **dict.fromkeys((*words("less"), *own["at_most"]), (False, False)),
    }


@cache
def _pattern() -> re.Pattern[str]:
    longest = sorted(_senses(), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, longest))})(?![{''.join(lists()['part'])}])")


@cache
def _bases() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a result is held against: by its plan or goal, and by its time."""
    goal = "|".join((*words("plan"), *lists()["goal"]))
    times = "|".join(words("last", "prior", "previous", "before", "opening", "initial"))
    return re.compile(f"(?:{goal})(?!{'|'.join(lists()['result'])})"), re.compile(times)


def compared(reading: Reading, sides: Sides, places: Sequence[Place]) -> bool:
    """Whether words in the quotes say it of these very numbers."""
    if len(sides.all) < 2 and not _told_in_words(sides):
        return False
    if not _of_one_measure(sides) or any(_rest().search(_own(reading, m)) for m in sides.all):
        return False
    if _within(reading, sides) or _later(reading, sides) or _capped(reading, sides):
        return True
    said = [v for word in _words(reading, sides, places) if (v := _agrees(reading, sides, word)) is not None]
    return bool(said) and all(said)


@cache
def _rest() -> re.Pattern[str]:
    """What is told as a change or as what is left is held against no goal and no whole."""
    return re.compile(f"(?:{either('up', 'down')})[了约]?$|其余|其他|另|[未剩余][一-鿿]{{0,3}}的?$")


def _told_in_words(sides: Sides) -> bool:
    return bool(sides.all) and not (sides.lesser and sides.greater)


def _of_one_measure(sides: Sides) -> bool:
    """Whether two numbers alone are of one unit (5% and 5个百分点 are not) and of one size.

    What is three times the other is hardly its plan or its whole.
    """
    if len(sides.lesser) != 1 or len(sides.greater) != 1:
        return True
    one, other = ("人" if m.unit in _PEOPLE else m.unit for m in sides.all)
    small, large = sorted(abs(m.value or Decimal(0)) for m in sides.all)
    return one == other and large <= _MOST_TIMES * small


# -- words of comparison ------------------------------------------------------------------------------


def _words(reading: Reading, sides: Sides, places: Sequence[Place]) -> Iterator[_Word]:
    """Those in the quotes that stand in a sentence of one of the numbers, or in the next."""
    sentences = {reading.layout.period(m.start) for m in sides.all}
    sentences |= {reading.layout.period(min(end + 1, len(reading.text))) for _, end in sentences}
    spots = sorted({(max(a, c), min(b, d)) for a, b in places for c, d in sentences if max(a, c) < min(b, d)})
    seen: set[int] = set()
    for match in chain.from_iterable(_pattern().finditer(reading.text, *spot) for spot in spots):
        if match.start() not in seen:
            seen.add(match.start())
            up, change = _senses()[match[0]]
            denied = bool(_NOT.search(reading.text, max(0, match.start() - 3), match.start()))
            yield _Word(match.start(), match.end(), match[0], up is not denied, change)


def _agrees(reading: Reading, sides: Sides, word: _Word) -> bool | None:
    """Whether *word* says what the sides say; None when it is not said of them."""
    of_greater = _said_of_greater(reading, sides, word)
    return None if of_greater is None else of_greater is word.up


def _said_of_greater(reading: Reading, sides: Sides, word: _Word) -> bool | None:
    bases = [_is_base(reading, side, word) for side in (sides.lesser, sides.greater)]
    held = _bounded(reading, word)
    if held in sides.all or (held is not None and word.text not in lists()["margin"]):
        own = bases[0] if held in sides.lesser else bases[1]
        told = word.text in lists()["equal"] or (own and not word.change)
        return None if told or held not in sides.all else held in sides.lesser
    if not sides.lesser or not sides.greater:  # 过半: the half is what it is held against
        clause = reading.text[slice(*reading.layout.clause(word.start))]
        return not sides.lesser if any(share in clause for share in lists()["words"]) else None
    if word.text in lists()["touching"]:
        return None
    if bases[0] != bases[1]:
        subject = sides.greater if bases[0] else sides.lesser
        return bases[0] if _paired(reading, sides, subject, word) else None
    unit = (sides.all[0].kind, sides.all[0].unit)
    start = reading.layout.paragraph(word.start)[0]
    before = [m for m in reading.figures if start <= m.start < word.start and (m.kind, m.unit) == unit]
    if word.change or not before or before[-1] not in sides.all or not _near(reading, sides):
        return None
    return before[-1] in sides.greater


def _bounded(reading: Reading, word: _Word) -> Mention | None:
    """The number that the word stands at: 超过七成, 48人以内."""
    for mention in reading.figures:
        if 0 <= mention.start - word.end <= _TOUCH:
            return mention
        if word.text in lists()["behind"] and 0 <= word.start - mention.end <= 1:
            return mention
    return None


def _is_base(reading: Reading, side: Sequence[Mention], word: _Word) -> bool:
    """Whether a side names a goal or an earlier time; a change is seen against the latter alone."""
    goal, times = _bases()
    said = " ".join(_own(reading, m) for m in side)
    return bool(times.search(said) or (not word.change and goal.search(said)))


def _own(reading: Reading, mention: Mention) -> str:
    """A number's own words: before it, and behind it where 的 leads to them."""
    start, end = reading.window(mention.start)
    behind = _OF.match(reading.text, mention.end)
    return reading.text[start:end] + (behind[0] if behind else "")


def _paired(reading: Reading, sides: Sides, subject: Sequence[Mention], word: _Word) -> bool:
    """Whether goal and result are of one name, or the only numbers of their unit round about.

    A result may also be named with the word: 在编人数控制在核定编制以内.
    """
    if len(sides.lesser) > 1 or len(sides.greater) > 1:
        return True
    one, other = sides.all
    clause = reading.text[slice(*reading.layout.clause(word.start))]
    if common(_own(reading, one), _own(reading, other)) or common(_own(reading, subject[0]), clause):
        return True
    start, end = reading.layout.paragraph(one.start)[0], reading.layout.paragraph(other.start)[1]
    low, high = min(start, end), max(start, end)
    alike = [m for m in reading.figures if low <= m.start < high and (m.kind, m.unit) == (one.kind, one.unit)]
    return not [m for m in alike if m not in sides.all]


def _near(reading: Reading, sides: Sides) -> bool:
    first, last = min(m.end for m in sides.all), max(m.start for m in sides.all)
    return last - first <= _REACH and "\n" not in reading.text[first:last]


# -- parts --------------------------------------------------------------------------------------------


def _within(reading: Reading, sides: Sides) -> bool:
    """Whether what is less stands behind the 其中 of what is more."""
    if len(sides.greater) != 1 or not sides.lesser or not _near(reading, sides):
        return False
    whole, first = sides.greater[0], min(m.start for m in sides.lesser)
    at = reading.text.find("其中", whole.end, first)
    if at < 0 or "。" in reading.text[whole.end : first]:
        return False
    between = (m for m in reading.figures if whole.end <= m.start < at)
    return not any((m.kind, m.unit) == (whole.kind, whole.unit) for m in between)


def _later(reading: Reading, sides: Sides) -> bool:
    """Whether what is less is a later stage of what is more: 合格63人 of 报到58人."""
    if len(sides.lesser) != 1 or len(sides.greater) != 1 or not _near(reading, sides):
        return False
    part, whole = (_named(reading, m) for m in sides.all)
    if sides.all[0].kind is not Kind.COUNT or any(_bases()[1].search(said) for said in (part, whole)):
        return False
    return any(
        one.search(whole) and later.search(part) and not one.search(part) and not later.search(whole)
        for one, later in _stages()
    )


def _named(reading: Reading, mention: Mention) -> str:
    noun = _NOUN.match(reading.text, mention.end)
    return _own(reading, mention) + (noun[0] if noun else "")


def _capped(reading: Reading, sides: Sides) -> bool:
    """Whether what is more is the most that can be had: 满分30分 … 31.5分, no other such number between."""
    if len(sides.greater) != 1 or not sides.lesser or not _near(reading, sides):
        return False
    cap = re.compile("|".join(lists()["cap"]))
    most, last = sides.greater[0], max(sides.lesser, key=lambda m: m.end)
    between = [m for m in reading.figures if most.start <= m.start <= last.start]
    return [m for m in between if cap.search(_own(reading, m))] == [most]

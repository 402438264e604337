"""The word lists under ``data/``, in the shape in which the finder looks them up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from schemas.figures import Kind

DATA = Path(__file__).parent / "data"
NUMERALS = "零〇一二三四五六七八九十百千万亿两"
ANCHORS = NUMERALS + "第"
"""The first of these in a phrase is where the finder meets it."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A measure word: what kind of quantity it makes, and what the mention's ``unit`` is called."""

    word: str
    kind: Kind
    label: str
    weak: bool = False
    not_before: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A word with a numeral in it; ``anchor`` is where the numeral stands. No kind: not a mention."""

    word: str
    anchor: int
    kind: Kind | None
    not_before: str


LABELS = {"个多月": "个月", "余月": "个月", "个小时": "小时", "个半小时": "小时",
          "个半月": "个月", "个星期": "星期",
          "个钟头": "小时", "百分点": "个百分点", "个点": "个百分点", "圆": "元", "块钱": "元",
          "元人民币": "元", "日内": "日"}  # fmt: skip
"""Units whose label differs from the word."""
KINDS = {"count": Kind.COUNT, "weak": Kind.COUNT, "duration": Kind.DURATION, "ordinal": Kind.ORDINAL,
         "percent": Kind.PERCENT, "money": Kind.MONEY, "latin": Kind.COUNT}  # fmt: skip


def _load(name: str) -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = yaml.load(
        (DATA / name).read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    return loaded


def _split(entry: str) -> tuple[str, str]:
    """`科!技普` → 科 and the characters that must not follow it."""
    word, _, not_before = entry.partition("!")
    return word, not_before


def _unit(word: str, group: str, not_before: str) -> Unit:
    label = LABELS.get(word, word)
    return Unit(word, KINDS[group], label, group == "weak", not_before)


@cache
def units() -> dict[str, tuple[Unit, ...]]:
    """Measure words by their first character, longest first; the first group that has a word keeps it."""
    words: dict[str, Unit] = {}
    for group, entries in _load("measures.yaml").items():
        for entry in entries if group in KINDS else []:
            word, not_before = _split(entry)
            words.setdefault(word, _unit(word, group, not_before))
    table: dict[str, list[Unit]] = {}
    for unit in sorted(words.values(), key=lambda u: -len(u.word)):
        table.setdefault(unit.word[0], []).append(unit)
    return {first: tuple(found) for first, found in table.items()}


def unit_at(plain: str, at: int) -> Unit | None:
    """The longest measure word at *at* that what follows does not turn into another word."""
    for unit in units().get(plain[at : at + 1], ()):
        end = at + len(unit.word)
        if plain.startswith(unit.word, at) and not (
            unit.not_before and end < len(plain) and plain[end] in unit.not_before
        ):
            return unit
    return None


@cache
def bodies() -> tuple[str, ...]:
    """Nouns that 第N may name."""
    return tuple(_load("measures.yaml")["bodies"])


def _anchor(word: str) -> int:
    return next(i for i, c in enumerate(word) if c in ANCHORS)


@cache
def phrases() -> dict[str, tuple[Phrase, ...]]:
    """All phrases, longest first, by the two characters at which they are met.

    These are the numeral and its follower, or for a word that ends in the numeral (统一) the numeral
    and its predecessor behind a ``<``.
    """
    found = [(entry, Kind.FIXED) for entry in _load("phrases.yaml")["phrases"]]
    found += [(entry, None) for group in _load("words.yaml").values() for entry in group]  # type: ignore[misc]
    table: dict[str, list[Phrase]] = {}
    for entry, kind in sorted(found, key=lambda pair: -len(_split(pair[0])[0])):
        word, not_before = _split(entry)
        at = _anchor(word)
        key = word[at : at + 2] if at == 0 else "<" + word[at - 1 : at + 1]
        table.setdefault(key, []).append(Phrase(word, at, kind, not_before))
    return {key: tuple(items) for key, items in table.items()}


def phrase_at(plain: str, at: int) -> Phrase | None:
    """The longest phrase or non-numeric word whose numeral stands at *at*."""
    table = phrases()
    for key in ("<" + plain[at - 1 : at + 1] if at else "", plain[at : at + 2]):
        for phrase in table.get(key, ()):
            start = at - phrase.anchor
            end = start + len(phrase.word)
            if start >= 0 and plain.startswith(phrase.word, start):
                after = plain[end : end + 1]
                # 余下一百元 is no 下一, 一百二 no fixed phrase: the numeral must end with the word.
                split = after and after in NUMERALS and phrase.word[-1] in NUMERALS
                if split or (after and after in phrase.not_before):
                    continue
                return phrase
    return None

"""Words that make a number approximate: two at one number double or contradict each other.

A small grammar: word before × number × word behind, the words and what they say kept in ``hedges.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

import yaml

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.figures import Kind
from schemas.findings import Finding, Mention

_REACH = 16
_LINK = "(?:了|有|是|为|达到?|到|在|计|共|占|合计)?"
_PAUSE = "，。；、：！？（）()“”《》\n"
# Nothing that opens another statement may stand between the number's measure word and the word behind it:
# 200名副高级以上 speaks of the rank, 300人和2个以上 of another number.
_OPENING = "级岁届职处科厅局县乡镇省市及和与等在为是或将有了以上下左内"
_NOUN = rf"(?:[/／每][人年月日天户亩次]+)?(?:的?[^\W\d_A-Za-z{_PAUSE}{_OPENING}]{{1,4}})?"
_LOOSE = re.compile(r"(?P<word>余(?![额热粮款下数量地温震])|多(?![一-鿿]?[功媒样于数少种方元层]))(?=[一-鿿])")
"""近15万多卷: the measure word is in no list, so that the number ends before 多."""
_SPENT = re.compile(r"(?:历时|耗时|用时|持续|长达|工作|历经|经过|已)$")
_PRECISE = 5
"""So many digits are not rounded."""


@dataclass(frozen=True, slots=True)
class Word:
    """A hedge at a place of the text, and what it says of the number."""

    start: int
    end: int
    text: str
    sense: str


@cache
def table() -> dict[str, Any]:
    """The data file."""
    text = (resources.files("pipeline.crosscheck") / "hedges.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


class Grammar:
    """The patterns made of the data file."""

    def __init__(self) -> None:
        rows = table()
        self.before = _senses(rows["before"])
        self.after = _senses(rows["after"])
        self.attached = _senses(rows["attached"])
        guards = {word: f"(?<![{chars}])" for word, chars in rows["not_words"].items() if chars}
        words = _longest(self.before)
        self.signs = frozenset(word[0] for word in words)
        one = "|".join(guards.get(w, "") + re.escape(w) for w in words)
        first = f"(?=[{''.join(sorted(self.signs))}])"
        self.close = re.compile(rf"{first}(?:(?P<first>(?:{one})){_LINK})??(?P<word>(?:{one})){_LINK}\s?$")
        self.apart = re.compile(
            rf"(?P<word>{_any(rows['adverbs'])})(?<!最[少多](?=[的一]))[^{_PAUSE}\d]{{0,8}}?$"
        )
        self.bound = re.compile(rf"(?P<word>{_any(rows['bounds'])})[^{_PAUSE}\d]{{1,10}}的$")
        self.far = re.compile(rf"(?<![{rows['not_words']['约']}])(?P<word>约)[^{_PAUSE}\d的]{{1,6}}$")
        behind = _any(self.after)
        self.behind = re.compile(
            rf"(?:[（(]含[^）)]{{0,4}}[）)])?{_NOUN}?(?P<word>{behind})(?P<last>{behind})?"
        )
        self.tail = re.compile(rf"[万亿千百十]*(?P<word>{_any(self.attached)})")
        self.indefinite = re.compile(rf"(?:{_any(rows['indefinite'])})(?=[十百千万亿])")
        self.words = re.compile(_any(rows["words"]))


def _senses(rows: dict[str, list[str]]) -> dict[str, str]:
    return {word: sense for sense, words in rows.items() for word in words}


def _longest(words: Iterable[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, _longest(words)))


@cache
def grammar() -> Grammar:
    """The patterns, made once."""
    return Grammar()


def check_hedges(reading: Reading) -> Iterator[Finding]:
    """Every number with two words that do not go together; then words that stand for a number."""
    for mention in reading.mentions:
        if mention.kind in (Kind.ORDINAL, Kind.DOCNUMBER, Kind.FIXED):
            continue
        yield from _number(reading, mention)
    for match in grammar().words.finditer(reading.text):
        words = [*_before(reading, match.start()), *_behind(reading, match.end())]
        yield from (_pair(reading, one, other) for one, other in list(pairwise(words))[:1])


def _number(reading: Reading, mention: Mention) -> Iterator[Finding]:
    inside = _inside(reading, mention)
    before = _before(reading, min([mention.start, *(w.start for w in inside)]))
    behind = _behind(reading, mention.end)
    open_end = not behind or behind[0].sense == "below"
    if before and open_end and before[-1].text == "近" and _lately(reading, mention, before[-1].start):
        before = []
    words = [*before, *inside, *behind]
    if mention.kind is Kind.DATE:
        words = [w for w in words if w.sense == "about"]
    for one, other in pairwise(words):
        if not _fine(one, other, mention):
            yield _pair(reading, one, other, mention)
            return
    if len(words) == 1:
        yield from _precise(reading, mention, words[0])


def _fine(one: Word, other: Word, mention: Mention) -> bool:
    """多达300余人; 高达约300人, but not 高达300人左右."""
    if one.sense == "peak" and other.end <= mention.num_start:
        return True
    return [one.sense, other.sense] in table()["fine"]


def _lately(reading: Reading, mention: Mention, at: int) -> bool:
    """近三年, 近10余年来: a span up to now; not 历时近10余年."""
    unit = reading.text[mention.end - 1 : mention.end]
    return unit in table()["recent"] and not _SPENT.search(reading.text, max(0, at - 4), at)


def _before(reading: Reading, at: int) -> list[Word]:
    """The hedge before a number, and a second one before it."""
    start = max(0, at - _REACH)
    words = reading.text[start:at]
    rules = grammar()
    if rules.signs.isdisjoint(words):
        return []
    match = rules.close.search(words)
    if match is None:
        match = rules.apart.search(words) or rules.bound.search(words) or rules.far.search(words)
        return [_word(match, "word", start, rules.before)] if match else []
    found = [_word(match, "word", start, rules.before)]
    if match["first"]:
        found.insert(0, _word(match, "first", start, rules.before))
        return found
    rest = words[: match.start()]
    further = rules.apart.search(rest) or rules.far.search(rest)
    if further and further.end() - further.end("word") <= 8:
        found.insert(0, _word(further, "word", start, rules.before))
    return found


def _behind(reading: Reading, at: int) -> list[Word]:
    rules = grammar()
    match = rules.behind.match(reading.text, at, at + _REACH)
    if match is None:
        return []
    groups = ("word", "last") if match["last"] else ("word",)
    return [_word(match, group, 0, rules.after) for group in groups]


def _inside(reading: Reading, mention: Mention) -> list[Word]:
    """余, 多 and 来 between number and measure word; 数, 几 and 上 before the ten or hundred."""
    rules, text = grammar(), reading.text
    found = []
    unsure = rules.indefinite.search(text, max(0, mention.start - 1), mention.num_end)
    if unsure and unsure.start() <= mention.start:
        sense = "above" if unsure[0] in "上成" else "about"
        found.append(Word(unsure.start(), unsure.end(), unsure[0], sense))
    tail = rules.tail.match(text, mention.num_end, mention.end)
    if tail is None and mention.kind is Kind.COUNT and not mention.unit and mention.hedge:
        tail = _LOOSE.match(text, mention.end)
    if tail:
        found.append(_word(tail, "word", 0, rules.attached))
    return found


def _word(match: re.Match[str], group: str, offset: int, senses: dict[str, str]) -> Word:
    start, end = match.span(group)
    return Word(offset + start, offset + end, match[group], senses[match[group]])


def _pair(reading: Reading, one: Word, other: Word, mention: Mention | None = None) -> Finding:
    start, end = one.start, other.end
    if mention:
        start, end = min(start, mention.start), max(end, mention.end)
    if one.sense == other.sense:
        how = f"“{one.text}”与“{other.text}”重复"
    else:
        says = table()["says"]
        how = f"“{one.text}”（{says[one.sense]}）与“{other.text}”（{says[other.sense]}）相矛盾"
    return _finding(reading, start, end, f"“{reading.text[start:end]}”中{how}，只留一个。")


def _precise(reading: Reading, mention: Mention, word: Word) -> Iterator[Finding]:
    """大约1236.58万元: an amount to the last digit is not approximate."""
    digits = re.sub(r"\D", "", reading.text[mention.num_start : mention.num_end]).strip("0")
    if mention.kind is not Kind.MONEY or word.sense == "above" or len(digits) < _PRECISE:
        return
    if word.sense == "below" and word.text not in ("近", "将近", "接近"):
        return
    if word.text == "约合":
        return  # 3,680,512.40元，约合368.05万元: the same amount, rounded
    if reading.text[max(word.start - 2, 0) : word.start].endswith(("元（", "元(")):
        return  # 3,680,512.40元（约368.05万元）: the same amount, rounded
    start, end = min(word.start, mention.start), max(word.end, mention.end)
    message = f"“{reading.text[start:end]}”：{mention.text}是确数，前后不用“{word.text}”。"
    yield _finding(reading, start, end, message)


def _finding(reading: Reading, start: int, end: int, message: str) -> Finding:
    return finding("hedge", message, reading.text, start, end, evidence=str(table()["source"]))

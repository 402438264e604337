"""Which amount is the whole that a list of parts belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.arithmetic.sums.items import Item, Role
from pipeline.crosscheck.arithmetic.sums.openers import FAR, Opener, back
from pipeline.crosscheck.arithmetic.sums.partition import in_series, noun
from pipeline.crosscheck.arithmetic.sums.vocabulary import vocabulary
from pipeline.crosscheck.reading import Reading

_EVENTS = ("场次", "批次", "件次", "台次", "班次", "起次")
"""活动64场次，其中年会11场: what happens is counted by the time."""
_END = re.compile("[。！？]")
_NEXT = re.compile("[。！？](?!其中)")
_MARK = re.compile("[。；\n]")


def wholes(reading: Reading, items: Sequence[Item], item: Item, opener: Opener) -> list[Item]:
    """The whole that the list belongs to, then the other amounts that it could belong to."""
    text = reading.text
    out: list[Item] = []
    if opener.bracket:
        before = items[item.at - 1]
        ok = before.role is Role.AMOUNT and alike(before.mention, item.mention)
        return [before] if ok else []
    if named := _named(text, items, item, opener):
        return [named]
    line = reading.layout.paragraph(item.start)[0]
    crossed = 0
    for other in reversed(items[max(0, item.at - 12) : item.at]):
        if other.start < line or item.start - other.end > 2 * FAR:
            break
        gap = text[other.end : opener.at]
        crossed = len(_NEXT.findall(gap))
        sentence = _END.split(gap)[-1]
        # A whole in the sentence before counts only for a list that opens its own sentence.
        if crossed > 1 or (crossed and len(sentence.strip("，, 　")) > 8):
            break
        if other.role is not Role.AMOUNT or other.depth > item.depth:
            continue
        times = _of_times(other, item) and (opener.promise or other.mention.unit in _EVENTS)
        if not alike(other.mention, item.mention) and not times:
            continue
        out.append(other)
    return out if out and _may_own(text, out[0], item, opener) else []


def _of_times(whole: Item, part: Item) -> bool:
    """团组2个、累计5人次，分别为…2人、…3人: each is counted once in the 人次."""
    return whole.mention.unit == f"{part.mention.unit}次" and whole.mention.kind is part.mention.kind


def _named(text: str, items: Sequence[Item], item: Item, opener: Opener) -> Item | None:
    """The amount whose name the words before the list take up again: 业务类再分为…."""
    head = back(items, item)
    words = text[head : max(opener.at, head)]
    if opener.plain or opener.bare or not _MARK.search(words):
        return None
    subject = _MARK.split(words)[-1]
    for other in reversed(items[max(0, item.at - 12) : item.at]):
        if item.start - other.end > 2 * FAR:
            return None
        own = noun(other.label)
        if other.role is not Role.AMOUNT or other.depth > item.depth:
            continue
        if not alike(other.mention, item.mention):
            continue
        if len(subject) >= 2 and other.label.endswith(subject):
            return other
        if len(own) >= 2 and (subject.startswith(own) or (len(own) >= 4 and subject.startswith(own[1:]))):
            return other
    return None


def _may_own(text: str, whole: Item, item: Item, opener: Opener) -> bool:
    """Without an opening word the whole is no plan, stands right before the list, and is not compared."""
    if not (opener.bare or opener.plain):
        return True
    if vocabulary().labels["planned"].search(whole.label) or (opener.plain and whole.at != item.at - 1):
        return False
    if _listed(text, whole) and whole.label[-2:] == item.label[-2:]:
        return False  # 分项情况：土地出让安排的支出30亿元，配套费支出2亿元…: the first of the list itself
    return not text[whole.end : item.start].strip("，,：:。；、").startswith(("比", "较"))


def _listed(text: str, item: Item) -> bool:
    """Whether the amount stands right behind a colon, and is called no total."""
    start = item.start - len(item.label)
    return text[start - 1 : start] in ("：", ":") and not vocabulary().any_total.search(item.label)


def divided(whole: Item, first: Item) -> bool:
    """Labels of a row open a list without a word only where the whole is not itself one of the row."""
    return not in_series(whole.label) & in_series(first.label)

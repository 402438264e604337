"""What speaks for parts and whole, and against: each sign in its own function, all of them added up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.misprints import Misprint
from pipeline.crosscheck.arithmetic.numbers import alike, between, moves
from pipeline.crosscheck.arithmetic.sums.ends import (
    BRACKETS,
    TOTAL,
    announced,
    closing,
    one_digit,
    taken_up,
    totalled,
)
from pipeline.crosscheck.arithmetic.sums.openers import Openers
from pipeline.crosscheck.arithmetic.sums.partition import (
    crossing,
    exclusive,
    in_series,
    kinds,
    one_sort,
    regulated,
    timed_apart,
)
from pipeline.crosscheck.arithmetic.sums.report import admitted, overlapping
from pipeline.crosscheck.arithmetic.sums.runs import REST, Candidate
from pipeline.crosscheck.arithmetic.sums.vocabulary import vocabulary
from pipeline.crosscheck.reading import Reading
from schemas.figures import Kind
from schemas.findings import Mention

_OPEN = re.compile(
    r"等(?!级|次|奖|保|额|待|[^，。；、\d]{0,8}[\d])|主要(?!领导|负责|干部)|(?:^|[，、；：])部分|为主|略|大部分|较多的|前[两三四五六七八九十\d]"
)
_DETAIL = re.compile(r"[，,（(]主要(?:[^。；\d]|\d{4}年)*(?=[。；])")
"""人员经费160万元，主要包括工资福利；: what a part is spent on, no choice of parts."""
_RANGE = re.compile(
    r"[\d一二三四五六七八九十]+[^，。；、]{0,4}(?:至|到|[-—~～－])[\d一二三四五六七八九十]+|以[上下内外]"
)
_AGREE = re.compile(
    r"(?:加总|合计|总和|相加|之和|汇总|加起来|合起来)[^。；]{0,16}(?:相符|一致|吻合|相等|相同|等于|正好|恰好)"
)
_DONE = re.compile(
    r"已|未|接通|完成|整改|办结|到位|实有|退出|[比较]|实际|剩余|占|获|惠及|带动|涉及|覆盖|受益|采纳|立案|累计|[季月年]末"
)
_SHORT = re.compile(r"[^，。；]{0,4}[，,（(]?[^，。；\d]{0,4}\d[\d.]*[%％]")
_RATE = re.compile(r"[，,（(][^，。；\d]{1,8}率")
_LEFT = re.compile(r"其余|剩余|余下|剩下|其他(?!支出|收入)|另有")
_HOPE = 2.0
"""What the labels and the words can add at most, but for a list that says it is all."""
_DIGITS = {2: 0.0, 3: 0.7, 4: 1.6, 5: 2.4, 6: 3.2}
_PROOF = {3: 1.2, 4: 3.6, 5: 4.0}
"""One digit for another: of 3,700 texts without a fault chance makes three digits agree but one in 80, four
in 20, and behind a word that opens a list (其中, 分别) in eight and in two."""


def weigh(
    reading: Reading, c: Candidate, openers: Openers, slip: Misprint | None, right: set[tuple[int, ...]]
) -> float:
    """How much speaks for parts and whole; signs that cost much are read only where they can decide."""
    score = (
        _near(c, slip)
        + _slip(c, slip)
        + closing(reading, c)
        + {2: -1.0 if c.ratio >= 1 or one_digit(slip) else -1.7, 3: 0.0, 4: 0.5}.get(len(c.parts), 1.0)
    )
    score += 3.0 if _beside(reading, c) in right else 0.0
    opened = totalled(reading, c) if c.behind else announced(reading, c, openers, slip)
    score += opened
    if score < -_HOPE:
        return score
    labels = [p.label for p in c.others]
    score += _labels(labels, c, opened) + _whole(reading, c, slip)
    if score <= 0:
        return score
    return (
        score
        + _shares(reading, c)
        + _moves(reading, c)
        + _told_apart(reading, c)
        + _words(reading, c, labels)
    )


def _shares(reading: Reading, c: Candidate) -> float:
    """省级1,302万元，占70%；市级372万元，占20%；县级186万元，占10%: shares that come to all are of all parts;
    已供1,125亩，占75%；闲置75亩，占5%: right shares that do not are of some."""
    if c.behind:
        return 0.0
    end = reading.layout.sentence(c.others[-1].end - 1)[1]
    rates = [m for m in between(reading, c.others[0].start, end) if m.kind is Kind.PERCENT and m.unit == "%"]
    last = c.others[-1]
    if len(rates) == 1 and _RATE.match(reading.text, last.end) and _share(c, c.parts[-1], rates[0]):
        return -3.0  # 提案187件，其中会后17件，立案175件，立案率93.6%: what was done with all of them
    rates = rates[: len(c.parts)]
    if len(rates) < len(c.parts):
        return 0.0
    half = sum(m.step for m in rates) / 2
    if abs(sum((m.value or Decimal(0) for m in rates), Decimal(-100))) <= half:
        return 2.5
    return -5.0 if all(_share(c, p, rate) for p, rate in zip(c.parts, rates, strict=True)) else 0.0


def _share(c: Candidate, part: int, rate: Mention) -> bool:
    """Whether the percentage is what the part is of the whole."""
    share = 100 * Decimal(c.row.values[part]) / c.row.values[c.whole]
    return abs((rate.value or 0) - share) <= rate.step / 2


def _beside(reading: Reading, c: Candidate) -> tuple[int, ...]:
    """Where the numbers end that stand right before each: 21户68人 (of households that add up)."""
    text = reading.text
    items = (c.one, *c.others)
    return tuple(
        i.lead if i.start - i.lead <= 1 and text[i.lead : i.start] in ("", "、") else 0 for i in items
    )


def _moves(reading: Reading, c: Candidate) -> float:
    """645万元，追加80万元，调减25万元，全年700万元: what was taken away stands among what is added."""
    low, high = min(c.one.end, c.others[0].start), max(c.others[-1].end, c.one.start)
    inside = between(reading, low, high) if c.behind else between(reading, c.others[0].end, high)
    known = {i.start for i in c.others}
    others = [m for m in inside if m.start not in known and alike(m, c.one.mention) and moves(reading, m)]
    return 0.0 if all(_SHORT.match(reading.text, m.end) for m in others) else -2.5


def _told_apart(reading: Reading, c: Candidate) -> float:
    """实际使用13.83万元，其中…，尾款1万元未付: what the sentence tells besides makes the difference."""
    end = reading.layout.period(c.others[-1].end - 1)[1]
    after = (i for i in range(c.parts[-1] + 1, min(c.parts[-1] + 3, len(c.row))) if i != c.whole)
    return -6.0 if any(c.row.values[i] == abs(c.gap) and c.row.items[i].end <= end for i in after) else 0.0


def _labels(labels: Sequence[str], c: Candidate, opened: float) -> float:
    if regulated(c.one.label, labels):
        return 3.0
    if all(_RANGE.search(label) for label in labels) or exclusive(labels, scales=False):
        return 1.7
    if exclusive(labels):
        return 1.4 if c.ratio > 1 or opened >= 2 else 0.7
    if not all(labels[1:]) and (c.rank == 0 or not any(labels[1:])):
        return 0.3 if opened > 0 else -1.5  # 分别为124、130、128人
    if not all(labels) or len(set(labels)) < len(labels):
        return -1.5
    if kinds(labels):
        return 1.2 if c.ratio > 1 or opened >= 1.2 else 0.5
    sort = one_sort(labels)
    done = sum(bool(_DONE.search(label)) for label in labels[1:] if not REST.match(label))
    return (0.6 if sort else 0.0) - (1.5 if done else 0.0)


def _near(c: Candidate, slip: Misprint | None) -> float:
    """How near the sum is; two parts that fall short may be a choice of the greatest. Where one digit is
    wrong it may be the first."""
    gap = abs(c.ratio - 1)
    if one_digit(slip):
        return 0.6 if gap <= 0.05 else 0.3 if gap <= 0.1 else 0.0 if gap <= 0.35 else -0.4
    if len(c.parts) == 2 and c.ratio < 1 and not c.exact:
        gap = max(gap, 0.11)
    for bound, score in ((0.02, 1.5), (0.05, 1.0), (0.1, 0.5), (0.2, 0.0), (0.35, -0.7)):
        if gap <= bound:
            return score
    return -1.5 if gap <= 0.6 else -0.5  # further off only where one first digit is wrong


def _slip(c: Candidate, slip: Misprint | None) -> float:
    """A slip of the pen says the more, the more digits agree; a part left out or told twice says a little."""
    values = c.row.values
    gap = c.gap
    if not gap:
        return 0.0
    twice = 0.7 if abs(gap) in (values[p] for p in c.parts) else 0.0
    if slip is None:
        return twice or (-0.7 if gap > 0 else -1.2)
    if one_digit(slip):
        return _PROOF.get(slip.digits, 4.4)
    return max(twice, _DIGITS.get(slip.digits, 3.8) + (0.5 if "颠倒" in slip.why else 0.0))


def _whole(reading: Reading, c: Candidate, slip: Misprint | None) -> float:
    row, words = c.row, vocabulary()
    total = TOTAL.search(c.one.label) and not any(TOTAL.search(i.label) for i in c.others)
    score = 0.7 if total and not c.behind else 0.0
    if max(row.values[p] for p in c.parts) >= row.values[c.whole]:
        score -= 2.0 if slip is None or slip.digits < 4 else 1.0
    if not c.behind and not total and c.others[0].depth == c.one.depth and not taken_up(reading, c):
        score -= _sibling(reading, c)
    if words.labels["planned"].search(c.one.label) or words.labels["running"].search(c.one.label):
        score -= 0.5 if c.ratio < 1.2 else 2.0  # 概算1,860万元，上年942万元，本年1,718万元: beyond the plan
    units = {i.mention.unit for i in (c.one, *c.others)}
    return score - 0.7 if len(units) > 1 and c.one.mention.kind is not Kind.MONEY else score


def _sibling(reading: Reading, c: Candidate) -> float:
    """小麦种植面积346万亩；玉米种植面积238万亩；…: the first of a row is not what the others make up."""
    labels = [i.label for i in (c.one, *c.others)]
    if exclusive(labels):
        return 3.5
    start = c.one.start - len(c.one.label)
    listed = reading.text[start - 1 : start] in ("：", ":") or _among(reading, c)
    return 2.0 if listed or in_series(labels[0]) & in_series(labels[1]) else 0.0


def _among(reading: Reading, c: Candidate) -> bool:
    """农林水支出3亿元，交通支出5.8亿元，…: whether one mark parts it from what is before and behind."""
    if not c.whole or c.parts[0] != c.whole + 1:
        return False
    before, one, first = c.row.items[c.whole - 1 : c.whole + 2]
    gaps = (
        reading.text[before.end : one.start - len(one.label)],
        reading.text[one.end : first.start - len(first.label)],
    )
    alone = gaps[0] == gaps[1] and len(gaps[0]) == 1
    return alone and not vocabulary().opener.search(reading.text, one.end, first.start)


def _words(reading: Reading, c: Candidate, labels: Sequence[str]) -> float:
    """What the words say against it: there are more, they overlap, they do not agree."""
    text, words = reading.text, vocabulary()
    first, last = (c.one, c.others[-1]) if not c.behind else (c.others[0], c.one)
    inside = _DETAIL.sub("", BRACKETS.sub("", text[first.end : last.start]))
    sentence = reading.layout.sentence(last.end - 1)[1]
    end = reading.layout.period(last.end - 1)[1]
    score = 0.0
    if _OPEN.search(inside) or text.startswith("等", last.end):
        score -= 2.5
    if c.ratio < 1 and not c.behind and (left := _LEFT.search(text, last.end, end)):
        score -= (
            2.5 if re.search(r"\d", text[left.end() : end]) else 5
        )  # 其中384亩育苗，128亩休耕，剩下的种绿肥
    if any(words.labels["running"].search(label) for label in labels):
        score -= 2.0  # 二季度末累计: each holds the one before
    if overlapping(reading, first.start, sentence) or admitted(reading, last):
        score -= 5
    if crossing(labels):
        score -= 6  # 女性240人、35岁以下480人、持证520人
    if words.all_told.search(text, last.end, end) or _AGREE.search(text, last.end, end):
        score += 2
    return score - (4 if timed_apart(c.one.label, labels) else 0)

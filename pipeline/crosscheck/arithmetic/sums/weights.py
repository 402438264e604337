"""What speaks for parts and whole, and against: each sign in its own function, all of them added up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.crosscheck.arithmetic.misprints import Misprint
from pipeline.crosscheck.arithmetic.numbers import alike, between, moves
from pipeline.crosscheck.arithmetic.sums.items import Item
from pipeline.crosscheck.arithmetic.sums.openers import Openers
from pipeline.crosscheck.arithmetic.sums.partition import (
    crossing,
    exclusive,
    in_series,
    kinds,
    noun,
    one_sort,
    regulated,
    timed_apart,
)
from pipeline.crosscheck.arithmetic.sums.report import admitted, overlapping
from pipeline.crosscheck.arithmetic.sums.runs import REST, SURE_REST, Candidate, said_number
from pipeline.crosscheck.arithmetic.sums.vocabulary import vocabulary
from pipeline.crosscheck.reading import Reading
from schemas.figures import Kind

TOTAL = re.compile(
    r"合起来|加起来|加在一起|相加|加总|累加|汇总|总盘子?|盘子|拢共|统共|总起来|全部|总[计共额数量和体需规投面]|合计|共计|一共"
    r"|小计|之和|共|累计(?!到位|下拨|筹集|筹措|征收|上缴|收缴)|全[年市县区省州镇乡村校院局馆部]|[两三四五六七八九]者|[两三四五六七八九][项类块批期年级笔档处地]|(?:^|[，。])计$"
)
_LISTING = re.compile(
    r"分布|构成|组成|划分|分别|依次|逐[年月季次批]|分[年月季次批]|各[为是有占]|具体|明细|去向|流向|投向|用途|来源|归类|区分|拆分|细分"
    r"|[里内中]头?(?:[，,：:]|$)|分配|分解|下达|下拨|拨付|拨给|切块|落到|落实到|投入到|之中|当中|里面|来自|用于|[按从以][^，。；\d]{2,14}[分看计]|追溯|究其|原因|梳理|分析|统计|涉及|涵盖|设有?|下设|即|包括|包含"
)
_OPEN = re.compile(
    r"等(?!级|次|奖|保|额|待|[^，。；、\d]{0,8}[\d])|主要(?!领导|负责|干部)|(?:^|[，、；：])部分|为主|略|大部分|较多的|前[两三四五六七八九十\d]"
)
_DETAIL = re.compile(r"[，,（(]主要(?:[^。；\d]|\d{4}年)*(?=[。；])")
"""人员经费160万元，主要包括工资福利；: what a part is spent on, no choice of parts."""
_COLON = re.compile("[：:—]")
_MARK = re.compile(r"[。；;，,、\n]")
_BRACKETS = re.compile(r"[（(〔][^（(）)〔〕]*[）)〕]")
_ADDED = re.compile(r"(?:^|[入出额金资，、。；])(?:再|外)?加(?![强快大工班])上?")
_RANGE = re.compile(
    r"[\d一二三四五六七八九十]+[^，。；、]{0,4}(?:至|到|[-—~～－])[\d一二三四五六七八九十]+|以[上下内外]"
)
_AGREE = re.compile(
    r"(?:加总|合计|总和|相加|之和|汇总|加起来|合起来)[^。；]{0,16}(?:相符|一致|吻合|相等|相同|等于|正好|恰好)"
)
_DONE = re.compile(
    r"已|未|接通|完成|整改|办结|到位|实有|退出|[比较]|实际|剩余|占|获|惠及|带动|涉及|覆盖|受益|采纳|累计|[季月年]末"
)
_SHORT = re.compile(r"[^，。；]{0,4}[，,（(]?[^，。；\d]{0,4}\d[\d.]*[%％]")
_LEFT = re.compile(r"其余|剩余|余下|剩下|其他(?!支出|收入)|另有")
_HOPE = 2.0
"""What the labels and the words can add at most, but for a list that says it is all."""
_DIGITS = {2: 0.0, 3: 0.7, 4: 1.6, 5: 2.4, 6: 3.2}


def weigh(
    reading: Reading, c: Candidate, openers: Openers, slip: Misprint | None, right: set[tuple[int, ...]]
) -> float:
    """How much speaks for parts and whole; signs that cost much are read only where they can decide."""
    score = (
        _near(c)
        + _slip(c, slip)
        + closing(reading, c)
        + {2: -1.0 if c.ratio >= 1 else -1.7, 3: 0.0, 4: 0.5}.get(len(c.parts), 1.0)
    )
    score += 3.0 if _beside(reading, c) in right else 0.0
    opened = _total(reading, c) if c.behind else _opened(reading, c, openers)
    score += opened
    if score < -_HOPE:
        return score
    labels = [p.label for p in c.others]
    score += _labels(labels, c, opened) + _whole(reading, c)
    if score <= 0:
        return score
    return score + _moves(reading, c) + _told_apart(reading, c) + _words(reading, c, labels)


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
    return -2.5 if any(c.row.values[i] == abs(c.gap) and c.row.items[i].end <= end for i in after) else 0.0


def closing(reading: Reading, c: Candidate) -> float:
    """Whether the list ends with its sentence, or with what is left over; whether it begins with one."""
    text, row, last = reading.text, c.row, c.others[-1]
    tail = text[row.items[c.parts[-1] - 1].end : last.start]
    if c.behind:
        before = text[row.items[c.parts[0] - 1].end : c.others[0].start] if c.parts[0] else "。"
        short = c.ratio < 1 and "；" in before  # 支出5亿元；补助下级1亿元、…，支出总计8亿元
        return (0.0 if re.search(r"[。；\n：:]", before) else -3.0) - short
    rests = [i for i in c.others if REST.match(i.label)]
    score = 2.0 if SURE_REST.search(tail[-30:]) else 1.0 if REST.match(last.label) else 0.0
    if len(rests) > 1:
        score = -2.0
    elif c.whole + 1 != c.parts[0]:
        score = 0.0
    after = c.parts[-1] + 1
    if after >= len(row) or score >= 2:
        return score
    gap = text[last.end : row.items[after].start]
    if SURE_REST.match(row.items[after].label) and row.items[after].depth == last.depth:
        return score - 2.0
    if re.search(r"[。）)〕\n]", gap):
        return score
    inner = text[c.others[0].end : last.start]
    if "；" in gap and "；" not in inner:
        return score - 0.2
    return score - (0.3 if "，" in gap and "，" not in inner and "；" not in inner else 2.0)


def _total(reading: Reading, c: Candidate) -> float:
    """Whether the amount behind the list is called a total."""
    if not TOTAL.search(c.one.label):
        return -2.5
    first = c.others[0]
    said = said_number(reading, c.one)
    if said and said != len(c.parts):
        return -2.5  # of three items 两项合计
    added = _ADDED.search(reading.text, max(0, first.start - len(first.label) - 1), c.one.start)
    return -1.5 if added else 2.0


def _opened(reading: Reading, c: Candidate, openers: Openers) -> float:
    """What stands between the whole and the first part."""
    first = c.others[0]
    gap = _BRACKETS.sub("", reading.text[c.one.end : first.start])
    groups = {m.lastgroup for m in openers.within(c.one.end, first.start) if m[0] in gap}
    score = 0.0
    if "promise" in groups or _COLON.search(gap):
        score = 2.0
    elif "bound" in groups:
        score = 1.2
    elif "loose" in groups:
        score = 0.6 if c.ratio >= 1 else -0.8
    elif first.depth > c.one.depth:
        score = 1.0
    elif _LISTING.search(gap):
        score = 1.2
    if any(i.depth <= first.depth for i in c.row.items[c.whole + 1 : c.parts[0]]):
        score -= 1.5
    if "。" in gap and not _takes_up(gap, c.one):
        score -= 1.0
    return score - 0.25 * max(0, min(len(_MARK.findall(gap)) - 1, 4))


def _takes_up(gap: str, whole: Item) -> bool:
    """Whether the sentence of the list speaks of the whole: 实际开放286张。实际开放的床位分布在…."""
    subject, name = gap.rpartition("。")[2], noun(whole.label)
    return any(len(name) >= k and name[-k:] in subject for k in (2, 3, 4))


def _taken_up(reading: Reading, c: Candidate) -> bool:
    """人员经费4387.65万元。人员经费由…和…构成: a sentence of its own for what one of a row is made up of."""
    gap = reading.text[c.one.end : c.others[0].start]
    return "。" in gap and _takes_up(gap, c.one)


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
    return (0.6 if sort else 0.0) - (1.0 if done else 0.0)


def _near(c: Candidate) -> float:
    """How near the sum is; two parts that fall short may be a choice of the greatest."""
    gap = abs(c.ratio - 1)
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
    return max(twice, _DIGITS.get(slip.digits, 3.8) + (0.5 if "颠倒" in slip.why else 0.0))


def _whole(reading: Reading, c: Candidate) -> float:
    row, words = c.row, vocabulary()
    total = TOTAL.search(c.one.label) and not any(TOTAL.search(i.label) for i in c.others)
    score = 0.7 if total and not c.behind else 0.0
    if max(row.values[p] for p in c.parts) >= row.values[c.whole]:
        score -= 2.0
    if not c.behind and not total and c.others[0].depth == c.one.depth and not _taken_up(reading, c):
        score -= _sibling(reading, c)
    if words.labels["planned"].search(c.one.label) or words.labels["running"].search(c.one.label):
        score -= 0.5
    units = {i.mention.unit for i in (c.one, *c.others)}
    return score - 0.7 if len(units) > 1 and c.one.mention.kind is not Kind.MONEY else score


def _sibling(reading: Reading, c: Candidate) -> float:
    """小麦种植面积346万亩；玉米种植面积238万亩；…: the first of a row is not what the others make up."""
    labels = [i.label for i in (c.one, *c.others)]
    if exclusive(labels):
        return 3.5
    start = c.one.start - len(c.one.label)
    listed = reading.text[start - 1 : start] in ("：", ":")
    return 2.0 if listed or in_series(labels[0]) & in_series(labels[1]) else 0.0


def _words(reading: Reading, c: Candidate, labels: Sequence[str]) -> float:
    """What the words say against it: there are more, they overlap, they do not agree."""
    text, words = reading.text, vocabulary()
    first, last = (c.one, c.others[-1]) if not c.behind else (c.others[0], c.one)
    inside = _DETAIL.sub("", _BRACKETS.sub("", text[first.end : last.start]))
    sentence = reading.layout.sentence(last.end - 1)[1]
    end = reading.layout.period(last.end - 1)[1]
    score = 0.0
    if _OPEN.search(inside):
        score -= 2.5
    if c.ratio < 1 and not c.behind and _LEFT.search(text, last.end, end):
        score -= 2.5  # 其中384亩育苗，128亩休耕，剩下的种绿肥
    if any(words.labels["running"].search(label) for label in labels):
        score -= 2.0  # 二季度末累计: each holds the one before
    if overlapping(reading, first.start, sentence) or admitted(reading, last):
        score -= 5
    if crossing(labels):
        score -= 2  # 女性240人、35岁以下480人、持证520人
    if words.all_told.search(text, last.end, end) or _AGREE.search(text, last.end, end):
        score += 2
    return score - (4 if timed_apart(c.one.label, labels) else 0)

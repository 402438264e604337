"""What goes up and what goes down, and what is left of both: 水费省0.8万元，电费超0.3万元，相抵后节约0.5万元.

The sign of each amount is the last letter of more or less before it; a net amount says itself that it is one
(相抵, 轧差, 净增), or it says 合计 and a slip explains it: one sign turned, the direction turned, a digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, same_sort
from pipeline.crosscheck.arithmetic.misprints import slip as penslip
from pipeline.crosscheck.arithmetic.numbers import factor, is_amount
from pipeline.crosscheck.arithmetic.stockwords import direction
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.show import plain
from schemas.figures import Approx
from schemas.findings import Finding, Severity

_SURE = re.compile("抵|轧|算总账")
_NET = re.compile(
    f"{_SURE.pattern}|净[增减多少超节升降]|合计|总计|总体|整体|[两二三四五六]项|[两二三]者|综合|总的|加总|总账"
)
_SIGN = re.compile(
    r"(?:(?P<up>[增多超升添涨补高]|追加|扩大)|(?P<down>[减少省节降压缩低]|短收))(?:(?![到至为成])[一-鿿]){0,4}$"
)
_STOP = re.compile("其中|[比较]上年同期[^，。]{0,6}人均|平均|每")
_FAR, _GAP, _MOST = 300, 60, 7


def check_netting(facts: Facts) -> Iterator[Finding]:
    """Every net amount behind (or, where it is called 净, before) the changes that make it up."""
    done = -1
    for net in _NET.finditer(facts.reading.text):
        for claim in facts.within(net.start(), net.end() + _GAP):
            if claim.index > done and _counts(claim) and _sign(facts, claim):
                yield from _behind(facts, claim)
                yield from _ahead(facts, claim)
            done = max(done, claim.index)


def _counts(fact: Fact) -> bool:
    return is_amount(fact.mention) and fact.mention.approx in (Approx.EXACT, Approx.MORE_THAN)


def _words(facts: Facts, fact: Fact) -> str:
    """The words of the clause before a number, a hedge (超0.3万元) included."""
    start = max(facts.reading.layout.clause(fact.mention.start)[0], facts.since(fact.mention.start))
    return facts.reading.text[start : fact.mention.start] + fact.mention.hedge


def _sign(facts: Facts, fact: Fact) -> int:
    match = _SIGN.search(_words(facts, fact))
    return (1 if match["up"] else -1) if match else 0


def _behind(facts: Facts, claim: Fact) -> Iterator[Finding]:
    """甲减少6万元，乙增加2万元，相抵后减少4万元."""
    items: list[Fact] = []
    text, at = facts.reading.text, claim.mention.start
    for fact in reversed(facts.within(max(0, at - _FAR), at)):
        if not _counts(fact) or not same_sort(fact.mention, claim.mention):
            continue
        gap = text[fact.mention.end : (items[0] if items else claim).mention.start]
        if _sign(facts, fact):
            if not items and (not _NET.search(gap) or len(gap) > _GAP):
                return
            if items and ("。" in gap or _NET.search(gap)):
                break
            items.insert(0, fact)
    if items:
        gap = text[items[-1].mention.end : at]
        yield from _judge(facts, claim, items, sure=bool(_SURE.search(gap)))


def _ahead(facts: Facts, claim: Fact) -> Iterator[Finding]:
    """净减4万元，其中甲减少6万元，乙增加2万元."""
    if not re.search("净[增减多少升降]", _words(facts, claim)):
        return
    end = facts.reading.layout.period(claim.mention.start)[1]
    near = [f for f in facts.within(claim.mention.end, end) if _counts(f)]
    items = [f for f in near if same_sort(f.mention, claim.mention) and _sign(facts, f)]
    yield from _judge(facts, claim, items, sure=False)


def _judge(facts: Facts, claim: Fact, items: Sequence[Fact], *, sure: bool) -> Iterator[Finding]:
    if not 2 <= len(items) <= _MOST:
        return
    text = facts.reading.text
    first, last = items[0].mention.start, max(items[-1].mention.end, claim.mention.start)
    if _STOP.search(text, min(first, claim.mention.end), last):
        return
    parts = [_sign(facts, f) * f.value for f in items]
    right, said = sum(parts, Decimal(0)), _sign(facts, claim) * claim.value
    if _reached(parts, said, claim):
        return
    if any(_unsigned(facts, f) for f in facts.within(first, last) if same_sort(f.mention, claim.mention)):
        return
    why = _slip(parts, said, claim)
    if why or sure:
        yield _wrong(facts, claim, items, right, why)


def _unsigned(facts: Facts, fact: Fact) -> bool:
    """注销8家: what came or went by another word."""
    return not _sign(facts, fact) and direction(fact.words) != 0


def _reached(parts: Sequence[Decimal], said: Decimal, claim: Fact) -> bool:
    """Whether two or more of the changes come to the claim, as it is rounded."""
    near = abs(claim.mention.step) * len(parts) / 2
    sums = (sum(some) for size in range(2, len(parts) + 1) for some in combinations(parts, size))
    return any(abs(total - said) <= near for total in sums)


def _slip(parts: Sequence[Decimal], said: Decimal, claim: Fact) -> str:
    right = sum(parts, Decimal(0))
    if right == -said:
        return "大小相同而方向相反"
    if any(right - 2 * part == said for part in parts):
        return "有一项的增减方向写反"
    if sum(map(abs, parts)) == abs(said):
        return "误将增减各数相加"
    step = abs(claim.mention.step) or Decimal(1)
    for one, other in ((said, right), *((part, part + said - right) for part in parts)):
        if one * other > 0 and (pen := penslip(int(abs(one) / step), int(abs(other) / step))):
            return f"{pen.why}，应是写错"
    return ""


def _wrong(facts: Facts, claim: Fact, items: Sequence[Fact], right: Decimal, why: str) -> Finding:
    unit, name = factor(claim.mention)
    shown = "".join(
        f"{'＋' if _sign(facts, f) > 0 else '－'}{plain(f.value / unit)}" for f in items
    ).removeprefix("＋")
    way = "增加" if right > 0 else "减少"
    note = f"（{why}）" if why else ""
    message = (
        f"各项相抵：{shown}＝{plain(right / unit)}，即{way}{plain(abs(right) / unit)}{name}，"
        f"与“{_words(facts, claim)[-4:]}{claim.mention.text}”不符{note}。"
    )
    return finding(
        "sum", message, facts.reading.text, claim.mention.start, claim.mention.end, severity=Severity.WARNING,
        expected=f"{plain(abs(right) / unit)}{name}",
        others=tuple((f.mention.start, f.mention.end) for f in items),
    )  # fmt: skip

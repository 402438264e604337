"""合格率95.2%，不合格率5.8%: two rates of one thing, the one of what is so, the other of what is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from pipeline.crosscheck.arithmetic.facts import Fact, Facts
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import meant, plus
from pipeline.crosscheck.vocabulary import words
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Severity

_NAMED = re.compile(
    r"(?P<name>[一-鿿]{2,16}?)(?:率|的?(?:比例|比重|占比))(?:均|也|仅|只|则)?(?:为|是|达到?|占|约|有)*$"
)
_PAIRS = [tuple(pair.split("/")) for pair in words("complements")]
_HUNDRED = 100
_FAR, _OFF = 160, 15


def check_complements(facts: Facts) -> Iterator[Finding]:
    """Each rate whose complement was told before it in the same sentence."""
    told: dict[str, Fact] = {}
    end = 0
    for fact in facts.all:
        mention = fact.mention
        if mention.kind is not Kind.PERCENT or mention.unit != "%" or mention.approx is not Approx.EXACT:
            continue
        if mention.start >= end:
            told, end = {}, facts.reading.layout.period(mention.start)[1]
        match = _NAMED.search(facts.words(fact))
        if match is None or mention.high is not None or fact.value > _HUNDRED:
            continue
        names = [name for name in told if opposites(match["name"], name)]
        # 不合格率, without whose: of the rate right before it, or one called just so.
        own = [n for n in names if len(n) == len(match["name"]) or told[n].index == fact.index - 1]
        other = told[own[-1]] if own else None
        if other is not None and fact.moment == other.moment and not _whole(fact, other):
            yield _unlike(facts, fact, other)
        told[match["name"]] = fact


_SHARED = re.compile(
    r"(?P<name>[一-鿿]{2,10}?)(?:支出|收入|费用|资金|人员|部分)?"
    r"(?:所?占|占比|的?比[例重])[^，。；\d]{0,10}$"
)
_LEAD = re.compile("其中|(?:本|当|全|上)年|同期")


def check_two_rows(facts: Facts) -> Iterator[Finding]:
    """2015年基本支出占71.6%，项目支出占28.4%；2016年基本支出占74.2%，项目支出占26.8%: what made up the whole
    in the one year makes it up in the other."""
    rows: list[dict[str, Fact]] = [{}]
    for fact in facts.all:
        mention = fact.mention
        exact = mention.kind is Kind.PERCENT and mention.unit == "%" and mention.approx is Approx.EXACT
        match = _SHARED.search(facts.words(fact)) if exact and mention.high is None else None
        if match is not None and (name := _LEAD.sub("", match["name"])):
            if name in rows[-1]:
                rows.append({})
            rows[-1][name] = fact
    for one, other in pairwise(rows):
        if len(one) > 1 and [*one] == [*other]:
            yield from _row_unlike(facts, [*one.values()], [*other.values()])


def _row_unlike(facts: Facts, one: Sequence[Fact], other: Sequence[Fact]) -> Iterator[Finding]:
    if other[-1].mention.start - one[0].mention.start > _FAR or not _makes_all(one) or _makes_all(other):
        return
    amiss = other[-1]
    total = sum((f.value for f in other), Decimal(0))
    right = amiss.value + _HUNDRED - total
    places = tuple((f.mention.start, f.mention.end) for f in other[:-1])
    shown = "＋".join(f.mention.text for f in other) + f"＝{total}%"
    before = "＋".join(f.mention.text for f in one)
    if not 0 < right < _HUNDRED or abs(total - _HUNDRED) > _OFF:
        return
    yield finding(
        "share", f"{shown}，各部分之和应为100%（前面{before}＝100%），此处应为{right}%，或同列的其他数有误。",
        facts.reading.text, amiss.mention.start, amiss.mention.end, severity=Severity.WARNING,
        expected=f"{right}%", evidence=shown, others=places,
    )  # fmt: skip


def _makes_all(row: Sequence[Fact]) -> bool:
    lows, highs = zip(*(meant(f.mention) for f in row), strict=True)
    return bool(sum(lows) <= _HUNDRED <= sum(highs))


def opposites(one: str, other: str) -> bool:
    """Whether one name is the other, or its end, with a word for its opposite: 抽检合格 and 不合格."""
    for pair in _PAIRS:
        for word, opposite in (pair, pair[::-1]):
            if word in one and not (len(opposite) > len(word) and opposite in one):
                turned = one.replace(word, opposite, 1)
                real = opposite in other and not (len(word) > len(opposite) and word in other)
                if real and (turned.endswith(other) or other.endswith(turned)):
                    return True
    return False


def _whole(one: Fact, other: Fact) -> bool:
    low, high = plus(meant(one.mention), meant(other.mention))
    return low <= _HUNDRED <= high


def _unlike(facts: Facts, fact: Fact, other: Fact) -> Finding:
    rest = f"{_HUNDRED - other.value}%"
    sum_ = f"{other.mention.text}＋{fact.mention.text}＝{other.value + fact.value}%"
    return finding(
        "rate", f"{sum_}，两者之和应为100%，此处应为{rest}，或前面的{other.mention.text}有误。",
        facts.reading.text, fact.mention.start, fact.mention.end, severity=Severity.WARNING, expected=rest,
        evidence=sum_, others=((other.mention.start, other.mention.end),),
    )  # fmt: skip

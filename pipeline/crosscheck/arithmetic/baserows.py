"""上年分别为7200件、6840件: a row of bases told apart from the numbers of this year, one for each of them.

Every rate that stands beside one of this year's numbers, in a row of its own, or that is said of all of them
(增幅均为20%) belongs to its own pair. Told only where another of them comes out, so that the order is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, countable, level, moment_of, same_sort
from pipeline.crosscheck.arithmetic.measures import against, distance
from pipeline.crosscheck.arithmetic.numbers import claimed, percent, quotient
from pipeline.crosscheck.arithmetic.pairing import Pair, Tie
from pipeline.crosscheck.arithmetic.told import found
from pipeline.crosscheck.intervals import meant
from schemas.figures import Kind
from schemas.findings import Finding, Severity

_EACH = re.compile("分别|依次|顺次|相应|对应")
_JOINTS = ("、", "和", "及", "与", "以及", "，")
_SIGN = re.compile("(?P<up>[增升涨多高])|(?P<down>[减降跌少低])")
_SAME = re.compile("[都均同各]")
_COUNTED = re.compile("^[两二三四五六七八九十][项类个者家]$")
_NEAR = 40

Claim = tuple[Fact, int, Pair]
"""A rate, the way its words go (0 for neither), and what it runs between."""


def check_base_rows(facts: Facts) -> Iterator[Finding]:
    """Every row of bases whose results are told as a row, or one by one, before or behind it."""
    if not _EACH.search(facts.reading.text):
        return
    for fact in facts.all:
        if _earlier(facts, fact):
            bases = _row(facts, fact)
            results = _results(facts, bases) if len(bases) > 1 else []
            pairs = [Pair(b, r, Tie.SURE) for b, r in zip(bases, results, strict=False)]
            yield from _judge(facts, [*_beside(facts, pairs), *_behind(facts, pairs)])


def _earlier(facts: Facts, fact: Fact) -> bool:
    """上年三项依次为8200万元: of the time before, each of several."""
    words = facts.reading.text[facts.reading.layout.clause(fact.mention.start)[0] : fact.mention.start]
    if not _EACH.search(words):
        return False
    moment = moment_of(words)
    told = moment.when in ("last", "opening", "prior", "before") or moment.stage in ("initial", "plan")
    return level(fact) and countable(fact.mention) and (told or fact.compared)


def _row(facts: Facts, first: Fact) -> list[Fact]:
    row = [first]
    for fact in facts.all[first.index + 1 :]:
        if not level(fact) or not countable(fact.mention) or facts.between(row[-1], fact) not in _JOINTS:
            break
        row.append(fact)
    return row


def _results(facts: Facts, bases: Sequence[Fact]) -> list[Fact]:
    """As many other numbers of the sentence, of the same sorts in the same order."""
    period = facts.period(bases[0].mention.start)
    line = facts.reading.layout.paragraph(bases[0].mention.start)[0]
    for near in (period, facts.within(max(line, bases[0].mention.start - 160), bases[-1].mention.end)):
        rest = [f for f in near if level(f) and countable(f.mention) and f not in bases]
        rest = [f for f in rest if any(same_sort(f.mention, base.mention) for base in bases)]
        rest = [f for f in rest if not _COUNTED.search(f.mention.text)]
        if len(rest) == len(bases) and all(
            same_sort(a.mention, b.mention) for a, b in zip(rest, bases, strict=True)
        ):
            return rest
    return []


def _beside(facts: Facts, pairs: Sequence[Pair]) -> Iterator[Claim]:
    """教育支出8610万元，增5%；农林水支出6300万元，减2%."""
    for pair in pairs:
        for fact in facts.all[pair.result.index + 1 : pair.result.index + 2]:
            words = facts.between(pair.result, fact)
            if fact.mention.kind is Kind.PERCENT and len(words) < 10 and (sign := _sign(words)):
                yield fact, sign, pair


def _behind(facts: Facts, pairs: Sequence[Pair]) -> Iterator[Claim]:
    """分别增长5%、8%; 增幅都是20%."""
    last = max((f.index for p in pairs for f in (p.base, p.result)), default=len(facts.all))
    rates = [f for f in facts.all[last + 1 : last + 1 + len(pairs)] if f.mention.kind is Kind.PERCENT]
    if not rates:
        return
    words = facts.between(facts.all[last], rates[0])
    sign = _sign(words)
    if not sign or len(words) > _NEAR or "。" in words:
        return
    if _SAME.search(words):
        yield from ((rates[0], sign, pair) for pair in pairs)
    elif len(rates) == len(pairs) and all(facts.between(a, b) in _JOINTS for a, b in pairwise(rates)):
        yield from ((rate, sign, pair) for rate, pair in zip(rates, pairs, strict=True))


def _sign(words: str) -> int:
    signs = {1 if match["up"] else -1 for match in _SIGN.finditer(words)}
    return signs.pop() if len(signs) == 1 else 0


def _holds(claim: Claim) -> bool:
    rate, sign, pair = claim
    base = meant(pair.base.mention)
    value = percent(distance(base, meant(pair.result.mention)), base)
    return not against(pair, sign) and claimed(rate.mention, value)


def _judge(facts: Facts, claims: Sequence[Claim]) -> Iterator[Finding]:
    wrong = [claim for claim in claims if claim[2].base.value > 0 and not _holds(claim)]
    if len(wrong) == len(claims):
        return
    for rate, sign, pair in wrong:
        base, result = pair.base.mention, pair.result.mention
        right = quotient(abs(pair.result.value - pair.base.value), pair.base.value)
        way = "增长" if pair.result.value > pair.base.value else "下降"
        message = f"由{base.text}到{result.text}是{way}{right}，与“{rate.mention.text}”不符。"
        code = "direction" if against(pair, sign) else "growth"
        yield found(code, message, Severity.ERROR, facts.reading, rate.mention, base, result)

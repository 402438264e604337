"""Claims of change: an amount, a rate, percentage points or a multiple between a base and a result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.crosscheck.arithmetic.changerows import check_rows
from pipeline.crosscheck.arithmetic.facts import SIGNED, Fact, Facts, Role, countable, same_sort
from pipeline.crosscheck.arithmetic.growthrates import check_rate, check_signed_rate
from pipeline.crosscheck.arithmetic.measures import Claim, How, judge
from pipeline.crosscheck.arithmetic.multiples import check_multiples
from pipeline.crosscheck.arithmetic.numbers import agrees, factor, written
from pipeline.crosscheck.arithmetic.operands import Pair, pairs
from pipeline.crosscheck.arithmetic.pairing import row
from pipeline.crosscheck.arithmetic.points import check_not_points, check_points, percent_pairs
from pipeline.crosscheck.arithmetic.stockwords import direction
from pipeline.crosscheck.arithmetic.told import explained, sign_of, spot_of, turned
from pipeline.crosscheck.arithmetic.turns import (
    check_itself,
    check_led,
    check_left_over,
    check_meant_to,
    check_opposite,
)
from pipeline.crosscheck.arithmetic.wider import wider
from pipeline.crosscheck.arithmetic.yearly import check_yearly
from pipeline.crosscheck.arithmetic.zero import check_zero_base
from schemas.figures import Kind
from schemas.findings import Finding, Mention

_JOINED = re.compile(
    r"[，,、（(]?(?:即|也即|同比|环比|幅度|增幅|降幅|变动幅度|比上年|较上年|相应|且|并|实际)*"
)
_TURNED, _KEPT = re.compile("转(?:为|成)?亏|亏损|逆差|赤字"), re.compile("结余|盈余|盈利|顺差|节余")
_YEARLY = re.compile(r"(?<![两三四五六几\d比较于])年均(?![比较])|年平均|平均每年|复合")
_MEAN_OF = re.compile("(?:[间来内]|以来)?平均(?:每年)?")
_MEAN = re.compile(r"年均|月均|平均每|年平均|人均|户均|逐年|复合")
_IN_ALL, _EACH = re.compile("累计"), re.compile("分别|依次")
_EVERY = re.compile(r"每[一-鿿\d]{0,4}[各均]?(?:都|再)?$")


def check_growth(facts: Facts) -> Iterator[Finding]:
    """Every change whose base or result stands beside it."""
    yield from check_multiples(facts)
    for fact in facts.all:
        if fact.role is Role.RESULT:
            yield from check_led(facts, fact)
            yield from check_left_over(facts, fact)
        elif SIGNED.search(fact.words) and fact.mention.kind is Kind.PERCENT:
            yield from check_signed_rate(facts, fact)
        elif fact.role is Role.CHANGE and fact.mention.high is None and _yearly(facts, fact):
            yield from check_yearly(facts, fact)
        elif fact.role is Role.CHANGE and fact.mention.high is None and not _MEAN.search(fact.words):
            yield from _change(facts, fact)


def _yearly(facts: Facts, fact: Fact) -> bool:
    """年均增长10%; 两年平均增长10%, 两年 being a number of its own."""
    span = facts.all[fact.index - 1].mention if fact.index else None
    over = span and span.kind is Kind.DURATION and (span.unit or "")[-1:] == "年"
    lead = fact.words.removesuffix(fact.verb.text) if fact.verb else ""
    return bool(_YEARLY.search(fact.words) or (over and _MEAN_OF.fullmatch(lead)))


def _change(facts: Facts, claim: Fact) -> Iterator[Finding]:
    mention = claim.mention
    if mention.kind is Kind.PERCENT:
        yield from check_rows(facts, claim)
        yield from check_zero_base(facts, claim)
        head = _head(facts, claim)
        if head is not None:
            yield from check_opposite(facts, head, claim)
        if mention.unit == "个百分点":
            yield from check_points(facts, claim)
        elif between := percent_pairs(facts, claim):
            yield from check_not_points(facts, claim, between)
        else:
            yield from check_rate(facts, claim, head)
    elif countable(mention) and mention.unit not in ("倍", "番"):
        yield from _amount(facts, claim)


def _head(facts: Facts, claim: Fact) -> Fact | None:
    """The amount of the same change right before its rate: 增加20万元，增长20%."""
    if not claim.index or claim.verb is None:
        return None
    head = facts.all[claim.index - 1]
    words = facts.reading.text[head.mention.end : claim.verb.start]
    joined = head.role is Role.CHANGE and countable(head.mention) and _JOINED.fullmatch(words)
    return head if joined else None


def _listed(facts: Facts, claim: Fact) -> bool:
    """Whether the change opens a row of which each has its own base."""
    return bool(_EACH.search(claim.words)) and facts.reading.text.startswith("、", claim.mention.end)


def _of_several(facts: Facts, claim: Fact, pair: Pair) -> bool:
    """调整后450万元，其中年初400万元，追加80万元，收回30万元: all of them lead from one to the other."""
    told = [f for f in facts.period(claim.mention.start) if f not in (pair.base, pair.result)]
    told = [f for f in told if same_sort(f.mention, claim.mention) and not f.compared]
    signs = [sign_of(f) or direction(f.words) for f in told]
    moved = sum(sign * f.value for sign, f in zip(signs, told, strict=True))
    moves = [sign * f.value for sign, f in zip(signs, told, strict=True) if f is not claim]
    if claim.index > pair.result.index and pair.result.value - pair.base.value in moves[:1]:
        return True  # 提高3.7分，主要是执行率提高2.5分: what they differ by is told already
    return len(told) > 1 and all(signs) and moved == pair.result.value - pair.base.value


def _of_rows(facts: Facts, claim: Fact, pair: Pair) -> bool:
    """奖牌总数27枚，比上届多5枚。上届金牌7枚、银牌8枚、铜牌7枚: from all of one row to all of the other."""
    rows = [row(facts, end) for end in (pair.result, pair.base)]
    result, base = (sum((f.value for f in one), Decimal(0)) for one in rows)
    apart = (result - base) * (sign_of(claim) or 1)
    return max(map(len, rows)) > 1 and agrees(claim.mention, (apart, apart))


def _amount(facts: Facts, claim: Fact) -> Iterator[Finding]:
    """比…B增加D, 由A到B，增加D: D against the difference of the two."""
    period = facts.reading.text[slice(*facts.reading.layout.period(claim.mention.start))]
    if _TURNED.search(period) and _KEPT.search(period):
        return  # 上年结余18.6万元，本年亏损4.2万元，相差22.8万元
    if not sign_of(claim) and claim.value < 0:
        return  # 差额-12.40万元: which is taken from which, nobody tells
    if claim.verb and claim.verb.text.startswith("提前") and claim.mention.kind is not Kind.DURATION:
        return  # 提前实现达到2.60平方米的目标
    if claim.verb and _EVERY.search(facts.reading.text, max(0, claim.verb.start - 8), claim.verb.start):
        return  # 每两年各增加450人次
    if _IN_ALL.search(claim.words) or _listed(facts, claim):
        return  # 分别压减36万元、42万元和30万元，三年累计压减108万元: sums
    spot = spot_of(facts, claim)
    yield from check_itself(facts, claim, spot)
    yield from check_meant_to(facts, claim)

    def alike(mention: Mention) -> bool:
        return same_sort(mention, claim.mention)

    told = Claim(claim.mention, How.AMOUNT, sign_of(claim))
    verdict = judge(told, pairs(facts, spot, alike), wider(facts, spot, alike))
    if verdict is None or _of_several(facts, claim, verdict.pair) or _of_rows(facts, claim, verdict.pair):
        return
    base, result = verdict.pair.base, verdict.pair.result
    unit, name = factor(claim.mention)
    right = result.value - base.value
    message = (
        f"{written(result.mention, unit)}－{written(base.mention, unit)}＝{right / unit:f}，"
        f"即{'增加' if right > 0 else '减少'}{abs(right) / unit:f}{name}，与“{claim.mention.text}”不符。"
    )
    message, due = explained(message, verdict.slip), f"{abs(right) / unit:f}{name}"
    yield turned(facts, claim, verdict.pair, message, verdict.severity, due)

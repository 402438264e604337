"""增长P%: from the amount of the change, from what it runs between, or on to what comes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.facts import SIGNED, Fact, Facts, Role, countable, level, same_sort
from pipeline.crosscheck.arithmetic.measures import (
    Claim,
    How,
    against,
    distance,
    judge,
)
from pipeline.crosscheck.arithmetic.moments import ordered
from pipeline.crosscheck.arithmetic.numbers import agrees, factor, grade, percent, quotient
from pipeline.crosscheck.arithmetic.ofchange import check_of_change
from pipeline.crosscheck.arithmetic.operands import Pair, Tie, pairs
from pipeline.crosscheck.arithmetic.told import explained, found, sign_of, single, spot_of
from pipeline.crosscheck.arithmetic.verbs import COMPARED, WITH
from pipeline.crosscheck.arithmetic.wider import wider
from pipeline.crosscheck.intervals import meant, minus, plus, times
from pipeline.crosscheck.show import plain
from schemas.findings import Finding, Severity

_ALL = 100
_ANOTHER = re.compile(
    "[增降减涨][幅速][^，。；]{0,3}[比较](?:上年|去年|上期|同期|上季度?|上月)[^，。；]{0,4}的$|分别|依次|各为"
)
"""降幅比上年的6.5%收窄: the rate of another time; 降幅分别为: each of another pair."""
_NOTHING = re.compile(r"无支出|[无未]发生|没有发生|未安排|无此|为零|为0(?![.\d])|未再")
_ONE = (Decimal(1), Decimal(1))
_CENT = (Decimal("0.01"), Decimal("0.01"))


def check_rate(facts: Facts, claim: Fact, head: Fact | None) -> Iterator[Finding]:
    """From D and what it is a change of, else from the two amounts it runs between."""
    if head is not None:
        wrong = list(check_of_change(facts, claim, head))
        yield from wrong or _turned(facts, claim, _backwards(facts, claim, head))
        return
    if _ANOTHER.search(claim.words) or _set_beside(facts, claim):
        return
    start = facts.reading.layout.period(claim.mention.start)[0]
    if claim.value == _ALL and _NOTHING.search(facts.reading.text, start, claim.mention.start):
        return  # 培训费本年无支出，上年为0.60万元，减少100%
    told = Claim(claim.mention, How.RATE, sign_of(claim))
    spot = spot_of(facts, claim)
    near = [p for p in pairs(facts, spot, single) if p.base.value > 0]
    far = [p for p in wider(facts, spot, single) if p.base.value > 0]
    if not near and (onwards := list(_onwards(facts, claim))):
        yield from onwards
        return
    if turned := list(_turned(facts, claim, near)):
        yield from turned
        return
    if verdict := judge(told, near, far):
        base, result = verdict.pair.base.mention, verdict.pair.result.mention
        right = quotient(abs(verdict.pair.result.value - verdict.pair.base.value), verdict.pair.base.value)
        message = f"由{base.text}到{result.text}，变动{right}，与“{claim.mention.text}”不符。"
        message = explained(message, verdict.slip)
        yield found(
            "growth", message, verdict.severity, facts.reading, claim.mention, base, result, expected=right
        )


def _set_beside(facts: Facts, claim: Fact) -> bool:
    """增长12%，比全县增速7.2%高4.8个百分点: the rate of another, that this one is held against."""
    behind = _AGAINST.match(facts.reading.text, claim.mention.end)
    return behind is not None and bool(COMPARED.search(claim.words) or WITH.search(claim.words))


_AGAINST = re.compile(
    "的?(?:水平|平均水平|平均)?(?:还|仍|相比|要|略|稍)*"
    "(?:[高低快慢多少]|提高|提升|回落|收窄|扩大|加快|放缓|降低|上升|下降)"
)


def _backwards(facts: Facts, claim: Fact, head: Fact) -> list[Pair]:
    """What the amount before the rate runs between, where both are told one way and its size is right."""
    if sign_of(head) != sign_of(claim) or not sign_of(head):
        return []
    near = pairs(facts, spot_of(facts, head), lambda m: same_sort(m, head.mention))
    sizes = [(p, distance(meant(p.base.mention), meant(p.result.mention))) for p in near]
    return [p for p, size in sizes if p.tie is Tie.SURE and agrees(head.mention, size)]


def _turned(facts: Facts, claim: Fact, near: Sequence[Pair]) -> Iterator[Finding]:
    """增加43.45万元，增长6.77% of what went down: the rate goes the wrong way as its amount does."""
    sign = sign_of(claim)
    if near and all(against(p, sign) for p in near):
        base, result = near[0].base.mention, near[0].result.mention
        message = f"由{base.text}到{result.text}是{'下降' if sign > 0 else '增长'}，与此处所写方向相反。"
        yield found("direction", message, Severity.ERROR, facts.reading, claim.mention, base, result)


def _onwards(facts: Facts, claim: Fact) -> Iterator[Finding]:
    """20万元，压减15%后为17万元: the rate stands between base and result."""
    if not 0 < claim.index < len(facts.all) - 1:
        return
    base, result = facts.all[claim.index - 1], facts.all[claim.index + 1]
    if not (level(base) and level(result) and countable(base.mention)) or base.mention.unit == "倍":
        return
    words = facts.between(claim, result)
    led = result.role is Role.RESULT and result.verb is not None and words[1:] == result.verb.text
    if not same_sort(base.mention, result.mention) or not (led or _THEREUPON.fullmatch(words)):
        return
    if _UNRELATED.search(facts.between(base, claim)):
        return
    sign = sign_of(claim)
    share = times(meant(claim.mention), _CENT)
    scale = plus(_ONE, share) if sign > 0 else minus(_ONE, share)
    wrong = grade(lambda of: agrees(result.mention, times(of(base.mention), scale)))
    if wrong is not None:
        unit, name = factor(result.mention)
        value = base.value * (100 + sign * (claim.mention.value or 0)) / 100 / unit
        sum_ = (
            f"{base.mention.text}×（1{'＋' if sign > 0 else '－'}{claim.mention.text}）＝{plain(value)}{name}"
        )
        message = f"{sum_}，与“{result.mention.text}”不符。"
        yield found(
            "growth", message, wrong, facts.reading, result.mention, base.mention, claim.mention,
            expected=plain(value) + name,
        )  # fmt: skip


_THEREUPON = re.compile(
    r"(?:[，,]?(?:之|以)?后)(?:降|升|调整|减|增)?(?:为|至|到|安排|剩余?|按|是|应为)?[^，。；\d]{0,4}|[，,](?:即|应为)[^，。；\d]{0,2}"
)
_UNRELATED = re.compile(r"[。；\n]|其中|比上年|较上年|同比|比去年")


def check_signed_rate(facts: Facts, claim: Fact) -> Iterator[Finding]:
    """变动率为-12.5%: signed, from the year before to the year."""
    period = facts.period(claim.mention.start)
    before = [f for f in period if f.index < claim.index and level(f) and countable(f.mention)]
    before = [f for f in before if not SIGNED.search(f.words)][-2:]
    if len(before) != 2 or not same_sort(before[0].mention, before[1].mention):
        return
    one, other = before
    if ordered(other.moment, one.moment):
        one, other = other, one
    elif not (ordered(one.moment, other.moment) or one.source):
        return
    if one.value <= 0:
        return
    wrong = grade(
        lambda of: agrees(claim.mention, percent(minus(of(other.mention), of(one.mention)), of(one.mention)))
    )
    if wrong is not None:
        right = quotient(other.value - one.value, one.value)
        base, result = one.mention, other.mention
        message = f"（{result.text}－{base.text}）÷{base.text}＝{right}，与“{claim.mention.text}”不符。"
        yield found("growth", message, wrong, facts.reading, claim.mention, base, result, expected=right)

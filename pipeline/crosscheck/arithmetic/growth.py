"""Claims of change: an amount, a rate, percentage points or a multiple between a base and a result."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from pipeline.crosscheck.arithmetic.facts import (
    SIGNED,
    Fact,
    Facts,
    Role,
    Spot,
    countable,
    level,
    same_sort,
)
from pipeline.crosscheck.arithmetic.moments import ordered
from pipeline.crosscheck.arithmetic.multiples import check_multiples
from pipeline.crosscheck.arithmetic.numbers import Of, agrees, factor, grade, percent, quotient, written
from pipeline.crosscheck.arithmetic.operands import Pair, Tie, in_row, pairs
from pipeline.crosscheck.arithmetic.yearly import check_yearly
from pipeline.crosscheck.arithmetic.zero import check_zero_base
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import Interval, meant, minus, plus, times
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_ONE = (Decimal(1), Decimal(1))
_CENT = (Decimal("0.01"), Decimal("0.01"))
_JOINED = re.compile(
    r"[，,、（(]?(?:即|也即|同比|环比|幅度|增幅|降幅|变动幅度|比上年|较上年|相应|且|并|实际)*"
)
_YEARLY = re.compile(r"年均|年平均|平均每年|复合")
_MEAN = re.compile(r"年均|月均|平均每|年平均|人均|户均|逐年|复合")


def check_growth(facts: Facts) -> Iterator[Finding]:
    """Every change whose base or result stands in the same sentence."""
    yield from check_multiples(facts)
    for fact in facts.all:
        if fact.role is Role.RESULT:
            yield from _led(facts, fact)
        elif SIGNED.search(fact.words) and fact.mention.kind is Kind.PERCENT:
            yield from _signed_rate(facts, fact)
        elif fact.role is Role.CHANGE and fact.mention.high is None and _YEARLY.search(fact.words):
            yield from check_yearly(facts, fact)
        elif fact.role is Role.CHANGE and fact.mention.high is None and not _MEAN.search(fact.words):
            yield from _change(facts, fact)


def _change(facts: Facts, claim: Fact) -> Iterator[Finding]:
    mention = claim.mention
    if mention.kind is Kind.PERCENT:
        yield from check_zero_base(facts, claim)
        head = _head(facts, claim)
        if head is not None:
            yield from _opposite(facts, head, claim)
        if mention.unit == "个百分点":
            yield from _points(facts, claim)
        elif not (mentions := list(_percent_pairs(facts, claim))):
            yield from _rate(facts, claim, head)
        else:
            yield from _not_points(facts, claim, mentions)
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


# -- the amount -------------------------------------------------------------------------------------


def _amount(facts: Facts, claim: Fact) -> Iterator[Finding]:
    """比…B增加D, 由A到B，增加D: D against the difference of the two."""
    spot = _spot(facts, claim)
    yield from _itself(facts, claim, spot)
    yield from _meant_to(facts, claim)
    found = pairs(facts, spot, lambda m: same_sort(m, claim.mention))
    sign = _sign(claim)
    wrong = grade(lambda of: any(agrees(claim.mention, _signed(of, p, sign)) for p in found))
    if not found or wrong is None:
        return
    base, result = found[0].base.mention, found[0].result.mention
    unit, name = factor(claim.mention)
    right = found[0].result.value - found[0].base.value
    words = "增加" if right > 0 else "减少"
    message = (
        f"{written(result, unit)}－{written(base, unit)}＝{right / unit:f}，"
        f"即{words}{abs(right) / unit:f}{name}，与“{claim.mention.text}”不符。"
    )
    yield _turned(facts, claim, found[0], message, wrong)


def _itself(facts: Facts, claim: Fact, spot: Spot) -> Iterator[Finding]:
    """2025年预算…，比2025年预算减少: measured from itself."""
    if spot.base is None or not claim.index:
        return
    wanted, result = spot.base.moment, facts.all[claim.index - 1]
    told = spot.now.timed or spot.now.stage  # 2024年预算较2023年决算增加 says itself what is compared
    same = (
        not told
        and wanted.year
        and wanted.stage
        and (wanted.year, wanted.stage) == (result.moment.year, result.moment.stage)
    )
    if same and level(result) and same_sort(result.mention, claim.mention) and not spot.base.noun:
        words = facts.reading.text[spot.base.start : claim.verb.start if claim.verb else spot.start]
        message = f"“{words}”是与自身比较，请核对年份。"
        yield finding(
            "comparison", message, facts.reading.text, spot.base.start, claim.mention.start,
            others=((result.mention.start, result.mention.end),),
        )  # fmt: skip


_FRESH = re.compile(r"新[购增建招添聘录设]|购置|增配|添置|处置|报废|退出|注销|调出|核销")


def _meant_to(facts: Facts, claim: Fact) -> Iterator[Finding]:
    """原有40块，新购20块，由40块增加了60块: 增加了 for 增加到."""
    if claim.verb is None or not claim.verb.text.endswith("了") or claim.index < 2:
        return
    base = facts.all[claim.index - 1]
    if not base.source or not same_sort(base.mention, claim.mention) or facts.up_to(base, claim.verb.start):
        return
    sign = claim.verb.sign
    for fact in facts.period(claim.mention.start):
        fresh = fact.index < base.index and same_sort(fact.mention, base.mention)
        if not fresh or not _FRESH.search(fact.words):
            continue
        if base.value + sign * fact.value == claim.value != fact.value:
            right = f"{claim.verb.text[:-1]}到{claim.mention.text}"
            sum_ = f"{base.mention.text}{'＋' if sign > 0 else '－'}{fact.mention.text}＝{claim.mention.text}"
            message = f"{sum_}，应为“{right}”，“了”字后面写的是增减的数。"
            yield finding(
                "growth", message, facts.reading.text, claim.verb.start, claim.mention.end, expected=right,
                others=((fact.mention.start, fact.mention.end),),
            )  # fmt: skip


def _signed(of: Of, pair: Pair, sign: int) -> Interval:
    low, high = minus(of(pair.result.mention), of(pair.base.mention))
    return (low, high) if sign > 0 else (-high, -low)


# -- the rate ---------------------------------------------------------------------------------------


def _rate(facts: Facts, claim: Fact, head: Fact | None) -> Iterator[Finding]:
    """增长P%: from D and what it is a change of, else from the two amounts it runs between."""
    if head is not None:
        found = pairs(facts, _spot(facts, head), lambda m: same_sort(m, head.mention))
        yield from _of_change(facts, claim, head, found)
        return
    found = pairs(facts, _spot(facts, claim), _plain)
    found = [p for p in found if p.base.value > 0]
    if not found:
        yield from _onwards(facts, claim)
        return
    base, result = found[0].base.mention, found[0].result.mention
    if all(_against(p, _sign(claim)) for p in found):
        words = "下降" if _sign(claim) > 0 else "增长"
        message = f"由{base.text}到{result.text}是{words}，与此处所写方向相反。"
        yield _found("direction", message, Severity.ERROR, facts.reading, claim.mention, base, result)
        return
    wrong = grade(lambda of: any(_fits_rate(claim.mention, of, p) for p in found))
    if wrong is not None:
        right = quotient(abs(found[0].result.value - found[0].base.value), found[0].base.value)
        message = f"由{base.text}到{result.text}，变动{right}，与“{claim.mention.text}”不符。"
        yield _found("growth", message, wrong, facts.reading, claim.mention, base, result)


def _fits_rate(claim: Mention, of: Of, pair: Pair) -> bool:
    base, result = of(pair.base.mention), of(pair.result.mention)
    return agrees(claim, percent(_apart(base, result), base))


def _of_change(facts: Facts, claim: Fact, head: Fact, found: list[Pair]) -> Iterator[Finding]:
    """增加D，增长P%: D over every base that the words allow."""
    bases = [(p.base, 0) for p in found] + [(p.result, _sign(head)) for p in found]
    if not found:
        near = [f for f in facts.period(head.mention.start) if f.index < head.index and level(f)]
        near = [f for f in near if same_sort(f.mention, head.mention)]
        if not near or not _next_to(facts, near[-1], head):
            near = []
        near.reverse()  # what stands next to the change is what it most likely changes
        bases += [(f, _sign(head)) for f in near]
        bases += [(f, 0) for f in near if _earlier(f)]
    holds: Callable[[Of], bool] = lambda of: any(  # noqa: E731
        agrees(claim.mention, percent(of(head.mention), _implied(of, f, head, sign))) for f, sign in bases
    )
    wrong = grade(holds)
    if not bases or wrong is None:
        return
    unit, _ = factor(head.mention)
    base, sign = bases[0]
    shown = written(base.mention, unit)
    if sign:
        shown = f"（{shown}{'－' if sign > 0 else '＋'}{written(head.mention, unit)}）"
    value = base.value - sign * head.value
    sum_ = f"{written(head.mention, unit)}÷{shown}＝{quotient(head.value, value)}"
    message = f"{sum_}，与“{claim.mention.text}”不符。"
    yield _found("growth", message, wrong, facts.reading, claim.mention, head.mention, base.mention)


def _next_to(facts: Facts, one: Fact, head: Fact) -> bool:
    """Whether the change speaks of the level before it: no other noun stands between."""
    return not _spot(facts, head).subject and not re.search(r"[。；\n]|其中", facts.between(one, head))


def _earlier(fact: Fact) -> bool:
    moment = fact.moment
    return (
        fact.compared or moment.when in ("last", "opening", "before") or moment.stage in ("initial", "plan")
    )


def _implied(of: Of, level_: Fact, head: Fact, sign: int) -> Interval:
    """The base: the level itself, or what the result and its change imply."""
    if sign == 0:
        return of(level_.mention)
    return (minus if sign > 0 else plus)(of(level_.mention), of(head.mention))


def _onwards(facts: Facts, claim: Fact) -> Iterator[Finding]:
    """20万元，压减15%后为17万元: the rate stands between base and result."""
    if not 0 < claim.index < len(facts.all) - 1:
        return
    base, result = facts.all[claim.index - 1], facts.all[claim.index + 1]
    if not (level(base) and level(result) and countable(base.mention)) or base.mention.unit == "倍":
        return
    words = facts.between(claim, result)
    if not same_sort(base.mention, result.mention) or not _THEREUPON.fullmatch(words):
        return
    if _UNRELATED.search(facts.between(base, claim)):
        return
    sign = _sign(claim)
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
        yield _found("growth", message, wrong, facts.reading, result.mention, base.mention, claim.mention)


_THEREUPON = re.compile(
    r"(?:[，,]?(?:之|以)?后)(?:降|升|调整|减|增)?(?:为|至|到|安排|剩余?|按|是|应为)?[^，。；\d]{0,4}|[，,](?:即|应为)[^，。；\d]{0,2}"
)
_UNRELATED = re.compile(r"[。；\n]|其中|比上年|较上年|同比|比去年")


def _signed_rate(facts: Facts, claim: Fact) -> Iterator[Finding]:
    """变动率为-12.5%: signed, from the year before to the year."""
    period = facts.period(claim.mention.start)
    before = [f for f in period if f.index < claim.index and level(f) and countable(f.mention)][-2:]
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
        yield _found("growth", message, wrong, facts.reading, claim.mention, base, result)


# -- percentage points ------------------------------------------------------------------------------


def _percent_pairs(facts: Facts, claim: Fact) -> Iterator[Pair]:
    """Two percentages that the change runs between; none when an amount stands nearer."""
    if claim.index and countable(facts.all[claim.index - 1].mention):
        return
    yield from pairs(facts, _spot(facts, claim), lambda m: m.kind is Kind.PERCENT and m.unit == "%")


def _points(facts: Facts, claim: Fact) -> Iterator[Finding]:
    found = list(_percent_pairs(facts, claim))
    sign = _sign(claim)
    wrong = grade(lambda of: any(agrees(claim.mention, _signed(of, p, sign)) for p in found))
    if found and wrong is not None:
        base, result = found[0].base, found[0].result
        difference = plain(abs(result.value - base.value))
        way = "提高" if result.value > base.value else "下降"
        moved = f"由{base.mention.text}到{result.mention.text}是{way}{difference}个百分点"
        message = f"{moved}，与“{claim.mention.text}”不符。"
        yield _turned(facts, claim, found[0], message, wrong)


def _not_points(facts: Facts, claim: Fact, found: list[Pair]) -> Iterator[Finding]:
    """由90%提高到95%，提高了5%: the difference of two percentages is told in points."""
    pair = found[0]
    base, result, value = pair.base, pair.result, claim.value
    apart = abs(result.value - base.value)
    if apart == value and base.value and apart * 100 / base.value != value:
        message = (
            f"{base.mention.text}与{result.mention.text}是两个百分率，相差{plain(apart)}个百分点，"
            f"不能写“{claim.mention.text}”。"
        )
        yield _found(
            "percent-points",
            message,
            Severity.ERROR,
            facts.reading,
            claim.mention,
            base.mention,
            result.mention,
        )


# -- words ------------------------------------------------------------------------------------------


def _led(facts: Facts, result: Fact) -> Iterator[Finding]:
    """由3.42%升至3.15%: the verb against the two numbers."""
    verb = result.verb
    if verb is None or not verb.sign or not result.index:
        return
    base = facts.all[result.index - 1]
    if not level(base) or not same_sort(base.mention, result.mention):
        return
    if in_row(facts, base, -1) or in_row(facts, result, 1):
        return
    words = facts.between(base, result)
    if len(words) > 28 or re.search(r"[。；\n]|其中", words) or base.mention.unit != result.mention.unit:
        return
    if not (
        base.source
        or base.compared
        or ordered(base.moment, result.moment)
        or re.match(r"[，,]?(?:现|已)?$", words[: -len(verb.text)])
    ):
        return
    if _against(Pair(base, result, Tie.SURE), verb.sign):
        way = "下降" if verb.sign > 0 else "上升"
        message = f"由{base.mention.text}到{result.mention.text}是{way}，与“{verb.text}”不符。"
        yield finding(
            "direction", message, facts.reading.text, verb.start, result.mention.end,
            expected="降" if verb.sign > 0 else "升", others=((base.mention.start, base.mention.end),),
        )  # fmt: skip


def _opposite(facts: Facts, head: Fact, claim: Fact) -> Iterator[Finding]:
    """减少35起，上升8.31%: amount and rate of one change cannot part."""
    if head.verb is None or claim.verb is None or head.verb.sign * claim.verb.sign >= 0:
        return
    if claim.mention.unit == "个百分点":
        return
    message = (
        f"同一变动，“{head.verb.text}{head.mention.text}”与“{claim.verb.text}{claim.mention.text}”方向相反。"
    )
    yield finding(
        "direction", message, facts.reading.text, claim.verb.start, claim.mention.end,
        others=((head.verb.start, head.mention.end),),
    )  # fmt: skip


def _against(pair: Pair, sign: int) -> bool:
    """Whether the two numbers certainly move the other way than the word says."""
    low, high = minus(meant(pair.result.mention), meant(pair.base.mention))
    return low > 0 if sign < 0 else high < 0


def _apart(base: Interval, result: Interval) -> Interval:
    low, high = minus(result, base)
    return (Decimal(0) if low <= 0 <= high else min(abs(low), abs(high))), max(abs(low), abs(high))


def _spot(facts: Facts, claim: Fact) -> Spot:
    return facts.spot(claim.verb.start if claim.verb else claim.mention.start)


def _plain(mention: Mention) -> bool:
    return countable(mention) and mention.unit not in ("倍", "番")


def _sign(fact: Fact) -> int:
    return fact.verb.sign if fact.verb else 0


def _turned(facts: Facts, claim: Fact, pair: Pair, message: str, severity: Severity) -> Finding:
    """As ``_found``; where only the direction is wrong, its word is part of what is quoted."""
    start = claim.mention.start
    if claim.verb and _against(pair, claim.verb.sign):
        start = claim.verb.start
    places = tuple((f.mention.start, f.mention.end) for f in (pair.base, pair.result))
    text = facts.reading.text
    return finding("growth", message, text, start, claim.mention.end, severity=severity, others=places)


def _found(
    code: str, message: str, severity: Severity, reading: Reading, claim: Mention, *others: Mention
) -> Finding:
    places = tuple((m.start, m.end) for m in others)
    return finding(code, message, reading.text, claim.start, claim.end, severity=severity, others=places)

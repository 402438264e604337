"""Claims of change: 由A到B, 比上年增加D, 增长P%, 增长N倍, 个百分点."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

from pipeline.crosscheck.arithmetic.numbers import (
    Of,
    agrees,
    alike,
    between,
    factor,
    grade,
    is_amount,
    percent,
    quotient,
    timed,
    window,
    written,
)
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import Interval, meant, minus, over, plus, times
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_UP = "延长|扩大|提升|回升|攀升|上调|提前|调增|净增|增收|增支|增加|增长|上升|提高|多|高|上涨|增|超"
_DOWN = "缩短|压降|下调|回落|收窄|下滑|调减|净减|减收|减支|减少|下降|降低|压减|少|低|压缩|缩减|节约|减|降"
_MOVED = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|约|近|幅度?|率|出|支)*(?:为|达)?$")
_CHANGE = re.compile(
    rf"[，,（(]?(?:同?(?:比|较|与|和)[^，。；：、]{{0,14}}?(?:相比|比)?[，,]?)?(?:有所|共|净|实际|同比)?(?:{_UP}|{_DOWN})(?:了|约|近|出)*$"
)
_FROM = re.compile(r"(?:由|从)[^，。；：、]{0,14}$")
_THAN = re.compile(r"(?:比|较|与|和)[^，。；：、]{0,14}$")
_BASE = re.compile(r"上年|去年|上一年|年初|(?<!公共)(?<!基金)(?<!经营)预算|由|从|比|较")
_LAST = re.compile(r"上年|去年|上一年|同期|前一年|期初|改造前|实施前|整治前|原来|原|此前")
_OPENING = re.compile(r"年初|期初|预算|计划|概算")
_NOW = re.compile(r"本年|当年|今年|决算|实际|现|目前|年末|期末|改造后|调整后|执行")
_AGAINST_LAST = re.compile(r"(?:比|较|与|同)(?:上年|去年|上一年|同期|改造前|实施前|前一年|\d{4}年)|同比")
_AGAINST_PLAN = re.compile(r"(?:比|较|与|同)(?:年初|预算|计划|概算)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_MEAN = re.compile(r"年均|月均|平均每|年平均|人均|户均")
_NONE_BEFORE = re.compile(
    r"(?:上年|去年|上一年|年初|\d{4}年)(?:度|预算|支出|收入|决算|同期)*(?:均|尚|并)*(?:为|是)?(?:0(?![.\d])(?:\.0+)?(?:万?元)?|零|未安排|没有安排|无此项|未发生|没有发生|无支出|未支出|无该项|未列支|未开展|没有该项|无收入)"
)
_TIMES = re.compile(
    r"(?:是|为|达到?|达|增长到|增至|扩大到|相当于)(?:了)?[^，。；、\d]{0,8}(?:\d{4}年)?[^，。；、\d]{0,8}的$"
)
_DOUBLED = re.compile(
    r"(?:翻(?:了)?(?:一|1)?番|翻了?(?P<two>两|二|2)番|翻了?(?P<three>三|3)番|实现倍增|增长了?一倍)(?P<more>以上|多)?"
)
_NEW_NOUN = re.compile(r"其中|人均|生均|平均|户均|单位|另")


def check_growth(reading: Reading) -> Iterator[Finding]:
    """Every change whose base or result stands in the same sentence."""
    yield from _doubled(reading)
    for at, claim in enumerate(reading.figures):
        if (
            at >= 2
            and is_amount(claim)
            and reading.text[max(0, claim.start - 8) : claim.start].find("后") >= 0
        ):
            yield from _after(reading, at)
        if claim.kind is Kind.PERCENT:
            yield from _change_rate(reading, claim)
        if claim.unit == "倍" or claim.text.endswith("倍"):
            yield from _of_base(reading, claim)
        yield from _moved_to(reading, claim)
        moved = _MOVED.search(window(reading, claim))
        if moved is None or _MEAN.search(window(reading, claim)):
            continue
        sign = 1 if moved["up"] else -1
        start = reading.layout.sentence(claim.start)[0]
        before = between(reading, start, claim.start)
        if claim.text.endswith("倍"):
            yield from _multiple(reading, claim, before, sign)
        elif claim.kind is Kind.PERCENT:
            yield from _no_base(reading, claim)
            yield from _opposite(reading, claim, before, sign)
            yield from _percent(reading, claim, before, sign)
        elif is_amount(claim) or claim.kind is Kind.DURATION:
            alike_ = [m for m in before if _countable(m)]
            yield from _difference(reading, claim, alike_, sign)


def _pair(reading: Reading, before: list[Mention]) -> tuple[Mention, Mention] | None:
    """The two numbers that a change runs between: 由A到B, or A and B each with its own year."""
    if len(before) < 2:
        return None
    one, other = before[-2:]
    if one.kind is not other.kind or _NEW_NOUN.search(reading.text[one.end : other.start]):
        return None
    if _FROM.search(reading.text[max(0, one.start - 20) : one.start]):
        return one, other
    if _THAN.search(window(reading, other)) and _changing(reading, one, other):
        return other, one
    both = re.compile(r"\d{4}年|上年|去年|本年|当年")
    words = reading.text[one.end : other.start]
    apart = both.search(window(reading, one)) and re.match(r"[，,、]?(?:\d{4}年|本年|当年)", words)
    if not apart or not alike(one, other):
        return None
    return _by_year(reading, [one, other], "") or ((other, one) if _LAST.search(words) else (one, other))


def _roles(reading: Reading, before: list[Mention], claim: Mention) -> tuple[Mention, Mention] | None:
    """The base by the words that the change compares with, the result by being the only other one."""
    said = reading.text[before[-1].end : claim.start] if before else ""
    plain_ = [m for m in before if not _moving(reading, m)]
    if len(plain_) < 2:
        return None
    if _AGAINST_LAST.search(said):
        base = [m for m in plain_ if _LAST.search(window(reading, m))]
    elif _AGAINST_PLAN.search(said):
        base = [m for m in plain_ if _OPENING.search(window(reading, m)) and "调整" not in window(reading, m)]
    else:
        base = [m for m in plain_ if _LAST.search(window(reading, m))] if len(plain_) == 2 else []
    rest = [m for m in plain_ if m not in base]
    if not base:
        return _by_year(reading, plain_, said)
    if len(base) == 1 and len(rest) == 1 and alike_or_same(base[0], rest[0]):
        return base[0], rest[0]
    return None


def _by_year(reading: Reading, two: list[Mention], said: str) -> tuple[Mention, Mention] | None:
    """2022年320万元，2023年368万元: the earlier is the base."""
    if len(two) != 2 or not alike_or_same(*two) or _NEW_NOUN.search(reading.text[two[0].end : two[1].start]):
        return None
    years = [[int(y) for y in _YEAR.findall(window(reading, m))] for m in two]
    if not all(years) or years[0][-1] == years[1][-1]:
        return None
    return (two[0], two[1]) if years[0][-1] < years[1][-1] else (two[1], two[0])


def _moving(reading: Reading, mention: Mention) -> bool:
    """A change itself (增加5万元), which is no base and no result."""
    return bool(re.search(rf"(?:{_UP}|{_DOWN})(?:了|约|近)*$", window(reading, mention)))


def _countable(mention: Mention) -> bool:
    return is_amount(mention) or (mention.kind is Kind.DURATION and mention.high is None)


def alike_or_same(one: Mention, other: Mention) -> bool:
    """Alike amounts, or durations in one unit."""
    if one.kind is Kind.DURATION or other.kind is Kind.DURATION:
        return one.kind is other.kind and one.unit == other.unit
    return alike(one, other)


_SIGNED = re.compile(r"(?:变动率|增减率|增长率|增减变动率|变化率)(?:为|是|达|[:：])*$")
_AFTER = re.compile(r"后(?:降|升|调整|减|增)?(?:为|至|到|安排|剩余?|按)?[^，。；\d]{0,4}$")


def _change_rate(reading: Reading, claim: Mention) -> Iterator[Finding]:
    """变动率为-12.5%: signed, from the year before to the year."""
    if not _SIGNED.search(window(reading, claim)):
        return
    start, _ = reading.layout.sentence(claim.start)
    before = [m for m in between(reading, start, claim.start) if is_amount(m) and not _moving(reading, m)]
    pair = _pair(reading, before) or _by_year(reading, before, "")
    if pair is None and len(before) == 2 and alike(*before):
        bases = [m for m in before if _LAST.search(window(reading, m))]
        rest = [m for m in before if m not in bases]
        pair = (bases[0], rest[0]) if len(bases) == 1 else None
    if pair is None or _value(pair[0]) <= 0:
        return
    base, result = pair
    wrong = grade(lambda of: agrees(claim, percent(minus(of(result), of(base)), of(base))))
    if wrong is not None:
        right = quotient(_value(result) - _value(base), _value(base))
        message = f"（{result.text}－{base.text}）÷{base.text}＝{right}，与“{claim.text}”不符。"
        yield _found("growth", message, wrong, reading, claim, base, result)


def _after(reading: Reading, at: int) -> Iterator[Finding]:
    """20万元，压减15%后为17万元."""
    base, rate, result = reading.figures[at - 2 : at + 1]
    moved = _MOVED.search(window(reading, rate))
    if moved is None or rate.kind is not Kind.PERCENT or rate.unit == "个百分点" or not is_amount(base):
        return
    if (
        not is_amount(result)
        or not alike(base, result)
        or not _AFTER.fullmatch(reading.text[rate.end : result.start])
    ):
        return
    share = times(meant(rate), (Decimal("0.01"), Decimal("0.01")))
    one = (Decimal(1), Decimal(1))
    wrong = grade(
        lambda of: agrees(result, times(of(base), plus(one, share) if moved["up"] else minus(one, share)))
    )
    if wrong is not None:
        unit, name = factor(result)
        sign = 1 if moved["up"] else -1
        value = _value(base) * (100 + sign * _value(rate)) / 100 / unit
        mark = "＋" if sign > 0 else "－"
        message = f"{base.text}×（1{mark}{rate.text}）＝{plain(value)}{name}，与“{result.text}”不符。"
        yield _found("growth", message, wrong, reading, result, base, rate)


_TO = re.compile(
    r"(?:(?P<up>增加|增长|上升|提高|提升|扩大|升|增|涨|攀升|发展|延长)|(?P<down>下降|减少|降低|压减|压缩|缩减|回落|缩短|降|减|压降|核减))(?:到|至)了?[^，。；、]{0,8}$"
)


def _moved_to(reading: Reading, result: Mention) -> Iterator[Finding]:
    """由3.42%升至3.15%: the word against the two numbers."""
    word = _TO.search(window(reading, result))
    if word is None:
        return
    start, _ = reading.layout.sentence(result.start)
    before = between(reading, start, result.start)[-1:]
    if not before or not (alike_or_same(before[0], result) or before[0].kind is result.kind is Kind.PERCENT):
        return
    base = before[0]
    if base.unit != result.unit or len(reading.text[base.end : result.start]) > 24:
        return
    if not _FROM.search(reading.text[max(0, base.start - 20) : base.start]) and not _LAST.search(
        window(reading, base)
    ):
        return
    if _against(meant, base, result, 1 if word["up"] else -1):
        right = "降" if word["up"] else "升"
        message = f"由{base.text}到{result.text}是{'下降' if word['up'] else '上升'}，与“{word[0]}”不符。"
        yield finding(
            "direction", message, reading.text, result.start - len(word[0]), result.end,
            expected=right, others=((base.start, base.end),),
        )  # fmt: skip


def _no_base(reading: Reading, claim: Mention) -> Iterator[Finding]:
    """A rate on nothing, or on a negative number."""
    if claim.unit == "个百分点":
        return
    start, _ = reading.layout.period(claim.start)
    words = reading.text[start : claim.start]
    before = [m for m in between(reading, start, claim.start) if is_amount(m) and (m.value or 0) < 0]
    gone = _NONE_BEFORE.search(words)
    if gone and len(words) - gone.end() <= 50 and "；" not in words[gone.end() :]:
        message = f"“{gone[0]}”，基数为零，不能计算增减率，此处写{claim.text}。"
        yield finding("zero-base", message, reading.text, claim.start, claim.end)
    elif before and re.search(r"年初|上年|去年|期初|由|从", window(reading, before[-1])):
        message = f"基数{before[-1].text}为负数，增减率没有意义，此处写{claim.text}。"
        yield finding(
            "zero-base", message, reading.text, claim.start, claim.end,
            others=((before[-1].start, before[-1].end),),
        )  # fmt: skip


_JOINED = re.compile(r"[，,、（(]?(?:同比|幅度|比上年)?")


def _opposite(reading: Reading, claim: Mention, before: list[Mention], sign: int) -> Iterator[Finding]:
    """减少35起，上升8.31%: amount and rate of one change cannot part."""
    if not before or claim.unit == "个百分点" or not is_amount(before[-1]):
        return
    other = _MOVED.search(window(reading, before[-1]))
    word = _MOVED.search(window(reading, claim))
    if other is None or word is None:
        return
    joined = reading.text[before[-1].end : claim.start - len(word[0])]
    if _JOINED.fullmatch(joined) and bool(other["up"]) != (sign > 0):
        message = f"同一变动，“{other[0]}{before[-1].text}”与“{word[0]}{claim.text}”方向相反。"
        yield finding(
            "direction", message, reading.text, claim.start - len(word[0]), claim.end,
            others=((before[-1].start - len(other[0]), before[-1].end),),
        )  # fmt: skip


def _ratio(reading: Reading, at: int) -> tuple[Mention, Mention] | None:
    start, _ = reading.layout.sentence(at)
    before = [m for m in between(reading, start, at) if is_amount(m) and not _moving_only(reading, m)]
    if len(before) < 2 or not alike(*before[-2:]):
        return None
    pair = _pair(reading, before) or _by_year(reading, before[-2:], "")
    if pair is None:
        base = [m for m in before if _LAST.search(window(reading, m))]
        rest = [m for m in before if m not in base]
        pair = (base[0], rest[0]) if len(base) == 1 and len(rest) == 1 and alike(base[0], rest[0]) else None
    return pair if pair and (pair[0].value or 0) > 0 else None


def _moving_only(reading: Reading, mention: Mention) -> bool:
    return _moving(reading, mention) and not re.search(r"[到至为]$", window(reading, mention))


def _of_base(reading: Reading, claim: Mention) -> Iterator[Finding]:
    """是2019年的4.5倍: result ÷ base."""
    if not _TIMES.search(reading.text[reading.layout.clause(claim.start)[0] : claim.start]):
        return
    pair = _ratio(reading, claim.start)
    if pair is None:
        return
    base, result = pair
    wrong = grade(lambda of: agrees(claim, over(of(result), of(base))))
    if wrong is not None:
        times_ = plain((_value(result) / _value(base)).quantize(Decimal("0.01")))
        message = f"{result.text}÷{base.text}＝{times_}倍，与“{claim.text}”不符。"
        yield _found("multiple", message, wrong, reading, claim, base, result)


def _doubled(reading: Reading) -> Iterator[Finding]:
    """翻番, 翻两番: result ÷ base is 2, 4, 8."""
    if "番" not in reading.text and "倍" not in reading.text:
        return
    for match in _DOUBLED.finditer(reading.text):
        if re.search(
            r"力争|目标|计划|预计|有望|将",
            reading.text[reading.layout.sentence(match.start())[0] : match.start()],
        ):
            continue
        pair = _ratio(reading, match.start())
        if pair is None:
            continue
        base, result = pair
        factor_ = Decimal(4 if match["two"] else 8 if match["three"] else 2)
        low, high = over(meant(result), meant(base)) or (factor_, factor_)
        # 翻番 is said loosely of anything at or a little above the double.
        if high >= factor_ * Decimal("0.97") and (match["more"] or low <= factor_ * Decimal("1.25")):
            continue
        times_ = plain((_value(result) / _value(base)).quantize(Decimal("0.01")))
        message = f"{result.text}÷{base.text}＝{times_}倍，与“{match[0]}”（{factor_}倍）不符。"
        yield finding(
            "multiple", message, reading.text, *match.span(), expected=f"{times_}倍",
            others=((base.start, base.end), (result.start, result.end)),
        )  # fmt: skip


def _changing(reading: Reading, one: Mention, other: Mention) -> bool:
    """今年A，比…B增加: nothing but the comparison stands between the two."""
    return reading.text[one.end : other.start].lstrip("，,")[:1] in "比较与和同" and alike(one, other)


def _multiple(reading: Reading, claim: Mention, before: list[Mention], sign: int) -> Iterator[Finding]:
    pair = _pair(reading, [m for m in before if is_amount(m)])
    if pair is None or sign < 0:
        return
    base, result = pair
    if not base.value:
        return
    wrong = grade(lambda of: agrees(claim, over(minus(of(result), of(base)), of(base))))
    if wrong is None:
        return
    times = _value(result) / _value(base)
    now, more = plain(times.quantize(Decimal("0.01"))), plain((times - 1).quantize(Decimal("0.01")))
    message = f"由{base.text}到{result.text}，是原来的{now}倍，增长{more}倍，与“{claim.text}”不符。"
    yield _found("multiple", message, wrong, reading, claim, base, result)


def _percent(reading: Reading, claim: Mention, before: list[Mention], sign: int) -> Iterator[Finding]:
    rates = [m for m in before if m.kind is Kind.PERCENT and m.unit != "个百分点"]
    pair = _pair(reading, rates) if len(rates) == len(before) or len(rates) >= 2 else None
    if pair is not None:
        yield from _points(reading, claim, *pair)
    elif claim.unit != "个百分点":
        yield from _rate(reading, claim, [m for m in before if is_amount(m)], sign)


def _points(reading: Reading, claim: Mention, base: Mention, result: Mention) -> Iterator[Finding]:
    difference = abs((result.value or Decimal(0)) - (base.value or Decimal(0)))
    if claim.unit == "个百分点":
        wrong = grade(lambda of: agrees(claim, _apart(of(base), of(result))))
        if wrong is not None:
            message = f"{base.text}与{result.text}相差{difference}个百分点，与“{claim.text}”不符。"
            yield _found("growth", message, wrong, reading, claim, base, result)
    elif difference == claim.value and base.value and difference * 100 / base.value != claim.value:
        message = f"{base.text}与{result.text}是两个百分率，相差{difference}个百分点，不能写“{claim.text}”。"
        yield _found("percent-points", message, Severity.ERROR, reading, claim, base, result)


def _rate(reading: Reading, claim: Mention, before: list[Mention], sign: int) -> Iterator[Finding]:
    """增长P%: from D and what it is a change of, else from the two amounts it runs between."""
    change = before[-1] if before and _MOVED.search(window(reading, before[-1])) else None
    if change is None:
        pair = _pair(reading, before) or _roles(reading, before, claim)
        if pair is None or not _value(pair[0]):
            return
        base, result = pair
        if _against(of=meant, base=base, result=result, sign=sign):
            words = "增长" if sign < 0 else "下降"
            message = f"由{base.text}到{result.text}是{words}，与此处所写方向相反。"
            yield _found("direction", message, Severity.ERROR, reading, claim, base, result)
            return
        wrong = grade(lambda of: agrees(claim, percent(_apart(of(base), of(result)), of(base))))
        if wrong is not None and base.value:
            right = quotient(abs(_value(result) - _value(base)), _value(base))
            message = f"由{base.text}到{result.text}，变动{right}，与“{claim.text}”不符。"
            yield _found("growth", message, wrong, reading, claim, base, result)
        return
    others = [m for m in before[:-1] if alike(m, change)]
    if not others or not _belongs(reading, others[-1], change) or _parted(reading, change, claim):
        return
    bases = list(_bases(reading, others, change, sign))
    wrong = grade(lambda of: any(agrees(claim, percent(of(change), base(of))) for base, _ in bases))
    if bases and wrong is not None:
        message = f"{bases[-1][1]}，与“{claim.text}”不符。"
        yield _found("growth", message, wrong, reading, claim, change, others[-1])


def _bases(
    reading: Reading, others: list[Mention], change: Mention, sign: int
) -> Iterator[tuple[Callable[[Of], Interval], str]]:
    """What D may be measured against: the result less D, or an amount that the words mark as the base."""
    unit, _ = factor(change)
    if _THAN.search(window(reading, others[-1])):
        right = quotient(_value(change), _value(others[-1]))
        words = f"{written(change, unit)}÷{written(others[-1], unit)}＝{right}"
        yield partial(_taken, others[-1]), words
        return
    for other in others:
        marked = _BASE.search(window(reading, other)) or (timed(reading, other) and other is not others[-1])
        if marked:
            right = quotient(_value(change), _value(other))
            yield partial(_taken, other), f"{written(change, unit)}÷{written(other, unit)}＝{right}"
        value = _value(other) - sign * _value(change)
        mark = "－" if sign > 0 else "＋"
        words = f"{written(change, unit)}÷（{written(other, unit)}{mark}{written(change, unit)}）"
        yield partial(_before, other, change, sign), f"{words}＝{quotient(_value(change), value)}"


def _against(of: Of, base: Mention, result: Mention, sign: int) -> bool:
    """Whether the two numbers certainly move the other way than the word says."""
    low, high = minus(of(result), of(base))
    return low > 0 if sign < 0 else high < 0


def _taken(mention: Mention, of: Of) -> Interval:
    return of(mention)


def _before(result: Mention, change: Mention, sign: int, of: Of) -> Interval:
    """The base that the result and its change imply."""
    return minus(of(result), of(change)) if sign > 0 else plus(of(result), of(change))


def _difference(reading: Reading, claim: Mention, before: list[Mention], sign: int) -> Iterator[Finding]:
    """比…B增加D, 由A到B，增加D: D against the difference of the two."""
    mine = [m for m in before if alike_or_same(m, claim)]
    pair = _pair(reading, mine)
    if pair is None or not _close(reading, claim, pair):
        pair = _roles(reading, mine, claim)
    if pair is None or len(reading.text[max(m.end for m in pair) : claim.start]) > 24:
        return
    base, result = pair
    wrong = grade(lambda of: agrees(claim, _signed(of(base), of(result), sign)))
    if wrong is None:
        return
    unit, name = factor(claim)
    right = _value(result) - _value(base)
    words = "增加" if right > 0 else "减少"
    message = (
        f"{written(result, unit)}－{written(base, unit)}＝{right / unit:f}，"
        f"即{words}{abs(right) / unit:f}{name}，与“{claim.text}”不符。"
    )
    yield _found("growth", message, wrong, reading, claim, base, result)


def _close(reading: Reading, claim: Mention, pair: tuple[Mention, Mention]) -> bool:
    last = max(pair, key=lambda m: m.start)
    words = reading.text[last.end : claim.start]
    return len(words) <= 8 and not _NEW_NOUN.search(words) and bool(_CHANGE.fullmatch(words))


def _belongs(reading: Reading, other: Mention, change: Mention) -> bool:
    return bool(_CHANGE.fullmatch(reading.text[other.end : change.start]))


def _parted(reading: Reading, change: Mention, claim: Mention) -> bool:
    return len(reading.text[change.end : claim.start]) > 8


def _signed(base: Interval, result: Interval, sign: int) -> Interval:
    low, high = minus(result, base)
    return (low, high) if sign > 0 else (-high, -low)


def _apart(base: Interval, result: Interval) -> Interval:
    low, high = minus(result, base)
    return (Decimal(0) if low <= 0 <= high else min(abs(low), abs(high))), max(abs(low), abs(high))


def _value(mention: Mention) -> Decimal:
    return mention.value or Decimal(0)


def _found(
    code: str, message: str, severity: Severity, reading: Reading, claim: Mention, *others: Mention
) -> Finding:
    places = tuple((m.start, m.end) for m in others)
    return finding(code, message, reading.text, claim.start, claim.end, severity=severity, others=places)

"""Multiples of a base: 增长N倍, 是…的N倍, 翻番, 减半."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.crosscheck.arithmetic.facts import (
    Base,
    Fact,
    Facts,
    Role,
    core,
    countable,
    level,
    moment_of,
    same_sort,
)
from pipeline.crosscheck.arithmetic.measures import Claim, How, judge
from pipeline.crosscheck.arithmetic.moments import odds
from pipeline.crosscheck.arithmetic.operands import Pair, Tie, pairs
from pipeline.crosscheck.arithmetic.timesof import check_named, named_pairs, said_twice
from pipeline.crosscheck.arithmetic.wider import wider
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import meant, over
from pipeline.crosscheck.show import plain
from schemas.findings import Finding

_OF = re.compile(
    r"(?:(?:是|为|达到?|相当于|等于|[增升扩][加长大展]?(?:到|至|为))了?|(?<=[，,]))(?P<base>[^，。；：、\d]{0,6}(?:(?:19|20)\d{2}年)?[^，。；：、\d]{0,8})的(?:近|约|将近)?$"
)
_DOUBLED = re.compile(
    r"(?:翻了?(?:近)?(?P<times>[一两二三四五1-5])?番|实现倍增|(?:增长|增加|提高|扩大)了?一倍)"
    r"(?P<more>以上|多)?"
)
_HALVED = re.compile(
    r"(?:减少|下降|降低|压减|压缩|缩短|缩减|减)了?(?P<soft>近|约|将近|超过?|过)?(?:一半|半(?![年个月天小])|二分之一)"
)
_OF_RATES = re.compile(
    r"(?:[增升涨降减跌]|[标价动化])(?:幅度?|速度?|长率)(?:约|就|恰|恰好|正好)?[是为达][^，。；\d]{0,14}的$"
)
"""农村的提标幅度是城市的2倍: a multiple of rates."""
_WISHED = re.compile(r"力争|目标|计划|预计|有望|将|拟|确保")
_RUNNING = re.compile(r"(?:连续|接连|连)(?P<years>[两二三四五2345])[年届期季月个](?:均|都|实现|保持|度)*$")
"""连续两年翻番: four times in all."""
_NUMERALS = {c: n for row in ("一二三四五", "12345", " 两") for n, c in enumerate(row, 1)}


def check_multiples(facts: Facts) -> Iterator[Finding]:
    """Every multiple whose base and result stand in the same sentence."""
    text = facts.reading.text
    if "倍" in text:
        for fact in facts.all:
            if fact.mention.text.endswith("倍") and text[fact.mention.end : fact.mention.end + 1] != "半":
                yield from _times(facts, fact)
    for pattern, wanted in ((_DOUBLED, "番倍"), (_HALVED, "半二")):
        if any(char in text for char in wanted):
            for match in pattern.finditer(text):
                yield from _worded(facts, match, _factor(match))


def _times(facts: Facts, claim: Fact) -> Iterator[Finding]:
    """增长N倍 is (R－B)÷B, 是…的N倍 is R÷B."""
    words = facts.reading.text[max(0, claim.mention.start - 32) : claim.mention.start]
    if said_twice(facts, claim):
        text, mention = facts.reading.text, claim.mention
        message = f"是{mention.text}即多{plain(claim.value - 1)}倍，与“{mention.text}”不符。"
        yield finding("multiple", message, text, mention.start, mention.end)
        return
    if _OF_RATES.search(words):
        return
    if claim.role is Role.CHANGE and claim.verb:
        if claim.verb.sign < 0:
            return
        spot, how = facts.spot(claim.verb.start), How.MORE
        near = pairs(facts, spot, countable)
    elif named_pairs(facts, claim)[0]:
        mention = claim.mention
        for pair in check_named(facts, claim):
            yield _found(facts, pair, mention.start, mention.end, mention.text, more=False)
        return
    elif near := _inside(facts, claim):
        spot, how = facts.spot(claim.mention.start), How.TIMES
    elif match := _OF.search(words):
        start = claim.mention.start - len(match[0])
        base = Base(moment_of(match["base"]), core(match["base"]), start)
        named = base.moment.timed or base.noun or base.moment.stage
        spot, how = facts.spot(start, base if named else None), How.TIMES
        near = pairs(facts, spot, countable) or pairs(facts, facts.spot(start), countable)
        near = [p for p in near if not odds(base.moment, p.base.moment)] if base.moment.year else near
    else:
        return
    near = [p for p in near if p.base.value > 0]
    far = [p for p in wider(facts, spot, countable) if p.base.value > 0]
    if verdict := judge(Claim(claim.mention, how, 1), near, far):
        mention, more = claim.mention, how is How.MORE
        yield _found(facts, verdict.pair, mention.start, mention.end, mention.text, more=more)


def _inside(facts: Facts, claim: Fact) -> list[Pair]:
    """为上年3万人次的3倍: the base stands between the verb and the multiple, the result before the verb."""
    if claim.index < 2 or facts.between(base := facts.all[claim.index - 1], claim) != "的":
        return []
    result = facts.all[claim.index - 2]
    if not re.search(r"(?:是|为|达到?|相当于|等于)了?[^，。；：、]{0,12}$", base.words) or not level(result):
        return []
    same = level(base) and same_sort(base.mention, result.mention)
    return [Pair(base, result, Tie.SURE)] if same else []


def _factor(match: re.Match[str]) -> Decimal:
    groups = match.groupdict()
    if "times" not in groups:
        return Decimal("0.5")
    return Decimal(2) ** _NUMERALS.get(groups["times"] or "一", 1)


def _worded(facts: Facts, match: re.Match[str], factor: Decimal) -> Iterator[Finding]:
    """翻番, 翻两番, 减半: said loosely of anything at or a little beyond."""
    start = match.start()
    if _WISHED.search(facts.reading.text, facts.reading.layout.sentence(start)[0], start):
        return
    found = [p for p in pairs(facts, facts.spot(start), countable) if p.base.value > 0]
    if times := _RUNNING.search(facts.reading.text, max(0, start - 14), start):
        many = _NUMERALS.get(times["years"], 0)
        found, factor = list(_years_apart(facts, start, many)), factor**many
    if not found or any(_loosely(p, match, factor) for p in found):
        return
    yield _found(facts, found[0], start, match.end(), f"{match[0]}（{plain(factor)}倍）", more=False)


def _years_apart(facts: Facts, at: int, many: int) -> Iterator[Pair]:
    """The number told last, and that of so many years before."""
    told = [f for f in facts.within(facts.reading.layout.period(at)[0], at) if level(f) and f.moment.year]
    told = [f for f in told if countable(f.mention) and same_sort(f.mention, told[-1].mention)]
    for base in told:
        if base.moment.year == (told[-1].moment.year or 0) - many and base.value > 0:
            yield Pair(base, told[-1], Tie.SURE)


def _loosely(pair: Pair, match: re.Match[str], factor: Decimal) -> bool:
    low, high = over(meant(pair.result.mention), meant(pair.base.mention)) or (factor, factor)
    if factor < 1:
        return low <= factor * Decimal("1.1") and high >= factor * Decimal("0.85")
    return high >= factor * Decimal("0.97") and (bool(match["more"]) or low <= factor * Decimal("1.25"))


def _found(facts: Facts, pair: Pair, start: int, end: int, said: str, *, more: bool) -> Finding:
    base, result = pair.base.mention, pair.result.mention
    times = pair.result.value / pair.base.value
    now = plain(times.quantize(Decimal("0.01")))
    message, expected = f"{result.text}÷{base.text}＝{now}倍", f"{now}倍"
    if more:
        grown = plain((times - 1).quantize(Decimal("0.01")))
        message = f"由{base.text}到{result.text}，是原来的{now}倍，增长{grown}倍"
        expected = f"{grown}倍"
    return finding(
        "multiple", f"{message}，与“{said}”不符。", facts.reading.text, start, end, expected=expected,
        others=tuple((m.start, m.end) for m in (base, result)),
    )  # fmt: skip

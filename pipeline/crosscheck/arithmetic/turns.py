"""Words of change against their numbers: 升至 a lower one, 增加了 for 增加到, measured from itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role, Spot, countable, level, same_sort
from pipeline.crosscheck.arithmetic.measures import against, distance
from pipeline.crosscheck.arithmetic.moments import Moment, ordered
from pipeline.crosscheck.arithmetic.numbers import claimed, percent, quotient
from pipeline.crosscheck.arithmetic.operands import Pair, Tie, in_row
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import meant
from schemas.findings import Finding

_A_SHARE = re.compile(r"的\s?[\d０-９三四五六七八九一二两]")
"""减少到上年6.80万元的75%: not to 6.80万元."""


def check_led(facts: Facts, result: Fact) -> Iterator[Finding]:
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
    if _A_SHARE.match(facts.reading.text, result.mention.end):
        return
    if against(Pair(base, result, Tie.SURE), verb.sign):
        way = "下降" if verb.sign > 0 else "上升"
        message = f"由{base.mention.text}到{result.mention.text}是{way}，与“{verb.text}”不符。"
        yield finding(
            "direction", message, facts.reading.text, verb.start, result.mention.end,
            expected="降" if verb.sign > 0 else "升", others=((base.mention.start, base.mention.end),),
        )  # fmt: skip


def check_left_over(facts: Facts, claim: Fact) -> Iterator[Finding]:
    """由20万元压减到14万元，压减到30%: by 30%, to 70%."""
    if claim.verb is None or claim.mention.unit != "%" or claim.index < 2:
        return
    last = facts.all[claim.index - 1]
    at = claim.index - (last.role is Role.CHANGE and countable(last.mention) and claim.index > 2)
    base, result = facts.all[at - 2 : at]
    told = result.role is Role.RESULT and level(base) and same_sort(base.mention, result.mention)
    if not told or claim.mention.kind is result.mention.kind or base.value <= 0:
        return
    if not _THEREBY.fullmatch(facts.up_to(last, claim.verb.start)) or in_row(facts, base, -1):
        return
    before, after = meant(base.mention), meant(result.mention)
    share, moved = percent(after, before), percent(distance(before, after), before)
    if claimed(claim.mention, moved) and not claimed(claim.mention, share):
        right = quotient(result.value, base.value)
        message = (
            f"由{base.mention.text}到{result.mention.text}，变动{claim.mention.text}，是原来的{right}，"
            f"与“{claim.verb.text}{claim.mention.text}”不符。“到”字后面应写变动后的比例。"
        )
        yield finding(
            "growth", message, facts.reading.text, claim.verb.start, claim.mention.end, expected=right,
            others=tuple((f.mention.start, f.mention.end) for f in (base, result)),
        )  # fmt: skip


_THEREBY = re.compile(r"[，,（(]?(?:即|相当于|也就是|总体|整体|实际|共|已)*")


def check_opposite(facts: Facts, head: Fact, claim: Fact) -> Iterator[Finding]:
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


def check_itself(facts: Facts, claim: Fact, spot: Spot) -> Iterator[Finding]:
    """2025年预算…，比2025年预算减少: measured from itself."""
    if spot.base is None or not claim.index:
        return
    wanted, result = spot.base.moment, facts.all[claim.index - 1]
    # 2024年预算较2023年决算增加 says itself what is compared
    own = spot.now if spot.now.timed or spot.now.stage else result.moment
    same = wanted.year and wanted.stage and (wanted.year, wanted.stage) == (own.year, own.stage)
    same = same or _own_year(facts, spot, result)
    if same and level(result) and same_sort(result.mention, claim.mention) and not spot.base.noun:
        words = facts.reading.text[spot.base.start : claim.verb.start if claim.verb else spot.start]
        message = f"“{words}”是与自身比较，请核对年份。"
        yield finding(
            "comparison", message, facts.reading.text, spot.base.start, claim.mention.start,
            others=((result.mention.start, result.mention.end),),
        )  # fmt: skip


def _own_year(facts: Facts, spot: Spot, result: Fact) -> bool:
    """2024年度收入412万元。与2024年度相比，增加18万元: the very year that is told of, and no other before."""
    wanted = spot.base.moment if spot.base else result.moment
    if spot.now.timed or spot.now.part or wanted != Moment(year=wanted.year) or not wanted.year:
        return False
    if result.moment not in (wanted, replace(wanted, stage="actual")):
        return False
    start = facts.reading.layout.paragraph(spot.start)[0]
    before = [f for f in facts.within(start, spot.start) if level(f)]
    if facts.up_to(result, spot.start).startswith(("，", "比", "较")):
        return False  # beside one another: ``almanac``
    return all(f.moment.year == wanted.year and not f.moment.part for f in before)


_FRESH = re.compile(r"新[购增建招添聘录设]|购置|增配|添置|处置|报废|退出|注销|调出|核销")


def check_meant_to(facts: Facts, claim: Fact) -> Iterator[Finding]:
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

"""Change told in words alone: 比上年有所下降, 与上年持平."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.crosscheck.arithmetic.facts import Base, Facts, Moment, level, same_sort
from pipeline.crosscheck.arithmetic.operands import Pair, Tie, in_row, pairs
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.vocabulary import either
from schemas.findings import Finding

_MOVED = re.compile(
    rf"(?:(?P<up>{either('up')})|(?P<down>{either('down')}))(?:趋势|态势)?(?=[，。；（(]|的?(?:主要)?原因|$)"
)
_LEVEL = re.compile(
    r"(?P<base>(?:与|同|和|较|比)?(?:上年度?|去年|上一年度?|年初预算|预算|年初|计划|同期|\d{4}年度?)?(?:度|数|同期|决算数?|预算数?|相比|保持){0,3}[，,]?)"
    rf"(?P<soft>基本|大体|总体|大致)?(?:保持)?(?P<word>{either('level')})"
)
_STILL = re.compile(either("level"))
_TWO = re.compile(r"两年|两者|两项|两次|两期|前后")
_BOTH = re.compile(r"(?:两年|两者|二者|两项|前后)(?:均|都|之间)?$")


def check_tendencies(facts: Facts) -> Iterator[Finding]:
    """Directions and standstills without a figure of their own."""
    text = facts.reading.text
    for match in _MOVED.finditer(text):
        yield from _moved(facts, match)
    for match in facts.matches(_LEVEL, _STILL):
        yield from _still(facts, match)


def _moved(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    """16.8万元，比上年的15.2万元有所下降."""
    spot = facts.spot(match.start())
    with_number = bool(facts.all[: spot.index]) and facts.all[spot.index - 1].compared
    if spot.base is None and not with_number:
        return
    found = pairs(facts, spot, lambda m: True)
    sign = 1 if match["up"] else -1
    if found and all((p.result.value - p.base.value) * sign <= 0 for p in found):
        yield _against(facts, match, found[0])


def _still(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    """A…，上年B，持平."""
    text, start = facts.reading.text, match.start()
    if beside := _with_number(facts, match):
        if not _equal(beside, soft=bool(match["soft"])):
            yield _against(facts, match, beside)
        return
    words = match["base"].rstrip("，,").replace("保持", "").replace("相比", "")
    if (
        not words
        and not _BOTH.search(text[max(0, start - 6) : start])
        and match[0][0] not in "，,"
        and text[start - 1 : start] not in "，均"
    ):
        return
    year = re.search(r"\d{4}", words)
    when = "" if year else "last"
    stage = "initial" if "年初" in words else "plan" if "预算" in words or "计划" in words else ""
    moment = Moment("" if stage and "上" not in words else when, int(year[0]) if year else None, stage)
    tries = (Base(moment, "", start), None) if words else (None, Base(Moment("last"), "", start))
    for base in tries:
        found = pairs(facts, facts.spot(start, base), lambda m: True) or list(_both(facts, start, words))
        if found:
            if not any(_equal(p, soft=bool(match["soft"])) for p in found):
                yield _against(facts, match, found[0])
            return


def _with_number(facts: Facts, match: re.Match[str]) -> Pair | None:
    """5.80万元，与上年的6.20万元持平."""
    at = facts.spot(match.start()).index
    if at < 2 or match["base"] or facts.all[at - 1].mention.end != match.start():
        return None
    base, result = facts.all[at - 1], facts.all[at - 2]
    beside = base.compared and level(result) and same_sort(base.mention, result.mention)
    return Pair(base, result, Tie.SURE) if beside else None


def _both(facts: Facts, at: int, words: str) -> Iterator[Pair]:
    """两年分别为56万元、56万元，持平."""
    start = facts.reading.layout.sentence(at)[0]
    last = facts.all[: facts.spot(at).index][-2:]
    if words or len(last) < 2 or not _TWO.search(facts.reading.text[start : last[0].mention.start]):
        return
    if level(last[0]) and level(last[1]) and in_row(facts, last[1], -1):
        yield Pair(last[0], last[1], Tie.SURE)


def _equal(pair: Pair, *, soft: bool) -> bool:
    one, other = pair.base, pair.result
    gap = abs(one.value - other.value)
    near = max(abs(one.value), abs(other.value)) * Decimal("0.05")
    return gap <= (near if soft else max(one.mention.step, other.mention.step) / 2)


def _against(facts: Facts, match: re.Match[str], pair: Pair) -> Finding:
    order = (pair.result.value > pair.base.value) - (pair.result.value < pair.base.value)
    sign = {1: "＞", 0: "＝", -1: "＜"}[order]
    message = f"{pair.result.mention.text}{sign}{pair.base.mention.text}，与“{match[0]}”不符。"
    return finding(
        "comparison", message, facts.reading.text, match.start(), match.end(),
        expected={1: "增加", 0: "持平", -1: "减少"}[order],
        others=tuple((f.mention.start, f.mention.end) for f in (pair.base, pair.result)),
    )  # fmt: skip

"""两升两降一平: how many of a list went up, went down and stayed, against the pairs told one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, level, same_sort
from pipeline.crosscheck.codes import finding
from schemas.findings import Finding, Severity

_N = r"[一二两三四五六七八九十\d]{1,2}(?:个|项|家|类|镇|区|县|所|村|处)?(?:指标|单位|科目|乡镇|地区)?"
_UP, _DOWN, _FLAT = "[增升涨]|上升|增长|增加", "[减降跌]|下降|减少", "持?平|不变|未变"
_TALLY = re.compile(
    rf"(?<!第)(?:(?P<a>{_N})(?:{_UP})[长加]?、?(?P<b>{_N})(?:{_DOWN})[少低]?|(?P<b2>{_N})(?:{_DOWN})[少低]?、?(?P<a2>{_N})(?:{_UP})[长加]?)"
    rf"(?:、?(?P<c>{_N})(?:{_FLAT}))?"
)
_MARK = re.compile(r"[增升涨减降跌长加少低]、?[一二两三四五六七八九十\d]")
_LEADS = re.compile(r"[^，。；：、\d]{0,4}[到至为成][^，。；：、\d]{0,3}|[^，。；：、\d]{0,4}[到至为成]")
_STAYED = re.compile(
    r"(?:均|都|同|同样|持平[于在]?|稳定在|保持在?|维持在?)(?:为|是)?$|持平|没有变化|无增减|未变|不变"
)
_DIGITS = {c: n for row in ("一二三四五六七八九十", " 两") for n, c in enumerate(row, 1)}


def check_updowns(facts: Facts) -> Iterator[Finding]:
    """Every tally whose pairs stand in the same sentence, as many as it counts."""
    text = facts.reading.text
    if not _MARK.search(text):
        return
    for match in _TALLY.finditer(text):
        said = tuple(_number(match[g]) or _number(match[f"{g}2"] if g != "c" else "") for g in "abc")
        start, end = facts.reading.layout.period(match.start())
        moved = list(_moved(facts, facts.within(start, end), match))
        told = tuple(sum(way == sign for _, way in moved) for sign in (1, -1, 0))
        if len(moved) == sum(said) > 1 and told != said:
            yield _wrong(facts, match, moved, told)


def _number(words: str | None) -> int:
    if not words:
        return 0
    run = re.match(r"\d+|[一二两三四五六七八九十]", words)
    return 0 if run is None else int(run[0]) if run[0].isdigit() else _DIGITS[run[0]]


def _moved(facts: Facts, near: Sequence[Fact], match: re.Match[str]) -> Iterator[tuple[Fact, int]]:
    """Each pair of the list with the way that it went; what is told to have stayed, by its one number."""
    near = [f for f in near if level(f) and not match.start() <= f.mention.start < match.end()]
    done = -1
    for one, other in pairwise(near):
        words = facts.between(one, other)
        if one.index > done and same_sort(one.mention, other.mention) and _LEADS.fullmatch(words):
            done = other.index
            yield other, (other.value > one.value) - (other.value < one.value)
    for fact in near:
        if _STAYED.search(fact.words[-8:]):
            yield fact, 0


def _wrong(
    facts: Facts, match: re.Match[str], moved: Sequence[tuple[Fact, int]], told: Sequence[int]
) -> Finding:
    counted = "、".join(f"{n}项{word}" for n, word in zip(told, ("上升", "下降", "持平"), strict=True) if n)
    return finding(
        "count", f"所列各项中{counted}，与“{match[0]}”不符。", facts.reading.text, *match.span(),
        severity=Severity.WARNING, others=tuple((f.mention.start, f.mention.end) for f, _ in moved),
    )  # fmt: skip

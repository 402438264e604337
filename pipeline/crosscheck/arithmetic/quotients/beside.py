"""The amounts beside a percentage that it can be taken of, without those that others account for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, level, same_sort
from pipeline.crosscheck.arithmetic.numbers import Of
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio, holder
from pipeline.crosscheck.intervals import meant
from schemas.figures import Kind
from schemas.findings import Mention

_REACH = 220
_MOST = 12
_LINES = 12
_ITEM = re.compile(r"\s*[（(]?[\d一二三四五六七八九十]{1,2}[）).、．]")
_HEAD = re.compile(r"[：:]\s*$")


def amounts_beside(facts: Facts, claim: Mention) -> list[Fact]:
    """The amounts told last before a percentage, in its paragraph and in the line that opens its list."""
    line = facts.reading.layout.paragraph(claim.start)[0]
    near = facts.amounts(max(line, claim.start - _REACH), claim.start)[-_MOST:]
    near = [f for f in near if f.value > 0 and not _inside(facts, f, claim)]
    return [*_header(facts, line), *near] if near else []


def _inside(facts: Facts, fact: Fact, claim: Mention) -> bool:
    """完成49.72亿元（其中：开发区0.91亿元），为预算的115%: told in a bracket that is closed since."""
    text = facts.reading.text
    start = max(text.rfind(mark, max(0, fact.mention.start - 40), fact.mention.start) for mark in "（(")
    closing = facts.reading.layout.closing(start) if start >= 0 else None
    return closing is not None and fact.mention.end <= closing < claim.start


def _header(facts: Facts, line: int) -> list[Fact]:
    """安排支出200.5亿元，其中：, above the lines of its items: the last amount of it."""
    text = facts.reading.text
    if not _ITEM.match(text, line):
        return []
    for _ in range(_LINES):
        end, line = line, facts.reading.layout.paragraph(max(0, line - 1))[0]
        if not _ITEM.match(text, line):
            told = facts.amounts(line, end) if _HEAD.search(text[max(line, end - 4) : end]) else []
            return [f for f in told[-1:] if f.value > 0]
    return []


def borne_out(claim: Mention, near: Sequence[Fact], whole: Fact | None = None, of: Of = meant) -> bool:
    """Whether two of the amounts give a share of any kind, or what they leave, or several together; no sum
    that is less than the *whole* is one. ``of``: how the amounts are taken."""
    holds = holder(claim)
    sorts = list[list[Fact]]()
    for fact in near:
        mine = next((s for s in sorts if same_sort(s[0].mention, fact.mention)), None)
        mine.append(fact) if mine is not None else sorts.append([fact])
    ratios = (r for like in sorts for r in _readings(like) if r.wholes[0].value)
    if whole is not None:
        ratios = (r for r in ratios if len(r.wholes) == 1 or sum(f.value for f in r.wholes) >= whole.value)
    return any(holds(r.value(of)) for r in ratios)


def _readings(like: Sequence[Fact]) -> Iterator[Ratio]:
    """Any two, and any run of them that follow one another over another amount, or over their own sum."""
    for at, one in enumerate(like):
        for other in like[at + 1 :]:
            for part, whole in ((one, other), (other, one)):
                yield Ratio((part,), (whole,))
                yield Ratio((part,), (whole,), rest=True)
    for first in range(len(like) - 1):
        for last in range(first + 2, min(len(like), first + 6) + 1):
            run = tuple(like[first:last])
            yield from (Ratio(run, (f,)) for f in like if f not in run)
            yield from (Ratio((f,), run) for f in like)


def counted(facts: Facts, start: int, end: int) -> list[Fact]:
    """The amounts between two offsets, days and hours among them."""
    days = [f for f in facts.within(start, end) if f.mention.kind is Kind.DURATION and level(f)]
    days = [f for f in days if f.mention.unit in ("天", "小时", "日")]
    known = facts.amounts(start, end)
    return sorted([*known, *days], key=lambda f: f.index) if days else known

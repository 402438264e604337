"""Wholes that no number tells: what two or more of them make together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.crosscheck.arithmetic.facts import Fact, Facts
from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.arithmetic.quotients.claims import Claim
from pipeline.crosscheck.arithmetic.quotients.naming import (
    MARKED,
    MOST,
    NUMERAL,
    REACH,
    TOTAL,
    answers,
    exact,
    specific,
)

_SUM = re.compile(
    r"(?P<n>[两二三四五六])(?:项|类|者|个|块|方面|部分|家|笔)[^，。；]{0,8}?(?:合计|之和|总[额数量]|共计|总计|的总和)?$"
    r"|合计|之和|总和"
)
_NEXT = re.compile(r"(?:[、和及与]|以及)[^，。；：、\d]{0,14}")
_AND = re.compile("以及|[及和与、]")
_TWO = 2


def counted_up(facts: Facts, claim: Claim, part: Fact) -> list[Fact]:
    """检查医院26家、诊所148家、药店312家，问题机构73家，占检查总数的15%: all of the list that the sentence
    counts before the part, where no total of them is told."""
    if not TOTAL.search(claim.whole):
        return []
    start = facts.reading.layout.sentence(claim.at)[0]
    listed = [f for f in facts.amounts(start, part.mention.start) if alike(f.mention, part.mention)]
    if not all(_NEXT.fullmatch(facts.between(*two)) for two in pairwise(listed)):
        return []
    most = max(listed, key=lambda f: f.value, default=part)
    total = 2 * most.value >= sum(f.value for f in listed) and MARKED.search(facts.words(most))
    return [] if len(listed) < _TWO or total else listed


def summed(facts: Facts, claim: Claim, parts: Sequence[Fact], found: Sequence[Fact]) -> list[Fact]:
    """占两项收入合计的10.55%: the whole is the sum of the numbers told last, the part among them."""
    if joint := _joint(facts, claim, parts):
        return joint
    match = _SUM.search(claim.whole)
    part = parts[-1]
    if match is None or any(MARKED.search(facts.words(f)) for f in found):
        return []
    start = max(facts.reading.layout.paragraph(claim.at)[0], claim.at - REACH)
    near = [f for f in facts.amounts(start, claim.at) if alike(f.mention, part.mention)]
    size = NUMERAL[match["n"]] if match["n"] else len(near)
    run = near[-size:]
    return run if len(run) == size >= 2 and part in run and size <= 6 else []


def _joint(facts: Facts, claim: Claim, parts: Sequence[Fact]) -> list[Fact]:
    """购置费占购置及运行维护费的71.54%: the whole is what two names make together, the part one of them."""
    names = _AND.split(claim.whole)
    if len(names) != _TWO or not all(map(specific, names)) or len(parts) > 1:
        return []
    start = facts.reading.layout.paragraph(claim.at)[0]
    near = [f for f in facts.amounts(start, claim.at)[-MOST:] if alike(f.mention, parts[0].mention)]
    if exact(facts, claim.whole, near):
        return []  # 办公及印刷费8万元: one number of the very name
    found = [answers(facts, name, near)[-1:] for name in names]
    both = list(dict.fromkeys(f for one in found for f in one))
    return both if len(both) == _TWO and parts[0] in both else []

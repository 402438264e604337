"""占年度任务的90%: what was aimed at is told of the very thing that came of it."""

from __future__ import annotations

import re

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, kin
from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.arithmetic.quotients.parts import DIVISOR

AIM = re.compile(
    r"(?:年度?|全年|年初|既定|下达|省定|市定|预定|工作|目标|计划)*(?:任务|目标|计划)(?:总?[数量额])?"
)
"""目标任务, 年度计划数: a whole with no name of its own."""


def own_aim(facts: Facts, part: Fact, start: int) -> list[Fact]:
    """计划发放补贴1095户。…发放补贴1430户，占目标任务的…: the one number told before in the same words."""
    before = facts.amounts(start, part.mention.start)
    own = [f for f in before if f.own_core == part.own_core and alike(f.mention, part.mention) and f.value]
    return own if part.own_core and len(own) == 1 else []


def aim_of_another(facts: Facts, whole: Fact, part: Fact) -> bool:
    """税收5.4亿元，占年度任务6亿元的90%；非税1.2亿元，占年度任务的100%: each has its own."""
    if not whole.index or not DIVISOR.match(facts.reading.text, whole.mention.end):
        return False
    return bool(part.own_core) and not kin(part.core, facts.all[whole.index - 1].core)

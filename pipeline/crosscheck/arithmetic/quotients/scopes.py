"""Which numbers a rate can be taken of: those near it, of the measure that its name tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

import yaml

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role
from pipeline.crosscheck.arithmetic.numbers import clean_noun
from pipeline.crosscheck.arithmetic.quotients.naming import REACH
from schemas.figures import Kind

_NEAREST = 10
_OPENS = re.compile("[%％‰][（(：:]")
_GENERIC = re.compile(
    r"资金|项目|经费|预算|支出|总体|整体|全年|年度|年末|本年|当年|年底|该项|该|其|部门|我单位|实际|指标|收入|任务|建设|总|工作|专项|截至|\d{4}年|在职|人员|在编|问题|问卷|服务对象|群众|按时|按期|及时|公用|年|的|“|”"
)


@cache
def _measures() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    text = (resources.files(__package__) / "measures.yaml").read_text(encoding="utf-8")
    rows = yaml.safe_load(text)
    return tuple((re.compile(f"(?:{r['names']})$"), re.compile(f"(?:{r['units']})$")) for r in rows)


def measure(name: str) -> tuple[str, re.Pattern[str] | None]:
    """What a name says beside the measure that it ends with, and the units of that: 整治面积 is 整治, 亩."""
    for ends, units in _measures():
        if match := ends.search(name):
            return name[: match.start()], units
    return name, None


def own_pairs(words: str) -> set[str]:
    """The pairs of signs that tell a name from others."""
    own = _GENERIC.sub("", words)
    return {own[i : i + 2] for i in range(len(own) - 1)}


def counted_in(units: re.Pattern[str], fact: Fact) -> bool:
    """Whether a number is in one of the units of a measure."""
    return bool(units.search("元" if fact.mention.kind is Kind.MONEY else fact.mention.unit or "-"))


def scopes(facts: Facts, at: int, subject: str) -> Iterator[list[Fact]]:
    """The sentence first; then what stands before it, when the rate has no subject of its own.

    Where a name of its own stands nowhere before, it may still tell the measure: 2400亩 is a 面积.
    """
    text, layout = facts.reading.text, facts.reading.layout
    name = clean_noun(subject)
    rest, units = measure(name)
    for start, end in (layout.sentence(at), (layout.period(at)[0], at), (max(0, at - REACH), at)):
        near = facts.amounts(start, _next(facts, at, end))
        above = text[start : near[-1].mention.start] if near else ""
        if not _says(above, name):
            near = [f for f in near if units and counted_in(units, f)] if _says(above, rest) else []
        if near and text.count("\n", near[0].mention.end, at) > 3:
            near = [f for f in near if text.count("\n", f.mention.end, at) <= 3]
        if near:
            yield sorted(near, key=lambda f: abs(f.mention.start - at))[:_NEAREST]


def _next(facts: Facts, at: int, end: int) -> int:
    """Where the numbers are those of the next rate: 到位率100%，计划80万元、到位64万元，到位率80%."""
    behind = facts.within(at + 1, end)
    if not behind or _OPENS.search(facts.reading.text, at, behind[0].mention.start):
        return end  # 化解率92.5%（受理160件，化解148件），重复率7.5%
    shares = [n for n, f in enumerate(behind) if f.mention.kind is Kind.PERCENT and f.role is Role.LEVEL]
    return behind[0].mention.start if shares and shares[-1] > 0 else end


def _says(text: str, name: str) -> bool:
    own = own_pairs(name)
    return not own or any(pair in text for pair in own)

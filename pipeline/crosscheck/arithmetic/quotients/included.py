"""查实率（含部分属实）70.5%; 参检率98%（缓检人员不计入基数）: what is counted in, and what is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role
from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.arithmetic.quotients.naming import answers, bare
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio, far, holder, slip_of, unlike
from pipeline.crosscheck.intervals import meant
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Severity

_BASIS = r"(?:应?[^，。；（）()\d]{0,4}(?:基数|分母|范围|总数|应[一-鿿]{1,2}(?:人?数|量|额)|统计|计算))"
_WITH = re.compile(
    r"(?<!不)(?<!未)(?:含|包括|包含|连同|计入|加上|算上)(?P<in>[^，。；（）()、\d]{2,24})"
    rf"|(?:扣除|剔除|除去|减去|扣减|不含|不包括|不计|未计)(?P<out>[^，。；（）()、\d]{{2,12}}?)(?:后|之后|外|以外)?(?:{_BASIS}|[）)，]|(?=计算))"
    rf"|(?P<off>[^，。；（）()、\d]{{2,12}}?)(?:均|都|已)?(?:不计入|不纳入|不列入|未计入|未纳入|不算入?|已?扣除|已?剔除|不作为){_BASIS}"
)
_MARK = re.compile("含|包括|计入|连同|加上|算上|扣|剔|除去|减去|不计|未计|纳入|列入|不算|不作为")
_NEAR = 40
_REACH = 200


def check_included(facts: Facts, told: set[int]) -> Iterator[Finding]:
    """Every share with a word beside it of what is counted in or left out."""
    if not _MARK.search(facts.reading.text):
        return
    for fact in facts.all:
        mention = fact.mention
        if mention.kind is not Kind.PERCENT or mention.unit == "个百分点" or mention.start in told:
            continue
        if fact.role is Role.LEVEL and mention.value and mention.approx is Approx.EXACT:
            yield from _judge(facts, fact)


def _judge(facts: Facts, claim: Fact) -> Iterator[Finding]:
    layout, at = facts.reading.layout, claim.mention.start
    low, high = layout.sentence(at)
    last = facts.all[claim.index - 1].mention.end if claim.index else low
    low, high = max(low, last, at - _NEAR), min(high, claim.mention.end + _NEAR)
    text = facts.reading.text
    for match in _WITH.finditer(text, low, high):
        name = match["in"] or match["out"] or match["off"]
        near = facts.amounts(max(layout.paragraph(at)[0], at - _REACH), at)[-10:]
        named = [f for f in near if bare(name) in bare(facts.near(f))] or answers(facts, name, near)
        both = _each_named(facts, match["in"] or "", near)
        if both:
            yield from _of_all(facts, claim, near, both)
        elif len(named) == 1 and named[0].value:
            yield from _against(facts, claim, near, named[0], bool(match["in"]))
        return


def _each_named(facts: Facts, names: str, near: Sequence[Fact]) -> tuple[Fact, ...]:
    """含公办园和普惠性民办园: the one number of each name, where there are several names."""
    parts = [bare(name) for name in re.split("以及|[和及与]", names)]
    told = [[f for f in near if part and _called(facts, f) == part] for part in parts]
    return tuple(f for one in told for f in one) if len(told) > 1 and all(len(t) == 1 for t in told) else ()


def _called(facts: Facts, fact: Fact) -> str:
    return bare(facts.words(fact).removeprefix("其中"))


def _of_all(facts: Facts, claim: Fact, near: Sequence[Fact], parts: tuple[Fact, ...]) -> Iterator[Finding]:
    """Wrong where the parts together are told of one whole, and the share is near but not theirs."""
    total = sum(f.value for f in parts)
    like = [f for f in near if f not in parts and alike(f.mention, parts[0].mention) and f.value >= total]
    ratios = [Ratio(parts, (whole,)) for whole in like]
    if not like or any(holder(claim.mention)(r.value(meant)) for r in ratios):
        return
    ratio, mention = ratios[0], claim.mention
    if len({f.value for f in like}) == 1 and not far(mention, ratio):
        why = slip_of(mention, ratio)
        yield unlike(facts.reading.text, mention.start, mention.end, ratio, "rate", Severity.WARNING, why)


def _against(facts: Facts, claim: Fact, near: Sequence[Fact], other: Fact, inside: bool) -> Iterator[Finding]:
    """Wrong where the share is that of a part and a whole without what the words count in, or leave out."""
    like = [f for f in near if f is not other and alike(f.mention, other.mention) and f.value]
    pairs = [(p, w) for p in like for w in like if p is not w and p.value <= w.value]
    holds = holder(claim.mention)
    told = [
        (Ratio((p, other), (w,)) if inside else Ratio((p,), (w,), less=(other,)), Ratio((p,), (w,)))
        for p, w in pairs
        if (p.value + other.value <= w.value)
    ]
    if any(holds(right.value(meant)) for right, _ in told):
        return
    for right, wrong in told:
        if holds(wrong.value(meant)):
            mention = claim.mention
            why = f"{mention.text}{'未计入' if inside else '未扣除'}{other.mention.text}"
            yield unlike(facts.reading.text, mention.start, mention.end, right, "rate", Severity.WARNING, why)
            return

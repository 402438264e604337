"""其中五分之三即384亩; 84%的学员一次通过，为126人，…全班150人: a share told before the amounts it is of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role, same_sort
from pipeline.crosscheck.arithmetic.numbers import is_amount
from pipeline.crosscheck.arithmetic.quotients.beside import borne_out, counted
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio, cut_off, far, slip_of, unlike
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Severity

_NAMELY = re.compile("[，,（(：:](?:也?即|也就是|折合)")
_SHARE = re.compile("占[^，。；]{0,12}$")
_PAIR = 2
_REACH = 160
_THAT_IS = re.compile(
    r"(?:以上|左右)?(?:的[^，。；：、\d（）()]{0,8})?[，,（(]?(?:也?即|即为|计|合计?|折合?|折算|共计?|也就是|约?合|约|为)+$"
)
_SURE = re.compile(r"即|计|合|折|也就是")
_OF = re.compile(r"(?:以上|左右)?的[^，。；：、\d（）()]{2,20}")
_OPENS = re.compile(
    r"[^，。；：\d]{0,8}(?:按照?|按约定)|(?:其中|有|约|近|超过?|共有|全[县市区镇乡村校院局馆站])?(?:有|约|近|超过?|不足|不到)?"
)
_ODD = re.compile(
    r"目标|力争|确保|不低于|不少于|不超过|不得|标准|要求|规定|上年|去年|同期|增|减|降|利率|税率|费率|预计"
)


def check_foretold(facts: Facts, told: set[int]) -> Iterator[Finding]:
    """Every share of which nothing was told, against the amounts right behind it."""
    for fact in facts.all:
        mention = fact.mention
        if mention.kind is not Kind.PERCENT or mention.unit == "个百分点" or mention.high is not None:
            continue
        if mention.start in told or not mention.value or fact.role is not Role.LEVEL:
            continue
        if _ODD.search(facts.words(fact)):
            continue
        yield from _that_is(facts, fact) or _opening(facts, fact)


def _that_is(facts: Facts, claim: Fact) -> list[Finding]:
    """五分之三即384亩: the part is told by the next words, its whole before."""
    part = facts.all[claim.index + 1] if claim.index + 1 < len(facts.all) else None
    if claim.mention.unit == "%":
        return []  # 补贴80%，计72万元: a product, of which the amount is told
    if part is None or not is_amount(part.mention) or not part.value or part.mention.unit == "分":
        return []
    link = _THAT_IS.fullmatch(facts.between(claim, part))
    if link is None:
        return []
    start = facts.reading.layout.paragraph(claim.mention.start)[0]
    before = counted(facts, max(start, claim.mention.start - _REACH), claim.mention.start)
    wholes = [f for f in before if same_sort(f.mention, part.mention) and f.value > part.value]
    if not wholes or borne_out(claim.mention, [*wholes, part]):
        return []
    near = [r for r in (Ratio((part,), (w,)) for w in wholes) if not far(claim.mention, r)]
    return [_wrong(facts, claim, near[0])] if near and len(wholes) <= 2 and _SURE.search(link[0]) else []


def _opening(facts: Facts, claim: Fact) -> list[Finding]:
    """92%的学员一次通过，人数为138人，其余12人…，全班共150人: the numbers behind it are all there are."""
    start, end = facts.reading.layout.period(claim.mention.start)
    text = facts.reading.text
    opens = _OPENS.fullmatch(text[start : claim.mention.start].strip())
    opens = _OF.match(text, claim.mention.end) if opens else _SHARE.search(facts.words(claim))
    opens = opens or _NAMELY.match(text, claim.mention.end)
    if not opens or facts.amounts(start, claim.mention.start):
        return []
    behind = counted(facts, claim.mention.end, end)[:7]
    behind = [f for f in behind if same_sort(f.mention, behind[-1].mention)]
    others = [f for f in facts.within(claim.mention.end, end) if f.mention.kind is Kind.PERCENT]
    whole = _whole(behind)
    if whole is None or others or borne_out(claim.mention, behind):
        return []
    parts = [f for f in behind if f is not whole]
    ratio = Ratio((parts[0],), (whole,))
    if len(behind) == _PAIR and far(replace(claim.mention, approx=Approx.EXACT), ratio):
        return []
    return [_wrong(facts, claim, ratio)]


def _whole(found: Sequence[Fact]) -> Fact | None:
    """The one that all the others come to; of two the greater."""
    if len(found) < _PAIR or not all(same_sort(f.mention, found[0].mention) and f.value for f in found):
        return None
    whole = max(found, key=lambda f: f.value)
    return whole if len(found) == _PAIR or sum(f.value for f in found) == 2 * whole.value else None


def _wrong(facts: Facts, claim: Fact, ratio: Ratio) -> Finding:
    mention = claim.mention
    severity = Severity.INFO if cut_off(mention, ratio) else Severity.WARNING
    why = slip_of(mention, ratio)
    return unlike(facts.reading.text, mention.start, mention.end, ratio, "share", severity, why)

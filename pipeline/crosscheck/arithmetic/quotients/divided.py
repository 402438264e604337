"""How a whole is divided up is told before; which of the parts a share is of, its name tells.

到位1260万元，其中中央870万元、省级240万元、县级150万元，县级配套占比超过两成: the parts make up the whole to
the last digit, so that nothing else is meant, be it in another paragraph: 二、结构。县级资金占1%.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role, same_sort
from pipeline.crosscheck.arithmetic.numbers import grade
from pipeline.crosscheck.arithmetic.quotients.beside import counted
from pipeline.crosscheck.arithmetic.quotients.claims import Form, shares
from pipeline.crosscheck.arithmetic.quotients.naming import REACH, specific
from pipeline.crosscheck.arithmetic.quotients.polarity import opposed
from pipeline.crosscheck.arithmetic.quotients.ratio import Holds, Ratio, cut_off, holder, slip_of, unlike
from pipeline.crosscheck.arithmetic.quotients.scopes import counted_in, measure
from pipeline.crosscheck.intervals import meant
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_RATE = re.compile(
    r"(?P<name>[一-鿿]{2,10}?)(?:比?率|比例|占比|比重|面)(?:仅|只|约|均|已|高|也)*(?:为|是|达到?|约|超过|不足|不到|接近)*$"
)
_ODD = re.compile(
    r"同比|环比|上年|去年|增[长幅速]|目标|不低于|不高于|不少于|不得|要求|力争|平均|分别|各|全[省国市县]|合计|[两三四](?:[项者类级]|方面|部分)"
    r"|前者|后者|综合|总体|税率|利率|最终|含[^，。；]{2,8}在内"
)
_STRIP = re.compile(r"其中|[，、；：（）()“”\s]|的|资金|人数|人员|金额|部分|面积|数量")
_REST = re.compile(r"剩余|其余|余下|结余|尚|仍有|未|还有|另有|余")
_DENIED = re.compile("[未不没无非]")
_MOST, _ALL = 8, 100


@dataclass(frozen=True, slots=True)
class _Division:
    whole: Fact
    parts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class _Claim:
    start: int
    end: int
    at: int
    name: str
    whole: str
    holds: Holds
    mention: Mention | None
    rate: Fact | None = None
    """合格率, without 占: of what its part does, where no other number was told since."""


def check_divided(facts: Facts, told: set[int]) -> Iterator[Finding]:
    """Every share of which nothing was told, against the divisions before it."""
    claims = [c for c in _claims(facts) if c.start not in told]
    if not claims:
        return
    divisions = list(_divisions(facts))
    for claim in claims:
        near = [d for d in divisions if claim.at - REACH < d.whole.mention.start < claim.at]
        if near and not _ODD.search(facts.reading.text, *_clause(facts, claim)):
            yield from _judge(facts, claim, near)


def _clause(facts: Facts, claim: _Claim) -> tuple[int, int]:
    return facts.reading.layout.clause(claim.start)[0], claim.end


def _claims(facts: Facts) -> Iterator[_Claim]:
    known = set[int]()
    for share in shares(facts):
        known.add(share.start)
        if share.form not in (Form.OF, Form.INSIDE, Form.BRACKET):
            yield _Claim(
                share.start, share.end, share.at, share.subject, share.whole, share.holds, share.mention
            )
    for fact in facts.all:
        mention, match = fact.mention, _RATE.search(facts.words(fact))
        if match is None or mention.start in known or mention.high is not None or fact.compared:
            continue
        if mention.kind is Kind.PERCENT and mention.unit != "个百分点" and fact.role is Role.LEVEL:
            at = mention.start - len(match[0])
            yield _Claim(mention.start, mention.end, at, match["name"], "", holder(mention), mention, fact)


def _divisions(facts: Facts) -> Iterator[_Division]:
    """Each amount that the next ones of its sort make up; or one before and what it leaves."""
    every = counted(facts, 0, len(facts.reading.text))
    for at, whole in enumerate(every):
        parts = tuple(_made_up(whole, every[at + 1 : at + 1 + 2 * _MOST]))
        if len(parts) > 1 and sum(p.value for p in parts) == whole.value:
            yield _Division(whole, parts)
    for one, rest in pairwise(every):
        if _REST.search(facts.near(rest)) and same_sort(one.mention, rest.mention):
            wholes = [f for f in every[max(0, one.index - _MOST) : one.index] if _is_sum(f, one, rest)]
            yield from (_Division(f, (one, rest)) for f in wholes[-1:] if f.index < one.index - 1)


def _made_up(whole: Fact, behind: Sequence[Fact]) -> Iterator[Fact]:
    """The next amounts of its sort, until they are as much as the whole, or more."""
    total, seen = Decimal(0), 0
    for part in behind:
        if part.mention.start - whole.mention.start > REACH or seen == _MOST or total >= whole.value:
            return
        if same_sort(part.mention, whole.mention):
            seen += 1
            if not part.compared:
                total += part.value
                yield part


def _is_sum(whole: Fact, one: Fact, other: Fact) -> bool:
    return same_sort(whole.mention, one.mention) and whole.value == one.value + other.value


def _judge(facts: Facts, claim: _Claim, near: Sequence[_Division]) -> Iterator[Finding]:
    for division in reversed(near):
        part = _part(facts, claim, division)
        if part is None or not _meant(facts, claim, division) or _of_others(facts, claim, division, part):
            continue
        ratio = Ratio((part,), (division.whole,))
        wrong = grade(lambda of, r=ratio: claim.holds(r.value(of)))  # type: ignore[misc]
        if wrong is not None and not _otherwise(facts, claim, division, part):
            wrong = Severity.INFO if cut_off(claim.mention, ratio) else Severity.WARNING
            why = slip_of(claim.mention, ratio)
            code = "rate" if claim.rate else "share"
            yield unlike(facts.reading.text, claim.start, claim.end, ratio, code, wrong, why)
        return


def _part(facts: Facts, claim: _Claim, division: _Division) -> Fact | None:
    """The part that more of the name stands with than with any other, and at least half of it."""
    name = _STRIP.sub("", claim.name) or claim.name
    told = [_STRIP.sub("", facts.near(p)) or facts.near(p).removeprefix("其中") for p in division.parts]
    hits = [sum(char in words for char in name) for words in told]
    best = max(hits)
    likely = [p for p, hit in zip(division.parts, hits, strict=True) if hit == best]
    if len(likely) > 1:  # 通客车率 is not of those 未通客车
        denied = bool(_DENIED.search(name))
        likely = [p for p in likely if bool(_DENIED.search(facts.near(p))) == denied]
    if len(likely) != 1 or best < 2 or 2 * best < len(name):
        return None
    return likely[0] if likely[0].mention.start < claim.at else None


def _of_others(facts: Facts, claim: _Claim, division: _Division, part: Fact) -> bool:
    """Whether a rate is called by another deed, or another amount was told since the division."""
    units = measure(claim.name)[1]
    if part.mention.unit == "分" or (units and not counted_in(units, part)):
        return True
    own = {division.whole.value, *(p.value for p in division.parts)}
    since = counted(facts, division.parts[-1].mention.end, claim.at)
    since = [f for f in since if claim.rate or (f.value not in own and same_sort(f.mention, part.mention))]
    if claim.rate is None:  # 编制80名，其中事业48名。在编70人，事业人员占57.1%: of those
        return bool(since) and not claim.whole
    deed = any(char in facts.near(part) for char in claim.name[-2:])
    return bool(since) or not deed or claim.rate.value == _ALL or opposed(facts, claim.rate, part)


def _meant(facts: Facts, claim: _Claim, division: _Division) -> bool:
    """Whether the share names no other whole than the one divided."""
    if not specific(claim.whole):
        return claim.whole == "" or claim.whole[-2:] in facts.near(division.whole)
    return _STRIP.sub("", claim.whole) in _STRIP.sub("", facts.near(division.whole))


def _otherwise(facts: Facts, claim: _Claim, division: _Division, part: Fact) -> bool:
    """Whether another amount in reach that is none of the division may be the whole."""
    if claim.rate and len(division.parts) > 2:  # 优12批、合格18批、不合格3批，合格率: of all but these
        rests = [Ratio((p,), (division.whole,), rest=True) for p in division.parts if p is not part]
        if any(claim.holds(r.value(meant)) for r in rests):
            return True
    own = {division.whole.value, *(p.value for p in division.parts)}
    near = counted(facts, max(0, claim.at - REACH), claim.at)
    near = [f for f in near if f.value > 0 and f.value not in own and same_sort(f.mention, part.mention)]
    ratios = [Ratio((part,), (f,)) for f in near] + [Ratio((f,), (division.whole,)) for f in near]
    return not claim.whole and any(claim.holds(r.value(meant)) for r in ratios)

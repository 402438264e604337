"""村道里程接近县道的3倍: a multiple between two numbers of a list that are told by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Moment, level, moment_of
from pipeline.crosscheck.arithmetic.named import meant_by
from pipeline.crosscheck.arithmetic.numbers import is_amount
from pipeline.crosscheck.arithmetic.pairing import Pair, Tie
from pipeline.crosscheck.intervals import Interval, meant, over
from schemas.figures import Approx
from schemas.findings import Mention

_OF = re.compile(
    r"(?P<left>[^，,。；;：:、\d（）()]{0,18}?)(?:已经?|约|大约|均|也|几乎|大致|基本|分别|恰好|正好|则|更|高达|竟)*"
    r"(?P<be>是|为|达到?|相当于|等于|接近|将近|超过|超出|不足|不到|近|有)了?"
    r"(?P<right>[^，,。；;：:、\d（）()]{2,16}?)的(?P<soft>将?近|接近|大?约|不足|不到|超过|整整)?$"
)
_TIME = re.compile(r"[初前后期时]$|原|启动|起步|水平|平均|标准|基[准数]|目标|[年季月]")
"""启动之初的9倍: of another time, of no other thing."""
_THAT_IS = re.compile(r"[，,（(](?:即|也就是|也即|换言之|较|比)[^，。；]{0,20}$")
_LEADS = ("前者", "后者")
_REACH = 240
_MOST = 12
_BOUNDS = {
    "接近": Approx.LESS_THAN, "将近": Approx.LESS_THAN, "近": Approx.LESS_THAN, "不足": Approx.LESS_THAN,
    "不到": Approx.LESS_THAN, "超过": Approx.MORE_THAN, "超出": Approx.MORE_THAN, "约": Approx.ABOUT,
    "大约": Approx.ABOUT,
}  # fmt: skip
_HALF, _FIFTH = Decimal("0.5"), Decimal("0.2")


def named_pairs(facts: Facts, claim: Fact) -> tuple[list[Pair], str]:
    """The numbers that the two names before a multiple mean, and the word of bound that parts them."""
    words = facts.words(claim)
    match = _OF.search(words)
    if match is None or _TIME.search(match["right"]) or moment_of(match["right"]) != Moment():
        return [], ""
    start = max(facts.reading.layout.paragraph(claim.mention.start)[0], claim.mention.start - _REACH)
    near = [f for f in facts.within(start, claim.mention.start) if level(f) and is_amount(f.mention)]
    near = [f for f in near if not f.compared and not f.mention.text.endswith("倍")][-_MOST:]
    if match["left"] in _LEADS and match["right"] in _LEADS and len(near) > 1:
        two = dict(zip(_LEADS, near[-2:], strict=True))
        return [Pair(two[match["right"]], two[match["left"]], Tie.SURE)], match["soft"] or match["be"]
    bases = meant_by(facts, match["right"], near)
    results = meant_by(facts, match["left"], near) if match["left"] else []
    found = [Pair(b, r, Tie.SURE) for r in results for b in bases if b is not r]
    bound = match["soft"] or match["be"]
    return [p for p in found if p.base.value > 0], bound


def allowed(mention: Mention, bound: str, value: Interval) -> bool:
    """Whether a multiple may be said so: 接近3倍 of 2.96, 3倍 of 2.8, not of 3.5, 超过2倍 of all beyond."""
    said = mention.value or Decimal(0)
    approx = mention.approx if mention.approx is not Approx.EXACT else _BOUNDS.get(bound, Approx.EXACT)
    step = abs(mention.step) or Decimal(1)
    low, high = value
    near = bound in ("接近", "将近", "近") or mention.hedge[:1] in ("近", "接", "将")
    if approx is Approx.MORE_THAN:
        return high >= said
    if approx is Approx.LESS_THAN:
        return low <= said and (not near or high >= said - max(_HALF, said * _FIFTH))
    room = max(said * _FIFTH, step / 2) if approx is Approx.ABOUT else step / 2
    return high >= said - room and low < said + room


def fits(pair: Pair, mention: Mention, bound: str) -> bool:
    """Whether a pair bears a multiple out."""
    value = over(meant(pair.result.mention), meant(pair.base.mention))
    return value is None or allowed(mention, bound, value)


def check_named(facts: Facts, claim: Fact) -> Iterator[Pair]:
    """The likeliest pair, where none of those that the names mean bears the multiple out."""
    found, bound = named_pairs(facts, claim)
    if found and not any(fits(p, claim.mention, bound) for p in found):
        yield found[-1]


def said_twice(facts: Facts, claim: Fact) -> bool:
    """甲是乙的3.4倍，即比乙多3.4倍: as many times, and as many times more, cannot both be."""
    if not claim.index or claim.verb is None or claim.verb.sign <= 0:
        return False
    one = facts.all[claim.index - 1]
    words = facts.reading.text[one.mention.end : claim.mention.start]
    same = one.mention.text.endswith("倍") and one.value == claim.value > 1 and one.verb is None
    of = facts.words(one) == "的" or _OF.search(facts.words(one))
    return same and bool(_THAT_IS.match(words)) and bool(of)

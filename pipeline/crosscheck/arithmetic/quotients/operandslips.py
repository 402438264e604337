"""A share that would be right if one of its two amounts had been copied right: 缺报21天 for 缺报11天."""

from __future__ import annotations

import math
from decimal import Decimal

from pipeline.crosscheck.arithmetic.facts import Fact
from pipeline.crosscheck.arithmetic.misprints import slip
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio, in_percent
from pipeline.crosscheck.intervals import Interval, printed
from schemas.figures import Approx
from schemas.findings import Mention

_HUNDRED = Decimal(100)
_WIDEST = 40
"""Numbers that the share allows its amount; where it allows more, that one of them is a slip says nothing."""
_SLIPS = 12
"""Slips that a number has for each of its digits."""


def copied_wrong(claim: Mention, ratio: Ratio) -> tuple[str, float]:
    """What may be wrong in the part or the whole, in Chinese, and how likely it is to be found by chance."""
    if claim.approx is not Approx.EXACT or claim.unit not in ("%", "‰", "成"):
        return "", 1.0
    low, high = (v / _HUNDRED for v in printed(in_percent(claim)))
    low, high = (1 - high, 1 - low) if ratio.rest else (low, high)
    part, whole = ratio.parts[-1], ratio.wholes[-1]
    others = sum((f.value for f in ratio.parts[:-1]), Decimal(0))
    total = sum((f.value for f in ratio.wholes), Decimal(0))
    mine = sum((f.value for f in ratio.parts), Decimal(0))
    found = [_slip(part, (total * low - others, total * high - others))]
    if low > 0 and len(ratio.wholes) == 1:
        found.append(_slip(whole, (mine / high, mine / low)))
    return min(found, key=lambda f: f[1])


def _slip(fact: Fact, needed: Interval) -> tuple[str, float]:
    step = fact.mention.step
    if not step or fact.mention.approx is not Approx.EXACT:
        return "", 1.0
    first, last = math.ceil(needed[0] / step), math.floor(needed[1] / step)
    if first < 1 or not 0 <= last - first < _WIDEST:
        return "", 1.0
    now = int(fact.value / step)
    for right in range(first, last + 1):
        if found := slip(now, right):
            slips = found.digits - 1 if "颠倒" in found.why else _SLIPS * found.digits
            chance = slips * (last - first + 1) / 10**found.digits
            return f"“{fact.mention.text}”也可能有误（{found.why}）", chance
    return "", 1.0

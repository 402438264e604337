"""Which of several counts is meant: 在职48人、离退休31人；补贴只发给在职人员，共37.44万元，人均….

A count is meant where words that only it has beside it come again in the sentence of the claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.crosscheck.arithmetic.rated.factors import Factor, noun_of
from pipeline.crosscheck.reading import Reading
from schemas.findings import Mention

_HAN = re.compile(r"[一-鿿]+")
_COMMON = re.compile(
    "全年|年末|年底|年初|其中|另有|包括|分别|人数|人员|共计|合计|累计|实际|完成|发放|支出|金额|资金|项目|工作|开展|组织|本年|当年|单位"
    "|补助|补贴|经费|平均|享受|涉及|覆盖|惠及|受益|保障|服务|建设|新建|实施|安排|投入|使用|管理|目前|现有|共有|均为|已经"
)


def _pairs(words: str) -> set[str]:
    """Every two neighbouring characters that say something."""
    runs = _HAN.findall(_COMMON.sub(" ", words))
    return {run[at : at + 2] for run in runs for at in range(len(run) - 1)}


def label(reading: Reading, mention: Mention) -> set[str]:
    """What a count is told of: the words of its clause before it, the noun behind it."""
    start = reading.window(mention.start)[0]
    return _pairs(
        reading.text[max(start, mention.start - 16) : mention.start] + " " + noun_of(reading, mention)
    )


def preferred(reading: Reading, factors: Sequence[Factor], start: int, end: int) -> Factor | None:
    """The one of several counts whose own words come again between two offsets, when no other's do."""
    told = [f for f in factors if len(f.mentions) == 1]
    if len(told) != len(factors) or len({f.value for f in told}) < 2:
        return None
    start = max([start, *(f.mentions[0].end for f in told if f.mentions[0].end <= end)])
    at = best(_pairs(reading.text[start:end]), [label(reading, f.mentions[0]) for f in told])
    return None if at is None else told[at]


def best(said: set[str], labels: Sequence[set[str]]) -> int | None:
    """Which of the labels comes again in what is said, beyond all that the others share with it."""
    hits = [words & said for words in labels]
    found = [
        at
        for at, own in enumerate(hits)
        if own and all(own - labels[i] and other <= own for i, other in enumerate(hits) if i != at)
    ]
    return found[0] if len(found) == 1 else None


def named(reading: Reading, rate: Mention, others: Sequence[Mention]) -> int | None:
    """Which of several numbers has the words that the rate's own clause has: 散居每人1100元, 散居63人."""
    start = reading.layout.clause(rate.start)[0]
    return best(_pairs(reading.text[start : rate.start]), [label(reading, m) for m in others])

"""Prices and means: an amount for one of something, with what it is per: 每人每月80元, 28万元/公里, 户均."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.crosscheck.arithmetic.numbers import is_amount, window
from pipeline.crosscheck.arithmetic.pers import THING, Per, known
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx
from schemas.findings import Mention


@dataclass(frozen=True, slots=True)
class Price:
    """An amount per one of each of *pers*; a mean is rounded, a price is not."""

    mention: Mention
    pers: tuple[Per, ...]
    mean: bool
    row: int = 0
    """Its place in a row of prices: 单价分别为2400元和6500元."""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = "|".join(sorted((re.escape(n) for n in known() if n != THING), key=lambda n: (-len(n), n)))
    one = (
        rf"每一?(?P<each>{names})|(?<![两二三四五六七八九十\d各级])(?P<mean>{names})均(?!衡|匀|等|可|已|为)"
        r"|平均(?P<size>班)(?:级人数|额|容量)"
        r"|(?P<thing>单价|均价|售价|票价|单位造价|单位成本|价格)"
        r"|(?P<lasting>月|年|日)(?=人均|租金|工资|薪|补助|补贴|津贴|标准|费用?|生活费|报酬|缴费|支付)"
    )
    behind = rf"[/／每](?:{names})(?:[·.．/／•*×每、](?:{names}))*"
    return re.compile(one), re.compile(behind)


_LIMIT = re.compile(r"未?超过|不高于|不低于|以上|限额|上限|最高|最低|不超|封顶|起付|控制在|目标")
_CHANGED = re.compile(
    r"提高到|提高至|调整|增长|增加|增幅|减少|下降|递增|由|从|提高|上年|去年|(?:19|20)\d\d年(?!度?(?:全年|共))"
)
_TAIL = 14
_NAMES = re.compile(r"[/／·.．•*×每、]")


def read_prices(reading: Reading, figures: Sequence[Mention]) -> list[Price]:
    """The prices among the figures of one sentence or two, in order."""
    out: list[Price] = []
    for mention in figures:
        if not is_amount(mention) or mention.high is not None:
            continue
        if price := _price(reading, mention) or _next_in_row(reading, out, mention):
            out.append(price)
    return out


def _price(reading: Reading, mention: Mention) -> Price | None:
    words, text = window(reading, mention), reading.text
    if _LIMIT.search(words) or _CHANGED.search(words[-_TAIL:]):
        return None
    before, behind = _patterns()
    told = list(before.finditer(words))
    if words.count("每") > sum(m[0][0] == "每" for m in told):
        return None  # 每岗每月400元 is per month and per something that the table does not know
    pers = [known()[m["each"] or m["mean"] or m["size"] or m["lasting"] or THING] for m in told]
    if told and len(words) - told[-1].end() > 10:
        return None  # 每户都有一名干部联系，…
    suffix = behind.match(text, mention.end)
    if suffix:
        pers += [known()[n] for n in _NAMES.split(suffix[0]) if n in known()]
    if any(p.name != THING and not p.time for p in pers):
        pers = [p for p in pers if p.name != THING]
    if not pers or (all(p.time for p in pers) and not (told and all(m["each"] for m in told))):
        return None
    mean = any(m["mean"] or m["thing"] == "均价" for m in told) or "平均" in words
    return Price(mention, tuple(dict.fromkeys(pers)), mean or mention.approx is not Approx.EXACT)


def _next_in_row(reading: Reading, prices: Sequence[Price], mention: Mention) -> Price | None:
    """The second price in 单价分别为2400元和6500元."""
    if not prices or prices[-1].mention.kind is not mention.kind:
        return None
    last = prices[-1]
    gap = reading.text[last.mention.end : mention.start]
    row = re.search(r"分别|依次", window(reading, last.mention)) or last.row
    if not row or gap not in ("、", "和", "及", "与", "，"):
        return None
    return Price(mention, last.pers, last.mean, last.row + 1)

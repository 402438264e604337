"""Which numbers are told per one of something, and of what.

No list says what they can be per: the word behind 每 or before 均 is held against the units and nouns of
the counts beside it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import window
from pipeline.crosscheck.intervals import Interval, exactly, meant
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx, Kind
from schemas.findings import Mention

THING = "*"
_MARK = re.compile(
    r"每|平均(?=[为是约\d０-９])|单[灯台车机户场笔件套床座间棚池井栋幢人]|(?<!平)均(?![衡匀等可已为按在由达])|[单均售票租]价|价格|[/／]|(?<![第统唯专])一[一-鿿]{1,2}(?=[\d０-９])"
    r"|[吨亩度方户床](?:[一-鿿]{1,3})?(?:成本|造价|投资|单产|产量?|产值)|单位(?:成本|造价)"
    r"|(?<![全当本上去今明近半])[月年日季](?=租|工资|薪|补|津|费|电费|水费|运行|生活|报酬|缴|折旧|摊销|利息)"
)
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "十万": 100_000, "百万": 10**6}
_EACH = re.compile(
    r"每一?(?P<scale>[十百]万|[十百千万](?=[一-鿿]))?个?(?P<each>[一-鿿㎡][^每，。；、（）\d]{0,3})"
    r"|(?<![两二三四五六七八九十\d各级])(?P<mean>人次|批次|车次|户次|[一-鿿])均(?![衡匀等可已为按在由达])"
    r"|单(?P<single>[灯台车机户场笔件套床座间棚池井栋幢人])"
    r"|(?P<thing>[单均售票租]价|价格|单位(?:成本|造价))"
    r"|(?P<lead>[吨亩度方户床])(?:[一-鿿]{1,3})?(?:成本|造价|投资|单产|产量?|产值)"
    r"|(?<![全当本上去今明近半])(?P<time>[月年日季])(?=租|工资|薪|补|津|费|电费|水费|运行|生活|报酬|缴|折旧|摊销|利息|人均)"
    r"|(?<![第统唯专])一(?P<one>[一-鿿]{1,2})$"
)
_BEHIND = re.compile(r"(?:[/／每·.．•*×]{1,2}[一-鿿㎡]{1,3}?(?=[/／每·.．•*×，。；、（）()，\s]|[一-鿿]|$))+")
_PARTS = re.compile(r"[/／每·.．•*×]{1,2}([一-鿿㎡]{1,3})")
_WAGE = re.compile(r"[月年日时]薪(?:酬)?(?:为|是|约|各)?$")
_TO = re.compile("[^，。；]{0,6}[到至为]")
_SECTION = re.compile("[；。\n]")
_MEAN_OF = re.compile(r"(?:(?P<noun>[一-鿿]{1,4}?))?平均(?:每[年月])?[^，。；、\d]{0,6}$")
"""8个村平均27万元: what is counted right before is what it is a mean of."""
_NO_MEAN = "平分者都全皆项各比别对数"
_LIMIT = re.compile(
    r"不[高低多少]于|[以之][上下内]|限额|上限|下限|最[高低多少]|不超|未超|封顶|起付|控制在|目标|增[加长]|减少|提高|下降|高出|多|少$"
)
_NEAR = 12
_PARTED = 5
_FEW = 100
"""每村2辆 is no mean, 每天446人次 is one."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A number with what it is per, as the words begin behind 每; ``scale``: 每千人 is per a thousand."""

    mention: Mention
    pers: tuple[str, ...]
    scale: Decimal
    mean: bool
    moved: bool = False
    part: bool = False
    """One of those that make up the rate before it: 每人610元，中央、省、县分别366元、146.4元、97.6元."""

    @property
    def value(self) -> Decimal:
        """The printed value."""
        return self.mention.value or Decimal(0)

    @property
    def span(self) -> Interval:
        """A price is taken at its word; what is reckoned is rounded, be it of people."""
        if not self.mean and (self.mention.kind is Kind.MONEY or self.value < _FEW * self.mention.step):
            return exactly(self.mention)
        if self.mention.approx is not Approx.EXACT:
            return meant(self.mention)
        half = abs(self.mention.step) / 2
        return self.value - half, self.value + half


def rates_in(reading: Reading) -> Iterator[Rate]:
    """Every number that is told per one of something, in order."""
    done = -1
    figures = reading.figures
    at = 0
    for mark in _MARK.finditer(reading.text):
        while at < len(figures) and figures[at].end < mark.start():
            at += 1
        for mention in figures[at : at + 2]:
            near = mention.start > done and mention.start - mark.end() <= _NEAR
            if near and (rate := rate_of(reading, mention)):
                done = mention.start
                yield from _moved(reading, figures, rate) or [rate, *_split(reading, figures, rate)]


def _moved(reading: Reading, figures: Sequence[Mention], rate: Rate) -> list[Rate]:
    """每公斤32元降至28.8元: both are rates, and neither is of one time."""
    at = bisect_left(figures, rate.mention.start, key=lambda m: m.start) + 1
    other = figures[at] if at < len(figures) else None
    if other is None or other.kind is not rate.mention.kind:
        return []
    if not _TO.fullmatch(reading.text, rate.mention.end, other.start):
        return []
    return [replace(rate, moved=True), replace(rate, mention=other, moved=True)]


def _split(reading: Reading, figures: Sequence[Mention], rate: Rate) -> Iterator[Rate]:
    """The parts told right behind a rate that make it up; 每年78万元；扣1.5万元，付76.5万元 are none."""
    at = bisect_left(figures, rate.mention.start, key=lambda m: m.start) + 1
    total, parts = Decimal(0), list[Mention]()
    for mention in figures[at : at + _PARTED]:
        if mention.kind is not rate.mention.kind or mention.unit != rate.mention.unit or not mention.value:
            return
        if _SECTION.search(reading.text, rate.mention.end, mention.start):
            return
        total += mention.value
        parts.append(mention)
        if total >= rate.value:
            break
    if total == rate.value and len(parts) > 1:
        yield from (replace(rate, mention=m, part=True) for m in parts)


def rate_of(reading: Reading, mention: Mention) -> Rate | None:
    """What a number is told per one of, if it is."""
    if mention.kind not in (Kind.MONEY, Kind.COUNT, Kind.DURATION) or mention.high is not None:
        return None
    words = window(reading, mention) or _before_bracket(reading, mention)
    if not mention.value or mention.unit == "分" or _LIMIT.search(words[-8:]):
        return None
    told = [m for m in _EACH.finditer(words) if not (m["mean"] and m["mean"] in _NO_MEAN)]
    if told and len(words) - told[-1].end() > _NEAR:
        return None
    pers = [
        m["each"] or m["mean"] or m["lead"] or m["time"] or m["one"] or m["single"] or THING for m in told
    ]
    scale = Decimal(1)
    for match in told:
        scale *= _SCALES.get(match["scale"] or "", 1)
    if before := _so_many(reading, mention):
        pers.append(before.unit or "")
        scale *= before.value or 1
    pers += [] if told else _mean_of(reading, mention, words)
    pers += _suffix(reading, mention)
    pers = [p for p in dict.fromkeys(pers) if p]
    if _WAGE.search(words[-6:]) and not any(p[0] in "人名位" for p in pers):
        pers.append("人")
    if THING in pers and any(p[0] not in "月年日季" for p in pers if p != THING):
        pers.remove(THING)
    mean = any(m["mean"] or m["lead"] for m in told) or "平均" in words or "均" in words
    return Rate(mention, tuple(pers), scale, mean) if pers else None


def _before_bracket(reading: Reading, mention: Mention) -> str:
    """件均办理时间（13.5天）: the words that the bracket stands behind."""
    if reading.text[mention.start - 1 : mention.start] not in ("（", "("):
        return ""
    return reading.text[reading.layout.clause(mention.start - 1)[0] : mention.start - 1]


def _so_many(reading: Reading, mention: Mention) -> Mention | None:
    """每10万人2.8人, 每千人5批次, 一张1.25元: the number right before."""
    start = reading.window(mention.start)[0]
    for before in reversed([m for m in reading.figures if m.end == start][-1:]):
        joined = mention.start - before.end <= 6
        each = joined and reading.text[before.start - 1 : before.start] == "每"
        one = before.end == mention.start and before.text[0] == "一" and before.kind is Kind.COUNT
        if before.unit and (each or one):
            return before
    return None


def _mean_of(reading: Reading, mention: Mention, words: str) -> list[str]:
    """What is counted right before 平均: 8个村平均27万元 is per 村."""
    match = _MEAN_OF.fullmatch(words)
    start = reading.window(mention.start)[0]
    before = [m for m in reading.figures if m.end == start] if match else []
    counted = bool(before) and before[-1].kind is Kind.COUNT and before[-1].high is None
    return [(match["noun"] or before[-1].unit or "")] if match and counted else []


def _suffix(reading: Reading, mention: Mention) -> list[str]:
    """元/人·月, 元每平方米."""
    behind = _BEHIND.match(reading.text, mention.end)
    return _PARTS.findall(behind[0]) if behind else []

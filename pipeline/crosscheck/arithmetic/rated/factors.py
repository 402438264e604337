"""How many there are of what a number is told per one of: counts by unit or noun, times told or implied."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.crosscheck.arithmetic.pers import known
from pipeline.crosscheck.arithmetic.rated.rates import THING, Rate
from pipeline.crosscheck.arithmetic.rated.units import worth, worth_in
from pipeline.crosscheck.reading import Reading
from schemas.figures import Kind
from schemas.findings import Mention

_NOUN = re.compile(r"[^，。；、：（）()\d每均各\s]{1,6}")
_VAGUE = frozenset("个项所家座处支条只宗")
"""Measure words that say little of what they count."""
_NO_THING = frozenset(("人", "名", "位", "人次", "次", "分", "项", "家", "户", "倍", "岁", "周岁"))
_TO = r"[—\-－–~～至到]{1,2}"
_EXEMPT = re.compile(
    "减免|免[收缴征除交费]|豁免|扣除|剔除|不[计含予]|缺[考席勤]|放弃|弃考|未[到参报缴]|退[出还]|报废|停用"
)
_BESIDES = re.compile("另|除|其余|净")
_PLACE = re.compile("岗位|学位|名额|席位|工位")
_MANY = 10
_WITH_TIME = re.compile("[月天日](?=[，。；、（(]|$)")
_MONTHS = re.compile(rf"(?<![\d.])(?P<a>1[0-2]|[1-9])月?份?{_TO}(?P<b>1[0-2]|[1-9])月")
_SPANS: Sequence[tuple[re.Pattern[str], int]] = (
    (re.compile("前三季度|[1一]{_TO}[3三]季度"), 9),
    (re.compile("[上下]半年|半年"), 6),
    (re.compile(r"[第一二三四1-4]季度|季末|单季"), 3),
    (re.compile(r"全年|一年|年度|当年|本年|每年|(?:19|20)\d\d年|年(?=租|支|费|共|计|工资|薪|收|需)"), 12),
)
_DATED = re.compile(r"(?:19|20)\d\d(?=年)")
_DAYS = {3: (90, 91, 92), 6: (181, 182, 184), 9: (273, 274), 12: (365, 366)}
_OF_TIME = {
    "月": "月",
    "年": "年",
    "日": "日",
    "天": "日",
    "季": "季",
    "周": "周",
    "小": "小时",
    "时": "小时",
    "学": "学期",
}


@dataclass(frozen=True, slots=True)
class Factor:
    """How many; ``raw``: as printed, before it was turned into the unit asked for."""

    value: Decimal
    text: str
    mentions: tuple[Mention, ...] = ()
    raw: Decimal = Decimal(1)


Rates = Mapping[int, Rate]
"""The rates of a text by where their numbers begin."""


def time_of(per: str) -> str | None:
    """The unit of time that a rate is per, if it is one."""
    if per.startswith("学") and not per.startswith(("学期", "学年")):
        return None
    return (
        _OF_TIME.get(per[0]) if not per.startswith(("年级", "日常", "时段", "小学", "小组", "周边")) else None
    )


def counts(reading: Reading, mention: Mention, per: str) -> Decimal | None:
    """What one of a number is worth in what the rate is per; None where it counts something else."""
    if mention.kind not in (Kind.COUNT, Kind.DURATION) or mention.high is not None or not mention.value:
        return None
    unit = mention.unit or reading.text[mention.end : mention.end + 1]
    if _WITH_TIME.match(reading.text, mention.end):
        return None  # 3390人月: the months are counted already
    if per == THING:
        return Decimal(1) if mention.kind is Kind.COUNT and unit not in _NO_THING else None
    if per.startswith(f"{unit}次"):
        return None  # 每头次1.5元 is paid each time
    if per[0] == "次" and unit.endswith("次"):
        return Decimal(1)
    for size in (3, 2, 1):
        if found := worth(unit, per[:size]):
            return found
    if per.startswith(unit) and unit not in _VAGUE:
        return Decimal(1)
    return Decimal(1) if _listed(reading, mention, unit, per) or _named(reading, mention, unit, per) else None


def _listed(reading: Reading, mention: Mention, unit: str, per: str) -> bool:
    """By the table of prices: 每人 counts 名 and 位."""
    rows = known()
    row = next((rows[per[:size]] for size in (3, 2, 1) if per[:size] in rows), None)
    if row is None or unit not in row.units:
        return False
    return row.noun is None or bool(row.noun.search(noun_of(reading, mention)))


def _named(reading: Reading, mention: Mention, unit: str, per: str) -> bool:
    """63个 beside 公益性岗位 counts 岗; 14个行政村 counts 村."""
    words = reading.text[reading.window(mention.start)[0] : mention.start]
    if unit not in _VAGUE:
        return len(per) == 1 and words.endswith(per) and per not in "人年月日次"
    noun = noun_of(reading, mention)
    if noun:
        return per[:2] in noun or per[0] in noun[1:] + noun[:1] * (len(noun) == 1)
    return per[0] in words[-4:]


def noun_of(reading: Reading, mention: Mention) -> str:
    """The noun right behind a count."""
    found = _NOUN.match(reading.text, mention.end, mention.end + 8)
    return found[0] if found else ""


def factors_of(
    reading: Reading, rate: Rate, per: str, figures: Sequence[Mention], rates: Rates
) -> list[Factor]:
    """The numbers among *figures* that tell how many; else the months and days that the words imply."""
    out, chained = list[Factor](), list[Factor]()
    for mention in figures:
        one = None if mention is rate.mention else counts(reading, mention, per)
        if one is None or (rate.scale > 1 and (mention.value or 0) < _MANY * rate.scale):
            continue
        if rate.scale == 1 and worth_in(mention, rate.mention):
            continue  # 在园幼儿1920名，园均240名
        own = rates.get(mention.start)
        if own is None:
            value = mention.value or Decimal(0)
            out.append(Factor(value * one, mention.text, (mention,), value))
        elif not set(own.pers) & set(rate.pers):
            chained += _chained(reading, own, one, figures, rates)
    if not out and per[0] in "人名位":
        out = [Factor(m.value, m.text, (m,), m.value) for m in figures if m.value and _place(reading, m)]
    unit = time_of(per)
    return _less_exempt(reading, out) or chained or (implied(reading, rate.mention, unit) if unit else [])


def _place(reading: Reading, mention: Mention) -> bool:
    """开发公益性岗位256个: each of them holds one, where no people are counted."""
    words = reading.text[reading.window(mention.start)[0] : mention.start] + noun_of(reading, mention)
    return mention.unit == "个" and mention.high is None and bool(_PLACE.search(words))


def _less_exempt(reading: Reading, factors: list[Factor]) -> list[Factor]:
    """2436人…对36名予以减免: those that pay are the others."""
    let_off = [f for f in factors if len(f.mentions) == 1 and _let_off(reading, f.mentions[0])]
    paying = [f for f in factors if f not in let_off]
    if len(let_off) != 1 or len(paying) != 1 or let_off[0].value >= paying[0].value:
        return factors
    less, all_ = let_off[0], paying[0]
    return [
        Factor(all_.value - less.value, f"（{all_.text}－{less.text}）", (*all_.mentions, *less.mentions))
    ]


def _let_off(reading: Reading, mention: Mention) -> bool:
    start = reading.layout.clause(mention.start)[0]
    before = reading.text[start : mention.start]
    behind = reading.text[mention.end : reading.layout.clause(mention.end)[1]]
    return not _BESIDES.search(before) and bool(_EXEMPT.search(before[-8:] + "|" + behind[:16]))


def _chained(
    reading: Reading, own: Rate, one: Decimal, figures: Sequence[Mention], rates: Rates
) -> list[Factor]:
    """46次，每次12人，每人3小时: as many 人 as 46×12."""
    if len(own.pers) != 1:
        return []
    plain = [m for m in figures if m.start not in rates]
    return [
        Factor(f.value * own.value * one, f"{f.text}×{own.mention.text}", (*f.mentions, own.mention))
        for f in factors_of(reading, own, own.pers[0], plain, {})
    ]


def implied(reading: Reading, mention: Mention, unit: str) -> list[Factor]:
    """What the words of the period imply: 全年 is 12 months or 365 days, 四季度 is 3 months."""
    start, end = reading.layout.period(mention.start)
    numbers = dict.fromkeys(lengths(reading.text[start:end], unit))
    return [Factor(Decimal(n), f"{n}{_SHOWN.get(unit, unit)}") for n in numbers]


_SHOWN = {"月": "个月", "日": "天", "季": "个季度"}


def lengths(words: str, unit: str) -> list[int]:
    """How many months, days or quarters the words speak of; empty where they do not say."""
    months = [abs(int(m["b"]) - int(m["a"])) + 1 for m in _MONTHS.finditer(words)]
    months += [size for pattern, size in _SPANS if pattern.search(words)]
    if unit == "日":
        leap = any(int(m[0]) % 4 == 0 for m in _DATED.finditer(words))
        return [day for month in months for day in _DAYS.get(month, ())][:: -1 if leap else 1]
    if unit == "季":
        return [month // 3 for month in months if month % 3 == 0]
    if unit == "周":
        return [52] if 12 in months else []
    if unit == "学期":
        return [2] if 12 in months or "学年" in words else []
    if unit == "年":
        return [1]
    return list(dict.fromkeys(months)) if unit == "月" else []

"""Change told in words alone: 比上年有所下降, 与上年持平."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from pipeline.crosscheck.arithmetic.facts import Base, Fact, Facts, Moment, level, same_sort
from pipeline.crosscheck.arithmetic.moments import contrary
from pipeline.crosscheck.arithmetic.operands import Pair, Tie, in_row, pairs
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.vocabulary import either, initials
from schemas.figures import Approx, Kind
from schemas.findings import Finding

_MOVED = re.compile(
    rf"{initials('up', 'down')}(?:(?P<up>{either('up')})|(?P<down>{either('down')}))"
    r"(?:趋势|态势)?(?=[，。；（(]|的?(?:主要)?原因|$)"
)
_LEVEL = re.compile(
    r"(?P<base>(?:与|同|和|较|比)?(?:上年度?|去年|上一年度?|年初预算|预算|年初|计划|同期|\d{4}年度?)?(?:度|数|同期|决算数?|预算数?|相比|保持){0,3}[，,]?)"
    rf"(?P<soft>基本|大体|总体|大致)?(?:保持)?(?P<word>{either('level')})"
)
_STILL = re.compile(either("level"))
_AFTER = re.compile(
    rf"(?:相比较?|比较|相较)?[，,]?(?P<soft>基本|大体|总体|大致)?(?:保持)?(?P<word>{either('level')})(?![一-鿿]{{0,2}}率)"
)
_WITH = re.compile(
    r"[，,（(]?(?:但|并|且|仍|也|数量|规模)?(?:与|同|和|跟)[^，。；：\d]{0,14}?(?:(?:19|20)\d{2}年[^，。；：\d]{0,10})?"
)
_FILLED = re.compile(r"弥补|调入|动用|使用[^，。；]{0,8}结余|加上|补足|调节|年初结转|上年结转")
_BALANCE = re.compile(
    r"(?=[收支入])(?:(?P<more>收(?:入)?(?:大于|高于|多于)支(?:出)?)"
    r"|(?P<less>支(?:出)?(?:大于|高于|多于)收(?:入)?|收不抵支|收(?:入)?小于支(?:出)?|入不敷出)"
    r"|(?P<same>收支(?:相抵|相等|持平|平衡))(?=[，。；]|$)(?![，,][^，。；]{0,6}(?:余|亏|差|缺口|超支)))"
)
_REASON = re.compile(r"[，,]?(?:其?(?:主要)?原因(?!相同)|主要[是系为]|系因?|由于|得益于|源于|因)")
_TIME = frozenset(("天", "日", "个月", "小时", "分钟"))
_TWO = re.compile(r"两年|两者|两项|两次|两期|前后")
_BOTH = re.compile(r"(?:两年|两者|二者|两项|前后)(?:均|都|之间)?$")
_BARE = re.compile(r"(?:(?:19|20)\d{2}年)?(?:为|是|达|则)*")
_YEARS = re.compile(r"(?:两个?年度?|前后两[年期])(?:间|来|之间|的)?(?P<noun>[^，。；：、\d]{2,8})$")


def check_tendencies(facts: Facts) -> Iterator[Finding]:
    """Directions and standstills without a figure of their own."""
    text = facts.reading.text
    for match in _MOVED.finditer(text):
        yield from _moved(facts, match)
    for match in facts.matches(_LEVEL, _STILL):
        yield from _still(facts, match)
    for one, other in pairwise(facts.all):
        yield from _same_as(facts, one, other)
    for match in _BALANCE.finditer(text):
        yield from _balance(facts, match)


def _moved(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    """16.8万元，比上年的15.2万元有所下降."""
    spot = facts.spot(match.start())
    with_number = bool(facts.all[: spot.index]) and facts.all[spot.index - 1].compared
    if (spot.base is None and not with_number) or _of_reason(facts, match.start()):
        return
    found = pairs(facts, spot, lambda m: True)
    sign = 1 if match["up"] else -1
    if match["up"] == "提前":
        found = [p for p in found if (p.base.mention.unit or "") in _TIME]
        sign = -1  # 工期180天，用了172天，有所提前
    if found and all((p.result.value - p.base.value) * sign <= 0 for p in found):
        yield _against(facts, match, found[0])


def _of_reason(facts: Facts, at: int) -> bool:
    """与2021年的20.50万元持平，主要是线上培训比例提高: what went up is why, not what was compared."""
    start = facts.reading.layout.clause(at)[0]
    return bool(_REASON.match(facts.reading.text, start, at))


def _still(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    """A…，上年B，持平."""
    text, start = facts.reading.text, match.start()
    if named := _YEARS.search(text, max(0, start - 14), start):
        two = list(_two_years(facts, named.start(), named["noun"]))
        if two and not _equal(two[0], soft=bool(match["soft"])):
            yield _against(facts, match, two[0])
        return
    words = match["base"].rstrip("，,").replace("保持", "").replace("相比", "")
    if (
        not words
        and not _BOTH.search(text[max(0, start - 6) : start])
        and match[0][0] not in "，,"
        and text[start - 1 : start] not in "，均"
    ):
        return
    year = re.search(r"\d{4}", words)
    when = "" if year else "last"
    stage = "initial" if "年初" in words else "plan" if "预算" in words or "计划" in words else ""
    moment = Moment("" if stage and "上" not in words else when, int(year[0]) if year else None, stage)
    tries = (Base(moment, "", start), None) if words else (None, Base(Moment("last"), "", start))
    for base in tries:
        found = pairs(facts, facts.spot(start, base), lambda m: True) or list(_both(facts, start, words))
        found = [p for p in found if not contrary(moment, p.base.moment, p.result.moment)]
        found = found or list(_of_year(facts, start, moment.year))
        if found:
            if not any(_equal(p, soft=bool(match["soft"])) for p in found):
                yield _against(facts, match, found[0])
            return


def _two_years(facts: Facts, at: int, noun: str) -> Iterator[Pair]:
    """2019年会议费4.86万元，2018年4.68万元，两年支出持平: the two of two years, or those so called."""
    told = [f for f in facts.within(facts.reading.layout.period(at)[0], at) if level(f) and f.moment.year]
    called = [f for f in told if noun[-2:] in f.words]
    if len(called) == 1 and len(told) == 2 and _BARE.fullmatch(told[1].words):
        called = told  # 2022年办公费6.20万元，2023年6.02万元
    two = sorted(called or told, key=lambda f: f.moment.year or 0)
    if (
        len(two) == 2
        and two[0].moment.year != two[1].moment.year
        and same_sort(two[0].mention, two[1].mention)
    ):
        yield Pair(two[0], two[1], Tie.SURE)


def _of_year(facts: Facts, at: int, year: int | None) -> Iterator[Pair]:
    """2019年52万元，2020年减为48万元，2021年恢复至52万元，与2019年持平: the one number of that year."""
    told = [f for f in facts.within(facts.reading.layout.period(at)[0], at) if level(f)]
    of = [f for f in told[:-1] if f.moment.year == year and same_sort(f.mention, told[-1].mention)]
    if year and len(of) == 1 and (told[-1].moment.year or year) != year:
        yield Pair(of[0], told[-1], Tie.SURE)


def _same_as(facts: Facts, one: Fact, other: Fact) -> Iterator[Finding]:
    """5.80万元，与上年的6.20万元持平: the number of the comparison stands before the word."""
    text = facts.reading.text
    word = _AFTER.match(text, other.mention.end)
    if word is None or not level(one) or not level(other) or not same_sort(one.mention, other.mention):
        return
    if not _WITH.fullmatch(facts.between(one, other)) or one.mention.approx is not Approx.EXACT:
        return
    if not _equal(Pair(other, one, Tie.SURE), soft=bool(word["soft"])):
        sign = "＞" if one.value > other.value else "＜"
        message = f"{one.mention.text}{sign}{other.mention.text}，与“{word[0]}”不符。"
        yield finding(
            "comparison", message, text, other.mention.start, word.end(),
            expected="增加" if sign == "＞" else "减少", others=((one.mention.start, one.mention.end),),
        )  # fmt: skip


def _balance(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    """收入836.15万元，支出841.20万元，收大于支."""
    start, end = facts.reading.layout.period(match.start())
    if _FILLED.search(facts.reading.text, start, match.start()):
        return
    near = [f for f in facts.within(start, end) if level(f) and f.mention.kind is Kind.MONEY]
    got = [f for f in near if re.search(r"收入[一-鿿]{0,4}$", f.words)]
    spent = [f for f in near if re.search(r"支出[一-鿿]{0,4}$", f.words)]
    if len(got) != 1 or len(spent) != 1 or match.end() in (got[0].mention.start, spent[0].mention.start):
        return  # 支出大于收入24.65万元: by so much
    order = (got[0].value > spent[0].value) - (got[0].value < spent[0].value)
    said = 1 if match["more"] else -1 if match["less"] else 0
    if order != said:
        sign = {1: "＞", 0: "＝", -1: "＜"}[order]
        message = f"收入{got[0].mention.text}{sign}支出{spent[0].mention.text}，与“{match[0]}”不符。"
        yield finding(
            "comparison", message, facts.reading.text, *match.span(),
            others=tuple((f.mention.start, f.mention.end) for f in (got[0], spent[0])),
        )  # fmt: skip


def _both(facts: Facts, at: int, words: str) -> Iterator[Pair]:
    """两年分别为56万元、56万元，持平."""
    start = facts.reading.layout.sentence(at)[0]
    last = facts.all[: facts.spot(at).index][-2:]
    if words or len(last) < 2 or not _TWO.search(facts.reading.text[start : last[0].mention.start]):
        return
    if level(last[0]) and level(last[1]) and in_row(facts, last[1], -1):
        yield Pair(last[0], last[1], Tie.SURE)


def _equal(pair: Pair, *, soft: bool) -> bool:
    one, other = pair.base, pair.result
    gap = abs(one.value - other.value)
    near = max(abs(one.value), abs(other.value)) * Decimal("0.05")
    return gap <= (near if soft else max(one.mention.step, other.mention.step) / 2)


def _against(facts: Facts, match: re.Match[str], pair: Pair) -> Finding:
    order = (pair.result.value > pair.base.value) - (pair.result.value < pair.base.value)
    sign = {1: "＞", 0: "＝", -1: "＜"}[order]
    message = f"{pair.result.mention.text}{sign}{pair.base.mention.text}，与“{match[0]}”不符。"
    return finding(
        "comparison", message, facts.reading.text, match.start(), match.end(),
        expected={1: "推迟" if match[0] == "提前" else "增加", 0: "持平", -1: "减少"}[order],
        others=tuple((f.mention.start, f.mention.end) for f in (pair.base, pair.result)),
    )  # fmt: skip

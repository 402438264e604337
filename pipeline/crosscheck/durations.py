"""How long it took against from when to when: 2021年1月至2023年12月，共24个月."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from pipeline.crosscheck.arithmetic.numbers import between
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.dated import RANGE, Dated, comparable, months_between
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention

_LASTS = re.compile(
    r"止?[，,（(、]?(?![^，。；、\d]{0,4}(?:质保|保修|质量保证|缺陷责任|免费|维保|养护|管护))[^，。；、\d]{0,6}(?:共计?|历时|为期|合计|总?工期|期限|周期|跨度|时长|期|计)(?:为|约|达|共|是|[:：])*$"
)
_TOOK = re.compile(
    r"(?:历时|用时|耗时|为期|持续|前后|(?P<sum>共计?|合计|总计|累计|计))(?:为|共|计|了|近|约|超过?|将近|不足|不到|达)*$"
)
_FINISH = re.compile(
    r"结束|[届期]?[满止]|截止|完[工成毕]|竣工|结业|闭幕|办结|撤[离回]|返[回程岗]|收官|出院|解除|归还|关闭|停|下线|落幕|收[尾队兵]|到[期岗]|交[齐付]"
)
_SHIFT = re.compile(
    r"(?:(?P<early>提前|早于[^，。；]{0,6})|逾期|延期|超期|推迟|滞后|延迟|延误|延后|晚于[^，。；]{0,6})(?:了|共)*$"
)
_ROUNDS = re.compile(r"分[^，。；]{0,8}[批期轮]|[每各][批期轮次场个]|先后|轮[流训]|陆续|[其之][中间]|期间|内")
_SAME = {"日": "天", "月": "个月", "个": "天", "周年": "年"}
_TERM = re.compile(r"(?:工期|期限|周期|服务期|交货期|供货期)[^，。；、\d]{0,4}$")
_COUNTED = re.compile(r"期[^，。；\d]{0,4}$")
_SATURDAY = 5
_UNITS = ("天", "日", "个月", "月", "年", "周年")


def check_durations(reading: Reading, dates: Sequence[Dated]) -> Iterator[Finding]:
    """Every span of time that is told beside the two dates that bound it."""
    for one, other in pairwise(dates):
        joined = RANGE.fullmatch(reading.text, one.end, other.start)
        for claim in between(reading, other.end, other.end + 24)[:1]:
            gap = reading.text[other.end : claim.start]
            if re.search(r"总|合计|累计", gap) and _several(reading, dates, claim):
                continue
            told = joined and _is_span(reading, claim) and _LASTS.fullmatch(gap)
            if told and (_wrong(one, other, claim) or _years_short(reading, one, other, claim)):
                yield _found(reading, one, other, claim)
    for claim in reading.figures:
        words = reading.text[max(0, claim.start - 4) : claim.start]
        if _is_span(reading, claim, hedged=True) and (took := _TOOK.search(words)):
            yield from _of_two(reading, dates, claim, summed=bool(took["sum"]))
        elif shift := _SHIFT.search(words):
            yield from _shifted(reading, dates, claim, shift)
            yield from _of_term(reading, dates, claim, shift)


def _several(reading: Reading, dates: Sequence[Dated], claim: Mention) -> bool:
    """Whether the sentence tells more than one span: 一期…，二期…，总工期26个月."""
    start = reading.layout.period(claim.start)[0]
    return sum(start <= d.start < claim.start for d in dates) > 2


def _of_two(reading: Reading, dates: Sequence[Dated], claim: Mention, *, summed: bool) -> Iterator[Finding]:
    """…5月10日开工，…4月30日竣工，历时355天: the only two days of the sentence."""
    period = reading.layout.period(claim.start)
    near = [d for d in dates if period[0] <= d.start < claim.start and "日" in d.text]
    joined = len(near) == 2 and RANGE.fullmatch(reading.text, near[0].end, near[1].start)
    if summed and not (near and _FINISH.search(near[-1].words)):
        return  # 共3天: of what it is is not told
    if joined and (summed or _of_another(reading, near[1], claim)):
        return
    if len(near) == 2 and (_unit(reading, claim) == "天" or claim.kind is Kind.DURATION):
        one, other = sorted(near, key=lambda d: d.first)
        if _wrong(one, other, claim) and not (joined and claim.value == _workdays(one, other)):
            yield _found(reading, one, other, claim)


def _of_another(reading: Reading, last: Dated, claim: Mention) -> bool:
    """10月9日至30日，分三批举办，每批为期3天; …，检查组历时20天: of one of several, of somebody else."""
    own = reading.text[reading.layout.clause(claim.start)[0] : claim.start]
    return not _TOOK.match(own) or bool(_ROUNDS.search(reading.text, last.end, claim.start))


_LIMIT = re.compile("[比较](?:规定|法定|要求|承诺|约定)[^，。；]{0,6}$")
"""比规定时限提前12天: of a term that is not told as a date."""


def _shifted(
    reading: Reading, dates: Sequence[Dated], claim: Mention, shift: re.Match[str]
) -> Iterator[Finding]:
    """计划9月30日完工，实际10月20日完工，提前20天: the way and the length of the shift."""
    period = reading.layout.period(claim.start)
    near = [d for d in dates if period[0] <= d.start < claim.start and "月" in d.text]
    if (pair := _plan_and_deed(reading, near, period[0], claim.start)) is None:
        return
    plan, actual = pair
    if not comparable(plan, actual) or _LIMIT.search(reading.text, actual.end, claim.start):
        return
    first, last = _day(plan.first), _end_of(reading, plan)
    late = (_day(actual.first) - last).days > 0
    early = (_day(actual.last) - first).days < 0
    if (shift["early"] and late) or (not shift["early"] and early):
        message = f"计划{plan.text}，实际{actual.text}，与“{shift[0]}{claim.text}”不符。"
    elif "日" in actual.text and _unit(reading, claim) == "天" and (late or early):
        days = abs((_day(actual.first) - last).days)
        if abs(days - (claim.value or Decimal(0))) <= 1:
            return
        message = f"计划{plan.text}，实际{actual.text}，相差{days}天，与“{claim.text}”不符。"
    else:
        return
    yield finding(
        "date-order", message, reading.text, claim.start - len(shift[0]), claim.end,
        others=((plan.start, plan.end), (actual.start, actual.end)),
    )  # fmt: skip


def _of_term(
    reading: Reading, dates: Sequence[Dated], claim: Mention, shift: re.Match[str]
) -> Iterator[Finding]:
    """合同工期180天，3月1日开工，7月15日竣工，超期18天: the days that it took against those it had."""
    start = reading.layout.period(claim.start)[0]
    near = [d for d in dates if start <= d.start < claim.start]
    terms = [m for m in between(reading, start, claim.start) if _is_span(reading, m)]
    terms = [m for m in terms if _TERM.search(reading.text, start, m.start) and _unit(reading, m) == "天"]
    if len(near) != 2 or len(terms) != 1 or _unit(reading, claim) != "天":
        return
    span = _bounds(near[0], near[1], "天")
    if span is None or any(d.planned for d in near):
        return
    over = [days - (terms[0].value or Decimal(0)) for days in span]
    least, most = sorted(-days for days in over) if shift["early"] else over
    if not least - 1 <= (claim.value or Decimal(0)) <= most + 1:
        took = f"{near[0].text}至{near[1].text}共{span[1]}天，工期{terms[0].text}"
        message = f"{took}，与“{shift[0]}{claim.text}”不符。"
        yield finding(
            "date-order", message, reading.text, claim.start - len(shift[0]), claim.end,
            others=(*((d.start, d.end) for d in near), (terms[0].start, terms[0].end)),
        )  # fmt: skip


def _plan_and_deed(
    reading: Reading, near: Sequence[Dated], start: int, end: int
) -> tuple[Dated, Dated] | None:
    """The day that was planned and the day that it was done."""
    turn = reading.text.rfind("实际", start, end)
    if turn >= 0:
        plans = [d for d in near if d.end <= turn] if any(d.planned and d.end <= turn for d in near) else []
        done = [d for d in near if d.start > turn]
    else:
        plans, done = [d for d in near if d.planned], [d for d in near if not d.planned]
        plans = plans if len(plans) == 1 else []
    if not plans or not done:
        return None
    return plans[-1], done[-1]


def _end_of(reading: Reading, plan: Dated) -> dt.date:
    """The day itself, or the end of its month for 7月底."""
    if "日" in plan.text:
        return _day(plan.first)
    year, month = plan.first[0], plan.first[1]
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _unit(reading: Reading, claim: Mention) -> str:
    """天 also for 181个日历天."""
    if claim.unit == "个" and not re.match(r"日历天|自然日", reading.text[claim.end : claim.end + 3]):
        return ""
    return _SAME.get(claim.unit or "", claim.unit or "")


def _is_span(reading: Reading, claim: Mention, *, hedged: bool = False) -> bool:
    if not (hedged or claim.approx is Approx.EXACT) or claim.high is not None or claim.value is None:
        return False
    return _unit(reading, claim) == "天" if claim.kind is Kind.COUNT else (
        claim.kind is Kind.DURATION and claim.unit in _UNITS
    )  # fmt: skip


def _wrong(one: Dated, other: Dated, claim: Mention) -> bool:
    unit = claim.unit or ""
    bounds = _bounds(one, other, _SAME.get(unit, unit))
    value = claim.value or Decimal(0)
    about = max(Decimal(1), value / 10) if claim.approx is not Approx.EXACT else Decimal(0)
    low = value - (about if claim.approx is not Approx.MORE_THAN else 0)
    high = value + (about if claim.approx is not Approx.LESS_THAN else 0)
    return bounds is not None and (high < bounds[0] or bounds[1] < low)


def _bounds(one: Dated, other: Dated, unit: str) -> tuple[Decimal, Decimal] | None:
    """The least and the most that may be said of the span; None when the dates are too coarse."""
    if not comparable(one, other):
        return None
    days = (_day(other.first) - _day(one.first)).days
    exact = "日" in one.text and "日" in other.text
    if days < 0:
        return None
    if unit == "天":
        return (Decimal(days), Decimal(days + 1)) if exact else None
    if "月" not in one.text or "月" not in other.text:
        years = other.first[0] - one.first[0]
        return (Decimal(years), Decimal(years + 1)) if unit == "年" else None
    least, most = map(Decimal, months_between(one, other))
    return (least, most) if unit == "个月" else (least / 12 - Decimal("0.6"), most / 12 + Decimal("0.6"))


def _years_short(reading: Reading, one: Dated, other: Dated, claim: Mention) -> bool:
    """实施期为2016年至2020年，共四年: a term told by its years has all of them, the last too."""
    bare = not any("月" in date.text for date in (one, other)) and claim.unit == "年"
    told = _COUNTED.search(reading.text, max(0, one.start - 8), one.start)
    return bool(bare and told) and claim.value == other.first[0] - one.first[0]


def _workdays(one: Dated, other: Dated) -> int:
    """The days of both and all between that are no Saturday or Sunday."""
    first, last = _day(one.first), _day(other.first)
    return sum((first + dt.timedelta(n)).weekday() < _SATURDAY for n in range((last - first).days + 1))


def _day(day: tuple[int, int, int]) -> dt.date:
    try:
        return dt.date(*day)
    except ValueError:
        return dt.date(day[0], day[1], 1)


def _found(reading: Reading, one: Dated, other: Dated, claim: Mention) -> Finding:
    days = (_day(other.first) - _day(one.first)).days
    months = months_between(one, other)[1]
    to_the_day = "日" in one.text and "日" in other.text and _unit(reading, claim) == "天"
    span = f"{days + 1}天（含首尾）" if to_the_day else f"{months}个月"
    if "月" not in one.text + other.text:
        span = f"{other.first[0] - one.first[0] + 1}年（含首尾）"
    message = f"{one.text}至{other.text}为{span}，与“{claim.text}”不符。"
    return finding(
        "date-order", message, reading.text, claim.start, claim.end,
        others=((one.start, one.end), (other.start, other.end)),
    )  # fmt: skip

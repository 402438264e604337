"""What the calendar fixes: days of the week, festivals, anniversaries, plans, parts of a year, hours."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from pipeline.crosscheck.clock import check_clock
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding, Severity

_WEEK = "一二三四五六日"
_WEEKDAY = re.compile(
    r"(?:(?P<y>\d{4})年)?(?<!\d)(?P<m>\d{1,2})月(?P<d>\d{1,2})日[，（(]?(?:星期|周|礼拜)(?P<w>[一二三四五六日天])(?![一-鿿]?[年期])"
)
_WEEKED = re.compile(r"日[，（(]?(?:星期|周|礼拜)")
_LEAP = re.compile(r"2(?<![年\d]2)月29日")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_QUARTER = re.compile(r"(?=[第五六七八九])(?:第[五六七八九5-9]季度|(?<![一-鿿\d])[五六七八九]季度)")
_CLOCK = re.compile(
    r"(?P<a>\d{1,2})[:：](?P<b>\d{2})\s?[至到—－～~-]{1,2}\s?(?P<c>\d{1,2})[:：](?P<d>\d{2})(?![:：\d])"
    r"|(?<![\d.])(?P<h>\d{1,2})时(?P<n>\d{1,2})分"
    r"|(?:[上下中]午|早上|晚上?|凌晨|定于|时间[为是:：]|日)(?P<e>\d{1,2})[:：](?P<f>\d{2})(?![:：\d])"
)
_TIMED = re.compile(r"\d[:：]\d|\d时\d")
_MORNING = re.compile(r"(?:上午|早上|早晨|凌晨)(?:1[3-9]|2[0-4])(?:[:：]\d{2}|[时点])")
_MONTHS = (
    r"[（(](?:(?:19|20)\d{2}年)?(?P<a>\d{1,2})月?份?(?:\d{1,2}日)?[至到—－～~-]{1,2}"
    r"(?:(?:19|20)\d{2}年|同年)?(?P<b>\d{1,2})月份?(?:\d{1,2}日|底|末)?[）)]"
)
_PERIOD = re.compile(
    r"\d(?<!\d\d)\d{3}年(?P<a>\d{1,2})月(?:\d{1,2}日)?起?[至到—－～~-]{1,2}(?P<b>\d{1,2})月(?!\d*日?前)"
)
_MONTH_DAYS = re.compile(r"(?P<m>\d(?<!\d\d)\d?)月份?[^，。；、\d]{2,8}(?P<n>\d{2})天")
_QUARTERED = re.compile(
    r"(?:(?<!前)第?(?P<q>[一二三四])季度|(?P<half>[上下])半年)"
    r"(?:的|（?[即为是指]|（|\(|（?含|，即)?(?P<months>(?:\d{1,2}月?(?:份|\d{1,2}日)?(?:[、，和及与]|[至到—－～~-]{1,2})){0,3}\d{1,2}月?(?:份|底|末)?)"
    r"(?P<three>[三3]个月)?(?![\d.．%万元人个次件期天家])"
)
_QUARTER_HINT = re.compile(r"(?:季度|半年)[，的即为是指（(含]{0,2}\d")
_TO = re.compile(r"[至到—－～~-]")
_SPAN_HINT = re.compile(
    r"[（(](?:(?:19|20)\d\d年(?=\d))?(?:19|20)?\d\d?(?:[年月]?份?|月\d\d?日)[至到—－～~-]"
)
_NAMED = 20
"""Names of plans and parts of the year are no longer."""
_MONTH = re.compile(r"\d{1,2}(?![\d日])")
_AWAITED = re.compile(r"迎接|喜迎|献礼|迎|筹备|即将|倒计时|前夕")
_BESIDE = r"(?:是|为|，?[即系])?(?:我国)?(?:第[\d一二三四五六七八九十]{1,4}个)?"
_ABOUT = r"(?!前夕?|来临|期间|之际|活动|慰问|后|当[天日周月])"


@dataclass(frozen=True, slots=True)
class Almanac:
    """The data file with its patterns."""

    rows: dict[str, Any]
    plan: re.Pattern[str]
    anniversary: re.Pattern[str]
    day: re.Pattern[str]
    part: re.Pattern[str]
    most: tuple[tuple[re.Pattern[str], int], ...]


@cache
def almanac() -> Almanac:
    """The data file ``calendar.yaml``."""
    text = (resources.files("pipeline.crosscheck") / "calendar.yaml").read_text(encoding="utf-8")
    rows: dict[str, Any] = yaml.safe_load(text)
    names = "|".join(rows["days"])
    first = rf"(?=[\d{_heads(rows['days'])}])"
    years = r"[（(](?P<a>\d{4})年?[至到—－～~-]{1,2}(?P<b>\d{4})年?[）)]"
    return Almanac(
        rows,
        re.compile(rf"“?(?P<name>{'|'.join(rows['plans'])})”?(?:时期|期间|规划期?)?{years}"),
        re.compile(rf"(?P<name>{'|'.join(rows['anniversaries'])})(?P<n>\d{{1,3}})周年"),
        re.compile(
            rf"{first}(?:(?<!\d)(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})日(?=[^，。；]){_BESIDE}“?(?:全国|中国)?(?P<name>{names})”?{_ABOUT}"
            rf"|(?P<name2>{names})”?[（(](?P<m2>\d{{1,2}})月(?P<d2>\d{{1,2}})日[）)])"
        ),
        re.compile(rf"(?<!前)(?=[第{_heads(rows['parts'])}])第?(?P<name>{'|'.join(rows['parts'])}){_MONTHS}"),
        tuple((_limit(words, unit), most) for words, unit, most in rows["most"]),
    )


def _heads(names: Iterable[str]) -> str:
    """The first letters: to look ahead at them is far cheaper than to try all names."""
    return "".join(sorted({name[0] for name in names}))


def _limit(words: str, unit: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words})[^，。；、\d（）累计共合]{{0,8}}(?P<n>\d+(?:\.\d+)?){unit}(?![次·/人])")


_ITSELF = re.compile(
    r"(?P<y>\d(?<!\d\d)\d{3})年度?(?P<what>[^，。；\d\n]{0,24})[\d.,]+(?:[万亿]?元|[人个家户件%])?，?(?:[比较]|[与同和](?=\d{4}年度?[^，。；\d]{0,6}(?:\d[\d.,]*[万亿]?元)?(?:相比|持平)))(?P=y)年度?"
    r"(?P<base>预算|决算|支出|收入)?数?(?:的?\d[\d.,]*[万亿]?元)?(?:相比)?，?(?=[^，。；\d]{0,4}(?:增|减|下降|上升|持平))"
)
_BASES = ("预算", "决算", "执行", "实际", "完成", "调整")


def check_almanac(reading: Reading) -> Iterator[Finding]:
    """Everything that the calendar contradicts."""
    yield from _days(reading)
    yield from _clocks(reading)
    yield from check_clock(reading)
    yield from _spans(reading)
    yield from _quarters(reading)
    yield from _anniversaries(reading)
    yield from _limits(reading)
    yield from _itself(reading)


def _itself(reading: Reading) -> Iterator[Finding]:
    """2025年预算收入100万元，比2025年预算减少: a year compared with itself."""
    for match in _ITSELF.finditer(reading.text):
        said = {word for word in _BASES if word in match["what"]}
        if match["base"] in ("预算", "决算") and said != {match["base"]}:
            continue
        if re.search("结转|结余", match["what"]):
            continue  # 2023年到位资金含2022年结转36万元，与2022年相比: of the year before, rightly
        message = f"{match['y']}年的数与{match['y']}年自身比较，请核对年份。"
        start = match.start() + match[0].rindex(f"{match['y']}年")
        first = match.start(), match.start() + 5
        yield finding("year-off", message, reading.text, start, match.end(), others=(first,))


def _days(reading: Reading) -> Iterator[Finding]:
    for match in _WEEKDAY.finditer(reading.text) if _WEEKED.search(reading.text) else ():
        year = int(match["y"] or 0) or _year_before(reading, match.start())
        day = _day(year, int(match["m"]), int(match["d"])) if year else None
        if day and _WEEK[day.weekday()] != match["w"].replace("天", "日"):
            right = f"星期{_WEEK[day.weekday()]}"
            yield _told(
                reading, match, f"{year}年{day.month}月{day.day}日是{right}，此处写“{match[0]}”。", right
            )
    for match in _LEAP.finditer(reading.text) if "2月29日" in reading.text else ():
        year = _year_before(reading, match.start())
        if year and not calendar.isleap(year):
            yield _told(reading, match, f"{year}年不是闰年，没有2月29日。")
    for match in almanac().day.finditer(reading.text):
        name = match["name"] or match["name2"]
        said = [int(match["m"] or match["m2"]), int(match["d"] or match["d2"])]
        right = almanac().rows["days"][name]
        if said != right:
            message = f"“{name}”是{right[0]}月{right[1]}日，此处写{said[0]}月{said[1]}日。"
            yield _told(reading, match, message, f"{right[0]}月{right[1]}日")


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _year_before(reading: Reading, at: int) -> int | None:
    """The last year that the sentence names before a place, or the report's own."""
    years = _YEAR.findall(reading.text, reading.layout.period(at)[0], at)
    return int(years[-1]) if years else reading.year


def _clocks(reading: Reading) -> Iterator[Finding]:
    for match in _QUARTER.finditer(reading.text):
        yield _told(reading, match, f"一年只有四个季度，没有“{match[0]}”。")
    for match in _MORNING.finditer(reading.text):
        yield _told(reading, match, f"“{match[0]}”自相矛盾，请核对时间。")
    for match in _CLOCK.finditer(reading.text) if _TIMED.search(reading.text) else ():
        hours = [int(match[k]) for k in "aceh" if match[k]]
        minutes = [int(match[k]) for k in "bdfn" if match[k]]
        if max(hours) > 24 or max(minutes) > 59:
            yield _told(reading, match, f"没有“{match[0]}”这样的时间。")


def _spans(reading: Reading) -> Iterator[Finding]:
    for hint in _SPAN_HINT.finditer(reading.text):
        for kind, pattern, what in (("plans", almanac().plan, "年"), ("parts", almanac().part, "月")):
            near = pattern.finditer(reading.text, max(0, hint.start() - _NAMED), hint.end() + _NAMED)
            match = next((m for m in near if m.start() < hint.start() < m.end()), None)
            if match is None:
                continue
            first, last = almanac().rows[kind][match["name"]]
            if [int(match["a"]), int(match["b"])] != [first, last]:
                right = f"{first}—{last}{what}"
                yield _told(reading, match, f"“{match['name']}”是{right}，此处写“{match[0]}”。", right)
    for match in _PERIOD.finditer(reading.text):
        if int(match["b"]) < int(match["a"]) <= 12:
            message = f"“{match[0]}”止于起始之前；如到次年，请写明年份。"
            yield finding("date-order", message, reading.text, *match.span())
    for match in _MONTH_DAYS.finditer(reading.text):
        month, year = int(match["m"]), _year_before(reading, match.start()) or 2024
        if 1 <= month <= 12 and int(match["n"]) > calendar.monthrange(year, month)[1]:
            days = calendar.monthrange(year, month)[1]
            yield _told(reading, match, f"{month}月只有{days}天，此处写{match['n']}天。")


def _quarters(reading: Reading) -> Iterator[Finding]:
    """三季度（10月）; 第二季度即7、8、9三个月: months of another part of the year."""
    for hint in _QUARTER_HINT.finditer(reading.text):
        match = _QUARTERED.search(reading.text, max(0, hint.start() - 2), hint.end() + 24)
        if match is None or not (match["three"] or "月" in match["months"]):
            continue
        if "（" in match[0] and _TO.search(match["months"]):
            continue  # a span in brackets: its two ends are known
        if match["half"]:
            first, last = (1, 6) if match["half"] == "上" else (7, 12)
        else:
            last = 3 * ("一二三四".index(match["q"]) + 1)
            first = last - 2
        months = [int(m) for m in _MONTH.findall(match["months"])]
        if not all(first <= m <= last for m in months) and all(1 <= m <= 12 for m in months):
            yield _told(reading, match, f"“{match[0]}”：该时段是{first}—{last}月，请核对。")


def _anniversaries(reading: Reading) -> Iterator[Finding]:
    for match in almanac().anniversary.finditer(reading.text) if "周年" in reading.text else ():
        start = reading.layout.period(match.start())[0]
        year = _year_before(reading, match.start())
        if year is None or _AWAITED.search(reading.text, start, match.start()):
            continue
        right = year - int(almanac().rows["anniversaries"][match["name"]])
        if int(match["n"]) != right and abs(int(match["n"]) - right) < 10:
            message = f"{year}年是{match['name']}{right}周年，此处写{match['n']}周年。"
            yield _told(reading, match, message, f"{right}周年", Severity.WARNING)


def _limits(reading: Reading) -> Iterator[Finding]:
    for pattern, most in almanac().most:
        for match in pattern.finditer(reading.text):
            if float(match["n"]) > most:
                yield _told(reading, match, f"“{match[0]}”超出可能，最多是{most}。")


def _told(
    reading: Reading,
    match: re.Match[str],
    message: str,
    right: str | None = None,
    severity: Severity | None = None,
) -> Finding:
    return finding("invalid-date", message, reading.text, *match.span(), expected=right, severity=severity)

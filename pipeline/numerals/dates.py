"""Dates in all the forms that official prose uses, read from the text of a mention or of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from pipeline.numerals import chinese
from schemas.figures import Kind
from schemas.findings import Mention

_YEAR = r"(?:1[89]|20)\d\d"
_TO = r"\s?(?:[-－—–~～]{1,2}|至|到)\s?"
_HAN = "零〇○一二三四五六七八九"
_TENS = "[一二三四五六七八九十]"
ARABIC = re.compile(
    rf"""
    (?P<typo>20\d\d)(?P<tm>1[0-2]|[1-9])月份?     # 20213月: 年 was left out
  | (?P<ry>{_YEAR}){_TO}(?P<ry2>{_YEAR})(?!\d)\s?(?P<ru>年度|学年|年(?!级))?(?![.\d]*[万亿千]?[元人个])
  | (?P<iy>{_YEAR})(?P<sep>[-./])(?P<im>0?[1-9]|1[0-2])(?P=sep)(?P<id>3[01]|[12]\d|0?[1-9])(?!\d)
  | (?P<py>{_YEAR})\.(?P<pm>1[0-2]|0?[1-9]){_TO}(?P<py2>{_YEAR})\.(?P<pm2>1[0-2]|0?[1-9])(?!\d)
  | (?P<ny>{_YEAR})-(?P<nm>0[1-9]|1[0-2])(?![\d-])
  | (?P<y>{_YEAR})\s?(?:学年度?|年(?:(?P<du>度)|\s?(?P<m>\d{{1,2}})(?:{_TO}(?P<m2>\d{{1,2}}))?\s?月份?
        (?:\s?(?P<d>\d{{1,2}})(?:{_TO}(?P<d2>\d{{1,2}}))?\s?[日号](?![线楼]))?)?)
  | (?P<mm>\d{{1,2}})(?:{_TO}(?P<mm2>\d{{1,2}}))?\s?月份?
        (?:\s?(?P<md>\d{{1,2}})(?:{_TO}(?P<md2>\d{{1,2}}))?\s?[日号](?![线楼]))?
  | (?P<dd>3[01]|[12]\d|[1-9])\s?日(?!内|以内|游|均|间|常|报|元|历)
  | (?P<cent>[12]\d)世纪(?:\d0年代)?
  | (?P<ly>{_YEAR})(?=、{_YEAR}年)
  | (?P<lm>\d{{1,2}})(?=、\d{{1,2}}月)
    """,
    re.VERBOSE,
)
CHINESE = re.compile(
    rf"""
    (?P<y>[{_HAN}]{{4}})年(?:(?P<du>度)|(?P<m>{_TENS}{{1,2}})月份?(?:(?P<d>{_TENS}{{1,3}})[日号])?)?
  | (?P<mm>十[一二]?|[一二三四五六七八九])月
        (?:份|(?P<md>{_TENS}{{1,3}})[日号]|(?=底|初|末|中旬|上旬|下旬|以来|[，,。；、起至]))
    """,
    re.VERBOSE,
)
BARE_YEAR = re.compile(r"(?:199\d|20[0-4]\d)(?![\d.,%‰年])")


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is written."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        if self.month is None and self.day is None:
            return "" if self.year is None else str(self.year)
        if self.year is None and self.month is None:
            return f"---{self.day:02d}"
        head = "-" if self.year is None else str(self.year)
        month = "-" if self.month is None else f"{self.month:02d}"
        return f"{head}-{month}" + ("" if self.day is None else f"-{self.day:02d}")

    @property
    def unit(self) -> str:
        """The finest part that is written."""
        return "日" if self.day is not None else "月" if self.month is not None else "年"


def _int(text: str | None) -> int | None:
    if not text:
        return None
    if text.isdecimal():
        return int(text)
    value = chinese.parse(text)
    return None if value is None else int(value)


def _days(found: re.Match[str]) -> tuple[Day, Day | None]:
    """The date of a match, and the later one when it is a range."""
    group = found.groupdict()

    def part(*names: str) -> int | None:
        return next((_int(group[n]) for n in names if group.get(n)), None)

    first = Day(
        part("typo", "ry", "iy", "py", "ny", "y", "ly"),
        part("tm", "im", "pm", "nm", "m", "mm", "lm"),
        part("id", "d", "md", "dd"),
    )
    year, month, day = part("ry2", "py2"), part("m2", "mm2", "pm2"), part("d2", "md2")
    if year is None and month is None and day is None:
        return first, None
    if month is not None and first.day is not None:
        return first, Day(first.year, month, first.day)
    return first, Day(year or first.year, month or first.month, day or first.day)


def find(text: str, plain: str, at: int) -> Mention | None:
    """The date that begins at *at*."""
    arabic = plain[at].isdecimal()
    found = (ARABIC if arabic else CHINESE).match(plain, at)
    if found is None or (found["mm"] and plain[at - 1 : at] in {"个", "第"} and at):
        return None
    first, last = _days(found)
    group = found.groupdict()
    if group.get("cent"):
        return Mention(
            at, found.end(), text[at : found.end()], Kind.DATE, None, "世纪", num_start=at, num_end=at + 2
        )
    unit = "年度" if group.get("du") or group.get("ru") == "年度" else first.unit
    name = next(
        n for n in ("y", "mm", "typo", "ry", "iy", "dd", "ly", "lm", "cent", "ny", "py") if group.get(n)
    )
    value = None if first.year is None else Decimal(first.year)
    high = Decimal(last.year) if last and last.year and last.year != first.year else None
    return Mention(at, found.end(), text[at : found.end()], Kind.DATE, value, unit, high=high,
                   num_start=at, num_end=found.end(name))  # fmt: skip


def bare_year(text: str, plain: str, at: int, closed: bool) -> Mention | None:
    """A year without 年 (2021科技周); *closed* when brackets stand around it."""
    found = BARE_YEAR.match(plain, at)
    if found is None or (not closed and found[0].endswith("00")):
        return None
    return Mention(at, found.end(), text[at : found.end()], Kind.DATE, Decimal(found[0]), "年",
                   num_start=at, num_end=found.end())  # fmt: skip


def parts(mention: Mention) -> tuple[Day, Day | None]:
    """Year, month and day of a date mention, and of its end when it is a range."""
    plain = mention.text.translate(_WIDTH)
    found = (ARABIC if plain[:1].isdecimal() else CHINESE).match(plain)
    if found is not None and found.end() == len(plain):
        return _days(found)
    if plain.isdecimal() and mention.unit == "月":  # 7 in 7、8月份
        return Day(month=int(plain)), None
    return Day(int(mention.value) if mention.value is not None else None), None


def iso(mention: Mention) -> str | None:
    """A date as the figures contract prints it: 2020, 2020-12-31, --12, 2018/2020."""
    first, last = parts(mention)
    text = str(first)
    return (f"{text}/{last}" if last else text) or None


_WIDTH = str.maketrans("０１２３４５６７８９．－／", "0123456789.-/")

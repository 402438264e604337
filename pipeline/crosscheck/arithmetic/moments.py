"""When, and at which stage of the budget: what the words around a number tell, and which comes first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.crosscheck.arithmetic.nouns import narrowed
from pipeline.crosscheck.vocabulary import either


@dataclass(frozen=True, slots=True)
class Moment:
    """When, and at which stage of the budget: 上年决算, 2022年, 年初预算, 二季度."""

    when: str = ""
    year: int | None = None
    stage: str = ""
    part: int = 0
    """A quarter (101 to 104), a half (201, 202) or a month (301 to 312) of the year."""

    @property
    def timed(self) -> bool:
        """Whether a time is told at all."""
        return bool(self.when or self.year)


_FUNDS = re.compile(
    r"(?:公共|公共财政|基金|经营|保险)预算|财政预算(?=[总本]?[收支])|预算(?:单位|部门|管理|编制|股|科|法|内|外|绩效|评审)|国内生产|(?:预算)?执行(?:中|过程|期间|率)"
)
_YEAR = r"(?<!\d)(?:(?P<year>(?:19|20)\d{2})年)"
_WHEN = re.compile(
    rf"{_YEAR}|(?P<opening>{either('opening')}(?!预算|安排|批复|下达|计划|核定|部门))"
    rf"|(?P<prior>(?<!以)(?:{either('prior')}))|(?P<previous>{either('previous')})"
    rf"|(?P<last>{either('last')}(?!结转|结余))|(?P<this>(?:{either('this')})(?![末底]))"
    rf"|(?P<before>{either('before')}|原(?=[一-鿿]{{0,4}}$))|(?P<after>{either('after')}(?!预算))|(?P<closing>{either('closing')})"
)
STAGE = re.compile(
    rf"(?P<initial>{either('initial')})|(?P<adjusted>{either('adjusted')})|(?P<plan>{either('plan')})"
    rf"|(?P<actual>{either('actual')})"
)
_PART = re.compile(
    r"第?(?P<quarter>[一二三四])季度|(?P<half>[上下])半年|(?<![\d至到\-—－~～、])(?P<month>\d{1,2})月份?(?!\d|[底末]|[-—至到])"
)
_EACH = re.compile(r"(?:分别|依次|各)[^，。；：、\d]{0,8}$")
_SPAN = re.compile(r"((?:19|20)\d{2})年?(?:至|到|—|－|-|–|～|~)((?:19|20)\d{2})年")
_EACH_YEAR = re.compile(r"((?:19|20)\d{2})年?(?=[、和及与年])")
_MEANT = re.compile(
    r"[，；]?(?:其中|\d{4}年度?)*(?:计划|拟|预计|力争|确保)(?:在|于)?(?:\d{4}年|当年|本年|全年|年度)?(?:内|年内|底前|年底前|末前)?"
    r"(?<!划内)(?:完成|建成|实现|投入|支出|办结)"
)
"""计划2022年内完成投资: what was to be done."""
PLANNED = ("initial", "adjusted", "plan")
OF_PLAN = re.compile(r"(?:预算|计划|概算|目标|任务|指标)[^，。；：、占]{0,4}的$")
"""完成预算的: what goes before a share of what was planned."""


@lru_cache(maxsize=4096)
def moment_of(words: str) -> Moment:
    """Time and stage that *words* tell; the last word of each sort counts."""
    words = _FUNDS.sub("〇", narrowed(words))
    when, year, stage = "", None, ""
    for match in _WHEN.finditer(words):
        when = match.lastgroup or ""
        if match["year"]:
            when, year = "", int(match["year"])
        elif when in ("last", "this", "prior"):
            year = None
    for match in STAGE.finditer(words):
        stage = match.lastgroup or ""
    stage = "plan" if stage == "actual" and _MEANT.match(words) else stage
    return Moment(when, year, stage, _part(words))


def years_named(words: str) -> list[int]:
    """The years of a row that the words announce: 2020—2022年分别为, 2021年、2022年分别为."""
    if "年" not in words or not _EACH.search(words):
        return []
    if _SPAN.search(words):
        return span_of(words)
    years = [int(year) for year in _EACH_YEAR.findall(words)]
    return years if len(years) == len(set(years)) else []


def span_of(words: str) -> list[int]:
    """2018—2020年: every year from the first to the last."""
    if span := _SPAN.search(words):
        first, last = int(span[1]), int(span[2])
        return list(range(first, last + 1)) if first < last < first + 12 else []
    return []


def parts_named(words: str) -> list[int]:
    """The quarters or months of a row that the words announce: 一至四季度依次为."""
    if span := _QUARTERS.search(words):
        first, last = (_ORDER.find(span[at]) % 4 for at in (1, 2))
        return list(range(101 + first, 102 + last)) if first < last else []
    if span := _MONTHS.search(words):
        first, last = int(span[1]), int(span[2])
        return list(range(300 + first, 301 + last)) if 0 < first < last <= _YEAR_LONG else []
    named = _LISTED.search(words)
    parts = [_part(word) for word in _ONE_PART.findall(named[0])] if named else []
    return parts if parts == sorted(set(parts)) else []


_ONE_PART = re.compile(r"第?[一二三四]季度|[上下]半年|(?<!\d)\d{1,2}月份?")
_LISTED = re.compile(
    rf"(?:(?:{_ONE_PART.pattern})[、和及与])+(?:{_ONE_PART.pattern})[^，。；：、]{{0,12}}(?:分别|依次)[^，。；：、\d]{{0,8}}$"
)
_ORDER = "一二三四1234"
_YEAR_LONG = 12
_ON = "(?:至|到|—|－|-|–|～|~)"
_QUARTERS = re.compile(rf"第?([{_ORDER}])(?:季度)?{_ON}第?([{_ORDER}])季度[^，。；：、\d]{{0,8}}$")
_MONTHS = re.compile(rf"(?<!\d)(\d{{1,2}})月?{_ON}(\d{{1,2}})月份?[^，。；：、\d]{{0,8}}$")


def _part(words: str) -> int:
    if "季度" not in words and "半年" not in words and "月" not in words:
        return 0
    part = 0
    for match in _PART.finditer(words):
        if match["quarter"]:
            part = 101 + "一二三四".index(match["quarter"])
        elif match["half"]:
            part = 201 + "上下".index(match["half"])
        else:
            part = 300 + int(match["month"])
    return part


def ordered(one: Moment, other: Moment) -> bool:
    """Whether *one* is certainly of an earlier time than *other*."""
    if one.year and other.year and one.year != other.year:
        return one.year < other.year
    if one.when in ("last", "prior"):
        return other.when not in ("prior", "last") or (one.when, other.when) == ("prior", "last")
    if (one.year, one.when) == (other.year, other.when) and following(one, other):
        return True
    return (one.when, other.when) in (("before", "after"), ("opening", "closing"), ("before", ""))


def following(one: Moment, other: Moment) -> bool:
    """Whether *other* is a later quarter, half or month than *one*."""
    return bool(one.part and other.part and one.part // 100 == other.part // 100 and one.part < other.part)


def staged(one: Moment, other: Moment) -> bool:
    """Whether *one* is what was planned of what *other* was in the end, or the first plan of a later one."""
    if apart(one, other):
        return False
    if other.stage == "actual":
        return one.stage in PLANNED
    return one.stage == "initial" and other.stage == "adjusted"


def year_before(at: Moment, of: Moment) -> bool:
    """Whether *at* is of the year before *of*, and of the same part of it."""
    if at.part and of.part and at.part != of.part:
        return False
    if at.when == "last":
        return of.when not in ("last", "prior")
    return bool(at.year and of.year and at.year == of.year - 1)


def apart(at: Moment, of: Moment) -> bool:
    """Of two different years."""
    if at.year and of.year:
        return at.year != of.year
    return (at.when in ("last", "prior")) != (of.when in ("last", "prior"))


def odds(wanted: Moment, at: Moment) -> bool:
    """Whether *at* is told to be of another year or stage than *wanted*: 2023年预算 and 2023年决算."""
    if wanted.year and at.year and wanted.year != at.year:
        return True
    if wanted.part and at.part and wanted.part != at.part:
        return True
    plans = [m.stage in PLANNED for m in (wanted, at) if m.stage]
    return len(plans) == 2 and plans[0] != plans[1]


def marks(wanted: Moment, at: Moment, of: Moment) -> bool:
    """Whether *at* is the time or stage that a comparison names, and *of* can be measured from it."""
    if wanted.year:
        if odds(Moment(stage=wanted.stage), Moment(stage=at.stage)):
            return False
        return (at.year == wanted.year and (of.year != wanted.year or staged(at, of))) or (
            at.when == "last" and of.year == wanted.year + 1
        )
    unstaged = not (at.stage and of.stage) or at.stage == of.stage
    same_stage = unstaged or "initial" not in (at.stage, of.stage)
    if wanted.when == "previous":
        return at.when == "previous" or (following(at, of) and of.part - at.part == 1)
    if wanted.when == "prior":
        return at.when == "prior" or bool(at.year and of.year and at.year == of.year - 2)
    if wanted.when == "last" and at.when == "opening" and of.when == "closing":
        return same_stage  # a stock: what stood at the end of last year
    if wanted.when == "last":
        return same_stage and year_before(at, of) and (not wanted.stage or at.stage in ("", wanted.stage))
    if wanted.when == "opening":
        first = at.stage == "initial" and of.stage not in ("initial", "")
        # 2021年末486万元，2022年末503万元，较上年末: what the year before ended with
        ended = {at.when, of.when} <= {"", "closing"} and bool(at.year and of.year and at.year + 1 == of.year)
        return (at.when == "opening" and of.when != "opening") or first or ended
    if wanted.when:
        return ordered(at, of)
    return not apart(at, of) and _marks_stage(wanted, at, of)


def _marks_stage(wanted: Moment, at: Moment, of: Moment) -> bool:
    """As ``marks``, where the comparison names no year: 比预算, 比一季度."""
    if wanted.part and not wanted.stage:
        return at.part == wanted.part != of.part
    if wanted.stage == "plan":
        return at.stage in ("plan", "initial") and of.stage in ("actual", "")
    return at.stage == wanted.stage != of.stage


def contrary(wanted: Moment, at: Moment, of: Moment) -> bool:
    """Whether the words of a comparison exclude that *of* is measured from *at*: 比上年 is not 比预算."""
    if not (wanted.timed or wanted.stage or wanted.part) or marks(wanted, at, of):
        return False
    if odds(wanted, at):
        return True
    if wanted.when in ("last", "prior", "previous"):
        other_year = bool(at.year and of.year and at.year == of.year)
        return at.when == "this" or staged(at, of) or (other_year and not following(at, of))
    return bool(wanted.stage or wanted.when == "opening") and at.when in ("last", "prior")

"""Whether two numbers that a model holds to be equal are of one thing, as far as words beside them show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from functools import cache

from pipeline.crosscheck.arithmetic.misprints import TURNED, slip
from pipeline.crosscheck.compared import Place, lists
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.things import common, pairs
from pipeline.crosscheck.vocabulary import either
from schemas.findings import Mention

_TAIL = re.compile(r"[\u4e00-\u9fff“”]+$")
_LINKS = re.compile(
    r"^(?:全年|当年|本年度?|年度|年|共|其中|实际|我单位|本单位|另)+|(?:为|是|共计|合计|共|达到|达|约|实际)+$"
)
_HAN = re.compile("[一-鿿]*")
_BEHIND = re.compile(r"[一-鿿]{2,12}")
_BASED = re.compile(r"^.*(?:按照?|根据|依据|(?:[以较有])(?=[一-鿿]{2,}$))")
_BARE = re.compile(
    r"(?:支出|收入|决算|预算|年初|年末|本年|完成|目标|计划|实际|金额|合计|折合|权重|安排|同比|[比较为的数额值得与是])+"
)
_AUDITED = re.compile("核对|账")
_YEAR = re.compile(r"(?:19|20)\d{2}年")
_AGAIN = re.compile(r"[（(](?:即|约|折合|合)?|[，,]?即")
_MARKED = re.compile(r"(?:上述|以上|这|该|全部)$")
_ALL = re.compile(r"[均都]|全部|皆")
_NOT = re.compile("[不未没非][一-鿿]?$")
_SURE, _DIGITS = 3, 3
_PEOPLE = frozenset("人名位")


class Sameness(Enum):
    """How sure it is: by the very name, by words that only look alike, not at all."""

    SURE = auto()
    LIKELY = auto()
    UNKNOWN = auto()


def sameness(reading: Reading, used: Sequence[Mention], places: Sequence[Place]) -> Sameness:
    """Of two numbers: 项目支出44万元 … 全年项目支出46万元 is sure, 实有24人 … 按实有26人 is likely."""
    one, other = sorted(used, key=lambda m: m.start)
    if _unit(one) != _unit(other) or _of_two_years(reading, one, other) or _changes(reading, one, other):
        return Sameness.UNKNOWN
    if _same_name(reading.text, one, other):
        return Sameness.SURE
    told = _again(reading, one, other) or _level(reading, one, other, places)
    if told or not _apart(reading, one, other):
        told = told or _turned(one, other) or _alike(reading, one, other)
    elif common(_own(reading, one), _own(reading, other)):
        told = _turned(one, other)
    return Sameness.LIKELY if told else Sameness.UNKNOWN


def _same_name(text: str, one: Mention, other: Mention) -> bool:
    tails = [_TAIL.search(text[max(0, m.start - 30) : m.start]) for m in (one, other)]
    first, second = (_LINKS.sub("", tail[0]) if tail else "" for tail in tails)
    counted = any(tail and text[max(0, m.start - 30) : m.start][: tail.start()][-1:].isdigit()
                  for tail, m in zip(tails, (one, other), strict=True))  # fmt: skip
    return first == second and len(first) >= _SURE and not counted and not _BARE.fullmatch(first)


def _of_two_years(reading: Reading, one: Mention, other: Mention) -> bool:
    """Whether the sentences speak of different years before the two numbers."""
    said = [_YEAR.findall(reading.text, reading.layout.period(m.start)[0], m.start) for m in (one, other)]
    return bool(said[0] and said[1]) and said[0][-1] != said[1][-1]


def _changes(reading: Reading, *both: Mention) -> bool:
    """Whether one of them is what something grew or fell by."""
    return any(_change().search(_own(reading, m)) for m in both)


@cache
def _change() -> re.Pattern[str]:
    return re.compile(f"(?:{either('up', 'down')})[了约]?$")


def _unit(mention: Mention) -> str | None:
    return "人" if mention.unit in _PEOPLE else mention.unit


def _apart(reading: Reading, one: Mention, other: Mention) -> bool:
    """Whether a stage or a part is told of one of them only, or two years."""
    first, second = (_own(reading, m) for m in (one, other))
    years = [set(_YEAR.findall(own)) for own in (first, second)]
    return set(_sets_apart().findall(first)) != set(_sets_apart().findall(second)) or (
        all(years) and years[0] != years[1]
    )


@cache
def _sets_apart() -> re.Pattern[str]:
    longest = sorted(lists()["apart"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest)))


def _again(reading: Reading, one: Mention, other: Mention) -> bool:
    """3184620.55元（约318.46元）: the second tells the first once more."""
    return _AGAIN.fullmatch(reading.text, one.end, other.start) is not None


def _turned(one: Mention, other: Mention) -> bool:
    """860 and 680: two digits exchanged, which is hardly chance."""
    first, second = ("".join(re.findall(r"\d", m.text)) for m in (one, other))
    if one.step != other.step or not first or not second:
        return False
    told = slip(int(first), int(second))
    return told is not None and told.why == TURNED and told.digits >= _DIGITS


def _level(reading: Reading, one: Mention, other: Mention, places: Sequence[Place]) -> bool:
    """Whether the quotes say that the two agree: 合同金额与中标金额一致; not of a third: 与预算持平."""
    start, end = reading.layout.period(one.start)[0], reading.layout.period(other.end)[1]
    end = reading.layout.period(min(end + 1, len(reading.text)))[1]
    if "\n" in reading.text[start:end] or not _neighbours(reading, one, other):
        return False
    known = _sets_apart().findall(_own(reading, one) + _own(reading, other))
    for match in re.compile(either("level")).finditer(reading.text, start, end):
        quoted = any(a <= match.start() and match.end() <= b for a, b in places)
        clause = reading.text[reading.layout.clause(match.start())[0] : match.start()]
        if (
            quoted
            and not _NOT.search(clause)
            and not _AUDITED.search(clause)
            and set(_sets_apart().findall(clause)) <= {*known}
        ):
            return True
    return False


def _neighbours(reading: Reading, one: Mention, other: Mention) -> bool:
    between = (m for m in reading.figures if one.end <= m.start < other.start)
    return not any((m.kind, m.unit) == (one.kind, one.unit) for m in between)


def _alike(reading: Reading, one: Mention, other: Mention) -> bool:
    """Whether the words right before or right behind the two numbers are one name."""
    names = [_name(reading, m) for m in (one, other)]
    nouns = [_noun(reading, m) for m in (one, other)]
    if nouns[0] and nouns[1] and _taken_up(reading, other, *nouns):
        return True
    if not (_based(reading, other) or _heads_agree(reading, one, other)):
        return False
    if names[0] == names[1] and len(names[0]) >= 2 and not _BARE.fullmatch(names[0]):
        return True
    if _HAN.fullmatch(reading.text, one.end, other.start):
        return False  # 由15个压缩至5个: what stands between is no name
    return any(
        len(name) >= _SURE and noun.startswith(name)
        for name, noun in zip(names, reversed(nouns), strict=True)
    )


def _noun(reading: Reading, mention: Mention) -> str:
    noun = _BEHIND.match(reading.text, mention.end)
    return noun[0] if noun else ""


def _based(reading: Reading, other: Mention) -> bool:
    """Whether the second number is what something is reckoned by: 按35名在职人员测算."""
    return re.search("按|根据|依据", _own(reading, other)) is not None


def _heads_agree(reading: Reading, one: Mention, other: Mention) -> bool:
    """Not 甲校有教师37人，乙校有教师35人."""
    heads = (_own(reading, m).removesuffix(_name(reading, m)) for m in (one, other))
    named = [pairs(head.rstrip("现共有为")) for head in heads]
    return not (named[0] and named[1]) or bool(named[0] & named[1])


def _own(reading: Reading, mention: Mention) -> str:
    start, end = reading.window(mention.start)
    return reading.text[start:end]


def _name(reading: Reading, mention: Mention) -> str:
    """The name before a number without what only leads to it: 年末按实有 is 实有."""
    tail = _TAIL.search(_own(reading, mention))
    start = reading.window(mention.start)[0]
    if tail and start and tail.start() == 0 and reading.text[start - 1].isalnum() and tail[0][0] != "年":
        return ""  # 60周岁及以上6000人: the number before belongs to the name
    name = _BASED.sub("", tail[0]) if tail else ""
    for _ in range(4):
        lead = next((w for w in _leads() if name.startswith(w) and len(name) - len(w) >= 2), "")
        name = name.removeprefix(lead)
    return _LINKS.sub("", name)


@cache
def _leads() -> tuple[str, ...]:
    return tuple(sorted(lists()["lead"], key=len, reverse=True))


def _taken_up(reading: Reading, other: Mention, first: str, second: str) -> bool:
    """四个乡镇 … 五个试点乡镇均: the second speaks of all of them, by the noun of the first."""
    noun = first[:2]
    at = second.find(noun, 0, 6)
    if at < 0:
        return False
    back = _MARKED.search(_own(reading, other)) or _ALL.match(second[at + 2 :])
    return back is not None

"""More than there are: 16个行政村 of which 18 are done, 372 days of one year, 13 months of it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence

from pipeline.crosscheck.arithmetic.numbers import window
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention

_ALL = re.compile(
    r"(?:下?辖|管辖|辖区|共有?|现有|设有?|下设|总数|全[县市区镇乡省州村校院馆局站街]{1,2}(?:道|域)?(?:共|现)?有?)[^，。；\d]{0,6}$"
)
_SOME = re.compile(
    r"(?:已|均|其中|实际|均已|完成|实现|覆盖|涉及|通过|达到|在|对|有|选取|抽取)[^，。；\d]{0,8}$"
)
_OF_THEM = re.compile(r"已|均|其中|实际|完成|实现|通过|达标|合格|[的者]")
_WIDER = re.compile(r"累计|计划|应|共|全[县市区省]|新增|周边|外|比|较|去年|上年|次$|人次|预计|拟|增加|扩大")
_DONE = (
    r"(?:已经?|均|都|全部|先后|率先)*(?:通过|完成|实现|建[成立有]|开展|达[到标]|纳入|参[与加]|启动|获[得评]?|配[备齐]"
    r"|开通|设[立有置]|创[建成]|接入|落实|成为|被|享受|覆盖|安装|推行|推广|组建|成立)"
)
_NOUN = re.compile(rf"(?P<noun>[一-鿿]{{2,6}}?)(?:(?P<done>{_DONE})|(?=[^一-鿿]|$))|[一-鿿]{{3}}")
"""社区 in 26个社区实现全覆盖; of a longer run without a predicate its first three signs."""
_DAYS = re.compile(r"天数|全年|年内|当年|本年度?|年度|每年|一年")
_SPAN = re.compile(
    r"工期|历时|为期|周期|合同|期限|累计|连续|超期|提前|逾期|合计|总计|共|人次|人天|总时长|总时间"
    r"|总学时|服务时长|时长合计|总工时|机时"
)
_YEAR = re.compile(r"(?<![比较与同])(?<!相比)((?:19|20)\d{2})年")
_LIMITS = {"天": 366, "日": 366, "个月": 12, "月": 12, "小时": 8784}


def check_subsets(reading: Reading) -> Iterator[Finding]:
    """Counts of some against the count of all; days and months against the year."""
    yield from _more_than_all(reading)
    yield from _beyond_the_year(reading)


def _more_than_all(reading: Reading) -> Iterator[Finding]:
    """辖16个行政村，…已有18个行政村完成: the same noun, all of it before, some of it behind."""
    everything: dict[tuple[str, str], tuple[Mention, int]] = {}
    for mention in reading.figures:
        if mention.kind is not Kind.COUNT or mention.value is None or mention.high is not None:
            continue
        if mention.approx is not Approx.EXACT:
            continue
        line = reading.layout.paragraph(mention.start)[0]
        words, behind = window(reading, mention), _NOUN.match(reading.text, mention.end)
        if behind is None:
            yield from _named_before(
                reading,
                mention,
                words,
                [(n, *k) for (u, n), k in everything.items() if u == mention.unit and k[1] == line],
            )
            continue
        noun = (behind["noun"] or behind[0])[:3]
        among = noun.endswith("中") and reading.text.startswith("，", mention.end + len(noun))
        noun = noun.removesuffix("中") if among else noun
        known = everything.get((mention.unit or "", noun))
        if among or _ALL.search(words):
            if not behind["done"]:  # 共有12家企业通过认定: not all that there are
                everything[mention.unit or "", noun] = mention, line
        elif known and known[1] == line and mention.value > (known[0].value or 0):
            some = _SOME.search(words) or (behind["done"] and not words)
            if some and not _WIDER.search(words):
                yield _exceeds(reading, mention, known[0], noun)


def _named_before(
    reading: Reading, mention: Mention, words: str, known: Sequence[tuple[str, Mention, int]]
) -> Iterator[Finding]:
    """辖12个行政村，已完成改造任务的行政村13个: the noun before the number."""
    for noun, all_, _ in known:
        some = words.endswith(noun) and _OF_THEM.search(words)
        if some and not _WIDER.search(words) and (mention.value or 0) > (all_.value or 0):
            yield _exceeds(reading, mention, all_, noun)


def _exceeds(reading: Reading, some: Mention, all_: Mention, noun: str) -> Finding:
    message = f"前文共有{all_.text}{noun}，此处写{some.text}，超过了总数。"
    return finding(
        "count", message, reading.text, some.start, some.end, others=((all_.start, all_.end),)
    )  # fmt: skip


_TIMES_DAYS = re.compile("[床人车台][日天次]|占用")
"""实际占用床日54,203天: days of many."""


def _beyond_the_year(reading: Reading) -> Iterator[Finding]:
    """有效运行天数…372天 of 2023: a year has 365 days, a leap year 366."""
    for mention in reading.figures:
        limit = _LIMITS.get(mention.unit or "")
        if mention.kind is not Kind.DURATION or limit is None or mention.value is None:
            continue
        start, end = reading.layout.period(mention.start)
        before = reading.text[start : mention.start]
        years = set(_YEAR.findall(reading.text[start:end]))
        spans = _SPAN.search(reading.text[max(start, mention.start - 30) : mention.start])
        if (
            mention.value < limit
            or len(years) > 1
            or spans
            or not _DAYS.search(before)
            or _TIMES_DAYS.search(before)
        ):
            continue
        exact = limit - (limit == 366 and bool(years) and not calendar.isleap(int(min(years))))
        if mention.value > exact:
            message = f"一年只有{exact}{mention.unit}，此处写{mention.text}。"
            yield finding("count", message, reading.text, mention.start, mention.end)

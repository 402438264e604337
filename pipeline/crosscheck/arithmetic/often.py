"""How often against how many in the year: 每季度盘点一次，全年共盘点3次; 3月、6月、9月各一次，全年4次."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import alike, between, window
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_TIMES = frozenset("次期场轮批份篇部堂")
_EACH = re.compile(
    r"(?:每(?:一)?(?:个)?(?P<quarter>季度?)|按(?P<q2>季)度?|每(?P<two>两|2|二)个?月|(?P<two2>双)月|每(?:一)?个?(?P<month>月)份?|逐(?P<m2>月)|按(?P<m3>月)"
    r"|每(?P<half>半)年|每(?P<half2>6|六)个月)(?:度|都|均|各|至少)?[^，。；、\d]{0,10}$"
)
_LOOSE = re.compile(r"至少|不少于|以上|原则|要求|应|计划|左右|约|平均|不低于|起|每人|每[村组户家班校镇乡]")
_SOME = re.compile(r"其中|其余|其他")
_YEAR = re.compile(
    r"(?:全年|一年|年内|本年度?|当年|年度|累计|合计|总共|共计?|[12]\d{3}年度?)[^，。；、\d]{0,12}$"
)
_ONE = (
    r"(?:(?:19|20)\d{2}年)?(?:\d{1,2}月(?:\d{1,2}日)?(?:[上中下]旬|初|底|末)?"
    r"|[春夏秋冬]季|第?[一二三四]季度|[上下]半年)"
)
_LIST = re.compile(_ONE)
_RUN = re.compile(
    rf"(?:{_ONE}(?:、|和|及|与|，)?){{2,14}}(?:均|分别|各|里|份|都){{0,2}}[^，。；、\d]{{0,8}}$"
)
_NUMBER = {"quarter": 4, "q2": 4, "two": 6, "two2": 6, "month": 12, "m2": 12, "m3": 12, "half": 2, "half2": 2}


def check_often(reading: Reading) -> Iterator[Finding]:
    """Every so many a month, a quarter or on each of the days listed, with the number of the year."""
    for at, mention in enumerate(reading.figures):
        if mention.kind is not Kind.COUNT or (mention.unit or "?")[0] not in _TIMES or not _exact(mention):
            continue
        start = reading.layout.sentence(mention.start)[0]
        words = reading.text[max(start, mention.start - 90) : mention.start]
        if times := _times(words):
            yield from _compare(reading, at, times)


def _exact(mention: Mention) -> bool:
    value = mention.value
    return mention.approx is Approx.EXACT and mention.high is None and value is not None and value < 60


def _times(words: str) -> int:
    """How many times in the year, as the words before the number say."""
    each = _EACH.search(words)
    if each is not None and not _LOOSE.search(each[0]):
        return next(n for name, n in _NUMBER.items() if each[name])
    run = _RUN.search(words) if re.search(r"[各均]", words[-10:]) else None
    return len(_LIST.findall(run[0])) if run else 0


def _compare(reading: Reading, at: int, times: int) -> Iterator[Finding]:
    each = reading.figures[at]
    start, end = reading.layout.sentence(each.start)
    near = [m for m in between(reading, start, end) if m is not each and alike(m, each) and _exact(m)]
    near = [m for m in near if _YEAR.search(window(reading, m)) and not _LOOSE.search(window(reading, m))]
    right = times * (each.value or Decimal(0))
    if "其" in reading.text[start : each.start] and _SOME.search(reading.text, start, end):
        return
    if len(near) != 1 or near[0].value == right:
        return
    whole = near[0]
    head = reading.layout.clause(each.start)[0]
    said = reading.text[head : each.end].strip()
    message = f"“{said}”，一年{times}×{each.value}＝{right}{each.unit}，与“{whole.text}”不符。"
    yield finding(
        "count", message, reading.text, whole.start, whole.end,
        severity=Severity.WARNING, expected=f"{right}{each.unit}", others=((head, each.end),),
    )  # fmt: skip

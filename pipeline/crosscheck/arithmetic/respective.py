"""甲、乙、丙分别为1、2: as many values as names; 3次，分别为四天: as many dates as times."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.crosscheck.arithmetic.numbers import between
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_NAMES = re.compile(r"(?:[^，。；：、,;:\d０-９\n（）()]{1,20}、)+[^，。；：、,;:\d０-９\n（）()]{1,24}$")
_COUNTED = re.compile(
    r"(?:[^，。；：、\d\n]|(?:19|20)\d{2}年度?){0,20}(?:，(?![^，]*[和与及])[一-鿿]{2,6})?$"
)
_DATE = r"(?:(?:\d{4}年)?\d{1,2}月(?:份|\d{1,2}日)?|\d{4}年(?:度|\d{1,2}月)?|\d{1,2}日)(?:[上下]午)?"
_DATES = re.compile(
    rf"[^。；\n\d]{{0,12}}?(?:分别(?:是|为|于|在)|时间(?:为|是)|即|：|:|——|[（(]|[，,]于)"
    rf"(?:[^。；\n\d]{{0,6}}?)(?P<dates>{_DATE}(?:(?:[、，,]|和|及|与){_DATE})+)(?=[，。；）)、召举开进组各]|$)"
)
_YEARS = re.compile(
    r"(?P<n>[两二三四五六七八九十]|\d{1,2})年[（(](?P<a>(?:19|20)\d{2})年?[—–\-－~～至到](?P<b>(?:19|20)\d{2})年?[）)]"
)
_JOINED = re.compile(r"\s?[、，,和与及；]\s?")
_REACH = 300
_HAN = "一二三四五六七八九十"
_HAN_SIGNS = f"两{_HAN}"


def check_respective(reading: Reading) -> Iterator[Finding]:
    """Names against values, times against dates, years against their span."""
    text = reading.text
    for match in re.finditer("分别", text):
        yield from _values(reading, match.start(), match.end())
    for mention in reading.figures:
        if mention.kind is Kind.COUNT and mention.approx is Approx.EXACT and mention.value:
            yield from _dates(reading, mention)
    for match in _YEARS.finditer(text):
        span = int(match["b"]) - int(match["a"]) + 1
        every = text[match.start() - 1 : match.start()] in ("前", "近", "后")
        if span > 0 and _number(match["n"]) not in (span, span if every else span - 1):
            message = f"{match['a']}年至{match['b']}年共{span}年，与“{match['n']}年”不符。"
            yield finding("count", message, text, *match.span())


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 2 if text == "两" else _HAN.find(text) + 1


def _dates(reading: Reading, mention: Mention) -> Iterator[Finding]:
    """3次，时间分别为3月12日、5月20日、7月8日、10月16日."""
    match = _DATES.match(reading.text, mention.end)
    if match is None or mention.value is None or mention.value > 20 or "等" in match[0]:
        return
    listed = re.findall(_DATE, match["dates"])
    if len(listed) != mention.value:
        message = f"此处说{mention.text}，实际列出{len(listed)}个时间：{match['dates']}。"
        yield finding(
            "count", message, reading.text, mention.start, mention.end, expected=str(len(listed)),
            others=(match.span("dates"),),
        )  # fmt: skip


_GOES_ON = re.compile(r"[、和及与]\s?[\d０-９]")
"""分别推进23.3个、27.8个、29.8个百分点: only the last is told in full."""


def _values(reading: Reading, at: int, end: int) -> Iterator[Finding]:
    values = _run(reading, end)
    if len(values) < 2 or _GOES_ON.match(reading.text, values[-1].end):
        return
    start = max(reading.layout.sentence(at)[0], at - 120)
    names = _NAMES.search(reading.text[start:at])
    if names is not None:
        least = names[0].count("、") + 1
        most = least + len(re.findall(r"[和与及]", names[0]))
        if re.search(r"等|各|均|两[项类者]|分别", names[0]) or least <= len(values) <= most:
            return
        said, place = f"前面列出{least}项（{names[0]}）", (start + names.start(), at)
    else:
        counted = _counted(reading, start, at)
        if counted is None or counted.value == len(values):
            return
        said, place = f"此处说{counted.text}", (counted.start, counted.end)
    message = f"{said}，后面分别给出{len(values)}个数，个数不一致。"
    yield finding(
        "count", message, reading.text, values[0].start, values[-1].end, severity=Severity.WARNING,
        others=(place,),
    )  # fmt: skip


def _run(reading: Reading, at: int) -> list[Mention]:
    """The values behind 分别, nothing but a mark or 和 between them."""
    out: list[Mention] = []
    for mention in between(reading, at, at + _REACH):
        gap = reading.text[(out[-1].end if out else at) : mention.start]
        if not out and (len(gap) > 16 or re.search(r"[，。；、\n]", gap)):
            break
        if out and (not _JOINED.fullmatch(gap) or mention.kind is not out[0].kind):
            break
        if out and mention.text[0] in _HAN_SIGNS and out[-1].text[0] not in _HAN_SIGNS:
            break  # 92.5分、88.0分，两家均不低于85分
        out.append(mention)
    return out


def _counted(reading: Reading, start: int, at: int) -> Mention | None:
    """The small count that stands right before 分别: 三个站点分别获得."""
    near = between(reading, start, at)
    for mention in near[-1:]:
        if len(near) > 1 and "，" in reading.text[mention.end : at]:
            return None
        if not _COUNTED.fullmatch(reading.text, mention.end, at):
            return None
        small = mention.value is not None and 2 <= mention.value <= 10 and mention.step == 1
        exact = mention.approx is Approx.EXACT and mention.high is None
        return mention if small and exact and mention.kind in (Kind.COUNT, Kind.DURATION) else None
    return None

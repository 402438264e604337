"""Hours from one time of the day to another against the length told: 9时开讲，11时30分结束，每场三小时."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention

_TIME = re.compile(
    r"(?P<part>上午|下午|中午|晚上?|早上?|清晨|傍晚|次日|凌晨|午夜)?(?<!\d)(?P<h>\d{1,2})(?:[时点](?:(?P<m>\d{1,2})分?|(?P<half>半)|整)?(?!间|期|段|长|代|名)|[:：](?P<n>\d{2})(?![:：\d]))"
)
_HINT = re.compile(r"\d[时点:：]")
_LATE = frozenset(("下午", "晚上", "晚", "傍晚"))
_ENDS = re.compile(r"结束|下课|[为到]?止|散[会场]|闭[馆园幕市]|收[工班]|完|离|下班|截止|关|放学|交班|返")
_TO = re.compile(r"[至到—－～~-]{1,2}")
_LESS = re.compile(r"除[去开]|扣除|休息|不含|间隔|分两|午休|另|其中")
_TOLD = re.compile(r"每|时长|课时|共|[历用]时|持续|为|达|计|长|授课|[（(]")
_OTHER = re.compile(r"周末|节假日|值[守班]|保障|提前|推迟|延[长迟后]|比|较")
_UNITS = {"小时": 60, "分钟": 1}


def check_clock(reading: Reading) -> Iterator[Finding]:
    """Every length in hours behind exactly two times of the day in its sentence."""
    if not _HINT.search(reading.text):
        return
    for claim in reading.figures:
        unit = _UNITS.get(claim.unit or "")
        if claim.kind is Kind.DURATION and unit and claim.approx is Approx.EXACT and claim.high is None:
            yield from _length(reading, claim, unit)


def _length(reading: Reading, claim: Mention, unit: int) -> Iterator[Finding]:
    start = max(reading.layout.sentence(claim.start)[0], claim.start - 80)
    words = reading.text[start : claim.start]
    times = list(_TIME.finditer(words))
    if len(times) != 2 or _LESS.search(words):
        return
    one, other = times
    gap, behind = words[one.end() : other.start()], words[other.end() : other.end() + 6]
    said = (claim.value or Decimal(0)) * unit
    if not (_TO.fullmatch(gap) or _ENDS.search(behind)) or len(words) - other.end() > 24:
        return
    link = words[other.end() :]
    if not _TOLD.search(link) or _OTHER.search(link):
        return
    lengths = {_minutes(other, late) - _minutes(one, False) for late in (False, one["part"] in _LATE)}
    if said in lengths or max(lengths) <= 0 or abs(max(lengths) - said) < 1:
        return
    right = max(lengths)
    hours = Decimal(right) / 60
    shown = f"{hours.normalize():f}小时" if unit == 60 else f"{right}分钟"
    message = f"{one[0]}至{other[0]}是{shown}，与“{claim.text}”不符。"
    at = start + one.start()
    yield finding(
        "date-order", message, reading.text, claim.start, claim.end, expected=shown,
        others=((at, start + other.end()),),
    )  # fmt: skip


def _minutes(time: re.Match[str], late: bool) -> int:
    """Minutes since midnight; 下午3时 is 15:00."""
    hour = int(time["h"])
    if hour < 12 and (late or time["part"] in _LATE):
        hour += 12
    return hour * 60 + int(time["m"] or time["n"] or (30 if time["half"] else 0))

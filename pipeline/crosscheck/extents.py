"""Ranges and changes whose two numbers cannot stand as they do: 98%～90%, 由40块增加了60块, -5场."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_DASH = re.compile(r"[～~—－]{1,2}")
_FALLING = re.compile(r"[由从自降减]|下调|比分|编号|电话|[第号版]$")
_RISE = re.compile(r"(?:增加|增长|提高|上升|扩大|发展)了")
_FALL = re.compile(r"(?:减少|下降|降低|缩减|压减)了")
_FROM = re.compile(r"(?:由|从)[^，。；：\d]{0,10}$")
_RESULT = re.compile(r"^[^。；]{0,12}(?:达到?|增至|增加到|减至|降至|降到|为|共|现有)")
_INTO = re.compile(r"[，,](?:减少|下降|降低|压缩|压减|缩减|增加|增长|提高|上升|扩大)(?:到了?|至)")
_GREW = re.compile(r"[，,](?:同比|比上年|较上年|比去年)?(?:增长|下降|增加|减少|提高|上升|降低)了?")
_COUNTED = frozenset("人名位户场次期件项个家台套册份起宗例辆艘座处所栋间张枚条只头批篇部本村")
_WHOLE = frozenset("人名位户辆艘件起宗例场期批册份栋座所") | {"批次", "人次", "起次", "场次"}
"""What is counted has no halves."""
_THINGS = re.compile(
    r"项目|[行自]?[政然]?村|乡镇|社区|单位|部门|学校|机构|企业|科室|合作社|家庭|标段|批次|团组"
)
_SPREAD = re.compile(r"均|每|折|标准|约合|当量|比[例为]|指标|系数|编制|[:：／/~～—-]$|配备|率|需|赋|倍")
_DECIMAL = re.compile(r"\d+\.\d+")
_ZONE = 12


def check_extents(reading: Reading) -> Iterator[Finding]:
    """Every range and every change from one number by another."""
    for mention in reading.figures:
        yield from _negative(reading, mention)
        yield from _broken(reading, mention)
    for three in zip(reading.figures, reading.figures[1:], reading.figures[2:], strict=False):
        yield from _to(reading, *three)
    for one, other in pairwise(reading.figures):
        yield from _points(reading, one, other)
        yield from _by(reading, one, other)
        yield from _reversed(reading, one, other)


def _reversed(reading: Reading, one: Mention, other: Mention) -> Iterator[Finding]:
    """98%～90%: in a range the smaller stands first."""
    if not _DASH.fullmatch(reading.text, one.end, other.start) or one.unit not in (None, other.unit):
        return
    before = reading.text[max(0, one.start - _ZONE) : one.start]
    if not other.unit or (one.value or 0) <= (other.value or 0) or _FALLING.search(before):
        return
    message = f"范围“{reading.text[one.start : other.end]}”的前一个数大于后一个数，请核对。"
    yield finding("range-unit", message, reading.text, one.start, other.end)


def _negative(reading: Reading, mention: Mention) -> Iterator[Finding]:
    """-5场: nobody holds fewer than none."""
    value, unit = mention.value, mention.unit or ""
    if value is None or value >= 0 or mention.kind is not Kind.COUNT or unit[-1:] not in _COUNTED:
        return
    words = reading.text[max(0, mention.start - _ZONE) : mention.start]
    if not re.search(r"增|减|差|比|较|变动|净|缺|亏|超", words):
        message = f"“{mention.text}”：{unit}数不会是负数，请核对。"
        yield finding("unit", message, reading.text, mention.start, mention.end, severity=Severity.WARNING)


def _broken(reading: Reading, mention: Mention) -> Iterator[Finding]:
    """5.5辆: there are no halves of them; a mean, or 万人, may have decimals."""
    unit = mention.unit or ""
    counted = unit in _WHOLE or (
        unit == "个" and _THINGS.search(reading.text, max(0, mention.start - 3), mention.end + 4)
    )
    if mention.kind is not Kind.COUNT or not counted or mention.high is not None:
        return
    if (mention.value or 0) < 1:
        return  # 亿元生产总值事故死亡0.0089人: a rate
    start = max(reading.layout.sentence(mention.start)[0], mention.start - 8 * _ZONE)
    behind = reading.text[mention.end : mention.end + 1]
    whole = not _DECIMAL.fullmatch(mention.text.removesuffix(unit))
    if not (whole or behind in ("/", "／", "·") or _SPREAD.search(reading.text, start, mention.start)):
        message = f"“{mention.text}”：{unit}数应为整数，请核对数字或单位。"
        yield finding("unit", message, reading.text, mention.start, mention.end, severity=Severity.WARNING)


def _by(reading: Reading, one: Mention, other: Mention) -> Iterator[Finding]:
    """由40块增加了60块: 了 tells the difference, 到 the result; a fall cannot be deeper than the start."""
    words = reading.text[one.end : other.start]
    rise = _RISE.fullmatch(words)
    if not (rise or _FALL.fullmatch(words)) or one.unit != other.unit or one.kind is not other.kind:
        return
    start = reading.layout.clause(one.start)[0]
    if not _FROM.search(reading.text, start, one.start) or one.value is None or other.value is None:
        return
    rest = reading.text[other.end : reading.layout.period(other.end)[1]]
    if other.value <= one.value or (rise and _RESULT.search(rest)):
        return
    message = f"“由{one.text}{words}{other.text}”：“了”后面是差数，“到”后面是结果，请核对是否应为“到”。"
    yield finding("growth-word", message, reading.text, one.end, other.end, others=((one.start, one.end),))


def _to(reading: Reading, base: Mention, result: Mention, claim: Mention) -> Iterator[Finding]:
    """由86批次压缩为64批次，减少到22批次: behind 到 stands the difference."""
    words = reading.text[result.end : claim.start]
    turned = reading.text[base.end : result.start].endswith(("到", "至", "为", "到了"))
    if not turned or not _INTO.fullmatch(words) or not base.unit == result.unit == claim.unit:
        return
    if claim.value is None or base.value is None or result.value is None or claim.value == result.value:
        return
    if claim.value == abs(base.value - result.value):
        message = f"{claim.text}是{base.text}与{result.text}之差，“{words[1:]}”应改为“了”。"
        yield finding("growth-word", message, reading.text, result.end + 1, claim.end)


def _points(reading: Reading, one: Mention, claim: Mention) -> Iterator[Finding]:
    """收入2800万元，增长12个百分点: points are the difference of two rates, an amount grows by per cent."""
    if claim.unit != "个百分点" or one.kind not in (Kind.MONEY, Kind.COUNT):
        return
    start = reading.layout.clause(one.start)[0]
    named = re.search(r"率|占比|比重|比例|度", reading.text[start : one.start])
    if not named and _GREW.fullmatch(reading.text, one.end, claim.start):
        message = f"{one.text}是绝对数，增减幅度应写百分率，不写“{claim.text}”。"
        yield finding("percent-points", message, reading.text, claim.start, claim.end)

"""So many each: 六个方面各1个 of 6个项目; 6个社区各配1套，共配6套; 分布在甲、乙、丙，每镇1处 of 3处."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.crosscheck.arithmetic.namedbefore import named_in
from pipeline.crosscheck.arithmetic.names import AND
from pipeline.crosscheck.arithmetic.numbers import alike, between, window
from pipeline.crosscheck.arithmetic.sums.vocabulary import vocabulary
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_EACH = re.compile(r"(?:各|均|(?<!、)每(?:个|座|所|家|处|条)?(?P<of>[一-鿿]{1,4}?))(?P<done>[一-鿿]{0,10})$")
_LOOSE = re.compile(r"计|均|每|各|约|近|超|至少|最多|不少于|应|限|标准|平均|计划|增|减|比")
_LISTED = re.compile(
    r"(?:位于|分布[在于]|设[在于]|安排在|落户|布局在|建在|选在|涉及|覆盖|为|在|给|向|即|是|[：:])(?=[^、]{2,12}、)"
)
_DATE = re.compile(r"\d{1,2}月份?|第?[一二三四]季度")
_DATES = re.compile(
    r"(?P<first>\d{1,2})月?份?[至到—\-－～](?P<last>\d{1,2})(?P<month>月)份?(?!\d)"
    r"|(?:(?:\d{1,2}月份?(?!\d)|第?[一二三四]季度)(?:、|和|及|与|，)?){2,12}"
)
_MARKS = re.compile("[，。；;,]")
_SIZES = ("平方米", "亩", "公顷", "公里", "吨", "米", "平方公里", "公斤")
_TIMES = ("次", "天", "年", "月", "轮", "期", "批", "季度")


def check_apiece(reading: Reading) -> Iterator[Finding]:
    """Every so many each, with the number of those who have it and the number of all."""
    for at, mention in enumerate(reading.figures):
        each = _EACH.search(window(reading, mention)[-20:]) if _exact(mention) else None
        if each is None or _LOOSE.search(each["done"]) or _rest(reading, mention.start):
            continue
        head = mention.start - len(each[0])
        if told := _times(reading, at, each, head) or _named(reading, head) or _dated(reading, each, head):
            yield from _compare(reading, at, *told)


def _rest(reading: Reading, at: int) -> bool:
    """17家走访2次，其余24家各走访1次: of some only."""
    clause = reading.layout.clause(at)[0]
    return bool(re.search("其余|其他|另|剩余", reading.text[clause:at]))


def _exact(mention: Mention) -> bool:
    simple = mention.kind is Kind.COUNT and mention.approx is Approx.EXACT and mention.high is None
    return simple and mention.value is not None


Times = tuple[Decimal, Decimal, str, int]
"""At least and at most how many have each of them, in words, and where they are told."""


def _times(reading: Reading, at: int, each: re.Match[str], head: int) -> Times | None:
    """The count right before: 六个方面各1个; or of what each is told of: 6个乡镇，…，每个乡镇2个."""
    start, alien = reading.layout.period(head)[0], {reading.figures[at].unit} - {"个"}
    for times in reversed(reading.figures[max(0, at - 4) : at]):
        gap = reading.text[times.end : head]
        near = not _MARKS.search(gap) and len(gap) <= 12
        named = bool(each["of"]) and each["of"] in gap[: len(each["of"]) + 4]
        counted = times.unit not in _TIMES and times.unit not in _SIZES and times.unit not in alien
        if _exact(times) and times.start >= start and counted and (near or named):
            return times.value or Decimal(0), times.value or Decimal(0), times.text, times.start
        if not each["of"]:
            return None
    return None


def _named(reading: Reading, head: int) -> Times | None:
    """The names told right before: 分布在甲、乙、丙，每镇1处."""
    start = max(reading.layout.sentence(head)[0], head - 200)
    words = reading.text[start:head].rstrip("，, ")
    items = named_in(words)
    if len(items) < 3 or max(map(len, items[1:])) > 10:
        return None
    first = words.rfind(items[0] + "、")
    opened = first == 0 or words[first - 1] in "，。；："
    if first < 0 or not (opened or _LISTED.search(words, max(0, first - 6), first + len(items[0]) + 1)):
        return None
    most = len(items) + len(AND.findall("、".join(items[1:])))
    return Decimal(len(items)), Decimal(most), f"{len(items)}处（{'、'.join(items)}）", start + first


def _dated(reading: Reading, each: re.Match[str], head: int) -> Times | None:
    """于4月、6月、9月和11月举办讲座5期，每月1期; 3月至7月每月2次."""
    start = reading.layout.sentence(head)[0]
    runs = list(_DATES.finditer(reading.text, start, head))
    if len(runs) != 1 or (each["of"] or "")[:1] not in runs[0][0]:
        return None
    run, end = runs[0], reading.layout.period(head)[1]
    if (not each["of"] and run.end() != head) or (run["first"] and "全年" in reading.text[head:end]):
        return None
    many = len(_DATE.findall(run[0]))
    if run["first"]:
        many = int(run["last"]) - int(run["first"]) + 1
    return (Decimal(many), Decimal(many), run[0], run.start()) if many > 1 else None


_BUT = re.compile("除[^，。；]{2,16}外")


def _compare(
    reading: Reading, at: int, least: Decimal, most: Decimal, told: str, since: int
) -> Iterator[Finding]:
    each = reading.figures[at]
    whole = _whole(reading, at, since)
    value = each.value or Decimal(0)
    if whole is None or least * value <= (whole.value or 0) <= most * value:
        return
    if _BUT.search(reading.text, whole.end, each.start):
        return  # 门诊23家，除县疾控门诊外，22个卫生院各设1家
    message = f"{told}各{each.text}，共{least * value}{each.unit or ''}，与“{whole.text}”不符。"
    yield finding(
        "count", message, reading.text, whole.start, whole.end,
        severity=Severity.WARNING, others=((since, each.end),),
    )  # fmt: skip


def _whole(reading: Reading, at: int, since: int) -> Mention | None:
    """The one number of the unit before it in the sentence, or the total behind it."""
    each = reading.figures[at]
    start, end = reading.layout.period(each.start)
    if reading.text.count("各", start, end) > 1:
        return None
    told = [m for m in between(reading, start, each.start) if _exact(m) and m.unit == each.unit]
    before = [m for m in told if m.start != since][-4:]
    behind = [m for m in between(reading, each.end, end) if alike(m, each)]
    if len(before) == 1 and not behind:
        return before[0]
    total = vocabulary().any_total.search(window(reading, behind[0])) if len(behind) == 1 else None
    return behind[0] if total and not before and _exact(behind[0]) else None

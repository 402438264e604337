"""What is told as done before it could be: 公示期满后 within the days of the notice; the final account of a
year approved in that very year; 按期 after the term has ended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.dated import Dated, comparable, narrow
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding

_YEAR = r"(?P<y>(?:19|20)\d{2})"
_RUN = re.compile(
    rf"(?:{_YEAR}年)?(?<!\d)(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})日?起?[至到—－～~-]{{1,2}}"
    r"(?:(?P<y2>(?:19|20)\d{2})年)?(?:(?P<m2>\d{1,2})月)?(?P<d2>\d{1,2})日"
)
_OVER = re.compile(
    r"(?:期满|届满|期限?届?满|结束|截止|到期|无异议|完毕)(?:且?无异议|没有异议|未收到[^，。；\d]{0,6}异议)?[之以]?后?"
)
_ACCOUNT = re.compile(
    rf"{_YEAR}年度?(?P<what>[^，。；、\d\n]{{0,10}})决算(?![数额支收总批])[^。；\d\n]{{0,24}}?"
    r"(?P<date>(?P=y)年\d{1,2}月(?:\d{1,2}日|[上中下]旬|底|初)?)(?P<did>[^。；\d\n]{0,24})"
)
_ALL_ACCOUNTS = re.compile(r"部门|单位|财政|总|$")
_WORKS = re.compile("工程|项目|竣工|结算|基建|建设")
_SETTLED = re.compile("批复|批准|审议|审定|通过|公开|公布|公示|汇审|上报|报送|报经|会审")
_BEGUN = re.compile("布置|部署|启动|培训|动员|预算|预计|拟|筹备|通知")
_TERM = re.compile(
    r"(?:[实执建施服合]|项目)[施行设工务同]?(?:周?期|期限|时间|工期)(?:限|间)?(?:为|是|自|从|[:：])*$"
)
_IN_TIME = re.compile(r"(?:均|全部|已|都)*(?:按期|如期|按时|提前)")
_LEFT = re.compile("延期|延长|顺延|推迟|展期|调整|变更|二期|延至|续")


def check_too_soon(reading: Reading, dates: Sequence[Dated]) -> Iterator[Finding]:
    """Every deed that is dated before what it follows on, or after the term that it is said to have kept."""
    text = narrow(reading.text)
    yield from _before_the_end(reading, text, dates)
    yield from _accounts(reading, text)
    yield from _kept(reading, text, dates)
    for one, other in pairwise(dates):
        if (then := _THEN.search(text, one.end, other.start)) and _backwards(reading, one, other):
            message = f"“{then[0]}”的事写在{other.text}，却在{one.text}之前，请核对日期。"
            yield finding(
                "date-order", message, reading.text, other.start, other.end, others=((one.start, one.end),)
            )


_THEN = re.compile("随后|会后|此后|其后|事后|嗣后|紧接着")


def _backwards(reading: Reading, one: Dated, other: Dated) -> bool:
    """11月18日召开会议，会后于10月25日提交报告: in one sentence, in one year."""
    same = reading.layout.period(one.start) == reading.layout.period(other.start)
    if not same or one.planned or other.planned or not comparable(one, other):
        return False
    return other.last < one.first and one.first[1] - other.first[1] < _NEXT_YEAR


_NEXT_YEAR = 6


def _before_the_end(reading: Reading, text: str, dates: Sequence[Dated]) -> Iterator[Finding]:
    """5月8日至14日公示，期满无异议后，于5月11日拨付: the first date behind the end of the run."""
    for run in _RUN.finditer(text):
        end = reading.layout.paragraph(run.end())[1]
        over = _OVER.search(text, run.end(), min(end, run.end() + 80))
        near = [d for d in dates if over and run.end() <= d.start < over.end() + 40]
        if over is None or not near or near[0].start < over.end() or "日" not in near[0].text:
            continue
        if near[0].planned or not _follows(text[over.end() : near[0].start]):
            continue
        year, month, day = near[0].first
        told = int(run["y2"] or run["y"] or 0)
        if told and year > 1 and told != year:
            continue
        last = int(run["m2"] or run["m"]), int(run["d2"])
        if (month, day) < last and last[0] - month < 6:
            message = f"{run[0]}尚未结束，“{over[0]}”的事却写在{near[0].text}，请核对日期。"
            yield finding(
                "date-order", message, reading.text, near[0].start, near[0].end, others=(run.span(),)
            )


def _follows(words: str) -> bool:
    """Nothing but marks and whoever acts between: ，县农业农村局于."""
    return len(words) <= 24 and not re.search(r"[。\n]|前|此前|已于|早在", words)


def _accounts(reading: Reading, text: str) -> Iterator[Finding]:
    """2023年度部门决算于2023年10月批复: the year is not over."""
    for match in _ACCOUNT.finditer(text) if "决算" in text else ():
        words = text[match.start() : match.start("date")] + match["did"]
        if _WORKS.search(match["what"]) or not _ALL_ACCOUNTS.search(match["what"]) or _BEGUN.search(words):
            continue
        if _SETTLED.search(words):
            message = f"{match['y']}年度尚未终了，{match['date']}不会有该年度决算，请核对年份。"
            yield finding(
                "date-order", message, reading.text, *match.span("date"),
                others=((match.start("y"), match.end("y") + 1),),
            )  # fmt: skip


def _kept(reading: Reading, text: str, dates: Sequence[Dated]) -> Iterator[Finding]:
    """实施期为2023年4月至2024年3月，…于2024年5月按期完工: later than the term."""
    for at, date in enumerate(dates[2:], 2):
        if not _IN_TIME.match(date.words) or date.planned:
            continue
        start = reading.layout.period(date.start)[0]
        for one, other in pairwise(dates[:at]):
            if one.start < start or not _is_term(text, one, other) or _LEFT.search(text, start, date.end):
                continue
            if other.last < date.first:
                message = f"期限至{other.text}止，{date.text}已在期限之后，与“{date.words[:6]}”不符。"
                yield finding(
                    "date-order", message, reading.text, date.start, date.end,
                    others=((one.start, other.end),),
                )  # fmt: skip
                return


def _is_term(text: str, one: Dated, other: Dated) -> bool:
    joined = re.fullmatch(r"起?[至到—－～~-]{1,2}", text[one.end : other.start])
    return bool(joined and _TERM.search(text, max(0, one.start - 12), one.start))

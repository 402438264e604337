"""How long, told beside from when to when: 9月4日至8日，为期7天; 2018年7月至2024年7月，已满7年; ages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.dated import narrow
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding, Severity

_HAN = {word: at for at, word in enumerate("零一二三四五六七八九十")} | {"两": 2}
_N = r"(?P<n>\d{1,3}|[一二两三四五六七八九十])"
_TO = r"(?:起)?(?:至|到|—|－|-|~|～|——)"
_DAYS = re.compile(
    rf"(?P<m>\d(?<![\d年]\d)\d?)月(?P<d>\d{{1,2}})日{_TO}(?:(?P<m2>\d{{1,2}})月)?(?P<d2>\d{{1,2}})日"
    rf"[^。；\d]{{0,24}}?(?:为期|历时|共计?|会期|期限|展期|时长|持续|用时|培训时间)(?:为|了|共)?{_N}个?(?P<work>工作)?(?:天|日)(?![内前后])"
)
_SINCE = re.compile(
    r"(?=[自从于12])(?:自|从|于)?(?P<y>(?:19|20)\d{2})年(?:(?P<m>\d{1,2})月)?[^。；\d]{0,20}?[，,]?(?:至|到|截至|截止)(?:目前)?(?P<y2>(?:19|20)\d{2})年"
    rf"(?:(?P<m2>\d{{1,2}})月)?[^。；，\d]{{0,12}}?[，,]?[^。；，\d]{{0,8}}?(?:(?P<full>已?满|足)|已|达|共|历时|累计|长达|连续){{1,2}}(?:[一-鿿]{{2,4}}(?<![起近约])(?:了|满|达)?)?{_N}(?:周?年)(?![度级初末底内])"
)
_YEARS = re.compile(
    rf"(?=[12])(?<!\d)(?P<y>(?:19|20)\d{{2}})年?(?:至|到|—|－|-|~|～){{1,2}}(?P<y2>(?:19|20)\d{{2}})年(?:的|，|,|这|共|连续|累计|期间|间)*{_N}年(?=累计|合计|共|间|来|平均|年均|连续|总|内|中|里)"
)
_BORN = re.compile(
    r"(?P<y>(?:19|20)\d{2})年(?:(?P<m>\d{1,2})月)?(?:\d{1,2}日)?(?:出生|生)[^。；\d]{0,16}(?P<y2>(?:19|20)\d{2})年(?:(?P<m2>\d{1,2})月)?[^。；\d]{0,16}?(?:年龄|时年|年满|满|已|时|现年|为)?(?P<n>\d{1,3})周?岁"
)


def check_spans(reading: Reading) -> Iterator[Finding]:
    """Every length of time beside its two ends."""
    text = narrow(reading.text)
    if "月" in text or "年" in text:
        yield from _days(reading, text)
        for pattern in (_SINCE, _YEARS, _BORN):
            for match in pattern.finditer(text):
                yield from _years(reading, match, born=pattern is _BORN)


def _number(match: re.Match[str]) -> int:
    return int(match["n"]) if match["n"].isdigit() else _HAN[match["n"]]


def _days(reading: Reading, text: str) -> Iterator[Finding]:
    for match in _DAYS.finditer(text):
        start = reading.layout.period(match.start())[0]
        known = re.findall(r"((?:19|20)\d{2})年", text[start : match.start()])
        spans = {_span(match, int(year)) for year in (known[-1:] or ("2023", "2024"))}
        said = _number(match)
        whole = {span for span in spans if span is not None and span >= 0}
        if not whole or (match["work"] and said <= max(whole) + 1):
            continue
        if all(said not in (span, span + 1) for span in whole):
            days = min(whole) + 1
            message = f"“{match[0]}”：首尾两天都算，共{days}天，与{said}天不符。"
            yield finding("date-order", message, reading.text, *match.span(), expected=f"{days}天")


def _span(match: re.Match[str], year: int) -> int | None:
    try:
        first = dt.date(year, int(match["m"]), int(match["d"]))
        last = dt.date(year, int(match["m2"] or match["m"]), int(match["d2"]))
    except ValueError:
        return None
    return (last - first).days


def _years(reading: Reading, match: re.Match[str], *, born: bool) -> Iterator[Finding]:
    groups = match.groupdict()
    years, said = int(match["y2"]) - int(match["y"]), _number(match)
    months = years * 12
    if groups.get("m") and groups.get("m2"):
        months += int(groups["m2"]) - int(groups["m"])
        right = {months // 12}
        if not (born or groups.get("full")):
            right |= {(months + 11) // 12, (months + 1) // 12}
    else:
        right = {years - 1, years} if born else {years, years + 1}
    if said in right or years < 0:
        return
    unit = "岁" if born else "年"
    message = f"从{match['y']}年到{match['y2']}年是{max(right)}{unit}，与“{match['n']}{unit}”不符。"
    yield finding(
        "date-order", message, reading.text, match.start("n"), match.end(), severity=Severity.ERROR,
        expected=str(max(right)), others=((match.start("y"), match.start("y") + 5),),
    )  # fmt: skip

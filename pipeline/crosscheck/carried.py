"""A year left standing from last year's report.

2024年度决算 that tells the end of 2023 as its own; 2024年 compared with 2022年 under the name of 上年.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding, Severity

_TITLE = re.compile(
    r"(?<!\d)(?P<y>20\d{2})年度?[^，。；\n\d]{0,20}(?:决算|自评|绩效|总结|报告|说明|执行情况)"
)
_HEAD = 60
_END = re.compile(
    r"截[至止](?P<y>20\d{2})年(?:12月(?:31日)?|底|末)[，,]?[^，。；\d]{0,12}(?:在职|编制|实有|内设|下设|资产总额|固定资产|人员|共有|现有)"
)
_THAN = re.compile(
    r"(?:[比较]|与|同|和)(?P<y>20\d{2})年度?(?:[^，。；\d]{0,10}?(?:相比|比较|比)|(?:预算|决算|执行)?数?)?[，,]?[^。；\n]{0,60}?[（(，,]上年"
)
_YEAR = re.compile(r"(?<!\d)(20\d{2})年")
_PAST = re.compile(r"上年|年初|以前|比|较|基准|可比")


def check_carried(reading: Reading) -> Iterator[Finding]:
    """Years that the rest of the text contradicts."""
    title = _TITLE.search(reading.text, 0, _HEAD)
    if title:
        yield from _ends(reading, title)
    if "上年" in reading.text:
        for match in _THAN.finditer(reading.text):
            yield from _than(reading, match)


def _ends(reading: Reading, title: re.Match[str]) -> Iterator[Finding]:
    year = int(title["y"])
    for match in _END.finditer(reading.text, title.end()):
        start = reading.layout.sentence(match.start())[0]
        if int(match["y"]) == year - 1 and not _PAST.search(reading.text, start, match.start()):
            message = f"本文是{year}年度的，此处却写截至{match['y']}年末，请核对是否沿用了上年的文字。"
            yield finding(
                "year-off", message, reading.text, match.start(), match.start("y") + 5,
                severity=Severity.WARNING, others=(title.span(),),
            )  # fmt: skip


def _than(reading: Reading, match: re.Match[str]) -> Iterator[Finding]:
    """2024年度总计…。与2022年度相比…（上年总计…）: what is called 上年 must be the year before."""
    start = reading.layout.paragraph(match.start())[0]
    years = [int(y) for y in _YEAR.findall(reading.text, max(start, match.start() - 120), match.start())]
    said = int(match["y"])
    if not years or said in (years[-1], years[-1] - 1) or said > years[-1] or len(set(years)) != 1:
        return
    message = f"前面说的是{years[-1]}年，“上年”是{years[-1] - 1}年，此处却写与{said}年相比，请核对年份。"
    at = match.start("y")
    yield finding("year-off", message, reading.text, at, at + 7, expected=f"{years[-1] - 1}年")

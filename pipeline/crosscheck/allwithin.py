"""All of them within a bound, and one of those listed outside it: 均在上半年完成 … 第五支部9月完成.

The bounds are of other sorts than numbers: a part of the year, a class of quality (Ⅲ类, 二级), the progress
that the calendar asks for (序时进度). What is listed behind is each held against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.crosscheck.arithmetic.facts import Facts
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.figures import Kind
from schemas.findings import Finding

_REACH = 120
_EACH = r"(?:均|都|全部|一律|皆|悉数|各[一-鿿]{1,4}?均?)"
_MARK = re.compile("均|都|全部|一律|皆|悉数|各")
_PERIOD = (
    r"(?P<half>[上下]半年)|第?(?P<quarter>[一二三四1-4])季度(?P<till>前|末前|底前)?"
    r"|(?P<month>1[0-2]|[1-9])月(?:份|底|末)?(?P<before>前|以前|之前)?"
)
_WITHIN = re.compile(
    rf"{_EACH}(?:已|已经|如期|按期|按时)?(?:在|于|安排在|集中在)(?:当年|年内|本年|(?:19|20)\d\d年)?(?:{_PERIOD})(?:内|期间|以?内)?(?![\d至到、和及—－-])"
)
_LATER = re.compile(
    r"(?<![\d年])(?P<first>1[0-2]|[1-9])月(?:份|底|末|初|[上中下]旬|(?:[1-9]|[12]\d|3[01])日)?(?P<deed>[一-鿿]{0,8})"
)
_CLASSES = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5} | {
    numeral: at for at, numeral in enumerate("一二三四五", 1)
}
_CLASS = r"(?P<class>Ⅰ|Ⅱ|Ⅲ|Ⅳ|Ⅴ|III|II|IV|I|V|[一二三四五])"
_AT_LEAST = re.compile(
    rf"{_EACH}[^，。；]{{0,4}}(?:不低于|不劣于|优于|好于|达到|达|保持在?|稳定在|符合|为|满足|高于){_CLASS}(?P<sort>类|级)(?:标准|水质|要求|及?以上)*"
)
_OF_CLASS = re.compile(
    rf"(?<!优于)(?<!低于)(?<!第)(?P<bad>劣)?{_CLASS}(?P<sort>类|级)(?!标准|要求|以上|以下|指标|水质标准|目标|保护|响应)"
)
_PACE = re.compile(
    r"(?P<fast>(?:均|都|全部|始终|各[一-鿿]{1,3})[^，。；]{0,8}?(?:达到|快于|高于|超过|不低于|不慢于|符合|赶上|跟上)[^，。；]{0,8}?序时进度)"
)
_POINTS = (
    (re.compile(r"(?:一|第一|1)季度末?|3月[末底]|[1一](?:至|-|—|－)3月"), 25),
    (re.compile(r"上半年末?|(?:二|第二|2)季度末|6月[末底]|[1一](?:至|-|—|－)6月"), 50),
    (re.compile(r"前三季度末?|(?:三|第三|3)季度末|9月[末底]|[1一](?:至|-|—|－)9月"), 75),
)
_APART = re.compile(r"除|另|其[余他]|上年|去年|次年|计划|预计|此前|标准|要求|低于|劣于|不达|最")


def check_all_within(facts: Facts) -> Iterator[Finding]:
    """Every bound that is said of all, with the first of those listed that is outside."""
    reading = facts.reading
    for match in facts.matches(_WITHIN, _MARK):
        yield from _late(reading, match)
    if "类" in reading.text or "级" in reading.text:
        for match in facts.matches(_AT_LEAST, _MARK):
            yield from _worse(reading, match)
    if "序时进度" in reading.text:
        for match in _PACE.finditer(reading.text):
            yield from _slow(facts, match)


def _end(reading: Reading, at: int) -> int:
    """The rest of the sentence and the next one."""
    line = reading.layout.paragraph(at)[1]
    end = reading.layout.period(at)[1]
    return min(line, at + _REACH, reading.layout.period(min(line, end + 1))[1])


def _span(match: re.Match[str]) -> tuple[int, int]:
    """The months that the bound allows."""
    if match["half"]:
        return (1, 6) if match["half"][0] == "上" else (7, 12)
    if match["quarter"]:
        number = "一二三四".find(match["quarter"]) + 1 or int(match["quarter"])
        return (1 if match["till"] else 3 * number - 2), 3 * number
    month = int(match["month"])
    return (1 if match["before"] else month), month


def _late(reading: Reading, match: re.Match[str]) -> Iterator[Finding]:
    """第五支部9月完成."""
    first, last = _span(match)
    end = _end(reading, match.end())
    deed = reading.text[match.end() : match.end() + 6]
    for told in _LATER.finditer(reading.text, match.end(), end):
        clause = reading.layout.clause(told.start())
        between = reading.text[match.end() : told.end()]
        same = any(deed[i : i + 2] in told["deed"] for i in range(len(deed) - 1))
        if first <= int(told["first"]) <= last or not same or _APART.search(between):
            continue
        yield _found(reading, match, (clause[0], told.end()))
        return


def _worse(reading: Reading, match: re.Match[str]) -> Iterator[Finding]:
    """各月均不低于Ⅲ类 … 12月为Ⅳ类."""
    bound = _CLASSES[match["class"]]
    end = _end(reading, match.end())
    for told in _OF_CLASS.finditer(reading.text, match.end(), end):
        worse = _CLASSES[told["class"]] > bound or told["bad"]
        clause = reading.layout.clause(told.start())
        if (
            told["sort"] != match["sort"]
            or not worse
            or _APART.search(reading.text, match.end(), told.start())
        ):
            continue
        yield _found(reading, match, (clause[0], told.end()))
        return


def _slow(facts: Facts, match: re.Match[str]) -> Iterator[Finding]:
    """均快于序时进度 … 前三季度末为69%: the calendar asks for 75%."""
    for fact in facts.within(match.end(), _end(facts.reading, match.end())):
        start = facts.reading.layout.clause(fact.mention.start)[0]
        words = facts.reading.text[start : fact.mention.start]
        due = next((share for point, share in _POINTS if point.search(words)), None)
        if due is None or fact.mention.kind is not Kind.PERCENT or fact.value >= Decimal(due):
            continue
        yield _found(facts.reading, match, (start, fact.mention.end), f"（序时进度为{due}%）")
        return


def _found(reading: Reading, match: re.Match[str], spot: tuple[int, int], why: str = "") -> Finding:
    told = reading.text[slice(*spot)].strip()
    message = f"此处说“{match[0]}”，而文中写“{told}”{why}，前后矛盾，请核对。"
    return finding("contradiction", message, reading.text, *match.span(), others=(spot,))

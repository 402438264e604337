"""A count told in one breath with the names: 五个项目为甲、乙、…; 设舞蹈、声乐、书法三个班次; …，这四项措施.

Here no predicate parts the number from the names: a reader counts the names, or the clauses that open with
a date (3次：5月…，9月…，11月…).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.crosscheck.arithmetic.namedbefore import named_in
from pipeline.crosscheck.arithmetic.names import AND, certain, split
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_MOST = 30
_UNITS = frozenset("个家名位人项处所座条起件类种部场期批届轮支本篇册间栋宗组只村镇站队校院科片大路次区点方")
_IS = re.compile(
    r"[^，。；：、\d\n（）()的]{0,10}?(?:分别)?[为是系即](?P<names>[^，。；：、\d\n（）()]{2,24}(?:、[^，。；：、\d\n（）()]{2,24}?)+?(?:[和与及][^，。；：、\d\n]{2,20}?)?)(?=[，。；\n]|$)"
)
_KINDS = frozenset("项类种大门")
"""In 甲、乙、丙4项制度 the names are the kinds; before 4处, 4个 they may be where they stand."""
_HAN = re.compile(r"[两二三四五六七八九十]")
_NOUN = re.compile(r"[一-鿿]{2,6}(?=[，。；、）]|$)")
_OPEN = re.compile(r"等(?!级|候)|其他|其它|若干|主要|部分|……|如|其中|以上|左右|涉及")
_ITEM = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十\d]{1,2}[）)]|[一二三四五六七八九十]{1,2}、|\d{1,2}[.．、](?!\d))"
)
"""The number of the paragraph is no name: （一）局机关内设财务科、法规科两个科室."""
_THESE = re.compile(r"[，,；。](?:即|以上|上述|前述)?(?:这|以上|上述|前述)$")
_DATE = r"(?:(?:19|20)\d{2}年)?\d{1,2}月(?:\d{1,2}日|[上中下]旬|初|底|末)?"
_DATED = re.compile(
    rf"[^，。；：、\d\n]{{0,10}}[：，](?P<run>{_DATE}[^，。；：\d\n]{{2,16}}(?:[，；、]{_DATE}[^，。；：\d\n]{{2,16}}){{1,9}})(?=[。\n]|$)"
)
_AT = re.compile(
    rf"[^。；\d]{{0,10}}(?:分别|先后|依次)?[于在是为](?P<run>{_DATE}(?:、{_DATE}){{1,11}}(?:(?:和|及|与){_DATE})?)(?![、至到—起以前\d])"
)


def check_apposed(reading: Reading) -> Iterator[Finding]:
    """Every count of things that stands beside their names."""
    for mention in reading.figures:
        if mention.kind is not Kind.COUNT or mention.approx is not Approx.EXACT or mention.high is not None:
            continue
        value = mention.value or 0
        if not 2 <= value <= _MOST or value != int(value) or (mention.unit or "?")[0] not in _UNITS:
            continue
        number = int(value)
        for way in (_is, _before, _dates):
            if found := way(reading, mention, number):
                yield found
                break


def _is(reading: Reading, mention: Mention, number: int) -> Finding | None:
    """纳入清单的五个项目为甲、乙、丙."""
    if "、" not in reading.text[mention.end : mention.end + 36]:
        return None
    match = _IS.match(reading.text, mention.end)
    if match is None or _OPEN.search(match[0]) or reading.text[match.start() : match.start() + 1] == "以":
        return None
    least = len(split(match["names"]))
    most = least + len(AND.findall(match["names"]))
    if least <= number <= most or not 1 <= abs(number - most) <= 2 or least < 2:
        return None
    return _told(reading, mention, most, match["names"], Severity.WARNING)


def _before(reading: Reading, mention: Mention, number: int) -> Finding | None:
    """设舞蹈、声乐、书法三个班次; 包括甲、乙、丙、丁，这四项措施."""
    start = reading.layout.sentence(mention.start)[0]
    words = reading.text[max(start, mention.start - 160) : mention.start]
    these = _THESE.search(words)
    told = _HAN.match(mention.text) or (mention.unit or "?")[0] in _KINDS
    direct = told and _NOUN.match(reading.text, mention.end)
    if not (these or direct) or "、" not in words[-60:]:
        return None
    listed = words[: these.start()] if these else words
    items = named_in(_ITEM.sub("", listed))
    items = tuple(one for item in items for one in certain(item, "、".join(items)))
    if len(items) < 3 or _OPEN.search(listed[-60:]) or max(map(len, items[1:])) > 12:
        return None
    most = len(items) + len(AND.findall("、".join(items)))
    if len(items) <= number <= most or min(abs(number - len(items)), abs(number - most)) > 1:
        return None
    return _told(reading, mention, most, "、".join(items), Severity.WARNING)


def _dates(reading: Reading, mention: Mention, number: int) -> Finding | None:
    """应急演练3次：5月防汛演练，9月消防演练，11月地震演练; 召开4次会议，先后于1月、4月、7月、10月…."""
    if (mention.unit or "?")[0] not in "次场期轮批届":
        return None
    match = _DATED.match(reading.text, mention.end) or _AT.match(reading.text, mention.end)
    if match is None or _OPEN.search(match[0]) or re.search(r"各|均|每|[两二三四五2-9][次场期]", match[0]):
        return None
    if reading.text[match.end() : match.end() + 8].find("各") >= 0:
        return None
    count = len(re.findall(_DATE, match["run"]))
    if count < 2 or abs(count - number) != 1:
        return None
    return _told(reading, mention, count, match["run"], Severity.WARNING)


def _told(reading: Reading, mention: Mention, right: int, names: str, severity: Severity) -> Finding:
    message = f"此处说{mention.text}，实际列出{right}个：{names}。"
    return finding(
        "count", message, reading.text, mention.start, mention.end,
        severity=severity, expected=str(right), evidence=names,
    )  # fmt: skip

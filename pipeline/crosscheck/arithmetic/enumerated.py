"""A count and the names behind it, with its own predicate between: 有3名个人受到表扬，他们是甲、乙、丙.

A reader takes the names for the things counted when the words say so (他们是, 分别为, 除甲外还包括乙和丙),
when all the names end as the noun that was counted (分馆4个，东分馆、西分馆…均开放), when they are people's
names, or when they are said to be among the chosen (在列, 入选).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.crosscheck.arithmetic.names import ALSO, AND, certain, split
from pipeline.crosscheck.arithmetic.numbers import window
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_MOST, _REACH, _LONG = 30, 240, 24
_UNITS = frozenset("个家名位人项处所座条起件类种部场期批届轮支本篇册间栋幢宗例组只艘村镇县站队校院股科款份门")
_SURE = (
    r"(?:(?:它们|他们|她们|其|这些|名单|名称|名字|具体|人员|单位|地点|位置)?(?:名单|名称)?(?:分别|依次|具体|就|也就|即)[^，。；：、\d\n（）()]{0,3}?(?:是|为|有|系|在|于|到|赴|属)"
    r"|(?:它们|他们|她们|这些)(?:是|为|有)|(?:分布在|分布于|坐落在|位于)|是|即|系|具体[:：]|依次[:：]|分别[:：])"
)
_WEAK = r"(?:包括了?|包含|涵盖|含|涉及|覆盖|有|为|由|设在|来自)"
_ITEM = r"[^，。；：、\d\n（）()]{2,40}?"
_AMONG = r"(?:在列|位列其中|名列其中|列于其中|入列|入选|上榜|榜上有名|入围|当选|获此殊荣|获评|在册|名列榜单)"
_TAIL = rf"(?P<tail>(?P<among>{_AMONG})|(?:均|都|皆|全部|悉数|先后|相继|同时|一并|各自?|也都)[^，。；：、]*)?"
_LIST = re.compile(
    rf"(?P<pred>(?:[县市区]（〇+）)?[^，。；：、\d\n（）()]{{0,18}})(?P<mark>[，：（(]|——)"
    rf"(?:(?P<sure>{_SURE})|(?P<weak>{_WEAK}))?[:：]?"
    rf"(?P<names>{_ITEM}(?:、{_ITEM})*(?:[、，]?(?:和|及|{ALSO}|与)[^，。；：、\d\n（）()]{{2,30}}?)?){_TAIL}(?=[，。；）)\n]|$)"
)
_BESIDES = re.compile(
    rf"[^，。；：、\d\n]{{0,14}}，除了?(?P<first>[^，。；：、\d\n]{{2,20}}?)(?:之?外|以外)，(?:还|另外?|尚|又|其余)(?:有|包括|含|设有?|下设|为|涉及|辖)"
    rf"(?P<names>{_ITEM}(?:、{_ITEM})*(?:[、，]?(?:和|及|{ALSO}|与)[^，。；：、\d\n]{{2,30}}?)?)(?=[，。；\n]|$)"
)
_OPEN = re.compile(r"等(?!级|候)|其他|其它|若干|主要|部分|……|如|尤其|特别|其中|以上|以下|左右")
_PLACES = re.compile(r"县（市、区）|县市区|市（[县州]、?区?）|乡镇|镇（[乡街]|市县|县区|区县|市州")
_PLACE = frozenset("县市区州旗镇乡")
_HIDDEN = re.compile(r"《[^》\n]*》|“[^”\n]*”|（[^）\n]*）|\([^)\n]*\)")
_CLAUSE = re.compile(
    r"^(?:重点|抽[查取检选]|先行|率先|已|[一二三][是要]|其一|第一|首先|比|较|同比|占|并|且|但|已|在|对|将|经|按|从|以|用于|其|共|实现|完成)"
    r"|^[^、]{0,4}(?:了|过)"
)


def check_enumerated(reading: Reading) -> Iterator[Finding]:
    """Every count of things whose names follow its predicate."""
    for mention in reading.figures:
        if not _counts(mention):
            continue
        near = reading.text[mention.end : mention.end + 60]
        if "、" in near or "除" in near or "和" in near:
            yield from _behind(reading, mention)


def _counts(mention: Mention) -> bool:
    exact = mention.kind is Kind.COUNT and mention.approx is Approx.EXACT and mention.high is None
    value = mention.value or 0
    return exact and 2 <= value <= _MOST and value == int(value) and (mention.unit or "?")[0] in _UNITS


def _hidden(words: str) -> str:
    """The words with what stands in quotation marks and brackets covered, sign for sign."""
    return _HIDDEN.sub(_cover, words)


def _cover(match: re.Match[str]) -> str:
    kept = match[0][0] in "《“"
    return match[0][0] + "〇" * (len(match[0]) - 2) + match[0][-1] if kept else "〇" * len(match[0])


def _behind(reading: Reading, mention: Mention) -> Iterator[Finding]:
    end = min(reading.layout.period(mention.end)[1], mention.end + _REACH)
    plain = _hidden(reading.text[mention.end : end])
    if match := _BESIDES.match(plain):
        least = 1 + match["first"].count("、")
        yield from _compare(reading, mention, match, (least, least + len(AND.findall(match["first"]))))
        return
    match = _LIST.match(plain)
    if match is None or _OPEN.search(match[0]):
        return
    items = split(match["names"])
    if (
        len(items) + len(AND.findall(items[-1])) < 2
        or _CLAUSE.match(items[0])
        or max(map(len, items)) > _LONG
    ):
        return
    if match["sure"] or match["among"] or (match["mark"] == "：" and not match["weak"]):
        yield from _compare(reading, mention, match, (0, 0))
    elif abs(len(items) - int(mention.value or 0)) == 1 and _kin(reading, mention, match["pred"], items):
        yield from _compare(reading, mention, match, (0, 0), severity=Severity.WARNING)


def _kin(reading: Reading, mention: Mention, behind: str, items: list[str]) -> bool:
    """Whether all names end as what is counted: 分馆4个，东分馆…; 9个县（市、区），包括甲区、乙县、…"""
    last = {item[-1] for item in items}
    named = window(reading, mention)[-1:] + behind[:6]
    if len(items) > 1 and len(last) == 1 and last <= set(named):
        return True
    return bool(_PLACES.match(reading.text, mention.end)) and last <= _PLACE


def _compare(
    reading: Reading,
    mention: Mention,
    match: re.Match[str],
    beside: tuple[int, int],
    severity: Severity | None = None,
) -> Iterator[Finding]:
    """The count against the names, as few and as many as they can be, and those told *beside* them."""
    start = mention.end + match.start("names")
    names = reading.text[start : mention.end + match.end("names")]
    listed = split(match["names"])
    most = len(listed) + len(AND.findall(match["names"]))
    least = sum(len(certain(item, match["names"])) for item in listed)
    if least <= int(mention.value or 0) - beside[0] and int(mention.value or 0) - beside[1] <= most:
        return
    right = most + beside[0]
    shown = f"{match['first']}、{names}" if beside[0] else names
    message = f"此处说{mention.text}，实际列出{right}个：{shown}。"
    yield finding(
        "count", message, reading.text, mention.start, mention.end,
        severity=severity, expected=str(right), others=((start, start + len(names)),),
    )  # fmt: skip

"""A count and the run of marked members behind it: 4类：一类是…，二类是…; 三轮，第一轮…，第二轮…; 以上3件.

A reader counts the members by their marks (一类是, 第一轮, 一个是 … 还有一个是, lines with numbers) and holds
the number against them that the sentence tells of the same measure word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding, Severity

_HAN = "一二三四五六七八九十"
_N = r"(?P<n>[两二三四五六七八九十]|\d{1,2})"
_UNIT = r"类|种|块|项|批|处|条|期|轮|次|阶段|场|步|组|标段|档|层|部分|件|道|片|方面|梯队|环节|渠道"
_FIRST = re.compile(
    rf"(?<=[，。；：:\n])(?:(?P<bare>一)(?P<u>{_UNIT})(?=[一-鿿])(?!共|次性|步到|并|边|起)|(?:第一|首)个?(?P<v>{_UNIT})(?![一-鿿]{{0,3}}(?:书记|责任|批次?准)))"
)
_HINT = re.compile("[一首]")
_SAYS = re.compile(r"是|为|系|负责|在|位于|主|由|承担|管|用于")
_BEFORE = frozenset("，。；：:\n有外另再及和第")
_LAST = re.compile(r"最后|末|其余|余下|剩余|其他|下一|后续|后[两三四五几]")
_ONE = re.compile(r"一(?P<u>[个项家件处起名种类笔座条场支所])(?:则?是|为|系|在|位于|叫)")
_AGAIN = re.compile(rf"(?:[，。；：:]|(?:还有|另外?|另有|再有|以及|和)，?){_ONE.pattern}")
_LINE = re.compile(
    r"^[ 　]*(?:[（(](?P<a>\d{1,2})[）)]|(?P<b>\d{1,2})(?:[、．]|\.(?!\d))|(?P<c>[①-⑳]))", re.M
)
_ABOVE = re.compile(
    r"^[ 　]*(?:以上共计?|上述共计?|以上|上述|前述|这)(?P<n>\d{1,2}|[两二三四五六七八九十])"
    r"(?:个|项|件|条|篇|类|处|家|起|种|部|座|名|次|宗|份|笔|本|场)(?!以上|类|级)",
    re.M,
)


def check_marked(reading: Reading) -> Iterator[Finding]:
    """Runs of marked members, and the lines that 以上N件 closes."""
    text, done = reading.text, 0
    for hint in _HINT.finditer(text):
        at = hint.start()
        if text[at - 1 : at] not in _BEFORE:
            continue
        if match := _FIRST.match(text, at - 1 if text[at - 1] == "第" else at):
            yield from _run(reading, match)
        elif at >= done and (one := _ONE.match(text, at)):
            done = reading.layout.period(at)[1]
            yield from _ones(reading, one)
    if "以上" in text or "上述" in text or "\n这" in text:
        for match in _ABOVE.finditer(text):
            yield from _above(reading, match)


def _value(said: str) -> int:
    return int(said) if said.isdigit() else 2 if said == "两" else _HAN.find(said) + 1


def _run(reading: Reading, first: re.Match[str]) -> Iterator[Finding]:
    """一类是…，二类是…，三类是… against N类 before; 第一轮…，第二轮… against N轮."""
    text, unit = reading.text, first["u"] or first["v"]
    line, end = reading.layout.paragraph(first.start())
    lead = text[max(line, first.start() - 40) : first.start()]
    said = list(re.finditer(rf"(?<![第前后十每这“\d]){_N}个?{unit}", lead))
    if not said or "。" in lead[said[-1].end() : -1]:
        return
    form = rf"[，；、]{{}}{unit}(?=[一-鿿])" if first["bare"] else rf"第{{}}个?{unit}"
    last = 1
    while last < 10 and re.search(form.format(_HAN[last]), text[first.end() : end]):
        last += 1
    number = _value(said[-1]["n"])
    if first["bare"] and last < number and not _SAYS.match(text, first.end()):
        return  # 三个标段中，一标段中标价…；二标段…: not all need be told
    if last < 2 or last == number or (last < number and _LAST.search(text, first.end(), end)):
        return
    start = first.start() - len(lead) + said[-1].start()
    yield _told(reading, (start, start + len(said[-1][0])), last, (first.start(), first.end()))


def _ones(reading: Reading, first: re.Match[str]) -> Iterator[Finding]:
    """项目三个：一个是…，一个是…，还有一个是…"""
    text, unit = reading.text, first["u"]
    start, end = reading.layout.period(first.start())
    more = [m for m in _AGAIN.finditer(text, first.end(), end) if m["u"] == unit]
    lead = text[max(start, first.start() - 40) : first.start()]
    said = list(re.finditer(rf"(?<![第前后十每这“\d]){_N}{unit}", lead))
    if more and said and _value(said[-1]["n"]) != len(more) + 1:
        at = first.start() - len(lead) + said[-1].start()
        yield _told(reading, (at, at + len(said[-1][0])), len(more) + 1, first.span())


def _above(reading: Reading, match: re.Match[str]) -> Iterator[Finding]:
    """Lines numbered from 1 up to the one right above 以上N件."""
    lines = list(_LINE.finditer(reading.text, max(0, match.start() - 1500), match.start()))
    number, at, top = 0, match.start(), 0
    for line in reversed(lines):
        mark = int(line["a"] or line["b"] or ord(line["c"]) - 0x245F)
        if reading.layout.paragraph(line.end())[1] + 1 != at or (number and mark != number - 1):
            return
        top, number, at = top or mark, mark, line.start()
        if mark == 1:
            break
    if number == 1 and top >= 2 and top != _value(match["n"]):
        yield _told(reading, match.span(), top, (at, at + 3))


def _told(reading: Reading, place: tuple[int, int], right: int, other: tuple[int, int]) -> Finding:
    said = reading.text[slice(*place)].strip()
    message = f"此处说“{said}”，实际列出{right}项。"
    return finding(
        "count", message, reading.text, *place, severity=Severity.ERROR, expected=str(right), others=(other,)
    )

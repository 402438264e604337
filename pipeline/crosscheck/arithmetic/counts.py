"""Declared counts against what is listed: 8个二级单位，分别是…; 4站（…）; 三个方面：一是…二是…."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.crosscheck.arithmetic.numbers import alike, between
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.privacy import SURNAMES
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.structure import ordinals
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_LISTED = re.compile(
    r"[^，。；：、（）()\d]{0,12}[，,]?(?:(?:分别(?:是|为)|即|具体(?:是|为)|依次(?:是|为))[：:]?|[：:]|——)"
    r"(?P<plain>[^，。；（）()：\d\n]{4,300})(?=[，。；\n]|$)"
    r"|[^，。；：、（）()\d]{0,12}[（(](?:即|分别(?:是|为))?[：:]?(?P<bracket>[^（）()\d，。；：\n]{4,300})[）)]"
)
_OPEN = re.compile(r"等|其他|若干|各|主要|以及部分|……")
_BEFORE = re.compile(r"(?:[^，。；：、\d\n（）()]{1,14}、)+[^，。；：、\d\n（）()]{1,14}$")
_ASPECT = re.compile(
    r"(?P<n>[两二三四五六七八九十]|\d)(?:个(?:方面|问题|环节|重点|层面|步骤|途径|维度|抓手|强化|突出|坚持|到位|加强|着力|聚焦|确保|不足)|方面|项(?:工作|措施|任务|举措|制度|重点|机制|改革|要求|内容|行动)|点(?:问题|建议|措施|不足|做法|体会|经验|要求)?"
    r"|条(?:措施|建议|意见|经验)|大(?:举措|行动|任务|工程|问题|措施)|种(?:方式|情形|做法))"
)
_ANY_ASPECT = re.compile(
    r"(?P<n>[两二三四五六七八九十]|\d)(?:个|项|点|条|大|种|件|类|步|道|层|块)[一-鿿]{1,6}(?=[：:])"
)
_HAN = "一二三四五六七八九十"


def check_counts(reading: Reading) -> Iterator[Finding]:
    """Counts of things that are then (or before) named one by one."""
    text = reading.text
    for at, mention in enumerate(reading.figures):
        if mention.kind is not Kind.COUNT or mention.approx is not Approx.EXACT or mention.high is not None:
            continue
        if _adjoins(reading, at):
            yield from _group(reading, at)
            continue
        if found := _with_amounts(reading, mention):
            yield found
        elif listed := _LISTED.match(text, mention.end):
            names = listed["plain"] or listed["bracket"]
            yield from _compare(reading, mention, names)
        else:
            yield from _named_before(reading, mention)
    yield from _aspects(reading)
    yield from _each(reading)


def _each(reading: Reading) -> Iterator[Finding]:
    """7个项目，六个方面各1个: so many times so many."""
    figures = reading.figures
    for at, mention in enumerate(figures[1:], 1):
        if mention.kind is not Kind.COUNT or reading.text[mention.start - 1] != "各":
            continue
        start, end = reading.layout.period(mention.start)
        if reading.text.count("各", start, end) > 1 or reading.text[
            figures[at - 1].end : mention.start
        ].count("，"):
            continue
        times = figures[at - 1]
        wholes = [m for m in figures[max(0, at - 5) : at - 1] if m.start >= start and m.unit == mention.unit]
        if len(wholes) != 1 or times.kind is not Kind.COUNT or None in (times.value, mention.value):
            continue
        product = (times.value or 0) * (mention.value or 0)
        if wholes[0].value != product and all(m.approx is Approx.EXACT for m in (wholes[0], times, mention)):
            message = (
                f"{times.text}各{mention.text}，共{product}{mention.unit or ''}，与“{wholes[0].text}”不符。"
            )
            yield finding(
                "count", message, reading.text, wholes[0].start, wholes[0].end,
                severity=Severity.WARNING, others=((times.start, mention.end),),
            )  # fmt: skip


def _adjoins(reading: Reading, at: int) -> bool:
    """2部1室1站（…）: several counts share one list."""
    if at == 0:
        return False
    words = reading.text[reading.figures[at - 1].end : reading.figures[at].start]
    return len(words) <= 6 and not re.search(r"[，。；;,]", words)


def _group(reading: Reading, at: int) -> Iterator[Finding]:
    """3县2区（甲县、乙县、…）: counts run together before one list of names."""
    first, last = reading.figures[at - 1], reading.figures[at]
    listed = _LISTED.match(reading.text, last.end)
    if first.end != last.start or listed is None or not listed["bracket"]:
        return
    if any(m.kind is not Kind.COUNT or m.value is None or m.high is not None for m in (first, last)):
        return
    names = listed["bracket"]
    items = [name for name in names.split("、") if name]
    units = {name[-1] for name in items}
    total = (first.value or 0) + (last.value or 0)
    most = len(items) + len(re.findall(r"[和与]|及(?![时格第])", names))
    if len(items) < 2 or _OPEN.search(names) or not units <= {first.unit, last.unit}:
        return
    if not len(items) <= total <= most:
        message = f"此处说{first.text}{last.text}，共{total}个，实际列出{len(items)}个：{names}。"
        yield finding(
            "count", message, reading.text, first.start, last.end, expected=str(len(items)), evidence=names
        )


def _compare(reading: Reading, mention: Mention, names: str) -> Iterator[Finding]:
    if "、" not in names or _OPEN.search(names):
        return
    items = [item for item in names.split("、") if item]
    most = len(items) + len(re.findall(r"[和与]|及(?![时格第])", names))
    if mention.value is None or len(items) <= mention.value <= most or max(map(len, items)) > 20:
        return
    if mention.value > most:  # 和 joins two of them
        items = [item for item in re.split(r"、|[和与]|及(?![时格第])", names) if item]
    yield _found(reading, mention, items)


def _found(reading: Reading, mention: Mention, items: list[str]) -> Finding:
    message = f"此处说{mention.text}，实际列出{len(items)}个：{'、'.join(items)}。"
    return finding(
        "count", message, reading.text, mention.start, mention.end, expected=str(len(items)),
        evidence="、".join(items),
    )  # fmt: skip


_EACH = re.compile(r"[^，。；：、,;\d\n]{2,24}[\d.]+(?:万?元|[人个名件次场户])[、,，]?")
_HEAD = re.compile(r"[^，。；：、（）()\d]{0,16}[，,]?(?:即|分别(?:是|为)|具体(?:是|为)|[：:])")


def _with_amounts(reading: Reading, mention: Mention) -> Finding | None:
    """18个学会…，即甲5万元、乙4万元、…: as many as were announced, each with its own amount."""
    head = _HEAD.match(reading.text, mention.end)
    if head is None or mention.value is None or mention.value < 3:
        return None
    amounts = between(reading, head.end(), head.end() + 40)[:1]
    if amounts and alike(amounts[0], mention):
        return None  # 31人，分别是行政编制19人、…: parts of it, not as many things
    at, items = head.end(), []
    while (item := _EACH.match(reading.text, at)) is not None:
        items.append(re.split(r"[\d]", item[0], maxsplit=1)[0])
        at = item.end()
        if item[0][-1] not in "、,，":
            break
    listed = reading.text[head.end() : at]
    if len(items) < 3 or listed.count("、") < len(items) - 1 or len(items) == mention.value:
        return None
    # A list of amounts that begins or ends with a total, or stops at 等, is not the list announced.
    if re.search(r"等|其他|合计|共|其余|增|减", listed) or reading.text[at : at + 1] == "等":
        return None
    return _found(reading, mention, items)


# -- 甲镇、乙乡、丙镇4个乡镇 --------------------------------------------------------------------------


def _named_before(reading: Reading, mention: Mention) -> Iterator[Finding]:
    """Names right before their number; only those that the noun behind it names, or in quotation marks."""
    text = reading.text
    start = max(reading.layout.sentence(mention.start)[0], mention.start - 200)
    listed = _BEFORE.search(text[start : mention.start].rstrip("共计这等"))
    if listed is None or text[mention.start - 1] == "等" or mention.value is None or mention.value > 30:
        return
    items = listed[0].split("、")
    noun = re.match(r"[一-鿿]{1,4}", text[mention.end : mention.end + 4])
    quoted = all(item.endswith("”") for item in items)
    named = noun is not None and len({*noun[0]} & {item[-1] for item in items}) >= 1 and all(
        item[-1] in noun[0] for item in items
    )  # fmt: skip
    people = len(items[0]) <= 6 and (mention.unit or "") in ("名", "位", "人") and all(
        2 <= len(item) <= 3 and item[0] in SURNAMES for item in items[1:]
    )  # fmt: skip
    if not (quoted or named or people) or len(items) < 2:
        return
    most = len(items) + len(re.findall(r"[和与]|及(?![时格第])", listed[0]))
    if not len(items) <= mention.value <= most:
        yield _found(reading, mention, items)


# -- 三个方面 ----------------------------------------------------------------------------------------


def _aspects(reading: Reading) -> Iterator[Finding]:
    """三个方面 followed by 一是…, 第一，… or （1）…: as many as were announced."""
    text = reading.text
    known = {match.start(): match for match in _ANY_ASPECT.finditer(text)}
    known |= {match.start(): match for match in _ASPECT.finditer(text)}
    for match in known.values():
        if text[match.start() - 1 : match.start()] in ("第", "“", "前", "后", "十", "这") or "”" in match[0]:
            continue
        end = reading.layout.paragraph(match.start())[1]
        if end == match.end() or text[match.end() : end].strip("：:。的改进加以入手开展做好") == "":
            end = _run_on(text, end)
        items = ordinals(text, match.end(), end)
        if not items or items[0][1] != 1 or items[0][2] - match.end() > 40:
            continue
        if text[match.end() : items[0][2]].partition("。")[2].strip():
            continue
        form, last, size = items[0][0], 0, len(items)
        for kind, number, _ in items:
            if kind == form and number == last + 1:
                last = number
            elif kind == form and number == 1:
                break
        declared = (
            int(match["n"])
            if match["n"].isdigit()
            else 2
            if match["n"] == "两"
            else _HAN.find(match["n"]) + 1
        )
        if last != declared and size >= 2:
            message = f"此处说“{match[0]}”，后面列出{last}项。"
            yield finding("count", message, text, *match.span(), severity=Severity.ERROR, expected=f"{last}")


def _run_on(text: str, end: int) -> int:
    """The end of the lines that go on the list: each opens with its own 二是."""
    while line := re.compile(
        r"\n[ 　]*(?:[一二三四五六七八九十]是|第[一二三四五六七八九十][，,、]|[（(]\d+[）)])[^\n]*"
    ).match(text, end):
        end = line.end()
    return end

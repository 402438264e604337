"""Declared counts against what is listed: 8个二级单位，分别是…; 4站（…）; 《…》《…》两项制度."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.crosscheck.arithmetic.apiece import check_apiece
from pipeline.crosscheck.arithmetic.apposed import check_apposed
from pipeline.crosscheck.arithmetic.aspects import check_aspects, check_made, check_stages
from pipeline.crosscheck.arithmetic.enumerated import check_enumerated
from pipeline.crosscheck.arithmetic.namedbefore import before
from pipeline.crosscheck.arithmetic.names import AND, Names, apart, behind, bracketed, split
from pipeline.crosscheck.arithmetic.numbers import alike, between
from pipeline.crosscheck.arithmetic.tallied import check_tallied
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention

_BOTH = re.compile("[和及与、]")
_OPEN = re.compile(r"等|其他|若干|各|主要|以及部分|……")


def check_counts(reading: Reading) -> Iterator[Finding]:
    """Counts of things that are then (or before) named one by one."""
    yield from (one for one in _told(reading) if not _of_two(reading, one))


def _of_two(reading: Reading, one: Finding) -> bool:
    """三个二级单位和两个派出机构，分别为…: both together are as many as are named."""
    near = between(reading, *reading.layout.clause(one.start))
    for first, second in pairwise(near):
        gap, both = reading.text[first.end : second.start], (first.value or 0) + (second.value or 0)
        if one.start in (first.start, second.start) and _BOTH.search(gap) and str(both) == one.expected:
            return True
    return False


def _told(reading: Reading) -> Iterator[Finding]:
    for at, mention in enumerate(reading.figures):
        if mention.kind is not Kind.COUNT or mention.approx is not Approx.EXACT or mention.high is not None:
            continue
        if _adjoins(reading, at):
            yield from _group(reading, at)
        elif found := _with_amounts(reading, mention):
            yield found
        elif names := behind(reading.text, mention.end) or before(reading, mention):
            yield from _compare(reading, mention, names)
    yield from check_enumerated(reading)
    yield from check_apposed(reading)
    yield from check_aspects(reading)
    yield from check_stages(reading)
    yield from check_made(reading)
    yield from check_tallied(reading)
    yield from check_apiece(reading)


def _compare(reading: Reading, mention: Mention, names: Names) -> Iterator[Finding]:
    number, items = int(mention.value or 0), list(names.items)
    if all(len(item) == 1 for item in items):
        return  # 交通工具2813万辆（艘、架、列）次: measure words
    if names.loose and abs(number - len(items)) != 1:
        return
    if number == mention.value and not len(items) <= number <= names.most:
        if number > names.most:  # 和 joins two of them
            items = apart(items)
        yield _found(reading, mention, items)


def _adjoins(reading: Reading, at: int) -> bool:
    """2部1室1站（…）: several counts share one list."""
    if at == 0:
        return False
    words = reading.text[reading.figures[at - 1].end : reading.figures[at].start]
    return len(words) <= 6 and not re.search(r"[，。；;,]", words)


def _group(reading: Reading, at: int) -> Iterator[Finding]:
    """3县2区（甲县、乙县、…）: counts run together before one list of names."""
    first, last = reading.figures[at - 1], reading.figures[at]
    names = bracketed(reading.text, last.end) if first.end == last.start else ""
    items = split(names)
    if len(items) < 2 or _OPEN.search(names):
        return
    if any(m.kind is not Kind.COUNT or m.value is None or m.high is not None for m in (first, last)):
        return
    total = (first.value or 0) + (last.value or 0)
    if not {name[-1] for name in items} <= {first.unit, last.unit}:
        return
    if not len(items) <= total <= len(items) + len(AND.findall(names)):
        message = f"此处说{first.text}{last.text}，共{total}个，实际列出{len(items)}个：{names}。"
        yield finding(
            "count", message, reading.text, first.start, last.end, expected=str(len(items)), evidence=names
        )


def _found(reading: Reading, mention: Mention, items: list[str]) -> Finding:
    message = f"此处说{mention.text}，实际列出{len(items)}个：{'、'.join(items)}。"
    return finding(
        "count", message, reading.text, mention.start, mention.end, expected=str(len(items)),
        evidence="、".join(items),
    )  # fmt: skip


_EACH = re.compile(
    r"[^，。；：、,;\d\n]{2,24}\d[\d.]*(?:,\d{3})*(?:\.\d+)?(?:万?元|[人个名件次场户](?!次)"
    r"|(?P<other>[万亿]?(?:亩|吨|公里|公顷|平方米|立方米|人次|[米家套台辆座处栋株头条])))[、,，]?"
)
_HEAD = re.compile(r"[^，。；：、（）()\d]{0,16}[，,]?(?:即|分别(?:是|为)|具体(?:是|为)|[：:])")


def _with_amounts(reading: Reading, mention: Mention) -> Finding | None:
    """18个学会…，即甲5万元、乙4万元、…: as many as were announced, each with its own amount."""
    head = _HEAD.match(reading.text, mention.end)
    if head is None or mention.value is None or mention.value < 3:
        return None
    amounts = between(reading, head.end(), head.end() + 40)[:1]
    if amounts and alike(amounts[0], mention):
        return None  # 31人，分别是行政编制19人、…: parts of it, not as many things
    at, mark, items, measured = head.end(), "", [], False
    while (item := _EACH.match(reading.text, at)) is not None:
        items.append(re.split(r"[\d]", item[0], maxsplit=1)[0])
        at, mark, measured = item.end(), mark or item[0][-1], measured or bool(item["other"])
        if item[0][-1] not in "、,，" or item[0][-1] != mark:
            break  # 甲40万元、乙25万元，涉及资金65万元
    listed = reading.text[head.end() : at]
    if len(items) < 3 or listed.count("、") < len(items) - 1 or len(items) == mention.value:
        return None
    if measured and not all(name[-1] in head[0] for name in items):
        return None  # 4个仓库：小麦120吨、玉米80吨; but 3条道路：南环路1.2公里、北环路2.4公里
    # A list of amounts that begins or ends with a total, or stops at 等, is not the list announced.
    if re.search(r"等|其他|合计|共|其余|增|减", listed) or reading.text[at : at + 1] == "等":
        return None
    return _found(reading, mention, items)

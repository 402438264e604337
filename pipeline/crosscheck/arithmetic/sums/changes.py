"""合计减少D。分项看，甲减少a；乙增加b: the signed changes of all items make the change of the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.arithmetic.sums.items import Item, Role
from pipeline.crosscheck.arithmetic.sums.partition import exclusive, regulated
from pipeline.crosscheck.arithmetic.sums.report import signed, unequal
from pipeline.crosscheck.intervals import disjoint
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding, Severity

_ITEMISED = re.compile(
    r"(?:[，,（(](?:下降|增长|上升|减少|增加|提高|降低|[减增降升]幅)[^，。；\d]{0,6}[\d.]+[%％][）)]?)?"
    r"[，。；,;]?\s*(?:分[^，。；别为\d]{1,4}看|从[^，。；\d]{2,8}看|具体(?:看|为|是)?|(?P<loose>其中|(?!主要)[^，。；\d]{0,8}(?:因素|情况|项目|科目|明细)(?:为|是|如下)?(?=[：:])))[：:，,]?"
)
_NET = re.compile("相抵|合计|轧差")
"""增减相抵后净增86万元: the whole said again."""
_LEVEL = re.compile(r"持平|未发生|无变化|无增减|没有变化")
_NEW = re.compile(r"(?:上年|去年|\d{4}年)(?:度|同期)?(?:无|没有|未)")
"""补助4800元，上年无此项: an item whose change is told by no number."""
_VERB = re.compile(
    r"[比较]?(?:上年|去年|年初)?(?:同期)?(?:预算|决算)?数?(?:增加|减少|增长|下降|降低|压减|多|少|增|减).*$"
)


def check_changes(reading: Reading, items: Sequence[Item]) -> Iterator[Finding]:
    """Every change that is then told item by item."""
    for whole in items:
        opens = _ITEMISED.match(reading.text, whole.end) if whole.role is Role.CHANGE else None
        if opens is None:
            continue
        stop = re.compile(r"[。\n]").search(reading.text, opens.end())
        end = stop.start() if stop else len(reading.text)
        parts = [
            i for i in items[whole.at + 1 : whole.at + 40]
            if i.end <= end and i.role is Role.CHANGE and alike(i.mention, whole.mention)
        ]  # fmt: skip
        parts = [p for p in parts if not _NET.search(p.label) and not _nested(reading, p, opens.end())]
        if len(parts) < 2 or not disjoint(signed(parts), signed([whole])):
            continue
        if _NEW.search(reading.text, opens.end(), end):
            continue
        labels = [subject(items, p) for p in parts]
        rule = regulated(subject(items, whole), labels) or exclusive(labels)
        level = _LEVEL.search(reading.text, parts[-1].end, end)
        if not opens["loose"] or rule or level or _near(whole, parts):
            yield unequal(reading, whole, parts, Severity.WARNING if opens["loose"] else Severity.ERROR)


def _nested(reading: Reading, part: Item, low: int) -> bool:
    """增加7个，其中新成立增加7个: told of the part before."""
    return "其中" in reading.text[max(low, part.lead) : part.start]


def subject(items: Sequence[Item], item: Item) -> str:
    """What a change is told of: its own words, or those of the amount before it (204万元，减少54万元)."""
    own = _VERB.sub("", item.label)
    return own if own or not item.at else items[item.at - 1].label


def _near(whole: Item, parts: Sequence[Item]) -> bool:
    one, other = abs(signed(parts)[0]), whole.mention.value or Decimal(0)
    return bool(other) and abs(one / other - 1) <= Decimal("0.1")

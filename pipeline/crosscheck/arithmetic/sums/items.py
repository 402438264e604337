"""The figures of a text in their order, each with its label, its bracket depth and what it can be."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from pipeline.crosscheck.arithmetic.numbers import is_amount, moves
from pipeline.crosscheck.reading import Reading
from schemas.figures import Kind
from schemas.findings import Mention

_SEPARATORS = frozenset("，。；：、\n,;:！？\t")
_BRACKETS = re.compile(r"[（(）)〔〕\n]")
_PRICE = re.compile(
    r"(?:每|单价|(?<![平])[人户年月日天场次亩台村校班车辆件所个家期]均|平均|均价|标准(?:为|是|由)|不超过|不低于|不少于)[^，。；]{0,8}$"
    r"|(?<![全本上当去今])[月日](?:工资|薪酬?|租金?|补贴|津贴|补助)(?:标准)?(?:为|各|均|约)?$"
    r"|各(?:自|演|办|开展|举办|召开|组织|安排|发放?|奖励?|配备?|建|投入?|给予|补助?|出|有|获|拨付?)?(?:了|约)?$"
    r"|(?:[一-鿿]{2}|^[校村镇乡县区户人站所家])各(?![类项级种地镇乡村县市区校站所点界族方街路户家处室院科股局厅部单社学医中企机行])[一-鿿]{1,2}(?:了|约)?$|标准$"
)
_BASE = re.compile(
    r"占(?![地用线道补])[^，。；]{0,14}$"
    r"|(?:为|是|[比较与同])[^，。；\d]{0,6}(?:上年|去年|年初|(?:19|20)\d{2}年)[^，。；\d]{0,8}$"
)
_UNITLESS = re.compile(
    r"(?<=[为是：:别次])(?:[\d.０-９．,]+[万亿]?(?:[、，和及与]|(?=[，,；（(]))){2,40}[，,；]?"
    r"(?:[^，。；\d]{0,4}(?:合计|共计?|总计|累计|总共))[^，。；\d]{0,6}"
)
_SHARED = re.compile(r"的\s?[\d０-９.．]+\s?(?:[%％‰成]|个?百分)")
"""为全年计划3亿元的42%: what a share is taken of, no amount of its own."""
_CLASS = re.compile(r"(?:[（(]含[^）)]{0,4}[）)])?[及或]?以[上下内][^，。；：、（()）\d]{1,12}\d")
"""5亿元（含）以上项目15个, 60岁以上老人320人: the bound of a class, of which the number follows."""
_UNITS = frozenset(("百元", "千元", "万元", "百万元", "亿元"))
_UP = re.compile(r"调增|净增|增|多|超|提高|上升|高|追加")


class Role(Enum):
    """What a figure can be in a list."""

    AMOUNT = "amount"
    CHANGE = "change"  # 增加5万元
    NOTE = "note"  # a share, a price, the base of a comparison
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Item:
    """A figure with its place in the order of figures. ``lead`` is where the figure before it ends."""

    mention: Mention
    at: int
    lead: int
    label: str
    depth: int
    role: Role
    sign: int
    words: str = ""  # its label, or that of the number it stands right behind: 总计14期668人

    @property
    def start(self) -> int:
        """Where the figure begins."""
        return self.mention.start

    @property
    def end(self) -> int:
        """Where the figure ends."""
        return self.mention.end


@lru_cache(maxsize=1)
def items_of(reading: Reading) -> Sequence[Item]:
    """The items of the text that is being read, for all who ask in turn."""
    return tuple(read_items(reading))


def read_items(reading: Reading) -> list[Item]:
    """Every figure of the text as an item."""
    depths = _depths(reading)
    out: list[Item] = []
    lead = 0
    for at, mention in enumerate(_whole_units(reading)):
        label = label_before(reading.text, lead, mention.start)
        role = _role(reading, mention, label) if not _apiece(reading, out, mention) else Role.NOTE
        # 分别比上年少12起、3人和8.2万元: changes all of them
        if out and out[-1].role is Role.CHANGE and reading.text[lead : mention.start] in ("、", "和", "及"):
            role, label = Role.CHANGE, out[-1].label
        sign = (1 if _UP.search(label[-8:]) else -1) if role is Role.CHANGE else 0
        beside = not label and bool(out) and mention.start - lead <= 1
        words = out[-1].words if beside else label
        out.append(Item(mention, at, lead, label, depths[at], role, sign, words))
        lead = mention.end
    return out


def _apiece(reading: Reading, before: Sequence[Item], mention: Mention) -> bool:
    """每十户中就有九户, 每100元募款中有93元: how many of so many, no amount of its own."""
    if not before or not before[-1].label.endswith("每"):
        return False
    return not _SEPARATORS & set(reading.text[before[-1].end : mention.start])


def _whole_units(reading: Reading) -> list[Mention]:
    """The figures, those of a run that only its last gives a unit with that unit: 4.1万、5.3万和2.2万人次."""
    out, unit = _of_total(reading), ""
    for at in range(len(out) - 2, -1, -1):
        one, other = out[at], out[at + 1]
        bare = one.kind is Kind.OTHER or (one.kind is Kind.COUNT and one.unit is None)
        if not bare or not is_amount(other) or not other.unit or one.value is None or one.high is not None:
            continue
        if reading.text[one.end : other.start] in ("、", "和", "及", "与", "，"):
            scale = Decimal(1)
            if one.text[-1:] not in ("万", "亿", "千", "百"):
                # 5.6、1.2、7.8万元: the unit of the last is that of all
                unit = next((c for c in "亿万" if c in other.text), unit if other.text[-1:].isdigit() else "")
                scale = {"亿": Decimal(10**8), "万": Decimal(10**4)}.get(unit, scale)
            out[at] = replace(
                one, kind=other.kind, unit=other.unit, value=one.value * scale, step=one.step * scale
            )
    return out


def _of_total(reading: Reading) -> list[Mention]:
    """The figures, a row with the unit that only the total behind it has: 4120、3865，合计7985人次."""
    out = list(reading.figures)
    for total in _UNITLESS.finditer(reading.text):
        at = bisect_left(out, total.end(), key=lambda m: m.start)
        whole = out[at] if at < len(out) else None
        if whole is None or whole.start != total.end() or not whole.unit:
            continue
        run = [n for n in range(at - 1, -1, -1) if out[n].start >= total.start()][::-1]
        if len(run) >= 2 and all(out[n].unit is None and out[n].value is not None for n in run):
            for n, mention in zip(run, _scaled([out[n] for n in run], whole), strict=True):
                out[n] = mention
    return out


def _scaled(run: Sequence[Mention], whole: Mention) -> Iterator[Mention]:
    """The numbers in the unit of the whole; of 万人次 too, where that alone brings the sum near to it."""
    total = sum((m.value or Decimal(0) for m in run), Decimal(0)) or Decimal(1)
    scales = [Decimal(1), Decimal(10**4), Decimal(10**8)]
    scale = min(scales, key=lambda s: abs((whole.value or Decimal(0)) / total / s - 1))
    for m in run:
        value, step = (m.value or Decimal(0)) * scale, m.step * scale
        yield replace(m, kind=whole.kind, unit=whole.unit, value=value, step=step)


def _role(reading: Reading, mention: Mention, label: str) -> Role:
    if mention.kind is Kind.PERCENT:
        return Role.NOTE
    if mention.text in _UNITS:
        return Role.OTHER  # 按万元取两位小数
    if not is_amount(mention) or (not label and mention.text.startswith("一") and mention.value == 1):
        return Role.OTHER  # 一个项目只安排一级资金
    if moves(reading, mention):
        return Role.CHANGE
    behind = _CLASS.match(reading.text, mention.end) or _SHARED.match(reading.text, mention.end)
    return Role.NOTE if behind or _PRICE.search(label) or _BASE.search(label) else Role.AMOUNT


def label_before(text: str, low: int, at: int) -> str:
    """The words before *at* down to the last mark; a bracket without figures is part of a name."""
    depth, start = 0, at
    low = max(low, at - 60)
    while start > low:
        char = text[start - 1]
        if char in "）)〕":
            depth += 1
        elif char in "（(〔":
            if depth == 0:
                break
            depth -= 1
        elif depth == 0 and char in _SEPARATORS:
            break
        start -= 1
    return text[start:at].strip()


def _depths(reading: Reading) -> Sequence[int]:
    """How many brackets are open at each figure, on its line."""
    marks = _BRACKETS.finditer(reading.text)
    mark = next(marks, None)
    depth, out = 0, []
    for mention in reading.figures:
        while mark is not None and mark.start() < mention.start:
            char = mark[0]
            depth = 0 if char == "\n" else depth + 1 if char in "（(〔" else max(depth - 1, 0)
            mark = next(marks, None)
        out.append(depth)
    return out

"""What went up and what went down, item by item, makes what the whole went up or down by.

基本支出增加36.5万元，项目支出减少58.2万元，经营支出增加4.3万元，增减相抵净减17.4万元; or the whole
first, and the items behind it. A surplus counts against a deficit as an increase does against a decrease.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from pipeline.crosscheck.arithmetic.misprints import Misprint, misprint
from pipeline.crosscheck.arithmetic.numbers import is_amount
from pipeline.crosscheck.arithmetic.sums.items import Item, Role, items_of
from pipeline.crosscheck.arithmetic.sums.partition import exclusive, regulated
from pipeline.crosscheck.arithmetic.sums.report import signed, unequal
from pipeline.crosscheck.arithmetic.sums.rows import sort_of
from pipeline.crosscheck.arithmetic.sums.vocabulary import vocabulary
from pipeline.crosscheck.intervals import disjoint
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding, Severity

_UP = "净?增[加长支收拨资幅补列配员]?|新增|多[支收出发拨付]?|提高|上[升涨调]|追加|扩大|调增|回升|增至"
_DOWN = "净?[减降][少支收低拨幅员]?|少[支收出发拨付]?|下[降调滑]|压[减缩降]|核减|调减|回落|缩减|削减|精简"
_PLUS = "净?结余|盈余|节余|盈利|节[约省支]|超收"
_MINUS = "净?超支|亏损|赤字|短[收缺]|透支"
_SIGN = re.compile(
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<plus>{_PLUS})|(?P<minus>{_MINUS}))"
    r"(?:了|约|额|数|支出|收入|经费|资金|金额|共|合计|为|计|[：:])*$"
)
_FIRST = re.compile(
    rf"(?:[一二三四五六]是|其中|因|由于)?(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<plus>超收)|(?P<minus>短收))"
    r"(?![到至为成])[一-鿿]{2,8}(?<![到至])$"
)
_STOCK = re.compile(r"(?:上年|年初|年末|历年|累计|当年|滚存|收支|本年)[^，。；]{0,2}(?:结余|盈余|赤字)")
_NEW = re.compile(r"(?:上年|去年|\d{4}年)(?:度|同期)?[^，。；\d]{0,3}(?:无|没有|未|空白|新设)")
"""上年无此项: an item whose change is told by no number."""
_LEVEL = re.compile(r"持平|未发生|无变[化动]|无增减|没有变化|不变|(?:与|同)[^，。；\d]{2,6}相同|均为零")
"""其余持平: what is not told did not move."""
_NET = re.compile(
    r"净|相抵|轧差|抵[消扣减]后|品迭|增减|合计|总计|(?<!公)共(?!同|享|青|党|和)|总体|整体|总[支收的额]|[两三四五六七八]项|盈亏|汇总"
)
_RESULT = re.compile(r"[到至]$")
_ALL = re.compile(r"来自|来源|具体|分[^，。；\d]{1,6}看|从[^，。；\d]{2,8}看|构成|明细|(?<!其中)[：:]")
_SOME = re.compile(r"其中|因素|情况|涉及|包括|原因")
_OPEN_END = re.compile(
    r"主要|等(?!级|次)|除|其[他余](?!支出|收入|资本)(?![^，。；]{0,12}(?:持平|相同|无[变增]|不变|未[变发]|没有|为零))"
)
_REASON = re.compile("主要(?=[是因由系](?![这上两以])|原因)")
"""主要是住院人次回升 behind the items: why, and not which."""
_THAN = re.compile(r"[比较与同][^，。；]{0,10}年[^，。；]{0,4}$")
_EVERY = re.compile(r"[。！？\n]")
_MOST = 8
_NEAR = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class _Move:
    """A number with the way it went, on one of two scales: up and down, surplus and deficit."""

    item: Item
    scale: bool


def check_netted(reading: Reading, known: Sequence[Finding]) -> Iterator[Finding]:
    """Every change of a whole told with those of its items; none of which others have *known*."""
    places = [{f.start, *(start for start, _ in f.others)} for f in known]
    for row in _rows(reading):
        nets = sorted(_nets(reading, row), key=lambda net: net[0].start < net[1][0].start)
        right = [{whole.at, *(p.at for p in parts)} for whole, parts in nets if _adds_up(whole, parts)]
        for whole, parts in nets:
            numbers = {whole.at, *(p.at for p in parts)}
            if any(len(numbers & other) > 1 for other in right):
                continue
            starts = {whole.start, *(p.start for p in parts)}
            severity = _wrong(reading, whole, parts)
            if severity and not any(whole.start in place and len(place & starts) > 1 for place in places):
                yield unequal(reading, whole, parts, severity)
                break


def _adds_up(whole: Item, parts: Sequence[Item]) -> bool:
    return not disjoint(signed(parts), signed([whole]))


def _rows(reading: Reading) -> Iterator[list[_Move]]:
    """The moves of each sentence, by scale and sort, each at most so many."""
    rows: dict[tuple[int, bool, str], list[_Move]] = {}
    for item in items_of(reading):
        move = _move(item) if is_amount(item.mention) and item.mention.value else None
        if move is not None:
            line = reading.layout.paragraph(item.start)[0]
            rows.setdefault((line, move.scale, sort_of(item.mention)), []).append(move)
    for (_, scale, _), row in rows.items():
        mixed = scale or len({move.item.sign for move in row}) > 1
        if mixed and len(row) > 2:
            yield row[: 4 * _MOST]


def _move(item: Item) -> _Move | None:
    """The item with its sign; None where the words tell a level, or what a change led to."""
    words = _SIGN.search(item.label) or _FIRST.match(item.label)
    if words is None or item.role is Role.NOTE or _RESULT.search(item.label) or _STOCK.search(item.label):
        return None
    sign = 1 if words["up"] or words["plus"] else -1
    return _Move(replace(item, sign=sign), bool(words["up"] or words["down"]))


def _nets(reading: Reading, row: Sequence[_Move]) -> Iterator[tuple[Item, list[Item]]]:
    """Each whole with its items: all moves of the sentence before a net one, or all behind one."""
    text, items = reading.text, [move.item for move in row]
    for at, whole in enumerate(items):
        start, end = reading.layout.period(whole.start)
        before = [i for i in items[max(0, at - _MOST) : at] if i.start >= start]
        if not before and at and not _EVERY.search(text, start, whole.start):
            start = reading.layout.period(max(start - 2, 0))[0]
            before = [i for i in items[max(0, at - _MOST) : at] if i.start >= start]
        # 增加86.40万元，其中…，增减相抵后净增86.40万元: the same told twice
        before = before[1:] if before and _adds_up(whole, before[:1]) else before
        clause = reading.layout.clause(whole.start)[0]
        others = text[clause : whole.start].startswith(("其他", "其余", "其它"))
        if len(before) > 1 and not others and _NET.search(text, max(clause - 8, start), whole.start):
            yield whole, before
        after = [i for i in items[at + 1 : at + 1 + _MOST] if i.start < end]
        if not after and at + 1 < len(items):
            end = reading.layout.period(min(end + 2, len(text)))[1]
            after = [i for i in items[at + 1 : at + 1 + _MOST] if i.start < end]
        alike = all(i.sign == whole.sign for i in after)
        if not (alike and _adds_up(whole, after)):  # 提高3.7分，甲提高2.5分，其他合计提高1.2分
            after = [i for i in after if not _NET.search(i.label)]
        if len(after) > 1:
            yield whole, after


def _wrong(reading: Reading, whole: Item, parts: Sequence[Item]) -> Severity | None:
    """How grave the difference is; None where some of the items make it, or nothing ties them to it."""
    sizes = range(1, len(parts))
    if any(_adds_up(whole, chosen) for n in sizes for chosen in combinations(parts, n)):
        return None
    text = reading.text
    behind = whole.start > parts[0].start
    gap = text[whole.end : parts[0].start] if not behind else ""
    end = reading.layout.period(max(whole.end, parts[-1].end) - 1)[1]
    span = text[min(whole.end, parts[0].start) : max(whole.start, parts[-1].end)]
    if vocabulary().overlap.search(span) or _NEW.search(text, min(whole.start, parts[0].start), end):
        return None
    if not behind and re.search("相抵|轧差|抵[消扣减]|品迭", text[parts[-1].end : end]):
        return None  # the whole that they come to is told behind them
    slip = _slip(whole, parts)
    all_ = behind or bool(_ALL.search(gap)) or _rule(whole, parts)
    all_ = all_ or bool(_LEVEL.search(text, parts[0].start, end))
    if not all_ and not _SOME.search(gap) and (len(gap) > 30 or "。" in gap):
        return None
    open_ = (
        not behind
        and not _ruled(whole, parts)
        and bool(_OPEN_END.search(gap) or _OPEN_END.search(_REASON.sub("", text[parts[-1].end : end])))
    )
    both = len(parts) > 2 and len({p.sign for p in parts}) > 1  # ups and downs: no mere choice
    told = all_ or (both and gap.startswith("，其中") and not re.search("[。；]", span))
    if slip and slip.digits >= (4 if open_ or not told else 3):
        return Severity.WARNING
    near = abs(signed(parts)[0] - signed([whole])[0]) <= _NEAR * abs(whole.mention.value or Decimal(0))
    if open_ or not (all_ or (near and _SOME.search(gap))):
        return None
    return Severity.ERROR if _ALL.search(gap) else Severity.WARNING


def _rule(whole: Item, parts: Sequence[Item]) -> bool:
    one, *labels = [_SIGN.sub("", i.label) for i in (whole, *parts)]
    return _ruled(whole, parts) or (exclusive(labels) and not exclusive([one, *labels]))


def _ruled(whole: Item, parts: Sequence[Item]) -> bool:
    """Whether a rule lays down that these are all the parts."""
    one, *labels = [_SIGN.sub("", i.label) for i in (whole, *parts)]
    return bool(regulated(_THAN.sub("", one), labels))


def _slip(whole: Item, parts: Sequence[Item]) -> Misprint | None:
    """One digit or two exchanged in one of the numbers, or one sign turned."""
    values = [p.sign * (p.mention.value or Decimal(0)) for p in parts]
    claim = whole.sign * (whole.mention.value or Decimal(0))
    total = sum(values, Decimal(0))
    mentions = [p.mention for p in parts]
    digits = len(str(int(abs(claim) / min(m.step for m in mentions))))
    if total == -claim or any(total - 2 * v == claim for v in values) or sum(map(abs, values)) == abs(claim):
        return Misprint("增减方向写反", max(digits, 3))
    slips = [misprint(whole.mention, total * whole.sign, mentions)]
    for part, value in zip(parts, values, strict=True):
        slips.append(misprint(part.mention, (value - total + claim) * part.sign, [whole.mention, *mentions]))
    return max((s for s in slips if s), key=lambda s: s.digits, default=None)

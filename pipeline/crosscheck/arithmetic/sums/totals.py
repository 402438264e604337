"""…合计T: a total behind its parts is wrong only when no choice of the amounts before it gives T."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from pipeline.crosscheck.arithmetic.misprints import misprint
from pipeline.crosscheck.arithmetic.moments import moment_of
from pipeline.crosscheck.arithmetic.numbers import Of, alike, between
from pipeline.crosscheck.arithmetic.sums.besides import paid_besides
from pipeline.crosscheck.arithmetic.sums.items import Item, Role
from pipeline.crosscheck.arithmetic.sums.partition import series
from pipeline.crosscheck.arithmetic.sums.report import mismatch
from pipeline.crosscheck.arithmetic.sums.rows import Row
from pipeline.crosscheck.arithmetic.sums.vocabulary import vocabulary
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import Interval, disjoint, exactly, meant, plus
from pipeline.crosscheck.reading import Reading
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_FAR = 300
_AGAIN = re.compile(
    r"(?=[以上前这两二三四五六七八九十\d])(?:以上|上述|前述|这)?(?P<n>[两二三四五六七八九十]|\d{1,2})?(?:个)?"
    r"(?:种|项|类|块|部分|方面|者|批|期|笔|年|季度|镇|村|校|站|处|家|科室|单位|地|级|档)"
)
_NOUN = re.compile(r"[一-鿿]{2}")
"""4个方面、29个单位共计50项问题: what has another unit and a noun of its own is another thing."""
_HAN = "一二三四五六七八九十"
_LISTED = re.compile(r"[：:]|来源|分别|其中|由")
_ADDED = re.compile(r"(?:^|[入出额金资])再?加(?![强快大工班])")
"""本级收入加上级补助5亿元、调入1亿元，总计9亿元: the first term is told without its number."""
_PLAIN_TOTAL = re.compile(r"[^，,。；]{0,6}[，,](?:全[年县市区镇乡校院局]|总|一|合|累计)?共(?:有|计)?")


def check_totals(reading: Reading, items: Sequence[Item]) -> Iterator[Finding]:
    """Every amount called a total against those that stand before it."""
    words = vocabulary()
    for whole in items:
        if whole.role is not Role.AMOUNT or whole.mention.unit == "分":
            continue  # scores have a check of their own
        sure = bool(words.sure_total.search(whole.label))
        paid = not sure and paid_besides(reading, items, whole)
        if not sure and not paid and not words.loose_total.search(whole.label):
            continue
        if re.match(r"[，,。；;]?其中", reading.text[whole.end : whole.end + 3]):
            continue
        before = _after_total(_before(reading, items, whole))
        if "累计" in whole.label and any("累计" in b.label for b in before):
            continue  # 二季度末累计240万元，三季度末累计365万元: each holds the one before
        tail = reading.text[before[-1].end : whole.start] if before else ""
        if not 2 <= len(before) <= 10 or not _of_all(tail) or _ADDED.search(before[0].label):
            continue
        if found := _miscounted(reading, whole, before):
            yield found
        if _fits_some(whole, before, exactly) or _weighted(reading, whole, before) or _each(whole, before):
            continue
        parts = [b.mention for b in _top(before)]
        claimed = paid or _claimed(reading, whole, before, tail, sure)
        if len(parts) > 1 and claimed and not _rounding(reading, whole, parts):
            slip = misprint(whole.mention, sum((p.value or Decimal(0) for p in parts), Decimal(0)), parts)
            note = slip.why if slip and slip.digits > 2 else ""
            yield mismatch(reading, whole.mention, parts, Severity.WARNING, note=note)


_TAIL = re.compile("四舍五入|尾差")


def _rounding(reading: Reading, whole: Item, parts: Sequence[Mention]) -> bool:
    """合计2802万元，与分项之和相差1万元系四舍五入尾差: said, and no more than rounding makes."""
    gap = abs(sum((p.value or Decimal(0) for p in parts), Decimal(0)) - (whole.mention.value or Decimal(0)))
    end = reading.layout.paragraph(whole.start)[1]
    return gap <= len(parts) * whole.mention.step / 2 and bool(_TAIL.search(reading.text, whole.end, end))


def _top(before: Sequence[Item]) -> list[Item]:
    """The amounts without the parts of one among them: 基本支出820万元，其中人员690万元、公用130万元."""
    row, at, out = Row(before), 0, []
    while at < len(before):
        out.append(before[at])
        at = row.top(at)
    return out


def _miscounted(reading: Reading, whole: Item, before: Sequence[Item]) -> Finding | None:
    """以上两项合计 that is the total of three: the number of items is wrong, not the sum."""
    said = _AGAIN.search(reading.text[reading.layout.clause(whole.start)[0] : whole.start])
    parts = _top(before)
    number = _number(said["n"]) if said else 0
    if said is None or number < 2 or number == len(parts) or not _sum_fits(whole, parts, exactly):
        return None
    if number > len(parts) and said[0][0] not in "以上前这":
        return None
    if any(_sum_fits(whole, chosen, meant) for chosen in combinations(parts, number)):
        return None
    message = f"此处说“{said[0]}”，{whole.mention.text}是前面{len(parts)}项之和。"
    return finding(
        "count", message, reading.text, whole.start - len(whole.label), whole.end,
        expected=str(len(parts)), others=tuple((p.start, p.end) for p in parts),
    )  # fmt: skip


def _claimed(reading: Reading, whole: Item, before: Sequence[Item], tail: str, sure: bool) -> bool:
    if sure and len(tail) <= 8:
        return True
    again = _AGAIN.match(reading.text, reading.layout.clause(whole.start)[0], whole.start)
    if again and (sure or _number(again["n"]) == len(before)):
        return True
    return len(tail) <= 18 and _like_total(reading, whole, before)


def _weighted(reading: Reading, whole: Item, before: Sequence[Item]) -> bool:
    """执行率分别为90%和60%（前者400万元，后者100万元），合计支出420万元: each part by its own rate."""
    start = _sentence(reading.text, before[0].start, reading.layout.paragraph(whole.start)[0])
    rates = [m.value for m in between(reading, start, whole.start) if m.kind is Kind.PERCENT and m.value]
    if len(rates) != len(before):
        return False
    pairs = zip(rates, before, strict=True)
    total = sum((r * (b.mention.value or Decimal(0)) / 100 for r, b in pairs), Decimal(0))
    return not disjoint((total, total), meant(whole.mention))


def _each(whole: Item, before: Sequence[Item]) -> bool:
    """4个队各负责9个村、2个队各负责11个村，合计58个村: a count, and how many each of them has."""
    pairs = [(a, b) for a, b in pairwise(before) if re.search("[各每均]", b.label)]
    total = sum(((a.mention.value or 0) * (b.mention.value or 0) for a, b in pairs), Decimal(0))
    return bool(pairs) and total == whole.mention.value


def _number(said: str | None) -> int:
    if not said:
        return 0
    return int(said) if said.isdigit() else 2 if said == "两" else _HAN.find(said) + 1


def _before(reading: Reading, items: Sequence[Item], whole: Item) -> list[Item]:
    """The amounts of its unit in the sentence; 以上三项合计 reaches into the sentence before."""
    text = reading.text
    start = _sentence(text, whole.start, reading.layout.paragraph(whole.start)[0])
    own = text[start : whole.start]
    clause = reading.layout.clause(whole.start)[0]
    if "×" in own or _of_another_time(text[start:clause], text[clause : whole.start]):
        return []  # 血压计40台×380元
    if start and not re.search(r"[\d０-９]", own) and text[start - 1] in "。！？":
        start = _sentence(text, start - 1, reading.layout.paragraph(whole.start)[0])
    return [
        i for i in items[max(0, whole.at - 20) : whole.at]
        if i.start >= start and i.role is Role.AMOUNT and alike(i.mention, whole.mention)
        and (i.mention.unit == whole.mention.unit or not _NOUN.match(text, i.end))
    ]  # fmt: skip


def _of_all(tail: str) -> bool:
    """绿茶4.9亿元，红茶、白茶合计3.7亿元 is of those alone that are named with it."""
    return len(tail) <= 24 and ("、" not in tail[1:] or bool(_AGAIN.search(tail)))


def _after_total(before: list[Item]) -> list[Item]:
    """收入3,186万元，结转268万元，收入总计3,454万元；支出3,302万元，…，支出总计…: each list has its own."""
    for at in range(len(before) - 1, 1, -1):
        if vocabulary().sure_total.search(before[at].label) and _sum_fits(before[at], before[:at], exactly):
            return before[at + 1 :]
    return before


def _of_another_time(before: str, own: str) -> bool:
    """展会补贴121.8万元、信保补贴230.8万元，上年两项合计298.3万元: of a time that is told of no part."""
    time, told = moment_of(own), moment_of(before)
    if time.year:
        return told.year is not None and told.year != time.year
    return time.when in ("last", "prior") and told.when != time.when


def _sentence(text: str, at: int, line: int) -> int:
    low = max(line, at - _FAR)
    return max((text.rfind(mark, low, at) + 1 for mark in "。！？"), default=low) or low


def _like_total(reading: Reading, whole: Item, before: Sequence[Item]) -> bool:
    """资金来源：…，资金总额180万元: behind an opened list, and near to its sum."""
    total = sum((p.mention.value or Decimal(0) for p in before), Decimal(0))
    ratio = total / whole.mention.value if whole.mention.value else Decimal(0)
    text = reading.text
    if not all(text[a.end : a.end + 1] in "、，,；;和" for a in before[:-1]):
        return False
    opened = (
        _LISTED.search(text[max(0, before[0].start - 30) : before[0].start])
        or series([p.label for p in before])
        or _PLAIN_TOTAL.fullmatch(text[before[-1].end : whole.start])
    )
    return bool(opened) and Decimal("0.8") < ratio < Decimal("1.2")


def _fits_some(whole: Item, parts: Sequence[Item], of: Of) -> bool:
    """Whether some choice of the amounts gives the total; one of them and its own parts are not added."""
    row = Row(parts)
    inner = {at: range(at + 1, row.top(at)) for at in range(len(parts)) if row.top(at) > at + 1}
    for size in range(1, len(parts) + 1):
        for chosen in combinations(range(len(parts)), size):
            twice = size < len(parts) and any(
                at in inner and any(c in inner[at] for c in chosen) for at in chosen
            )
            if not twice and _sum_fits(whole, [parts[at] for at in chosen], of):
                return True
    return False


def _sum_fits(whole: Item, parts: Sequence[Item], of: Of) -> bool:
    low, high = meant(whole.mention)
    total: Interval = (Decimal(0), Decimal(0))
    for part in parts:
        total = plus(total, of(part.mention))
    return low <= total[1] and total[0] <= high

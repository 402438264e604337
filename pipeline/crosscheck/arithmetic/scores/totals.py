"""A score of all indicators together against what it is made of: earned, lost, averaged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise, takewhile

from pipeline.crosscheck.arithmetic.scores.items import unlike
from pipeline.crosscheck.arithmetic.scores.marks import Mark, Role
from pipeline.crosscheck.arithmetic.scores.rows import Row
from pipeline.crosscheck.arithmetic.scores.words import words
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.findings import Finding

_HUNDRED = Decimal(100)
_WHOLE = Decimal(60)
"""A score this high is hardly of one indicator."""
_ROW = re.compile(r"分别|依次|[：:](?=[^：:]{0,8}$)")
_OPENED = re.compile(r"[，,。；：:（(]?(?:\n[^\n]{0,16})?(?:其中|具体|分别|包括|即|各|由)|[：:（(，]")
_BARE_OFF = re.compile(
    r"^[，,]?(?:合计|共计?|总计|总|累计|其中)?(?:扣|失|丢|减)(?:分|掉|减|除)?(?:共|合计|为)?$"
)
_LOST = re.compile(r"[，,。；：:（(]?(?:其中|分别|具体|包括|即|主要)|[：:（(]")


@dataclass(frozen=True, slots=True)
class Sum:
    """What a total can be made of; ``sure`` where the words say that these are all."""

    terms: str
    value: Decimal
    others: list[Mark]
    sure: bool


def check_total(
    reading: Reading, total: Mark, marks: Sequence[Mark], rows: Sequence[Row]
) -> Iterator[Finding]:
    """A total against every way of making it up; wrong when none holds and one was told for sure."""
    told = [s for one in _WAYS for s in one(reading, total, marks)] + list(
        _added(reading, total, marks, rows)
    )
    if any(abs(s.value - total.value) <= _room(total, s) for s in told):
        return
    if any(v == total.value for v in _possible(total, marks, rows)):
        return
    for one in told:
        if one.sure:
            yield unlike(reading, total, one.terms, one.value, one.others)
            return


def _room(total: Mark, one: Sum) -> Decimal:
    """A mean is rounded to the total's last place; a sum is exact."""
    return total.mention.step / 2 if "÷" in one.terms else Decimal(0)


# -- a sum of what was earned --------------------------------------------------------------------------


def _added(reading: Reading, total: Mark, marks: Sequence[Mark], rows: Sequence[Row]) -> Iterator[Sum]:
    """The rows told one by one before the total, or behind it when none stand before."""
    earlier = [m.end for m in marks if m.whole and m.role is total.role and m.start < total.start]
    since = max(earlier, default=0)
    rows = [r for at, r in enumerate(rows) if _counts(r) and not _parent(rows, at)]
    listed = [r for r in rows if since <= r.start and r.end <= total.start]
    if len(listed) < 2 and not earlier:
        behind = [r for r in rows if r.start > total.end]
        opened = behind and _OPENED.match(reading.text, total.end)
        listed = behind if opened else listed
    values = [r.earned for r in listed]
    if len(values) < 2 or any(v is None for v in values):
        return
    amount = sum((v for v in values if v is not None), Decimal(0))
    terms = "＋".join(plain(v) for v in values if v is not None)
    closed = abs(amount - total.value) <= total.value / 10
    yield Sum(terms, amount, [m for r in listed for m in r.marks], closed)


def _counts(row: Row) -> bool:
    return row.got is not None or row.full is not None


def _parent(rows: Sequence[Row], at: int) -> bool:
    """A full score with nothing earned that the rows behind it divide: 权重50分，下设…四项."""
    row = rows[at]
    if row.full is None or row.earned is not None:
        return False
    fulls = [r.full.value for r in rows[at + 1 :] if r.full]
    return row.full.value == _HUNDRED or row.full.value in list(accumulate(fulls))[1:]


# -- the full score less what was lost -----------------------------------------------------------------


def _reckoned(reading: Reading, total: Mark, marks: Sequence[Mark]) -> Iterator[Sum]:
    """满分100分，共扣3.6分，自评得分96.4分; 基础分100分，加2.5分，减1.2分; 自评97分，复核扣2.5分，94.5分."""
    base, lost = _base(marks, total), _changes(reading, marks, total)
    if not lost:
        return
    behind = lost[0].start > total.start
    start = min(total.start, lost[0].start)
    end = max(lost[-1].end, total.end)
    rest = words().rest_full.search(reading.text, start, reading.layout.period(end - 1)[1])
    closed = bool(rest) and not _less_earned(marks)
    alone = len(lost) == 1 and bool(_BARE_OFF.match(lost[0].words)) and not _of_row(marks, lost[0])
    full = base.value if base else _HUNDRED
    value = full + sum(m.value if m.role is Role.ADD else -m.value for m in lost)
    terms = plain(full) + "".join(("＋" if m.role is Role.ADD else "－") + plain(m.value) for m in lost)
    # With a base and nothing else between, the sum is told in full.
    told = base is not None and not behind and base.end <= lost[0].start
    near = abs(value - total.value) <= 10 and not words().open.search(reading.text, start, end)
    others = [m for m in (base, *lost) if m]
    yield Sum(terms, value, others, near and (closed or alone or told))


def _less_earned(marks: Sequence[Mark]) -> bool:
    """权重10分，得9.25分；产出50分，扣2分: what was lost is not all told as lost."""
    return any(
        one.role in (Role.FULL, Role.OTHER)
        and other.role is Role.GOT
        and not other.whole
        and other.value < one.value
        for one, other in pairwise(marks)
        if not one.whole
    )


def _of_row(marks: Sequence[Mark], lost: Mark) -> bool:
    """Whether the score right before is of one indicator, and so the loss too."""
    before = [m for m in marks if m.start < lost.start][-1:]
    return bool(before) and not before[0].whole and before[0].role in (Role.GOT, Role.FULL)


def _base(marks: Sequence[Mark], total: Mark) -> Mark | None:
    """What the losses are taken from: the total before, else the full score of all."""
    before = [m for m in marks if m.start < total.start]
    got = [m for m in before if m.role is Role.GOT and (m.whole or m.value >= _WHOLE)]
    totals = [m for m in got if m.value >= total.value - 10]
    if totals:
        return totals[-1]
    fulls = [m for m in before if m.role is Role.FULL and m.value >= total.value - 5 and m.value > 40]
    return fulls[0] if fulls else None


def _changes(reading: Reading, marks: Sequence[Mark], total: Mark) -> list[Mark]:
    """The losses and additions since the total before; behind the total, when none stand before."""
    earlier = [m.end for m in marks if m.whole and m.role is Role.GOT and m.start < total.start]
    since, line = max(earlier, default=0), reading.layout.paragraph(total.start)
    change = [m for m in marks if m.role in (Role.OFF, Role.ADD) and line[0] <= m.start < line[1]]
    before = [m for m in change if since <= m.start < total.start]
    after = [m for m in change if m.start > total.start]
    return _less_parts(before or after)


def _less_parts(changes: list[Mark]) -> list[Mark]:
    """扣4分，其中甲扣1分、乙扣3分: the parts are told in the first, which alone counts; or in the last."""
    if len(changes) > 2 and changes[-1].value == sum(m.value for m in changes[:-1]):
        return changes[-1:]
    return changes[:1] if len(changes) > 2 and _BARE_OFF.match(changes[0].words) else changes


# -- averaged ------------------------------------------------------------------------------------------


def _levels(reading: Reading, total: Mark, marks: Sequence[Mark]) -> list[Mark]:
    """The scores of the period before a total."""
    start = reading.layout.period(total.start)[0]
    sorts = (Role.GOT, Role.MEAN, Role.BARE, Role.OTHER)
    return [m for m in marks if start <= m.start < total.start and m.role in sorts]


def _mean(reading: Reading, total: Mark, marks: Sequence[Mark]) -> Iterator[Sum]:
    """四个季度分别为92分、94分、90分、96分，年度平均得分93分."""
    levels = _levels(reading, total, marks)
    if total.role is not Role.MEAN or len(levels) < 2:
        return
    value = sum((m.value for m in levels), Decimal(0)) / len(levels)
    lead = reading.text[reading.layout.period(total.start)[0] : levels[0].start]
    between_ = reading.text[levels[0].end : levels[-1].start]
    joined = len(between_) <= 16 * len(levels) and "平均" not in between_
    terms = f"（{'＋'.join(plain(m.value) for m in levels)}）÷{len(levels)}"
    yield Sum(terms, value.quantize(total.mention.step), levels, bool(_ROW.search(lead)) and joined)


def _possible(total: Mark, marks: Sequence[Mark], rows: Sequence[Row]) -> Iterator[Decimal]:
    """Every sum of neighbouring rows or scores: any of them may be meant."""
    earned = [r.earned for r in rows]
    scores = [m.value for m in marks if m.role in (Role.GOT, Role.OTHER, Role.BARE) and m is not total]
    for values in ([v for v in earned if v is not None][:40], scores[:40]):
        for at in range(len(values)):
            yield from list(accumulate(values[at : at + 15]))[1:]


_WAYS = _mean, _reckoned
"""How a total can be made up, beside what the rows add up to."""


def check_lost(reading: Reading, claim: Mark, marks: Sequence[Mark]) -> Iterator[Finding]:
    """扣4分，其中甲扣1分、乙扣2分、丙扣2分，其余满分; 自评得92分，共失分9分."""
    parts = _parts_lost(reading, claim, marks) or _parts_before(reading, claim, marks)
    whole = sum((m.value for m in parts), Decimal(0))
    if len(parts) >= 2 and whole != claim.value:
        start, end = claim.end, reading.layout.period(parts[-1].end)[1]
        closed = words().rest_full.search(reading.text, start, end)
        if whole > claim.value or closed or not words().open.search(reading.text, start, end):
            yield unlike(reading, claim, "＋".join(plain(m.value) for m in parts), whole, parts)


def _parts_before(reading: Reading, claim: Mark, marks: Sequence[Mark]) -> list[Mark]:
    """决策扣1.5分、过程扣3分，合计扣4.5分: the losses in a row before one that is told of them together."""
    words_ = reading.text[reading.layout.clause(claim.start)[0] : claim.start]
    if not re.search("合计|共|总", words_) or re.search("其[余他它]|另|剩", words_):
        return []
    start = reading.layout.period(claim.start)[0]
    before = [m for m in marks if start <= m.start < claim.start]
    return [*takewhile(lambda m: m.role is Role.OFF and not m.whole, reversed(before))][::-1]


def _parts_lost(reading: Reading, claim: Mark, marks: Sequence[Mark]) -> list[Mark]:
    """The losses behind one that is told of all: 扣4分，其中…."""
    of_all = claim.whole or _BARE_OFF.match(claim.words) or "共" in claim.words
    if not of_all or not _LOST.match(reading.text, claim.end):
        return []
    end = reading.layout.period(claim.end)[1]
    return [m for m in marks if claim.end <= m.start < end and m.role is Role.OFF]

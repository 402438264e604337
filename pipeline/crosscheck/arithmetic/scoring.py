"""How scores are made up: weights that make the full score, points taken off, so many off for each fault."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import between, window
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.findings import Finding, Mention, Severity

_FULL = re.compile(r"(?:满分|总分|总分值|总权重|权重合计|分值合计)(?:值|均?为|是|共|[:：])*$")
_GOT = re.compile(r"得|评|扣|减|打|平均")
_CLOSED = re.compile(
    r"组成|构成|(?:[两二三四五六七八九十]|\d)(?:项|个|类|部分|大类|方面)|合计|之和|各项|分为|共"
)
_OPENS = re.compile(r"其中|由|包括|分为|设|下设|涵盖|[:：（(]")
_OFF = re.compile(r"扣(?:分|减|除|掉|去|了)?(?:合计|共|共计|为)?$")
_ALL_OFF = re.compile(r"(?:共|合计|总共|累计|一共)?扣(?:分|减|除|掉|了|得)?(?:合计|共|共计|为)?$")
_REST_FULL = re.compile(r"(?:其[他余]|其它)[^，。；\d]{0,12}(?:满分|未扣分)")
_TOTAL = re.compile(
    r"(?:总得分|总分|综合得分|综合评分|自评得分|自评总得分|自评总分|最终得分|合计得分?|得分|得)(?:为|是|[:：])*$"
)
_EACH = re.compile(
    r"每(?:发现|发生|出现|逾期|缺少?|漏|少|超|迟|晚|有|查实|低于?|降低)?(?P<n>\d+)?(?P<unit>个?[一-鿿])"
    r"[^，。；\d]{0,8}扣(?:减|除)?(?P<off>\d+(?:\.\d+)?)分"
)
_JOINT = re.compile(r"[、，,；;和及与]{1,2}[^，。；、\d]{0,14}[（(]?")
_GIVEN = re.compile(r"得(?:分|到|了)?$")


def check_scoring(reading: Reading, scores: Sequence[Mention]) -> Iterator[Finding]:
    """Weights against the full score, and deductions against what they leave."""
    for at, claim in enumerate(scores):
        words = window(reading, claim)
        if _FULL.search(words):
            yield from _weights(reading, claim, scores[at + 1 : at + 13])
        elif _ALL_OFF.search(words) and not _each(reading, claim):
            yield from _off(reading, claim, scores[at + 1 : at + 13])
        if _TOTAL.search(words):
            yield from _rest_full(reading, claim, scores[:at])
    for match in _EACH.finditer(reading.text):
        yield from _by_times(reading, match, scores)


def _sum(items: Sequence[Mention]) -> Decimal:
    return sum((m.value or Decimal(0) for m in items), Decimal(0))


def _each(reading: Reading, claim: Mention) -> bool:
    start = reading.layout.clause(claim.start)[0]
    return "每" in reading.text[start : claim.start]


def _weights(reading: Reading, claim: Mention, behind: Sequence[Mention]) -> Iterator[Finding]:
    """满分100分，由决策15分、过程25分、产出30分、效益20分组成."""
    end = reading.layout.period(claim.end)[1]
    mine = [m for m in behind if m.end <= end]
    row = mine[: next((i for i, m in enumerate(mine) if _GOT.search(window(reading, m))), len(mine))]
    row = _row(reading, row)
    if len(row) < 3 or not _OPENS.search(reading.text, claim.end, row[0].start):
        return
    total, full = _sum(row), claim.value or Decimal(0)
    close = reading.text[claim.end : row[0].start] + reading.text[row[-1].end : row[-1].end + 12]
    if total == full or (total < full and not _CLOSED.search(close)) or any(m.value == full for m in row):
        return
    yield _wrong(reading, claim, row, total)


def _row(reading: Reading, items: Sequence[Mention]) -> list[Mention]:
    """The first run of items with nothing but a mark and a name between."""
    row: list[Mention] = []
    for item in items:
        if row and not _JOINT.fullmatch(reading.text[row[-1].end : item.start]):
            break
        row.append(item)
    return row


def _wrong(reading: Reading, claim: Mention, row: Sequence[Mention], total: Decimal) -> Finding:
    terms = "＋".join(plain(m.value or Decimal(0)) for m in row)
    return finding(
        "score", f"{terms}＝{plain(total)}分，与“{claim.text}”不符。", reading.text, claim.start, claim.end,
        expected=f"{plain(total)}分", evidence=terms, others=tuple((m.start, m.end) for m in row),
    )  # fmt: skip


def _off(reading: Reading, claim: Mention, behind: Sequence[Mention]) -> Iterator[Finding]:
    """扣4分，其中：…扣1分，…扣2分，…扣2分."""
    end = reading.layout.period(claim.end)[1]
    row = [m for m in behind if m.end <= end and _OFF.search(window(reading, m))]
    if len(row) < 2 or not re.match(r"[，,（(：:；]?(?:其中|分别|具体|即|主要)", reading.text[claim.end :]):
        return
    if any(_each(reading, m) for m in row) or "主要" in reading.text[claim.end : claim.end + 4]:
        return
    total = _sum(row)
    if total != claim.value:
        yield _wrong(reading, claim, row, total)


def _rest_full(reading: Reading, claim: Mention, before: Sequence[Mention]) -> Iterator[Finding]:
    """满分100分…过程扣3.5分，其他均得满分，总得分97.5分."""
    start = reading.layout.paragraph(claim.start)[0]
    near = [m for m in before if m.start >= start]
    full = next((m for m in near if _FULL.search(window(reading, m))), None)
    off = [m for m in near if _OFF.search(window(reading, m)) and not _each(reading, m)]
    if full is None or not off or not _REST_FULL.search(reading.text, off[-1].end, claim.start):
        return
    left = (full.value or Decimal(0)) - _sum(off)
    # A score out of the full one only: the score of one part is far below.
    if left == claim.value or (claim.value or Decimal(0)) < (full.value or Decimal(0)) / 2:
        return
    terms = "－".join(plain(m.value or Decimal(0)) for m in (full, *off))
    yield finding(
        "score", f"{terms}＝{plain(left)}分，与“{claim.text}”不符。", reading.text, claim.start, claim.end,
        expected=f"{plain(left)}分", evidence=terms, others=tuple((m.start, m.end) for m in (full, *off)),
    )  # fmt: skip


def _by_times(reading: Reading, match: re.Match[str], scores: Sequence[Mention]) -> Iterator[Finding]:
    """分值8分，发生问题1起，按每起扣2分的标准，得7分: the faults are told before the rule."""
    start, end = reading.layout.sentence(match.start())
    told = [m for m in between(reading, start, match.start()) if m.unit == match["unit"] != "分"]
    full = [m for m in scores if start <= m.start < match.start()]
    behind = [m for m in scores if match.end() <= m.start < end]
    got = [m for m in behind if _GIVEN.search(reading.text, m.start - 3, m.start)]
    if len(told) != 1 or len(full) != 1 or len(got) != 1:
        return
    lost = (told[0].value or Decimal(0)) / Decimal(match["n"] or 1) * Decimal(match["off"])
    left = max((full[0].value or Decimal(0)) - lost, Decimal(0))
    if left != got[0].value:
        terms = f"{plain(full[0].value or Decimal(0))}－{told[0].text}×{match['off']}分"
        message = f"{terms}＝{plain(left)}分，与“{got[0].text}”不符。"
        yield finding(
            "score", message, reading.text, got[0].start, got[0].end, severity=Severity.ERROR,
            expected=f"{plain(left)}分", evidence=terms, others=((told[0].start, told[0].end), match.span()),
        )  # fmt: skip

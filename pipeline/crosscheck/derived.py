"""Numbers without a source of their own that the sentence computes from figures which have one.

基本支出282.02万元，项目支出234.81万元，两项合计516.83万元: the arithmetic is shown, so the total counts as
sourced. Only with words that claim this very operation, and only from operands close by: two numbers of a
report add up to a third one by chance often enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.crosscheck.computed import computed
from pipeline.crosscheck.intervals import Interval, disjoint, meant, minus, over, plus, times
from pipeline.crosscheck.model import BOUND, Tie, Verdict
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import show
from pipeline.crosscheck.terms import Facet, Hit
from schemas.figures import Kind
from schemas.findings import Mention

_MOST = 8
_HUNDRED: Interval = (Decimal(100), Decimal(100))
_ONE: Interval = (Decimal(1), Decimal(1))
_SUM = re.compile(r"合计|共计?|总计|小计|总额|总共|分别(?:占|为)|合起来|之和|[两三四五六]项|相加")
_APART = re.compile(
    r"增加|减少|高|低|多|少|超|差|不足|节约|结余|余|提高|降|升|缩|压减|增长|扩大|剩|未(?:执行|支出|使用|完成)"
)
_SHARE = re.compile(r"占|率|为.{0,20}的$|相当于|达到?|比重|比例")
_UNIT_ALIKE = frozenset("人名位个件项")


def with_derived(ties: Sequence[Tie], reading: Reading) -> dict[int, Tie]:
    """For the places of *ties* without a source: the ties that the sentence's own arithmetic gives them."""
    known = {at: tie for at, tie in enumerate(ties) if tie.verdict in BOUND}
    found: dict[int, Tie] = {}
    for at, tie in enumerate(ties):
        doubtful = tie.verdict in (Verdict.UNSOURCED, Verdict.SLIP)
        if not doubtful or tie.referred or tie.mention.high is not None:
            continue
        near = _near(at, ties, known, reading)
        how = ""
        if tie.verdict is Verdict.UNSOURCED:
            how = next(_derivations(tie.mention, near, reading), "") or _named_sum(tie.mention, reading)
        how = how or computed(tie.mention, near, reading)
        if how:
            found[at] = replace(tie, key=None, verdict=Verdict.BOUND, evidence=how)
            known[at] = found[at]
    return found


def _near(at: int, ties: Sequence[Tie], known: dict[int, Tie], reading: Reading) -> list[Tie]:
    """Sourced numbers of the sentence (semicolons do not end it here), and the two right behind."""
    here = ties[at].mention
    paragraph = reading.layout.paragraph(here.start)
    stop = reading.text.rfind("。", paragraph[0], here.start) + 1
    start, end = max(stop, paragraph[0]), reading.layout.sentence(here.start)[1]
    before = [i for i in range(max(0, at - 30), at) if i in known]
    inside = [i for i in before if ties[i].mention.start >= start][-_MOST:]
    if len(inside) < 2:
        inside = [i for i in before if ties[i].mention.start >= paragraph[0]][-4:]
    behind = [i for i in range(at + 1, min(at + 4, len(ties))) if i in known and ties[i].mention.end <= end]
    return [known[i] for i in (*inside, *behind)]


def _derivations(mention: Mention, near: Sequence[Tie], reading: Reading) -> Iterator[str]:
    words = reading.words(*reading.window(mention.start))  # without nouns: 服务能力提升计划 says no change
    operands = [tie.mention for tie in near]
    named = [m for m in operands if reading.text[m.end : mention.start] == "的"]  # 占60.25万元的4.01%
    if mention.text.endswith("倍"):
        yield from _quotients(mention, operands, named or operands, _ONE)
    elif mention.kind is Kind.PERCENT and mention.unit != "个百分点":
        if named or _SHARE.search(words):
            yield from _quotients(mention, operands, named or operands, _HUNDRED)
    else:
        like = [m for m in operands if _alike(m, mention)]
        if _APART.search(words):
            yield from _differences(mention, like)
        if _SUM.search(words) and not _own_figure(mention, reading):
            yield from _sums(mention, like)


def _own_figure(mention: Mention, reading: Reading) -> bool:
    """资产总额87.18万元: the ledger has this very item, so that no sum of others can be its source."""
    hit = reading.governor(mention.start)
    return any(f.figure.kind is mention.kind for f in _facets(hit, reading))


def _alike(one: Mention, other: Mention) -> bool:
    if other.unit == "个百分点":
        return one.kind is Kind.PERCENT and one.unit != "个百分点"
    if one.kind is not other.kind:
        return False
    same = one.unit == other.unit or {one.unit or "?", other.unit or "?"} <= _UNIT_ALIKE
    return one.kind is Kind.MONEY or same


def _differences(mention: Mention, operands: Sequence[Mention]) -> Iterator[str]:
    for i, one in enumerate(operands):
        for other in operands[i + 1 :]:
            for high, low in ((one, other), (other, one)):
                if not disjoint(minus(meant(high), meant(low)), meant(mention)):
                    yield f"{high.text}－{low.text}＝{mention.text}"


def _sums(mention: Mention, operands: Sequence[Mention]) -> Iterator[str]:
    """Neighbours only: any run of two or more."""
    for first in range(len(operands)):
        total = meant(operands[first])
        for last in range(first + 1, len(operands)):
            total = plus(total, meant(operands[last]))
            if not disjoint(total, meant(mention)):
                yield "＋".join(m.text for m in operands[first : last + 1]) + f"＝{mention.text}"


def _quotients(
    mention: Mention, parts: Sequence[Mention], wholes: Sequence[Mention], scale: Interval
) -> Iterator[str]:
    for part in parts:
        for whole in wholes:
            if part is whole or part.kind is Kind.PERCENT or not _alike(part, whole):
                continue
            quotient = over(meant(part), meant(whole))
            if quotient and not disjoint(times(quotient, scale), meant(mention)):
                yield f"{part.text}÷{whole.text}＝{mention.text}"


def _named_sum(mention: Mention, reading: Reading) -> str:
    """基本工资、津贴补贴、奖金三项合计: the sum of figures that are named without their amounts."""
    start, at = reading.window(mention.start)
    if not _SUM.search(reading.text[start:at]):
        return ""
    hits = reading.hits_in(reading.since_number(mention.start), at)
    for basis, year in {(f.figure.basis, f.figure.year) for h in hits[:1] for f in _facets(h, reading)}:
        parts = [
            next((f for f in _facets(h, reading) if (f.figure.basis, f.figure.year) == (basis, year)), None)
            for h in hits
        ]
        chosen = [f.figure for f in parts if f is not None]
        if 2 <= len(chosen) == len(hits) and all(f.kind is mention.kind for f in chosen):
            total = sum((f.value for f in chosen), Decimal(0))
            slack = mention.step * len(chosen) / 2  # each may have been rounded before it was added
            if not disjoint((total - slack, total + slack), meant(mention)):
                return "＋".join(f"{f.key} {show(f)}" for f in chosen) + f"＝{mention.text}"
    return ""


def _facets(hit: Hit | None, reading: Reading) -> list[Facet]:
    return [f for f in reading.named(hit) if not f.derived]

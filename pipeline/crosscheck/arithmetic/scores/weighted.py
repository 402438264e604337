"""Scores with their weights told elsewhere: 财政评价占60%、自评占40%。财政88分，自评95分，综合90.8分."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from pipeline.crosscheck.arithmetic.numbers import between
from pipeline.crosscheck.arithmetic.scores.items import unlike
from pipeline.crosscheck.arithmetic.scores.marks import Mark, Role
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_WEIGHED = re.compile("加权|权重|折算|折合|占|按[^，。；]{0,12}比例")
_TOTAL = re.compile("总|综合|合计|最终|最后|加权|汇总|合成|合并|合为")
_HUNDRED = Decimal(100)
_HAN = re.compile(r"[一-鿿]{2,}")
_NEAR = 8


def check_weighted(reading: Reading, marks: Sequence[Mark]) -> Iterator[Finding]:
    """A total that opens or closes the scores of its paragraph, with as many weights as scores."""
    scores = [m for m in marks if m.role not in (Role.OFF, Role.ADD, Role.RULE)]
    if not 3 <= len(scores) <= 6:
        return
    weights = _weights(reading, scores[0])
    for total, parts in ((scores[-1], scores[:-1]), (scores[0], scores[1:])):
        if len(parts) == len(weights) and _TOTAL.search(_words(reading, total.mention)):
            yield from _compare(reading, total, parts, weights)
            return


def _weights(reading: Reading, mark: Mark) -> list[Mention]:
    """The percentages of the paragraph, where they make 100% and words speak of weights."""
    start, end = reading.layout.paragraph(mark.start)
    if not _WEIGHED.search(reading.text, start, end):
        return []
    told = [m for m in between(reading, start, end) if m.kind is Kind.PERCENT]
    whole = sum((m.value or Decimal(0) for m in told), Decimal(0)) == _HUNDRED
    return told if whole and all(m.unit == "%" for m in told) else []


def _compare(
    reading: Reading, total: Mark, parts: Sequence[Mark], weights: Sequence[Mention]
) -> Iterator[Finding]:
    pairs = _paired(reading, parts, weights)
    value = sum((s.value * (w.value or 0) / _HUNDRED for s, w in pairs), Decimal(0))
    if abs(value - total.value) <= total.mention.step / 2:
        return
    terms = "＋".join(f"{plain(s.value)}×{w.text}" for s, w in pairs)
    yield unlike(reading, total, terms, value.quantize(Decimal("0.001")), list(parts), Severity.WARNING)


def _paired(
    reading: Reading, parts: Sequence[Mark], weights: Sequence[Mention]
) -> list[tuple[Mark, Mention]]:
    """By the words that each has; one after another where those do not tell."""
    behind = [next((w for w in weights if 0 <= w.start - m.end <= _NEAR), None) for m in parts]
    if all(behind):
        return [(m, w) for m, w in zip(parts, behind, strict=True) if w]
    names = [_pairs(_words(reading, w)) for w in weights]
    found = []
    for mark in parts:
        own = _pairs(_words(reading, mark.mention))
        hits = [w for w, name in zip(weights, names, strict=True) if own & name]
        found += [(mark, hits[0])] if len(hits) == 1 else []
    told = len(found) == len(parts) == len({w.start for _, w in found})
    return found if told else list(zip(parts, weights, strict=True))


def _words(reading: Reading, mention: Mention) -> str:
    """The words of a number's clause before it; of a bracket's, those that it stands behind."""
    start = reading.layout.clause(mention.start)[0]
    if reading.text[start - 1 : start] in ("（", "("):
        start = reading.layout.clause(start - 1)[0]
    return reading.text[max(start, mention.start - 20) : mention.start]


def _pairs(words: str) -> set[str]:
    common = {"得分", "占比", "权重", "成绩", "评分", "其中", "按照"}
    return {a + b for run in _HAN.findall(words) for a, b in pairwise(run)} - common

"""What is left (结余, 未完成, 空编, 净资产) against what there was in all and what was taken of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.crosscheck.arithmetic.misprints import misprint
from pipeline.crosscheck.arithmetic.numbers import alike, around, between, grade, is_amount, window
from pipeline.crosscheck.arithmetic.signed import Term, reaches, value_of, wrong
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.vocabulary import either
from schemas.findings import Finding, Mention, Severity

_LEFT = re.compile(
    rf"(?:{either('left')}|尚未[^，。；\d]{{0,6}}|未[^，。；\d]{{1,5}}|待[^，。；\d]{{1,4}})"
    r"(?:资金|金额|预算|支出|部分|总额|合计|的|了|共|有|还有|人员|达|为|约)*$"
)
_WHOLE = re.compile(either("whole"))
_USED = re.compile(either("used"))
_SHARE = re.compile(r"的\s?[\d０-９]")
_NOT = re.compile(r"其中|结转(?:到|至)?下年|上年|年初|净增|净减|[比较].{0,8}节约|去年")
_MOST = 7


def check_remainders(reading: Reading) -> Iterator[Finding]:
    """Every remainder whose operands stand before it."""
    for claim in reading.figures:
        if not is_amount(claim) or _SHARE.match(reading.text, claim.end):
            continue
        words = window(reading, claim)
        if _LEFT.search(words) and not _NOT.search(words):
            yield from _remainder(reading, claim)


def _remainder(reading: Reading, claim: Mention) -> Iterator[Finding]:
    """Wrong where no sum or difference gives it; across sentences only where a slip explains it too."""
    start = reading.layout.period(claim.start)[0]
    before = _before(reading, claim, reading.layout.paragraph(claim.start)[0])
    own = [m for m in before if m.start >= start]
    terms = _terms(reading, own) or _terms(reading, before)
    if not terms or grade(lambda of: reaches(before, claim, of)) is None:
        return
    near = terms[0][0].start >= start
    slip = misprint(claim, value_of(terms), [m for m, _ in terms])
    if near or slip:
        severity = Severity.ERROR if near and len(own) <= 3 else Severity.WARNING
        yield wrong(reading, claim, terms, severity, f"{slip.why}，疑为笔误。" if slip else "")


def _before(reading: Reading, claim: Mention, start: int) -> list[Mention]:
    return [m for m in between(reading, start, claim.start) if is_amount(m) and alike(m, claim)][-_MOST:]


def _terms(reading: Reading, before: list[Mention]) -> list[Term]:
    """The first that is told as the whole, less the last that is told as taken of it."""
    wholes = [m for m in before if _WHOLE.search(around(reading, m))]
    used = [m for m in before if _USED.search(around(reading, m)) and m not in wholes[:1]]
    if not wholes or not used:
        return []
    whole, taken = sorted((wholes[0], used[-1]), key=lambda m: -(m.value or 0))
    return [(whole, 1), (taken, -1)]

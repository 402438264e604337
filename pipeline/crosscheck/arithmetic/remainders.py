"""What is left (结余, 未完成, 空编, 净资产) against what there was in all and what was taken of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate

from pipeline.crosscheck.arithmetic.independent import COMPARED, in_account, without_parts
from pipeline.crosscheck.arithmetic.misprints import misprint
from pipeline.crosscheck.arithmetic.numbers import alike, around, between, grade, is_amount, window
from pipeline.crosscheck.arithmetic.signed import Term, reaches, rounded, value_of, wrong
from pipeline.crosscheck.intervals import exactly
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.vocabulary import either
from schemas.findings import Finding, Mention, Severity

_LEFT = re.compile(
    rf"(?:{either('left')}|尚未[^，。；\d]{{0,6}}|未[^，。；\d]{{1,5}}|(?<![接招])待[^，。；\d]{{1,4}}"
    r"|不(?:合格|达标|及格|满意|符合|通过|具备|参加|同意|适用)[^，。；\d]{0,4})"
    r"(?:资金|金额|预算|支出|部分|总额|合计|的|了|共|有|还有|人员|达|为|约)*$"
)
_WHOLE = re.compile(either("whole"))
_USED = re.compile(either("used"))
_SHARE = re.compile(r"的\s?[\d０-９]")
_NOT = re.compile(
    r"^(?:含|包括)|其中|结转(?:到|至)?下年|上年|年初|净增|净减|[比较].{0,8}节约|去年|滚存|历年|累计"
)
_DENIED = re.compile(r"(?P<no>[未不])(?:能|按期|及时)?(?P<verb>[一-鿿])[^，。；\d]{0,6}$")
_PRICE = re.compile("单价|每[^，。；]{0,4}$")
_ADDED = re.compile("追加|调增|增[拨补]|净增")
"""追加人员支出60万元: put to the whole, not taken of it."""
_MOST, _FAR, _CLEAR = 7, 240, 4


def check_remainders(reading: Reading) -> Iterator[Finding]:
    """Every remainder whose operands stand before it."""
    for claim in reading.figures:
        if not is_amount(claim) or _SHARE.match(reading.text, claim.end):
            continue
        words = window(reading, claim)
        if _LEFT.search(words) and not _NOT.search(words) and not in_account(reading, claim):
            yield from _remainder(reading, claim)


def _remainder(reading: Reading, claim: Mention) -> Iterator[Finding]:
    """Wrong where no sum or difference gives it; across sentences only where a slip explains it too."""
    start, line = reading.layout.period(claim.start)[0], reading.layout.paragraph(claim.start)[0]
    told = _before(reading, claim, max(0, line - _FAR))
    before = [m for m in told if m.start >= line]
    own = [m for m in before if m.start >= start]
    terms = (
        _terms(reading, claim, own) or _terms(reading, claim, before) or _brought_down(reading, claim, told)
    )
    if not terms or rounded(terms, claim) or grade(lambda of: reaches(told, claim, of)) is None:
        return
    if _goes_on(reading, claim, [*told, claim], value_of(terms)) or _of_another(reading, claim, terms):
        return
    near = terms[0][0].start >= start
    if _some(reading, claim) and (claim.value or 0) < value_of(terms):
        return  # 不通过30件，其余20件在审
    slip = misprint(claim, value_of(terms), [m for m, _ in terms])
    if near or slip or (len(before) == 2 and _denied(reading, claim, terms)):
        severity = Severity.ERROR if near and len(own) <= 3 else Severity.WARNING
        yield wrong(reading, claim, terms, severity, f"{slip.why}，疑为笔误。" if slip else "")


def _brought_down(reading: Reading, claim: Mention, told: list[Mention]) -> list[Term]:
    """一、资产总额2318万元…。二、负债187万元，净资产2131万元: of what a paragraph above tells in all."""
    line = reading.layout.paragraph(claim.start)[0]
    terms = _terms(reading, claim, told) if any(m.start >= line for m in told) else []
    slip = misprint(claim, value_of(terms), [m for m, _ in terms]) if terms else None
    named = [m for m, sign in terms if sign < 0 and m.start >= line]
    return terms if named and slip and slip.digits >= _CLEAR else []


def _goes_on(reading: Reading, claim: Mention, told: list[Mention], left: Decimal) -> bool:
    """立项18项，结题15项，在研2项，终止1项: with what follows in the sentence it is all that is left; or
    (上缴结余30万元，年末结转54万元) it is one more flow of an account that closes there."""
    end = reading.layout.period(claim.start)[1]
    behind = [m for m in between(reading, claim.end, end) if is_amount(m) and alike(m, claim)][:2]
    sums = accumulate((m.value or Decimal(0) for m in behind), initial=claim.value or Decimal(0))
    return left in list(sums)[1:] or any(reaches(told, m, exactly) for m in behind[:1])


def _of_another(reading: Reading, claim: Mention, terms: list[Term]) -> bool:
    """脱贫612户…监测29户；监测户中已消除17户、未消除12户: another number is the whole of the two."""
    both = (terms[-1][0].value or Decimal(0)) + (claim.value or Decimal(0))
    near = between(reading, reading.layout.paragraph(claim.start)[0], claim.start)[-2 * _MOST :]
    return any(m.value == both and alike(m, claim) for m in near)


def _some(reading: Reading, claim: Mention) -> bool:
    """不合格9家: some may be neither 合格 nor 不合格; 未 leaves no third."""
    denied = _DENIED.search(window(reading, claim))
    return bool(denied and denied["no"] == "不")


def _denied(reading: Reading, claim: Mention, terms: list[Term]) -> bool:
    """已达标14个，未达标2个 of 15: what is denied is what was told as taken, and leaves no third."""
    denied = _DENIED.search(window(reading, claim))
    taken = terms[1][0]
    return denied is not None and denied["verb"][0] in around(reading, taken)


def _before(reading: Reading, claim: Mention, start: int) -> list[Mention]:
    """What is told from an offset up to the claim, without parts."""
    near = [m for m in between(reading, start, claim.start) if is_amount(m) and alike(m, claim)]
    return without_parts(near[-_MOST:])


def _terms(reading: Reading, claim: Mention, before: list[Mention]) -> list[Term]:
    """The first that is told as the whole, less the last that is told as taken of it."""
    before = [
        m for m in before
        if not COMPARED.search(window(reading, m)) and not _PRICE.search(window(reading, m))
    ]  # fmt: skip
    wholes = [m for m in before if _WHOLE.search(around(reading, m))]
    denied = _DENIED.search(window(reading, claim))
    verb = denied["verb"] if denied else "已"
    used = [m for m in before if m not in wholes[:1] and not _ADDED.search(window(reading, m))]
    used = [m for m in used if _USED.search(around(reading, m)) or verb in window(reading, m)]
    if not wholes or not used:
        return []
    whole, taken = sorted((wholes[0], used[-1]), key=lambda m: -(m.value or 0))
    every: list[Term] = [(whole, 1), *((m, -1) for m in used)]
    return every if whole is wholes[0] and value_of(every) > 0 else [(whole, 1), (taken, -1)]

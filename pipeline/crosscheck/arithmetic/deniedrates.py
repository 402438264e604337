"""不合格率, 未参保率: what is not so over the whole; and a rate of 100% beside some that are not so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, level
from pipeline.crosscheck.arithmetic.numbers import (
    alike,
    around,
    between,
    claimed,
    factor,
    is_amount,
    moves,
    percent,
    quotient,
    window,
    written,
)
from pipeline.crosscheck.arithmetic.quotients.ratewords import denied
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import meant, minus
from pipeline.crosscheck.reading import Reading
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_RATE = re.compile(r"(?P<verb>[一-鿿]{2})[率度][^，。；\d]{0,4}$")
_OTHER = re.compile(
    r"上年|去年|同期|上半年|下半年|季度|平均|目标|不高于|不超过|低于|控制在|初次|首次|年初|原|此前"
)
_MENDED = "(?:复[检验查测核审评]|重[新检测验]|整改|更换|返工|补[考测验办检种])"
"""不合格7批更换后复检合格，最终合格率100%."""
_REACH = 200
_MOST = 8
_ALL = 100
_TENTH = 200
"""One in more than this many is 0.5% or less, and 100% may be its rounding."""


def check_denied_rates(facts: Facts) -> Iterator[Finding]:
    """Every rate of what is not so, and every full rate."""
    reading = facts.reading
    for fact in facts.all:
        claim = fact.mention
        if claim.kind is not Kind.PERCENT or claim.unit != "%" or claim.value is None:
            continue
        words = window(reading, claim)
        if _OTHER.search(words):
            continue
        if verb := denied(words):
            yield from _denied(reading, claim, verb)
        elif claim.value == _ALL and (told := _RATE.search(words)):
            yield from _full(facts, fact, told["verb"])


# -- 不合格率97.60% ---------------------------------------------------------------------------------


def _denied(reading: Reading, claim: Mention, verb: str) -> Iterator[Finding]:
    """What is not so, over the whole."""
    start = max(reading.layout.paragraph(claim.start)[0], claim.start - _REACH)
    near = [m for m in between(reading, start, claim.start) if is_amount(m) and not moves(reading, m)]
    near = [m for m in near[-_MOST:] if m.value]
    parts = [m for m in near if re.search(f"[不未非]{verb}", around(reading, m))]
    so = re.compile(f"(?<![应需须该]){verb}")
    others = [m for m in near if m not in parts and so.search(around(reading, m))]
    wholes = [m for m in near if m not in parts and m not in others]
    if parts:
        wholes = [w for w in wholes if alike(w, parts[-1]) and (w.value or 0) >= (parts[-1].value or 0)]
        yield from _judge(reading, claim, parts[-1], wholes)


def _judge(reading: Reading, claim: Mention, part: Mention, wholes: Sequence[Mention]) -> Iterator[Finding]:
    values = [percent(meant(part), meant(whole)) for whole in wholes]
    if not wholes or any(claimed(claim, value) for value in values):
        return
    for whole in wholes:
        over = (part.value or claim.step * 0), (whole.value or claim.step * 0)
        right = quotient(*over)
        slip = _slip(claim, part, whole)
        if slip or len(wholes) == 1:
            unit, _ = factor(whole)
            shown = f"{written(part, unit)}÷{written(whole, unit)}＝{right}"
            yield finding(
                "rate", f"{shown}，与“{claim.text}”不符。{slip}", reading.text, claim.start, claim.end,
                severity=Severity.ERROR if slip else Severity.WARNING, expected=right, evidence=shown,
                others=((part.start, part.end), (whole.start, whole.end)),
            )  # fmt: skip
            return


def _slip(claim: Mention, part: Mention, whole: Mention) -> str:
    """What the printed rate is instead."""
    rest = claimed(claim, percent(minus(meant(whole), meant(part)), meant(whole)))
    return f"{claim.text}是其余部分所占的比例，请核对。" if rest else ""


# -- 满意率100%，不满意1件 ---------------------------------------------------------------------------


def _full(facts: Facts, claim: Fact, verb: str) -> Iterator[Finding]:
    """A number of those that are not so, in the same paragraph, not mended since."""
    at = claim.mention.start
    start, end = facts.reading.layout.paragraph(at)
    full = window(facts.reading, claim.mention)[-6:] + claim.mention.text
    no = rf"(?:[不未]|没有|尚未|仍未)(?:能|按期|按时|完成)*{verb}"
    against = re.compile(rf"{no}[^，。；\d]{{0,4}}$")
    behind = re.compile(rf"[^，。；、\d]{{0,8}}{no}")
    for fact in facts.within(max(start, at - _REACH), min(end, at + _REACH)):
        if fact.mention.kind is not Kind.COUNT or not level(fact) or not fact.value:
            continue
        said = against.search(window(facts.reading, fact.mention))
        if not said and not behind.match(facts.reading.text, fact.mention.end):
            continue
        mended = facts.reading.text[fact.mention.end : at]
        if _rounds(facts, claim, fact) or re.search(f"{_MENDED}[^。；]{{0,12}}{verb}", mended):
            continue
        words = said[0] if said else ""
        message = f"“{full}”与“{words}{fact.mention.text}”前后矛盾，请核对。"
        yield finding(
            "contradiction", message, facts.reading.text, fact.mention.start - len(words), fact.mention.end,
            severity=Severity.ERROR, others=((at, claim.mention.end),),
        )  # fmt: skip
        return


def _rounds(facts: Facts, claim: Fact, left: Fact) -> bool:
    """Whether the whole is so great that the rate rounds to 100%."""
    start = facts.reading.layout.paragraph(claim.mention.start)[0]
    near = facts.within(max(start, claim.mention.start - 2 * _REACH), left.mention.start)
    return any(f.mention.kind is Kind.COUNT and f.value > left.value * _TENTH for f in near)

"""One 元 among 万元: …9.86万元、维修费3.58元、…34.18万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.crosscheck.arithmetic.numbers import factor
from pipeline.crosscheck.arithmetic.rated.rates import rate_of
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_PRICE = re.compile(r"每|单价|均|标准|价|票|费率|/|按|资费|补助|补贴|元以|限额")
_JOINT = re.compile(r"[、，；]")
_COMPARED = re.compile(r"[，,](?:比|较|同比)")


def check_units(reading: Reading) -> Iterator[Finding]:
    """Every small amount in 元 between amounts in 万元."""
    for at, claim in enumerate(reading.figures):
        if claim.kind is Kind.MONEY:
            yield from _odd(reading, at)


def _odd(reading: Reading, at: int) -> Iterator[Finding]:
    """…9.86万元、维修费3.58元、…34.18万元: a few 元 in a list of 万元."""
    claim = reading.figures[at]
    around_ = reading.figures[max(0, at - 1) : at] + reading.figures[at + 1 : at + 2]
    if around_ and _COMPARED.match(reading.text, claim.end):
        around_ = reading.figures[at + 1 : at + 2]
    elif not at or not _listed(reading, reading.figures[at - 1], claim):
        around_ = reading.figures[at + 1 : at + 3]
        if len(around_) < 2 or not all(_listed(reading, a, b) for a, b in pairwise([claim, *around_])):
            return
    sides = [m for m in around_ if m.kind is Kind.MONEY]
    if (
        not sides
        or factor(claim)[1] != "元"
        or not any(c in claim.text for c in ".．")
        or (claim.value or 0) >= 1000
    ):
        return
    if any(factor(m)[1] != "万元" for m in sides) or reading.text[claim.end : claim.end + 1] in "/／每":
        return
    clause = reading.text[reading.layout.clause(claim.start)[0] : claim.start]
    if _PRICE.search(clause) or rate_of(reading, claim):
        return
    right = claim.text.replace("元", "万元")
    message = f"前后各项均以万元计，此处写“{claim.text}”，请核对是否应为{right}。"
    yield finding(
        "unit", message, reading.text, claim.start, claim.end, severity=Severity.WARNING, expected=right,
        others=tuple((m.start, m.end) for m in sides),
    )  # fmt: skip


def _listed(reading: Reading, one: Mention, other: Mention) -> bool:
    words = reading.text[one.end : other.start]
    return bool(_JOINT.match(words)) and len(words) <= 20 and "\n" not in words

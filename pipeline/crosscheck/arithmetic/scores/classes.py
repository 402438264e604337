"""Shares of grades: 优15个、良6个、中3个，优良率87.5%; a grade rate is of those that its own name names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import alike, between, window
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import disjoint, meant
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_GRADE = r"不合格|基本合格|优秀|良好|中等|一般|合格|较差|不达标|达标|及格|不及格|[优良中差]"
_TOLD = re.compile(
    rf"(?:评[为定]|获|达到?|其中|结果|等[级次]?为?|^|[为：:，、；（])[“\"]?(?P<grade>{_GRADE})[”\"]?(?:等次|等级|等|档|级|的|者|有|为|共|率)*$"
)
_RATE = re.compile(
    r"(?P<name>优秀良好|优良|优秀|良好|不合格|合格|不达标|达标|不及格|及格|优)(?:等)?(?:率|比例|占比|比重|面)(?:为|达到?|是|约|仅|：)*$"
)
_UP_TO = {"合格": "优良中基合一", "达标": "优良中达合一", "及格": "优良中及合一"}


def check_classes(reading: Reading) -> Iterator[Finding]:
    """Every rate of grades behind three or more counts of grades."""
    if not re.search("[优良]", reading.text):
        return
    for claim in reading.figures:
        if claim.kind is Kind.PERCENT and claim.unit == "%" and claim.approx is Approx.EXACT:
            match = _RATE.search(window(reading, claim))
            if match and (told := _told(reading, claim)):
                yield from _compare(reading, claim, match["name"], told)


def _told(reading: Reading, claim: Mention) -> list[tuple[str, Mention]]:
    """The counts of grades before the rate in its sentence, by their grade."""
    start = reading.layout.period(claim.start)[0]
    out: list[tuple[str, Mention]] = []
    for mention in between(reading, start, claim.start):
        match = _TOLD.search(window(reading, mention)) if mention.kind is Kind.COUNT else None
        if match and (not out or alike(mention, out[0][1])):
            out.append((match["grade"], mention))
    grades = [grade for grade, _ in out]
    return out if len(out) >= 3 and len(set(grades)) == len(grades) else []


def _compare(
    reading: Reading, claim: Mention, name: str, told: Sequence[tuple[str, Mention]]
) -> Iterator[Finding]:
    wholes = _wholes(reading, claim, told)
    parts = list(_parts(name, told))
    shares = [100 * _sum(part) / whole for part in parts for whole in wholes if whole]
    if not shares or any(not disjoint((share, share), meant(claim)) for share in shares):
        return
    right = plain(shares[0].quantize(Decimal("0.01"))) + "%"
    terms = "＋".join(m.text for m in parts[0])
    terms = f"（{terms}）÷{plain(wholes[0])}" if len(parts[0]) > 1 else f"{terms}÷{plain(wholes[0])}"
    yield finding(
        "rate", f"{terms}＝{right}，与“{claim.text}”不符。", reading.text, claim.start, claim.end,
        severity=Severity.WARNING, expected=right, evidence=terms,
        others=tuple((m.start, m.end) for m in parts[0]),
    )  # fmt: skip


def _wholes(reading: Reading, claim: Mention, told: Sequence[tuple[str, Mention]]) -> list[Decimal]:
    """All that were graded: told before the grades, else their sum."""
    start = reading.layout.period(claim.start)[0]
    before = [m for m in between(reading, start, told[0][1].start) if alike(m, told[0][1]) and m.value]
    return [*(m.value for m in before if m.value), _sum([m for _, m in told])]


def _parts(name: str, told: Sequence[tuple[str, Mention]]) -> Iterator[list[Mention]]:
    """The counts that a rate is of: 优良率 of two, 合格率 of that grade or of it and all better ones."""
    own = [m for grade, m in told if grade[0] in name and not (name[0] != "不" and grade[0] == "不")]
    if name[0] == "不":
        own = [m for grade, m in told if grade[0] in "不差较"]
    better = [m for grade, m in told if grade[0] in _UP_TO.get(name, "")]
    for part in (better, own, [m for grade, m in told if grade[0] in "优良"] if "良" in name else []):
        if part and not (name in ("优良", "优秀良好") and len(part) < 2):
            yield part


def _sum(mentions: Sequence[Mention]) -> Decimal:
    return sum((m.value or Decimal(0) for m in mentions), Decimal(0))

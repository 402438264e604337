"""What becomes of a model's proposal: recomputed from its quotes, it is a finding, a remark, or dropped."""

from __future__ import annotations

import contextlib
import datetime as dt
import decimal
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.compared import Place, Sides, compared, lists
from pipeline.crosscheck.dated import UNKNOWN, narrow, read_dates
from pipeline.crosscheck.formula import (
    Equation,
    Node,
    Number,
    Unprovable,
    additive,
    bounded,
    loosely,
    numbers,
    outcome,
    refuted,
)
from pipeline.crosscheck.intervals import Interval, exactly, meant
from pipeline.crosscheck.listed import listed, standing
from pipeline.crosscheck.oneitem import Sameness, sameness
from pipeline.crosscheck.parsing import parse
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.report import SECOND_READER
from pipeline.crosscheck.show import plain
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity


@dataclass(frozen=True, slots=True)
class Claim:
    """One contradiction as the model put it."""

    quotes: tuple[str, ...]
    formula: str
    why: str
    kind: str = ""


class Dropped(Enum):
    """Why nothing came of a claim: its quotes stand nowhere, arithmetic holds, or it says nothing."""

    NOWHERE = auto()
    HOLDS = auto()
    EMPTY = auto()


def judge(reading: Reading, claim: Claim) -> Finding | Dropped:
    """What *claim* comes to."""
    places = [standing(reading.text, quote) for quote in claim.quotes]
    known = [p for p in places if p is not None]
    if len(known) < len(places):
        return Dropped.NOWHERE
    if claim.kind == "count" and not claim.formula.strip():
        return _counted(reading, claim, known)
    told = (*reading.figures, *(_days(reading) if "日" in claim.formula else ()))
    quoted = [m for m in told if any(start <= m.start and m.end <= end for start, end in known)]
    words = [
        decimal.Decimal(str(share))
        for word, share in lists()["words"].items()
        if any(word in quote for quote in claim.quotes)
    ]
    with decimal.localcontext(decimal.Context(prec=60, traps=[])):
        try:
            equation = parse(claim.formula, quoted, words)
            if not refuted(equation, _reading(equation)):
                return Dropped.HOLDS
            return _refuted(reading, claim, equation, known)
        except Unprovable:
            return _remark(reading, claim, known)


def _days(reading: Reading) -> Iterator[Mention]:
    """The text's dates with their days counted."""
    for dated in read_dates(reading, narrow(reading.text)):
        if dated.text.endswith("日"):
            with contextlib.suppress(ValueError):  # 2月30日
                day = decimal.Decimal(dt.date(*dated.first).toordinal())
                unit = "无年日期" if dated.first[0] == UNKNOWN else "日期"
                yield Mention(dated.start, dated.end, dated.text, Kind.DATE, day, unit)


def _reading(equation: Equation) -> Callable[[Mention], Interval]:
    """How the numbers are meant: in a comparison bounds are, and two numbers alone, taken at their word."""
    if equation.sign == "=":
        return meant
    alone = isinstance(equation.left, Number) and isinstance(equation.right, Number)
    return lambda mention: exactly(mention) if alone and mention.approx is Approx.EXACT else bounded(mention)


# -- formulas -----------------------------------------------------------------------------------------


def _refuted(
    reading: Reading, claim: Claim, equation: Equation, places: Sequence[Place]
) -> Finding | Dropped:
    left, right = tuple(numbers(equation.left)), tuple(numbers(equation.right))
    used = [*left, *right]
    severity = _severity(reading, equation, Sides(left, right), places)
    if severity is None:
        return _remark(reading, claim, places)
    result = used[-1] if equation.sign == "=" else max(used, key=lambda m: m.start)
    expected = _expected(equation, result)
    said = f"，得{expected}" if expected else ""
    return finding(
        SECOND_READER,
        f"{claim.why or '前后的数不相符'}。按引文重算：{claim.formula}不成立{said}。",
        reading.text,
        result.start,
        result.end,
        severity=severity,
        expected=expected,
        evidence="；".join(f"“{reading.text[start:end]}”" for start, end in places),
        others=tuple((m.start, m.end) for m in used if m is not result),
    )


def _severity(reading: Reading, equation: Equation, sides: Sides, places: Sequence[Place]) -> Severity | None:
    """How much a formula that does not hold proves; None where it is the model's word alone."""
    if equation.sign != "=":
        return Severity.WARNING if compared(reading, sides, places) else None
    if len(sides.all) < 2:
        return None
    worst = Severity.ERROR if refuted(equation, loosely) else Severity.WARNING
    if _alone(equation.left) and _alone(equation.right):  # that two numbers should be equal
        same = sameness(reading, sides.all, places)
        if same is not Sameness.SURE:
            return Severity.WARNING if same is Sameness.LIKELY else None
    if any(m.kind is Kind.DATE for m in sides.all):
        return Severity.WARNING
    return Severity.INFO if _remainder(equation, sides.all[-1]) else worst


def _alone(node: Node) -> bool:
    """A number, whatever its sign."""
    return isinstance(node, Number) or (len(node.operands) == 1 and _alone(node.operands[0]))


def _expected(equation: Equation, result: Mention) -> str | None:
    """What the result would be, in its own unit and with as many digits as stand there."""
    if equation.sign != "=" or not isinstance(equation.right, Number) or isinstance(equation.left, Number):
        return None
    digits = re.search(r"\d[\d,]*(?:\.(\d+))?", result.text)
    if digits is None or not result.value or result.approx.value != "exact":
        return None
    factor = result.value / decimal.Decimal(digits[0].replace(",", ""))
    value = outcome(equation.left, decimal.Decimal(1)) / factor
    if result.kind is Kind.PERCENT and abs(100 * value - result.value) < abs(value - result.value):
        value *= 100  # a share written as a quotient: 30/40 for 75%
    rounded = value.quantize(decimal.Decimal(1).scaleb(-len(digits[1] or "")), decimal.ROUND_HALF_UP)
    if not rounded.is_finite():
        return None
    return result.text[: digits.start()] + plain(rounded) + result.text[digits.end() :]


def _remainder(equation: Equation, result: Mention) -> bool:
    """Whether a sum differs by no more than the usual 尾差, one in the last place."""
    if not isinstance(equation.right, Number) or not additive(equation.left) or result.kind is Kind.COUNT:
        return False
    value = outcome(equation.left, decimal.Decimal(1))
    return abs(value - (result.value or 0)) <= abs(result.step) * decimal.Decimal("1.5")


# -- counts and remarks -------------------------------------------------------------------------------


def _counted(reading: Reading, claim: Claim, places: Sequence[Place]) -> Finding | Dropped:
    found = listed(reading, claim.quotes)
    if found is None:
        return _remark(reading, claim, places)
    declared, count = found.declared, len(found.items)
    if declared.value == count:
        return Dropped.HOLDS
    if found.least <= (declared.value or 0) <= found.most:
        return _remark(reading, claim, places)
    return finding(
        SECOND_READER,
        f"{claim.why or '写明的个数与列出的不同'}。写的是“{claim.quotes[0].strip()}”，列出的有{count}个。",
        reading.text,
        declared.start,
        declared.end,
        severity=Severity.WARNING,
        evidence="；".join(f"“{reading.text[start:end]}”" for start, end in found.items),
        others=found.items,
    )


def _remark(reading: Reading, claim: Claim, places: Sequence[Place]) -> Finding | Dropped:
    if not claim.why:
        return Dropped.EMPTY
    start, end = places[0]
    return finding(
        SECOND_READER,
        f"模型提出：{claim.why}。无法据引文证明，请人工看一看。",
        reading.text,
        start,
        end,
        severity=Severity.INFO,
        others=tuple(places[1:]),
    )

"""Parts of a whole: 百分之十二点五, 千分之三, 三分之一, 1/3."""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.numerals import hedges, numbers
from schemas.figures import Kind
from schemas.findings import Mention

_NUMERAL = r"[零〇一二三四五六七八九十百千两]++(?:点[零〇一二三四五六七八九]++)?|\d{1,4}(?:\.\d{1,4})?"
_SPOKEN = re.compile(
    rf"(百|千|万|[二三四五六七八九十]{{1,2}}|\d{{1,2}})分之({_NUMERAL})(?:(?:至|到|[-—~～])(?:\1分之)?({_NUMERAL})(?!\d|分之))?"
)
_WRITTEN = re.compile(r"(\d{1,2})/(\d{1,2})(?![\d/.月日号万])")


def find(text: str, plain: str, at: int) -> Mention | None:
    """The fraction that begins at *at*, as a percentage."""
    found = _SPOKEN.match(plain, at)
    if found is None:
        return _written(text, plain, at)
    base = _value(found[1])
    part, high = _value(found[2]), _value(found[3]) if found[3] else None
    if not base or part is None:
        return None
    unit = {"百": "%", "千": "‰"}.get(found[1], "分之")
    if unit == "分之":
        part, high = part * 100 / base, None if high is None else high * 100 / base
    start = at - 1 if at and plain[at - 1] in "负-－−" else at
    if start < at:
        part, high = -part, None if high is None else -high
    step = Decimal(0) if unit == "分之" else _step(found[2])
    return _mention(text, plain, (start, found.end()), part, unit, found.span(2), high, step)


def _value(text: str) -> Decimal | None:
    number = numbers.at(text, 0)
    return number.value if number else None


def _step(text: str) -> Decimal:
    number = numbers.at(text, 0)
    return number.step if number and not number.bare else Decimal(1)


def _written(text: str, plain: str, at: int) -> Mention | None:
    """1/3; 12/31 and 5/5 are something else."""
    found = _WRITTEN.match(plain, at)
    if found is None or not 0 < int(found[1]) < int(found[2]) <= 20:
        return None
    value = Decimal(100 * int(found[1])) / int(found[2])
    return _mention(text, plain, found.span(), value, "分之", found.span(), None, Decimal(0))


def _mention(
    text: str,
    plain: str,
    span: tuple[int, int],
    value: Decimal,
    unit: str,
    num: tuple[int, int],
    high: Decimal | None,
    step: Decimal,
) -> Mention:
    start, end = span
    words = [w for w in (hedges.prefix(plain, start), hedges.after(plain, end)) if w]
    return Mention(start, end, text[start:end], Kind.PERCENT, value, unit, hedges.approx(words), high,
                   num[0], num[1], step, "…".join(words))  # fmt: skip

"""412.36÷436.40×100%＝94.49%, （38－31）÷38＝18.4%: a percentage reckoned before the reader's eyes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from pipeline.crosscheck.arithmetic.facts import Facts
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.show import plain
from schemas.findings import Finding

_NUMBER = r"\d[\d,，]{0,18}(?:\.\d{1,8})?"
_UNIT = r"\s?(?:[万亿]?元|万?人次?|件|个|户|次|天|亩|[%％]|[一-鿿]{1,2})?\s?"
_SUM = re.compile(
    rf"(?:[（(\[](?P<sum>{_NUMBER}{_UNIT}(?:[－\-−–+＋]\s?{_NUMBER}{_UNIT}){{1,5}})[）)\]]|(?<![\d.－\-−–+＋×÷*])(?P<one>{_NUMBER}){_UNIT})"
    rf"\s?[÷]\s?(?:[（(](?P<sums>{_NUMBER}{_UNIT}(?:[－\-−–+＋]\s?{_NUMBER}{_UNIT}){{1,5}})[）)]|(?P<whole>{_NUMBER}){_UNIT})"
    rf"(?P<times>[×xX*]\s?100\s?[%％]?)?\s?[=＝]\s?(?P<right>\d{{1,6}}(?:\.\d{{1,6}})?)\s?[%％]"
)
_TERM = re.compile(rf"(?P<sign>[－\-−–+＋]?)\s?(?P<number>{_NUMBER})")
_LESS = "－-−–"


def check_reckoned(facts: Facts, told: set[int]) -> Iterator[Finding]:
    """Every quotient that is written out with its result."""
    text = facts.reading.text
    if "÷" not in text:
        return
    for match in _SUM.finditer(text):
        start = match.start("right")
        whole = _value(match["sums"] or match["whole"])
        if start in told or whole <= 0:
            continue
        right = Decimal(match["right"])
        step = Decimal(1).scaleb(int(right.as_tuple().exponent))
        value = 100 * _value(match["sum"] or match["one"]) / whole
        if abs(value - right) > step / 2:
            yield _wrong(facts, match, value.quantize(min(step, Decimal("0.01")), ROUND_HALF_UP), step, value)


def _value(terms: str) -> Decimal:
    total = Decimal(0)
    for term in _TERM.finditer(terms):
        number = Decimal(term["number"].replace(",", "").replace("，", ""))
        total += -number if term["sign"] and term["sign"] in _LESS else number
    return total


def _wrong(facts: Facts, match: re.Match[str], due: Decimal, step: Decimal, value: Decimal) -> Finding:
    shown = re.split("[=＝]", match[0])[0].strip() + f"＝{plain(due)}%"
    said = f"{match['right']}%"
    cut = 0 <= value - Decimal(match["right"]) < step
    message = f"{shown}，与“{said}”不符。" + ("尾数未四舍五入。" if cut else "")
    start = match.start("right")
    return finding(
        "rate", message, facts.reading.text, start, match.end(), expected=f"{plain(due)}%", evidence=shown,
    )  # fmt: skip

"""Sums written out with signs: 工资512.30＋商品86.45＋资本20.25＝619.00（单位：万元）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import MONEY_FACTORS
from schemas.findings import Finding

_NUMBER = r"\d[\d,，]*(?:\.\d+)?"
_TERM = rf"[一-鿿“”]{{0,16}}?{_NUMBER}(?:[一-鿿]{{1,3}}|[%％])?"
_CHAIN = re.compile(
    rf"(?<![\d.,％%＋+－\-−×*÷/／＝=）)])(?P<left>{_TERM}(?:\s?[＋+－\-−×*÷/／]\s?{_TERM}){{1,12}})\s?[＝=]\s?"
    rf"(?P<right>{_TERM})(?![\d.]|\s?[＋+－×*÷/／＝=])"
)
_SIGN = re.compile(
    r"(?:^|(?P<sign>[＋+－\-−×*÷/／]))\s?[^\d＋+－×*÷/／]*?(?P<number>\d[\d,，]*(?:\.\d+)?)(?P<unit>[一-鿿]{1,3}|[%％])?"
)
_YEARS = re.compile(r"(?:19|20)\d\d\s?[-－−]\s?(?:19|20)\d\d")
_ADD, _TAKE, _TIMES = "＋+", "－-−", "×*"

Term = tuple[str, Decimal, str, str]
"""Its sign, its value, its unit, and how it is printed."""


def check_equations(reading: Reading) -> Iterator[Finding]:
    """Every sum that is written out and does not come to what stands behind its last sign."""
    text = reading.text
    if "＝" not in text and "=" not in text:
        return
    for chain in _CHAIN.finditer(text):
        terms, claim = _terms(chain["left"]), _terms(chain["right"])[0]
        value = _value(terms, claim)
        if value is None or _YEARS.search(chain["left"]) or _agrees(value, claim):
            continue
        shown = "".join(f"{sign}{printed}" for sign, _, _, printed in terms)
        right = plain(value.quantize(Decimal(1).scaleb(-max(4, _places(claim)))).normalize()) + claim[2]
        start = chain.start("right") + chain["right"].index(claim[3][0])
        yield finding(
            "sum", f"{shown}＝{right}，与“{claim[3]}”不符。", text, start, chain.end("right"),
            expected=right, evidence=f"{shown}＝{right}",
        )  # fmt: skip


def _terms(words: str) -> list[Term]:
    out: list[Term] = []
    for match in _SIGN.finditer(words):
        number, unit = match["number"].replace(",", "").replace("，", ""), match["unit"] or ""
        out.append((match["sign"] or "", Decimal(number), unit, match["number"] + unit))
    return out


def _value(terms: Sequence[Term], claim: Term) -> Decimal | None:
    """What the terms come to, products first, in the unit of the claim; None where units do not allow it."""
    units = {unit for _, _, unit, _ in terms if unit} - {claim[2]}
    products = any(sign and sign not in _ADD + _TAKE for sign, *_ in terms)
    if units and not products and not all(u in MONEY_FACTORS for u in (*units, claim[2])):
        return None
    if products and (units or claim[2]) and not units <= {"%", "％"}:
        return None
    total, product, sign_of_product = Decimal(0), Decimal(0), 1
    for sign, number, unit, _ in terms:
        worth = MONEY_FACTORS[unit] / MONEY_FACTORS[claim[2]] if unit in units & set(MONEY_FACTORS) else 1
        value = number * worth / (100 if unit in ("%", "％") and claim[2] not in ("%", "％") else 1)
        if sign and sign not in _ADD + _TAKE:
            if sign not in _TIMES and not value:
                return None
            product = product * value if sign in _TIMES else product / value
            continue
        total += sign_of_product * product
        product, sign_of_product = value, -1 if sign and sign in _TAKE else 1
    total += sign_of_product * product
    return total * 100 if claim[2] in ("%", "％") and not units and products else total


def _places(term: Term) -> int:
    return len(term[3].partition(".")[2].rstrip("%％")) if "." in term[3] else 0


def _agrees(value: Decimal, claim: Term) -> bool:
    """Whether the claim is the value, rounded to as many places as it prints."""
    return abs(value - claim[1]) <= Decimal(5).scaleb(-_places(claim) - 1)

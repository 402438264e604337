"""Writing a figure as a report prints it; ``read`` gives the same figure back."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext

from pipeline.numerals.chinese import write as in_chinese
from schemas.figures import MONEY_FACTORS, SCALES, Hedge, Kind
from schemas.findings import Mention


def write(
    value: Decimal,
    kind: Kind,
    unit: str,
    *,
    decimals: int | None = None,
    hedge: Hedge | None = None,
    chinese: bool = False,
    grouping: bool = False,
) -> str:
    """*value* (in base units) in *unit*: 3018100 in 万元 is 301.81万元.

    ``decimals`` None prints as many as are needed; rounding is half up. ``chinese`` writes 两 and 十二,
    ``grouping`` 1,234,567. A hedge stands where prose has it: 约300余人次以上.
    """
    scale, measure, factor = _scaled(kind, unit)
    number = _rounded(value / factor, decimals)
    before, suffix, behind = (hedge.prefix, hedge.suffix, hedge.after) if hedge else ("", "", "")
    if chinese and scale and (scale not in SCALES or abs(number) >= 10**4):
        scale, number = "", _trimmed(number * factor)  # nobody says 十二百元 or 三亿万元
    if chinese:
        body = _chinese(number, kind, scale, measure, suffix)
    else:
        body = (f"{number:,f}" if grouping else f"{number:f}") + scale + suffix + measure
    if kind is Kind.ORDINAL:
        body = "第" + body
    return before + body + behind


def written_unit(mention: Mention) -> str:
    """The unit with the 万 or 亿 that the text gives it: 万亩 of 28.6万亩, 万元 of 1.2万元."""
    unit = mention.unit or ""
    if mention.kind is Kind.MONEY:
        words = sorted(MONEY_FACTORS, key=len, reverse=True)
        return next((word for word in words if mention.text.endswith(word)), unit)
    before = mention.text.removesuffix(unit).rstrip("余多 ")
    return before[-1:] + unit if mention.kind is Kind.COUNT and before[-1:] in SCALES else unit


def _scaled(kind: Kind, unit: str) -> tuple[str, str, Decimal]:
    """万元 → 万, 元, 10000; 万人次 → 万, 人次, 10000."""
    if kind is Kind.MONEY and unit in MONEY_FACTORS:
        return unit[:-1], "元", MONEY_FACTORS[unit]
    scale = unit[:1]
    if scale in SCALES and kind in (Kind.COUNT, Kind.MONEY, Kind.OTHER):
        return scale, unit[1:], SCALES[scale]
    return "", unit, Decimal(1)


def _rounded(value: Decimal, decimals: int | None) -> Decimal:
    """Half up to *decimals*, or exact without trailing zeros; never minus nought."""
    with localcontext() as context:
        context.prec = max(50, len(value.as_tuple().digits) + abs(value.adjusted()) + 10)
        if decimals is not None:
            value = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        else:
            value = _trimmed(value)
    return value if value else abs(value)


def _trimmed(value: Decimal) -> Decimal:
    value = value.normalize()
    exponent = value.as_tuple().exponent
    return value.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else value


def _chinese(number: Decimal, kind: Kind, scale: str, measure: str, suffix: str) -> str:
    if kind is Kind.PERCENT and measure in ("%", "‰"):
        sign = "负" if number < 0 else ""
        return f"{sign}{'百' if measure == '%' else '千'}分之{in_chinese(abs(number))}{suffix}"
    text = in_chinese(number)
    if text == "二" and (scale or (measure and kind is not Kind.ORDINAL)):
        text = "两"
    return text + scale + suffix + measure

"""The number itself, without its unit: digits, 万 and 亿, Chinese and mixed numerals."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.numerals import chinese
from pipeline.numerals.lexicon import unit_at
from schemas.figures import Kind

MAX_DIGITS = 24
"""Longer runs of digits are codes, not quantities."""
ARABIC = re.compile(r"(\d{1,3}(?:(?:[,，]|, )\d{3}){1,6}+(?!\d)|\d++)(?:\.(\d++))?")
_LOOSE = re.compile("，|, ")
"""Separators as converters leave them, believed only before a unit: 1，234万元, 263, 520万元."""
CHINESE = re.compile(r"[零〇一二三四五六七八九十百千万亿两]++(?:点[零〇一二三四五六七八九]++)?")
# 3千米 and 5百分点 are no thousands and hundreds.
SCALE = re.compile(
    r"\s?([余多几来]?)(万亿|[十百千]亿|[十百千]万|亿|万(?!分之)|千(?![米克瓦伏卡帕兆字])|百(?![分姓])|十(?=[万亿]))"
)
_SEGMENT = re.compile(r"(\d{1,4})(?![\d.十百千万亿])")
_PLACE = "[十百千万亿]++"
_MIXED = re.compile(
    rf"\d{{1,4}}{_PLACE}(?:零?\d{{1,4}}{_PLACE}|零\d{{1,3}}(?![\d.])|[一二两三四五六七八九]{_PLACE}){{1,6}}"
)
_PLACES = re.compile(_PLACE)
_LAST_PLACES = re.compile(r"[十百千万亿]+$")
_OUTER = re.compile(r"([余多])([万亿])")
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_ESTIMATE = re.compile(r"([一两二三四五六七八])([二两三四五六七八九])(?=[十百千万亿]|$)")
PLACES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}


@dataclass(frozen=True, slots=True)
class Number:
    """A number that was read: ``inner`` is a hedge before 万 (10余万), ``indefinite`` means 数十."""

    start: int
    end: int
    value: Decimal | None
    step: Decimal = Decimal(1)
    high: Decimal | None = None
    inner: str = ""
    is_chinese: bool = False
    scale: Decimal = Decimal(1)
    bare: bool = False

    @property
    def scaled(self) -> bool:
        """Whether 千, 万 or 亿 stands behind the digits."""
        return self.scale != 1


def scale_of(word: str) -> Decimal:
    """千万 → 10000000."""
    return Decimal(10) ** sum(PLACES[c] for c in word)


def trimmed(value: Decimal) -> Decimal:
    """Without trailing zeros and without exponent: 3018100.00 → 3018100."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if whole == value and whole.adjusted() < 27 else value.normalize()


def at(plain: str, start: int) -> Number | None:
    """The number that begins at *start*, as far as it goes."""
    return arabic(plain, start) if plain[start].isdecimal() else han(plain, start)


def arabic(plain: str, start: int) -> Number | None:
    """Digits with separators, decimals and a scale: 1,234.5 · 10余万 · 1万6千 · 3万5."""
    found = ARABIC.match(plain, start)
    if found is None:
        return None
    whole, fraction = found[1], found[2] or ""
    if (loose := _LOOSE.search(whole)) and not _counts(plain, found.end()):
        whole, fraction = whole[: loose.start()], ""
    if len(whole) + len(fraction) > MAX_DIGITS:
        return Number(start, found.end(), None)
    end = start + len(whole) + (len(fraction) + 1 if fraction else 0)
    value = Decimal(f"{_LOOSE.sub('', whole).replace(',', '')}.{fraction or 0}")
    number = Number(start, end, value if fraction else value.quantize(Decimal(1)), _step(fraction))
    return _scaled(plain, number)


def _step(fraction: str) -> Decimal:
    return Decimal(1).scaleb(-len(fraction))


def _counts(plain: str, end: int) -> bool:
    """Whether a unit or scale follows: only then is a full-width comma or a blank a separator."""
    return bool(SCALE.match(plain, end)) or unit_at(plain, end) is not None


def _scaled(plain: str, number: Number) -> Number:
    """The number with 万, 千 … behind it, and the smaller places that follow (1万6千)."""
    found = SCALE.match(plain, number.end)
    if found is None or number.value is None:
        return number
    mixed = _mixed(plain, number.start)
    if mixed is not None:
        return _open_end(plain, mixed)
    scale, inner, end = scale_of(found[2]), found[1], found.end()
    outer = None if inner else _OUTER.match(plain, end)
    if outer:  # 5千多万
        scale, inner, end = scale * scale_of(outer[2]), outer[1], outer.end()
    value, step = trimmed(number.value * scale), trimmed(number.step * scale)
    scaled = replace(number, end=end, value=value, step=step, inner=inner, scale=scale)
    return scaled if inner or number.step != 1 else _open_end(plain, scaled)


def _mixed(plain: str, start: int) -> Number | None:
    """1万6千, 3亿5千万, 10万5千零3: read as if all of it were written in Chinese numerals."""
    found = _MIXED.match(plain, start)
    if found is None:
        return None
    value = chinese.parse(re.sub(r"\d+", lambda m: chinese.write(Decimal(m[0])), found[0]))
    if value is None:
        return None
    first, last = _PLACES.search(found[0]), _LAST_PLACES.search(found[0])
    step = scale_of(last[0]) if last else Decimal(1)
    return Number(start, found.end(), value, step, scale=scale_of(first[0]) if first else step)


def _open_end(plain: str, number: Number) -> Number:
    """3万5 is 35000, 3万5000元 as well; 15万3个 and 5万2021年 are two numbers."""
    found = _SEGMENT.match(plain, number.end)
    if found is None or number.value is None:
        return number
    digits, end = found[1], found.end()
    after, unit = plain[end : end + 1], unit_at(plain, end)
    if after in {"年", "月", "日", "、"}:
        return number
    if len(digits) == 1 and digits != "0" and (unit is None or unit.kind is Kind.MONEY):
        step = number.step / 10
        return replace(number, end=end, value=number.value + int(digits) * step, step=step)
    if len(digits) > 1 and number.step == Decimal(10) ** len(digits) and unit is not None:
        return replace(number, end=end, value=number.value + int(digits), step=Decimal(1))
    return number


def han(plain: str, start: int) -> Number | None:
    """A Chinese numeral, with estimates: 十二 · 三四十 (30 to 40) · 两万余."""
    found = CHINESE.match(plain, start)
    if found is None or found.end() - start > chinese.MAX_RUN:
        return None
    run = found[0]
    while run:
        number = _han_run(run, start)
        if number is not None:
            return _with_inner(plain, number)
        if "点" not in run:
            return None
        run = run.partition("点")[0]
    return None


def _han_run(run: str, start: int) -> Number | None:
    end = start + len(run)
    value = chinese.parse(run)
    if value is not None:
        bare = len(run) == 1 and run in "百千万亿"
        return Number(start, end, value, _han_step(run), is_chinese=True, scale=_han_scale(run), bare=bare)
    if run in {"百", "千", "百万", "千万", "百亿", "千亿"}:
        return Number(
            start, end, scale_of(run), scale_of(run), is_chinese=True, scale=scale_of(run), bare=True
        )
    pair = _ESTIMATE.search(run)
    if pair is None or chinese.DIGITS[pair[1]] + 1 != chinese.DIGITS[pair[2]]:
        return None
    cut = pair.start()
    low, high = (chinese.parse(run[:cut] + digit + run[cut + 2 :]) for digit in pair.groups())
    if low is None or high is None:
        return None
    return Number(start, end, low, _han_step(run), high, is_chinese=True, scale=_han_scale(run))


def _han_step(run: str) -> Decimal:
    """Below 万 a Chinese numeral is taken as exact; 三万五千 is rounded to thousands."""
    if "点" in run:
        return _step(run.partition("点")[2])
    last = max(run.rfind("万"), run.rfind("亿"))
    if last < 0:
        return Decimal(1)
    tail = run[last + 1 :]
    if not tail:
        return scale_of(run[last])
    places = [c for c in tail if c in PLACES]
    if places:
        return scale_of(places[-1])
    return Decimal(1) if "零" in tail or len(tail) > 1 else scale_of(run[last]) / 10


def _han_scale(run: str) -> Decimal:
    return scale_of(run[-1]) if len(run) > 1 and run[-1] in "万亿" else Decimal(1)


def _with_inner(plain: str, number: Number) -> Number:
    """十余万, 二十多万, 三点五万, 百余万: a scale outside the run."""
    found = SCALE.match(plain, number.end)
    if found is None or number.value is None:
        return number
    scale = scale_of(found[2])
    if number.value >= scale and not found[1]:
        return number
    high = None if number.high is None else number.high * scale
    value, step = trimmed(number.value * scale), trimmed(number.step * scale)
    return replace(number, end=found.end(), value=value, step=step, high=high, inner=found[1], scale=scale,
                   bare=False)  # fmt: skip


def formal(text: str) -> str:
    """叁万贰仟 in everyday numerals."""
    return text.translate(_FORMAL)

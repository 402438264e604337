"""Quantities: a number with its hedges, unit and possibly a second number (15%～30%)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.numerals import chinese, hedges, numbers
from pipeline.numerals.lexicon import Unit, unit_at
from pipeline.numerals.numbers import Number
from schemas.figures import Kind
from schemas.findings import Mention

_RANGE = re.compile(r"\s?(?:[-－—–~～]{1,2}|至|到)\s?(?=[\d一二两三四五六七八九十])")
_SUFFIX = re.compile(r"\s?([余多来几])")
_SECONDS = re.compile(r"\d{1,2}秒")
_PER = re.compile(r"/\s?\d{0,4}[万千百]人?")
_LATIN = re.compile(
    r"(?:k[gmWV]A?h?|KV|KM|KG|[mcd]m|km2|MWh?|[GMT]B|Mbps|hm[2²]|m[23²³lg]?|[tgLM](?![A-Za-z]))(?![A-Za-z0-9])|㎡|㎥|℃|°C?"
)
_MINUS_BEFORE = re.compile(r"[0-9A-Za-z年月日号)）\]〕表图件第\-—－–~～]")
# 发生一起 counts an incident, 一起努力 does not.
_INCIDENT = re.compile(
    r"(?:发生|出现|发现|查处|处理|办理|侦办|侦破|破获|调解|化解|查办|通报|整治|立案|结案|受理|处置|接报|抓获|没有|无|任何)了?$"
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A number and the measure word behind it."""

    number: Number
    unit: Unit | None
    label: str | None
    end: int
    suffix: str = ""

    @property
    def kind(self) -> Kind:
        """What the measure word makes of the number."""
        return self.unit.kind if self.unit else Kind.COUNT


def find(text: str, plain: str, at: int) -> Mention | None:
    """The quantity whose first numeral stands at *at*; None when nothing is counted there."""
    first = measure(plain, at)
    if first is None:
        return None
    second = _second(plain, first)
    if not _acceptable(plain, first, second):
        return None
    return mention(text, plain, first, second)


def measure(plain: str, at: int) -> Measured | None:
    """Number, suffix hedge and unit at *at*."""
    number = numbers.at(plain, at)
    if number is None:
        return None
    return _with_unit(plain, number)


def _with_unit(plain: str, number: Number) -> Measured:
    end, suffix = number.end, ""
    found = _SUFFIX.match(plain, end)
    if found and _suffix_holds(plain, number, found):
        suffix, end = found[1], found.end()
    spot = end
    while spot < end + 2 and plain[spot : spot + 1] in (" ", "\u3000"):
        spot += 1
    unit = _unit(plain, spot)
    if unit is not None:
        if unit.word == "分" and _SECONDS.match(plain, spot + 1):
            unit = replace(unit, kind=Kind.DURATION)
        number, end = _and_a_part(plain, number, unit, spot + len(unit.word))
        return Measured(number, unit, unit.label, end, suffix)
    latin = None if number.is_chinese else _LATIN.match(plain, spot) or _PER.match(plain, spot)
    if latin:
        return Measured(number, None, latin[0], latin.end(), suffix)
    return Measured(number, None, None, end, suffix)


_AND_A_HALF = re.compile("半(?![年月数天])")


def _and_a_part(plain: str, number: Number, unit: Unit, end: int) -> tuple[Number, int]:
    """九成五 is 95 percent, 七成半 75, 一个半月 a month and a half."""
    if number.value is None or number.high is not None:
        return number, end
    tenths = chinese.DIGITS.get(plain[end : end + 1], 0) if unit.word == "成" else 0
    if unit.word == "成" and _AND_A_HALF.match(plain, end):
        return replace(number, value=number.value + Decimal("0.5"), step=Decimal("0.5")), end + 1
    if tenths and unit_at(plain, end + 1) is None:
        value = number.value + Decimal(tenths) / 10
        return replace(number, value=value, step=Decimal("0.1")), end + 1
    if unit.word.startswith("个半"):
        number = replace(number, value=number.value + Decimal("0.5"), step=Decimal("0.5"))
    return number, end


def _unit(plain: str, at: int) -> Unit | None:
    """The measure word; 大 and 小 may stand before it (一大批)."""
    unit = unit_at(plain, at)
    if unit is None and plain[at : at + 1] in ("大", "小", "整", "多", "余", "来"):
        inner = unit_at(plain, at + 1)
        if inner is not None and inner.kind in (Kind.COUNT, Kind.DURATION):
            word = plain[at] + inner.word
            label = word if plain[at] in "大小" else inner.label
            return replace(inner, word=word, label=label)
    return unit


def _suffix_holds(plain: str, number: Number, found: re.Match[str]) -> bool:
    """余 and 多 hedge when a unit follows (300余人), or nothing that would make them a word."""
    word, end = found[1], found.end()
    if number.value is None or number.inner:
        return False
    if word in "来几":
        return number.is_chinese and number.value % 10 == 0 and _unit(plain, end) is not None
    if _unit(plain, end) is not None:
        return True
    after = plain[end : end + 1]
    return (after not in tuple("额款下")) if word == "余" else not after.isalpha()


def _second(plain: str, first: Measured) -> Measured | None:
    """The upper end of a range, when one follows: 3至5个, 13万元～17万元."""
    found = _RANGE.match(plain, first.end)
    if found is None or first.suffix:
        return None
    second = measure(plain, found.end())
    if second is None or second.number.value is None or first.number.value is None:
        return None
    if first.label not in (None, second.label) or (first.label and not second.label):
        return None
    low = _shared_scale(first.number, second)
    return second if low <= second.number.value else None


def _shared_scale(low: Number, second: Measured) -> Decimal:
    """In 5-8万元 the 万 belongs to both."""
    value = low.value or Decimal(0)
    high = second.number
    if low.scaled or not high.scaled or high.value is None:
        return value
    return value * high.scale if value * high.scale <= high.value else value


def _acceptable(plain: str, first: Measured, second: Measured | None) -> bool:
    """Digits always count something; a Chinese numeral needs a measure word that it can have."""
    number, unit = (second or first).number, (second or first).unit
    if first.unit and first.unit.word == "起" and number.is_chinese and first.number.value == 1:
        return bool(_INCIDENT.search(plain, max(0, first.number.start - 4), first.number.start))
    if not number.is_chinese:
        return True
    if unit is None:
        return _free_standing(plain, second or first)
    if number.bare and unit.kind is Kind.DURATION:
        return False  # 百年 is a name for a long time
    if unit.weak and plain[first.number.start : first.number.end] in {"一", "百", "千", "万", "十"}:
        return False
    return not (first.number.bare and unit.kind is Kind.PERCENT)


def _free_standing(plain: str, measured: Measured) -> bool:
    """Two numerals or more, and then the end of a clause: 共计二十三。"""
    number = measured.number
    if number.bare:
        return number.end - number.start > 1 and bool(hedges.prefix(plain, number.start))
    if number.end - number.start < 2 or number.value is None:
        return False
    if number.scaled or measured.suffix:
        return True
    after = plain[number.end : number.end + 1]
    return not after or after in "，。；,;)）\n"


def mention(text: str, plain: str, first: Measured, second: Measured | None) -> Mention:
    """The mention of a quantity, *second* being the upper end of a range."""
    last = second or first
    number = first.number
    start, value, sign = number.start, number.value, _sign(plain, first)
    high = number.high
    if second is not None:
        value, high = _shared_scale(number, second), second.number.value
    if sign and value is not None:
        start, value = start - 1, -value
        high = None if high is None else -high
    before = _before(plain, start, last)
    words = [
        w
        for w in (
            before,
            number.inner,
            first.suffix,
            last.suffix if second else "",
            hedges.after(plain, last.end),
        )
        if w
    ]
    estimate = number.high is not None and second is None
    approx = hedges.approx([*words, *(["约"] if estimate else [])])
    return Mention(start, last.end, text[start : last.end], last.kind, _percent(last, value), last.label,
                   approx, _percent(last, high), number.start, _num_end(plain, number),
                   _percent(last, last.number.step) or Decimal(1), "…".join(words))  # fmt: skip


def _percent(measured: Measured, value: Decimal | None) -> Decimal | None:
    """两成 is 20 percent; everything else keeps its value."""
    return value * 10 if value is not None and measured.label == "成" else value


def _num_end(plain: str, number: Number) -> int:
    """The digits alone, without a hedge before 万 and the 万."""
    if number.is_chinese or not number.scaled:
        return number.end
    digits = numbers.ARABIC.match(plain, number.start)
    scale = numbers.SCALE.match(plain, digits.end()) if digits else None
    return digits.end() if digits and scale and scale.end() == number.end else number.end


def _before(plain: str, start: int, measured: Measured) -> str:
    """The hedge in front; 近3年 says recent, not nearly."""
    word = hedges.prefix(plain, start)
    if word in ("近", "上") and measured.kind is Kind.DURATION:
        return ""
    return "" if word in ("上", "过") and not measured.number.bare else word


def _sign(plain: str, first: Measured) -> bool:
    """Whether a minus sign belongs to the number."""
    at = first.number.start
    if not at or plain[at - 1] not in "-－−负":
        return False
    if plain[at - 1] == "负":
        return first.number.is_chinese or first.unit is not None
    if at > 1 and plain[at - 2] in "\n\r":  # a list mark, unless it can only be a sign
        return first.kind in (Kind.MONEY, Kind.PERCENT)
    return at == 1 or not _MINUS_BEFORE.match(plain, at - 2)


def doubled(text: str, plain: str, at: int) -> Mention | None:
    """翻一番, 翻了两番: the value is how often."""
    start = at - 2 if plain[at - 2 : at] == "翻了" else at - 1
    if start < 0 or plain[start] != "翻" or plain[at + 1 : at + 2] != "番":
        return None
    number, end = numbers.at(plain, at), at + 2
    if number is None:
        return None
    return Mention(start, end, text[start:end], Kind.COUNT, number.value, "番",
                   num_start=at, num_end=number.end)  # fmt: skip

"""Planters that spoil the words around right figures."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from benchmarks.planting.pages import Page
from benchmarks.planting.tools import (
    BOTH,
    DIGITS,
    STOP,
    TEXT,
    Edit,
    edit,
    planter,
    sentence_bounds,
    slots,
    source,
    twin,
)
from pipeline.references import COMPARISONS, change_keys, parse
from schemas.figures import Kind

FLIPPED = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长", "提高": "降低", "降低": "提高"}
COMPARED = {
    "大于": "小于",
    "小于": "大于",
    "高于": "低于",
    "低于": "高于",
    "超过": "低于",
    "少于": "多于",
    "一致": "不一致",
}
ORDINALS = "一二三四五六七八九十"


@planter("direction", BOTH, "always: the ledger knows the sign")
def direction(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    text = source(page, form)
    for slot in slots(page, form):
        word = text[slot.start - 2 : slot.start]
        if slot.figure.key.endswith(("增减额", "增减率")) and word in FLIPPED and slot.figure.value:
            yield edit(text, slot.start - 2, slot.end, FLIPPED[word] + slot.written)
    if form == "reference":
        yield from _phrases(page)


def _phrases(page: Page) -> Iterator[Edit]:
    """``[[K|比上年]]`` written out by hand, one of its two words wrong."""
    for reference in parse(page.raw):
        name = next((f for f in reference.formats if f in COMPARISONS), "")
        figure = page.ledger.get(reference.key)
        if not name or figure is None:
            continue
        amount, rate = (page.ledger.get(key) for key in change_keys(figure, name))
        if amount is None or rate is None or not amount.value or not rate.value:
            continue
        words = ("增加", "增长") if amount.value > 0 else ("减少", "下降")
        for wrong in ((FLIPPED[words[0]], words[1]), (words[0], FLIPPED[words[1]])):
            now = f"{name}{wrong[0]}[[{amount.key}]]，{wrong[1]}[[{rate.key}]]"
            yield edit(page.raw, reference.start, reference.end, now)


@planter("comparison", BOTH, "a figure stands in the same sentence")
def comparison(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    text = source(page, form)
    places = list(slots(page, form))
    for match in re.finditer("|".join(COMPARED), text):
        start, end = sentence_bounds(text, match.start())
        proof = any(start <= s.start < end for s in places)
        yield edit(text, match.start(), match.end(), COMPARED[match[0]], detectable=proof)


@planter("basis-word", BOTH, "the two bases print differently")
def basis_word(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    """年初预算 for 决算 before a figure, and the other way round."""
    for slot in slots(page, form):
        words = slot.source[max(0, slot.start - 7) : slot.start]
        if slot.figure.basis is None or slot.figure.kind is not Kind.MONEY:
            continue
        for old, new in (
            ("年初预算", "决算"),
            ("决算", "年初预算"),
            ("调整预算", "年初预算"),
            ("到位", "年初预算"),
        ):
            at = words.rfind(old)
            if at < 0 or slot.figure.basis.chinese != old:
                continue
            start = slot.start - len(words) + at
            other = twin(page, slot.figure, new)
            differs = other is None or other.value != slot.figure.value
            rest = slot.source[start + len(old) : slot.end]
            yield edit(slot.source, start, slot.end, new + rest, detectable=differs)


@planter("year-word", BOTH, "the sentence prints a figure of the accounts of that year")
def year_word(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    year, text = page.case.data.settings.year, source(page, form)
    for match in re.finditer(f"{year}年(?!\\d)", text):
        _, end = sentence_bounds(text, match.start())
        proof = any(
            match.end() <= s.start < end and s.figure.year == year and not s.figure.key.startswith("记录.")
            for s in slots(page, form)
        )
        yield edit(text, match.start(), match.end(), f"{year - 1}年", detectable=proof)


# -- hedges -----------------------------------------------------------------------------------------

HEDGES = (("近", "左右"), ("约", "左右"), ("近", "以上"), ("约", "以上"), ("不足", "以上"))


@planter("hedge-impossible", BOTH)
def hedge_impossible(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for slot in slots(page, form):
        if slot.figure.value and slot.figure.hedge is None:
            yield slot.wrap(*rng.choice(HEDGES))


@planter("hedge-doubled", BOTH)
def hedge_doubled(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for slot in slots(page, form):
        if slot.figure.value and slot.figure.hedge is None:
            yield slot.wrap(rng.choice(("超过", "至少", "突破")), "以上")


@planter("hedge-near-many", TEXT)
def near_many(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    """近300余人."""
    for slot in slots(page, form):
        match = DIGITS.match(slot.written)
        if match and slot.figure.kind is Kind.COUNT and slot.figure.hedge is None and slot.figure.value >= 10:
            rest = slot.written[match.end() :].lstrip("余多")
            yield slot.put(f"近{match[0]}{rng.choice('余多')}{rest}")


@planter("hedge-misfit", TEXT, "the rounded number differs from the true one")
def hedge_misfit(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    """近300万元 for 301.81万元, 310余万元 for 301.81万元."""
    for slot in slots(page, form):
        match = DIGITS.match(slot.written)
        if not match or slot.figure.hedge or Decimal(match[0]) < 20 or slot.figure.kind is Kind.PERCENT:
            continue
        value, rest = Decimal(match[0]), slot.written[match.end() :]
        grain = Decimal(10) ** max(0, value.adjusted() - 1)
        low = (value / grain).to_integral_value(ROUND_FLOOR) * grain
        high = (value / grain).to_integral_value(ROUND_CEILING) * grain
        now = f"近{low:f}{rest}" if rng.random() < 0.5 else f"{high:f}余{rest}"
        if low < value < high:
            yield slot.put(now)


# -- dates, names, documents ------------------------------------------------------------------------


@planter("invalid-date", BOTH)
def invalid_date(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    text = source(page, form)
    for match in re.finditer(r"(\d{1,2})月(\d{1,2})日", text):
        yield edit(text, match.start(), match.end(), f"{match[1]}月{rng.choice((32, 33, 41))}日")
        yield edit(
            text, match.start(), match.end(), rng.choice(("2月30日", "6月31日", "11月31日", "9月31日"))
        )
    for match in re.finditer(r"(?<![\d年])(\d{1,2})月(?=[，上中下])", text):
        yield edit(text, match.start(), match.end(), f"{rng.choice((13, 14, 20))}月")


def _sentence_starts(text: str) -> list[int]:
    """Where a sentence begins that is no item of a list."""
    starts = [0, *(i + 1 for i, c in enumerate(text[:-1]) if c in STOP)]
    return [i for i in starts if not re.match("[\\d（\n]|[一二三四五六七八九十]+是", text[i : i + 4])]


@planter("invented-document", ("reference",), "always: no source names it")
def invented_document(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for at in _sentence_starts(page.raw):
        number = rng.choice(("湘财绩", "财预", "湘政办发", "中办发"))
        year = page.case.data.settings.year
        words = f"根据《关于做好绩效自评工作的通知》（{number}〔{year}〕{rng.randint(3, 98)}号）要求，"
        yield edit(page.raw, at, at, words)


@planter("invented-place", ("reference",), "always: no source names it")
def invented_place(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for match in re.finditer("。", page.raw):
        place = rng.choice(("安化县梅城镇", "平江县", "桑植县洪家关乡", "蓝山县"))
        yield edit(page.raw, match.start(), match.start(), f"，并在{place}召开现场推进会")


@planter("invented-person", ("reference",), "always: no source names the person")
def invented_person(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for match in re.finditer("。", page.raw):
        name = rng.choice(("党组书记李建军", "副主席刘志华", "市长王海波", "教授陈思远"))
        yield edit(page.raw, match.start(), match.start(), f"，由{name}牵头负责")


# -- form -------------------------------------------------------------------------------------------

LEFT_OVER = ("XX", "××", "（请填写）", "增加（减少）", "【此处补充说明】", "，主要原因是")


@planter("residue", BOTH)
def residue(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    text = source(page, form)
    for match in re.finditer("。", text):
        yield edit(text, match.start(), match.start(), rng.choice(LEFT_OVER))


@planter("ordinal", BOTH)
def ordinal(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    """二是 becomes 三是, (2) becomes (3); the first of a list is left alone."""
    text = source(page, form)
    for match in re.finditer(f"(?<![{ORDINALS}])([二三四五六七八])是", text):
        number = ORDINALS[ORDINALS.index(match[1]) + rng.choice((-1, 1))]
        yield edit(text, match.start(), match.end(), f"{number}是")
    for match in re.finditer(r"(?m)^(（?)([2-5])([.）])", text):
        yield edit(text, match.start(), match.end(), f"{match[1]}{int(match[2]) + 1}{match[3]}")


MISSPELT = (
    "以习近平新时代特色社会主义思想为指导",
    "增强“四个意思”",
    "坚定“四个自新”",
    "严格落实“三会一科”",
    "领悟“两个确立”、做到“两个维持”",
    "落实中央八项规定精种",
    "按照习总书记讲话精神",
)


@planter("fixed-phrase", BOTH)
def fixed_phrase(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    """A set phrase a letter off."""
    text = source(page, form)
    for at in _sentence_starts(text):
        yield edit(text, at, at, rng.choice(MISSPELT) + "，")


@planter("anachronism", BOTH, "always: the congress met after the reported year")
def anachronism(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    text, year = source(page, form), page.case.data.settings.year
    later = [words for since, words in LATER if since > year]
    for at in _sentence_starts(text):
        yield edit(text, at, at, f"{year}年深入学习贯彻{rng.choice(later)}，")


LATER = (
    (2022, "党的二十大精神"),
    (2024, "党的二十届三中全会精神"),
    (2025, "党的二十届四中全会精神"),
)


@planter("personal-data", BOTH)
def personal_data(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    """A telephone or identity number after a name."""
    text = source(page, form)
    for match in re.finditer("。", text):
        phone = f"139{rng.randint(10**7, 10**8 - 1)}"
        identity = f"43{rng.randint(1000, 9999)}1978{rng.randint(1, 12):02}16{rng.randint(1000, 9999)}"
        kind = rng.choice((f"（联系电话：{phone}）", f"（身份证号：{identity}）"))
        yield edit(text, match.start(), match.start(), f"，其中困难户张小兰{kind}已走访慰问")

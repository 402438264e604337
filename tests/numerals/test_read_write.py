"""A figure that is written and read again is the same figure."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.numerals import find, read, value_text, write, written_unit
from pipeline.numerals.hedges import AFTERS, PREFIXES
from schemas.figures import MONEY_FACTORS, Approx, Hedge, Kind

COUNTS = ["人", "人次", "个", "名", "家", "场次", "亩", "公里", "分", "倍", "台（套）", "万人次", "亿吨"]
SPANS = ["年", "个月", "天", "小时", "周年", "个工作日"]
amounts = st.decimals(min_value=0, max_value=10**13, places=2)
whole = st.integers(min_value=0, max_value=10**12).map(Decimal)
hedges = st.builds(
    lambda before, inside, behind: Hedge(approx=Approx.ABOUT, prefix=before, suffix=inside, after=behind),
    st.sampled_from(["", "约", "近", "超过", "不足", "至少", "≥"]),
    st.sampled_from(["", "余", "多"]),
    st.sampled_from(["", "以上", "左右", "以内"]),
)


def rounded(value: Decimal, factor: Decimal, decimals: int) -> Decimal:
    return (value / factor).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) * factor


@given(amounts, st.sampled_from(list(MONEY_FACTORS)), st.booleans(), st.booleans(), st.booleans())
def test_money(value: Decimal, unit: str, chinese: bool, grouping: bool, negative: bool) -> None:
    value = -value if negative else value
    mention = read(write(value, Kind.MONEY, unit, chinese=chinese, grouping=grouping))
    assert mention is not None
    assert (mention.value, mention.kind, mention.unit) == (value, Kind.MONEY, "元")


@given(amounts, st.sampled_from(list(MONEY_FACTORS)), st.integers(0, 6))
def test_money_is_rounded_half_up(value: Decimal, unit: str, decimals: int) -> None:
    mention = read(write(value, Kind.MONEY, unit, decimals=decimals))
    assert mention is not None
    assert mention.value == rounded(value, MONEY_FACTORS[unit], decimals)
    assert mention.step == MONEY_FACTORS[unit].scaleb(-decimals)


@given(whole, st.sampled_from(COUNTS), st.booleans(), hedges)
def test_counts_with_hedges(value: Decimal, unit: str, chinese: bool, hedge: Hedge) -> None:
    mention = read(write(value, Kind.COUNT, unit, chinese=chinese, hedge=hedge))
    assert mention is not None
    assert (mention.value, mention.kind, mention.unit) == (value, Kind.COUNT, unit.lstrip("万亿"))
    words = [w for w in (hedge.prefix, hedge.suffix, hedge.after) if w]
    assert mention.hedge == "…".join(words)
    assert (mention.approx is Approx.EXACT) == (not words)


@given(st.decimals(-1000, 1000, places=2), st.sampled_from(["%", "个百分点", "‰"]), st.booleans())
def test_percentages(value: Decimal, unit: str, chinese: bool) -> None:
    mention = read(write(value, Kind.PERCENT, unit, chinese=chinese))
    assert mention is not None
    assert (mention.value, mention.kind, mention.unit) == (value, Kind.PERCENT, unit)


@given(whole.filter(lambda v: v < 10**8), st.sampled_from(SPANS), st.booleans())
def test_durations(value: Decimal, unit: str, chinese: bool) -> None:
    if unit == "年" and not chinese and 1800 <= value < 2100:
        return  # that is a year
    mention = read(write(value, Kind.DURATION, unit, chinese=chinese))
    assert mention is not None
    assert (mention.value, mention.kind) == (value, Kind.DURATION)


@given(st.integers(1, 9999), st.sampled_from(["届", "批", "条", "次"]), st.booleans())
def test_ordinals(value: int, unit: str, chinese: bool) -> None:
    mention = read(write(Decimal(value), Kind.ORDINAL, unit, chinese=chinese))
    assert mention is not None
    assert (mention.value, mention.kind, mention.unit) == (Decimal(value), Kind.ORDINAL, unit)


@given(amounts, st.sampled_from(["元", "万元", "亿元"]), st.booleans())
def test_a_written_amount_is_found_in_prose(value: Decimal, unit: str, chinese: bool) -> None:
    text = write(value, Kind.MONEY, unit, chinese=chinese)
    mentions = find(f"全年支出{text}，完成预算。")
    assert [(m.value, m.text) for m in mentions] == [(value, text)]


@pytest.mark.parametrize(
    ("value", "kind", "unit", "options", "expected"),
    [
        ("3018100", Kind.MONEY, "万元", {}, "301.81万元"),
        ("3018100", Kind.MONEY, "元", {"grouping": True}, "3,018,100元"),
        ("3018150", Kind.MONEY, "万元", {"decimals": 2}, "301.82万元"),
        ("3000000", Kind.MONEY, "万元", {"decimals": 2}, "300.00万元"),
        ("-0.004", Kind.PERCENT, "%", {"decimals": 2}, "0.00%"),
        ("-0.005", Kind.PERCENT, "%", {"decimals": 2}, "-0.01%"),
        ("2", Kind.COUNT, "个", {"chinese": True}, "两个"),
        ("12", Kind.COUNT, "个", {"chinese": True}, "十二个"),
        ("20000", Kind.MONEY, "万元", {"chinese": True}, "两万元"),
        ("12.5", Kind.PERCENT, "%", {"chinese": True}, "百分之十二点五"),
        ("-3.5", Kind.PERCENT, "%", {"chinese": True}, "负百分之三点五"),
        ("100010", Kind.COUNT, "人", {"chinese": True}, "十万零一十人"),
        (
            "260000",
            Kind.COUNT,
            "万人次",
            {"hedge": Hedge(approx=Approx.MORE_THAN, suffix="余")},
            "26万余人次",
        ),
        ("1E+3", Kind.COUNT, "人", {}, "1000人"),
        ("2", Kind.ORDINAL, "届", {"chinese": True}, "第二届"),
        ("99990000", Kind.MONEY, "万元", {"chinese": True}, "九千九百九十九万元"),
        ("100000000", Kind.MONEY, "万元", {"chinese": True}, "一亿元"),
        ("140000000", Kind.MONEY, "万元", {"chinese": True}, "一亿四千万元"),
        ("0.5", Kind.PERCENT, "%", {"chinese": True}, "百分之零点五"),
        ("0", Kind.PERCENT, "%", {"chinese": True}, "百分之零"),
        ("3", Kind.PERCENT, "‰", {"chinese": True}, "千分之三"),
        ("1E+1", Kind.COUNT, "人", {}, "10人"),
    ],
)
def test_how_it_is_printed(
    value: str, kind: Kind, unit: str, options: dict[str, object], expected: str
) -> None:
    assert write(Decimal(value), kind, unit, **options) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["", " ", "约", "约以上", "无", "支出30万元，收入20万元", "30万元整改", "第", "百"]
)
def test_what_is_no_single_number_is_not_read(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("15", "15"),
        ("三", "3"),
        ("2020", "2020"),
        ("１２３", "123"),
        (" 12.5 ", "12.5"),
        ("2020年12月31日", "2020-12-31"),
        ("〔2021〕60号", "2021-60"),
        ("五一", None),
        ("第41届", "41"),
        ("负百分之三", "-3"),
        ("  约300人 ", "300"),
        ("\t-3.5%", "-3.5"),
        ("3至5个", "3/5"),
        ("约百分之三", "3"),
        ("约3至5个", "3/5"),
        ("1/4", "25"),
        ("2018-2020", "2018/2020"),
        ("1000.00元", "1000"),
        ("999.00元", "999.00"),
        ("〔2021〕第60号", "2021-60"),
    ],
)
def test_whole_strings(text: str, value: str | None) -> None:
    mention = read(text)
    assert mention is not None
    assert value_text(mention) == value


@pytest.mark.parametrize("word", sorted(PREFIXES))
def test_every_prefix_hedges(word: str) -> None:
    mention = find(f"参加者{word}300人")[0]
    if word in ("上", "过"):  # only 上百, 过万
        mention = find(f"参加者{word}百人")[0]
    assert (mention.hedge, mention.approx) == (word, PREFIXES[word])


@pytest.mark.parametrize("word", ["以上", "以下", "以内", "之内", "左右", "上下", "开外"])
def test_every_word_behind_hedges(word: str) -> None:
    mention = find(f"参加者300人{word}。")[0]
    assert (mention.text, mention.hedge, mention.approx) == ("300人", word, AFTERS[word])


@given(st.integers(1, 99), st.integers(1, 9), st.integers(1, 9), st.sampled_from(["元", "人", "余人次"]))
def test_mixed_numerals(high: int, middle: int, low: int, unit: str) -> None:
    for text, value in (
        (f"{high}万{middle}千", high * 10**4 + middle * 10**3),
        (f"{high}万{middle}千{low}百", high * 10**4 + middle * 10**3 + low * 100),
        (f"{high}亿{middle}千万", high * 10**8 + middle * 10**7),
        (f"{high}亿{middle}{low}0万", high * 10**8 + (middle * 100 + low * 10) * 10**4),
    ):
        mention = read(text + unit)
        assert mention is not None
        assert mention.value == value


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("28.6万亩", "万亩"),
        ("12万余人次", "万人次"),
        ("300多所", "所"),
        ("1.2万元", "万元"),
        ("3亿元", "亿元"),
        ("300元", "元"),
        ("资金5万，", "元"),
        ("12.5%", "%"),
        ("15万", "万"),
        ("15", ""),
    ],
)
def test_the_unit_is_told_with_the_scale_that_stands_there(text: str, unit: str) -> None:
    assert written_unit(find(text)[0]) == unit

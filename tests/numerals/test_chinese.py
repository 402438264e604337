"""Chinese numerals by themselves."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.numerals import chinese


@given(st.integers(0, 10**17), st.integers(0, 4))
def test_written_and_parsed(number: int, places: int) -> None:
    value = Decimal(number).scaleb(-places)
    assert chinese.parse(chinese.write(value)) == value


@pytest.mark.parametrize(
    "number", [*range(130), 1000, 1001, 1010, 1100, 10000, 10010, 100000, 1000000, 10**8 + 1]
)
def test_small_and_round_numbers(number: int) -> None:
    assert chinese.parse(chinese.write(Decimal(number))) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零三", 103),
        ("一百二", 120),
        ("三千五", 3500),
        ("三万五", 35000),
        ("两万零五", 20005),
        ("一亿二", 120000000),
        ("二〇二一", 2021),
        ("一〇三", 103),
        ("十万八千", 108000),
        ("一万亿", 10**12),
        ("零", 0),
        ("一零三", 103),
        ("一千万", 10**7),
        ("九千万亿", 9 * 10**15),
        ("一百二十五", 125),
        ("〇" * 64, 0),
    ],
)
def test_parsed(text: str, value: int) -> None:
    assert chinese.parse(text) == value


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "零"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (110, "一百一十"),
        (1003, "一千零三"),
        (1030, "一千零三十"),
        (10003, "一万零三"),
        (12000, "一万二千"),
        (11000, "一万一千"),
        (10950, "一万零九百五十"),
        (100012, "十万零一十二"),
        (10**8, "一亿"),
        (10**8 + 10**4, "一亿零一万"),
    ],
)
def test_written(number: int, text: str) -> None:
    assert chinese.write(Decimal(number)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "三八",
        "一一",
        "百",
        "千",
        "一二三",
        "二百三百",
        "十百",
        "一点",
        "点五",
        "一" * 65,
        "一千万亿亿",
        "万三万",
        "〇" * 65,
        "一" + "〇" * 18,
        "两〇二一",
        "一万万",
        "一万二千万",
        "三万百",
        "一百十二",
    ],
)
def test_no_number(text: str) -> None:
    assert chinese.parse(text) is None

"""No input crashes the finder, and none takes more than linear time."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.numerals import date_parts, find, read, value_text
from pipeline.numerals.lexicon import phrases

PIECES = [
    *"零一二三四五六七八九十百千万亿两半几数余多第约近超不足0123456789.,，、。；：:（）()〔〕[]-—～~%％‰/",
    *"年月日号元个人次是在届级成倍点分之至到以上左右“”负翻番 \n\t　①",
    *["万元", "2020年", "12月", "个百分点", "百分之", "三公", "统一", "电话", "A4", "kg", "０", "９"],
    *["\ud800", "𠀀", "e\u0301", "\u0000"],
]
texts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
REPEATED = [
    "一",
    "1",
    "1,",
    "（",
    "1万",
    "百",
    "第一",
    "1.",
    "“一",
    "数十",
    "1:",
    "1，111",
    "2020年",
    "1-",
    "11111111-",
    "电话1-",
    "一、",
    "百分之",
    "3万5",
    "1到",
    "1/",
    "(1",
    "a1",
    "一点",
    "。\n1",
    "1:1万",
    "万亿",
    "　",
    "翻一番",
]


@given(texts)
def test_mentions_are_exact_ordered_and_apart(text: str) -> None:
    end = 0
    for mention in find(text):
        assert end <= mention.start <= mention.num_start < mention.num_end <= mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert mention.high is None or mention.value is None or abs(mention.high) >= abs(mention.value)
        value_text(mention)
        date_parts(mention)
        end = mention.end


@given(texts)
def test_reading_never_fails(text: str) -> None:
    read(text)


@given(texts)
def test_full_width_digits_change_nothing(text: str) -> None:
    wide = text.translate({ord("0") + i: ord("０") + i for i in range(10)})
    assert [(m.start, m.end, m.kind, m.value, m.unit) for m in find(wide)] == [
        (m.start, m.end, m.kind, m.value, m.unit) for m in find(text)
    ]


def seconds(text: str) -> float:
    started = time.process_time()
    find(text)
    return time.process_time() - started


@pytest.mark.parametrize("unit", REPEATED)
def test_growth_is_linear(unit: str) -> None:
    small, large = unit * 1_000, unit * 8_000
    find(small)
    once, eight = min(seconds(small) for _ in range(2)), min(seconds(large) for _ in range(2))
    # Quadratic growth would be 64-fold; runs below a few milliseconds are noise.
    assert eight < 24 * max(once, 0.003)


def test_every_listed_phrase_is_met_where_it_says() -> None:
    for group in phrases().values():
        for phrase in group:
            found = [m for m in find(f"，{phrase.word}。") if m.start <= 1 and m.end == 1 + len(phrase.word)]
            assert bool(found) == (phrase.kind is not None), phrase.word

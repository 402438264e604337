"""Where the paragraph, the sentence and the clause around a place begin and end."""

from __future__ import annotations

import pytest

from pipeline.crosscheck.layout import REACH, Layout

TEXT = "一、概况\n支出30万元，其中：甲10万元（含乙1,234.5元）；完成90%。上年28万元！\n末行"


def around(word: str, part: str) -> str:
    start, end = getattr(Layout(TEXT), part)(TEXT.index(word))
    return TEXT[start:end]


@pytest.mark.parametrize(
    ("word", "part", "words"),
    [
        ("概况", "paragraph", "一、概况"),
        ("支出", "paragraph", "支出30万元，其中：甲10万元（含乙1,234.5元）；完成90%。上年28万元！"),
        ("末行", "paragraph", "末行"),
        ("其中", "sentence", "支出30万元，其中：甲10万元（含乙1,234.5元）"),
        ("完成", "sentence", "完成90%"),
        ("完成", "period", "支出30万元，其中：甲10万元（含乙1,234.5元）；完成90%"),
        ("28", "period", "上年28万元"),
        ("概况", "clause", "概况"),
        ("一、", "clause", "一"),
        ("其中", "clause", "其中"),
        ("甲10", "clause", "甲10万元"),
        ("4.5", "clause", "含乙1,234.5元"),
        ("完成", "clause", "完成90%"),
        ("末行", "clause", "末行"),
    ],
)
def test_the_words_around_a_place(word: str, part: str, words: str) -> None:
    assert around(word, part) == words


def test_a_comma_or_colon_between_digits_ends_no_clause() -> None:
    text = "于9:30发放1,234元,共5户:甲"
    layout = Layout(text)
    start, end = layout.clause(text.index("234"))
    assert text[start:end] == "于9:30发放1,234元"
    start, end = layout.clause(text.index("5户"))
    assert text[start:end] == "共5户"


def test_at_the_very_ends_of_a_text() -> None:
    assert Layout("").sentence(0) == (0, 0)
    assert Layout("。甲。").sentence(0) == (0, 0)
    assert Layout("。甲。").sentence(1) == (1, 2)
    assert Layout("甲乙").clause(2) == (0, 2)


def test_a_text_without_punctuation_is_read_so_far_and_no_further() -> None:
    at = 3 * REACH
    assert Layout("甲" * 6 * REACH).sentence(at) == (at - REACH, at + REACH)


def test_brackets_close_on_their_own_line() -> None:
    text = "甲（乙(丙)丁）戊）己（\n庚）辛"
    layout = Layout(text)
    assert layout.closing(1) == text.index("）")
    assert layout.closing(3) == text.index(")")
    assert layout.closing(text.index("（\n")) is None
    assert layout.closing(0) is None

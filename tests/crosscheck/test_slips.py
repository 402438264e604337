"""Slips of the pen are told apart by what went wrong, and only near misses are called slips."""

from __future__ import annotations

import pytest

from pipeline.crosscheck.slips import slip
from pipeline.crosscheck.terms import facet
from pipeline.numerals import find
from schemas.figures import Figure, Kind
from tests.crosscheck.ledgers import count, derived, money


def why(text: str, *figures: Figure) -> str:
    found = slip(find(text)[0], [facet(f) for f in figures])
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("text", "yuan", "said"),
    [
        ("301.81元", "3018100", "单位小了"),
        ("0.030181元", "3018100", "单位小了"),
        ("301.81亿元", "3018100", "单位大了"),
        ("301.81万元", "301.81", "单位大了"),
        ("30.18万元", "3018100", "位数不同"),
        ("3018.1万元", "3018100", "位数不同"),
        ("0.30181万元", "3018100", "位数不同"),
        ("30181万元", "3018100", "位数不同"),
        ("310.81万元", "3018100", "颠倒"),
        ("301.18万元", "3018100", "颠倒"),
        ("302.81万元", "3018100", "一个数字不同"),
        ("301.82万元", "3018100", "一个数字不同"),
        ("302.82万元", "3018100", ""),
        ("108.31万元", "3018100", ""),
        ("301.81万元", "3018100", ""),
        ("0元", "3018100", ""),
        ("301.81万元", "0", ""),
        ("4万元", "400000", ""),
        ("41万元", "410", "位数不同"),
        ("41万元", "43", ""),
        ("41万元", "4100000", "位数不同"),
        ("41万元", "4100", "位数不同"),
        ("12万元", "210000", ""),
        ("123万元", "1320000", "颠倒"),
        ("123万元", "1240000", ""),
        ("1234万元", "12350000", "一个数字不同"),
        ("1234万元", "1230000", ""),
        ("301.8万元", "3018149", ""),
    ],
)
def test_what_went_wrong_with_an_amount(text: str, yuan: str, said: str) -> None:
    told = why(text, money("支出.决算", yuan))
    assert said in told
    assert bool(told) is bool(said)


def test_a_count_has_no_unit_to_mistake() -> None:
    assert why("2人", count("人数", "20000", "人")) == ""
    assert "位数不同" in why("42人", count("人数", "420", "人"))
    assert "颠倒" in why("482人", count("人数", "428", "人"))


def test_a_fall_is_compared_without_its_sign() -> None:
    fall = derived("项目支出.决算.比上年增减额", "项目支出", "-369700", Kind.MONEY, "万元")
    assert "颠倒" in why("39.67万元", fall) or "颠倒" in why("36.79万元", fall)
    assert "单位小了" in why("36.97元", fall)


def test_the_first_likely_figure_that_explains_the_number_is_named() -> None:
    figures = [money("甲.决算", "9990000"), money("乙.决算", "3018100"), money("丙.决算", "3108100")]
    found = slip(find("310.81万元")[0], [facet(f) for f in figures[:2]])
    assert found is not None
    assert found[0].figure.key == "乙.决算"
    assert slip(find("310.81万元")[0], []) is None

"""What a printed number can stand for, and the arithmetic of such intervals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.crosscheck.intervals import (
    Interval,
    disjoint,
    exactly,
    fits,
    meant,
    minus,
    over,
    place,
    plus,
    printed,
    spoken,
    times,
)
from pipeline.numerals import find
from schemas.figures import Approx, Hedge, Kind
from tests.crosscheck.ledgers import count, derived, money


def span(low: str, high: str) -> Interval:
    return Decimal(low), Decimal(high)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("301.81万元", "3018050", "3018150"),
        ("44万元", "435000", "445000"),
        ("12人", "12", "12"),
        ("1.2万人", "11500", "12500"),
        ("0元", "0", "0"),
        ("0.00万元", "0", "0"),
        ("23.3%", "23.25", "23.35"),
        ("3至5个", "3", "5"),
        ("15%～30%", "14.5", "30.5"),
        ("数十家", "0", "0"),
    ],
)
def test_a_printed_number_stands_for_all_that_rounds_to_it(text: str, low: str, high: str) -> None:
    assert printed(find(text)[0]) == span(low, high)


def test_a_fraction_in_words_stands_for_about_so_many_percent() -> None:
    low, high = printed(find("三分之一")[0])
    assert (round(low, 2), round(high, 2)) == span("32.83", "33.83")


@pytest.mark.parametrize(
    ("value", "expected"),
    [("300", "100"), ("16000", "1000"), ("12", "1"), ("1.50", "0.1"), ("0", "1"), ("-20", "10")],
)
def test_the_place_of_the_last_digit_that_is_no_zero(value: str, expected: str) -> None:
    assert place(Decimal(value)) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("300余人", "300", "400"),
        ("近400人", "300", "400"),
        ("约300人", "250", "350"),
        ("16人", "16", "16"),
        ("约12.5%", "12.4", "12.6"),
        ("1.6万余人", "15500", "17500"),
        ("不足2万元", "5000", "25000"),
    ],
)
def test_a_hedge_widens_to_its_side(text: str, low: str, high: str) -> None:
    assert meant(find(text)[0]) == span(low, high)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("12万元", "120000", "120000"),
        ("12.0万元", "119500", "120500"),
        ("１２．０万元", "119500", "120500"),
        ("十二点五万元", "124500", "125500"),
        ("约12万元", "110000", "130000"),
        ("3至5万元", "30000", "50000"),
    ],
)
def test_a_whole_number_without_a_hedge_is_taken_at_its_word(text: str, low: str, high: str) -> None:
    assert exactly(find(text)[0]) == span(low, high)


def test_prose_prints_a_change_without_its_sign() -> None:
    fall = derived("项目支出.决算.比上年增减额", "项目支出", "-369700", Kind.MONEY, "万元")
    rate = derived("项目支出.决算.比上年增减率", "项目支出", "-18.49", Kind.PERCENT, "%")
    assert (spoken(fall), spoken(rate)) == span("369700", "18.49")
    assert spoken(money("结余.决算", "-500")) == -500


@pytest.mark.parametrize(
    ("text", "yuan", "holds"),
    [
        ("301.81万元", "3018149", True),
        ("301.81万元", "3018150", True),
        ("301.81万元", "3018151", False),
        ("近65万元", "645000", True),
        ("近65万元", "650000", True),
        ("近65万元", "654600", False),
        ("65万余元", "648000", False),
        ("65万余元", "650000", True),
        ("65万余元", "659000", True),
        ("约65万元", "658000", True),
    ],
)
def test_a_number_fits_a_figure_that_it_can_stand_for(text: str, yuan: str, holds: bool) -> None:
    assert fits(find(text)[0], money("支出.决算", yuan)) is holds


def test_a_hedged_figure_is_printed_as_it_was_given() -> None:
    figure = count("资料", "20000", "份", hedge=Hedge(approx=Approx.MORE_THAN, suffix="余"))
    assert fits(find("2万余份")[0], figure)
    assert not fits(find("3万份")[0], figure)
    exact = count("资料", "24900", "份", hedge=Hedge(approx=Approx.MORE_THAN, suffix="余"))
    assert fits(find("2万余份")[0], exact)
    assert not fits(find("2万余份")[0], count("资料", "25100", "份", hedge=exact.hedge))


def test_intervals_that_touch_are_not_disjoint() -> None:
    assert disjoint(span("1", "2"), span("3", "4"))
    assert disjoint(span("3", "4"), span("1", "2"))
    assert not disjoint(span("1", "2"), span("2", "3"))
    assert not disjoint(span("2", "3"), span("1", "2"))
    assert not disjoint(span("1", "9"), span("4", "5"))


def test_arithmetic_keeps_every_possible_result() -> None:
    one, other = span("2", "3"), span("10", "20")
    assert plus(one, other) == span("12", "23")
    assert minus(one, other) == span("-18", "-7")
    assert times(one, other) == span("20", "60")
    assert times(span("-2", "3"), span("-10", "20")) == span("-40", "60")
    assert over(other, one) == (Decimal(10) / 3, Decimal(10))
    assert over(span("-6", "6"), span("1", "2")) == span("-6", "6")


@pytest.mark.parametrize(("low", "high"), [("0", "1"), ("-1", "1"), ("-2", "-1")])
def test_nothing_is_divided_by_what_may_be_nought(low: str, high: str) -> None:
    assert over(span("1", "2"), span(low, high)) is None

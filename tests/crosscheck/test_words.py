"""Words of basis, year and change."""

from __future__ import annotations

import pytest

from pipeline.crosscheck.words import compared, direction, strong_bases, weak_bases, years, years_named
from schemas.figures import Basis

INITIAL, ADJUSTED, RECEIVED, FINAL = (
    Basis.INITIAL_BUDGET,
    Basis.ADJUSTED_BUDGET,
    Basis.RECEIVED,
    Basis.FINAL,
)


@pytest.mark.parametrize(
    ("words", "strong", "weak"),
    [
        ("年初预算为", [INITIAL], [INITIAL, INITIAL]),
        ("决算较年初预算减少", [FINAL, INITIAL], [INITIAL, INITIAL]),
        ("年初预算调整后预算", [INITIAL, ADJUSTED], [INITIAL, INITIAL, INITIAL]),
        ("到位后实际支出", [RECEIVED, FINAL], [FINAL]),
        ("拨付指标", [], [RECEIVED, INITIAL]),
        ("全年支出", [], [FINAL]),
        ("全年", [], []),
    ],
)
def test_bases_in_their_order(words: str, strong: list[Basis], weak: list[Basis]) -> None:
    assert (strong_bases(words), weak_bases(words)) == (strong, weak)


@pytest.mark.parametrize(
    ("words", "said", "named"),
    [
        ("2022年", {2022}, {2022}),
        ("2022年、2021年", {2021, 2022}, {2021, 2022}),
        ("2022年和2021年", {2022}, {2021, 2022}),
        ("上年", {2022}, {2022}),
        ("上一年度", {2022}, {2022}),
        ("去年", {2022}, {2022}),
        ("前一年", {2022}, {2022}),
        ("本年", {2023}, {2023}),
        ("今年", {2023}, {2023}),
        ("比上年", set(), {2022}),
        ("较2021年", set(), {2021}),
        ("与上年相比", set(), {2022}),
        ("上年结转", set(), {2022}),
        ("本年度较上年", {2023}, {2022, 2023}),
        ("全年", set(), set()),
    ],
)
def test_years_spoken_of_and_years_named(words: str, said: set[int], named: set[int]) -> None:
    assert (years(words, 2023), years_named(words, 2023)) == (said, named)
    assert years(words, None) == set()
    assert years_named(words, None) == {year for year in named if str(year) in words}


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("决算较年初预算减少", "决算减少"),
        ("决算占预算比重", "决算比重"),
        ("决算与年初预算相比减少", "决算减少"),
        ("较年初预算", "较年初预算"),
        ("为年初预算的", "为年初预算的"),
    ],
)
def test_a_basis_only_compared_with_is_left_out(words: str, left: str) -> None:
    assert compared(words) == left


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("增加", 1),
        ("下降", -1),
        ("先增加后减少", -1),
        ("先减少后增长", 1),
        ("增减", None),
        ("支出", None),
        ("", None),
    ],
)
def test_the_last_word_of_change_counts(words: str, sign: int | None) -> None:
    assert direction(words) == sign

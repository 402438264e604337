"""No text of any kind crashes or hangs the checker, and time grows with the text, not with its square."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from benchmarks.fuzz import ADVERSE, failures, growth, load
from pipeline.crosscheck import Context, check
from pipeline.numerals import find
from tests.crosscheck.ledgers import LEDGER, YEAR


def test_random_and_mutated_texts_are_survived() -> None:
    case, page = load()
    assert list(failures(case, page, count=300, seed=3)) == []


@pytest.mark.parametrize("pattern", ADVERSE)
def test_a_repeated_pattern_costs_no_square(pattern: str) -> None:
    """From 500 to 4,000 characters: linear growth is 1, a square 8; the best of three tries is judged."""
    rates = []
    for _ in range(3):
        rates.append(growth(pattern, None, (500, 4_000)))
        if rates[-1] < 2:
            break
    assert min(rates) < 4, rates


@pytest.mark.parametrize("digits", ["9" * 29, "9" * 400, "0." + "3" * 300, "1" + "万" * 200, "一" * 5000])
def test_absurd_numbers_are_read_or_left_alone(digits: str) -> None:
    text = f"基本支出{digits}元，比上年增加{digits}万元，增长{digits}%。"
    find(text)
    check(text, LEDGER, context=Context(year=YEAR))


def test_a_long_text_takes_a_time_in_proportion() -> None:
    page = "2023年基本支出301.81万元，比上年增加21.81万元，增长7.79%。"
    page += "其中：人员经费241.56万元，公用经费60.25万元。\n"
    began = time.process_time()
    result = check(page * 400, LEDGER, context=Context(year=YEAR))
    assert result.counts.bound == 400 * 5
    assert time.process_time() - began < 10


def test_numbers_inside_a_reference_left_as_written_are_no_figures() -> None:
    text = "全年举办活动[[记录.533-科普日集中活动.展板12块]]，投入[[项目.2023年经费.决算|9位]]。"
    result = check(text, LEDGER, context=Context(year=YEAR))
    assert result.counts.found == 0
    assert all(f.code != "typed-figure" for f in result.findings)
    ties = check("基本支出[[没有的项.1]]，公用经费60.25万元。", LEDGER, context=Context(year=YEAR)).ties
    assert [tie.mention.value for tie in ties] == [Decimal(602500)]

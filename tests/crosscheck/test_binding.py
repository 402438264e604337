"""Numbers typed by hand: tied to the ledger, or shown not to be in it."""

from __future__ import annotations

import pytest

from pipeline.crosscheck import Verdict
from tests.crosscheck.ledgers import checked, codes


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2023年基本支出301.81万元。", "基本支出.决算"),
        ("基本支出年初预算为290万元。", "基本支出.年初预算"),
        ("上年基本支出280万元。", "基本支出.上年决算"),
        ("基本支出3018100元。", "基本支出.决算"),
        ("“三公”经费支出4.47万元。", "三公经费.决算"),
        ("公务接待1.89万元。", "三公经费.公务接待费.决算"),
        ("商品和服务支出中，公务接待费0.24万元。", "商品和服务支出.公务接待费.决算"),
        ("在职人员16名。", "在职人数"),
        ("累计发放宣传资料2万余份。", "记录.科普日.发放宣传资料"),
        ("参加培训428人。", "记录.培训.参加培训"),
        ("参加培训400余人。", "记录.培训.参加培训"),
        ("参加培训近430人。", "记录.培训.参加培训"),
    ],
)
def test_a_number_is_tied_to_the_figure_its_words_name(text: str, key: str) -> None:
    ties = [t for t in checked(text).ties if t.verdict is not Verdict.IGNORED]
    assert [(t.key, t.verdict) for t in ties] == [(key, Verdict.BOUND)]
    assert codes(text) == []


def test_growth_and_difference_are_tied_with_their_direction() -> None:
    result = checked("2023年基本支出301.81万元，比上年增加21.81万元，增长7.79%。")
    assert [t.key for t in result.ties if t.key] == [
        "基本支出.决算",
        "基本支出.决算.比上年增减额",
        "基本支出.决算.比上年增减率",
    ]
    assert result.findings == ()
    assert (result.counts.found, result.counts.bound, result.counts.unbound) == (3, 3, 0)


def test_a_number_bound_to_nothing_is_an_error_that_names_the_figure_meant() -> None:
    (found,) = checked("2023年基本支出311.90万元。").findings
    assert found.code == "typed-figure"
    assert found.severity.value == "error"
    assert found.quote == "311.90万元"
    assert "301.81万元" in found.message
    assert "data.xlsx" in found.message


@pytest.mark.parametrize(
    "text",
    [
        "基本支出301.81元。",
        "基本支出30.181万元。",
        "基本支出3018.1万元。",
        "基本支出310.81万元。",
        "基本支出301.81亿元。",
    ],
)
def test_slips_are_told_apart_from_unknown_numbers(text: str) -> None:
    result = checked(text)
    assert [f.code for f in result.findings] == ["unit-slip"]
    assert result.findings[0].expected == "301.81万元"
    assert [t.verdict for t in result.ties] == [Verdict.SLIP]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("公务接待费2.58万元。", "wrong-item"),
        ("基本支出163.03万元。", "wrong-item"),
        ("基本支出年初预算为301.81万元。", "wrong-basis"),
        ("2023年基本支出决算为280万元。", "wrong-year"),
    ],
)
def test_a_real_figure_under_another_name_is_wrong(text: str, code: str) -> None:
    assert codes(text) == [code]


def test_rounding_is_told_unless_it_is_hedged() -> None:
    assert codes("基本支出302万元。") == ["rounded-figure"]
    assert codes("基本支出约302万元。") == []


def test_a_hedge_on_the_wrong_side_is_told() -> None:
    assert codes("参加培训近420人。") == ["hedge-misfit"]


def test_dates_ordinals_and_the_writers_own_counts_are_no_figures() -> None:
    result = checked("2023年4月27日，第三次会议从三个方面提出两项要求，树牢“四个意识”。")
    assert result.counts.found == 0
    assert result.findings == ()


def test_constants_of_the_outline_need_no_source() -> None:
    text = "一般性支出压减30%。"
    assert codes(text) == ["typed-figure"]
    assert codes(text, constants=("压减30%",)) == []


def test_a_typed_figure_in_a_draft_should_have_been_a_reference() -> None:
    (found,) = checked("基本支出301.81万元。", draft=True).findings
    assert (found.code, found.severity.value) == ("typed-bound", "info")
    assert "[[基本支出.决算]]" in found.message

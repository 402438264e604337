"""Referred figures: the value is right by construction, the words around it need not be."""

from __future__ import annotations

import pytest

from pipeline.crosscheck import check, from_problems
from pipeline.references import Style, render
from tests.crosscheck.ledgers import LEDGER, checked, codes

RIGHT = [
    "2023年我单位基本支出决算为[[基本支出.决算]]，[[基本支出.决算|比上年]]。",
    "基本支出年初预算[[基本支出.年初预算]]，决算[[基本支出.决算]]，执行率为[[基本支出.执行率]]。",
    "基本支出决算比年初预算[[基本支出.年初预算]]有所增加，为[[基本支出.决算]]。",
    "上年基本支出为[[基本支出.上年决算]]，本年为[[基本支出.决算]]。",
    "人员经费[[人员经费.决算]]、公用经费[[公用经费.决算]]，两项合计[[基本支出.决算]]。",
    "“三公”经费支出[[三公经费.决算]]，其中：公务接待费[[三公经费.公务接待费.决算]]，"
    "公车运行维护费[[三公经费.公务用车运行维护费.决算]]。",
    "人员经费、公用经费共[[基本支出.决算]]。",
    "年初预算、决算分别为[[基本支出.年初预算]]、[[基本支出.决算]]。",
    "项目支出[[项目支出.决算]]，[[项目支出.决算|比上年]]。",
    "基本支出[[基本支出.决算]]，占本年支出的[[基本支出.执行率]]，比上年增加[[基本支出.决算.比上年增减额]]。",
    "现有编制[[编制数]]，在职人员[[在职人数]]。",
    "活动发放宣传资料[[记录.科普日.发放宣传资料]]，参加培训[[记录.培训.参加培训]]。",
    "用于公务接待费以外的公务用车支出[[三公经费.公务用车运行维护费.决算]]。",
    "与项目支出[[项目支出.决算]]相比，基本支出[[基本支出.决算]]占大头。",
]


@pytest.mark.parametrize("text", RIGHT)
def test_nothing_is_said_about_a_right_sentence(text: str) -> None:
    result = checked(text)
    assert result.findings == ()
    assert result.counts.unbound == 0


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        ("公务接待费[[三公经费.公务用车运行维护费.决算]]。", "wrong-item", "公务用车运行维护费"),
        ("其中：人员经费[[公用经费.决算]]。", "wrong-item", "公用经费"),
        ("2023年基本支出[[项目支出.决算]]。", "wrong-item", "项目支出"),
        ("基本支出年初预算[[基本支出.决算]]。", "wrong-basis", "基本支出.年初预算"),
        ("基本支出决算为[[基本支出.年初预算]]。", "wrong-basis", "基本支出.决算"),
        ("上年基本支出[[基本支出.决算]]。", "wrong-year", "基本支出.上年决算"),
        ("2022年基本支出决算为[[基本支出.决算]]。", "wrong-year", "280"),
    ],
)
def test_a_reference_beside_other_words_is_wrong_and_both_are_named(text: str, code: str, named: str) -> None:
    (found,) = checked(text).findings
    assert (found.code, found.severity.value) == (code, "error")
    assert named in found.message


def test_a_printed_value_is_verified_again() -> None:
    rendered = render("基本支出[[基本支出.决算]]。", LEDGER, Style())
    tampered = rendered.text.replace("301.81", "301.91")
    (found,) = check(tampered, LEDGER, spans=rendered.spans).findings
    assert found.code == "reference-value"
    assert "301.81万元" in found.message


def test_problems_of_rendering_become_findings_at_their_place() -> None:
    rendered = render("甲[[没有这个]]，乙[[基本支出.决算]。", LEDGER, Style())
    found = from_problems(rendered.problems)
    assert [f.code for f in found] == ["unknown-reference", "malformed-reference"]
    assert all(rendered.text[f.start : f.end] == f.quote for f in found)


def test_the_amount_before_a_change_must_be_the_one_that_changed() -> None:
    (found,) = checked("我会开支[[项目支出.决算]]，比上年增加[[基本支出.决算.比上年增减额]]。").findings
    assert found.code == "wrong-item"
    assert found.quote == "163.03万元"
    assert found.expected == "301.81万元"


def test_brackets_inside_a_name_do_not_hide_it() -> None:
    (found,) = checked("因公出国（境）费[[三公经费.公务接待费.决算]]。").findings
    assert found.code == "wrong-item"


def test_digits_in_the_key_of_an_unknown_reference_are_no_figures() -> None:
    result = checked("发放[[记录.29-典型选树.3场]]，培训[[记录.24份，参加培训428人。")
    assert result.findings == ()
    assert [t.mention.text for t in result.ties] == ["428人"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("基本支出比上年减少[[基本支出.决算.比上年增减额]]。", True),
        ("基本支出比上年增加[[基本支出.决算.比上年增减额]]。", False),
        ("项目支出增长[[项目支出.决算.比上年增减率]]。", True),
        ("项目支出下降[[项目支出.决算.比上年增减率]]。", False),
        ("基本支出较上年有所下降。", True),
        ("基本支出较上年有所增长。", False),
        ("项目支出与上年持平。", True),
        ("基本支出增减变化不大。", False),
    ],
)
def test_direction_words_must_agree_with_the_sign(text: str, wrong: bool) -> None:
    assert codes(text) == (["direction"] if wrong else [])


@pytest.mark.parametrize(
    "text",
    [
        "在职人员[[在职人数|数]]次。",
        "执行率[[基本支出.执行率|数]]个百分点。",
        "参加培训[[记录.培训.参加培训|数]]件。",
        "基本支出决算[[基本支出.决算|数]]人。",
    ],
)
def test_a_unit_typed_behind_a_bare_number_must_be_the_figures_own(text: str) -> None:
    assert "unit-slip" in codes(text)


@pytest.mark.parametrize("text", ["在职人员[[在职人数|数]]名。", "执行率为[[基本支出.执行率|数]]%。"])
def test_a_like_unit_may_be_typed(text: str) -> None:
    assert codes(text) == []


def test_a_notes_figure_among_the_words_of_another_note_is_told() -> None:
    assert codes("累计发放宣传资料[[记录.培训.参加培训|数]]份。") == ["unit-slip"]
    assert codes("参加培训[[记录.培训.参加培训]]。") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("项目支出年初预算[[项目支出.决算]]。", "wrong-basis"),  # the ledger has no opening budget of it
        ("2022年，人员经费[[人员经费.决算]]。", "wrong-year"),
        ("基本支出年初预算比上年增加[[基本支出.决算.比上年增减额]]。", "wrong-basis"),
        ("基本支出决算[[基本支出.上年决算]]。", "wrong-year"),
    ],
)
def test_a_basis_or_year_that_the_figure_does_not_have_is_told(text: str, code: str) -> None:
    assert code in codes(text)


def test_the_rate_behind_a_difference_must_be_the_rate_of_that_difference() -> None:
    text = "基本支出比上年增加[[基本支出.决算.比上年增减额]]，下降[[项目支出.决算.比上年增减率]]。"
    assert "wrong-item" in codes(text)
    assert codes("基本支出[[基本支出.决算]]，[[基本支出.决算|比上年]]。") == []

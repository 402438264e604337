"""Figures that a person wrote over."""

import pytest

from schemas.findings import Severity
from tests.crosscheck.ledgers import checked

TEXT = "公务接待费支出[[三公经费.公务接待费.决算|作{}]]。"


@pytest.mark.parametrize("written", ["3.20万元", "1.98万元", "189万元", "1.89%", "若干"])
def test_another_value_is_an_error_that_shows_both_and_the_ways_out(written: str) -> None:
    errors = checked(TEXT.format(written), heading="三公经费").errors
    assert [f.code for f in errors] == ["changed-figure"]
    for words in (
        written,
        "1.89万元",
        "data.xlsx · 收支!D5",
        "zipingbao refresh",
        "restore 报告文件夹 三公经费",
    ):
        assert words in errors[0].message
    assert (errors[0].quote, errors[0].severity) == (written, Severity.ERROR)


@pytest.mark.parametrize("written", ["1.89万元", "1.9万元", "18900元", "约1.9万元"])
def test_the_ledgers_own_value_is_none(written: str) -> None:
    assert not checked(TEXT.format(written)).errors


def test_a_draft_may_not_write_over_figures_at_all() -> None:
    found = checked(TEXT.format("1.89万元"), draft=True).errors
    assert [f.code for f in found] == ["changed-figure"]


def test_a_bare_number_is_meant_in_the_figures_unit() -> None:
    assert not checked("支出[[基本支出.决算|数|作301.81]]万元。").errors
    assert [f.code for f in checked("支出[[基本支出.决算|数|作301.18]]万元。").errors] == ["changed-figure"]

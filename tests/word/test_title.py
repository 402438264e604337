"""How a title is broken into lines."""

from __future__ import annotations

import pytest

from pipeline.word.text import width
from pipeline.word.title import LONGEST, title_lines


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("2023年度部门整体支出绩效自评报告", ["2023年度部门整体支出绩效自评报告"]),
        (
            "青岚县科学技术协会2023年度部门整体支出绩效自评报告",
            ["青岚县科学技术协会2023年度", "部门整体支出绩效自评报告"],
        ),
        ("2023年度青岚县科协\n整体支出绩效评价报告。", ["2023年度青岚县科协", "整体支出绩效评价报告"]),
        (
            "关于2020年度青岚市科协部门整体支出绩效自评工作情况的报告",
            ["关于2020年度青岚市科协", "部门整体支出绩效自评工作情况的报告"],
        ),
        ("", []),
    ],
)
def test_titles_break_between_words(title: str, lines: list[str]) -> None:
    assert title_lines(title) == lines


@pytest.mark.parametrize(
    "title", ["甲" * 45, "关于" + "乙" * 70, "A" * 90, "丙" * 19 + "2023年度" + "丁" * 30]
)
def test_no_line_is_too_long_and_nothing_is_lost(title: str) -> None:
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(width(line) <= LONGEST for line in lines) or title.isascii()


def test_a_year_is_never_torn_apart() -> None:
    assert all("2023年" in line for line in title_lines("丙" * 17 + "2023年" + "丁" * 10) if "2" in line)

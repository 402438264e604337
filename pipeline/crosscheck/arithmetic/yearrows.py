"""Rows whose years are told before them: 2020—2022年分别为50万元、60万元、75万元."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.crosscheck.arithmetic.fact import Fact, same_sort
from pipeline.crosscheck.arithmetic.moments import years_counted, years_named

_MARKS = ("、", "和", "及", "与", "，", ",", "以及")
_EACH = ("分别为", "分别是", "分别", "依次为", "各为", "分别安排", "分别完成", "分别投入")
_REACH = 90


def date_rows(facts: list[Fact], text: str) -> None:
    """Give each number of such a row its own year, and the subject of the first."""
    for at, fact in enumerate(facts):
        years = years_named(fact.words) or _counted(fact, text)
        row = facts[at : at + len(years)]
        if len(years) < 2 or len(row) < len(years) or not _in_one_row(row, text):
            continue
        for one, year in zip(row, years, strict=True):
            moment = replace(one.moment, when="", year=year)
            facts[one.index] = replace(one, moment=moment, core=fact.core)


def _counted(fact: Fact, text: str) -> list[int]:
    """2018—2020年投入2.46亿元，三年分别为…: the span stands before the number before."""
    if fact.index < 2 or not fact.words.endswith(_EACH):
        return []
    end = fact.mention.start
    start = max(text.rfind("。", 0, end) + 1, end - _REACH)
    return years_counted(text[start:end], text[start:end])


def _in_one_row(row: Sequence[Fact], text: str) -> bool:
    return all(
        text[one.mention.end : other.mention.start] in _MARKS and same_sort(one.mention, other.mention)
        for one, other in pairwise(row)
    )

"""Rows whose years are told before them: 2020—2022年分别为50万元、60万元、75万元."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.crosscheck.arithmetic.fact import Fact, same_sort
from pipeline.crosscheck.arithmetic.moments import years_named

_MARKS = ("、", "和", "及", "与", "，", ",", "以及")


def date_rows(facts: list[Fact], text: str) -> None:
    """Give each number of such a row its own year, and the subject of the first."""
    for at, fact in enumerate(facts):
        years = years_named(fact.words)
        row = facts[at : at + len(years)]
        if len(years) < 2 or len(row) < len(years) or not _in_one_row(row, text):
            continue
        for one, year in zip(row, years, strict=True):
            moment = replace(one.moment, when="", year=year)
            facts[one.index] = replace(one, moment=moment, core=fact.core)


def _in_one_row(row: Sequence[Fact], text: str) -> bool:
    return all(
        text[one.mention.end : other.mention.start] in _MARKS and same_sort(one.mention, other.mention)
        for one, other in pairwise(row)
    )

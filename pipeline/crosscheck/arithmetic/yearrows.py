"""Rows whose years are told before them: 2020—2022年分别为50万元、60万元、75万元."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.crosscheck.arithmetic.fact import Fact, same_sort
from pipeline.crosscheck.arithmetic.moments import parts_named, span_of, years_named
from schemas.figures import Kind

_MARKS = ("、", "和", "及", "与", "，", ",", "以及")


def date_rows(facts: list[Fact], text: str) -> None:
    """Give each number of such a row its own year or quarter, and the subject of the first."""
    for at, fact in enumerate(facts):
        if not fact.words or not _EACH.search(fact.words):
            continue
        span, words = _span(facts, fact, text), _lead(facts, fact, text)
        years = years_named(words) or (_of_span(span, text) if span else [])
        parts = [] if years else parts_named((span.mention.text if span else "") + words)
        row = facts[at : at + len(years or parts)]
        if len(row) < 2 or len(row) < len(years or parts) or not _in_one_row(row, text):
            continue
        for one, when in zip(row, years or parts, strict=True):
            moment = replace(one.moment, when="", year=when) if years else replace(one.moment, part=when)
            facts[one.index] = replace(one, moment=moment, core=span.core if span else fact.core)


def _lead(facts: Sequence[Fact], fact: Fact, text: str) -> str:
    """The words before a row from the last number or sentence on: 2020年、2021年新建公路分别为."""
    start = max(facts[fact.index - 1].mention.end if fact.index else 0, fact.mention.start - _FAR)
    return _ENDS.split(text[start : fact.mention.start])[-1]


_ENDS = re.compile(r"[。；\n]")


def _span(facts: Sequence[Fact], fact: Fact, text: str) -> Fact | None:
    """三年分别为, 一至四季度依次为: the time told as a number of its own before the row."""
    above = facts[fact.index - 1] if fact.index else None
    if above is None or above.mention.kind is not Kind.DURATION:
        return None
    return above if text[above.mention.end : fact.mention.start] in _BARE else None


def _of_span(fact: Fact, text: str) -> list[int]:
    """2018—2020年投入2.46亿元，三年分别为: the years of the span that the sentence opens with."""
    span = fact.mention
    if (span.unit or "")[-1:] != "年":
        return []
    lead = text[max(0, span.start - _FAR) : span.start].rsplit("。", 1)[-1]
    years = span_of(lead)
    return years if len(years) == span.value else []


_FAR = 60
_EACH = re.compile("分别|依次|各")
_BARE = ("分别为", "分别是", "依次为", "依次是", "分别", "依次", "分别达", "分别达到")


def _in_one_row(row: Sequence[Fact], text: str) -> bool:
    return all(
        text[one.mention.end : other.mention.start] in _MARKS and same_sort(one.mention, other.mention)
        for one, other in pairwise(row)
    )

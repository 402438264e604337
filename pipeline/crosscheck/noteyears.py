"""A number of a note in a sentence about another year than the note's."""

from __future__ import annotations

import re

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import source
from pipeline.crosscheck.terms import Facet
from schemas.findings import Finding, Mention, Severity

_YEAR = re.compile(r"(?<![\d—～-])(20\d{2})年")

_REACH = 400


def wrong_note_year(mention: Mention, one: Facet, reading: Reading, sources: str) -> Finding | None:
    """The warning on a note's number whose sentence names only a year of which the notes say nothing there.

    A year that stands anywhere in what the notes tell around the number's own words is taken as theirs.
    """
    figure = one.figure
    if not one.note or figure.year is None:
        return None
    start = reading.layout.period(mention.start)[0]
    named = list(_YEAR.finditer(reading.text, start, mention.start))
    if not named or named[-1][1] == str(figure.year):
        return None
    told = _told(sources, figure.context)
    if not told or named[-1][1] in told:
        return None
    message = (
        f"此处写的是{named[-1][0]}，{mention.text}却是{figure.year}年的记录“{figure.key}”（{source(figure)}）。"
        "请核实年份。"
    )
    return finding(
        "wrong-year", message, reading.text, mention.start, mention.end,
        severity=Severity.WARNING, others=(named[-1].span(),),
    )  # fmt: skip


def _told(sources: str, words: str) -> str:
    """What the notes tell around the words; empty when they do not hold them."""
    at = sources.find(words) if words else -1
    return sources[max(0, at - _REACH) : at + _REACH] if at >= 0 else ""

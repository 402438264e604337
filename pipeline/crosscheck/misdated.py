"""A real figure of one year in a sentence on another."""

from __future__ import annotations

import re

from pipeline.crosscheck.intervals import fits
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import source
from pipeline.crosscheck.terms import Facet
from pipeline.crosscheck.twins import is_said, name_of, siblings, wrong
from pipeline.crosscheck.words import years, years_named
from schemas.findings import Finding, Mention, Severity

_ASIDE = r"[^，。；]*(?:结转|结余|立项|启动|印发|下达|以来|起|前)"
"""2020年立项的项目支出: the year is that of something else."""

_OPENING_YEAR = re.compile(
    r"\s*(?:[一二三四五六七八九十]是|[（(]?[\d一二三四五六七八九十]{1,2}[）).、])?(?:截[至止]|到|至)?"
    rf"(\d{{4}})年(?!{_ASIDE})(?:度|[末底])?[，,]?"
)
_CLAUSE_YEAR = re.compile(rf"(?<![\d—－-])(\d{{4}})年(?!{_ASIDE})")
_YEAR_ASIDE = re.compile(rf"\d{{4}}年{_ASIDE}")

_FROM = re.compile(r"[由从][^，。；、\d年]{0,16}$")


def misdated(words: str, mention: Mention, one: Facet, reading: Reading) -> Finding | None:
    """A figure of another year than the one that its own words, or its sentence, speak of."""
    said = years(_YEAR_ASIDE.sub("", words), reading.year) or _years_of_sentence(mention, one, reading)
    if len(said) != 1 or one.figure.year in said:
        return None
    year = next(iter(said))
    if one.figure.year == year - 1 and _FROM.search(
        reading.text, reading.window(mention.start)[0], mention.start
    ):
        return None  # 2023年由280万元增加到301.81万元: what a change starts from is of the year before
    own = f"“{name_of(one)}”{one.figure.year}年的数（{source(one.figure)}）"
    start = f"此处写的是{year}年的数，{mention.text}却是{own}。"
    opening = _opening_year(mention, reading)
    twin = next(iter(siblings(one, reading, basis=one.figure.basis, year=year)), None)
    if twin is None and opening:
        message = f"{start}台账中没有这一项{year}年的数，请核实。"
        found = wrong("wrong-year", message, mention, reading, one.figure, severity=Severity.WARNING)
    elif twin is None or fits(mention, twin.figure):
        return None
    else:
        found = wrong("wrong-year", start + is_said(twin), mention, reading, twin.figure)
    # Which of the two is wrong, the year at the head or the number, only the writer knows.
    return _widened(found, opening.start(1), reading) if opening else _pointed(found, year, mention, reading)


def changed_elsewhen(mention: Mention, one: Facet, reading: Reading) -> Finding | None:
    """A change or a rate that the ledger has of another year than the one at the head of the sentence."""
    opening = _opening_year(mention, reading)
    if opening is None or int(opening[1]) == one.figure.year:
        return None
    if any(fits(mention, f.figure) for f in siblings(one, reading, year=int(opening[1]))):
        return None
    message = (
        f"此处写的是{opening[1]}年的数，{mention.text}却是“{name_of(one)}”{one.figure.year}年的数"
        f"（{source(one.figure)}），请核实。"
    )
    found = wrong("wrong-year", message, mention, reading, one.figure, severity=Severity.WARNING)
    return _widened(found, opening.start(1), reading)


def _opening_year(mention: Mention, reading: Reading) -> re.Match[str] | None:
    """The year at the head of the sentence or of the number's own clause: 2019年，我单位…; None when another
    year is named behind it."""
    at = mention.start
    start = reading.layout.sentence(at)[0]
    opening = _OPENING_YEAR.match(reading.text, start, at) or _CLAUSE_YEAR.search(
        reading.text, reading.window(at)[0], at
    )
    if opening is None:
        opening = _OPENING_YEAR.match(reading.text, reading.layout.period(at)[0], at)
    words = reading.words(opening.end() if opening else start, at)
    return opening if opening and not years(words, reading.year) and "由" not in words else None


def _pointed(found: Finding, year: int, mention: Mention, reading: Reading) -> Finding:
    """With the place where the sentence names the year."""
    at = reading.text.rfind(f"{year}年", reading.layout.sentence(mention.start)[0], mention.start)
    return found if at < 0 else found.model_copy(update={"others": (*found.others, (at, at + 5))})


def _widened(found: Finding, start: int, reading: Reading) -> Finding:
    return found.model_copy(update={"start": start, "quote": reading.text[start : found.end]})


def _years_of_sentence(mention: Mention, one: Facet, reading: Reading) -> set[int]:
    """The one year that the sentence speaks of so far, if the figure's own is not even compared with.

    Without any word of year a figure of the year before is out of place: reports speak of their own year.
    """
    start = reading.layout.sentence(mention.start)[0]
    words = _YEAR_ASIDE.sub("", reading.words(start, mention.start))
    named = years_named(words, reading.year)
    if not named and reading.year is not None and one.figure.year == reading.year - 1:
        line = reading.text[slice(*reading.layout.paragraph(mention.start))]
        alone = not years_named(line.replace("比上年", "").replace("与上年", ""), reading.year)
        return {reading.year} if alone else set()
    return set() if one.figure.year in named else named

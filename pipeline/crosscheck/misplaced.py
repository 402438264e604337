"""A real figure beside the wrong noun, basis or year. A reference proves the value, not the sentence.

Every check here ends in the same question: does the ledger hold, for what the words say, a *different*
printed value? Only then is the sentence wrong; and only words that leave no doubt are asked.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import fits
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import show, source
from pipeline.crosscheck.terms import Facet, Hit, Terms, fold, variants
from pipeline.crosscheck.words import strong_bases, years, years_named
from schemas.figures import Figure
from schemas.findings import Finding, Mention

_RATES = ("执行率", "完成率", "控制率")


def misplaced(mention: Mention, one: Facet, reading: Reading) -> Finding | None:
    """The finding on a number that is *one*, if its words name something else; else None."""
    if one.note or reading.terms is None:
        return None
    return _wrong_item(mention, one, reading) or _wrong_measure(mention, one, reading) or _wrong_column(
        mention, one, reading
    )  # fmt: skip


def _wrong_item(mention: Mention, one: Facet, reading: Reading) -> Finding | None:
    hit = reading.governor(mention.start)
    terms = reading.terms
    if hit is None or terms is None or one.subject in hit.subjects or _named(one, mention, reading):
        return None
    others = [f for s in hit.subjects for f in terms.by_subject[s] if f.derived == one.derived]
    others = [f for f in others if f.figure.kind is one.figure.kind and not f.note]
    if not others or any(fits(mention, f.figure) for f in others):
        return None
    if any(_related(one.subject, subject) for subject in hit.subjects) and one.derived:
        return None
    twin = _twin(others, one.figure)
    message = (
        f"此处写的是“{hit.term}”，{mention.text}却是“{_name(one)}”的数（{source(one.figure)}）。"
        f"“{_name(twin)}”为{show(twin.figure)}（{source(twin.figure)}）。"
    )
    return _finding("wrong-item", message, mention, reading, twin.figure, hit)


def _named(one: Facet, mention: Mention, reading: Reading) -> bool:
    """Whether the clause names the figure's own item after all, before or behind the number."""
    names = {n for name in (one.figure.label, *one.figure.aliases) for n in variants(name)}
    start, _ = reading.window(mention.start)
    end = reading.layout.clause(mention.end)[1]
    words = fold(reading.words(start, max(end, mention.end)))
    return any(name in words for name in names)


def _related(one: str, other: str) -> bool:
    return one.startswith(other + ".") or other.startswith(one + ".")


def _twin(others: list[Facet], figure: Figure) -> Facet:
    """Of several columns of the item that the words name, the one in the figure's own column."""
    return min(others, key=lambda f: (f.figure.basis is not figure.basis, f.figure.year != figure.year))


def _wrong_measure(mention: Mention, one: Facet, reading: Reading) -> Finding | None:
    """完成率 printed where the words say 执行率, and the other way round."""
    if one.derived not in _RATES:
        return None
    words = reading.text[slice(*reading.window(mention.start))]
    said = [rate for rate in _RATES if rate in words]
    if len(said) != 1 or said[0] == one.derived:
        return None
    twin = _sibling(one, reading.terms, derived=said[0])
    if twin is None or fits(mention, twin.figure):
        return None
    message = f"此处写的是{said[0]}，{mention.text}却是{one.derived}（{source(one.figure)}）。{_is(twin)}"
    return _finding("wrong-item", message, mention, reading, twin.figure)


def _wrong_column(mention: Mention, one: Facet, reading: Reading) -> Finding | None:
    if one.derived or one.figure.year is None:
        return None
    words = reading.words(*reading.window(mention.start))
    if "分别" in reading.text[slice(*reading.layout.sentence(mention.start))]:
        return None
    return _wrong_basis(words, mention, one, reading) or _wrong_year(words, mention, one, reading)


def _wrong_basis(words: str, mention: Mention, one: Facet, reading: Reading) -> Finding | None:
    said = strong_bases(words)
    if not said or one.figure.basis is None or one.figure.basis in said:
        return None
    twin = _sibling(one, reading.terms, basis=said[-1], year=one.figure.year)
    if twin is None or fits(mention, twin.figure):
        return None
    message = (
        f"此处写的是{said[-1].chinese}，{mention.text}却是“{_name(one)}”的{one.figure.basis.chinese}数"
        f"（{source(one.figure)}）。{_is(twin)}"
    )
    return _finding("wrong-basis", message, mention, reading, twin.figure)


def _wrong_year(words: str, mention: Mention, one: Facet, reading: Reading) -> Finding | None:
    said = years(words, reading.year) or _years_of_sentence(mention, one, reading)
    if len(said) != 1 or one.figure.year in said:
        return None
    twin = _sibling(one, reading.terms, basis=one.figure.basis, year=next(iter(said)))
    if twin is None or fits(mention, twin.figure):
        return None
    message = (
        f"此处写的是{next(iter(said))}年的数，{mention.text}却是“{_name(one)}”{one.figure.year}年的数"
        f"（{source(one.figure)}）。{_is(twin)}"
    )
    return _finding("wrong-year", message, mention, reading, twin.figure)


def _years_of_sentence(mention: Mention, one: Facet, reading: Reading) -> set[int]:
    """The one year that the sentence speaks of so far, if the figure's own is not even compared with."""
    start = reading.layout.sentence(mention.start)[0]
    words = reading.words(start, mention.start)
    compared = years_named(words, reading.year)
    return set() if one.figure.year in compared else compared


def _sibling(one: Facet, terms: Terms | None, **wanted: object) -> Facet | None:
    """The figure of the same item that differs in the given facets only."""
    derived = str(wanted.pop("derived", one.derived))
    same: Iterable[Facet] = terms.by_subject[one.subject] if terms else ()
    for other in same:
        figure = other.figure
        alike = other.derived == derived and figure.kind is one.figure.kind and figure.unit == one.figure.unit
        if alike and all(getattr(figure, name) == value for name, value in wanted.items()):
            return other
    return None


def _name(one: Facet) -> str:
    return one.figure.key


def _is(twin: Facet) -> str:
    return f"“{_name(twin)}”为{show(twin.figure)}（{source(twin.figure)}）。"


def _finding(
    code: str, message: str, mention: Mention, reading: Reading, right: Figure, hit: Hit | None = None
) -> Finding:
    start = hit.start if hit else mention.start
    return finding(
        code, message, reading.text, mention.start, mention.end,
        expected=show(right), evidence=source(right), others=((start, hit.end),) if hit else (),
    )  # fmt: skip

"""A real figure beside the wrong noun, basis or year. A reference proves the value, not the sentence.

Every check here ends in the same question: does the ledger hold, for what the words say, a *different*
printed value? Only then is the sentence wrong; and only words that leave no doubt are asked.
"""

from __future__ import annotations

import re

from pipeline.crosscheck.candidates import Words, told, unit_score
from pipeline.crosscheck.intervals import fits
from pipeline.crosscheck.misdated import changed_elsewhen, misdated
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import show, source
from pipeline.crosscheck.terms import Facet, fold, variants
from pipeline.crosscheck.twins import is_said, name_of, siblings, wrong
from pipeline.crosscheck.words import compared, strong_bases
from schemas.figures import Figure, Kind
from schemas.findings import Finding, Mention, Severity

_NEAR = 3.0
_JOINED, _APART, _FAR = 4.0, 3.0, 1.0
"""How much of a note's words must stand around a number, by how much more than of its own note's, and below
which share the number's own note is out of sight. In the examples every figure scores 4 for its own."""

_YEARLY = ("比上年增减额", "比上年增减率")
_NAMED_BASIS = re.compile(r"年初(?:部门)?预算|调整后?预算|决算")
_RATES = ("执行率", "完成率", "控制率")


def misplaced(mention: Mention, one: Facet, reading: Reading) -> Finding | None:
    """The finding on a number that is *one*, if its words name something else; else None."""
    if one.note:
        return _wrong_note(mention, one, reading)
    if one.derived == "占比" and (found := _wrong_share(mention, one, reading)):
        return found
    return _wrong_item(mention, one, reading) or _wrong_measure(mention, one, reading) or _wrong_column(
        mention, one, reading
    )  # fmt: skip


def _wrong_note(mention: Mention, one: Facet, reading: Reading) -> Finding | None:
    """A note's number among the words of another figure: its own words are far, the other's join on."""
    rivals = [f for f in told(mention, reading) if f.note and f.subject != one.subject]
    hit = reading.governor(mention.start)
    named = [f for f in reading.named(hit) if not f.derived and f.figure.kind is one.figure.kind]
    if not rivals and not named:
        return None
    if any(fits(mention, f.figure) for f in (*rivals, *named)):
        return None
    words = Words(mention, reading)
    own = words.overlap(one)
    best = max(rivals, key=words.overlap, default=None)
    if best is not None and words.overlap(best) >= max(_JOINED, own + _APART):
        return wrong("wrong-item", _other(mention, one, best), mention, reading, best.figure)
    if named and own < _FAR:
        return wrong("wrong-item", _other(mention, one, named[0]), mention, reading, named[0].figure, hit)
    return None


def _other(mention: Mention, one: Facet, right: Facet) -> str:
    return (
        f"{mention.text}是“{name_of(one)}”的数（{source(one.figure)}），此处的词句说的却是“{name_of(right)}”"
        f"{show(right.figure)}（{source(right.figure)}）。"
    )


def mismeasured(mention: Mention, one: Facet, reading: Reading) -> Finding | None:
    """1人作品获一等奖 for 1件: the words are those of a figure with another measure."""
    if mention.kind is not Kind.COUNT or not mention.unit:
        return None
    rivals = [f for f in told(mention, reading, units=False) if unit_score(mention.unit, f.figure) is None]
    rivals = [f for f in rivals if f.figure.kind is Kind.COUNT and f.figure.value == mention.value]
    words = Words(mention, reading)
    own = words.overlap(one) if one.note else 0.0
    best = max(rivals, key=words.overlap, default=None)
    if best is None or words.overlap(best) < max(_NEAR, own + _APART / 2):
        return None
    message = (
        f"{mention.text}的量词与“{name_of(best)}”{show(best.figure)}（{source(best.figure)}）不符，请核对。"
    )
    return wrong("unit-slip", message, mention, reading, best.figure)


def _wrong_item(mention: Mention, one: Facet, reading: Reading) -> Finding | None:
    hit = reading.governor(mention.start)
    if hit is None or one.subject in hit.subjects or _named(one, mention, reading):
        return None
    others = [f for f in reading.named(hit) if f.derived == one.derived]
    others = [f for f in others if f.figure.kind is one.figure.kind and not f.note]
    if not others or any(fits(mention, f.figure) for f in others):
        return None
    if any(_related(one.subject, subject) for subject in hit.subjects) and one.derived:
        return None
    twin = _twin(others, one.figure)
    message = (
        f"此处写的是“{hit.term}”，{mention.text}却是“{name_of(one)}”的数（{source(one.figure)}）。"
        f"“{name_of(twin)}”为{show(twin.figure)}（{source(twin.figure)}）。"
    )
    return wrong("wrong-item", message, mention, reading, twin.figure, hit)


def _wrong_share(mention: Mention, one: Facet, reading: Reading) -> Finding | None:
    """公用经费占基本支出的P%: the share of the noun before 占; where a rate is named, no share at all."""
    start, at = reading.window(mention.start)
    words = reading.text[start:at]
    shares = words.find("占")
    if shares < 0:
        rate = next((r for r in _RATES if words.rstrip("为达到是约").endswith(r)), None)
        share = f"{mention.text}却是“{name_of(one)}”（{source(one.figure)}）。"
        sentence = reading.text[reading.layout.sentence(at)[0] : at]
        if rate is None or "占" in sentence:
            return None
        return wrong("wrong-item", f"此处写的是{rate}，{share}", mention, reading, None)
    hits = reading.hits_in(start, start + shares)
    if len(hits) != 1 or one.subject in hits[0].subjects or _named(one, mention, reading):
        return None
    if not reading.links(start, hits[0], start + shares):
        return None
    same = [f for f in reading.named(hits[0]) if f.derived == "占比"]
    if any(fits(mention, f.figure) for f in same):
        return None
    hint = is_said(same[0]) if same else ""
    share = f"{mention.text}却是“{name_of(one)}”（{source(one.figure)}）。{hint}"
    message = f"此处写的是“{hits[0].term}”的占比，{share}"
    return wrong("wrong-item", message, mention, reading, same[0].figure if same else None, hits[0])


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
    twin = next(iter(siblings(one, reading, derived=said[0])), None)
    if twin is None or fits(mention, twin.figure):
        return None
    message = f"此处写的是{said[0]}，{mention.text}却是{one.derived}（{source(one.figure)}）。{is_said(twin)}"
    return wrong("wrong-item", message, mention, reading, twin.figure)


def _wrong_column(mention: Mention, one: Facet, reading: Reading) -> Finding | None:
    if one.figure.year is None:
        return None
    if one.derived and one.derived not in _YEARLY:
        return changed_elsewhen(mention, one, reading)
    words = reading.words(*reading.window(mention.start))
    if "分别" in reading.text[reading.layout.sentence(mention.start)[0] : mention.start]:
        return None
    found = _wrong_basis(words, mention, one, reading)
    if found or not one.derived:
        return found or misdated(words, mention, one, reading)
    return changed_elsewhen(mention, one, reading)


def _wrong_basis(words: str, mention: Mention, one: Facet, reading: Reading) -> Finding | None:
    said = strong_bases(compared(words)) or strong_bases(words)
    if not said or one.figure.basis is None or one.figure.basis in said:
        return None
    start = (
        f"此处写的是{said[-1].chinese}，{mention.text}却是“{name_of(one)}”的{one.figure.basis.chinese}数"
        f"（{source(one.figure)}）。"
    )
    same = siblings(one, reading, basis=said[-1])
    twin = next((f for f in same if f.figure.year == one.figure.year), None)
    if twin is None and not same and _NAMED_BASIS.search(words):
        message = f"{start}台账中没有这一项的{said[-1].chinese}数，请核实。"
        return wrong("wrong-basis", message, mention, reading, one.figure, severity=Severity.WARNING)
    if twin is None or any(fits(mention, f.figure) for f in same):
        return None
    return wrong("wrong-basis", start + is_said(twin), mention, reading, twin.figure)

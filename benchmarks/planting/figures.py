"""Planters that put a wrong figure in the place of a right one."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import pairwise

from benchmarks.planting.pages import Page
from benchmarks.planting.tools import (
    BOTH,
    DIGITS,
    TEXT,
    Edit,
    Slot,
    edit,
    label,
    last_year,
    longer_or_shorter,
    other_digit,
    planter,
    printed,
    said,
    sentence_bounds,
    shifted,
    siblings,
    slots,
    transposed,
    twin,
)
from pipeline.ledger import build_ledger
from schemas.figures import Basis, CellRef, Figure, Kind, Ledger
from schemas.inputs import ReportInput

AS_DIGIT = "unless the result is the print of another figure that the words fit as well"
BASIS_SAID = {
    Basis.INITIAL_BUDGET: ("年初",),
    Basis.ADJUSTED_BUDGET: ("调整",),
    Basis.RECEIVED: ("到位",),
    Basis.FINAL: ("决算", "支出", "收入", "实际", "发生"),
}
CHANGES = ("增减额", "增减率")
SHARES = ("占比", "执行率", "完成率", "控制率")


def number_of(slot: Slot) -> str | None:
    match = DIGITS.search(slot.written)
    return match[0] if match else None


def renumber(slot: Slot, number: str | None, *, detectable: bool = True) -> Iterator[Edit]:
    """Another number in the same print; nothing when it is the same number."""
    match = DIGITS.search(slot.written)
    if match and number and Decimal(number) != Decimal(match[0]):
        text = slot.written
        yield slot.retype(text[: match.start()] + number + text[match.end() :], detectable=detectable)


# -- slips of the pen -------------------------------------------------------------------------------


@planter("digit", TEXT, AS_DIGIT)
def digit(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for slot in slots(page, form):
        if number := number_of(slot):
            percent = slot.figure.kind is Kind.PERCENT  # the last place of a rate is rounding
            yield from renumber(slot, other_digit(number, rng, keep_last=percent))


@planter("transposed", TEXT, AS_DIGIT)
def transpose(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for slot in slots(page, form):
        if number := number_of(slot):
            yield from renumber(slot, transposed(number, rng))


@planter("digit-count", TEXT, AS_DIGIT)
def digit_count(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for slot in slots(page, form):
        if number := number_of(slot):
            yield from renumber(slot, longer_or_shorter(number, rng))


@planter("point", TEXT, AS_DIGIT)
def point(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for slot in slots(page, form):
        if number := number_of(slot):
            yield from renumber(slot, shifted(number, rng))


@planter("unit", BOTH, AS_DIGIT)
def unit(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for slot in slots(page, form):
        if slot.print.endswith("万元") and slot.figure.value and slot.figure.unit == "万元":
            yield slot.retype(slot.bare() + rng.choice(("元", "元", "亿元")))


MEASURES = {
    "人": "人次",
    "人次": "人",
    "名": "件",
    "个": "次",
    "场": "个",
    "次": "人",
    "项": "人",
    "件": "人",
}


@planter("measure", BOTH, AS_DIGIT)
def measure(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for slot in slots(page, form):
        unit = slot.figure.unit
        plain = slot.figure.hedge is None and slot.print.endswith(unit)
        if unit in MEASURES and plain and slot.source[slot.end : slot.end + 1] != "次":
            yield slot.retype(slot.bare() + MEASURES[unit])


# -- a right number in a wrong place ----------------------------------------------------------------


def instead(slot: Slot, other: Figure | None, detectable: bool = True) -> Iterator[Edit]:
    """*other* in the place of the figure; nothing when it prints the same."""
    if other is not None and printed(slot.page, other) != slot.print:
        yield slot.put(slot.other(other), detectable=detectable)


@planter("last-year", BOTH, "the clause does not speak of last year")
def of_last_year(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for slot in slots(page, form):
        yield from instead(slot, last_year(page, slot.figure), "上年" not in slot.clause)


@planter("basis", BOTH, "the clause says the basis, or the sentence does and says no other")
def other_basis(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for slot in slots(page, form):
        if slot.figure.basis is None or slot.figure.key.endswith((*CHANGES, *SHARES)):
            continue
        for basis in rng.sample(list(Basis), len(Basis)):
            if basis is not slot.figure.basis:
                other = twin(page, slot.figure, basis.chinese)
                yield from instead(slot, other, _basis_told(slot, basis))


def _basis_told(slot: Slot, other: Basis) -> bool:
    def says(text: str, basis: Basis | None) -> bool:
        return any(word in text for word in BASIS_SAID[basis]) if basis else False

    own = slot.figure.basis
    return says(slot.clause, own) or (says(slot.sentence, own) and not says(slot.sentence, other))


@planter("wrong-item", BOTH, "the words before the figure name its item, and not the other one")
def wrong_item(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for slot in slots(page, form):
        figure = slot.figure
        others = [] if figure.key.startswith("记录.") else siblings(page, figure)
        if others and not figure.key.endswith((*CHANGES, *SHARES)):
            other = rng.choice(others)
            yield from instead(slot, other, slot.tells_from(other) and label(other) != label(figure))


@planter("items-swapped", BOTH, "the words before one of the figures name its item, and not the other")
def items_swapped(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for one, two in neighbours(page, form):
        if label(one.figure) != label(two.figure):
            told = one.tells_from(two.figure) or two.tells_from(one.figure)
            yield exchanged(one, two, told)


@planter("ends-swapped", BOTH, "the words before one of the figures say its year or basis")
def ends_swapped(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for one, two in neighbours(page, form):
        a, b = one.figure, two.figure
        if a.item == b.item and (a.year, a.basis) != (b.year, b.basis):
            words = one.clause + two.clause
            yield exchanged(one, two, any(w in words for w in ("年初", "上年", "调整", "到位", "决算")))


def neighbours(page: Page, form: str) -> Iterator[tuple[Slot, Slot]]:
    """Figures that follow each other in one sentence and could be mistaken for each other."""
    for one, two in pairwise(slots(page, form)):
        plain = not any(s.figure.key.endswith((*CHANGES, *SHARES)) for s in (one, two))
        alike = one.figure.unit == two.figure.unit and one.print != two.print
        if plain and alike and one.sentence == two.sentence:
            yield one, two


def exchanged(one: Slot, two: Slot, detectable: bool) -> Edit:
    """The two figures in each other's place."""
    now = one.other(two.figure) + one.source[one.end : two.start] + two.other(one.figure)
    return edit(one.source, one.start, two.end, now, detectable=detectable)


@planter("typed-wrong", ("reference",), "always: a draft must refer, and the figure is wrong besides")
def typed_wrong(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    """A draft that types a figure, one digit wrong, instead of referring to it."""
    for slot in slots(page, form):
        if match := DIGITS.search(slot.print):
            wrong = other_digit(match[0], rng)
            yield slot.put(slot.print[: match.start()] + wrong + slot.print[match.end() :])


# -- what is computed -------------------------------------------------------------------------------


def near(rate: Decimal, other: Decimal) -> bool:
    """Whether two percentages differ by no more than rounding may explain."""
    return abs(rate - other) <= Decimal("0.05")


@planter("growth-rate", BOTH, "the wrong rate differs by more than 0.05")
def growth_rate(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for slot in slots(page, form):
        figure = slot.figure
        if not figure.key.endswith("增减率") or not figure.value:
            continue
        if form == "reference":
            others = [
                f for f in siblings(page, figure, "增减率") if not near(abs(f.value), abs(figure.value))
            ]
            yield from instead(slot, rng.choice(others) if others else None)
        else:  # divided by the new value instead of the old one
            wrong = 100 * abs(figure.value) / (100 + figure.value)
            yield from renumber(slot, f"{wrong:.2f}", detectable=not near(wrong, abs(figure.value)))


@planter(
    "share", BOTH, "the wrong share differs by more than 0.05 and is not the same item's in another basis"
)
def share(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for slot in slots(page, form):
        figure = slot.figure
        if not figure.key.endswith(SHARES):
            continue
        if form == "reference":
            others = [f for f in siblings(page, figure, "占比") if not near(f.value, figure.value)]
            other = rng.choice(others) if others else None
            yield from instead(slot, other, other is not None and other.item != figure.item)
        else:
            number = other_digit(number_of(slot) or "1", rng, keep_last=True)
            yield from renumber(slot, number, detectable=not near(Decimal(number), figure.value))


@planter("share-denominator", TEXT, "the two wholes give shares that differ by more than 0.05")
def share_denominator(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for slot in slots(page, form):
        part = page.ledger.get(slot.figure.key.removesuffix(".占比"))
        if not slot.figure.key.endswith("占比") or part is None or not part.value:
            continue
        wholes = [f for f in siblings(page, part) if f.value > part.value and page.ledger.parts(f.key)]
        if wholes:
            wrong = 100 * part.value / rng.choice(wholes).value
            yield from renumber(slot, f"{wrong:.2f}", detectable=not near(wrong, slot.figure.value))


@planter("part", BOTH, "the whole and all its parts stand in the paragraph, or the part is named")
def part(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for slot in slots(page, form):
        whole = page.ledger.get(slot.figure.parent or "")
        if whole is None or not _shows(slot.paragraph, whole, page, form):
            continue
        if form == "reference":
            others = [f for f in page.ledger.parts(whole.key) if f.key != slot.figure.key]
            yield from instead(slot, rng.choice(others) if others else None)
        elif number := number_of(slot):
            yield from renumber(slot, other_digit(number, rng))


@planter("total", BOTH, "the total is named, or all its parts stand in the paragraph")
def total(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for slot in slots(page, form):
        parts = page.ledger.parts(slot.figure.key)
        if not parts or not _shows(slot.paragraph, parts[0], page, form):
            continue
        if form == "reference":
            others = [f for f in siblings(page, slot.figure) if page.ledger.parts(f.key)]
            yield from instead(slot, rng.choice(others) if others else None)
        elif number := number_of(slot):
            yield from renumber(slot, other_digit(number, rng))


def _shows(words: str, figure: Figure, page: Page, form: str) -> bool:
    """Whether the paragraph prints *figure*."""
    if form == "reference":
        whole = figure.parent and f"[[{figure.parent}|清单]]" in words
        return bool(whole) or f"[[{figure.key}]]" in words
    return printed(page, figure) in words


@planter("declared-count", BOTH, "the list stands in the same paragraph")
def declared_count(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    """Another number announced than is listed, or a member of the list left out."""
    for slot in slots(page, form):
        stem = slot.figure.key.removesuffix("数")
        members = page.ledger.members(stem)
        if not slot.figure.key.endswith("承担单位数"):
            continue
        if form == "text" and all(said(slot.paragraph, f) for f in members):
            for wrong in (-3, -2, -1, 1, 2, 3):
                number = int(slot.figure.value) + wrong
                yield from renumber(slot, str(number) if number > 1 else None)
        for gone in members:
            for struck in _left_out(page, form, stem, gone):
                yield replace(struck, also=(f"承担单位{slot.print}",))


def _left_out(page: Page, form: str, group: str, gone: Figure) -> Iterator[Edit]:
    """*gone* struck from the list of its group, written out or called up by one reference."""
    if form == "reference":
        whole = f"[[{group}|清单]]"
        rest = "、".join(f"{f.label}[[{f.key}]]" for f in page.ledger.members(group) if f is not gone)
        if (at := page.raw.find(whole)) >= 0:
            yield edit(page.raw, at, at + len(whole), rest)
        return
    member = re.escape(gone.label + printed(page, gone))
    if match := re.search(f"、{member}|{member}、", page.text):
        yield edit(page.text, match.start(), match.end(), "")


@planter("two-values", TEXT, "the item has a name of its own")
def two_values(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    """Said once more at the end of the page, with another value."""
    for slot in slots(page, form):
        figure, number = slot.figure, number_of(slot)
        plain = not figure.key.startswith("记录.") and not figure.key.endswith((*CHANGES, *SHARES))
        if plain and number and figure.basis and figure.year == page.case.data.settings.year:
            wrong = other_digit(number, rng)
            now = slot.written.replace(number, wrong, 1)
            if Decimal(wrong) != Decimal(number) and not slot.collides(now):
                words = f"综上，全年{figure.label}{figure.basis.chinese}{now}。"
                yield edit(page.text, len(page.text), len(page.text), words)


@planter("zero-base", BOTH, "always: the base is 0 and so has no rate")
def zero_base(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for slot in slots(page, form):
        for column, words in (("年初预算", "年初预算"), ("上年决算", "上年")):
            base = twin(page, slot.figure, column)
            if (
                base is not None
                and base is not slot.figure
                and base.value == 0
                and slot.figure.key.endswith("决算")
            ):
                yield slot.wrap("", f"，{words}为0万元，比{words}增长{rng.choice(('100%', '50%', '200%'))}")


@planter("percent-point", BOTH, "always: a rate of growth is no difference of rates")
def percent_point(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for slot in slots(page, form):
        if slot.figure.key.endswith("增减率") and slot.figure.value:
            yield slot.put(slot.bare() + "个百分点")


@planter("multiple", BOTH, "always: nothing falls by a multiple, and growth by P% is no P-fold growth")
def multiple(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for slot in slots(page, form):
        if not slot.figure.key.endswith("增减率") or not slot.figure.value:
            continue
        wrong = rng.choice((Decimal("1.5"), Decimal(2), Decimal(3)))
        yield slot.put(slot.bare() + "倍" if form == "reference" else f"{wrong}倍")


@planter("minus-sign", BOTH, "always: the word and the sign say the direction twice")
def minus_sign(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    for slot in slots(page, form):
        if slot.figure.key.endswith(CHANGES) and slot.figure.value:
            yield slot.wrap("-")


# -- accounts that moved on, figures that are gone --------------------------------------------------


@planter(
    "stale", TEXT, "the new value prints differently, and the old is not another figure the paragraph names"
)
def stale(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    """The text stays, the accounts change under it."""
    for slot in slots(page, form):
        figure = slot.figure
        if isinstance(figure.source, CellRef) and figure.value and figure.kind in (Kind.MONEY, Kind.COUNT):
            now = figure.value + (3 if figure.kind is Kind.COUNT else Decimal(100) * rng.randint(11, 900))
            yield Edit(
                edit(slot.source, slot.start, slot.end, slot.written).marked,
                slot.written,
                slot.written,
                not slot.collides(slot.written),
                ledger=partial(revised, page.case.data, figure.source, now),
            )


def revised(data: ReportInput, source: CellRef, value: Decimal) -> Ledger:
    """The ledger of *data* after one cell was corrected."""
    changes: dict[str, object] = {}
    for name in ("unit_facts", "accounts", "economic", "projects", "three_public", "assets"):
        changes[name] = tuple(
            row.model_copy(
                update={
                    "values": tuple(
                        v.model_copy(update={"value": value}) if v.source == source else v for v in row.values
                    )
                }
            )
            for row in getattr(data, name)
        )
    return build_ledger(data.model_copy(update=changes))


@planter("required-missing", BOTH, "the figure is printed nowhere else on the page")
def required_missing(page: Page, form: str, rng: random.Random) -> Iterator[Edit]:
    """The clause with a required figure struck out."""
    required = set(page.context(form).required)
    for slot in slots(page, form):
        if slot.figure.key not in required:
            continue
        text = slot.source
        start, end = sentence_bounds(text, slot.start)
        clause = max(start, max(text.rfind(c, start, slot.start) for c in "，：、") + 1)
        now = text[:clause].rstrip("，：、") + text[slot.end : end] + text[end:]
        elsewhere = text[:clause] + text[slot.end :]
        again = f"[[{slot.figure.key}" in elsewhere if form == "reference" else slot.print in elsewhere
        cut = len(text[:clause].rstrip("，：、"))
        yield Edit(edit(now, cut, cut, "").marked, slot.print, "", not again, missing=slot.figure.label)

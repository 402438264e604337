"""The edits, by class. Each is made of words and signs; what a figure's words speak of then is noted."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.hostility.reports import MARK, Masked, Report, Shown
from schemas.figures import Basis, Figure, Ledger

Hostile = Callable[[Report, Masked, random.Random], bool]
"""Edits the masked report in place; False when there was nothing to do it to."""

CLASSES: dict[str, Hostile] = {}
_STOP = "。！？\n"
_OPEN = re.compile(r"[^。！？\n]*[。！？\n]?")
_LEANS = re.compile(r"\s*(?:其中|比|较|占|与|同比|分别|其余|另)")
_CLAUSE = re.compile(r"[，。；、：！？\n（）()]")
_BASES = {"年初预算": Basis.INITIAL_BUDGET, "决算": Basis.FINAL, "调整预算": Basis.ADJUSTED_BUDGET}
_NOTHING: frozenset[str] = frozenset()


def hostile(name: str) -> Callable[[Hostile], Hostile]:
    """Register an edit."""

    def register(edit: Hostile) -> Hostile:
        CLASSES[name] = edit
        return edit

    return register


# -- finding one's way in a masked text ---------------------------------------------------------------


@dataclass(frozen=True)
class Noun:
    """A figure, and where its own words name it."""

    section: str
    at: int
    mark: str
    figure: Figure
    start: int
    end: int
    word: str


def own_start(text: str, at: int) -> int:
    """Where the words begin that belong to the figure at *at* alone."""
    start = at
    while start and text[start - 1] not in _STOP + "；" and not MARK.match(text[start - 1]):
        start -= 1
    return start


def own_end(text: str, at: int) -> int:
    """Where the words behind the figure at *at* end: the clause or the next figure."""
    end = at + 1
    while end < len(text) and not MARK.match(text[end]) and not _CLAUSE.match(text[end]):
        end += 1
    return end


def names(figure: Figure) -> list[str]:
    """What prose calls the figure's item, the longest first."""
    return sorted({n for n in (figure.label, *figure.aliases) if len(n) > 1}, key=len, reverse=True)


def nouns(masked: Masked, section: str) -> list[Noun]:
    """The figures of a section whose own words name their item."""
    text, found = masked.texts[section], []
    for match in MARK.finditer(text):
        figure = masked.shown[match[0]].figure
        start = own_start(text, match.start())
        if figure.key.startswith("记录."):
            continue  # the words of a note are no name
        for name in names(figure):
            at = text.rfind(name, start, match.start())
            if at >= 0:
                end = at + len(name)
                found.append(Noun(section, match.start(), match[0], figure, at, end, name))
                break
    return found


def pick(masked: Masked, rng: random.Random, count: int) -> list[Noun]:
    """That many nouns of one section."""
    sections = list(masked.texts)
    rng.shuffle(sections)
    for section in sections:
        known = nouns(masked, section)
        if len(known) >= count:
            return rng.sample(known, count)
    return []


def column(figure: Figure) -> str:
    """The key without the item: .决算, .决算.占比."""
    return figure.key.removeprefix(figure.item)


def counterpart(figure: Figure, item: str, ledger: Ledger) -> frozenset[str]:
    """The key of another item's figure in the same column, if the ledger has it."""
    other = ledger.get(item + column(figure))
    if other is None and _one_and_all(figure, item, ledger):
        return frozenset({figure.key})
    return frozenset({other.key}) if other else _NOTHING


def _one_and_all(figure: Figure, item: str, ledger: Ledger) -> bool:
    """Whether the other item is the same money: a whole and its only part."""
    amounts = [ledger.get(f"{i}.决算") for i in (figure.item, item)]
    return (
        all(amounts)
        and len({a.value for a in amounts if a}) == 1
        and {"项目支出"} & {figure.item, item} != set()
    )


def scope(masked: Masked, noun: Noun) -> list[str]:
    """The figures of the noun's item that lean on it: from it to the next noun of another item."""
    text = masked.texts[noun.section]
    end = next((i for i in range(noun.at, len(text)) if text[i] in _STOP), len(text))
    following = [n for n in nouns(masked, noun.section) if n.start > noun.start]
    stop = next((n.start for n in following if n.figure.item != noun.figure.item), end)
    marks = MARK.findall(text, noun.end, min(stop, end))
    return [m for m in marks if masked.shown[m].figure.item == noun.figure.item]


def sentences(text: str) -> list[tuple[int, int]]:
    """Whole sentences with their full stop."""
    return [m.span() for m in _OPEN.finditer(text) if m[0].strip()]


def put(masked: Masked, section: str, *changes: tuple[int, int, str]) -> None:
    """Replace parts of a section, the last first."""
    text = masked.texts[section]
    for start, end, words in sorted(changes, reverse=True):
        text = text[:start] + words + text[end:]
    masked.texts[section] = text


# -- nouns and values ---------------------------------------------------------------------------------


def _swap(masked: Masked, ledger: Ledger, one: Noun, other: Noun) -> bool:
    if one.figure.item == other.figure.item or one.word in other.word or other.word in one.word:
        return False
    truths = {}
    for noun, to in ((one, other), (other, one)):
        for mark in scope(masked, noun):
            truths[mark] = counterpart(masked.shown[mark].figure, to.figure.item, ledger)
    if any(a in truths and b in truths for a, b in [(one.mark, other.mark)]) is False:
        return False
    for mark, truth in truths.items():
        masked.means(mark, truth)
    put(masked, one.section, (one.start, one.end, other.word)) if one.section != other.section else None
    if one.section != other.section:
        put(masked, other.section, (other.start, other.end, one.word))
    else:
        put(masked, one.section, (one.start, one.end, other.word), (other.start, other.end, one.word))
    return True


@hostile("nouns swapped")
def nouns_swapped(report: Report, masked: Masked, rng: random.Random) -> bool:
    """Two nouns of a section change places, their figures stay."""
    pair = pick(masked, rng, 2)
    return bool(pair) and _swap(masked, report.ledger, *pair)


@hostile("equal values exchanged")
def equal_values(report: Report, masked: Masked, rng: random.Random) -> bool:
    """The same with two figures that print alike."""
    known = [n for section in masked.texts for n in nouns(masked, section)]
    one = rng.choice(known)
    alike = [n for n in known if n.mark != one.mark and _text(masked, n) == _text(masked, one)]
    return bool(alike) and _swap(masked, report.ledger, one, rng.choice(alike))


def _text(masked: Masked, noun: Noun) -> str:
    return masked.shown[noun.mark].text


@hostile("values exchanged")
def values_exchanged(report: Report, masked: Masked, rng: random.Random) -> bool:
    """Two figures of a section change places, their words stay."""
    pair = _two_marks(masked, rng)
    if pair is None:
        return False
    a, b = (masked.shown[m] for m in pair)
    masked.shown[pair[0]] = Shown(b.text, a.figure, a.truth)
    masked.shown[pair[1]] = Shown(a.text, b.figure, b.truth)
    return a.text != b.text


def _two_marks(masked: Masked, rng: random.Random, alike: bool = True) -> tuple[str, str] | None:
    section = rng.choice([s for s, t in masked.texts.items() if len(MARK.findall(t)) > 1])
    one, other = rng.sample(MARK.findall(masked.texts[section]), 2)
    a, b = masked.shown[one].figure, masked.shown[other].figure
    return (one, other) if not alike or (a.kind, a.unit) == (b.kind, b.unit) else None


@hostile("digit beside an equal one")
def digit_beside_equal(report: Report, masked: Masked, rng: random.Random) -> bool:
    """A figure is changed into its neighbour's value, or, of two equal ones, one in a digit."""
    pair = _two_marks(masked, rng)
    if pair is None:
        return False
    a, b = (masked.shown[m] for m in pair)
    now = b.text
    if a.text == b.text:
        at = rng.choice([i for i, c in enumerate(a.text) if c.isdigit()] or [-1])
        if at < 0:
            return False
        now = a.text[:at] + str((int(a.text[at]) + rng.randint(1, 8)) % 10 or 1) + a.text[at + 1 :]
    masked.shown[pair[0]] = Shown(now, a.figure, a.truth)
    return now != a.text


@hostile("clause of another item")
def other_item(report: Report, masked: Masked, rng: random.Random) -> bool:
    """The noun of a figure is replaced by that of any other item of the ledger."""
    known = pick(masked, rng, 1)
    if not known:
        return False
    noun = known[0]
    plain = not noun.figure.key.startswith("记录.")
    others = [
        f
        for f in report.ledger
        if (f.kind, f.unit) == (noun.figure.kind, noun.figure.unit)
        and column(f) == column(noun.figure)
        and f.item != noun.figure.item
        and (not plain or not f.key.startswith("记录."))
        and f.label not in noun.word and noun.word not in f.label and f.label not in names(noun.figure)
    ]  # fmt: skip
    if not others:
        return False
    other = rng.choice(others)
    for mark in scope(masked, noun):
        masked.means(mark, counterpart(masked.shown[mark].figure, other.item, report.ledger))
    put(masked, noun.section, (noun.start, noun.end, other.label))
    return True


@hostile("words of another figure")
def other_words(report: Report, masked: Masked, rng: random.Random) -> bool:
    """All of a figure's own words are replaced by those of a figure of another note."""
    marks = [(s, m.start()) for s, t in masked.texts.items() for m in MARK.finditer(t)]
    (section, at), (origin, there) = rng.sample(marks, 2)
    text, source = masked.texts[section], masked.texts[origin]
    one, other = masked.shown[text[at]], masked.shown[source[there]]
    notes = all(s.figure.key.startswith("记录.") for s in (one, other))
    words = source[own_start(source, there) : there]
    mine = text[own_start(text, at) : at]
    tail = source[there + 1 : own_end(source, there)]
    if not notes or one.figure.item == other.figure.item or min(len(words), len(mine)) < 8:
        return False
    if one.figure.unit != other.figure.unit:
        return False
    masked.means(text[at], frozenset({other.figure.key}))
    put(masked, section, (own_start(text, at), at, words), (at + 1, own_end(text, at), tail))
    return True


@hostile("figure moved to another clause")
def figure_moved(report: Report, masked: Masked, rng: random.Random) -> bool:
    """A figure is cut out of its clause and takes another's place."""
    pair = _two_marks(masked, rng)
    if pair is None:
        return False
    a, b = (masked.shown[m] for m in pair)
    section = next(s for s, t in masked.texts.items() if pair[0] in t)
    text = masked.texts[section].replace(pair[0], "")
    masked.texts[section] = text.replace(pair[1], masked.add(Shown(a.text, b.figure, b.truth)))
    return a.text != b.text


@hostile("list items reordered")
def reordered(report: Report, masked: Masked, rng: random.Random) -> bool:
    """The items of a list in another order, each with its figure or the names alone."""
    lists = [(s, m) for s, t in masked.texts.items() for m in _LIST.finditer(t)]
    if not lists:
        return False
    section, match = rng.choice(lists)
    items = match[0].split("、")
    order = list(items)
    rng.shuffle(order)
    if rng.random() < 0.5:
        put(masked, section, (match.start(), match.end(), "、".join(order)))
        return order != items
    known = {i[:-1]: masked.shown[i[-1]] for i in items}
    for now, was in zip(order, items, strict=True):
        masked.means(was[-1], known[now[:-1]].truth)
    mixed = [now[:-1] + was[-1] for now, was in zip(order, items, strict=True)]
    put(masked, section, (match.start(), match.end(), "、".join(mixed)))
    return order != items and len(known) == len(items)


_LIST = re.compile(
    f"(?:[^，。；：、\n{MARK.pattern[1:-1]}]+{MARK.pattern}、)+[^，。；：、\n{MARK.pattern[1:-1]}]+{MARK.pattern}"
)


# -- sentences ----------------------------------------------------------------------------------------


def _whole(masked: Masked, rng: random.Random) -> tuple[str, int, int] | None:
    """A sentence with figures that stands on its own words."""
    section = rng.choice(list(masked.texts))
    text = masked.texts[section]
    known = [(a, b) for a, b in sentences(text) if MARK.search(text[a:b]) and not _LEANS.match(text[a:b])]
    return (section, *rng.choice(known)) if known else None


def _insert(masked: Masked, sentence: str, rng: random.Random) -> None:
    section = rng.choice(list(masked.texts))
    places = [0, *(end for _, end in sentences(masked.texts[section]))]
    at = rng.choice(places)
    put(masked, section, (at, at, sentence.strip("\n")))


@hostile("sentence moved")
def moved(report: Report, masked: Masked, rng: random.Random) -> bool:
    found = _whole(masked, rng)
    if found is None:
        return False
    section, start, end = found
    sentence = masked.texts[section][start:end]
    put(masked, section, (start, end, ""))
    _insert(masked, sentence, rng)
    return True


@hostile("sentence copied")
def copied(report: Report, masked: Masked, rng: random.Random) -> bool:
    found = _whole(masked, rng)
    if found is None:
        return False
    section, start, end = found
    copies = {m: masked.add(masked.shown[m]) for m in MARK.findall(masked.texts[section], start, end)}
    _insert(masked, "".join(copies.get(c, c) for c in masked.texts[section][start:end]), rng)
    return True


@hostile("sentences merged")
def merged(report: Report, masked: Masked, rng: random.Random) -> bool:
    return _replace_one(masked, rng, re.compile(r"[。；]\n?(?=[^\n])"), "，")


@hostile("sentence split")
def split(report: Report, masked: Masked, rng: random.Random) -> bool:
    return _replace_one(masked, rng, re.compile(f"(?<={MARK.pattern})[，；]"), "。")


def _replace_one(masked: Masked, rng: random.Random, pattern: re.Pattern[str], words: str) -> bool:
    places = [(s, m) for s, t in masked.texts.items() for m in pattern.finditer(t)]
    if not places:
        return False
    section, match = rng.choice(places)
    put(masked, section, (match.start(), match.end(), words))
    return True


# -- year and basis -----------------------------------------------------------------------------------


@hostile("year changed")
def year_changed(report: Report, masked: Masked, rng: random.Random) -> bool:
    """The report's year at the head of figures becomes the one before; the figures stay."""
    year = report.case.data.settings.year
    pattern = re.compile(f"{year}年")
    places = [(s, m) for s, t in masked.texts.items() for m in pattern.finditer(t)]
    if not places:
        return False
    section, match = rng.choice(places)
    text = masked.texts[section]
    stop = re.search(r"[。！？；\n]|\d{4}年|上年|去年", text[match.end() :])
    marks = MARK.findall(text, match.end(), match.end() + stop.start() if stop else len(text))
    for mark in marks:
        truth = _last_year(masked.shown[mark].figure, report.ledger)
        masked.means(mark, truth, leans=marks[0] if mark != marks[0] else "")
    put(masked, section, (match.start(), match.end(), f"{year - 1}年"))
    return bool(marks)


def _last_year(figure: Figure, ledger: Ledger) -> frozenset[str]:
    for key in (f"{figure.key}.上年", f"{figure.item}.上年{column(figure)[1:]}"):
        if (twin := ledger.get(key)) is not None and twin.year != figure.year:
            return frozenset({twin.key})
    return _NOTHING


def _leaning(masked: Masked, section: str, mark: str) -> list[str]:
    """The figures behind one in its sentence that have its column, up to the next word of basis."""
    text = masked.texts[section]
    at = text.index(mark) + 1
    stop = re.search(rf"[{_STOP}；]|预算|决算|到位", text[at:])
    marks = MARK.findall(text, at, at + stop.start() if stop else len(text))
    wanted = column(masked.shown[mark].figure)
    return [m for m in marks if column(masked.shown[m].figure) == wanted]


@hostile("basis changed")
def basis_changed(report: Report, masked: Masked, rng: random.Random) -> bool:
    """年初预算 for 决算 in a figure's own words, and the other way round."""
    places = []
    for section, text in masked.texts.items():
        for match in MARK.finditer(text):
            start = own_start(text, match.start())
            figure = masked.shown[match[0]].figure
            word = figure.basis.chinese if figure.basis else "\0"
            at = text.rfind(word, start, match.start())
            if at >= 0 and column(figure).strip(".") in _BASES:
                places.append((section, match[0], at, word, figure))
    if not places:
        return False
    section, mark, at, word, figure = rng.choice(places)
    now = rng.choice([b for b in _BASES if b != word])
    twin = report.ledger.get(f"{figure.item}.{now}")
    masked.means(mark, frozenset({twin.key}) if twin else _NOTHING)
    for other in _leaning(masked, section, mark):
        twin = report.ledger.get(f"{masked.shown[other].figure.item}.{now}")
        masked.means(other, frozenset({twin.key}) if twin else _NOTHING, leans=mark)
    put(masked, section, (at, at + len(word), now))
    return True

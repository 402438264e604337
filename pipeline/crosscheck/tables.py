"""文表不一: a figure in the prose against the row of the same name in a table of the same document.

Silent wherever item, basis or year is in doubt: a table has many columns, and prose speaks of parts.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import disjoint, meant
from pipeline.crosscheck.layout import Layout
from pipeline.crosscheck.reading import is_figure
from pipeline.crosscheck.show import plain
from pipeline.crosscheck.terms import fold, variants
from pipeline.crosscheck.words import strong_bases, weak_bases
from pipeline.numerals import find
from schemas.documents import Cell, Document, Table
from schemas.figures import MONEY_FACTORS, Basis, Kind
from schemas.findings import Finding, Mention, Severity

CODE = "table-mismatch"
MOST_NAMES = 2000
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.(\d+))?")
_UNIT = re.compile(r"单位[:：\s]*(亿元|万元|千元|元)|[(（](亿元|万元|千元|元)[)）]")
_TITLE_YEAR = re.compile(r"(20\d\d)\s*年")
_NO_AMOUNT = re.compile(r"率|比例|占比|占|增减|比上年|分值|得分|权重|差|备注|编码")
_MARK = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.]|[(（][一二三四五六七八九十\d]+[)）]|\d+[.、．]|其中[:：]?|[①-⑩])+"
)
_YEAR = re.compile(r"(?P<year>20\d\d)年|(?P<last>上一?年|去年)|(?P<this>本年|当年|今年)")
_OTHER = r"(?:20\d\d年度?|上一?年度?|去年|年初预算|预算|调整预算)(?:同期)?"
_COMPARED = re.compile(rf"[比较]{_OTHER}(?:相比)?|[与同和]{_OTHER}(?:相比|比较|持平)")
_PREFIX = (
    r"(?:其中|另|我单位|本单位|全年|本年度?|当年|今年|去年|20\d\d年度?|上一?年度?|年末|[一二三四五六七八九十]是|实际|发生|列支|完成"
    r"|支出|共|的|[(（][一二三四五六七八九十\d]+[)）]|\d+[.、．])*"
)
_LINK = (
    r"(?:支出|开支|决算|年初|预算|调整后?|全年|执行|实际|完成|安排|数|总额|金额|合计|共计|共|为|是|达到|达|约|的"
    r"|当年|本年|上年|20\d\d年度?|发生|使用)*"
)
_CHANGE = re.compile(r"增|减|降|升|节约|压|超|差|比|较|占|平均|人均|每")


@dataclass(frozen=True, slots=True)
class Place:
    """An amount in a table: what the row and the column say of it."""

    name: str
    column: str
    basis: Basis
    year: int | None
    low: Decimal
    high: Decimal
    cell: Cell
    certain: bool  # its unit is written at the table


Key = tuple[str, Basis, int | None]


@dataclass(frozen=True, slots=True)
class Said:
    """An amount in the prose, and the row it speaks of."""

    mention: Mention
    key: Key
    part: bool  # after 其中: it may be a part of something else than the whole unit


def check_tables(document: Document, year: int | None = None) -> list[Finding]:
    """Every amount in the prose that its row in a table contradicts."""
    if not document.tables:
        return []
    titled = _TITLE_YEAR.search(document.prose[:500])
    year = year or (int(titled[1]) if titled else None)
    places: dict[Key, list[Place]] = defaultdict(list)
    for table in document.tables:
        for place in _places(document, table, year):
            for name in _names(place.name):
                places[name, place.basis, place.year].append(place)
    if not places:
        return []
    said = list(_said(document.prose, {name for name, _, _ in places}, year))
    return [f for key in places for f in _judge(document, places[key], [s for s in said if s.key == key])]


def _judge(document: Document, places: Sequence[Place], said: Sequence[Said]) -> Iterator[Finding]:
    wrong = [s for s in said if all(disjoint(meant(s.mention), (p.low, p.high)) for p in places)]
    # Where the prose has the table's amount too, the other amounts of that name are something else's.
    if len(wrong) < len(said) or len({s.mention.value for s in wrong}) > 1:
        return
    for one in wrong:
        if severity := _severity(one, places):
            yield _finding(document, one.mention, places, severity)


def _severity(said: Said, places: Sequence[Place]) -> Severity | None:
    """How sure it is; None when the amounts are so far apart that they are hardly meant to be the same."""
    value = abs(said.mention.value or Decimal(0))
    near = any(p.low and value and Decimal("0.5") <= value / abs(p.low) <= 2 for p in places)
    if said.part or not near:
        return Severity.WARNING if near or not said.part else None
    same = len({(p.low, p.high) for p in places}) == 1 and all(p.certain for p in places)
    return Severity.ERROR if same else Severity.WARNING


def _finding(document: Document, mention: Mention, places: Sequence[Place], severity: Severity) -> Finding:
    place = places[0]
    shown = document.words(place.cell)
    factor = MONEY_FACTORS.get(_money_unit(mention), Decimal(1))
    value = (place.low + place.high) / 2 / factor
    return finding(
        CODE,
        f"文中写{mention.text}，表中“{place.name}”一行“{place.column}”为{shown}，两处不一致。",
        document.text,
        mention.start,
        mention.end,
        severity=severity,
        expected=plain(value) + _money_unit(mention),
        evidence=f"表：{place.name} {place.column} {shown}",
        others=((place.cell.start, place.cell.end),),
    )


def _money_unit(mention: Mention) -> str:
    return next((u for u in ("亿元", "万元", "千元") if mention.text.endswith(u)), "元")


# -- tables -------------------------------------------------------------------------------------------


def _places(document: Document, table: Table, year: int | None) -> Iterator[Place]:
    caption = _caption(document, table)
    first = next((i for i, row in enumerate(table.rows) if _amounts(document, row)), len(table.rows))
    headers = table.rows[:first]
    for row in table.rows[first:]:
        label = _label(document, row)
        if label is None:
            continue
        for cell in _amounts(document, row):
            column = _column(document, headers, cell)
            place = _place(document, fold(document.words(label)), column, caption, cell, year)
            if cell.start > label.start and place:
                yield place


def _place(
    document: Document, label: str, column: str, caption: str, cell: Cell, year: int | None
) -> Place | None:
    bases = strong_bases(column) or ([Basis.FINAL] if "执行数" in column else []) or strong_bases(caption)
    name = _MARK.sub("", _UNIT.sub("", label))
    number = _NUMBER.fullmatch(unicodedata.normalize("NFKC", document.words(cell)))
    clear = len(set(bases)) == 1 and not _NO_AMOUNT.search(column)
    if not clear or not 3 <= len(name) <= 30 or not number:
        return None
    about = column if _YEAR.search(column) else caption
    if len({m[0] for m in _YEAR.finditer(about)}) > 1:
        return None  # the header of the column is not known
    unit = _UNIT.search(column) or _UNIT.search(label) or _UNIT.search(caption)
    factor = MONEY_FACTORS[unit[1] or unit[2]] if unit else Decimal(10_000)
    value = Decimal(number[0].replace(",", "")) * factor
    half = factor.scaleb(-len(number[1] or "")) / 2 if value else Decimal(0)
    low, high = value - half, value + half
    return Place(name, column, bases[0], _year_of(about, year), low, high, cell, unit is not None)


def _caption(document: Document, table: Table) -> str:
    """The few short lines above a table: its title, its unit."""
    start = table.rows[0][0].start
    lines = [line.strip() for line in document.text[max(0, start - 200) : start].split("\n")]
    return " ".join(line for line in lines[-4:] if line and len(line) <= 40 and "。" not in line)


def _amounts(document: Document, row: Sequence[Cell]) -> list[Cell]:
    return [c for c in row if _NUMBER.fullmatch(unicodedata.normalize("NFKC", document.words(c)))]


def _label(document: Document, row: Sequence[Cell]) -> Cell | None:
    """The cell with the row's name: the last one with words before the first amount that follows words."""
    label = None
    for cell in row:
        words = document.words(cell)
        if len(re.findall(r"[\u4e00-\u9fff]", words)) >= 2:
            label = cell
        elif label is not None and words:
            break
    return label


def _column(document: Document, headers: Iterable[Sequence[Cell]], cell: Cell) -> str:
    over = [c for row in headers for c in row if c.column <= cell.column < c.column + c.span]
    return "".join(dict.fromkeys(document.words(c) for c in over))


def _year_of(words: str, year: int | None) -> int | None:
    found = [*_YEAR.finditer(words)]
    if not found:
        return year
    last = found[-1]
    if last["year"]:
        return int(last["year"])
    return year - 1 if year and last["last"] else year


def _names(name: str) -> set[str]:
    return {form for form in variants(name) if len(form) >= 3}


# -- prose --------------------------------------------------------------------------------------------


def _said(prose: str, names: set[str], year: int | None) -> Iterator[Said]:
    layout = Layout(prose)
    longest = sorted(names, key=len, reverse=True)[:MOST_NAMES]
    pattern = re.compile(f"{_PREFIX}(?P<name>{'|'.join(map(re.escape, longest))})(?P<link>{_LINK})")
    for mention in find(prose):
        if mention.kind is not Kind.MONEY or not is_figure(mention) or mention.high is not None:
            continue
        start = layout.clause(mention.start)[0]
        clause = "".join(fold(prose[start : mention.start]).split())
        match = pattern.fullmatch(clause) if len(clause) <= 60 else None
        if match is None or _CHANGE.search(match["link"]):
            continue
        sentence = layout.sentence(mention.start)[0]
        before = _COMPARED.sub("", prose[sentence : mention.start])
        basis = _basis(match, before)
        when = _when(clause, before, prose[layout.paragraph(mention.start)[0] : sentence], year)
        if basis and when:
            yield Said(mention, (match["name"], basis, when[0]), "其中" in before)


def _basis(match: re.Match[str], before: str) -> Basis | None:
    """The basis that the clause names, when the sentence before it does not speak of another one."""
    words = match[0].replace(match["name"], "\0")
    own = strong_bases(words)
    others = set(strong_bases(before))
    if own:
        return own[-1]
    weak = weak_bases(words) or ([Basis.FINAL] if match["name"].endswith("支出") else [])
    if not weak or weak[-1] is not Basis.FINAL or "预算" in before:
        return None
    return Basis.FINAL if others <= {Basis.FINAL} else None


def _when(clause: str, before: str, paragraph: str, year: int | None) -> tuple[int | None] | None:
    """The year that is meant, as a tuple of one; None when there are several."""
    for words in (_COMPARED.sub("", clause), before, _COMPARED.sub("", paragraph)):
        if years := {_year_of(m[0], year) for m in _YEAR.finditer(words)}:
            return (years.pop(),) if len(years) == 1 else None
    return (year,)

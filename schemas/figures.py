"""What a figure is: a number that the report may use, with its unit, its meaning and its source.

A *fact* is (item, basis, year, unit, value), never a bare number. Values are exact decimals in
**base units**: money in 元, counts as they are (12万余张 is 120000), percentages as the number before
the sign (13.0% is 13.0). How a value is printed is decided when a reference is rendered.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

MONEY_FACTORS: Mapping[str, Decimal] = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}
"""Money units and what one of them is worth in 元."""

SCALES: Mapping[str, Decimal] = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
"""What may stand before a measure word: 万人次, 亿吨."""


def split_unit(measure: str) -> tuple[str, str, Decimal]:
    """A unit as a clerk writes it → scale word, measure word, and what one of it is worth in base units.

    万亩 → 万, 亩, 10⁴; 万元 → nothing, 万元, 10⁴ (a money unit is one word).
    """
    if measure in MONEY_FACTORS:
        return "", measure, MONEY_FACTORS[measure]
    scale = measure[:1] if measure[:1] in SCALES else ""
    return scale, measure.removeprefix(scale), SCALES.get(scale, Decimal(1))


class Model(BaseModel):
    """Base of every schema: immutable, and a misspelt field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(StrEnum):
    """What sort of quantity a number is (the ``kind`` of the ``figures --json`` contract)."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"  # also 个百分点, told apart by the unit
    DATE = "date"
    ORDINAL = "ordinal"
    DOCNUMBER = "docnumber"
    FIXED = "fixed"
    DURATION = "duration"
    OTHER = "other"


class Basis(StrEnum):
    """口径: at which point of the budget year an amount was fixed. The year is a field of its own."""

    INITIAL_BUDGET = "initial_budget"
    ADJUSTED_BUDGET = "adjusted_budget"
    RECEIVED = "received"
    FINAL = "final"

    @property
    def chinese(self) -> str:
        """The word used in keys, sheet headers and prose."""
        return BASIS_WORDS[self]


BASIS_WORDS: Mapping[Basis, str] = {
    Basis.INITIAL_BUDGET: "年初预算",
    Basis.ADJUSTED_BUDGET: "调整预算",
    Basis.RECEIVED: "到位",
    Basis.FINAL: "决算",
}


class Approx(StrEnum):
    """How exactly a printed number is meant."""

    EXACT = "exact"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    ABOUT = "about"


class Hedge(Model):
    """The words that make a number approximate, as they are printed: 近400名, 300余人次, 约20万.

    ``suffix`` stands directly after the digits and 万/亿 (余, 多); ``after`` stands behind the measure
    word (以上, 左右).
    """

    approx: Approx
    prefix: str = ""
    suffix: str = ""
    after: str = ""


class CellRef(Model):
    """A cell of the workbook (or a field of the YAML input, with its path as ``cell``)."""

    type: Literal["cell"] = "cell"
    file: str
    sheet: str
    cell: str

    def __str__(self) -> str:
        return f"{self.file} · {self.sheet}!{self.cell}"


class LineRef(Model):
    """A line of a note; ``line`` counts from 1, ``quote`` is the number as it stands there."""

    type: Literal["line"] = "line"
    file: str
    line: int
    quote: str = ""

    def __str__(self) -> str:
        return f"{self.file} 第{self.line}行"


class Derivation(Model):
    """A figure computed from others: the formula in Chinese words, and the keys that went in."""

    type: Literal["derived"] = "derived"
    formula: str
    inputs: tuple[str, ...]

    def __str__(self) -> str:
        return f"计算：{self.formula}"


SourceRef = CellRef | LineRef
Source = CellRef | LineRef | Derivation


class Figure(Model):
    """One number of the ledger.

    ``key`` is what a draft writes between ``[[`` and ``]]``. ``item`` is the full name of what is
    measured (``三公经费.公务接待费``); ``label`` is how prose calls it (``公务接待费``). ``unit`` is the unit
    the figure is printed in: 万元, 人, %, 个百分点, 分 … ``parent`` is the key of the whole that this
    figure is a part of; only figures that must add up to their parent carry one. ``group`` names the
    list (清单) that the figure is a member of.

    A ``verbatim`` figure is printed as the clerk wrote it, in its own unit with its own decimals, whatever
    the report's money unit: 19862元 must not become 1.99万元. ``scale`` is the 万 or 亿 that stands before
    its measure word (28.6万亩); ``unit`` is the measure word alone, and what a text is compared by.
    """

    key: str
    item: str
    label: str
    kind: Kind
    value: Decimal
    unit: str
    source: Source = Field(discriminator="type")
    basis: Basis | None = None
    year: int | None = None
    hedge: Hedge | None = None
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    group: str | None = None
    context: str = ""
    verbatim: bool = False
    scale: str = ""

    @property
    def printed_unit(self) -> str:
        """The unit with its 万 or 亿: 万亩, 元, %."""
        return self.scale + self.unit

    @property
    def factor(self) -> Decimal:
        """What one printed unit is worth in base units."""
        return split_unit(self.printed_unit)[2] if self.kind in (Kind.MONEY, Kind.COUNT) else Decimal(1)


def normalise_key(key: str) -> str:
    """The form in which two keys are compared: NFKC, no blanks, no quotation marks.

    Models and people write “三公”经费, 三公经费 and ＂三公＂ 经费 for the same thing.
    """
    folded = unicodedata.normalize("NFKC", key)
    return "".join(c for c in folded if not c.isspace() and c not in "“”‘’\"'「」『』《》〈〉·•").casefold()


class DuplicateKey(ValueError):
    """Two figures whose keys normalise alike; ``first`` and ``second`` are the figures."""

    def __init__(self, first: Figure, second: Figure) -> None:
        super().__init__(f"{first.key} / {second.key}")
        self.first = first
        self.second = second


class Ledger:
    """台账: every figure the report may use, found by key in any spelling.

    Iterates in the order in which figures were added. Immutable once built; ``version`` is a digest
    of all figures, so that a revision can say which data it was drawn from.
    """

    def __init__(self, figures: Iterable[Figure], *, aliases: Mapping[str, str] | None = None) -> None:
        self._by_key: dict[str, Figure] = {}
        self._as_written: dict[str, Figure] = {}
        for figure in figures:
            self._as_written[figure.key] = figure
            known = self._by_key.setdefault(normalise_key(figure.key), figure)
            if known is not figure:
                raise DuplicateKey(known, figure)
        self._aliases = {normalise_key(a): normalise_key(k) for a, k in (aliases or {}).items()}

    def __iter__(self) -> Iterator[Figure]:
        return iter(self._by_key.values())

    def __len__(self) -> int:
        return len(self._by_key)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.get(key) is not None

    def __getitem__(self, key: str) -> Figure:
        figure = self.get(key)
        if figure is None:
            raise KeyError(key)
        return figure

    def get(self, key: str) -> Figure | None:
        """The figure under *key*, in whatever width, spacing or quoting it is written; else None."""
        if known := self._as_written.get(key):
            return known
        plain = normalise_key(key)
        return self._by_key.get(plain) or self._by_key.get(self._aliases.get(plain, ""))

    def members(self, group: str) -> tuple[Figure, ...]:
        """The figures of one list (清单), in their order in the source."""
        plain = normalise_key(group)
        return tuple(f for f in self if f.group is not None and normalise_key(f.group) == plain)

    def parts(self, key: str) -> tuple[Figure, ...]:
        """The figures that must add up to the figure under *key*."""
        plain = normalise_key(key)
        return tuple(f for f in self if f.parent is not None and normalise_key(f.parent) == plain)

    def matching(self, patterns: Iterable[str]) -> tuple[Figure, ...]:
        """The figures whose key fits one of *patterns* (``三公经费.*``), in the ledger's order."""
        plain = [normalise_key(pattern) for pattern in patterns]
        return tuple(f for k, f in self._by_key.items() if any(fnmatchcase(k, p) for p in plain))

    @property
    def aliases(self) -> Mapping[str, Figure]:
        """Names of the clerk's own for a figure."""
        return {a: self._by_key[k] for a, k in self._aliases.items() if k in self._by_key}

    def to_json(self) -> str:
        """All figures, to be kept beside what was written from them."""
        return json.dumps([f.model_dump(mode="json") for f in self], ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Ledger:
        """The ledger that ``to_json`` wrote."""
        return cls(Figure.model_validate(row) for row in json.loads(text))

    @property
    def version(self) -> str:
        """A short digest that changes whenever any figure changes."""
        lines = "\n".join(f"{f.key}\t{f.value}\t{f.printed_unit}\t{f.hedge}" for f in self)
        return hashlib.sha256(lines.encode()).hexdigest()[:12]

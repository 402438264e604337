"""A text as the checker sees it: its numbers, the ledger's nouns in it, and the words of each number."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from operator import add

from pipeline.crosscheck.fromto import apart
from pipeline.crosscheck.layout import Layout
from pipeline.crosscheck.terms import Facet, Folded, Hit, Terms
from pipeline.numerals import find
from schemas.figures import Kind
from schemas.findings import Mention

NOT_FIGURES = frozenset({Kind.DATE, Kind.ORDINAL, Kind.DOCNUMBER, Kind.FIXED})

_UNRESOLVED = re.compile(r"\[\[(?:[^\]\n]{0,160}\]\]|[^\]\n，。；、]{0,60})")
"""A reference that could not be rendered has its own finding; the digits in its key are no figures."""

_MOST = Decimal(10) ** 20
"""No budget reaches this; longer runs of digits are codes or rubbish."""

# Words that may stand between a noun and its own number without giving the number to another noun.
_OWN_COUNT = re.compile(r"[两二三四五六七八九十]{1,2}[项个者类]")
_LINK = re.compile(
    r"(?:支出|收入|人员|人数|年初|预算|决算|安排|调整后?|实际|到位|拨付|执行|完成|开支|数|总额|合计|共计|总计|共|计|为|是"
    r"|达到|达|约|的|上年|本年|当年|全年|年度|\d{4}年度?|发生|使用|控制|指标|金额|实有|核定|率|[:：\s”’"
    r"]|比|较|与|年中|增加|增长|减少|下降|降低|上升|提高|有所|相比|持平)*"
)
_PREFIX = re.compile(
    r"(?:其中|主要(?:是|为|有)?|其余(?:是|为)?|以及|包括|另|即|含|现有|实有|核定|年末|末|有|我(?:单位|会|局|办|委|部门|校|院|中心)|本(?:单位|部门|年度?|级)|全年|当年|年度|\d{4}年度?|上年|[一二三四五六七八九十]是"
    r"|实际|发生|安排|支付|列支|完成|支出|共|的|\d+[.、]|[“‘:：\s，,])*"
)


def is_figure(mention: Mention) -> bool:
    """Whether a number is a quantity with a value that arithmetic can be done on."""
    value = mention.value
    return mention.kind not in NOT_FIGURES and value is not None and value.is_finite() and abs(value) < _MOST


def _outside(mentions: list[Mention], references: list[tuple[int, int]]) -> list[Mention]:
    """The numbers that do not stand inside a reference left as it was written."""
    if not references:
        return mentions
    starts = [start for start, _ in references]
    inside = (bisect_left(starts, m.end) - 1 for m in mentions)
    return [m for m, at in zip(mentions, inside, strict=True) if at < 0 or references[at][1] <= m.start]


class Reading:
    """One text, read once. Everything that looks at words asks here.

    ``mentions``: its numbers, where they are known from a reading of the same text in other marks.
    """

    def __init__(
        self, text: str, terms: Terms | None, year: int | None, mentions: list[Mention] | None = None
    ) -> None:
        self.text = text
        self.year = year
        self.terms = terms
        self.layout = Layout(text)
        references = [m.span() for m in _UNRESOLVED.finditer(text)] if mentions is None else []
        self.mentions = apart(text, _outside(find(text), references), find) if mentions is None else mentions
        self.figures = [m for m in self.mentions if is_figure(m)]
        self.moved: dict[int, bool] = {}
        """Which numbers are changes, by where they begin; kept for ``numbers.moves``."""
        self._windows: dict[int, tuple[int, int]] = {}
        self._governors: dict[int, Hit | None] = {}
        self._ends = [m.end for m in self.figures]

    @cached_property
    def folded(self) -> Folded:
        """The text with quotation marks, blanks and widths evened out."""
        return Folded(self.text)

    @cached_property
    def _pairs(self) -> frozenset[str]:
        return frozenset(map(add, self.text, self.text[1:]))

    def may_hold(self, words: str) -> bool:
        """Whether the words can stand in the text at all: most of many phrases need no search."""
        if len(words) < 2:
            return words in self.text
        return words[:2] in self._pairs and words[-2:] in self._pairs

    def repeats(self, words: str) -> bool:
        """Whether the words stand in the text twice; no further than that is looked."""
        return self.text.find(words, self.text.find(words) + len(words)) >= 0

    @cached_property
    def hits(self) -> list[Hit]:
        """Where the ledger's nouns stand."""
        return self.terms.find(self.folded) if self.terms else []

    @property
    def facets(self) -> dict[str, Facet]:
        """The ledger's figures by their keys."""
        return self.terms.facets if self.terms else {}

    def item(self, subject: str) -> Sequence[Facet]:
        """The figures of an item."""
        return self.terms.by_subject[subject] if self.terms else ()

    def named(self, hit: Hit | None) -> list[Facet]:
        """The figures of every item that a noun may name."""
        return [f for s in sorted(hit.subjects) for f in self.item(s)] if hit else []

    @cached_property
    def _hit_starts(self) -> list[int]:
        return [hit.start for hit in self.hits]

    def hits_in(self, start: int, end: int) -> list[Hit]:
        """The nouns wholly inside the bounds, in order."""
        first = bisect_left(self._hit_starts, start)
        last = bisect_left(self._hit_starts, end)
        return [hit for hit in self.hits[first:last] if hit.end <= end]

    def window(self, at: int) -> tuple[int, int]:
        """The words that belong to the number at *at* alone: its clause, from the number before it."""
        if (known := self._windows.get(at)) is not None:
            return known
        start = self.layout.clause(at)[0]
        # Brackets and 、 inside a name end no clause: 专项业务（工作）经费.
        while (hit := self._hit_across(start)) is not None:
            start = self.layout.clause(hit.start)[0]
        before = bisect_left(self._ends, at + 1) - 1
        if before >= 0:
            start = max(start, min(self._ends[before], at))
        self._windows[at] = start, at
        return start, at

    def _hit_across(self, at: int) -> Hit | None:
        last = bisect_left(self._hit_starts, at) - 1
        return self.hits[last] if last >= 0 and self.hits[last].end > at else None

    def words(self, start: int, end: int) -> str:
        """The text between the bounds with the ledger's nouns taken out, so that 一般公共预算财政拨款收入
        is not read as a word of budget."""
        out, at = [], start
        for hit in self.hits_in(start, end):
            out.append(self.text[at : hit.start])
            at = hit.end
        return "\0".join([*out, self.text[at:end]])

    def governor(self, at: int) -> Hit | None:
        """The noun that the number at *at* certainly belongs to; None when there is any doubt.

        It stands in the number's own words, opens them, and only linking words part it from the number.
        """
        if at not in self._governors:
            self._governors[at] = self._find_governor(at)
        return self._governors[at]

    def _find_governor(self, at: int) -> Hit | None:
        start, end = self.window(at)
        hits = self.hits_in(start, end)
        if len(hits) != 1 or self._coordinated(start):
            return None
        return hits[0] if self.links(start, hits[0], end) else None

    def links(self, start: int, hit: Hit, end: int) -> bool:
        """Whether the noun opens the words from *start*, and only linking words follow it up to *end*."""
        opens = _PREFIX.fullmatch(self.text[start : hit.start])
        return bool(opens and _LINK.fullmatch(self.text[hit.end : end]))

    def _coordinated(self, start: int) -> bool:
        """Whether the clause goes on from a noun without a number: 人员经费、公用经费共50万元."""
        if start == 0 or self.text[start - 1] not in "、和及与":
            return False
        before = self.layout.clause(start - 1)[0]
        first = bisect_left(self._ends, before)
        return not (first < len(self._ends) and self._ends[first] < start)

    def since_number(self, at: int) -> int:
        """Where the words of the sentence begin that are free of numbers: its start, or the last number."""
        before = bisect_left(self._ends, at + 1) - 1
        start = self.layout.sentence(at)[0]
        while before >= 0 and _OWN_COUNT.fullmatch(self.figures[before].text):
            before -= 1
        return max(start, min(self._ends[before], at)) if before >= 0 else start

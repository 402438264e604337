"""Numbers that follow from figures of the ledger which the sentence names, without printing them.

公用经费占本年支出合计的12.96%, 项目支出比基本支出少138.78万元, 人均公用经费3.77万元: both figures and the
operation are named, so the number is sourced when the arithmetic holds, and only then.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.crosscheck.intervals import disjoint, meant
from pipeline.crosscheck.model import BOUND, Tie
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import show
from pipeline.crosscheck.terms import Hit
from pipeline.crosscheck.words import strong_bases, years
from schemas.figures import Basis, Figure, Kind
from schemas.findings import Mention

_SHARE = re.compile(r"占|相当于")
_OF = re.compile(r"(?:是|为|达到?|完成了?|相当于)(?=[^，。；]{2,20}的$)")
_THAN = re.compile(r"[比较]")
_MORE = re.compile(r"(?:多出?|高出?|超出?|超过|增加|大)了?$")
_LESS = re.compile(r"(?:少|低|减少|节约|节省|小)了?$")
_HEAD = re.compile(r"人均")
_STAFF = re.compile(r"在职|实有|职工|人员数|人数")


@dataclass(frozen=True, slots=True)
class Scene:
    """A number, the nouns and the sourced numbers before it in its sentence."""

    mention: Mention
    reading: Reading
    start: int
    before: tuple[Tie, ...]

    @property
    def text(self) -> str:
        """The words before the number."""
        return self.reading.text[self.start : self.mention.start]

    def hits(self, start: int, end: int) -> list[Hit]:
        """The nouns between two places of these words."""
        return self.reading.hits_in(self.start + start, self.start + end)

    def allows(self, figure: Figure) -> bool:
        """Whether the sentence may speak of the figure's basis and year."""
        words = self.reading.words(self.start, self.mention.start)
        said: set[Basis | None] = set(strong_bases(words)) or {Basis.FINAL, None, *self._printed()}
        named: set[int | None] = {*years(words, self.reading.year)} or {self.reading.year}
        return figure.basis in said and (figure.year in named or figure.year is None)

    def _printed(self) -> set[Basis | None]:
        facets = self.reading.facets
        return {facets[tie.key].figure.basis for tie in self.before if tie.key in facets}


def computed(mention: Mention, before: Sequence[Tie], reading: Reading) -> str:
    """The arithmetic that gives the number from the figures that its sentence names, or ""."""
    if mention.value is None:
        return ""
    start = reading.layout.sentence(mention.start)[0]
    inside = [t for t in before if start <= t.mention.start < mention.start and t.verdict in BOUND]
    scene = Scene(mention, reading, start, tuple(inside))
    if mention.text.endswith("倍"):
        return next(_quotients(scene, _OF, Decimal(1)), "")
    if mention.kind is Kind.PERCENT and mention.unit != "个百分点":
        hundred = Decimal(100)
        return next(_quotients(scene, _SHARE, hundred), "") or next(_quotients(scene, _OF, hundred), "")
    return next(_differences(scene), "") or next(_per_head(scene), "") or _family(scene)


def _operands(scene: Scene, sign: re.Match[str]) -> Iterator[tuple[Figure, Figure]]:
    """What stands before the sign of the operation, and behind it: figures of one basis and year."""
    behind = scene.hits(sign.end(), len(scene.text))
    for first in _before(scene, sign.start()):
        for other in _figures(scene, behind[0]) if len(behind) == 1 else ():
            same = (first.basis, first.year, first.kind) == (other.basis, other.year, other.kind)
            if same and first.key != other.key:
                yield first, other


def _before(scene: Scene, at: int) -> list[Figure]:
    """The only noun of the clause before the sign; without one, the number just before it."""
    clause = max(scene.reading.layout.clause(scene.start + at)[0] - scene.start, 0)
    hits = scene.hits(clause, at)
    if len(hits) == 1:
        return _figures(scene, hits[0])
    tie = scene.before[-1] if scene.before and not hits else None
    facets = scene.reading.facets
    return [facets[tie.key].figure] if tie and tie.key in facets else []


def _figures(scene: Scene, hit: Hit) -> list[Figure]:
    facets = scene.reading.named(hit)
    return [f.figure for f in facets if not f.derived and not f.note and scene.allows(f.figure)]


def _last(sign: re.Pattern[str], scene: Scene) -> re.Match[str] | None:
    """The sign of the operation that stands nearest before the number."""
    return next(iter(deque(sign.finditer(scene.text), maxlen=1)), None)


def _quotients(scene: Scene, sign: re.Pattern[str], scale: Decimal) -> Iterator[str]:
    at = _last(sign, scene)
    if at is None:
        return
    for part, whole in _operands(scene, at):
        if whole.value and _is(scene.mention, scale * part.value / whole.value):
            yield f"{_written(part)}÷{_written(whole)}＝{scene.mention.text}"


def _differences(scene: Scene) -> Iterator[str]:
    sign = _last(_THAN, scene)
    more, less = _MORE.search(scene.text), _LESS.search(scene.text)
    if sign is None or not (more or less):
        return
    for one, other in _operands(scene, sign):
        high, low = (one, other) if more else (other, one)
        if _is(scene.mention, high.value - low.value):
            yield f"{_written(high)}－{_written(low)}＝{scene.mention.text}"


def _per_head(scene: Scene) -> Iterator[str]:
    """人均公用经费: by the staff of the unit."""
    sign = _last(_HEAD, scene)
    hits = scene.hits(sign.end() if sign else 0, len(scene.text))
    if sign is None or len(hits) != 1:
        return
    figures = (f.figure for f in scene.reading.facets.values() if not f.note and not f.derived)
    staff = [f for f in figures if f.kind is Kind.COUNT and f.value and _STAFF.search(f.label)]
    for amount in _figures(scene, hits[0]):
        for heads in staff:
            if heads.year in (amount.year, None) and _is(scene.mention, amount.value / heads.value):
                yield f"{_written(amount)}÷{_written(heads)}＝{scene.mention.text}"


def _family(scene: Scene) -> str:
    """16个承担单位: the sum of one measure over all items that have it."""
    mention, reading = scene.mention, scene.reading
    end = reading.layout.clause(mention.end)[1]
    words = reading.text[mention.end : end]
    named = [f for f in reading.facets.values() if f.derived and f.figure.kind is Kind.COUNT]
    for measure in {f.derived for f in named if f.derived.rstrip("数") in words}:
        parts = [f.figure for f in named if f.derived == measure]
        if len(parts) > 1 and _is(mention, sum((f.value for f in parts), Decimal(0))):
            return "＋".join(map(_written, parts)) + f"＝{mention.text}"
    return ""


def _is(mention: Mention, value: Decimal) -> bool:
    return not disjoint((value, value), meant(mention))


def _written(figure: Figure) -> str:
    return f"{figure.key} {show(figure)}"

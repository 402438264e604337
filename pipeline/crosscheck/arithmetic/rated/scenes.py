"""The likeliest reading of a number told per one: how many there are of each thing, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from pipeline.crosscheck.arithmetic.numbers import between, moves
from pipeline.crosscheck.arithmetic.rated.factors import Factor, Rates, factors_of
from pipeline.crosscheck.arithmetic.rated.labels import named, preferred
from pipeline.crosscheck.arithmetic.rated.rates import Rate
from pipeline.crosscheck.arithmetic.rated.units import worth_in
from pipeline.crosscheck.reading import Reading
from schemas.findings import Mention

REACH, _BELOW = 260, 90


class Tie(Enum):
    """How closely rate, counts and amount belong together."""

    NAMED = auto()  # the same words stand beside all of them
    CLOSE = auto()  # one sentence
    LOOSE = auto()


@dataclass(frozen=True, slots=True)
class Made:
    """A rate, how many of each, and what they should come to."""

    rate: Rate
    factors: tuple[Factor, ...]
    amount: Mention
    worth: Decimal
    """What one base unit of the amount is in base units of the rate."""
    tie: Tie

    @property
    def number(self) -> Decimal:
        """How many all factors make."""
        out = 1 / self.rate.scale
        for one in self.factors:
            out *= one.value
        return out


@dataclass(frozen=True, slots=True)
class Scene:
    """A rate in its text."""

    reading: Reading
    rate: Rate
    rates: Rates

    @property
    def at(self) -> int:
        """Where the rate begins."""
        return self.rate.mention.start

    def wide(self) -> list[Mention]:
        """The figures of its paragraph within reach, itself left out."""
        start, end = self.reading.layout.paragraph(self.at)
        near = self.figures(max(start, self.at - REACH), min(end, self.at + REACH))
        # 按每人每月100元发放。\n二、发放情况\n…304人，共发放36.48万元: a standard in a paragraph of its own
        return near or self.figures(end, min(end + _BELOW, len(self.reading.text)))

    def figures(self, start: int, end: int) -> list[Mention]:
        """What stands between two offsets, the rate left out."""
        return [m for m in between(self.reading, start, end) if m is not self.rate.mention]

    def amounts(self, figures: Sequence[Mention]) -> list[Mention]:
        """What the rate can come to: amounts alike that are no rates themselves."""
        own = [m for m in figures if m.start not in self.rates and m.value and m.high is None]
        return [m for m in own if worth_in(m, self.rate.mention) and not moves(self.reading, m)]


def likeliest(scene: Scene, wide: Sequence[Mention]) -> Iterator[Made]:
    """The count of each thing that is told for sure, with the amounts before and behind."""
    chosen = [choose(scene, per, wide) for per in scene.rate.pers]
    factors = tuple(f for f in chosen if f)
    if len(factors) < len(chosen):
        return
    used = {m.start for f in factors for m in f.mentions}
    amounts = [m for m in scene.amounts(wide) if m.start not in used]
    at = named(scene.reading, scene.rate.mention, amounts) if len(amounts) > 1 else None
    if at is not None:
        yield _made(scene, factors, amounts[at], Tie.NAMED)
    for amount in _beside(scene, amounts):
        yield _made(scene, factors, amount, _tie(scene, factors, amount))


def _made(scene: Scene, factors: tuple[Factor, ...], amount: Mention, tie: Tie) -> Made:
    return Made(scene.rate, factors, amount, worth_in(amount, scene.rate.mention) or Decimal(1), tie)


def _tie(scene: Scene, factors: Sequence[Factor], amount: Mention) -> Tie:
    start, end = scene.reading.layout.sentence(scene.at)
    told = [amount, *(m for f in factors for m in f.mentions)]
    return Tie.CLOSE if all(start <= m.start < end for m in told) else Tie.LOOSE


def choose(scene: Scene, per: str, wide: Sequence[Mention]) -> Factor | None:
    """The only one in the sentence, else in the period, before or behind; or the one that is named."""
    reading, at = scene.reading, scene.at
    sentence, period = reading.layout.sentence(at), reading.layout.period(at)
    before, behind = (period[0] - REACH, at), (at, period[1] + REACH)
    for start, end in (sentence, (period[0], at), before, (at, period[1]), behind):
        near = [m for m in wide if start <= m.start < end]
        found = factors_of(reading, scene.rate, per, near, scene.rates)
        if found and (found[0].mentions or start < sentence[0]):
            return _one_of(scene, found, sentence[0])
        if found and not any(factors_of(reading, scene.rate, per, wide, scene.rates)[0].mentions):
            return found[0]
    return None


def _one_of(scene: Scene, found: list[Factor], since: int) -> Factor | None:
    if len({f.value for f in found}) == 1:
        return found[0]
    if told := preferred(scene.reading, found, since, scene.at):
        return told
    if all(len(f.mentions) == 1 for f in found):
        at = named(scene.reading, scene.rate.mention, [f.mentions[0] for f in found])
        if at is not None:
            return found[at]
    total = sum((f.value for f in found), Decimal(0))
    wholes = [f for f in found if 2 * f.value == total]
    if len(wholes) == 1 and len(found) > 2:
        return wholes[0]  # 18.6公里（主管7400米、支管11200米）
    found = [f for f in found if not _part(scene, f)] or found
    if len({f.value for f in found}) == 1:
        return found[0]
    if not found[0].mentions:
        return found[0]
    return None


def _part(scene: Scene, factor: Factor) -> bool:
    """其中噪声扰民类86件: of the number told before."""
    if len(factor.mentions) != 1:
        return False
    start = scene.reading.layout.clause(factor.mentions[0].start)[0]
    return scene.reading.text.startswith(("其中", "含", "包括"), start)


def _beside(scene: Scene, amounts: Sequence[Mention]) -> Iterator[Mention]:
    """The amounts of the sentence next to the rate on either side; else those of the period."""
    at = scene.at
    for start, end in (scene.reading.layout.sentence(at), scene.reading.layout.period(at)):
        near = [m for m in amounts if start <= m.start < end]
        if near:
            chosen = [*[m for m in near if m.start < at][-1:], *[m for m in near if m.start > at][:1]]
            yield from (m for m in chosen if not _other_rate(scene, m))
            return
    yield from [m for m in amounts if m.start < at][-1:] or amounts[:1]


def _other_rate(scene: Scene, amount: Mention) -> bool:
    """Whether another rate alike stands between: the amount is that one's, or of both together."""
    first, last = sorted((amount.start, scene.at))
    others = (r.mention for r in scene.rates.values() if first < r.mention.start < last)
    return any(worth_in(m, scene.rate.mention) for m in others)

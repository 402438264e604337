"""Whether any reading makes a number told per one come out: sums, differences, shares, one of many."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, product

from pipeline.crosscheck.arithmetic.rated.factors import Rates, factors_of, lengths, time_of
from pipeline.crosscheck.arithmetic.rated.labels import preferred
from pipeline.crosscheck.arithmetic.rated.rates import Rate
from pipeline.crosscheck.arithmetic.rated.units import worth_in
from pipeline.crosscheck.intervals import Interval, disjoint, meant, minus, plus, times
from pipeline.crosscheck.reading import Reading
from schemas.figures import Kind
from schemas.findings import Mention

_MOST = 60
_LONG = 100
"""So large a count is a product by no chance, whatever is counted: 312篇，每篇2名专家，审阅624篇次."""
_SUMMED, _SUMS = 5, 200
_ONE = Decimal(1)
_ALL = re.compile("合计|累计|总|共")


def explained(
    reading: Reading, rate: Rate, figures: Sequence[Mention], rates: Rates, amounts: Sequence[Mention]
) -> bool:
    """Whether the rate times some numbers of its things is one of the amounts, or what some of them make."""
    found = [_values(reading, rate, per, figures, rates) for per in rate.pers]
    wanted = [(m, span) for m, span in _wanted(reading, rate, figures, rates, amounts)]
    for amount, span in wanted:
        lists = [
            _licensed(reading, per, values, amount) for per, values in zip(rate.pers, found, strict=True)
        ]
        for numbers in _some(lists):
            if not disjoint(_came(rate, numbers), span):
                return True
    return _together(reading, rate, figures, rates, [_span(m, rate) for m in amounts])


def _together(
    reading: Reading, rate: Rate, figures: Sequence[Mention], rates: Rates, spans: Sequence[Interval]
) -> bool:
    """97户每户1万元，59户每户2万元，共215万元: with what the rates beside it come to."""
    near = [rates[m.start] for m in figures if m.start in rates and worth_in(m, rate.mention)]
    near = sorted([*near, rate], key=lambda r: r.mention.start)[:_SUMMED]
    if len(near) < 2 or rate not in near:
        return False
    made = [_products(reading, one, figures, rates) for one in near]
    at = near.index(rate)
    for first in range(at + 1):
        for last in range(max(at, first + 1), len(near)):
            for chosen, _ in zip(product(*made[first : last + 1]), range(_SUMS), strict=False):
                total = (sum(low for low, _ in chosen), sum(high for _, high in chosen))
                if any(not disjoint(total, span) for span in spans):  # type: ignore[arg-type]
                    return True
    return False


def _products(reading: Reading, rate: Rate, figures: Sequence[Mention], rates: Rates) -> list[Interval]:
    """What a rate can come to, the nearest numbers first."""
    lists = []
    for per in rate.pers:
        told = factors_of(reading, rate, per, figures, rates)
        if meant_ := preferred(
            reading, told, reading.layout.sentence(rate.mention.start)[0], rate.mention.start
        ):
            told = [meant_]
        told.sort(key=lambda f: abs(f.mentions[0].start - rate.mention.start) if f.mentions else 0)
        lists.append([f.value for f in told[:5]] or [_ONE])
    return [_came(rate, numbers) for numbers, _ in zip(product(*lists), range(8), strict=False)]


def _some(lists: Sequence[Sequence[Decimal]]) -> Iterator[tuple[Decimal, ...]]:
    for numbers, _ in zip(product(*lists), range(_MOST), strict=False):
        yield numbers


def _came(rate: Rate, numbers: Sequence[Decimal]) -> Interval:
    number = 1 / rate.scale
    for one in numbers:
        number *= one
    return times(rate.span, (number, number))


def _values(
    reading: Reading, rate: Rate, per: str, figures: Sequence[Mention], rates: Rates
) -> list[Decimal]:
    """How many there can be: each number told, sums and differences of them, what the words imply."""
    told = factors_of(reading, rate, per, figures, rates)
    start, end = reading.layout.sentence(rate.mention.start)
    before = [f for f in told if not f.mentions or f.mentions[0].start < end]
    if named := preferred(reading, before, start, rate.mention.start):
        clause = reading.layout.clause(rate.mention.start)
        beside = [f.value for f in told if f.mentions and clause[0] <= f.mentions[0].start < clause[1]]
        return list(dict.fromkeys([named.value, *beside]))  # 按每件1500元测算为600件，实际640件
    values = [f.value for f in told]
    out = list(values)
    for at in range(len(values)):
        out += list(accumulate(values[at : at + 6]))[1:]
    out += [a - b for at, a in enumerate(values) for b in values[at + 1 :] if a > b]
    if (
        any(map(time_of, rate.pers))
        and not time_of(per)
        and any(_of_all(reading, m) for m in figures if m.kind is Kind.DURATION)
    ):
        out.append(_ONE)
    return list(dict.fromkeys(out)) or [_ONE]


def _of_all(reading: Reading, time: Mention) -> bool:
    """9人，在岗月数合计96个月: the months of all of them."""
    return bool(_ALL.search(reading.text, reading.layout.clause(time.start)[0], time.start))


def _licensed(reading: Reading, per: str, values: list[Decimal], amount: Mention | None) -> list[Decimal]:
    """With one alone, where the amount's own words speak of one: 每月发放; its own months, if it has some."""
    if amount is None:
        return values
    words = reading.text[reading.layout.clause(amount.start)[0] : amount.start]
    unit = time_of(per)
    if unit and unit != "年" and (own := [Decimal(n) for n in lengths(words, unit)]):
        return own if max(own) < min(values) else [*own, *values]
    if per[0] in words or "每" in words or "单" in words or (unit and unit in words):
        return [_ONE, *values]
    return values


Wanted = tuple[Mention | None, Interval]


def _wanted(
    reading: Reading, rate: Rate, figures: Sequence[Mention], rates: Rates, amounts: Sequence[Mention]
) -> Iterator[Wanted]:
    """The amounts, rates per other things, sums and differences of amounts, and shares of them."""
    spans = [_span(m, rate) for m in amounts]
    yield from zip(amounts, spans, strict=True)
    others = [m for m in figures if m.start in rates and set(rates[m.start].pers) != set(rate.pers)]
    yield from ((None, _span(m, rate)) for m in others if worth_in(m, rate.mention))
    if rate.mention.kind is Kind.COUNT:
        heads = [m for m in figures if (m.unit or "").endswith("次") and m not in amounts]
        yield from ((None, meant(m)) for m in heads if (m.value or 0) >= _LONG)
    yield from ((None, span) for span in _reckoned(spans))
    yield from ((None, span) for span in _shared(figures, spans, half="半" in reading.text))


def _reckoned(spans: Sequence[Interval]) -> Iterator[Interval]:
    """Sums of neighbours, and differences of any two."""
    for at, one in enumerate(spans):
        yield from list(accumulate(spans[at : at + 6], plus))[1:]
        yield from (minus(max(one, other), min(one, other)) for other in spans[at + 1 :])


def _shared(figures: Sequence[Mention], spans: Sequence[Interval], *, half: bool) -> Iterator[Interval]:
    """Amounts that are a told share of what the rate comes to, or of which that is a share."""
    told = [m.value / 100 for m in figures if m.kind is Kind.PERCENT and m.unit in ("%", "成") and m.value]
    scales = [s for share in told[:4] for s in (share, 1 - share) if s > 0]
    for scale in [*scales, *(1 / s for s in scales), *([Decimal(2)] if half else [])]:
        yield from (times(span, (scale, scale)) for span in spans)


def _span(mention: Mention, rate: Rate) -> Interval:
    worth = worth_in(mention, rate.mention) or _ONE
    return times(meant(mention), (worth, worth))

"""A number told per one, against every way of making it: what no reading gives and one slip explains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import alike, between, factor
from pipeline.crosscheck.arithmetic.rated.rates import rates_in
from pipeline.crosscheck.arithmetic.rated.readings import explained
from pipeline.crosscheck.arithmetic.rated.scenes import Made, Scene, Tie, likeliest
from pipeline.crosscheck.arithmetic.rated.slips import Slip, slips, unit_lost
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_LARGE = Decimal(10_000)


def check_rated(reading: Reading, told: Iterable[Finding]) -> Iterator[Finding]:
    """Every number told per one of something, where nothing is *told* of it yet."""
    rates = {r.mention.start: r for r in rates_in(reading)}
    spots = [place for f in told for place in ((f.start, f.end), *f.others)] if rates else []
    for rate in [r for r in rates.values() if not r.moved]:
        for found in _judge(Scene(reading, rate, rates)):
            places = [(found.start, found.end), *found.others]
            if not any(a < d and c < b for a, b in places for c, d in spots):
                yield found
                spots += places


def comes_out(reading: Reading, found: Finding) -> bool:
    """Whether a rate that a finding speaks of comes out by some reading of the whole paragraph."""
    if found.severity is Severity.ERROR:
        return False
    rates = {r.mention.start: r for r in rates_in(reading)}
    if (quoted := rates.get(found.start)) and quoted.part:
        return True
    own = [rates[start] for start, _ in ((found.start, found.end), *found.others) if start in rates]
    return any(_explained(Scene(reading, rate, rates), None) for rate in own)


def _explained(scene: Scene, made: Made | None) -> bool:
    """Whether some reading holds among the figures that belong to the likeliest one."""
    wide = scene.wide()
    if made and made.tie is Tie.NAMED:
        return explained(scene.reading, scene.rate, wide, scene.rates, [made.amount])
    if made and made.tie is Tie.CLOSE:
        wide = scene.figures(*scene.reading.layout.sentence(scene.at))
    return explained(scene.reading, scene.rate, wide, scene.rates, scene.amounts(wide))


def _judge(scene: Scene) -> Iterator[Finding]:
    wide = scene.wide()
    lost = next(unit_lost(scene, wide), None)
    if lost and not explained(scene.reading, scene.rate, wide, scene.rates, [lost.made.amount]):
        yield _told(scene.reading, lost)
        return
    likely = [made for made in likeliest(scene, wide) if not _explained(scene, made)]
    likely = [
        m
        for m in likely
        if not (
            _all_multiplied(scene, m)
            or _of_all_terms(m)
            or _of_next(scene, m)
            or _of_some(m, wide)
            or _of_years(m)
        )
    ]
    found = [slip for made in likely for slip in slips(scene.reading, made, wide)]
    if found:
        yield _told(scene.reading, max(found, key=lambda s: s.weight))


def _all_multiplied(scene: Scene, made: Made) -> bool:
    """断面12个，每月采样1次，每次9项，全年1296个: all that is told, and the months, make the amount."""
    text, layout = scene.reading.text, scene.reading.layout
    start, end = layout.period(made.amount.start)
    told = [m for m in between(scene.reading, start, made.amount.start) if m.kind is Kind.COUNT and m.value]
    product = Decimal(12) if "每月" in text[start:end] else Decimal(1)
    for mention in told:
        product *= mention.value or 1
    return len(told) >= 2 and product == made.amount.value


def _of_years(made: Made) -> bool:
    """总价150万元，每年支付50万元: of how many years is not told, and it comes out for three."""
    untold = any(not f.mentions and f.value == 1 for f in made.factors)
    return untold and (made.amount.value or Decimal(0)) * made.worth % (made.rate.value * made.number) == 0


def _of_some(made: Made, figures: Iterable[Mention]) -> bool:
    """45辆，其中9月新增5辆按4个月计算: the months are those of the fewer."""
    used = sorted((m for f in made.factors for m in f.mentions), key=lambda m: m.start)
    if len(used) != 2 or used[1].kind is not Kind.DURATION:
        return False
    many, time = used
    between_ = (m for m in figures if many.end <= m.start < time.start and m.unit == many.unit)
    return any((m.value or 0) < (many.value or 0) for m in between_)


def _of_next(scene: Scene, made: Made) -> bool:
    """早稻21万亩，总产8.19万吨，亩产390公斤，其余37.6万亩…: the two right before the rate make it."""
    used = [m for f in made.factors for m in f.mentions][:1]
    start = scene.reading.layout.paragraph(made.rate.mention.start)[0]
    two = between(scene.reading, start, made.rate.mention.start)[-2:]
    if len(two) < 2 or not used or not used[0].value:
        return False
    many, amount = two
    if many.unit != used[0].unit or not alike(amount, made.amount):
        return False
    number = made.number * (many.value or 0) / used[0].value
    return amount.value == made.rate.value * number / made.worth


def _of_all_terms(made: Made) -> bool:
    """春季182人，秋季196人，合计378人次: the terms are counted already."""
    counted = any(m.unit == "人次" for f in made.factors for m in f.mentions)
    return counted and any(not f.mentions for f in made.factors)


def _told(reading: Reading, slip: Slip) -> Finding:
    """The product written out, with what should stand at the number that is amiss."""
    made, claim = slip.made, slip.claim
    terms = "×".join([*(f.text for f in made.factors), made.rate.mention.text])
    right = _shown(slip.right, claim)
    why = f"（{slip.why}）" if slip.why else ""
    came = _shown(made.rate.value * made.number / made.worth, made.amount)
    message = f"{terms}＝{came}，与“{made.amount.text}”不符，“{claim.text}”应为{right}{why}。"
    operands = [made.rate.mention, made.amount, *(m for f in made.factors for m in f.mentions)]
    return finding(
        "unit", message, reading.text, claim.start, claim.end, severity=Severity.WARNING, expected=right,
        evidence=terms, others=tuple((m.start, m.end) for m in operands if m is not claim),
    )  # fmt: skip


def _shown(value: Decimal, like: Mention) -> str:
    """A value in the unit of a number, or in 元 or 万元 where it is far from that size."""
    unit, name = factor(like)
    if like.kind is Kind.MONEY and not Decimal("0.1") <= value / unit < _LARGE:
        unit, name = (Decimal(1), "元") if value < _LARGE else (Decimal(10_000), "万元")
    elif unit == 1 and "万" in like.text and name != "元":
        unit, name = Decimal(10_000), f"万{name}"
    shown = value / unit
    return plain(shown.quantize(Decimal("0.0001" if unit > 1 else "0.01"))) + name

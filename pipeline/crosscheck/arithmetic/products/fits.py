"""Whether a product, or what is made of products, is one of the amounts beside it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate

from pipeline.crosscheck.arithmetic.products.factors import Product, loosened
from pipeline.crosscheck.arithmetic.products.prices import Price
from pipeline.crosscheck.intervals import Interval, disjoint, meant, plus, times
from schemas.figures import Kind
from schemas.findings import Mention


def share(made: Sequence[Product], rest: Sequence[Mention], amounts: Sequence[Mention]) -> bool:
    """Whether a percentage beside it makes the product fit: 当年拨付60%即57.6万元."""
    rates = [m.value / 100 for m in rest if m.kind is Kind.PERCENT and m.value]
    spans = [times(room(one), (r, r)) for one in made for rate in rates[:4] for r in (rate, 1 - rate)]
    return any(not disjoint(span, meant(amount)) for span in spans for amount in amounts)


def meets(made: Sequence[Product], amounts: Sequence[Mention]) -> bool:
    """Whether one product is one of the amounts."""
    return any(not disjoint(room(one), meant(amount)) for one in made for amount in amounts)


def holds(
    prices: Sequence[Price],
    mine: Sequence[Product],
    made: dict[int, list[Product]],
    amounts: Sequence[Mention],
) -> bool:
    """Whether one product, or the sum of neighbouring ones, is one of the amounts or a sum of them."""
    spans = [room(p) for p in mine]
    near = [made[id(p.mention)] for p in prices]
    firsts = [room(p[0]) for p in near if p]
    for start in range(len(firsts)):
        spans += list(accumulate(firsts[start:], plus))[1:]
    if len(near) == 2:
        spans += [plus(room(a), room(b)) for a in near[0] for b in near[1]]
    wanted = [meant(m) for m in amounts]
    for start in range(len(wanted)):
        wanted = [*wanted, *list(accumulate([meant(m) for m in amounts[start:]], plus))[1:]]
    return any(not disjoint(one, other) for one in spans for other in wanted)


def room(one: Product) -> Interval:
    """The values that a product can have: a price is taken at its word, a mean is rounded."""
    low, high = one.span(exact=not one.price.mean)
    return (low * Decimal("0.9"), high * Decimal("1.1")) if loosened(one.price) else (low, high)


def unit_slip(mine: Sequence[Product], amounts: Sequence[Mention]) -> tuple[Product, Mention] | None:
    """元 for 万元: the product is the amount but for a power of ten thousand."""
    for one in mine:
        for amount in amounts:
            for power in (4, -4, 8, -8):
                scale = Decimal(10) ** power
                if amount.kind is Kind.MONEY and not disjoint(
                    times(one.span(), (scale, scale)), meant(amount)
                ):
                    return one, amount
    return None

"""Products against the amounts beside them: silent where any product, or a sum of them, gives one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import alike, between, factor, is_amount, moves, window
from pipeline.crosscheck.arithmetic.products.factors import (
    Product,
    candidates,
    loosened,
    only,
    otherwise,
    products,
)
from pipeline.crosscheck.arithmetic.products.fits import holds, meets, share, unit_slip
from pipeline.crosscheck.arithmetic.products.prices import Price, read_prices
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import Interval, disjoint, exactly, meant, plus
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Approx, Kind
from schemas.findings import Finding, Mention, Severity

_MARK = re.compile(r"每|均(?![衡匀等])|单价|[/／]|价格|票价|售价|单位造价|月[租工薪补津标]")
_NO_CLAIM = re.compile(
    r"预算|计划|限额|上限|上年|去年|其中|另|余|节约|节省|结余|[比较]|占|最高|最低|以[上下]|限价|控制价|概算|收入|缺口|累计|贷款|扶持资金|应付"
)
_LATER = re.compile(
    r"其中[^，。；\d]{0,6}\d+[名人户家个][^，。；]{0,8}(?:入职|新[聘增进]|离[职岗]|退[休出]|调[入出离]|到岗)"
)
"""35名，每季度300元，其中5名第三季度入职: not all of them for the whole time."""
_TOTAL = re.compile(r"共|合计|总|一并|计")


def check_products(reading: Reading) -> Iterator[Finding]:
    """Every period that tells a price, its number and an amount."""
    done = -1
    for match in _MARK.finditer(reading.text):
        start, end = reading.layout.period(match.start())
        if start <= done or end - start > 400:
            continue
        done = start
        figures = between(reading, start, end)
        if len(figures) <= 2:  # a standard in a sentence of its own
            end = min(reading.layout.period(end + 1)[1], reading.layout.paragraph(start)[1])
            figures = between(reading, start, end)
        if 3 <= len(figures) <= 30 or (len(figures) == 2 and "年" in reading.text[start:end]):
            yield from _period(reading, figures)


def _period(reading: Reading, figures: Sequence[Mention]) -> Iterator[Finding]:
    prices = read_prices(reading, figures)
    if not prices or len(prices) > 8:
        return
    # 每年支付租金12万元 can be the price of a year, and what the price of an acre comes to.
    own = {id(p.mention) for p in prices if not all(per.time for per in p.pers)}
    rest = [m for m in figures if id(m) not in own]
    made = {id(p.mention): products(p, candidates(reading, p, rest)) for p in prices}
    for at in range(len(prices)):
        yield from _judge(reading, prices, at, rest, made)


_EVERY = re.compile("每[一-鿿]")
"""1月至5月每月4.2万元，6月起每月5.4万元: the one is no product of the other."""


Made = dict[int, list[Product]]


def _amounts(reading: Reading, price: Price, rest: Sequence[Mention]) -> list[Mention]:
    """What the product can be: amounts alike, no counts that it is made with."""
    each = set(_EVERY.findall(window(reading, price.mention)))
    told = [m for m in rest if is_amount(m) and _alike(m, price.mention) and not moves(reading, m)]
    return [m for m in told if m is price.mention or not each & set(_EVERY.findall(window(reading, m)))]


def _alike(one: Mention, other: Mention) -> bool:
    people = "人" in (one.unit or "") and "人" in (other.unit or "")
    return alike(one, other) or (one.kind is Kind.COUNT and other.kind is Kind.COUNT and people)


def _judge(
    reading: Reading, prices: Sequence[Price], at: int, rest: Sequence[Mention], made: Made
) -> Iterator[Finding]:
    price = prices[at]
    mine = made[id(price.mention)]
    amounts = _amounts(reading, price, rest)
    if not mine or not amounts or holds(prices, mine, made, amounts):
        return
    if meets(otherwise(price, candidates(reading, price, rest)), amounts) or share(mine, rest, amounts):
        return
    if slipped := unit_slip(mine, amounts):
        yield _wrong(reading, [slipped[0]], slipped[1], Severity.ERROR, slip=True)
        return
    if price.mention.kind is Kind.COUNT and len(amounts) > 1:
        return
    group = _group(reading, prices, at, rest)
    if group is None:
        return
    claim, told = group
    chosen = [made[id(p.mention)][:1] for p in told]
    sure = all(chosen) and all(_certain(reading, prices, p, rest) for p in told)
    if sure and not any(loosened(p) for p in told) and claim.approx is Approx.EXACT and claim in amounts:
        yield from _compared(reading, [c[0] for c in chosen], claim)


def _certain(reading: Reading, prices: Sequence[Price], price: Price, rest: Sequence[Mention]) -> bool:
    """Whether the price's numbers are told for sure: alone, or alone since the price before."""
    at = price.mention.start
    earlier = [p.mention.end for p in prices if p.mention.end <= at]
    since = max([reading.layout.sentence(at)[0], *earlier])
    if _LATER.search(reading.text, at, reading.layout.period(at)[1]):
        return False
    return only(candidates(reading, price, rest), since, at)


def _group(
    reading: Reading, prices: Sequence[Price], at: int, rest: Sequence[Mention]
) -> tuple[Mention, list[Price]] | None:
    """The amount that is claimed, and the prices it is made of: those since the amount before it."""
    price = prices[at]
    start, end = reading.layout.sentence(price.mention.start)
    counts = {id(f.mention) for found in candidates(reading, price, rest) for f in found}
    amounts = [m for m in _amounts(reading, price, rest) if id(m) not in counts]
    after = [m for m in amounts if m.start > price.mention.end]
    before = [m for m in amounts if start <= m.start < price.mention.start]
    if after and after[0].start < end:
        return _behind(reading, prices, amounts, price, after[0])
    others = [p for p in prices if p is not price and start <= p.mention.start < end]
    if len(before) == 1 and not [p for p in others if _alike(p.mention, price.mention)]:
        return None if _NO_CLAIM.search(window(reading, before[0])) else (before[0], [price])
    if after and _TOTAL.search(window(reading, after[0])):
        return _behind(reading, prices, amounts, price, after[0])
    return None


def _behind(
    reading: Reading, prices: Sequence[Price], amounts: Sequence[Mention], price: Price, claim: Mention
) -> tuple[Mention, list[Price]] | None:
    """The amount behind the last of its prices."""
    since = max([m.end for m in amounts if m.end <= price.mention.start], default=0)
    told = [p for p in prices if since <= p.mention.start < claim.start]
    words = window(reading, claim)
    if _NO_CLAIM.search(words) or told[-1] is not price or (len(told) > 1 and not _TOTAL.search(words)):
        return None
    return claim, told


def _compared(reading: Reading, made: Sequence[Product], claim: Mention) -> Iterator[Finding]:
    total, exact = (Decimal(0), Decimal(0)), (Decimal(0), Decimal(0))
    for one in made:
        total, exact = plus(total, one.span()), plus(exact, one.span(exact=True))
    if claim.start < made[0].price.mention.start and _elsewhere(total, claim):
        return
    if disjoint(total, meant(claim)) or (
        disjoint(exact, exactly(claim)) and not any(one.price.mean for one in made)
    ):
        yield _wrong(reading, made, claim, Severity.WARNING, slip=False)


def _elsewhere(total: Interval, claim: Mention) -> bool:
    """投入40.83万元，14户每户分红700元: an amount told before that is of quite another size is another's."""
    times_ = sum(total, Decimal(0)) / 2 / (claim.value or Decimal(1))
    return not any(power / 3 <= times_ <= power * 3 for power in (Decimal(1), Decimal(10), Decimal("0.1")))


def _right(made: Sequence[Product], amount: Mention, at: Mention) -> str | None:
    """What should stand at the claim: the product, or the mean of the amount."""
    unit, name = factor(at)
    value = sum((one.value for one in made), Decimal(0))
    if at is amount:
        return plain((value / unit).quantize(Decimal("0.0001"))) + name
    if len(made) != 1 or not value:
        return None
    mean = (amount.value or Decimal(0)) * (at.value or Decimal(0)) / value / unit
    return plain(mean.quantize(Decimal("0.01"))) + name


def _reunited(one: Product, at: Mention) -> str | None:
    """The amount in the unit that makes it right: 4.56元 is 4.56万元."""
    if at is one.price.mention:
        return None
    for scale, name in ((Decimal(10_000), "万元"), (Decimal(1), "元"), (Decimal(10) ** 8, "亿元")):
        if name != factor(at)[1] and plain(one.value / scale) == plain(
            (at.value or Decimal(0)) / factor(at)[0]
        ):
            return plain(one.value / scale) + name
    return None


def _wrong(
    reading: Reading, made: Sequence[Product], amount: Mention, severity: Severity, *, slip: bool
) -> Finding:
    """Of price and amount, the one that stands later is the claim."""
    unit, name = factor(amount)
    value = sum((one.value for one in made), Decimal(0)) / unit
    terms = "＋".join(one.terms for one in made)
    message = f"{terms}＝{plain(value.quantize(Decimal('0.0001')))}{name}，与“{amount.text}”不符。"
    message += "单位“元”与“万元”可能写错。" if slip else ""
    last = made[-1].price.mention
    at = max(last, amount, key=lambda m: m.start)
    told = [one.price.mention for one in made] + [f.mention for one in made for f in one.factors if f.mention]
    expected = _reunited(made[0], at) if slip else _right(made, amount, at)
    return finding(
        "unit", message, reading.text, at.start, at.end, severity=severity, evidence=terms, expected=expected,
        others=tuple((m.start, m.end) for m in (*told, amount) if m is not at),
    )  # fmt: skip

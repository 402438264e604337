"""Derived figures: rates, shares, differences and growth, from the values as printed."""

from __future__ import annotations

from pipeline.ledger.builder import Builder
from pipeline.references import printed_value, quantize
from schemas.figures import (
    Basis,
    Derivation,
    Figure,
    Kind,
)


def rates(b: Builder) -> None:
    """Execution, completion and control rates, and shares."""
    for figure in list(b.figures.values()):
        if figure.kind is Kind.MONEY and figure.basis is Basis.FINAL and figure.key.endswith(".决算"):
            budget_rates(b, figure)
        if figure.parent and (whole := b.get(figure.parent)):
            rate(b, f"{figure.key}.占比", figure, whole)
    staff, posts = b.get("在职人数"), b.get("编制数")
    if staff and posts:
        rate(b, "在职人员控制率", staff, posts)


def budget_rates(b: Builder, final: Figure) -> None:
    """执行率 on the adjusted budget (opening, if there is none), 完成率 and 控制率 on the opening."""
    opening, adjusted = b.get(f"{final.item}.年初预算"), b.get(f"{final.item}.调整预算")
    if base := adjusted or opening:
        rate(b, f"{final.item}.执行率", final, base)
    if opening:
        rate(b, f"{final.item}.完成率", final, opening)
    if opening and (final.item.startswith("三公经费") or final.item == "公用经费"):
        rate(b, f"{final.item}.控制率", final, opening)


def rate(b: Builder, key: str, part: Figure, whole: Figure) -> None:
    """*part* as a percentage of *whole*, from the printed values; none on a base that is not positive."""
    base = printed_value(whole, b.style)
    if base > 0:
        share = quantize(100 * printed_value(part, b.style) / base, b.style.percent_decimals)
        formula = f"{part.key}÷{whole.key}×100%"
        b.derive(key, share, Kind.PERCENT, "%", formula, [part, whole])


def changes(b: Builder) -> None:
    """Differences and growth: against the same column of last year, and 决算 against the budgets."""
    for figure in list(b.figures.values()):
        last = b.get(last_year_key(figure, b.settings.year))
        if last and last.year != figure.year:
            change(b, f"{figure.key}.比上年", figure, last)
        if figure.basis is Basis.FINAL and figure.key.endswith(".决算"):
            for word in ("年初预算", "调整预算"):
                if base := b.get(f"{figure.item}.{word}"):
                    change(b, f"{figure.key}较{word}", figure, base)


def change(b: Builder, stem: str, now: Figure, then: Figure) -> None:
    """Difference and growth of *now* against *then*, from the printed values."""
    base = printed_value(then, b.style)
    difference = printed_value(now, b.style) - base
    unit = "个百分点" if now.kind is Kind.PERCENT else now.unit
    b.derive(f"{stem}增减额", difference, now.kind, unit, f"{now.key}－{then.key}", [now, then],
                like=now)  # fmt: skip
    if base > 0 and now.kind is Kind.MONEY:
        growth = quantize(100 * difference / base, b.style.percent_decimals)
        formula = f"（{now.key}－{then.key}）÷{then.key}×100%"
        b.derive(f"{stem}增减率", growth, Kind.PERCENT, "%", formula, [now, then])


def last_year_key(figure: Figure, year: int) -> str:
    """Where the same quantity of the year before stands, for a figure of this *year*; else ''."""
    if figure.year != year or (isinstance(figure.source, Derivation) and figure.kind is Kind.PERCENT):
        return ""
    return f"{figure.item}.上年{figure.basis.chinese if figure.basis else ''}"

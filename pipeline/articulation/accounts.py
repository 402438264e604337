"""The rules over 收支, 资产 and 基本支出明细: parts to totals at every level, carry-over, execution."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.articulation.books import AMOUNT_COLUMNS, LAST_YEAR, YEAR_COLUMNS, Books, Cell, children
from pipeline.articulation.compare import Breach, at_most, equal, slack, total, written
from pipeline.articulation.sums import Breaches, add_up, stays_within
from schemas.figures import normalise_key
from schemas.findings import Severity
from schemas.inputs import AmountRow

IDENTITIES = {
    "本年支出合计": (("基本支出", "项目支出"), ("上缴上级支出", "经营支出", "对附属单位补助支出")),
    "基本支出": (("人员经费", "公用经费"), ()),
}
"""Totals whose parts are laid down: those that must stand, and those that may."""


def _names(rows: Iterable[AmountRow]) -> list[str]:
    return list(dict.fromkeys(row.name for row in rows))


# ── 收支 and 资产, as the 上级 and 关系 columns say ──────────────────────────────────────────────────────


def _declared(books: Books, rows: Sequence[AmountRow], prefix: str, columns: Sequence[str]) -> Breaches:
    for parent in dict.fromkeys(row.parent for row in rows if row.parent):
        parts = [prefix + name for name in _names(children(rows, parent, partition=True))]
        if parts:
            yield from add_up(books, parent, prefix + parent, parts, columns, listing=len(parts) == 1)


def _of_which(books: Books, rows: Sequence[AmountRow], prefix: str, columns: Sequence[str]) -> Breaches:
    """Each “其中” row stays within its whole; together they exceed it only if they overlap (a warning)."""
    for parent in dict.fromkeys(row.parent for row in rows if row.parent):
        names = _names(children(rows, parent, partition=False))
        for column in columns:
            whole = books.cell(prefix + parent, column)
            parts = [c for name in names if (c := books.cell(prefix + name, column))]
            if whole:
                yield from _within(parent, column, parts, whole)


def _within(item: str, column: str, parts: Sequence[Cell], whole: Cell) -> Breaches:
    advice = "“其中”项不能大于它所属的项目，请核对两处数字。"
    single = [b for part in parts if (b := at_most(item, column, [part], whole, advice=advice))]
    yield from single
    together = at_most(item, column, parts, whole, advice="若各“其中”项互有重叠，可不改。") if parts else None
    if together and not single:
        yield replace(together, severity=Severity.WARNING)


def account_parts(books: Books) -> Breaches:
    """收支: the rows that name a row as 上级 (合计) add up to it."""
    names = {normalise_key(row.name) for row in books.report.accounts}
    # Where the parts laid down all stand, the total has a rule of its own.
    own = {whole for whole, (required, _) in IDENTITIES.items() if names.issuperset(required)}
    rows = [r for r in books.report.accounts if r.parent and normalise_key(r.parent) not in own]
    yield from _declared(books, rows, "", AMOUNT_COLUMNS)


def account_of_which(books: Books) -> Breaches:
    """收支: “其中” rows do not exceed their 上级."""
    yield from _of_which(books, books.report.accounts, "", AMOUNT_COLUMNS)


def asset_parts(books: Books) -> Breaches:
    """资产: parts add up."""
    yield from _declared(books, books.report.assets, "资产.", YEAR_COLUMNS)


def asset_of_which(books: Books) -> Breaches:
    """资产: “其中” rows do not exceed their 上级."""
    yield from _of_which(books, books.report.assets, "资产.", YEAR_COLUMNS)


# ── 支出 ────────────────────────────────────────────────────────────────────────────────────────────


def _identity(books: Books, whole: str) -> Breaches:
    """*whole* = what is laid down + whatever else the sheet lists under it.

    A sheet may list two partitions of one total (by 基本/项目 and by function), so that what is laid down
    may also hold by itself.
    """
    required, optional = IDENTITIES[whole]
    listed = _names(children(books.report.accounts, whole, partition=True))
    for column in AMOUNT_COLUMNS:
        known = [*required, *(name for name in optional if books.cell(name, column))]
        target, core = books.cell(whole, column), books.cells(known, column)
        parts = books.cells(list(dict.fromkeys([*known, *listed])), column)
        if not target or not core or not parts:
            continue
        breach = equal(whole, column, parts, [target])
        if breach and (len(parts) == len(core) or equal(whole, column, core, [target])):
            yield breach


def expenditure_parts(books: Books) -> Breaches:
    """本年支出 = 基本 + 项目 (+ 上缴上级 + 经营 + 对附属单位补助)."""
    yield from _identity(books, "本年支出合计")


def basic_parts(books: Books) -> Breaches:
    """基本支出 = 人员经费 + 公用经费."""
    yield from _identity(books, "基本支出")


def _codes(books: Books, whole: str, required: Sequence[str], optional: Sequence[str]) -> Breaches:
    """*whole* against classes of the detail sheet; a class without a row is 0 only where the sheet closes."""
    for column in AMOUNT_COLUMNS:
        target = books.cell(whole, column)
        parts = [c for code in (*required, *optional) if (c := books.cell(f"编码.{code}", column))]
        complete = all(books.cell(f"编码.{code}", column) for code in required) or _closes(books, column)
        breach = equal(whole, column, parts, [target]) if target and parts and complete else None
        if breach:
            yield breach


def _closes(books: Books, column: str) -> bool:
    """The classes that are listed make up all of 基本支出, so that a class not listed is 0."""
    parts, whole = books.cells([f"编码.{c}" for c in books.codes(3)], column), books.cell("基本支出", column)
    if not parts or not whole:
        return False
    return abs(total(parts) - whole.value) <= slack([*parts, whole])


def personnel_codes(books: Books) -> Breaches:
    """人员经费 = 301 + 303."""
    yield from _codes(books, "人员经费", ("301", "303"), ())


def operating_codes(books: Books) -> Breaches:
    """公用经费 = 302 + 310 (+ 307, 312, 399)."""
    yield from _codes(books, "公用经费", ("302", "310"), ("307", "312", "399"))


def basic_detail(books: Books) -> Breaches:
    """The classes of 基本支出明细 add up to 基本支出."""
    items = [f"编码.{code}" for code in books.codes(3)]
    yield from add_up(books, "基本支出", "基本支出", items, AMOUNT_COLUMNS, listing=True)


def economic_parts(books: Books) -> Breaches:
    """款 add up to their 类."""
    for code in books.codes(3):
        items = [f"编码.{part}" for part in books.codes(5, code)]
        name = next((row.name for row in books.report.economic if row.code == code), code)
        yield from add_up(books, name, f"编码.{code}", items, AMOUNT_COLUMNS, listing=True)


FAR_APART = 1000


def asset_magnitude(books: Books) -> Breaches:
    """资产 a thousand times as large as a year's spending, or as small, may be in another unit: a hint."""
    for year in YEAR_COLUMNS:
        assets = books.cell("资产.资产总额", year)
        spent = books.cell("本年支出合计", "决算" if year == "本年" else LAST_YEAR + "决算")
        if not assets or not spent or min(assets.value, spent.value) <= 0:
            continue
        ratio = max(assets.value, spent.value) / min(assets.value, spent.value)
        if ratio >= FAR_APART:
            message = f"{assets.named}{assets.unit}，{spent.named}{spent.unit}，相差{ratio:.0f}倍。"
            advice = "请核对两张表表头的单位；确实如此的，不必改动。"
            expected = f"与{spent.amount()}相称的数"
            yield Breach("资产总额", year, message, (assets, spent), assets.amount(), expected, advice)


# ── carry-over and execution ────────────────────────────────────────────────────────────────────────


def balance(books: Books) -> Breaches:
    """本年收入 + 使用非财政拨款结余 + 年初结转和结余 = 本年支出 + 结余分配 + 年末结转和结余."""
    for column in AMOUNT_COLUMNS:
        sources = books.cells(("本年收入合计", "年初结转和结余"), column)
        uses = books.cells(("本年支出合计", "年末结转和结余"), column)
        if sources and uses:
            sources += [c for c in [books.cell("使用非财政拨款结余", column)] if c]
            uses += [c for c in [books.cell("结余分配", column)] if c]
            breach = equal("收支平衡", column, sources, uses)
            if breach:
                yield breach


def carry_over_continues(books: Books) -> Breaches:
    """What was left at the end of last year is what this year began with."""
    left, begun = books.cell("年末结转和结余", "上年决算"), books.cell("年初结转和结余", "决算")
    if left and begun:
        breach = equal("年初结转和结余", "决算", [replace(left, label="上年" + left.label)], [begun])
        advice = "两数应一致；因以前年度损益调整、收回存量资金而不同的，在说明中写明。"
        if breach:
            yield replace(breach, advice=advice)


def spending_covered(books: Books) -> Breaches:
    """支出 beyond all stated sources, where the carry-over that would explain it is not filled in."""
    for column in AMOUNT_COLUMNS:
        income, spent = books.cell("本年收入合计", column), books.cell("本年支出合计", column)
        known = books.cell("年初结转和结余", column)
        if not income or not spent or (known and books.cell("年末结转和结余", column)):
            continue
        sources = [income, *(c for c in (known, books.cell("使用非财政拨款结余", column)) if c)]
        gap = spent.value - total(sources)
        if gap > slack([spent, *sources]):
            message = f"{spent.named}{spent.unit}，大于{written(sources)}，多{spent.amount(gap)}。"
            advice = "请补填年初结转和结余（或使用非财政拨款结余）；确无的，核对收入与支出。"
            limit = f"不超过{spent.amount(total(sources))}"
            yield Breach("本年支出合计", column, message, (spent, *sources), spent.amount(), limit, advice)


SPENDING_ROWS = ("本年支出合计", "基本支出", "人员经费", "公用经费", "项目支出")


def execution_within_funds(books: Books) -> Breaches:
    """决算 does not exceed 调整预算, nor, where that is not given, the funds received (到位)."""
    projects = dict.fromkeys(f"项目.{row.name}" for row in books.report.projects)
    for item in (*SPENDING_ROWS, *projects):
        for year in ("", LAST_YEAR):
            basis = next((b for b in ("调整预算", "到位") if books.cell(item, year + b)), None)
            if basis:
                limit, spent = books.cell(item, year + basis), books.cell(item, year + "决算")
                advice = "执行率超过100%：核对两栏数字，或说明超出部分的资金来源。"
                breach = stays_within(item.removeprefix("项目."), year, spent, basis, limit, advice)
                if breach:
                    yield breach


def execution_rate(books: Books) -> tuple[Cell, Cell] | None:
    """决算 and the budget it is measured against (调整预算, else 年初预算) of 本年支出合计."""
    spent = books.cell("本年支出合计", "决算")
    budget = books.cell("本年支出合计", "调整预算") or books.cell("本年支出合计", "年初预算")
    return (spent, budget) if spent and budget and budget.value > Decimal(0) else None

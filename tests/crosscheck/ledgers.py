"""A small ledger for tests: two years, three bases, 三公, people, notes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pipeline.crosscheck import CheckResult, Context, check
from pipeline.references import Style, render
from schemas.figures import Approx, Basis, CellRef, Derivation, Figure, Hedge, Kind, Ledger, LineRef

YEAR = 2023
INITIAL, FINAL = Basis.INITIAL_BUDGET, Basis.FINAL
CELL = CellRef(file="data.xlsx", sheet="收支", cell="D5")


def money(
    key: str, yuan: str, basis: Basis = FINAL, year: int = YEAR, aliases: tuple[str, ...] = ()
) -> Figure:
    item = key.rsplit(".", 1)[0]
    return Figure(key=key, item=item, label=item.rsplit(".", 1)[-1], kind=Kind.MONEY, value=Decimal(yuan),
                  unit="万元", basis=basis, year=year, source=CELL, aliases=aliases)  # fmt: skip


def derived(key: str, item: str, value: str, kind: Kind, unit: str) -> Figure:
    source = Derivation(formula=f"{item}.决算－{item}.上年决算", inputs=(f"{item}.决算", f"{item}.上年决算"))
    return Figure(key=key, item=item, label=item.rsplit(".", 1)[-1], kind=kind, value=Decimal(value),
                  unit=unit, basis=FINAL, year=YEAR, source=source)  # fmt: skip


def count(key: str, value: str, unit: str, **more: Any) -> Figure:
    fields: dict[str, Any] = {"item": key, "label": key, "source": CELL, "year": YEAR, **more}
    return Figure(key=key, kind=Kind.COUNT, value=Decimal(value), unit=unit, **fields)


LEDGER = Ledger(
    [
        money("基本支出.决算", "3018100"),
        money("基本支出.年初预算", "2900000", INITIAL),
        money("基本支出.上年决算", "2800000", year=YEAR - 1),
        derived("基本支出.决算.比上年增减额", "基本支出", "218100", Kind.MONEY, "万元"),
        derived("基本支出.决算.比上年增减率", "基本支出", "7.79", Kind.PERCENT, "%"),
        derived("基本支出.执行率", "基本支出", "104.07", Kind.PERCENT, "%"),
        money("项目支出.决算", "1630300"),
        money("项目支出.上年决算", "2000000", year=YEAR - 1),
        derived("项目支出.决算.比上年增减额", "项目支出", "-369700", Kind.MONEY, "万元"),
        derived("项目支出.决算.比上年增减率", "项目支出", "-18.49", Kind.PERCENT, "%"),
        money("人员经费.决算", "2415600"),
        money("公用经费.决算", "602500"),
        money("三公经费.决算", "44700", aliases=("“三公”经费",)),
        money("三公经费.公务接待费.决算", "18900", aliases=("接待费", "公务接待")),
        money("三公经费.公务用车运行维护费.决算", "25800", aliases=("公车运行维护费",)),
        money("三公经费.因公出国（境）费.决算", "0"),
        money("商品和服务支出.公务接待费.决算", "2400"),
        count("在职人数", "16", "人", aliases=("在职人员",)),
        count("编制数", "14", "个", aliases=("编制",)),
        count("记录.科普日.发放宣传资料", "20000", "份", item="发放宣传资料", label="发放宣传资料",
              source=LineRef(file="notes/科普日.md", line=3),
              hedge=Hedge(approx=Approx.MORE_THAN, suffix="余")),
        count("记录.培训.参加培训", "428", "人", item="参加培训", label="参加培训",
              source=LineRef(file="notes/培训.md", line=2)),
    ]
)  # fmt: skip


def checked(text: str, **context: Any) -> CheckResult:
    """Check *text*, in which references are written as in a draft."""
    rendered = render(text, LEDGER, Style())
    return check(rendered.text, LEDGER, spans=rendered.spans, context=Context(year=YEAR, **context))


def codes(text: str, **context: Any) -> list[str]:
    """The codes of what the check finds in *text*."""
    return [f.code for f in checked(text, **context).findings]

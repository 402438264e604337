"""The rules over “三公”经费: its total, vehicles, economic codes and budget."""

from __future__ import annotations

from dataclasses import replace

from pipeline.articulation.books import (
    AMOUNT_COLUMNS,
    LAST_YEAR,
    OVERSEAS,
    RECEPTION,
    THREE_PUBLIC,
    VEHICLE_PURCHASE,
    VEHICLE_RUNNING,
    VEHICLES,
    Books,
    Cell,
)
from pipeline.articulation.compare import Breach, at_most, equal, slack, total, written
from pipeline.articulation.sums import Breaches, add_up, stays_within
from schemas.findings import Severity


def total_parts(books: Books) -> Breaches:
    """三公 = 出国 + 公车 + 接待; 公车 may stand as 购置 and 运行维护."""
    for column in AMOUNT_COLUMNS:
        parts, whole = books.cells([OVERSEAS, VEHICLES, RECEPTION], column), books.cell(THREE_PUBLIC, column)
        breach = equal(THREE_PUBLIC, column, parts, [whole]) if parts and whole else None
        if breach and parts and parts[1].place is None:
            breach = _vehicles_in_part(books, column, breach)
        if breach:
            yield breach


def _vehicles_in_part(books: Books, column: str, breach: Breach) -> Breach:
    """公车 was summed from what is listed: where one of its two lines is missing the gap may be that line."""
    lines = {"公务用车购置费": VEHICLE_PURCHASE, "公务用车运行维护费": VEHICLE_RUNNING}
    missing = [name for name, item in lines.items() if books.cell(item, column) is None]
    if not missing or breach.severity is Severity.INFO:
        return breach
    advice = f"缺“{missing[0]}”一行：没有这项支出的请填0，有的请补填。"
    return replace(breach, severity=Severity.WARNING, advice=advice)


def vehicle_parts(books: Books) -> Breaches:
    """公车 = 购置 + 运行维护."""
    yield from add_up(
        books, "公务用车购置及运行维护费", VEHICLES, (VEHICLE_PURCHASE, VEHICLE_RUNNING), AMOUNT_COLUMNS
    )


CODES_OF_THREE_PUBLIC = (
    (OVERSEAS, ("30212",)),
    (RECEPTION, ("30217",)),
    (VEHICLE_RUNNING, ("30231",)),
    (VEHICLE_PURCHASE, ("31013", "30913")),
)


def economic_codes(books: Books) -> Breaches:
    """Each 三公 line covers what the detail sheet spends under its code; more may come from projects."""
    for item, codes in CODES_OF_THREE_PUBLIC:
        for column in AMOUNT_COLUMNS:
            line = books.cell(item, column)
            detail = [c for code in codes if (c := books.cell(f"编码.{code}", column))]
            if line and detail:
                yield from _against_code(item.split(".")[1], column, line, detail)


def _against_code(item: str, column: str, line: Cell, detail: list[Cell]) -> Breaches:
    advice = "“三公”经费应包含基本支出明细中的这一科目；口径不同的（如含非财政拨款），请在说明中写明。"
    over = at_most(item, column, detail, line, advice=advice)
    gap = line.value - total(detail)
    if over:
        yield over
    elif gap > slack([line, *detail]):
        message = f"{line.named}{line.unit}，基本支出明细中为{written(detail)}，"
        message += f"其余{line.amount(gap)}应在项目支出列支。"
        advice = "请确认其余部分确在项目支出中列支；不是的，更正其中一处。"
        found, expected = line.amount(), line.amount(total(detail))
        yield Breach(item, column, message, (line, *detail), found, expected, advice, Severity.INFO)


def within_spending(books: Books) -> Breaches:
    """三公 is a part of 本年支出."""
    for column in AMOUNT_COLUMNS:
        whole, spending = books.cell(THREE_PUBLIC, column), books.cell("本年支出合计", column)
        if whole and spending and spending.value > 0:
            advice = "“三公”经费是本年支出的一部分，不会比它多；请核对表头的单位，是不是按元填了。"
            breach = at_most(THREE_PUBLIC, column, [whole], spending, advice=advice)
            if breach:
                yield breach


def within_budget(books: Books) -> Breaches:
    """三公 决算 does not exceed its 年初预算; of single lines only a hint when a total is given."""
    for row in (THREE_PUBLIC, OVERSEAS, VEHICLES, VEHICLE_PURCHASE, VEHICLE_RUNNING, RECEPTION):
        for year in ("", LAST_YEAR):
            spent, budget = books.cell(row, year + "决算"), books.cell(row, year + "年初预算")
            name = row.split(".")[-1]
            advice = "超出预算的，须在报告中说明原因。"
            breach = stays_within(name, year, spent, "年初预算", budget, advice)
            if breach:
                minor = row != THREE_PUBLIC and books.cell(THREE_PUBLIC, year + "决算") is not None
                yield replace(breach, severity=Severity.INFO) if minor else breach

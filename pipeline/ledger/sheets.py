"""Direct figures: from the cells of each sheet, under the keys of the grammar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from pipeline.ledger.builder import Builder
from pipeline.numerals import QUANTITIES, find, quantities, written_unit
from schemas.figures import (
    MONEY_FACTORS,
    Approx,
    Figure,
    Kind,
    SourceRef,
    split_unit,
)
from schemas.inputs import AmountRow, Indicator, ProjectRow

VEHICLES = "公务用车购置及运行维护费"
VEHICLE_PARTS = ("公务用车购置费", "公务用车运行维护费")


def unit_facts(b: Builder) -> None:
    """单位情况: counts of staff, posts, offices, for this year and the last."""
    for row in b.report.unit_facts:
        for value in row.values:
            b.put(row.name, value, measure=row.measure, context=row.remark, verbatim=True)


def accounts(b: Builder) -> None:
    """收支: income and expenditure by row, parts under their whole."""
    amount_rows(b, b.report.accounts, prefix="")


def assets(b: Builder) -> None:
    """资产: the rows of the asset sheet."""
    amount_rows(b, b.report.assets, prefix="资产.")


def amount_rows(b: Builder, rows: Iterable[AmountRow], prefix: str) -> None:
    """The rows of a sheet of amounts, under *prefix*."""
    for row in rows:
        parent = prefix + row.parent if row.parent and row.partition else None
        for value in row.values:
            b.put(prefix + row.name, value, label=row.name, measure=row.measure, parent=parent)


def economic(b: Builder) -> None:
    """基本支出明细 by economic classification; 人员经费 and 公用经费 from their classes where not given."""
    classes = {row.code: row.name for row in b.report.economic if len(row.code) == 3}
    for row in b.report.economic:
        above = classes.get(row.code[:3], row.code[:3]) if len(row.code) > 3 else None
        item = f"{above}.{row.name}" if above else row.name
        for value in row.values:
            b.put(item, value, label=row.name, parent=above)
    for name, parts in (("人员经费", ("301", "303")), ("公用经费", ("302", "310"))):
        sum_classes(b, name, [classes[c] for c in parts if c in classes], all(c != "302" for c in parts))


def sum_classes(b: Builder, name: str, parts: Sequence[str], personnel: bool) -> None:
    """人员经费 = 301 + 303, 公用经费 = 302 + 310 where the clerk gave no row of that name."""
    if len(parts) < (2 if personnel else 1):
        return
    for column in b.columns():
        found = [f for p in parts if (f := b.get(f"{p}.{column}"))]
        if len(found) == len(parts):
            b.sum(f"{name}.{column}", found, name)


def projects(b: Builder) -> None:
    """项目支出: projects, their parts by funding and recipient, and totals that were not given."""
    names = {row.name for row in b.report.projects}
    for row in b.report.projects:
        item, group = project_item(row)
        parent = f"项目.{row.name}" if group else project_parent(b, row, names)
        if not b.get(f"{item}.主要内容.第1处"):
            told_in(b, row.content, f"{item}.主要内容", row.source)
        for value in row.values:
            label = row.recipient or row.funding or row.name
            b.put(item, value, label=label, parent=parent, group=group, context=row.content)
    project_totals(b)


def project_parent(b: Builder, row: ProjectRow, names: set[str]) -> str | None:
    """The item a whole project is part of: another project, or a row of 收支 (项目支出)."""
    if row.parent is None:
        return None
    rows = {r.name for r in b.report.accounts}
    return row.parent if row.parent in rows and row.parent not in names else f"项目.{row.parent}"


def project_totals(b: Builder) -> None:
    """Totals of projects that are given only in parts, from the innermost outwards."""
    names = {row.name for row in b.report.projects}
    parents = {row.name: row.parent for row in b.report.projects if row.parent}
    above = {row.name: project_parent(b, row, names) for row in b.report.projects if row.parent}
    wanted = dict.fromkeys([*(r.name for r in b.report.projects), *parents.values()])
    for name in sorted(wanted, key=lambda name: nesting(name, parents), reverse=True):
        for column in b.columns():
            key = f"项目.{name}.{column}"
            parts = [f for f in b.figures.values() if f.parent == key]
            if parts and not b.get(key):
                parts = [p for p in parts if p.group == parts[0].group]
                whole = above.get(name)
                b.sum(key, parts, name, parent=f"{whole}.{column}" if whole else None)
        recipients = [r for r in b.report.projects if r.name == name and r.recipient]
        count_recipients(b, name, [r for r in recipients if r.values])


def count_recipients(b: Builder, name: str, rows: Sequence[ProjectRow]) -> None:
    """How many recipients one project has."""
    if rows:
        first = b.get(f"{project_item(rows[0])[0]}.{b.column(rows[0].values[0])}")
        assert first is not None
        count = Decimal(len({r.recipient for r in rows}))
        b.derive(f"项目.{name}.承担单位数", count, Kind.COUNT, "个", "承担单位行数", [first],
                    label="承担单位", item=f"项目.{name}.承担单位数")  # fmt: skip


def three_public(b: Builder) -> None:
    """三公经费: total, parts and counts."""
    for row in b.report.three_public:
        total = row.name in ("三公经费合计", "三公经费", "“三公”经费合计", "“三公”经费", "合计")
        item = "三公经费" if total else f"三公经费.{row.name}"
        parent = None if total or row.measure not in MONEY_FACTORS else "三公经费"
        if row.name in VEHICLE_PARTS:
            parent = f"三公经费.{VEHICLES}"
        for value in row.values:
            basis = value if row.measure in MONEY_FACTORS else value.model_copy(update={"basis": None})
            b.put(item, basis, label="三公经费" if total else row.name, measure=row.measure, parent=parent)
    for column in b.columns():
        vehicles_if_alone(b, column)


def vehicles_if_alone(b: Builder, column: str) -> None:
    """Without a row for vehicles as a whole, its parts are it."""
    whole = f"三公经费.{VEHICLES}.{column}"
    parts = [f for p in VEHICLE_PARTS if (f := b.get(f"三公经费.{p}.{column}"))]
    if parts and not b.get(whole):
        b.sum(whole, parts, VEHICLES, parent=f"三公经费.{column}")


def indicators(b: Builder) -> None:
    """绩效指标 and the scores of the self-evaluation."""
    for row in b.report.indicators:
        indicator(b, row)
    scores = [f for r in b.report.indicators if (f := b.get(f"绩效指标.{r.name}.得分"))]
    if scores:
        b.sum("自评指标得分", scores, "自评指标得分")
    for name, value in (
        ("自评总分", b.report.score.total),
        ("自评执行率得分", b.report.score.execution),
    ):
        if value:
            b.put(name, value.model_copy(update={"basis": None}), measure="分")


def indicator(b: Builder, row: Indicator) -> None:
    """One indicator: target, result, weight, score, and the numbers in its reason."""
    item = f"绩效指标.{row.name}"
    for word, text in (("目标值", row.target), ("完成值", row.actual)):
        mention = next((m for m in find(text) if m.kind in QUANTITIES and m.value is not None), None)
        if mention is not None and mention.value is not None:
            b.fact(f"{item}.{word}", row, mention.value, mention.kind, written_unit(mention), text, word)
    told_in(b, row.reason, f"{item}.偏差原因", row.at("偏差原因及改进措施"))
    for word, score in (("分值", row.weight), ("得分", row.score)):
        if score is not None:
            b.fact(f"{item}.{word}", row, score, Kind.COUNT, "分", row.name, word)


def told_in(b: Builder, text: str, stem: str, source: SourceRef | None) -> None:
    """The quantities in a cell of words, so that a report which quotes them can lead back to it."""
    for number, mention in enumerate(quantities(text), 1):
        if source is None or mention.approx is not Approx.EXACT or mention.value is None:
            continue
        key = f"{stem}.第{number}处"
        scale, unit, _ = split_unit(written_unit(mention))
        b.add(Figure(key=key, item=key, label=mention.text, kind=mention.kind, value=mention.value,
                        unit=unit, scale=scale, verbatim=True, source=source, year=b.settings.year,
                        context=text))  # fmt: skip


def others(b: Builder) -> None:
    """其他数据: figures that have no home in another sheet."""
    for row in b.report.others:
        b.put(
            f"其他.{row.name}",
            row.value,
            label=row.name,
            measure=row.unit,
            context=row.remark,
            verbatim=True,
        )


def nesting(name: str, parents: Mapping[str, str]) -> int:
    """How many projects stand above *name*; a circle of parents ends the count."""
    depth = 0
    while name in parents and depth <= len(parents):
        name, depth = parents[name], depth + 1
    return depth


def project_item(row: ProjectRow) -> tuple[str, str | None]:
    """The dotted item of a project row, and the list (by funding or by recipient) that it belongs to."""
    stem = f"项目.{row.name}"
    if row.recipient:
        return f"{stem}.{row.recipient}" + (f".{row.funding}" if row.funding else ""), f"{stem}.承担单位"
    if row.funding:
        return f"{stem}.{row.funding}", f"{stem}.资金来源"
    return stem, None

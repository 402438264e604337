"""台账: from the validated input to every figure the report may use, each with key and source.

Direct figures come from a cell or from a line of a note; derived ones (差额, 增长率, 执行率, 占比, 合计)
are computed here and never typed. Differences and rates are computed from the values *as printed*, so
that a reader who redoes the sum on the page gets the same result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib import resources

import yaml

from pipeline.errors import InputError
from pipeline.numerals import QUANTITIES, find, quantities, written_unit
from pipeline.references import Style, printed_value, quantize
from schemas.figures import (
    BASIS_WORDS,
    MONEY_FACTORS,
    Approx,
    Basis,
    Derivation,
    Figure,
    Kind,
    Ledger,
    Source,
    SourceRef,
    normalise_key,
    split_unit,
)
from schemas.findings import Fault, Severity
from schemas.inputs import AmountRow, Indicator, ProjectRow, ReportInput, ReportSettings, Value

VEHICLES = "公务用车购置及运行维护费"
VEHICLE_PARTS = ("公务用车购置费", "公务用车运行维护费")


@cache
def item_aliases() -> Mapping[str, tuple[str, ...]]:
    """Other names under which prose speaks of an item, from ``aliases.yaml``."""
    text = (resources.files("pipeline") / "aliases.yaml").read_text(encoding="utf-8")
    return {str(label): tuple(map(str, names)) for label, names in yaml.safe_load(text).items()}


def build_ledger(report: ReportInput) -> Ledger:
    """Every figure of *report*. Raises InputError when two of them would have the same key."""
    builder = _Builder(report)
    return builder.build()


class _Builder:
    """Collects figures; later figures may be computed from earlier ones."""

    def __init__(self, report: ReportInput) -> None:
        self.report = report
        self.settings: ReportSettings = report.settings
        self.style = Style.of(report.settings)
        self.figures: dict[str, Figure] = {}
        self.faults: list[Fault] = []

    def build(self) -> Ledger:
        self.unit_facts()
        self.accounts()
        self.economic()
        self.projects()
        self.three_public()
        self.assets()
        self.indicators()
        self.others()
        self.rates()
        self.changes()
        for note in self.report.notes:
            for figure in note.figures:
                self.add(figure)
        if self.faults:
            raise InputError(self.faults)
        return Ledger(self.figures.values(), aliases=self.settings.aliases)

    # -- adding -------------------------------------------------------------------------------------

    def add(self, figure: Figure) -> None:
        known = self.figures.setdefault(normalise_key(figure.key), figure)
        if known is not figure:
            self.faults.append(_duplicate(known, figure))

    def get(self, key: str) -> Figure | None:
        return self.figures.get(normalise_key(key))

    def put(
        self,
        item: str,
        value: Value,
        *,
        label: str = "",
        measure: str = "元",
        parent: str | None = None,
        group: str | None = None,
        context: str = "",
        verbatim: bool = False,
    ) -> None:
        """A figure straight from a cell; *verbatim* keeps the unit its row gives it."""
        column = self.column(value)
        kind = kind_of(measure)
        scale, unit, _ = split_unit(measure)
        label = label or item.rsplit(".", 1)[-1]
        self.add(
            Figure(
                key=f"{item}.{column}" if column else item,
                item=item,
                label=label,
                kind=kind,
                value=value.value,
                unit=self.style.money_unit if kind is Kind.MONEY and not verbatim else unit,
                source=value.source,
                basis=value.basis,
                year=value.year,
                aliases=item_aliases().get(label, ()),
                parent=f"{parent}.{column}" if parent and column else parent,
                group=group,
                context=context,
                verbatim=verbatim,
                scale=scale,
            )
        )

    def column(self, value: Value) -> str:
        """``决算``, ``上年决算``, ``上年`` or nothing: the last part of the key."""
        back = self.settings.year - value.year
        when = {0: "", 1: "上年"}.get(back, f"{value.year}年")
        return when + (BASIS_WORDS[value.basis] if value.basis else "")

    def derive(
        self,
        key: str,
        value: Decimal,
        kind: Kind,
        unit: str,
        formula: str,
        inputs: Sequence[Figure],
        *,
        parent: str | None = None,
        label: str = "",
        item: str = "",
        like: Figure | None = None,
    ) -> None:
        """A computed figure; a figure the clerk gave under the same key is left as it is.

        It is printed *like* another: in that one's own unit, when that one is verbatim.
        """
        if self.get(key):
            return
        first = inputs[0]
        verbatim, scale = (like.verbatim, like.scale) if like else (False, "")
        self.add(
            Figure(
                key=key,
                item=item or first.item,
                label=label or first.label,
                kind=kind,
                value=value,
                unit=unit,
                source=Derivation(formula=formula, inputs=tuple(f.key for f in inputs)),
                basis=first.basis,
                year=first.year,
                aliases=first.aliases,
                parent=parent,
                verbatim=verbatim,
                scale=scale,
            )
        )

    # -- sheets -------------------------------------------------------------------------------------

    def unit_facts(self) -> None:
        for row in self.report.unit_facts:
            for value in row.values:
                self.put(row.name, value, measure=row.measure, context=row.remark, verbatim=True)

    def accounts(self) -> None:
        self.amount_rows(self.report.accounts, prefix="")

    def assets(self) -> None:
        self.amount_rows(self.report.assets, prefix="资产.")

    def amount_rows(self, rows: Iterable[AmountRow], prefix: str) -> None:
        for row in rows:
            parent = prefix + row.parent if row.parent and row.partition else None
            for value in row.values:
                self.put(prefix + row.name, value, label=row.name, measure=row.measure, parent=parent)

    def economic(self) -> None:
        classes = {row.code: row.name for row in self.report.economic if len(row.code) == 3}
        for row in self.report.economic:
            above = classes.get(row.code[:3], row.code[:3]) if len(row.code) > 3 else None
            item = f"{above}.{row.name}" if above else row.name
            for value in row.values:
                self.put(item, value, label=row.name, parent=above)
        for name, parts in (("人员经费", ("301", "303")), ("公用经费", ("302", "310"))):
            self.sum_classes(
                name, [classes[c] for c in parts if c in classes], all(c != "302" for c in parts)
            )

    def sum_classes(self, name: str, parts: Sequence[str], personnel: bool) -> None:
        """人员经费 = 301 + 303, 公用经费 = 302 + 310 where the clerk gave no row of that name."""
        if len(parts) < (2 if personnel else 1):
            return
        for column in self.columns():
            found = [f for p in parts if (f := self.get(f"{p}.{column}"))]
            if len(found) == len(parts):
                self.sum(f"{name}.{column}", found, name)

    def sum(self, key: str, parts: Sequence[Figure], name: str, *, parent: str | None = None) -> None:
        formula = "＋".join(f.key for f in parts)
        total = sum((f.value for f in parts), Decimal(0))
        unit = parts[0].unit
        self.derive(
            key,
            total,
            parts[0].kind,
            unit,
            formula,
            parts,
            label=name,
            item=key.rsplit(".", 1)[0],
            parent=parent,
        )

    def columns(self) -> tuple[str, ...]:
        words = tuple(BASIS_WORDS.values())
        return words + tuple("上年" + w for w in words)

    def projects(self) -> None:
        names = {row.name for row in self.report.projects}
        for row in self.report.projects:
            item, group = project_item(row)
            parent = f"项目.{row.name}" if group else self.project_parent(row, names)
            if not self.get(f"{item}.主要内容.第1处"):
                self.told_in(row.content, f"{item}.主要内容", row.source)
            for value in row.values:
                label = row.recipient or row.funding or row.name
                self.put(item, value, label=label, parent=parent, group=group, context=row.content)
        self.project_totals()

    def project_parent(self, row: ProjectRow, names: set[str]) -> str | None:
        """The item a whole project is part of: another project, or a row of 收支 (项目支出)."""
        if row.parent is None:
            return None
        rows = {r.name for r in self.report.accounts}
        return row.parent if row.parent in rows and row.parent not in names else f"项目.{row.parent}"

    def project_totals(self) -> None:
        """Totals of projects that are given only in parts, from the innermost outwards."""
        names = {row.name for row in self.report.projects}
        parents = {row.name: row.parent for row in self.report.projects if row.parent}
        above = {row.name: self.project_parent(row, names) for row in self.report.projects if row.parent}
        wanted = dict.fromkeys([*(r.name for r in self.report.projects), *parents.values()])
        for name in sorted(wanted, key=lambda name: nesting(name, parents), reverse=True):
            for column in self.columns():
                key = f"项目.{name}.{column}"
                parts = [f for f in self.figures.values() if f.parent == key]
                if parts and not self.get(key):
                    parts = [p for p in parts if p.group == parts[0].group]
                    whole = above.get(name)
                    self.sum(key, parts, name, parent=f"{whole}.{column}" if whole else None)
            recipients = [r for r in self.report.projects if r.name == name and r.recipient]
            self.count_recipients(name, [r for r in recipients if r.values])

    def count_recipients(self, name: str, rows: Sequence[ProjectRow]) -> None:
        if rows:
            first = self.get(f"{project_item(rows[0])[0]}.{self.column(rows[0].values[0])}")
            assert first is not None
            count = Decimal(len({r.recipient for r in rows}))
            self.derive(f"项目.{name}.承担单位数", count, Kind.COUNT, "个", "承担单位行数", [first],
                        label="承担单位", item=f"项目.{name}.承担单位数")  # fmt: skip

    def three_public(self) -> None:
        for row in self.report.three_public:
            total = row.name in ("三公经费合计", "三公经费", "“三公”经费合计", "“三公”经费", "合计")
            item = "三公经费" if total else f"三公经费.{row.name}"
            parent = None if total or row.measure not in MONEY_FACTORS else "三公经费"
            if row.name in VEHICLE_PARTS:
                parent = f"三公经费.{VEHICLES}"
            for value in row.values:
                basis = value if row.measure in MONEY_FACTORS else value.model_copy(update={"basis": None})
                self.put(
                    item, basis, label="三公经费" if total else row.name, measure=row.measure, parent=parent
                )
        for column in self.columns():
            self.vehicles_if_alone(column)

    def vehicles_if_alone(self, column: str) -> None:
        """Without a row for vehicles as a whole, its parts are it."""
        whole = f"三公经费.{VEHICLES}.{column}"
        parts = [f for p in VEHICLE_PARTS if (f := self.get(f"三公经费.{p}.{column}"))]
        if parts and not self.get(whole):
            self.sum(whole, parts, VEHICLES, parent=f"三公经费.{column}")

    def indicators(self) -> None:
        for row in self.report.indicators:
            self.indicator(row)
        scores = [f for r in self.report.indicators if (f := self.get(f"绩效指标.{r.name}.得分"))]
        if scores:
            self.sum("自评指标得分", scores, "自评指标得分")
        for name, value in (
            ("自评总分", self.report.score.total),
            ("自评执行率得分", self.report.score.execution),
        ):
            if value:
                self.put(name, value.model_copy(update={"basis": None}), measure="分")

    def indicator(self, row: Indicator) -> None:
        item = f"绩效指标.{row.name}"
        for word, text in (("目标值", row.target), ("完成值", row.actual)):
            mention = next((m for m in find(text) if m.kind in QUANTITIES and m.value is not None), None)
            if mention is not None and mention.value is not None:
                self.fact(
                    f"{item}.{word}", row, mention.value, mention.kind, written_unit(mention), text, word
                )
        self.told_in(row.reason, f"{item}.偏差原因", row.at("偏差原因及改进措施"))
        for word, score in (("分值", row.weight), ("得分", row.score)):
            if score is not None:
                self.fact(f"{item}.{word}", row, score, Kind.COUNT, "分", row.name, word)

    def told_in(self, text: str, stem: str, source: SourceRef | None) -> None:
        """The quantities in a cell of words, so that a report which quotes them can lead back to it."""
        for number, mention in enumerate(quantities(text), 1):
            if source is None or mention.approx is not Approx.EXACT or mention.value is None:
                continue
            key = f"{stem}.第{number}处"
            scale, unit, _ = split_unit(written_unit(mention))
            self.add(Figure(key=key, item=key, label=mention.text, kind=mention.kind, value=mention.value,
                            unit=unit, scale=scale, verbatim=True, source=source, year=self.settings.year,
                            context=text))  # fmt: skip

    def fact(
        self, key: str, row: Indicator, value: Decimal, kind: Kind, written: str, context: str, column: str
    ) -> None:
        item = f"绩效指标.{row.name}"
        year = self.settings.year
        scale, unit, _ = split_unit(written)
        self.add(Figure(key=key, item=item, label=row.name, kind=kind, value=value, unit=unit, scale=scale,
                        verbatim=True, source=row.at(column), year=year, context=context))  # fmt: skip

    def others(self) -> None:
        for row in self.report.others:
            self.put(
                f"其他.{row.name}",
                row.value,
                label=row.name,
                measure=row.unit,
                context=row.remark,
                verbatim=True,
            )

    # -- derived ------------------------------------------------------------------------------------

    def rates(self) -> None:
        for figure in list(self.figures.values()):
            if figure.kind is Kind.MONEY and figure.basis is Basis.FINAL and figure.key.endswith(".决算"):
                self.budget_rates(figure)
            if figure.parent and (whole := self.get(figure.parent)):
                self.rate(f"{figure.key}.占比", figure, whole)
        staff, posts = self.get("在职人数"), self.get("编制数")
        if staff and posts:
            self.rate("在职人员控制率", staff, posts)

    def budget_rates(self, final: Figure) -> None:
        """执行率 on the adjusted budget (opening, if there is none), 完成率 and 控制率 on the opening."""
        opening, adjusted = self.get(f"{final.item}.年初预算"), self.get(f"{final.item}.调整预算")
        if base := adjusted or opening:
            self.rate(f"{final.item}.执行率", final, base)
        if opening:
            self.rate(f"{final.item}.完成率", final, opening)
        if opening and (final.item.startswith("三公经费") or final.item == "公用经费"):
            self.rate(f"{final.item}.控制率", final, opening)

    def rate(self, key: str, part: Figure, whole: Figure) -> None:
        """*part* as a percentage of *whole*, from the printed values; none on a base that is not positive."""
        base = printed_value(whole, self.style)
        if base > 0:
            share = quantize(100 * printed_value(part, self.style) / base, self.style.percent_decimals)
            formula = f"{part.key}÷{whole.key}×100%"
            self.derive(key, share, Kind.PERCENT, "%", formula, [part, whole])

    def changes(self) -> None:
        """Differences and growth: against the same column of last year, and 决算 against the budgets."""
        for figure in list(self.figures.values()):
            last = self.get(last_year_key(figure, self.settings.year))
            if last and last.year != figure.year:
                self.change(f"{figure.key}.比上年", figure, last)
            if figure.basis is Basis.FINAL and figure.key.endswith(".决算"):
                for word in ("年初预算", "调整预算"):
                    if base := self.get(f"{figure.item}.{word}"):
                        self.change(f"{figure.key}较{word}", figure, base)

    def change(self, stem: str, now: Figure, then: Figure) -> None:
        base = printed_value(then, self.style)
        difference = printed_value(now, self.style) - base
        unit = "个百分点" if now.kind is Kind.PERCENT else now.unit
        self.derive(f"{stem}增减额", difference, now.kind, unit, f"{now.key}－{then.key}", [now, then],
                    like=now)  # fmt: skip
        if base > 0 and now.kind is Kind.MONEY:
            growth = quantize(100 * difference / base, self.style.percent_decimals)
            formula = f"（{now.key}－{then.key}）÷{then.key}×100%"
            self.derive(f"{stem}增减率", growth, Kind.PERCENT, "%", formula, [now, then])


def kind_of(measure: str) -> Kind:
    """The kind of a quantity from the unit its sheet gives it."""
    if measure in MONEY_FACTORS:
        return Kind.MONEY
    if measure in ("%", "％", "个百分点", "百分点"):
        return Kind.PERCENT
    return Kind.DURATION if measure in ("年", "天", "小时", "个月", "周年", "分钟") else Kind.COUNT


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


def last_year_key(figure: Figure, year: int) -> str:
    """Where the same quantity of the year before stands, for a figure of this *year*; else ''."""
    if figure.year != year or (isinstance(figure.source, Derivation) and figure.kind is Kind.PERCENT):
        return ""
    return f"{figure.item}.上年{figure.basis.chinese if figure.basis else ''}"


def _duplicate(first: Figure, second: Figure) -> Fault:
    return Fault(
        code="duplicate-key",
        severity=Severity.ERROR,
        message=f"“{second.key}”与“{first.key}”是同一个名称，台账中只能有一个。",
        found=f"{_place(first.source)}；{_place(second.source)}",
        expected="名称各不相同（全角半角、空格、引号不算区别）",
        advice="请给其中一行改名，或删去重复的一行。",
    )


def _place(source: Source) -> str:
    return str(source)

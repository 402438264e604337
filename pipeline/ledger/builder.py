"""Where figures are collected: one key each, with its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib import resources

import yaml

from pipeline.references import Style
from schemas.figures import (
    BASIS_WORDS,
    MONEY_FACTORS,
    Derivation,
    Figure,
    Kind,
    Source,
    normalise_key,
    split_unit,
)
from schemas.findings import Fault, Severity
from schemas.inputs import Indicator, ReportInput, ReportSettings, Value


@cache
def item_aliases() -> Mapping[str, tuple[str, ...]]:
    """Other names under which prose speaks of an item, from ``aliases.yaml``."""
    text = (resources.files("pipeline") / "aliases.yaml").read_text(encoding="utf-8")
    return {str(label): tuple(map(str, names)) for label, names in yaml.safe_load(text).items()}


class Builder:
    """Collects figures; later figures may be computed from earlier ones."""

    def __init__(self, report: ReportInput) -> None:
        self.report = report
        self.settings: ReportSettings = report.settings
        self.style = Style.of(report.settings)
        self.figures: dict[str, Figure] = {}
        self.faults: list[Fault] = []

    def add(self, figure: Figure) -> None:
        """Take a figure; a second one under the same key is a fault."""
        known = self.figures.setdefault(normalise_key(figure.key), figure)
        if known is not figure:
            self.faults.append(_duplicate(known, figure))

    def get(self, key: str) -> Figure | None:
        """The figure under *key* in any spelling; None when there is none yet."""
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

    def sum(self, key: str, parts: Sequence[Figure], name: str, *, parent: str | None = None) -> None:
        """The total of *parts*, with its formula."""
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
        """The last part of the keys of amounts, this year and the last."""
        words = tuple(BASIS_WORDS.values())
        return words + tuple("上年" + w for w in words)

    def fact(
        self, key: str, row: Indicator, value: Decimal, kind: Kind, written: str, context: str, column: str
    ) -> None:
        """A number of an indicator, printed as the clerk wrote it."""
        item = f"绩效指标.{row.name}"
        year = self.settings.year
        scale, unit, _ = split_unit(written)
        self.add(Figure(key=key, item=item, label=row.name, kind=kind, value=value, unit=unit, scale=scale,
                        verbatim=True, source=row.at(column), year=year, context=context))  # fmt: skip


def kind_of(measure: str) -> Kind:
    """The kind of a quantity from the unit its sheet gives it."""
    if measure in MONEY_FACTORS:
        return Kind.MONEY
    if measure in ("%", "％", "个百分点", "百分点"):
        return Kind.PERCENT
    return Kind.DURATION if measure in ("年", "天", "小时", "个月", "周年", "分钟") else Kind.COUNT


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

"""What the clerk hands in: ``report.yaml``, the workbook (or the same as YAML) and the notes.

Every value keeps the place it was read from. Amounts are exact decimals in 元; which unit the sheet was
written in is remembered for printing. A row exists only if the clerk filled it in; which cells *must* be
filled is the outline's word (``Outline.requires``), not the sheet's.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from schemas.figures import Basis, Figure, Model, SourceRef

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


class Value(Model):
    """One filled-in cell: an amount or a number, whose year it speaks of, and where it stands."""

    value: Decimal
    source: SourceRef
    year: int
    basis: Basis | None = None


class UnitFact(Model):
    """A row of 单位情况: 编制数, 在职人数, 退休人数, 内设机构数 …; ``values`` for this year and the last."""

    name: Name
    measure: str
    values: tuple[Value, ...]
    remark: str = ""


class AmountRow(Model):
    """A row of 收支, 三公经费 or 资产. ``level`` is the indentation, ``parent`` the row it is part of.

    ``measure`` is 元 for money (the sheets are converted on reading), else a measure word (批次, 人次, 辆).
    ``partition`` is False for “其中” rows, which need not add up to their parent.
    """

    name: Name
    values: tuple[Value, ...]
    parent: str | None = None
    partition: bool = True
    measure: str = "元"
    remark: str = ""


class EconomicRow(Model):
    """A row of 基本支出明细: economic classification code of three or five digits, name, amounts."""

    code: str
    name: Name
    values: tuple[Value, ...]
    remark: str = ""


class ProjectRow(Model):
    """A row of 项目支出. One project may be split over funding sources and recipients (承担单位).

    Rows of one project with a ``recipient`` or a ``funding`` are its parts; the row with neither is its
    total (left out, it is computed). ``parent`` names the project above it, ``source`` is the cell of
    ``content``.
    """

    name: Name
    parent: str | None = None
    funding: str | None = None
    recipient: str | None = None
    values: tuple[Value, ...] = ()
    content: str = ""
    source: SourceRef | None = None


class Indicator(Model):
    """A row of 绩效指标. ``target`` and ``actual`` stay as written (≥95%, 18个); numbers in them are read.

    ``source`` is the cell of the name, ``places`` the other cells by column.
    """

    level1: str
    level2: str = ""
    name: Name
    target: str
    actual: str
    weight: Decimal | None = None
    score: Decimal | None = None
    reason: str = ""
    source: SourceRef
    places: dict[str, SourceRef] = Field(default_factory=dict)

    def at(self, column: str) -> SourceRef:
        """The cell of *column* (目标值, 完成值, 分值, 得分 …); the row's name where it is not known."""
        return self.places.get(column, self.source)


class Score(Model):
    """总分、执行率得分、等次 of the self-evaluation."""

    total: Value | None = None
    execution: Value | None = None
    grade: str = ""


class OtherFact(Model):
    """A row of 其他数据: a figure that has no home in another sheet."""

    name: Name
    unit: str
    value: Value
    remark: str = ""


class NoteKind(StrEnum):
    """活动记录, or the clerk's explanation of why a figure changed (说明)."""

    ACTIVITY = "activity"
    REASON = "reason"


class NoteLine(Model):
    """A paragraph of a note. ``tagged`` is the text with every number replaced by its reference."""

    line: int
    text: str
    tagged: str


class ActivityNote(Model):
    """A file under ``notes/``. ``name`` is the first part of its figures' keys; ``title`` is what the clerk
    wrote as one, if anything; for a reason, ``about`` lists the keys (or items) that it explains."""

    name: Name
    file: str
    kind: NoteKind = NoteKind.ACTIVITY
    title: str = ""
    date: dt.date | None = None
    topics: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    lines: tuple[NoteLine, ...]
    figures: tuple[Figure, ...] = ()

    @property
    def label(self) -> str:
        """What to call the note in lists: its title, else its file name without a number in front."""
        return self.title or re.sub(r"^[\d\W_]+", "", self.name) or self.name

    @property
    def text(self) -> str:
        """The whole note as the clerk wrote it."""
        return "\n".join(line.text for line in self.lines)

    @property
    def tagged(self) -> str:
        """The whole note with references in place of its numbers."""
        return "\n".join(line.tagged for line in self.lines)


class Waiver(Model):
    """``report.yaml`` 豁免: a rule that this report breaks knowingly, for one item or for all."""

    rule: str
    item: str = ""
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=4)]


class ModelSettings(Model):
    """``report.yaml`` 模型: which endpoint drafts. The key is never stored here."""

    provider: str = "openai"
    model: str = ""
    base_url: str = ""


class ReportSettings(Model):
    """``report.yaml``: what the report is, for whom, and how it is to look."""

    unit: Name
    short_name: Name
    year: Annotated[int, Field(ge=2000, le=2100)]
    outline: Name
    level: str = ""
    addressee: str = ""
    basis_document: str = ""
    basis_document_number: str = ""
    date: dt.date | None = None
    self_name: str = "我单位"
    money_unit: Literal["元", "万元"] = "万元"
    money_decimals: Annotated[int, Field(ge=0, le=6)] = 2
    percent_decimals: Annotated[int, Field(ge=0, le=4)] = 2
    page_number: Literal["居中", "单右双左"] = "居中"
    aliases: dict[str, str] = Field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    model: ModelSettings = ModelSettings()


class ReportInput(Model):
    """Everything of one report folder, validated."""

    settings: ReportSettings
    unit_facts: tuple[UnitFact, ...] = ()
    accounts: tuple[AmountRow, ...] = ()
    economic: tuple[EconomicRow, ...] = ()
    projects: tuple[ProjectRow, ...] = ()
    three_public: tuple[AmountRow, ...] = ()
    assets: tuple[AmountRow, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    score: Score = Score()
    others: tuple[OtherFact, ...] = ()
    notes: tuple[ActivityNote, ...] = ()

"""A report folder, read and found usable: what every later stage works with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.articulation import settle
from pipeline.crosscheck import (
    CheckResult,
    Context,
    check,
    from_problems,
)
from pipeline.drafting import (
    Allotment,
    allot,
)
from pipeline.drafting.offline import DEFAULT_WORDING, Wording
from pipeline.errors import InputError, ZipingbaoError
from pipeline.inputs import read_folder
from pipeline.ledger import build_ledger
from pipeline.outlines import OutlineFolder, open_outline
from pipeline.references import Rendered, Style, render
from schemas.figures import Ledger
from schemas.findings import Fault, Severity
from schemas.inputs import ReportInput
from schemas.outline import SectionSpec

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class Case:
    """A report folder, read and found usable: input, ledger, outline. ``faults`` are those left over."""

    folder: Path
    data: ReportInput
    ledger: Ledger
    outline: OutlineFolder
    faults: tuple[Fault, ...]
    earlier: tuple[Ledger, ...] = ()
    """Former versions of the ledger that sections were written from, the newest first."""

    @cached_property
    def style(self) -> Style:
        """How this report prints figures."""
        return Style.of(self.data.settings)

    @cached_property
    def allotment(self) -> Allotment:
        """Which section tells which note, and why."""
        return allot(self.data.notes, self.outline.outline)

    @cached_property
    def source_text(self) -> str:
        """Every word the report may take names, documents, dates and places from."""
        data = self.data
        settings = data.settings.model_dump(mode="json", exclude={"waivers", "model"})
        texts = [str(v) for v in settings.values() if v]
        texts += [f"{n.title}\n{n.date or ''}\n{n.text}" for n in data.notes]
        texts += [f"{f.item}\n{f.context}" for f in self.ledger]
        texts += [
            " ".join((i.level1, i.level2, i.name, i.target, i.actual, i.reason)) for i in data.indicators
        ]
        rows = (data.accounts, data.three_public, data.assets, data.unit_facts, data.economic)
        texts += [row.remark for sheet in rows for row in sheet]
        for spec in self.outline.outline.sections:
            texts += [spec.heading, spec.guidance, *(c.text for c in spec.constants)]
        return "\n".join(texts)

    @property
    def bodies(self) -> tuple[SectionSpec, ...]:
        """The sections that hold text, in outline order."""
        return tuple(s for s in self.outline.outline.sections if s.body)

    def spec(self, name: str) -> SectionSpec:
        """The section that the user means by *name*: its id, its heading, or its number in the outline."""
        plain = name.strip()
        for spec, heading in self.outline.outline.numbered():
            if spec.body and plain in (spec.id, spec.heading, heading):
                return spec
        known = "、".join(f"{s.id}（{s.heading}）" for s in self.bodies)
        raise ZipingbaoError(f"没有名为“{name}”的章节。", f"可用的章节：{known}。")

    def wording(self, spec: SectionSpec) -> str:
        """The offline wording of a section, references in it."""
        source = self.outline.wording(spec) or DEFAULT_WORDING
        words = Wording(self.data, self.ledger, self.allotment.notes(spec.id))
        return words.fill(source, spec.heading)

    def check(self, spec: SectionSpec, text: str, *, draft: bool = True) -> CheckResult:
        """Cross-check one section's text (with references); *draft* when no person has written it."""
        context = Context(
            year=self.data.settings.year,
            required=tuple(f.key for f in self.ledger.matching(spec.required)),
            source_text=self.source_text,
            length=spec.length,
            heading=spec.heading,
            constants=tuple(c.text for c in spec.constants),
            draft=draft,
        )
        return self.check_rendered(spec.id, render(text, self.ledger, self.style), context)

    def check_rendered(self, section: str, rendered: Rendered, context: Context | None = None) -> CheckResult:
        """Cross-check a rendered text; its broken references are findings too."""
        context = context or Context(year=self.data.settings.year, source_text=self.source_text, draft=True)
        result = check(
            rendered.text, self.ledger, spans=rendered.spans, context=context, earlier=self.earlier
        )
        findings = (*from_problems(rendered.problems), *result.findings)
        return replace(result, findings=tuple(f.model_copy(update={"section": section}) for f in findings))


def examine(folder: Path) -> tuple[Case | None, list[Fault]]:
    """Read and validate *folder*: the case when it can be worked with, and every fault found.

    Faults of severity error that no waiver covers make a case unusable for drafting; see `open_case`.
    """
    data, faults = read_folder(folder)
    if data is None:
        return None, faults
    outline = open_outline(data.settings.outline, folder)
    try:
        ledger = build_ledger(data)
    except InputError as error:
        return None, [*faults, *error.faults]
    faults = settle(faults, ledger, data)
    return Case(folder, data, ledger, outline, tuple(faults)), faults


def blocking(faults: Iterable[Fault]) -> list[Fault]:
    """The faults that stop a run: errors that no waiver covers."""
    return [f for f in faults if f.severity is Severity.ERROR and f.waived is None]


def open_case(folder: Path) -> Case:
    """The case in *folder*; raises InputError with every fault that stops a run."""
    case, faults = examine(folder)
    if case is None or blocking(faults):
        raise InputError(blocking(faults))
    return case


def read_case(folder: Path) -> Case:
    """The case in *folder* even when its figures have errors: enough to look at what was written."""
    case, faults = examine(folder)
    if case is None:
        raise InputError(faults)
    return case

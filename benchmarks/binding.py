"""Blind binding: ``python -m benchmarks.binding CASE…``, each a report folder.

Every section is written offline and rendered; then the references are forgotten and the plain text is
bound again from its words alone. Printed: the share of figures tied to the same figure, to a wrong one,
left ambiguous and left unsourced. A twin (another key with the same value, unit and item, such as an
adjusted budget that equals the opening one) counts as the same figure.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.crosscheck import Context, Tie, Verdict, check
from pipeline.crosscheck.intervals import spoken
from pipeline.drafting.allot import allot
from pipeline.drafting.offline import Wording
from pipeline.inputs import read_folder
from pipeline.ledger import build_ledger
from pipeline.outlines import open_outline
from pipeline.references import Rendered, Style, render
from schemas.figures import Ledger
from schemas.inputs import ReportInput
from schemas.outline import SectionSpec


@dataclass(frozen=True)
class Case:
    """A report folder written offline: its data, and its sections as the reader sees them."""

    report: ReportInput
    ledger: Ledger
    sections: tuple[tuple[SectionSpec, Rendered], ...]


def write_case(folder: Path) -> Case:
    """Read, compute, write and render; exits with the faults of an unusable folder."""
    report, faults = read_folder(folder)
    if report is None:
        raise SystemExit("\n".join(fault.message for fault in faults))
    ledger, style = build_ledger(report), Style.of(report.settings)
    outline = open_outline(report.settings.outline, folder)
    allotment = allot(report.notes, outline.outline)
    sections = []
    for spec in outline.outline.sections:
        source = outline.wording(spec) if spec.body else None
        if source is not None:
            text = Wording(report, ledger, allotment.notes(spec.id)).fill(source, spec.id)
            sections.append((spec, render(text, ledger, style)))
    return Case(report, ledger, tuple(sections))


def outcomes(rendered: Rendered, ledger: Ledger, year: int) -> Iterator[tuple[str, str]]:
    """For each referred number of a section: same, twin, wrong, ambiguous or unsourced, and an example."""
    ties = check(rendered.text, ledger, context=Context(year=year)).ties
    for span in rendered.spans:
        for start, end, key in span.numbers:
            tie = next((t for t in ties if t.mention.start < end and start < t.mention.end), None)
            words = rendered.text[max(0, start - 24) : end]
            yield outcome(tie, key, ledger), f"{words!r} {key} → {tie.key if tie else '-'}"


def outcome(tie: Tie | None, key: str, ledger: Ledger) -> str:
    """How the blind tie compares with the key that was printed."""
    if tie is None or tie.verdict is Verdict.IGNORED:
        return "not read"
    if tie.key is None:
        return tie.verdict.value
    one, other = ledger[tie.key], ledger[key]
    if one.key == other.key:
        return "same"
    twin = one.label == other.label and one.unit == other.unit and spoken(one) == spoken(other)
    return "twin" if twin else "wrong"


def print_findings(case: Case) -> None:
    """What the check says about the same sections with their references: none is expected."""
    settings = case.report.settings
    for spec, rendered in case.sections:
        context = Context(
            year=settings.year,
            required=spec.required,
            length=spec.length,
            heading=spec.heading,
            constants=tuple(constant.text for constant in spec.constants),
            source_text=case.report.model_dump_json() + spec.guidance,
            draft=True,
        )
        for found in check(rendered.text, case.ledger, spans=rendered.spans, context=context).findings:
            print(f"  {spec.id}: {found.severity} {found.code} “{found.quote[:40]}” {found.message}")


def main(folders: list[str]) -> None:
    """Print one line a case, and the examples that did not come out the same."""
    for folder in folders:
        case = write_case(Path(folder))
        print_findings(case)
        counts: Counter[str] = Counter()
        for _, rendered in case.sections:
            for result, example in outcomes(rendered, case.ledger, case.report.settings.year):
                counts[result] += 1
                if result not in ("same", "twin"):
                    print(f"  {result:10} {example}")
        total = sum(counts.values())
        shares = "  ".join(f"{name} {n} ({100 * n / total:.1f}%)" for name, n in counts.most_common())
        print(f"{folder}: {total} figures  {shares}")


if __name__ == "__main__":
    main(sys.argv[1:])

"""What the tests of the outlines share: a case read from examples/, and its sections drafted offline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

from pipeline.drafting import allot
from pipeline.drafting.offline import Wording
from pipeline.inputs import read_folder
from pipeline.ledger import build_ledger
from pipeline.outlines import OutlineFolder, open_outline
from pipeline.references import Rendered, Style, render
from schemas.figures import MONEY_FACTORS, Kind, Ledger, normalise_key
from schemas.findings import Severity
from schemas.inputs import ReportInput, ReportSettings

EXAMPLES = Path(__file__).parents[2] / "examples"
DOUBLED = re.compile(r"([一-龥]{2,})\1|[，。；、：]{2,}|（）|\s{2,}|None|\[\[|\]\]|\{\{|\{%")
"""A word said twice, marks that follow one another, and leftovers of templates and references."""


@cache
def example(name: str) -> tuple[ReportInput, Ledger]:
    """The case of examples/*name*: read without errors, with its ledger."""
    report, faults = read_folder(EXAMPLES / name)
    assert report is not None
    assert [f for f in faults if f.severity is Severity.ERROR] == []
    return report, build_ledger(report)


def settings(outline: str, year: int = 2024) -> ReportSettings:
    """Another unit that uses the same outline."""
    return ReportSettings(unit="云溪县档案馆", short_name="县档案馆", year=year, outline=outline)


def draft(report: ReportInput, folder: OutlineFolder | None = None) -> Mapping[str, Rendered]:
    """Every section that has a text, in the offline wording, as a reader would see it."""
    folder = folder or open_outline(report.settings.outline)
    ledger = build_ledger(report)
    allotment = allot(report.notes, folder.outline)
    result = {}
    for spec in folder.outline.sections:
        if not spec.body:
            continue
        source = folder.wording(spec)
        assert source is not None, f"{spec.id} has no wording"
        text = Wording(report, ledger, allotment.notes(spec.id)).fill(source, spec.heading)
        result[spec.id] = render(text, ledger, Style.of(report.settings))
    return result


def strays(report: ReportInput) -> list[str]:
    """Notes that would go elsewhere if the clerk had not named their topic."""
    outline = open_outline(report.settings.outline).outline
    bare = [note.model_copy(update={"topics": (), "sections": ()}) for note in report.notes]
    homes = [
        {note.name: section for section, notes in allot(some, outline).sections.items() for note in notes}
        for some in (report.notes, bare)
    ]
    return [name for name, section in homes[0].items() if homes[1].get(name) != section]


def without_each(report: ReportInput) -> Iterator[tuple[str, ReportInput]]:
    """The report again and again, each time with all rows of one name, or one note, left out."""
    for sheet in ("unit_facts", "accounts", "projects", "three_public", "others", "notes"):
        rows = getattr(report, sheet)
        for name in dict.fromkeys(row.name for row in rows):
            left = tuple(row for row in rows if row.name != name)
            yield f"{sheet} {name}", report.model_copy(update={sheet: left})


def faults_of(text: str) -> list[str]:
    """What a careful reader would strike out: doubled words, blanks, unfinished sentences."""
    unfinished = [line for line in text.splitlines() if not line.endswith("。")]
    return [m[0] for m in DOUBLED.finditer(text)] + unfinished + ([] if text else ["（空）"])


def keys_written(folder: OutlineFolder) -> dict[str, set[str]]:
    """Section id → the keys its wording writes out literally and does not guard with has()."""
    result = {}
    for spec in folder.outline.sections:
        source = folder.wording(spec) or ""
        guarded = {normalise_key(k) for call in re.findall(r"has\(([^)]*(?:）[^)]*)*)\)", source)
                   for k in re.findall(r"'([^']+)'", call)}  # fmt: skip
        keys = {normalise_key(k) for k in re.findall(r"\[\[([^\[\]|]+)", source)}
        result[spec.id] = keys - guarded
    return result


Quantity = tuple[str, str]
"""A number of the original report, typed by hand: digits and unit (万元, % or a measure word)."""


def quantities(text: str) -> list[Quantity]:
    """``208.4万元 13.0%`` → (208.4, 万元), (13.0, %)."""
    found = re.findall(r"([\d.]+)(\S+)", text)
    return [(digits, unit) for digits, unit in found]


def missing_from(ledger: Ledger, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Those of *quantities* that no figure of the ledger stands for, at the precision of the original."""
    return [q for q in quantities if not any(f for f in ledger if _same(q, f.value, f.kind))]


def _same(quantity: Quantity, value: Decimal, kind: Kind) -> bool:
    digits, unit = quantity
    wanted = {"万元": Kind.MONEY, "元": Kind.MONEY, "%": Kind.PERCENT}.get(unit, Kind.COUNT)
    factor = MONEY_FACTORS.get(unit, Decimal(1))
    places = -Decimal(digits).as_tuple().exponent  # type: ignore[operator]
    step = Decimal(1).scaleb(-places) * factor
    return kind is wanted and abs(abs(value) - Decimal(digits) * factor) <= step / 2 * (places > 0)

"""台账: from the validated input to every figure the report may use, each with key and source.

Direct figures come from a cell or from a line of a note; derived ones (差额, 增长率, 执行率, 占比, 合计)
are computed here and never typed. Differences and rates are computed from the values *as printed*, so
that a reader who redoes the sum on the page gets the same result.
"""

from __future__ import annotations

from pipeline.errors import InputError
from pipeline.ledger import derived, sheets
from pipeline.ledger.builder import Builder
from schemas.figures import Ledger
from schemas.inputs import ReportInput

SHEETS = (
    sheets.unit_facts,
    sheets.accounts,
    sheets.economic,
    sheets.projects,
    sheets.three_public,
    sheets.assets,
    sheets.indicators,
    sheets.others,
)


def build_ledger(report: ReportInput) -> Ledger:
    """Every figure of *report*. Raises InputError when two of them would have the same key."""
    builder = Builder(report)
    for sheet in SHEETS:
        sheet(builder)
    derived.rates(builder)
    derived.changes(builder)
    for note in report.notes:
        for figure in note.figures:
            builder.add(figure)
    if builder.faults:
        raise InputError(builder.faults)
    return Ledger(builder.figures.values(), aliases=report.settings.aliases)

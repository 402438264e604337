"""Checks over the whole input: what the outline requires, slips of unit, notes that point nowhere."""

from __future__ import annotations

from pipeline.inputs.required import missing_required
from pipeline.inputs.rows import Reading
from pipeline.inputs.slips import unit_slips
from schemas.inputs import ReportInput
from schemas.outline import Outline


def check_input(
    report: ReportInput, outline: Outline | None, reading: Reading, *, read_data: bool, settings_read: bool
) -> None:
    """Adds what only shows when everything has been read."""
    if read_data:
        unit_slips(report, reading)
        if outline is not None:
            missing_required(outline, reading)

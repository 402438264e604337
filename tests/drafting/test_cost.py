"""A draft takes as long as its slowest chain, a redraft sends one section, prompts share their beginning."""

from __future__ import annotations

from pathlib import Path

from benchmarks.drafting import measure
from tests.drafting.case import BRIEF


def test_time_and_characters(tmp_path: Path) -> None:
    result = measure(BRIEF, tmp_path, 0.8)
    assert result.sections == 5
    assert result.calls >= 5
    assert result.ratio <= 1.2
    assert max(result.redrafts) < 0.5 * result.whole
    assert result.shared / max(result.prompts) > 0.6
    assert result.chain >= 1.6, "measures waits for others: two answers one after the other"

"""A draft takes as long as its slowest chain, a redraft sends one section, prompts share their beginning."""

from __future__ import annotations

from pathlib import Path

from benchmarks.drafting import measure
from tests.drafting.case import BRIEF


def test_time_and_characters(tmp_path: Path) -> None:
    # A busy machine may slow one run down, hardly three: the best of them counts.
    for run in range(3):
        result = measure(BRIEF, tmp_path / str(run), 0.8)
        if result.ratio <= 1.2:
            break
    assert result.ratio <= 1.2
    assert result.chain >= 1.6, "measures waits for others: two answers one after the other"
    assert (result.sections, result.calls) == (5, 6)
    assert max(result.redrafts) < 0.5 * result.whole
    assert result.shared / max(result.prompts) > 0.6

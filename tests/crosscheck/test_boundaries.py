"""Faults and true passages on both sides of a boundary: exactly what is told of each, and nothing besides.

A line of boundaries.tsv is written as one of findings.tsv is (see test_findings.py); here one finding too
many is as wrong as one too few. ``python -m tests.crosscheck.test_boundaries`` writes the columns anew: read
the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crosscheck.test_findings import told

TABLE = Path(__file__).parent / "boundaries.tsv"
LINES = TABLE.read_text(encoding="utf-8").splitlines()
ROWS = [line.split("\t") for line in LINES if line[:1] != "#"]
SIZE = 10


@pytest.mark.parametrize("start", range(0, len(ROWS), SIZE))
def test_exactly_this_is_told(start: int) -> None:
    for mode, passage, *lines in ROWS[start : start + SIZE]:
        assert (passage, told(mode, passage)) == (passage, lines)


if __name__ == "__main__":
    head = [line for line in LINES if line[:1] == "#"]
    rows = ["\t".join([mode, passage, *told(mode, passage)]) for mode, passage, *_ in ROWS]
    TABLE.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")

"""What every number of a passage is tied to, and everything that is told of it, with or without a ledger.

A line of ties.tsv is a mode (see modes.py), the passage, and a column for each number (``=`` the figure or
the arithmetic that it was tied to, and the verdict where it is not bound) and for each finding, written as in
findings.tsv with the names that its message quotes and, in brackets, its evidence. Most rows were found by
``python -m benchmarks.distinguish``. messages.tsv holds one passage for each message, and its wording.
``python -m tests.crosscheck.test_ties`` writes the columns of both anew: read the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crosscheck.modes import messages, told

TABLE = Path(__file__).parent / "ties.tsv"
LINES = TABLE.read_text(encoding="utf-8").splitlines()
ROWS = [line.split("\t") for line in LINES if line[:1] != "#"]
WORDED = Path(__file__).parent / "messages.tsv"
MESSAGES = [line.split("\t") for line in WORDED.read_text(encoding="utf-8").splitlines()]
SIZE = 10


@pytest.mark.parametrize("start", range(0, len(ROWS), SIZE))
def test_exactly_this_is_told(start: int) -> None:
    for mode, passage, *lines in ROWS[start : start + SIZE]:
        assert (passage, told(mode, passage)) == (passage, lines)


@pytest.mark.parametrize("start", range(0, len(MESSAGES), SIZE))
def test_every_message_as_it_is_worded(start: int) -> None:
    for mode, passage, *lines in MESSAGES[start : start + SIZE]:
        assert (passage, messages(mode, passage)) == (passage, lines)


if __name__ == "__main__":
    head = [line for line in LINES if line[:1] == "#"]
    rows = ["\t".join([mode, passage, *told(mode, passage)]) for mode, passage, *_ in ROWS]
    TABLE.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
    rows = ["\t".join([mode, passage, *messages(mode, passage)]) for mode, passage, *_ in MESSAGES]
    WORDED.write_text("\n".join(rows) + "\n", encoding="utf-8")

"""What is told of a passage: where the finding lies, what it proposes, which numbers its message names.

A line of findings.tsv is ``text`` (nothing beside the passage) or ``ledger`` (against the small ledger of
these tests), the passage, and a column for each finding: code, severity, the words it lies on, ``→`` the
likely correction, ``←`` the other places, ``|`` the numbers of its message in their order. How a message is
worded is free. ``python -m tests.crosscheck.test_findings`` writes the columns anew: read the difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from pipeline.crosscheck import check
from pipeline.references import Style, render
from schemas.findings import Finding
from tests.crosscheck.ledgers import LEDGER, checked

TABLE = Path(__file__).parent / "findings.tsv"
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
PARTS = [list(group) for _, group in groupby(ROWS, key=lambda row: ROWS.index(row) // 10)]
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def told(mode: str, passage: str) -> list[str]:
    """Every finding of a passage in one line each."""
    text = passage.replace("\\n", "\n")
    if mode == "text":
        return [line(text, f) for f in check(text).findings]
    return [line(render(text, LEDGER, Style()).text, f) for f in checked(text).findings]


def line(text: str, found: Finding) -> str:
    return "".join(_parts(text, found)).replace("\n", "\\n")


def _parts(text: str, found: Finding) -> Iterator[str]:
    yield f"{found.code} {found.severity.value} “{text[found.start : found.end]}”"
    if found.expected:
        yield f" → {found.expected}"
    if found.others:
        yield " ← " + "；".join(text[start:end] for start, end in found.others)
    if numbers := _NUMBER.findall(found.message):
        yield " | " + " ".join(numbers)


@pytest.mark.parametrize("part", range(len(PARTS)))
def test_what_is_told_of_a_passage(part: int) -> None:
    """Nothing may be lost; that something else is told as well is for the tests of clean passages to find."""
    for mode, passage, *lines in PARTS[part]:
        found = told(mode, passage)
        assert [known for known in lines if known not in found] == [], found


if __name__ == "__main__":
    head = [kept for kept in TABLE.read_text(encoding="utf-8").splitlines() if kept[:1] == "#"]
    rows = ["\t".join([mode, passage, *told(mode, passage)]) for mode, passage, *_ in ROWS]
    TABLE.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")

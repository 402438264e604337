"""What is told of every passage of benchmarks/audit*.jsonl and of both twins of pairs.jsonl, so that a change
of a rule shows all that it changes. Not that it is right: for that there is ``python -m benchmarks.audit``.

A line of passages.tsv is the passage's name and a column for each finding, written as in ties.tsv.
``python -m tests.crosscheck.test_passages`` writes it anew: read the difference.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import pairs
from tests.crosscheck.modes import told

TABLE = Path(__file__).parent / "passages.tsv"
BATCHES = sorted((Path(__file__).resolve().parents[2] / "benchmarks").glob("audit*.jsonl"))
LINES = TABLE.read_text(encoding="utf-8").splitlines() if TABLE.exists() else []
KNOWN = {name: lines for name, *lines in (line.split("\t") for line in LINES)}
SIZE = 10


def passages() -> Iterator[tuple[str, str]]:
    """Each with its name, which no other batch uses."""
    for path in BATCHES:
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            yield f"{path.stem.removeprefix('audit_')}-{row['id']}", row["text"]
    for row in map(json.loads, pairs.FILE.read_text(encoding="utf-8").splitlines()):
        yield f"pairs-{row['id']}", row["text"]
        yield f"pairs-{row['id']}-wrong", pairs.wrong(row)


PASSAGES = list(passages())


@pytest.mark.parametrize("start", range(0, len(PASSAGES), SIZE))
def test_this_is_told_of_every_passage(start: int) -> None:
    for name, text in PASSAGES[start : start + SIZE]:
        assert (name, text, told("text", text)) == (name, text, KNOWN[name])


if __name__ == "__main__":
    rows = ["\t".join([name, *told("text", text)]) for name, text in PASSAGES]
    TABLE.write_text("\n".join(rows) + "\n", encoding="utf-8")

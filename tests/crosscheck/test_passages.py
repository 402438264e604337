"""What is told of every passage of benchmarks/audit*.jsonl and of both twins of pairs.jsonl, so that a change
of a rule shows all that it changes. Not that it is right: for that there is ``python -m benchmarks.audit``.

A line of passages.tsv is the passage's name and a column for each finding: code, severity, the words it lies
on, ``→`` the likely correction, ``←`` the other places, ``|`` its whole message.
``python -m tests.crosscheck.test_passages`` writes it anew: read the difference.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import pairs
from pipeline.crosscheck import check
from schemas.findings import Finding

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


def told(text: str) -> list[str]:
    """All that is told of a text, in a line each."""
    return [_line(text, found).replace("\n", "\\n") for found in check(text).findings]


def _line(text: str, found: Finding) -> str:
    due = f" → {found.expected}" if found.expected else ""
    others = "；".join(text[start:end] for start, end in found.others)
    beside = f" ← {others}" if others else ""
    return f"{found.code} {found.severity.value} “{found.quote}”{due}{beside} | {found.message}"


@pytest.mark.parametrize("start", range(0, len(PASSAGES), SIZE))
def test_this_is_told_of_every_passage(start: int) -> None:
    for name, text in PASSAGES[start : start + SIZE]:
        assert (name, text, told(text)) == (name, text, KNOWN[name])


if __name__ == "__main__":
    rows = ["\t".join([name, *told(text)]) for name, text in PASSAGES]
    TABLE.write_text("\n".join(rows) + "\n", encoding="utf-8")

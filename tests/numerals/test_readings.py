"""Passages with every number in them read in full, for what the shorter tables leave out.

A line of readings.tsv is a passage and its numbers, each as ``text(digits) kind value unit``, then where they
differ from the usual ``approx:hedge`` and ``/step``, the value of one unit in the last printed place. A
passage without a number has no further column.
"""

from pathlib import Path

import pytest

from pipeline.numerals import find, value_text
from schemas.figures import Approx
from schemas.findings import Mention

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "readings.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def told(text: str, mention: Mention) -> str:
    parts = [f"{mention.text}({text[mention.num_start : mention.num_end]})", str(mention.kind)]
    parts += [value_text(mention) or "-", mention.unit or "-"]
    if mention.hedge or mention.approx is not Approx.EXACT:
        parts.append(f"{mention.approx}:{mention.hedge}")
    if mention.step != 1:
        parts.append(f"/{mention.step}")
    return " ".join(parts)


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:24] for row in ROWS])
def test_every_number_of_a_passage_is_read_in_full(row: list[str]) -> None:
    text = row[0].replace("\\n", "\n")
    mentions = find(text)
    assert [told(text, m).replace("\n", "\\n") for m in mentions] == row[1:]
    assert all(text[m.start : m.end] == m.text for m in mentions)

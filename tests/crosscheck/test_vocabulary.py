"""The words of the data files, compiled to be quick, find what the rows find."""

from __future__ import annotations

import re
from importlib import resources

import yaml

from pipeline.crosscheck.arithmetic.sums.vocabulary import vocabulary
from tests.crosscheck.test_passages import PASSAGES


def test_looking_at_first_letters_alone_misses_no_opening_word() -> None:
    data = (resources.files("pipeline.crosscheck.arithmetic.sums") / "parts.yaml").read_text("utf-8")
    rows = [row for group in yaml.safe_load(data)["openers"].values() for row in group]
    plain = re.compile("|".join(rows))
    text = "\n".join(text for _, text in PASSAGES)
    assert [m.span() for m in vocabulary().opener.finditer(text)] == [m.span() for m in plain.finditer(text)]

"""The table of codes is complete: what the package can emit stands in it, and the other way round."""

from __future__ import annotations

import re
from pathlib import Path

import pipeline.crosscheck
from pipeline.crosscheck import CODES
from pipeline.crosscheck.wording import rules


def test_every_code_in_the_source_is_in_the_table_and_the_other_way_round() -> None:
    folder = Path(pipeline.crosscheck.__file__).parent
    emitted = {rule.code for rule in rules()}
    for path in folder.rglob("*.py"):
        if path.name != "codes.py":
            emitted |= set(re.findall(r'"([a-z]+(?:-[a-z]+)*)"', path.read_text(encoding="utf-8"))) & set(
                CODES
            )
    from_references = {"unknown-reference", "malformed-reference", "bad-format"}
    assert set(CODES) - emitted <= from_references


def test_every_code_is_explained_in_chinese() -> None:
    for code, entry in CODES.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
        assert re.search(r"[一-鿿]", entry.title)
        assert entry.meaning.endswith("。")

"""The table of codes is complete: what the package can emit stands in it, and the other way round."""

from __future__ import annotations

import re
from pathlib import Path

import pipeline
from pipeline.crosscheck import CODES
from pipeline.crosscheck.wording import rules

PIPELINE = Path(pipeline.__file__).parent
EMITTED = re.compile(r"""(?:\b(?:finding|_found|_add|_finding)\(|code=)\s*"([a-z]+(?:-[a-z]+)*)\"""")


def sources(folder: Path) -> str:
    return "\n".join(p.read_text(encoding="utf-8") for p in folder.rglob("*.py") if p.name != "codes.py")


def test_every_code_that_the_checker_emits_is_in_the_table() -> None:
    emitted = set(EMITTED.findall(sources(PIPELINE / "crosscheck"))) | {rule.code for rule in rules()}
    assert len(emitted) > 20
    assert emitted <= set(CODES)


def test_every_code_of_the_table_is_emitted_somewhere() -> None:
    text = sources(PIPELINE)
    rule_codes = {rule.code for rule in rules()}
    assert [code for code in CODES if code not in rule_codes and f'"{code}"' not in text] == []


def test_every_code_is_explained_in_chinese() -> None:
    for code, entry in CODES.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
        assert re.search(r"[一-鿿]", entry.title)
        assert entry.meaning.endswith("。")

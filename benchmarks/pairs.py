"""Twins of which one has a single fault: found, and clean ones alarmed: ``python -m benchmarks.pairs FILE``.

Each line: id, kind, text (right), old → new (what makes it wrong), why, half. A pair counts as found when an
error or warning is told of the wrong twin that is not told of the right one; a clean text as alarmed when any
is told of it. ``--show`` prints what was missed and what was told in vain, ``--half`` takes one half only:
``learned`` was read while the rules were mended, ``kept`` was not.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from pipeline.crosscheck import check
from schemas.findings import Severity

FILE = Path(__file__).with_name("pairs.jsonl")


def wrong(pair: dict[str, str]) -> str:
    """The faulty twin."""
    return pair["text"].replace(pair["old"], pair["new"])


def told(text: str) -> set[tuple[str, str, str]]:
    """The errors and warnings of a text, without their places."""
    findings = check(text).findings
    return {(f.code, f.quote, f.message) for f in findings if f.severity is not Severity.INFO}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    parser.add_argument("--half", choices=("learned", "kept"))
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    pairs = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines()]
    every, found, alarmed = Counter[str](), Counter[str](), Counter[str]()
    for pair in pairs:
        family = pair["id"][:2]
        if options.half and pair["half"] != options.half:
            continue
        clean, faulty = told(pair["text"]), told(wrong(pair))
        every[family] += 1
        found[family] += bool(faulty - clean)
        alarmed[family] += bool(clean)
        if options.show and not faulty - clean:
            print(f"missed {pair['id']} {pair['kind']} {wrong(pair)} | {pair['why']}")
        if options.show and clean:
            print(f"alarm  {pair['id']} {pair['text']} | {'; '.join(m for _, _, m in sorted(clean))}")
    for family in sorted(every):
        print(f"{family:12} {found[family]}/{every[family]}   clean alarmed {alarmed[family]}")
    total = every.total()
    print(f"all          {found.total()}/{total}   clean alarmed {alarmed.total()}/{total}")


if __name__ == "__main__":
    main()

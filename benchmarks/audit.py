"""Faults found and clean passages alarmed, per kind: ``python -m benchmarks.audit PASSAGES.jsonl``.

Each line: id, text, faults: [{kind, quote, alt}]. A fault counts as found when an error or warning
overlaps its quote (or one of the ``alt`` quotes), or names it among the other places involved.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from pipeline.crosscheck import check
from schemas.findings import Finding, Severity


def places(text: str, fault: dict[str, Any]) -> list[tuple[int, int]]:
    quotes = [fault["quote"], *fault.get("alt", [])]
    return [(at, at + len(q)) for q in quotes if (at := text.find(q)) >= 0]


def hits(found: Finding, spots: list[tuple[int, int]]) -> bool:
    return any(
        start < end_ and start_ < end
        for start, end in [(found.start, found.end), *found.others]
        for start_, end_ in spots
    )


def main(path: str) -> None:
    faults: Counter[str] = Counter()
    found: Counter[str] = Counter()
    clean = alarmed = 0
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        passage = json.loads(line)
        text = passage["text"]
        findings = [f for f in check(text).findings if f.severity is not Severity.INFO]
        for fault in passage["faults"]:
            faults[fault["kind"]] += 1
            hit = any(hits(f, places(text, fault)) for f in findings)
            found[fault["kind"]] += hit
            if not hit:
                print(f"missed {passage['id']} {fault['kind']} {fault['quote']}: {fault['why']}")
        if not passage["faults"]:
            clean += 1
            alarmed += bool(findings)
            for f in findings:
                print(f"alarm  {passage['id']} {f.code} {f.quote}: {f.message}")
    for kind in sorted(faults):
        print(f"{kind:12} {found[kind]}/{faults[kind]}")
    print(f"all          {sum(found.values())}/{sum(faults.values())}   clean alarmed {alarmed}/{clean}")


if __name__ == "__main__":
    main(sys.argv[1])

"""Known errors of a whole text found, and relations that hold left alone.

``python -m benchmarks.errors ERRORS.json SEED.txt [HOLDS.json]``. Rows: quote, spans, severity, type, proof,
other_quotes. An error is found when a finding overlaps one of its places or names it among its own; a
relation that holds is alarmed when a finding with arithmetic lies on it and no known error does.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pipeline.crosscheck import check
from schemas.findings import Finding, Severity

Span = tuple[int, int]


def spans(row: dict[str, Any]) -> list[Span]:
    """The row's own places."""
    return [(s, e) for s, e in row["spans"]]


def others(row: dict[str, Any]) -> list[Span]:
    """The other places that the row names."""
    return [(s, e) for other in row.get("other_quotes", ()) for s, e in other["spans"]]


def touches(found: Finding, places: list[Span], *, own: bool = False) -> bool:
    """Whether the finding (or, unless *own*, one of its other places) overlaps a place."""
    mine = [(found.start, found.end), *(() if own else found.others)]
    return any(a < d and c < b for a, b in mine for c, d in places)


def main(errors: str, seed: str, holds: str | None = None) -> int:
    """Print what was found, missed and alarmed; the exit status is 1 when a grave one was missed."""
    text = Path(seed).read_text(encoding="utf-8")
    rows = json.loads(Path(errors).read_text(encoding="utf-8"))
    findings = check(text).findings
    explained: set[int] = set()
    grave = missed = 0
    for row in rows:
        hits = [
            i for i, f in enumerate(findings) if touches(f, spans(row)) or touches(f, others(row), own=True)
        ]
        explained |= set(hits)
        serious = row["severity"] in ("high", "medium")
        grave += serious
        missed += serious and not hits
        print(f"{'found ' if hits else 'MISSED'} {row['severity']:6} {row['type']:13} {row['quote'][:40]!r}")
        for i in hits:
            print(f"         {findings[i].code}: {findings[i].message}")
    alarms = 0
    for row in json.loads(Path(holds).read_text(encoding="utf-8")) if holds else ():
        for i, f in enumerate(findings):
            if i not in explained and f.severity is not Severity.INFO and touches(f, spans(row), own=True):
                alarms += 1
                print(f"ALARM  {row['type']} {row['quote'][:40]!r}: {f.code} {f.message}")
    for i, f in enumerate(findings):
        if i not in explained:
            print(f"other  {f.severity} {f.code} {f.quote[:30]!r}: {f.message}")
    print(f"high and medium found {grave - missed}/{grave}; relations that hold alarmed {alarms}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

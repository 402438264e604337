"""Whole drafts by the offline wording: what they print, and how well the bare text leads back to the ledger.

    python -m benchmarks.rebind examples/*

For each case: chapters, figures printed, bound and unbound, findings. Then the references are forgotten and
the plain text is checked as if a stranger had written it: the share of figures tied to the very figure that
was printed, to an equal one under another key, to a wrong one, left ambiguous, or not tied at all.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.crosscheck import BOUND, Context, Tie, Verdict, check
from pipeline.references import Rendered, render
from pipeline.workflow import Case, examine
from schemas.figures import Ledger, normalise_key


def blind(rendered: Rendered, ledger: Ledger, year: int) -> Iterator[tuple[str, str]]:
    """Each printed figure with how the blind check tied it: (outcome, text around it)."""
    ties = check(rendered.text, ledger, context=Context(year=year)).ties
    for span in rendered.spans:
        for start, end, key in span.numbers:
            tie = next((t for t in ties if t.mention.start < end and start < t.mention.end), None)
            around = rendered.text[max(0, start - 14) : end + 6].replace("\n", " ")
            yield outcome(tie, key, ledger), f"{key}  {around}  → {tie.key if tie else None}"


def outcome(tie: Tie | None, key: str, ledger: Ledger) -> str:
    """same · equal (same value and unit, other key) · wrong · ambiguous · untied."""
    if tie is None or tie.verdict in (Verdict.UNSOURCED, Verdict.IGNORED):
        return "untied"
    if tie.verdict is Verdict.AMBIGUOUS:
        return "ambiguous"
    if tie.key is not None and normalise_key(tie.key) == normalise_key(key):
        return "same" if tie.verdict in BOUND else "wrong"
    there, here = ledger.get(tie.key or ""), ledger.get(key)
    if there and here and (abs(there.value), there.unit) == (abs(here.value), here.unit):
        return "equal" if tie.verdict in BOUND else "wrong"
    return "wrong"


def measure(case: Case) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The figures of one case, and each blind tie with its place."""
    texts = {spec.id: case.wording(spec) for spec in case.bodies}
    results = [case.check(spec, texts[spec.id]) for spec in case.bodies]
    rendered = [render(text, case.ledger, case.style) for text in texts.values()]
    ties = [t for r in rendered for t in blind(r, case.ledger, case.data.settings.year)]
    shares = Counter(name for name, _ in ties)
    severities = Counter(f.severity.value for r in results for f in r.findings)
    return {
        "sections": len(case.outline.outline.sections),
        "with_text": sum(bool(text.strip()) for text in texts.values()),
        "characters": sum(len(r.text) for r in rendered),
        "figures": sum(r.counts.found for r in results),
        "bound": sum(r.counts.bound for r in results),
        "unbound": sum(r.counts.unbound for r in results),
        "findings": dict(severities),
        "blind": {name: f"{n} ({n / len(ties):.1%})" for name, n in shares.most_common()},
    }, ties


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--show", default="", help="also list blind ties of these outcomes: wrong,ambiguous")
    options = parser.parse_args(arguments)
    for folder in options.folders:
        case, faults = examine(folder)
        if case is None:
            print(folder, *(fault.message for fault in faults), sep="\n  ")
            continue
        figures, ties = measure(case)
        print(folder.name, json.dumps(figures, ensure_ascii=False, indent=1))
        for name, place in ties:
            if name in options.show.split(","):
                print(f"  {name}: {place}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

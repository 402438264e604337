"""What a real model answered: kept as a recording, or measured.

    python -m benchmarks.recordings keep REPORT_FOLDER OUT.json     # after a draft with a model
    python -m benchmarks.recordings measure OUT.json REPORT_FOLDER  # Show: references, typed figures, repairs

A recording holds the answers as they came, unedited, by section and step.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from pipeline import workflow
from pipeline.references import parse, render
from pipeline.store import Store


def keep(folder: Path, out: Path) -> None:
    with Store.open(folder) as store:
        calls = store.calls()
    answers = [{"section": c.section, "step": c.step, "reply": c.completion.text} for c in calls]
    days = sorted({c.created.date().isoformat() for c in calls})
    about = "Answers of a real language model, given blind through an OpenAI-compatible endpoint; unedited."
    record = {"about": about, "case": folder_case(folder), "recorded": days, "answers": answers}
    out.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def folder_case(folder: Path) -> str:
    return workflow.open_case(folder).data.settings.outline


def measure(record: dict[str, Any], folder: Path) -> dict[str, object]:
    """Of the first answers: valid references, figures typed by hand; repairs; findings in the end."""
    case = workflow.open_case(folder)
    counts: Counter[str] = Counter()
    left: Counter[str] = Counter()
    last = {a["section"]: a for a in record["answers"]}
    for answer in record["answers"]:
        spec = case.outline.outline.section(answer["section"])
        text = answer["reply"]
        result = case.check(spec, text)
        if answer["step"] == 1:
            rendered = render(text, case.ledger, case.style)
            counts["sections"] += 1
            counts["references"] += len(parse(text))
            counts["invalid references"] += len(rendered.problems)
            counts["figures typed by hand"] += sum(
                not t.referred and t.verdict != "ignored" for t in result.ties
            )
            counts["sections accepted at first try"] += not result.errors
        else:
            counts["repairs"] += 1
        if last[answer["section"]] is answer:
            left.update(f"{f.severity.value} {f.code}" for f in result.findings)
    return {**counts, "repairs": counts["repairs"], "findings left": dict(left)}


if __name__ == "__main__":
    verb, first, second = sys.argv[1:] if len(sys.argv) == 4 else ("", "", "")
    if verb == "keep":
        keep(Path(first), Path(second))
    elif verb == "measure":
        recording = json.loads(Path(first).read_text(encoding="utf-8"))
        print(json.dumps(measure(recording, Path(second)), ensure_ascii=False, indent=1))
    else:
        sys.exit(__doc__)

"""How much of an original report a case holds: its figures found in the ledger, and printed again.

    python -m benchmarks.coverage examples/huaihua2020 --gold figures.jsonl --report 报告.docx
    python -m benchmarks.coverage examples/changning2023 --text original.txt

Without ``--report`` the offline wording of the sections is taken (no title, no attached tables).

Counted are the money, count and percent figures of the original that have a definite value. A figure is
held when the ledger has one of the same kind whose value lies in the interval that prints like it. Small
counts may be met by chance, so the share that also agrees in the measure word is printed beside it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.numerals import find
from pipeline.references import render
from pipeline.workflow import Case, examine
from schemas.figures import Derivation, Figure, Kind, Ledger, LineRef
from schemas.findings import Mention

KINDS = (Kind.MONEY, Kind.COUNT, Kind.PERCENT)
SCALES = {"万": 10_000, "亿": 100_000_000, "千元": 1000, "百万": 1_000_000}


@dataclass(frozen=True)
class Wanted:
    """A figure of the original: where it stands, and which values would print like it."""

    start: int
    text: str
    kind: Kind
    low: Decimal
    high: Decimal
    unit: str

    def met_by(self, kind: Kind, value: Decimal) -> bool:
        # A decrease is printed without its sign.
        return kind is self.kind and self.low <= abs(value) <= self.high


@dataclass(frozen=True)
class Held:
    """A wanted figure with all figures of the ledger that meet it."""

    wanted: Wanted
    figures: tuple[Figure, ...]
    printed: bool

    @property
    def home(self) -> str:
        """The best home among the figures that meet it: a sheet, a note, computed, or 其他数据."""
        homes = {_home(figure) for figure in self.figures}
        return next((h for h in ("sheet", "note", "computed", "其他数据") if h in homes), "missing")

    @property
    def same_word(self) -> bool:
        words = {figure.unit for figure in self.figures}
        return self.wanted.kind is not Kind.COUNT or self.wanted.unit in words


def _home(figure: Figure) -> str:
    if figure.key.startswith("其他."):
        return "其他数据"
    if isinstance(figure.source, Derivation):
        return "computed"
    return "note" if isinstance(figure.source, LineRef) else "sheet"


def from_gold(path: Path) -> list[Wanted]:
    """The hand-made answer: a line of JSON for each figure."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [w for row in rows if row["kind"] in KINDS and row["value"] for w in _gold_row(row)]


def _gold_row(row: dict[str, Any]) -> Iterable[Wanted]:
    digits = row["text"][row["num_start"] - row["start"] : row["num_end"] - row["start"]]
    scale = next((f for word, f in SCALES.items() if word in row["text"]), 1)
    plain = "".join(c for c in digits if c.isdigit() or c == ".")
    step = Decimal(scale).scaleb(-len(plain.partition(".")[2]))
    for value in map(Decimal, row["value"].split("/")):
        yield Wanted(
            row["start"],
            row["text"],
            Kind(row["kind"]),
            value - step / 2,
            value + step / 2,
            row["unit"] or "",
        )


def from_text(text: str) -> list[Wanted]:
    """Every definite figure that our own reader finds."""
    return [_mentioned(m) for m in find(text) if m.kind in KINDS and m.value is not None]


def _mentioned(m: Mention) -> Wanted:
    return Wanted(
        m.start, m.text, m.kind, abs(m.value or Decimal(0)) - m.step / 2, m.high_bound, m.unit or ""
    )


def report_text(path: Path) -> str:
    """A report's text: of a .docx with its tables, else the file as it is."""
    if path.suffix != ".docx":
        return path.read_text(encoding="utf-8")
    from docx import Document

    document = Document(str(path))
    cells = (c.text for t in document.tables for row in t.rows for c in row.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def offline_text(case: Case) -> str:
    """What the outline's own wording prints in the sections."""
    return "\n".join(render(case.wording(spec), case.ledger, case.style).text for spec in case.bodies)


def hold(wanted: Sequence[Wanted], ledger: Ledger, printed: str) -> list[Held]:
    """Each figure of the original against the ledger and against what a report prints."""
    told = [(m.kind, abs(m.value)) for m in find(printed) if m.value is not None]
    result = []
    for item in wanted:
        figures = tuple(f for f in ledger if item.met_by(f.kind, f.value))
        result.append(Held(item, figures, any(item.met_by(kind, value) for kind, value in told)))
    return result


def summary(held: Sequence[Held]) -> dict[str, Any]:
    """The figures of Show 3."""
    found = [h for h in held if h.figures]
    other = [h for h in found if h.home == "其他数据"]
    by_kind = {
        kind.value: f"{sum(h.wanted.kind is kind for h in found)}/{sum(h.wanted.kind is kind for h in held)}"
        for kind in KINDS
    }
    return {
        "figures": len(held),
        "in_ledger": len(found),
        "in_ledger_percent": _share(len(found), len(held)),
        "by_kind": by_kind,
        "same_measure_word_percent": _share(sum(h.same_word for h in found), len(held)),
        "homes": dict(Counter(h.home for h in held)),
        "through_other_data_percent": _share(len(other), len(found)),
        "printed": sum(h.printed for h in held),
        "printed_percent": _share(sum(h.printed for h in held), len(held)),
    }


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def _place(wanted: Wanted, text: str) -> str:
    around = text[max(0, wanted.start - 12) : wanted.start + len(wanted.text) + 8] if text else ""
    return f"  {wanted.start:>6}  {wanted.text}  {' '.join(around.split())}"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="the report folder of the case")
    parser.add_argument("--text", type=Path, help="the original as plain text")
    parser.add_argument("--gold", type=Path, help="the original's figures, one JSON object a line")
    parser.add_argument("--report", type=Path, help="the report made from the folder (.docx, .txt, .md)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not (options.text or options.gold):
        parser.error("one of --text and --gold is needed")
    case, faults = examine(options.folder)
    if case is None:
        print(*(fault.message for fault in faults), sep="\n", file=sys.stderr)
        return 2
    original = options.text.read_bytes().decode("utf-8-sig") if options.text else ""
    wanted = from_gold(options.gold) if options.gold else from_text(original)
    printed = report_text(options.report) if options.report else offline_text(case)
    held = hold(wanted, case.ledger, printed)
    figures = summary(held)
    if options.json:
        misses = [h.wanted.text for h in held if not h.figures]
        print(json.dumps(figures | {"misses": misses}, ensure_ascii=False, indent=1))
        return 0
    for name, value in figures.items():
        print(f"{name:28} {value}")
    print("not in the ledger:", *(_place(h.wanted, original) for h in held if not h.figures), sep="\n")
    rest = [h for h in held if h.figures and not h.printed]
    print("in the ledger, not printed:", *(_place(h.wanted, original) for h in rest), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

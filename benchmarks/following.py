"""``refresh`` after one account has changed: model calls, sections touched against those that print it, time.

``python -m benchmarks.following [CELLS]`` changes CELLS accounts (20) of each example, one at a time, and
compares the sections that are written with an oracle of its own: it reads the references with a pattern and
rounds the figures itself. The accounts are changed one by one, so that sums no longer hold; what a clerk may
not do is what shows the most here.
"""

from __future__ import annotations

import asyncio
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl

from pipeline import workflow
from pipeline.store import Store
from schemas.figures import CellRef, Figure, Kind, Ledger

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").iterdir())
REFERENCE = re.compile(r"\[\[([^|\]]+)([^\]]*)\]\]")
CENTS = Decimal("0.01")


@dataclass(frozen=True)
class Round:
    """One account changed: what was written, what should have been, and what it cost."""

    cell: str
    touched: frozenset[str]
    expected: frozenset[str]
    untouched_alike: bool
    calls: int
    seconds: float

    @property
    def good(self) -> bool:
        """Whether exactly the sections that print it were written, and no model was asked."""
        return self.touched == self.expected and self.untouched_alike and self.calls == 0


def drafted(example: Path, place: Path) -> Path:
    """A copy of *example* with every section written offline."""
    folder = Path(shutil.copytree(example, place / example.name))
    case = workflow.open_case(folder)
    with Store.open(folder) as store:
        work = workflow.jobs(store, list(case.bodies))
        asyncio.run(workflow.draft(case, store, work, None))
    return folder


def accounts(folder: Path) -> list[CellRef]:
    """The cells that hold an amount of money."""
    ledger = workflow.read_case(folder).ledger
    return [f.source for f in ledger if f.kind is Kind.MONEY and f.value and isinstance(f.source, CellRef)]


def change(folder: Path, cell: CellRef) -> None:
    """A tenth more than it was, and a little."""
    book = openpyxl.load_workbook(folder / "data.xlsx")
    here = book[cell.sheet][cell.cell]
    here.value = round(float(here.value) * 1.1 + 0.07, 2)
    book.save(folder / "data.xlsx")


def one_round(folder: Path, cell: CellRef) -> Round:
    """Change *cell* in the drafted *folder* and refresh."""
    former = workflow.read_case(folder).ledger
    change(folder, cell)
    with Store.open(folder) as store:
        before = {k: store.revisions(k) for k in store.all_current()}
        began = time.process_time()
        case = workflow.read_case(folder)
        written = workflow.refresh(workflow.plan_refresh(case, store), store)
        seconds = time.process_time() - began
        after = {k: store.revisions(k) for k in store.all_current()}
        calls = len(store.calls())
    touched = frozenset(r.section for r in written)
    texts = {section: all_[-1].text for section, all_ in before.items()}
    return Round(
        str(cell),
        touched,
        frozenset(printing(texts, former, case.ledger)),
        all(after[k] == before[k] for k in before if k not in touched),
        calls,
        seconds,
    )


# -- the oracle -------------------------------------------------------------------------------------


def printing(texts: dict[str, str], former: Ledger, present: Ledger) -> Iterator[str]:
    """The sections that print a figure which reads otherwise now."""
    old, new = ({f.key: _read(f) for f in ledger} for ledger in (former, present))
    for section, text in texts.items():
        keys = {key for match in REFERENCE.finditer(text) for key in _keys(match[1], match[2], present)}
        if any(old.get(key) != new.get(key) for key in keys):
            yield section


def _keys(key: str, formats: str, ledger: Ledger) -> Iterator[str]:
    """The figures that a reference prints: one, the two of a phrase, or those of a list."""
    if "清单" in formats:
        yield from (f.key for f in ledger if key in (f.group, f.parent))
    elif comparison := re.search(r"比上年|较年初预算|较调整预算", formats):
        stem = key + ("." if comparison[0] == "比上年" else "") + comparison[0]
        yield from (stem + end for end in ("增减额", "增减率"))
    else:
        yield key


def _read(figure: Figure) -> tuple[Decimal, bool]:
    """The value as it is read on the page, and its direction."""
    value = figure.value
    if figure.kind is Kind.MONEY and not figure.verbatim:
        value = (value / 10_000).quantize(CENTS, ROUND_HALF_UP)
    elif figure.kind is Kind.PERCENT and not figure.verbatim:
        value = value.quantize(CENTS, ROUND_HALF_UP)
    return abs(value), value < 0


def measure(cells: int, seed: int = 3) -> int:
    """Print a line an example; 1 when any round was not good."""
    bad = 0
    print(f"{'example':16}{'accounts':>9}{'exact':>7}{'sections':>10}{'calls':>7}{'seconds':>9}{'worst':>7}")
    for example in EXAMPLES:
        with tempfile.TemporaryDirectory(prefix="zpb-follow-") as scratch:
            first = drafted(example, Path(scratch))
            known = accounts(first)
            rounds = []
            for number, cell in enumerate(random.Random(seed).sample(known, min(cells, len(known)))):
                folder = Path(shutil.copytree(first, Path(scratch) / str(number)))
                rounds.append(one_round(folder, cell))
                if not rounds[-1].good:
                    print(f"  {cell}: wrote {rounds[-1].touched}, expected {rounds[-1].expected}")
        good = sum(r.good for r in rounds)
        bad += len(rounds) - good
        times = sorted(r.seconds for r in rounds)
        sections = sum(len(r.touched) for r in rounds) / len(rounds)
        calls = sum(r.calls for r in rounds)
        print(
            f"{example.name:16}{len(rounds):9}{good:7}{sections:10.1f}{calls:7}"
            f"{times[len(times) // 2]:9.2f}{times[-1]:7.2f}"
        )
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 20))

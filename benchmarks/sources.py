"""Figures against their source, beside peers: ``python -m benchmarks.sources [--plants 20] [--peers DIR]``.

The same planted wrong figures (the form ``text`` of benchmarks.planted) are given to every checker, each with
the accounts in the form it reads: ours the ledger, figured the ledger as rows, corroborate and
opengate-grounding as lines of text. Peers are given the text with blanks around its numbers: figured and
corroborate see no number that touches a Chinese character, and found nothing at all without them.

Found: something flagged overlaps the plant. False alarms: figures of the clean pages that are flagged. Peers
are not dependencies: they are imported from this environment or from the folder --peers
(``pip install --target DIR figured corroborate opengate-grounding``).
"""

from __future__ import annotations

import argparse
import importlib
import random
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import benchmarks.planting.figures  # noqa: F401  (registers its planters)
from benchmarks.planted import loud, percent
from benchmarks.planting.pages import Page, load_pages
from benchmarks.planting.tools import CLASSES, CLOSE, OPEN, Edit
from pipeline.crosscheck import check
from pipeline.references import print_figure

Span = tuple[int, int]
Checker = Callable[[Page, str], list[Span]]
VALUE = ("digit", "transposed", "digit-count", "point", "unit")
WORDS = ("wrong-item", "items-swapped", "basis", "last-year")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def ours(page: Page, text: str) -> list[Span]:
    """The check of this project, told what a person's own text is checked with."""
    found = loud(check(text, page.ledger, context=page.context("text")).findings)
    return [(f.start, f.end) for f in found]


@cache
def rows(page: Page) -> list[dict[str, Any]]:
    """The ledger as a result set: each figure as it is printed, without its unit."""
    printed = ((f.key, _NUMBER.search(print_figure(f, page.style))) for f in page.ledger)
    return [{"item": key, "value": float(n[0].replace(",", ""))} for key, n in printed if n]


@cache
def lines(page: Page) -> str:
    """The ledger and the notes as text."""
    figures = "\n".join(f"{f.key} {print_figure(f, page.style)}" for f in page.ledger)
    return spaced(f"{figures}\n{page.case.source_text}")[0]


@cache
def spaced(text: str) -> tuple[str, list[int]]:
    """The text with blanks around its numbers, and where each character stood."""
    kept: list[tuple[str, int]] = []
    for at, letter in enumerate(text):
        number = letter in "0123456789.,%"
        if at and number != (text[at - 1] in "0123456789.,%"):
            kept.append((" ", at - 1))
        kept.append((letter, at))
    return "".join(c for c, _ in kept), [at for _, at in kept]


def figured() -> Checker:
    """figured: numbers traced to rows. Amounts below its threshold are checked too; one in a thousand off."""
    trace = importlib.import_module("figured").trace

    def flags(page: Page, text: str) -> list[Span]:
        apart, offsets = spaced(text)
        report = trace(apart, rows(page), ignore_below=0.0, rel_tolerance=0.0005, max_rows=10_000)
        wrong = [r.figure for r in report.results if r.status == "ungrounded"]
        return [(offsets[f.start], offsets[f.end - 1] + 1) for f in wrong]

    return flags


def corroborate() -> Checker:
    """corroborate: numbers of an answer looked up in chunks of text."""
    module = importlib.import_module("corroborate")

    def flags(page: Page, text: str) -> list[Span]:
        report = module.check_answer(query="", retrieved_chunks=[lines(page)], answer=spaced(text)[0])
        return places(text, (s for finding in report.findings for s in finding.spans))

    return flags


def opengate() -> Checker:
    """opengate-grounding: numbers of an answer looked up in a context."""
    grounding = importlib.import_module("opengate_grounding").check_grounding

    def flags(page: Page, text: str) -> list[Span]:
        return places(text, grounding(answer=text, context=lines(page)).ungrounded_numbers)

    return flags


PEERS: dict[str, Callable[[], Checker]] = {
    "figured": figured,
    "corroborate": corroborate,
    "opengate-grounding": opengate,
}


def places(text: str, words: Iterable[object]) -> list[Span]:
    """Where numbers that a peer names stand in the text, whole."""
    wanted = {str(w).replace(",", "").rstrip("%") for w in words}
    found = _NUMBER.finditer(text)
    return [m.span() for m in found if m[0] in wanted or m[0].replace(",", "") in wanted]


def plants(pages: Sequence[Page], name: str, count: int, seed: int) -> list[tuple[Page, Edit]]:
    """The plants of a class that can be found."""
    kind = next(c for c in CLASSES if c.name == name)
    rng = random.Random(f"{seed}/{name}/sources")
    texts = [page for page in pages if "text" in page.forms]
    found = [(page, edit) for page in texts for edit in kind.plant(page, "text", rng) if edit.detectable]
    return rng.sample(found, min(count, len(found)))


def caught(checker: Checker, page: Page, edit: Edit) -> bool:
    """Whether something flagged overlaps the plant."""
    start, end = edit.marked.index(OPEN), edit.marked.index(CLOSE) - 1
    text = edit.marked.replace(OPEN, "").replace(CLOSE, "")
    return any(a < end and start < b for a, b in checker(page, text))


def alarms(checker: Checker, pages: Sequence[Page]) -> tuple[int, int]:
    """Figures of the clean pages that are flagged, and how many there are."""
    flagged = total = 0
    for page in pages:
        spans = checker(page, page.text)
        total += len(page.spots)
        flagged += sum(any(a < s.end and s.start < b for a, b in spans) for s in page.spots)
    return flagged, total


def checkers() -> dict[str, Checker]:
    """Ours and whichever peers are installed."""
    found: dict[str, Checker] = {"zipingbao": ours}
    for name, make in PEERS.items():
        try:
            found[name] = make()
        except ImportError:
            print(f"{name}: not installed")
    return found


def main() -> None:
    """Recall of each checker by class, then its false alarms."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--plants", type=int, default=20, help="plants for each class")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peers", type=Path, help="a folder that holds the peers' packages")
    options = parser.parse_args()
    if options.peers:
        sys.path.append(str(options.peers))
    pages, columns = load_pages(), checkers()
    print(f"{'':16}{'plants':>7}" + "".join(f"{name:>20}" for name in columns))
    for name in (*VALUE, *WORDS):
        chosen = plants(pages, name, options.plants, options.seed)
        hits = [sum(caught(checker, *plant) for plant in chosen) for checker in columns.values()]
        print(f"{name:16}{len(chosen):7}" + "".join(f"{percent(hit, len(chosen)):>20}" for hit in hits))
    noise, times = [], []
    for checker in columns.values():
        began = time.perf_counter()
        noise.append(alarms(checker, pages))
        times.append(time.perf_counter() - began)
    print(f"{'false alarms':16}{noise[0][1]:7}" + "".join(f"{percent(*pair):>20}" for pair in noise))
    print(f"{'seconds':16}{'':7}" + "".join(f"{seconds:20.2f}" for seconds in times))


if __name__ == "__main__":
    main()

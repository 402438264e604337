"""Speed of reading and checking: ``python -m benchmarks.speed [--most 5000000] [--text FILE] [--peers DIR]``.

Three tables: the whole check of the given text (the repository's own pages when none is given) with and
without a ledger; sizes from 50,000 characters to --most with the time of each, which shows whether growth is
linear; and finding numbers, in characters a second, beside peers. Peers are not dependencies: they are
imported from this environment or from the folder --peers (``pip install --target DIR jionlp
recognizers-text-suite cn2an``), and the script says which are missing.
"""

from __future__ import annotations

import argparse
import importlib
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.crosscheck import Context, check
from pipeline.numerals import find
from pipeline.references import render
from pipeline.workflow import Case, open_case

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
SIZES = (50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000)
_LINE = re.compile(r"[^。\n]+[。\n]?")


def pages(case: Case) -> str:
    """The report of a case as its own wording writes it."""
    return "\n".join(render(case.wording(s), case.ledger, case.style).text for s in case.bodies)


def best(action: Callable[[], object], runs: int) -> float:
    """The shortest of several runs, in seconds; the first is warming up."""
    action()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        action()
        times.append(time.perf_counter() - began)
    return min(times)


def repeated(text: str, size: int) -> str:
    return (text * (size // len(text) + 1))[:size]


def print_checks(text: str, case: Case) -> None:
    """The whole check of one text, and of a long report with its ledger."""
    print(f"whole check without ledger  {len(text):>9,} chars  {1e3 * best(lambda: check(text), 9):8.1f} ms")
    report, context = repeated(pages(case), 25_000), Context(year=case.data.settings.year)
    seconds = best(lambda: check(report, case.ledger, context=context), 9)
    figures = check(report, case.ledger, context=context).counts.found
    print(
        f"whole check with a ledger   {len(report):>9,} chars  {1e3 * seconds:8.1f} ms"
        f"  ({len(case.ledger)} figures in the ledger, {figures} in the text)"
    )


def print_growth(text: str, most: int) -> None:
    """Time against size."""
    print(f"\n{'chars':>10} {'find':>9} {'check':>9} {'µs a char':>10}")
    for size in (s for s in SIZES if s <= most):
        long = repeated(text, size)
        began = time.perf_counter()
        find(long)
        found = time.perf_counter()
        check(long)
        checked = time.perf_counter() - found
        print(f"{size:>10,} {found - began:>8.2f}s {checked:>8.2f}s {1e6 * checked / size:>10.2f}")


# -- peers ------------------------------------------------------------------------------------------


def jionlp_money() -> Callable[[str], object]:
    """jionlp's extractor of money with its parser: amounts alone, no other kind of number."""
    jionlp: Any = importlib.import_module("jionlp")
    return lambda text: jionlp.ner.extract_money(text, with_parsing=True)


def recognizers() -> Callable[[str], object]:
    """Recognizers-Text: numbers in Chinese."""
    number: Any = importlib.import_module("recognizers_number")
    culture: Any = importlib.import_module("recognizers_text").Culture.Chinese
    model = number.NumberRecognizer(culture).get_number_model()
    return lambda text: [model.parse(line) for line in _LINE.findall(text)]


def cn2an_regex() -> Callable[[str], object]:
    """A regex for runs of digits and numerals, each read by cn2an."""
    cn2an: Any = importlib.import_module("cn2an")
    run = re.compile(r"-?[0-9]+(?:\.[0-9]+)?[百千万亿]*|[零一二两三四五六七八九十百千万亿]+")

    def read(text: str) -> list[object]:
        found = []
        for match in run.finditer(text):
            try:
                found.append(cn2an.cn2an(match[0], "smart"))
            except ValueError:
                found.append(None)
        return found

    return read


PEERS: dict[str, Callable[[], Callable[[str], object]]] = {
    "jionlp, money alone": jionlp_money,
    "recognizers-text, numbers": recognizers,
    "regex and cn2an": cn2an_regex,
}


def print_peers(text: str) -> None:
    """Characters a second of each reader on the same text."""
    rows = [("zipingbao find, all kinds", len(text) / best(lambda: find(text), 5))]
    for name, make in PEERS.items():
        try:
            read = make()
            rows.append((name, len(text) / best(lambda read=read: read(text), 2)))  # type: ignore[misc]
        except ImportError as error:
            print(f"missing: {name} ({error.name or error})")
        except Exception as error:  # a peer that fails is a row of the comparison, not the end of it
            print(f"failed: {name} ({type(error).__name__}: {str(error)[:80]})")
    print(f"\n{'reader':30} {'chars a second':>15}")
    for name, speed in rows:
        print(f"{name:30} {speed:>15,.0f}")


def main() -> None:
    """All three tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--most", type=int, default=1_000_000, help="the longest text of the growth table")
    parser.add_argument("--text", type=Path, help="the text to read instead of the repository's own pages")
    parser.add_argument("--peers", type=Path, help="a folder that holds the peers' packages")
    options = parser.parse_args()
    if options.peers:
        sys.path.append(str(options.peers))
    case = open_case(EXAMPLES / "huaihua2020")
    text = options.text.read_text(encoding="utf-8") if options.text else pages(case)
    print_checks(text, case)
    print_growth(text, options.most)
    print_peers(text)


if __name__ == "__main__":
    main()

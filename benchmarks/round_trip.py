"""The way of an exported report through other hands: whose figures keep their sources, and whose must not.

    python -m benchmarks.round_trip [--edits 10000] [--seed 1] [--worst 5] [--only CLASS] [--no-office]

Survival: of the figures that references printed, the share that prints from the same key at the same place
after restoring: unedited, after LibreOffice, after damage by chance to the words around. Hostile edits: how
many figures end tied to a source of which their sentence does not speak, without a finding on them; the edit
itself knows what it made the words speak of.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterable, Iterator, Sequence

from benchmarks.hostility.edits import CLASSES
from benchmarks.hostility.judge import Failure, failures
from benchmarks.hostility.office import resaved
from benchmarks.hostility.reports import Masked, Report, letters, load_reports, noisy
from pipeline.references import overridden, render
from pipeline.restoration import restore

ROUNDS = 5
"""How often each report is damaged by chance."""


def survivors(report: Report, masked: Masked) -> tuple[int, int]:
    """Figures that stand in the edited report, and those of them that know their key."""
    printed = {section: masked.printed(section) for section in masked.texts}
    restored = restore(
        report.exported, {section: text for section, (text, _) in printed.items()}, report.ledger
    )
    total = kept = 0
    for section, (_, places) in printed.items():
        rendered = render(restored[section].text, report.ledger, report.style)
        sure = [span for span in rendered.spans if overridden(span.reference) is None]
        known = {(start, end, key) for span in sure for start, end, key in span.numbers}
        total += len(places)
        kept += sum((p.start, p.end, p.shown.figure.key) in known for p in places)
    return total, kept


def kept_by_office(report: Report) -> tuple[int, int]:
    """The same after LibreOffice saved the file; a figure is told by its key and its turn in the section."""
    restored = restore(report.exported, resaved(report), report.ledger)
    total = kept = 0
    for section, page in report.pages.items():
        keys = [key for span in page.rendered.spans for key in span.keys]
        text = restored[section].text if section in restored else ""
        now = [key for span in render(text, report.ledger, report.style).spans for key in span.keys]
        total += len(keys)
        kept += sum(a == b for a, b in zip(keys, now, strict=False))
    return total, kept


def damaged(report: Report, share: float, seed: int) -> Masked:
    """The report with that share of its characters changed by chance away from figures."""
    rng = random.Random(f"{report.name}/{share}/{seed}")
    masked, alphabet = report.masked.copy(), letters(report)
    for section, text in masked.texts.items():
        masked.texts[section] = noisy(text, share, alphabet, rng)
    return masked


def survival(reports: Sequence[Report], office: bool) -> dict[str, tuple[int, int]]:
    """Figures and survivors, by what was done to the reports."""
    found = {"unedited": _sum(survivors(r, r.masked) for r in reports)}
    if office:
        found["opened and saved by LibreOffice"] = _sum(kept_by_office(r) for r in reports)
    for share in (0.05, 0.2):
        tries = (survivors(r, damaged(r, share, n)) for r in reports for n in range(ROUNDS))
        found[f"{share:.0%} of the characters changed"] = _sum(tries)
    return found


def _sum(pairs: Iterable[tuple[int, int]]) -> tuple[int, int]:
    pairs = list(pairs)
    return sum(a for a, _ in pairs), sum(b for _, b in pairs)


def attack(
    reports: Sequence[Report], edits: int, seed: int, only: Sequence[str] = ()
) -> Iterator[tuple[str, int, list[Failure]]]:
    """That many hostile edits, spread evenly over the classes: of each how many were made and what failed."""
    names = [name for name in CLASSES if not only or name in only]
    for name in names:
        rng = random.Random(f"{seed}/{name}")
        done, failed = 0, []
        for _ in range(20 * edits):
            if done >= edits / len(names):
                break
            report = rng.choice(reports)
            masked = report.masked.copy()
            if CLASSES[name](report, masked, rng):
                done += 1
                failed += failures(report, masked)
        yield name, done, failed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worst", type=int, default=5, help="failures to show of each class")
    parser.add_argument("--only", default="", help="classes, by comma")
    parser.add_argument("--no-office", action="store_true", help="leave LibreOffice out")
    options = parser.parse_args()
    reports = load_reports()
    only = [name for name in options.only.split(",") if name]
    start = time.perf_counter()
    if not only:
        for name, (total, kept) in survival(reports, not options.no_office).items():
            print(f"{name:40}{total:7}{kept:7}{100 * kept / total:8.2f}%")
    print(f"survival took {time.perf_counter() - start:.0f} s")
    start = time.perf_counter()
    made = wrong = 0
    for name, done, failed in attack(reports, options.edits, options.seed, only):
        made, wrong = made + done, wrong + len(failed)
        print(f"{name:40}{done:7}{len(failed):7}", flush=True)
        for one in failed[: options.worst]:
            how = "referred" if one.referred else "typed"
            print(f"    {one.report}/{one.section} {how}, tied {one.tied}, truth {one.truth}")
            print(f"      {one.around}")
    print(f"all {made} {wrong} in {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()

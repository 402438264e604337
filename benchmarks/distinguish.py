"""Texts that tell surviving mutants from the original: ``python -m benchmarks.distinguish MODULE…``.

To be run after ``benchmarks.mutants`` on the same modules. For each mutant that survived, the passages of the
test tables, of ``benchmarks/*.jsonl`` and the sentences of the examples, and seeded variations of all of
them, are read by the mutant in a copy of this process, the shortest first, until one gives another result
than the original. Printed is that text as a row of ``tests/crosscheck/ties.tsv``, and below it what the
mutant says otherwise: a person judges which of the two is right, and keeps the row if it reads naturally.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import pickle
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from mutmut.mutation import trampoline
from mutmut.utils.format_utils import mangled_name_from_mutant_name

from benchmarks.mutantloop import watched
from benchmarks.mutants import ROOT, sources, verdicts
from benchmarks.passages import Text, texts

Results = dict[Text, list[str]]
T = TypeVar("T")


def in_copy(action: Callable[[], T], seconds: float) -> T | None:
    """What *action* returns in a copy of this process; None when it takes longer."""
    reader, writer = os.pipe()
    if (pid := os.fork()) == 0:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        with contextlib.suppress(BaseException), os.fdopen(writer, "wb") as out:
            pickle.dump(action(), out)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as back:
        kept = back.read()
    os.waitpid(pid, 0)
    return pickle.loads(kept) if kept else None


def result(text: Text) -> list[str]:
    from tests.crosscheck.modes import told

    try:
        return told(*text)
    except Exception as error:
        return [f"{type(error).__name__}: {error}"]


def reached(chosen: Iterable[Text]) -> tuple[dict[str, list[Text]], Results]:
    """Which texts call which function, and what the original says of each."""
    called = watched()
    of: dict[str, list[Text]] = defaultdict(list)
    originals = {}
    for text in chosen:
        called.clear()
        originals[text] = result(text)
        for name in called:
            of[name].append(text)
    return of, originals


def forget(module: str) -> None:
    """Empty the caches that a mutant of *module* may fill with other things."""
    for name in {module, "pipeline.crosscheck.terms", "pipeline.crosscheck.candidates"}:
        for held in vars(sys.modules[name]).values():
            if hasattr(held, "cache_clear"):
                held.cache_clear()


def distinguished(
    mutant: str, candidates: Sequence[Text], originals: Results, seconds: float
) -> tuple[Text, list[str]] | None:
    """The first text that the mutant reads otherwise, and what it says of it."""
    trampoline.get_mutant_under_test = lambda: mutant
    forget(mutant.rpartition(".")[0])
    end = time.process_time() + seconds
    for text in candidates:
        if (said := result(text)) != originals[text]:
            return text, said
        if time.process_time() > end:
            break
    return None


def shown(mutant: str, tried: int, found: tuple[Text, list[str]] | None, originals: Results) -> Iterator[str]:
    """The row for ties.tsv, and below it what the mutant says otherwise."""
    if found is None:
        yield f"{mutant}: none of {tried} texts"
        return
    text, said = found
    yield f"{mutant}:"
    yield "\t".join((*text, *originals[text]))
    yield from (f"    lacks {line}" for line in originals[text] if line not in said)
    yield from (f"    tells {line}" for line in said if line not in originals[text])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("modules", nargs="+", metavar="MODULE")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=6000, help="how many variations")
    parser.add_argument("--seconds", type=float, default=4, help="for each mutant")
    args = parser.parse_args()
    for package, files in sources(args.modules).items():
        folder = ROOT / "mutants" / package
        known = {name: v for file in files for name, v in verdicts(folder, file).items()}
        alive = [name for name, v in known.items() if v in ("survived", "no tests")]
        os.chdir(folder / "mutants")
        sys.path.insert(0, os.getcwd())
        of, originals = reached(texts(args.seed, args.count))
        for name in alive:
            tried = of.get(mangled_name_from_mutant_name(name), [])
            found = in_copy(partial(distinguished, name, tried, originals, args.seconds), 60)
            print(*shown(name, len(tried), found, originals), sep="\n", flush=True)


if __name__ == "__main__":
    main()

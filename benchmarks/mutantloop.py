"""Tries mutants in copies of one collected test session; started by ``benchmarks.mutants``.

mutmut starts pytest anew for each mutant, which takes longer than most of these tests together. Here pytest
collects once, and for each mutant a forked copy of it runs the tests that reach the mutated function until
one fails: first those that killed most of the function's other mutants, then the quickest. Nothing has run in
the process that is copied, so that no word list or other cache of the unchanged code is inherited. Standard
input: ``{"tests": [arguments for pytest], "mutants": [names]}``; standard output: a line for each mutant, its
exit code (as mutmut knows them) and its name.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import partial, wraps
from pathlib import Path
from typing import IO

import pytest
from _pytest.runner import runtestprotocol
from mutmut.mutation import trampoline
from mutmut.utils.format_utils import mangled_name_from_mutant_name

SURVIVED, KILLED, UNTESTED, BROKEN, TIMEOUT = 0, 1, 33, 35, 36
Reached = dict[str, list[tuple[float, int]]]
"""For each function the tests that reach it: how long they take, and which they are."""


def forked(action: Callable[[], int]) -> int:
    """The exit code of *action* in a copy of this process."""
    pid = os.fork()
    if pid == 0:
        code = BROKEN
        try:
            code = action()
        finally:
            os._exit(code)
    status = os.waitpid(pid, 0)[1]
    return TIMEOUT if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


class Loop:
    """Takes the place of pytest's own loop over the tests."""

    def __init__(self, mutants: list[str], out: IO[str]) -> None:
        self._mutants = mutants
        self._out = out
        self._killers: dict[str, Counter[int]] = defaultdict(Counter)
        self._pipe = os.pipe()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        _forget()  # what was read to collect the tests
        reached = self._reached(session)
        for name in self._mutants:
            function = mangled_name_from_mutant_name(name)
            kills = self._killers[function]
            tests = sorted(reached.get(function, []), key=lambda test: (-kills[test[1]], test[0]))
            code = forked(partial(self._try, session, name, tests)) if tests else UNTESTED
            if code == KILLED:
                kills[int.from_bytes(os.read(self._pipe[0], 4))] += 1
            print(code, name, file=self._out, flush=True)
        return True

    def _try(self, session: pytest.Session, name: str, tests: Sequence[tuple[float, int]]) -> int:
        trampoline.get_mutant_under_test = lambda: name
        for seconds, index in tests:
            signal.setitimer(signal.ITIMER_PROF, 3 + 5 * seconds)  # of processor time; then it ends the copy
            if not _passes(session.items[index]):
                os.write(self._pipe[1], index.to_bytes(4))
                return KILLED
        return SURVIVED

    def _reached(self, session: pytest.Session) -> Reached:
        """Which tests call which function; looked up in a copy, so that nothing is cached here."""
        kept = Path(f"reached-{os.getpid()}.pickle")
        code = forked(lambda: self._record(session, kept))
        if code:
            sys.exit("the tests fail without any mutant")
        found: Reached = pickle.loads(kept.read_bytes())
        kept.unlink()
        return found

    def _record(self, session: pytest.Session, kept: Path) -> int:
        called = watched()
        reached: Reached = defaultdict(list)
        for index, item in enumerate(session.items):
            called.clear()
            if index % 10 == 0:
                _forget()
            began = time.process_time()
            if not _passes(item):
                print(f"fails: {item.nodeid}", file=sys.__stderr__, flush=True)
                return 1
            for name in called:
                reached[name].append((time.process_time() - began, index))
        kept.write_bytes(pickle.dumps({name: sorted(tests) for name, tests in reached.items()}))
        return 0


def watched() -> set[str]:
    """A set to which every function that has mutants adds its name when it is called, from now on.

    mutmut's own way to learn this ("stats") takes many times as long.
    """
    called: set[str] = set()
    trampoline.get_mutant_under_test = lambda: ""
    for name, module in list(sys.modules.items()):
        for held in list(vars(module).values()) if name.startswith("pipeline.") else ():
            if isinstance(held, dict) and "_mutmut_orig" in held:
                held["_mutmut_orig"] = _watched(held["_mutmut_orig"], called)
    return called


def _watched(original: Callable[..., object], called: set[str]) -> Callable[..., object]:
    name = f"{original.__module__}.{mangled_name_from_mutant_name(original.__name__)}"

    @wraps(original)
    def watching(*args: object, **kwargs: object) -> object:
        called.add(name)
        return original(*args, **kwargs)

    return watching


def _forget() -> None:
    """Empty the caches of the package: what fills them is reached by more than the first test."""
    for name, module in list(sys.modules.items()):
        if name.startswith("pipeline."):
            for held in vars(module).values():
                if hasattr(held, "cache_clear"):
                    held.cache_clear()


def _passes(item: pytest.Item) -> bool:
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def main() -> None:
    asked = json.load(sys.stdin)
    out = os.fdopen(os.dup(1), "w")
    pytest.main(
        [*asked["tests"], "-q", "--tb=native", "-p", "no:timeout"], plugins=[Loop(asked["mutants"], out)]
    )


if __name__ == "__main__":
    main()

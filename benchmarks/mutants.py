"""Mutation tests: ``python -m benchmarks.mutants [--sample N] [--seed S] [--keep] [--show] MODULE…``.

A MODULE is a path or a dotted name below pipeline/ (``numerals``, ``crosscheck``, ``crosscheck.intervals``).
mutmut changes one operator, argument, constant or text of a function at a time; the tests that reach the
function are run, and a mutant that none of them notices survives. mutmut makes the mutants and keeps the
verdicts (``mutmut browse`` works in the folder); what it lacks is added here: samples, other tests for one
package than for another, and a loop (``benchmarks.mutantloop``) that tries ten mutants while mutmut starts
pytest for one. All lies under ``mutants/PACKAGE``: ``--keep`` goes on from the verdicts of the last run and
tries only what has not been killed yet, ``--show`` prints what every survivor changes.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from mutmut.__main__ import create_mutants_for_file
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("pipeline", "schemas", "prompts", "examples", "benchmarks", "tests")
PACKAGES = ("numerals", "crosscheck")
COLUMNS = ("killed", "timeout", "survived", "no tests")
CAUGHT = ("killed", "timeout")
_HIDDEN = shutil.ignore_patterns("__pycache__")


def sources(modules: Iterable[str]) -> dict[str, list[Path]]:
    """The files of each package that the modules name, relative to the root."""
    chosen: dict[str, list[Path]] = {}
    for name in modules:
        stem = "pipeline/" + re.sub(r"^pipeline[./]|\.py$", "", name.rstrip("/")).replace(".", "/")
        files = sorted((ROOT / stem).rglob("*.py")) or [ROOT / f"{stem}.py"]
        package = stem.split("/")[1]
        if package not in PACKAGES or not files[0].is_file():
            sys.exit(f"{name} is no module of {' or '.join(PACKAGES)}")
        chosen.setdefault(package, []).extend(f.relative_to(ROOT) for f in files)
    return chosen


def lay_out(package: str, files: Sequence[Path], keep: bool) -> Path:
    """The tree, and below it in mutants/ the same tree with the mutants of the files."""
    folder = ROOT / "mutants" / package
    if not keep:
        shutil.rmtree(folder, ignore_errors=True)
    for target in (folder, folder / "mutants"):
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / "pyproject.toml", target)
        for name in COPIED:
            shutil.copytree(ROOT / name, target / name, dirs_exist_ok=True, ignore=_HIDDEN)
    with contextlib.chdir(folder):
        for file in files:
            made = create_mutants_for_file(file, Path("mutants") / file)
            if made.error:
                raise made.error
    return folder


def drawn(names: dict[Path, list[str]], count: int | None, seed: int) -> dict[Path, list[str]]:
    """A sample in which every file has its share, or all."""
    total = sum(map(len, names.values()))
    if count is None or count >= total:
        return names
    chance = random.Random(seed)
    shares = {file: -(-count * len(group) // total) for file, group in names.items()}
    return {file: sorted(chance.sample(group, shares[file])) for file, group in names.items()}


def kept(folder: Path, file: Path) -> SourceFileMutationData:
    """What mutmut keeps of a file: the exit code of each of its mutants."""
    data = SourceFileMutationData(path=file)
    with contextlib.chdir(folder):
        data.load()
    return data


def verdicts(folder: Path, file: Path) -> dict[str, str]:
    return {name: status_by_exit_code[code] for name, code in kept(folder, file).exit_code_by_key.items()}


def run(folder: Path, package: str, names: dict[Path, list[str]]) -> None:
    """Try the mutants, and note each verdict as soon as it is known."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    tests = [f"tests/{package}", "--rootdir=.", *settings["pytest_add_cli_args"]]
    order = [name for group in names.values() for name in group]
    random.Random(0).shuffle(order)  # a run that is broken off has tried a sample
    asked = json.dumps({"tests": tests, "mutants": order})
    command = [sys.executable, "-m", "benchmarks.mutantloop"]
    loop = subprocess.Popen(
        command, cwd=folder / "mutants", stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert loop.stdin is not None
    assert loop.stdout is not None
    loop.stdin.write(asked)
    loop.stdin.close()
    of: dict[str, SourceFileMutationData] = {}
    for file, group in names.items():
        of |= dict.fromkeys(group, kept(folder, file))
    for line in loop.stdout:
        code, _, name = line.strip().partition(" ")
        if name in of:
            of[name].exit_code_by_key[name] = int(code)
            with contextlib.chdir(folder):
                of[name].save()
    if loop.wait():
        sys.exit("the loop over the mutants broke off")


def survivors(folder: Path, file: Path, names: Iterable[str], show: bool) -> Iterator[str]:
    """The mutants that no test killed, each with the lines that it changes."""
    known = verdicts(folder, file)
    for name in names:
        if known.get(name) in CAUGHT:
            continue
        yield f"{known.get(name, 'not checked')}: {name}"
        if show:
            with contextlib.chdir(folder):
                lines = get_diff_for_mutant(name, path=file).splitlines()[3:]
            yield from (f"    {line}" for line in lines if line[:1] in ("-", "+"))


def print_table(rows: dict[str, Counter[str]]) -> None:
    print(f"{'module':<44}{'mutants':>8}" + "".join(f"{c:>9}" for c in COLUMNS) + f"{'score':>8}")
    for name, row in [*rows.items(), ("all", sum(rows.values(), Counter()))]:
        score = 100 * (row["killed"] + row["timeout"]) / max(1, row.total())
        print(f"{name:<44}{row.total():>8}" + "".join(f"{row[c]:>9}" for c in COLUMNS) + f"{score:>7.1f}%")


def try_package(package: str, files: list[Path], args: argparse.Namespace) -> dict[str, Counter[str]]:
    folder = lay_out(package, files, args.keep)
    known = {file: verdicts(folder, file) for file in files}
    names = drawn({file: list(known[file]) for file in files}, args.sample, args.seed)
    left = {file: [n for n in group if known[file][n] not in CAUGHT] for file, group in names.items()}
    if any(left.values()):
        run(folder, package, left)
    for file in files:
        print(*survivors(folder, file, names[file], args.show), sep="\n")
    found = {file: verdicts(folder, file) for file in files}
    return {str(file): Counter(found[file][name] for name in names[file]) for file in files if names[file]}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("modules", nargs="+", metavar="MODULE")
    parser.add_argument("--sample", type=int, help="about this many mutants of each package")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", action="store_true", help="go on from the verdicts of the last run")
    parser.add_argument("--show", action="store_true", help="print what every survivor changes")
    args = parser.parse_args()
    rows: dict[str, Counter[str]] = {}
    for package, files in sources(args.modules).items():
        rows |= try_package(package, files, args)
    print_table(rows)


if __name__ == "__main__":
    main()

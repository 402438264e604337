"""Mutation tests: ``python -m benchmarks.mutants [--sample N] [--seed S] [--keep] [--show] MODULE…``.

A MODULE is a path or a dotted name below pipeline/ (``numerals``, ``crosscheck``, ``crosscheck.intervals``).
mutmut changes one operator, argument, constant or text of a function at a time and runs the tests that reach
the function; a mutant that no test notices survives. mutmut itself cannot sample, nor take other tests for
one package than for another; this wrapper lays a copy of the tree under ``mutants/PACKAGE``, with the
settings of pyproject narrowed to the package, and calls ``mutmut run`` there. The verdicts stay in that
folder: ``--keep`` runs only what has not been killed yet, ``--show`` prints what every survivor changes.
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
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.stats import status_by_exit_code
from mutmut.utils.format_utils import get_mutant_name

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("pipeline", "schemas", "prompts", "examples", "benchmarks", "tests", "pyproject.toml")
PACKAGES = ("numerals", "crosscheck")
COLUMNS = ("killed", "timeout", "survived", "no tests")
BATCH = 1000
"""Names of mutants on one command line."""


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


def lay_out(package: str, keep: bool) -> Path:
    """A copy of the tree whose pyproject points mutmut at one package and its tests."""
    folder = ROOT / "mutants" / package
    if not keep:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    hidden = shutil.ignore_patterns("__pycache__")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True, ignore=hidden)
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for key, path in (("only_mutate", f"pipeline/{package}/*"), ("test_selection", f"tests/{package}")):
        text = re.sub(rf"^((?:\w*_)?{key} = )\[.*\]$", rf'\1["{path}"]', text, flags=re.MULTILINE)
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return folder


def mutants_of(folder: Path, file: Path) -> list[str]:
    """The names that mutmut gives to the mutants of a file."""
    code = (folder / file).read_text(encoding="utf-8")
    return [get_mutant_name(file, name) for name in mutate_file_contents(str(file), code).mutant_names]


def drawn(names: dict[Path, list[str]], count: int | None, seed: int) -> dict[Path, list[str]]:
    """A sample in which every file has its share, or all."""
    total = sum(map(len, names.values()))
    if count is None or count >= total:
        return names
    chance = random.Random(seed)
    shares = {file: -(-count * len(group) // total) for file, group in names.items()}
    return {file: sorted(chance.sample(group, shares[file])) for file, group in names.items()}


def verdicts(folder: Path, file: Path) -> dict[str, str]:
    meta = folder / "mutants" / f"{file}.meta"
    if not meta.exists():
        return {}
    codes = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
    return {name: status_by_exit_code[code] for name, code in codes.items()}


def run(folder: Path, names: list[str], jobs: int) -> None:
    """Have mutmut try the named mutants."""
    for at in range(0, len(names), BATCH):
        command = [
            sys.executable,
            "-m",
            "mutmut",
            "run",
            "--max-children",
            str(jobs),
            *names[at : at + BATCH],
        ]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(done.stdout[-4000:] + done.stderr[-4000:])


def survivors(folder: Path, file: Path, names: Iterable[str], show: bool) -> Iterator[str]:
    """The mutants that no test killed, each with the lines that it changes."""
    known = verdicts(folder, file)
    for name in names:
        if known.get(name) in ("killed", "timeout"):
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
    folder = lay_out(package, args.keep)
    names = drawn({file: mutants_of(folder, file) for file in files}, args.sample, args.seed)
    known = {n: v for file in files for n, v in verdicts(folder, file).items()}
    open_ones = [n for group in names.values() for n in group if known.get(n) not in ("killed", "timeout")]
    run(folder, open_ones, args.jobs)
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
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="go on from the verdicts of the last run")
    parser.add_argument("--show", action="store_true", help="print what every survivor changes")
    args = parser.parse_args()
    rows: dict[str, Counter[str]] = {}
    for package, files in sources(args.modules).items():
        rows |= try_package(package, files, args)
    print_table(rows)


if __name__ == "__main__":
    main()

"""``kill -9`` in the middle of refresh, restore and import; several writers at once.

``python -m benchmarks.killing [KILLS]`` kills each act at KILLS random moments (50), half of them while it
writes, and runs it again. A round is good when the database opens and is whole, every earlier revision is
there to the byte, the act happened altogether or not at all, and the second run ends where an undisturbed
one does. Then several writers race for one section.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import select
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import openpyxl
import sqlalchemy as sa

from pipeline.cli import main
from pipeline.store import FILE, FOLDER, Store

EXAMPLE = Path(__file__).parent.parent / "examples" / "changning2023"
SECTION = "spending"
State = dict[str, list[Any]]
Fuse = Callable[[], None]


def run(arguments: Sequence[str]) -> int:
    """The command line in this process, silently."""
    silent = io.StringIO()
    with contextlib.redirect_stdout(silent), contextlib.redirect_stderr(silent):
        try:
            main(list(arguments))
        except SystemExit as leaving:
            return int(leaving.code or 0)
    return 0


def start(arguments: Sequence[str], fuse: Fuse = lambda: None) -> int:
    """The same in a child of its own; its process id."""
    child = os.fork()
    if child:
        return child
    status = 3
    try:
        fuse()
        status = run(arguments)
    finally:
        os._exit(status)


def ended(child: int) -> int:
    """The child's exit status, -9 when it was killed."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def state(folder: Path) -> State:
    """Everything that the store says of the report."""
    with Store.open(folder) as store:
        known = store.all_current()
        found: State = {section: list(store.revisions(section)) for section in known}
        found["remarks"] = list(store.remarks())
        found["dispositions"] = sorted(store.dispositions())
    return found


def words(found: State) -> dict[str, list[tuple[str, str]]]:
    """The same without times: text and author of every revision."""
    return {k: [(r.text, r.author.chinese) for r in v] for k, v in found.items() if k not in _REST}


_REST = ("remarks", "dispositions")


# -- acts -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Act:
    """Something that writes, made ready in a folder of its own by ``prepare``, which returns the command."""

    name: str
    prepare: Callable[[Path], list[str]]


def _accounts(folder: Path) -> None:
    """One account changed, and a note: several sections print other figures."""
    book = openpyxl.load_workbook(folder / "data.xlsx")
    for row in book["三公经费"].iter_rows(min_row=2):
        if row[0].value in ("三公经费合计", "公务接待费"):
            row[7].value = 0.52
    book.save(folder / "data.xlsx")
    for note in (folder / "notes").glob("5*.md"):
        note.write_text(note.read_text("utf-8").replace("余", "多"), "utf-8")


def _refresh(folder: Path) -> list[str]:
    _accounts(folder)
    return ["refresh", str(folder)]


def _restore(folder: Path) -> list[str]:
    text = folder / "改稿.md"
    text.write_text("人工写的[[三公经费.决算]]。", "utf-8")
    run(["edit", str(folder), SECTION, "--from", str(text)])
    return ["restore", str(folder), SECTION, "--to", "1"]


def _import(folder: Path) -> list[str]:
    file = folder / "报告.docx"
    run(["export", str(folder), "--output", str(file)])
    document = docx.Document(str(file))
    for paragraph in document.paragraphs:
        for piece in paragraph.runs:
            piece.text = piece.text.replace("工作", "各项工作").replace("主要", "首要")
    document.save(str(file))
    return ["import", str(folder), str(file)]


ACTS = (Act("refresh", _refresh), Act("restore", _restore), Act("import", _import))


# -- one kill ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ready:
    """An act made ready: the folder before it, the command, its states before and after, its time."""

    act: Act
    folder: Path
    before: State
    after: dict[str, list[tuple[str, str]]]
    seconds: float

    def copy(self, place: Path) -> tuple[Path, list[str]]:
        """A folder to kill it in, and the command there."""
        folder = Path(shutil.copytree(self.folder, place))
        command = (folder / "command").read_text("utf-8").split("\n")
        return folder, [part.replace(str(self.folder), str(folder)) for part in command]


def ready(act: Act, drafted: Path, place: Path) -> Ready:
    """Prepare *act* in *place* and see how it goes undisturbed."""
    folder = Path(shutil.copytree(drafted, place / act.name))
    (folder / "command").write_text("\n".join(act.prepare(folder)), "utf-8")
    seen = Ready(act, folder, state(folder), {}, 0)
    trial, command = seen.copy(place / f"{act.name}-trial")
    began = time.monotonic()
    ended(start(command))
    after = words(state(trial))
    if after == words(seen.before):
        raise RuntimeError(f"{act.name} writes nothing: there is nothing to interrupt")
    return Ready(act, folder, seen.before, after, time.monotonic() - began)


def verdict(one: Ready, folder: Path, command: Sequence[str]) -> str:
    """What the kill left: ``before``, ``after``, or what is wrong."""
    with contextlib.closing(sqlite3.connect(folder / FOLDER / FILE)) as raw:
        if raw.execute("pragma integrity_check").fetchone() != ("ok",):
            return "damaged"
    found = state(folder)
    if any(found.get(k, [])[: len(v)] != v for k, v in one.before.items() if k not in _REST):
        return "lost"
    left = "after" if words(found) == one.after else "before" if found == one.before else "half"
    if left == "half":
        return left
    ended(start(command))
    return left if words(state(folder)) == one.after else "differs when run again"


def kill_at(one: Ready, place: Path, fuse: Fuse) -> str:
    """Kill it where *fuse* says; the verdict."""
    folder, command = one.copy(place)
    status = ended(start(command, fuse))
    return verdict(one, folder, command) if status == -signal.SIGKILL else f"not killed ({status})"


def kill_after(one: Ready, place: Path, seconds: float, *, writing: bool) -> str:
    """Kill it *seconds* after it began, or began *writing*; the verdict."""
    folder, command = one.copy(place)
    here, there = os.pipe()
    child = start(command, lambda: telling(there))
    if writing:
        select.select([here], [], [], 60)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    ended(child)
    os.close(here)
    os.close(there)
    return verdict(one, folder, command)


def telling(pipe: int) -> None:
    """Have this process say when its first statement of a write goes out."""

    def seen(*arguments: Any) -> None:
        if str(arguments[2]).startswith(("INSERT", "DELETE")):
            os.write(pipe, b"!")

    sa.event.listen(sa.Engine, "before_cursor_execute", seen)


def at_statement(statement: str, event: str = "before_cursor_execute") -> Fuse:
    """Kill this process at its first *statement* to the database."""

    def seen(*arguments: Any) -> None:
        if str(arguments[2]).startswith(statement):
            os.kill(os.getpid(), signal.SIGKILL)

    return lambda: sa.event.listen(sa.Engine, event, seen)


def at_commit(statement: str) -> Fuse:
    """Kill this process when the transaction with *statement* in it is about to be committed."""
    begun: list[bool] = []

    def executed(*arguments: Any) -> None:
        begun.extend([True] * str(arguments[2]).startswith(statement))

    def committing(_: Any) -> None:
        if begun:
            os.kill(os.getpid(), signal.SIGKILL)

    def light() -> None:
        sa.event.listen(sa.Engine, "before_cursor_execute", executed)
        sa.event.listen(sa.Engine, "commit", committing)

    return light


def behind(method: str) -> Fuse:
    """Kill this process as soon as that method of the store has returned."""

    def light() -> None:
        done = getattr(Store, method)

        def killing(*arguments: Any, **options: Any) -> None:
            done(*arguments, **options)
            os.kill(os.getpid(), signal.SIGKILL)

        setattr(Store, method, killing)

    return light


# -- several writers --------------------------------------------------------------------------------


def race(folder: Path, commands: Sequence[Sequence[str]]) -> Counter[int]:
    """Run the commands at the same time; how often each exit status came."""
    return Counter(ended(child) for child in [start(command) for command in commands])


def writers(drafted: Path, place: Path, rounds: int, count: int = 4) -> tuple[int, int, int]:
    """Persons who write the same section at once: written, refused, and lost or mixed up."""
    written = refused = wrong = 0
    for number in range(rounds):
        folder = Path(shutil.copytree(drafted, place / f"race{number}"))
        commands = []
        for person in range(count):
            text = folder / f"{person}.md"
            text.write_text(f"第{number}轮第{person}人写的[[三公经费.决算]]。", "utf-8")
            commands.append(["edit", str(folder), SECTION, "--from", str(text)])
        statuses = race(folder, commands)
        new = state(folder)[SECTION][1:]
        written += len(new)
        refused += statuses[2]
        whole = len({r.text for r in new}) == len(new) == count - statuses[2]
        wrong += not (whole and [r.number for r in new] == list(range(2, len(new) + 2)))
        shutil.rmtree(folder)
    return written, refused, wrong


def measure(kills: int, seed: int = 20240305) -> int:
    """Print the tables; 1 when any round was not good."""
    chance = random.Random(seed)
    bad = 0
    with tempfile.TemporaryDirectory(prefix="zpb-kill-") as scratch:
        place = Path(scratch)
        drafted = Path(shutil.copytree(EXAMPLE, place / "drafted"))
        run(["draft", str(drafted), "--offline"])
        print(f"{'act':10}{'seconds':>9}{'kills':>7}{'before':>8}{'after':>7}{'wrong':>7}")
        for act in ACTS:
            one = ready(act, drafted, place)
            found: Counter[str] = Counter()
            for number in range(kills):
                writing = bool(number % 2)
                seconds = chance.uniform(0, 0.1 if writing else one.seconds)
                spot = place / f"{act.name}{number}"
                found[kill_after(one, spot, seconds, writing=writing)] += 1
                shutil.rmtree(spot)
            wrong = kills - found["before"] - found["after"]
            bad += wrong
            print(
                f"{act.name:10}{one.seconds:9.2f}{kills:7}{found['before']:8}{found['after']:7}{wrong:7}",
                *(f"{n} {word}" for word, n in found.items() if word not in ("before", "after")),
            )
        rounds = max(kills // 5, 1)
        written, refused, wrong = writers(drafted, place, rounds)
        bad += wrong
        print(f"{rounds} races of 4 writers: {written} written, {refused} refused, {wrong} lost or mixed up")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 50))

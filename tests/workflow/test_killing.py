"""kill -9 in the middle of refresh, restore and import, and two writers at once: all or nothing, none lost.

The fifty random moments of each are ``python -m benchmarks.killing``; here are the moments that matter.
"""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from benchmarks.killing import (
    ACTS,
    SECTION,
    Ready,
    at_commit,
    at_statement,
    behind,
    ended,
    kill_at,
    race,
    ready,
    start,
    verdict,
)
from pipeline.store import FILE, FOLDER
from tests.workflow.folder import reception, revisions

MOMENTS = {
    "before its figures are kept": (at_statement("INSERT INTO ledger"), "before"),
    "before it writes": (at_statement("INSERT INTO revision"), "before"),
    "written, not committed": (at_statement("INSERT INTO revision", "after_cursor_execute"), "before"),
    "about to be committed": (at_commit("INSERT INTO revision"), "before"),
    "committed, not told": (behind("append_all"), "after"),
}


@pytest.fixture(scope="module")
def acts(_template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ready]:
    return {act.name: ready(act, _template, tmp_path_factory.mktemp("acts")) for act in ACTS}


CASES = [
    *(("refresh", moment) for moment in MOMENTS),
    *((act, moment) for act in ("restore", "import") for moment in list(MOMENTS)[-2:]),
]


@pytest.mark.parametrize(("act", "moment"), CASES)
def test_a_killed_act_happened_altogether_or_not_at_all_and_can_be_done_again(
    acts: dict[str, Ready], tmp_path: Path, act: str, moment: str
) -> None:
    fuse, left = MOMENTS[moment]
    assert kill_at(acts[act], tmp_path / "killed", fuse) == left


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        ("delete from revision where section = (select section from revision where number = 2)", "lost"),
        ("delete from revision where number = 2 and section = 'spending'", "half"),
        ("update revision set text = 'x' where number = 1 and section = 'assets'", "lost"),
    ],
)
def test_the_verdict_sees_half_an_act_and_a_lost_revision(
    acts: dict[str, Ready], tmp_path: Path, damage: str, word: str
) -> None:
    """The measure itself: it must not call everything good."""
    one = acts["refresh"]
    folder, command = one.copy(tmp_path / "damaged")
    assert ended(start(command)) in (0, 1)
    assert len(one.after) > 1
    with sqlite3.connect(folder / FOLDER / FILE) as raw:
        raw.execute(damage)
    assert verdict(one, folder, command) == word


def test_two_refreshes_at_once_write_each_section_once(case: Path) -> None:
    reception(case, 0.21)
    before = revisions(case)
    statuses = race(case, [["refresh", str(case)]] * 3)
    assert set(statuses) <= {0, 2}
    assert statuses[0] >= 1
    after = revisions(case)
    assert {k: len(v) - len(before[k]) for k, v in after.items() if v != before[k]} == {SECTION: 1}


def test_a_person_and_a_refresh_at_once_lose_nothing(case: Path, tmp_path: Path) -> None:
    text = tmp_path / "改稿.md"
    text.write_text("人工写的[[三公经费.决算]]。", encoding="utf-8")
    reception(case, 0.21)
    place = shutil.copytree(case, tmp_path / "竞争")
    race(place, [["refresh", str(place)], ["edit", str(place), SECTION, "--from", str(text)]])
    numbers = [r.number for r in revisions(place)[SECTION]]
    assert numbers == list(range(1, len(numbers) + 1))
    kinds = [r.author.kind.value for r in revisions(place)[SECTION]]
    assert kinds in (["offline", "data"], ["offline", "person"], ["offline", "data", "person"])

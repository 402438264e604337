"""kill -9 at twenty points of a draft: no section is lost, no committed call is repeated."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.store import Store
from tests.drafting.case import GOOD, OUTLINE, section_of
from tests.endpoint import Endpoint, Reply, reply

POINTS = [
    *(("call", n) for n in (1, 3, 5, 6)),
    *(("stream", n) for n in (1, 7, 13, 19)),
    *(("answer", n) for n in (1, 3, 5, 6)),
    *(("saved", n) for n in (1, 2, 4, 6)),
    *(("before-revision", n) for n in (1, 5)),
    *(("after-revision", n) for n in (2, 4)),
]
SECTIONS = {spec.id for spec in OUTLINE.sections if spec.body}


class Runner:
    """The helper process, asked one line at a time."""

    def __init__(self) -> None:
        script = [sys.executable, "-m", "tests.drafting.killed"]
        root = Path(__file__).parents[2]
        self.process = subprocess.Popen(
            script, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
        )

    def run(self, url: str, folder: Path, point: str, n: int, how: int = signal.SIGKILL) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{url} {folder} {point} {n} {int(how)}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(20)


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    running = Runner()
    yield running
    running.close()


class Answers:
    """Good answers, but for the first of ``basic``, which must be repaired; counts what was asked."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.asked: list[str] = []

    def __call__(self, request: dict[str, Any]) -> Reply:
        messages = request["messages"]
        with self.lock:
            self.asked.append(json.dumps(messages, sort_keys=True, ensure_ascii=False))
        section = section_of(messages)
        if section == "basic" and len(messages) == 2:
            return reply(
                "我单位2023年基本支出301.81万元，保障了机构正常运转和日常各项工作的有序开展。", pace=0.005
            )
        return reply(GOOD[section], pace=0.005)


def committed(folder: Path) -> list[str]:
    with Store.open(folder) as store:
        requests = [[m.model_dump() for m in call.request] for call in store.calls()]
    return [json.dumps(r, sort_keys=True, ensure_ascii=False) for r in requests]


def interrupted(runner: Runner, folder: Path, point: str, n: int, how: int, status: int) -> None:
    """A draft that is stopped at *point* and run again loses nothing and pays for nothing twice."""
    answers = Answers()
    with Endpoint(answers) as server:
        assert runner.run(server.url, folder, point, n, how) == status
        before, kept = len(answers.asked), committed(folder)
        with Store.open(folder) as store:
            texts = {k: r.text for k, r in store.all_current().items()}
        assert runner.run(server.url, folder, "never", 1) == 0
    again = answers.asked[before:]
    assert not set(again) & set(kept)
    assert len(kept) + len(again) == 6
    with Store.open(folder) as store:
        current = store.all_current()
    assert set(current) == SECTIONS
    assert {k: r.text for k, r in current.items()} == GOOD
    assert all(r.number == 1 for r in current.values())
    assert {k: current[k].text for k in texts} == texts


@pytest.mark.parametrize(("point", "n"), POINTS)
def test_a_killed_draft_goes_on(runner: Runner, tmp_path: Path, point: str, n: int) -> None:
    interrupted(runner, tmp_path, point, n, signal.SIGKILL, -9)


@pytest.mark.parametrize(("point", "n"), [("call", 2), ("stream", 9), ("answer", 2), ("after-revision", 1)])
def test_a_draft_stopped_by_ctrl_c_goes_on(runner: Runner, tmp_path: Path, point: str, n: int) -> None:
    interrupted(runner, tmp_path, point, n, signal.SIGINT, 130)


def test_the_points_are_twenty_and_each_leaves_something_to_do() -> None:
    assert len(set(POINTS)) == 20

"""``benchmarks.second`` against a scripted endpoint: it counts right, and no answer is paid for twice."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
from pathlib import Path

import pytest

from benchmarks import second
from benchmarks.audit import hits, places
from tests.endpoint import Endpoint, Reply, Request, reply, server_error
from tests.test_second_reader import ANSWER, TEXT, configure

FAULT = {"kind": "sum", "quote": "355.81万元", "why": "301.81+44.00≠355.81"}
PASSAGES = [
    {"id": "A", "text": TEXT, "faults": [FAULT]},
    {"id": "B", "text": "甲单位有科室3个，人员30人。", "faults": []},
]


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path) -> list[str]:
    file = folder / "passages.jsonl"
    file.write_text("\n".join(json.dumps(p, ensure_ascii=False) for p in PASSAGES), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["second", str(file), "--answers", str(folder / "answers.jsonl")])
    second.main()
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def answering(request: Request) -> Reply:
    return reply(ANSWER if TEXT in str(request["messages"][-1]["content"]) else "无")


def test_rules_reader_and_both_are_told_apart(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with Endpoint(answering) as server:
        configure(monkeypatch, server.url)
        printed = run(monkeypatch, capsys, tmp_path)
    assert "sum 0/1 1/1 1/1 1/1" in printed
    assert "clean alarmed 0/1 0/1 0/1 0/1" in printed
    assert any(line.startswith("proposals 1: 1 error, 0 warning, 0 info") for line in printed)
    monkeypatch.delenv("ZIPINGBAO_MODEL")
    assert run(monkeypatch, capsys, tmp_path) == printed, "with the answers no endpoint is needed"


def test_a_run_that_was_broken_off_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    answers = tmp_path / "answers.jsonl"

    def half(request: Request) -> Reply:
        return answering(request) if "专项资金" in str(request["messages"][-1]) else server_error()

    with Endpoint(half) as server:
        configure(monkeypatch, server.url)
        assert "read 1 of 2 passages" in run(monkeypatch, capsys, tmp_path)
    answers.write_text(answers.read_text(encoding="utf-8") + '{"id": "B", "ans', encoding="utf-8")
    with Endpoint(answering) as server:
        configure(monkeypatch, server.url)
        assert "read 2 of 2 passages" in run(monkeypatch, capsys, tmp_path)
        assert len(server.calls) == 1
    assert [json.loads(line)["id"] for line in answers.read_text(encoding="utf-8").splitlines()] == ["A", "B"]


def test_what_arithmetic_makes_of_a_real_models_answers(tmp_path: Path) -> None:
    """Recorded: 330 passages, each answered once by a model that was told nothing but the prompt."""
    root = Path(__file__).parents[1]
    kept = shutil.copy(root / "tests/recordings/second_reader/passages.jsonl", tmp_path)
    lines = (root / "benchmarks/audit_second.jsonl").read_text(encoding="utf-8").splitlines()
    passages = [json.loads(line) for line in lines]
    read = asyncio.run(second.read_all(passages, second.Answers.read(Path(kept))))
    assert len(read) == len(passages) == 330
    sound = [p["id"] for p in passages if not p["faults"] and second.told(read[p["id"]].findings)]
    assert sound == [], "nothing is told of a passage without faults"
    found = sum(
        any(hits(f, places(p["text"], fault)) for f in second.told(read[p["id"]].findings))
        for p in passages
        for fault in p["faults"]
    )
    assert found == 110, "of 203; the others are only remarks, or of wording, which it is not asked for"

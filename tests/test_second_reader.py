"""``check --model`` against a scripted endpoint: consent, bill, memory, and what it never does unasked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.endpoint import Endpoint, Reply, Request, garbage, reply, server_error
from tests.test_cli import case, run

__all__ = ["case"]  # the fixture

TEXT = (
    "甲单位由三个科室组成。\n人员经费301.81万元。\n公务费44.00万元。\n另有专项资金，"
    "各类资金全部到账，账面上有355.81万元。"
)
ANSWER = json.dumps(
    {"quotes": [TEXT], "formula": "301.81+44.00=355.81", "kind": "sum", "why": "三个数对不上"},
    ensure_ascii=False,
)


RECORDED = json.loads(
    (Path(__file__).parent / "recordings/second_reader/readings.json").read_text(encoding="utf-8")
)


def configure(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("ZIPINGBAO_BASE_URL", url)
    monkeypatch.setenv("ZIPINGBAO_MODEL", "some-model")
    monkeypatch.setenv("ZIPINGBAO_RETRIES", "0")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "稿.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_what_the_model_finds_and_arithmetic_proves_is_an_error(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Endpoint([reply(ANSWER)]) as server:
        configure(monkeypatch, server.url)
        assert run("check", file).exit_code == 0, "the rules alone see nothing here"
        assert not server.calls, "nothing is sent unasked"
        result = run("check", file, "--model", "--json")
        assert result.exit_code == 1
        assert TEXT in server.calls[0].prompt
    (found,) = json.loads(result.stdout)["files"][0]["findings"]
    assert found["code"] == "second-reader"
    assert TEXT[found["start"] : found["end"]] == found["quote"] == "355.81万元"
    assert "问了1次" in result.stderr
    assert "词元" in result.stderr


@pytest.mark.parametrize("bad", [server_error(), garbage(), reply("{" * 10_000)])
def test_a_bad_endpoint_costs_the_second_reading_and_no_more(
    file: Path, monkeypatch: pytest.MonkeyPatch, bad: Reply
) -> None:
    with Endpoint([bad]) as server:
        configure(monkeypatch, server.url)
        result = run("check", file, "--model", "--json")
    assert "Traceback" not in result.output
    assert json.loads(result.stdout)["files"][0]["findings"] == []
    assert result.exit_code == (0 if bad.text.startswith("{") else 2), "an unfinished reading is no clean one"


def test_nothing_leaves_the_machine_without_consent(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(monkeypatch, "https://model.invalid/v1")
    result = run("check", file, "--model")
    assert result.exit_code == 2
    assert "同意" in result.stderr


def test_without_a_model_it_says_what_to_set(file: Path) -> None:
    result = run("check", file, "--model")
    assert result.exit_code == 2
    assert "ZIPINGBAO_MODEL" in result.stderr


def test_a_report_is_paid_for_once_and_its_findings_can_be_dismissed(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(request: Request) -> Reply:
        text = str(request["messages"][-1]["content"])
        if "在编人员" not in text:
            return reply("无")
        quote = text.split("\n", 1)[1].rsplit("\n", 1)[0]
        quote = next(s for s in quote.replace("\n", "。").split("。") if "在编人员" in s)
        claim = {"quotes": [quote], "formula": "14+4=99", "why": "人数似有出入"}
        return reply(json.dumps(claim, ensure_ascii=False))

    with Endpoint(answer) as server:
        configure(monkeypatch, server.url)
        first = run("check", case, "--model")
        asked = len(server.calls)
        assert asked > 3
        again = run("check", case, "--model")
        assert len(server.calls) == asked
        assert f"取用已存回答{asked}次" in again.stderr
        assert again.stdout == first.stdout
        (line,) = [x for x in again.stdout.splitlines() if "人数似有出入" in x]
        number = line.split(".")[0].strip()
        assert "人数似有出入" in run("dismiss", case, number, "--reason", "已核实").stdout
        assert len(server.calls) == asked, "dismissing asks nobody"
        assert "人数似有出入" not in run("check", case, "--model").stdout


@pytest.mark.parametrize("reading", RECORDED["readings"], ids=lambda r: r["text"][:12])
def test_a_recorded_model_is_believed_as_far_as_arithmetic_goes(
    reading: dict[str, Any], file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(reading["text"], encoding="utf-8")
    with Endpoint([reply(reading["answer"])]) as server:
        configure(monkeypatch, server.url)
        result = run("check", file, "--model", "--json")
    found = json.loads(result.stdout)["files"][0]["findings"]
    assert f"采纳{reading['adopted']}处" in result.stderr
    assert [f["severity"] for f in found if f["code"] == "second-reader"] == reading["shown"]

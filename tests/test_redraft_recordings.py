"""Redrafts with a real model's recorded answers: hints, one paragraph, drafts to choose from."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.drafting.prompt import MANNERS
from pipeline.store import Store
from schemas.report import Author, AuthorKind
from tests.endpoint import Endpoint, Reply, Request, reply
from tests.test_cli import run

ROOT = Path(__file__).parent.parent
RECORDED = json.loads((ROOT / "tests/recordings/redrafts/hints.json").read_text(encoding="utf-8"))
Run = dict[str, Any]


def drafted(folder: Path, of: str, person: dict[str, str]) -> None:
    """The report as the recorded draft left it, with what a person added to it."""
    shutil.copytree(ROOT / "examples" / of, folder)
    recording = json.loads((ROOT / f"tests/recordings/{of}.json").read_text(encoding="utf-8"))
    last = {a["section"]: a["reply"] for a in recording["answers"]}
    with Store.open(folder) as store:
        for section, text in last.items():
            store.append(section, text, Author(kind=AuthorKind.MODEL, name="recorded"), "earlier")
        for section, words in person.items():
            store.append(section, f"{last[section]}\n{words}", Author(kind=AuthorKind.PERSON), "earlier")


def arguments(one: Run) -> list[str]:
    options = [("--hint", one["hint"]), ("--paragraph", one["paragraph"]), ("--variants", one["variants"])]
    return [word for name, value in options if value for word in (name, str(value))]


def texts(folder: Path) -> dict[str, str]:
    with Store.open(folder) as store:
        return {section: revision.text for section, revision in store.all_current().items()}


@pytest.mark.parametrize("one", RECORDED["runs"], ids=lambda r: f"{r['section']}-{r['hint'][:12]}")
def test_a_recorded_model_redrafts(one: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(request: Request) -> Reply:
        asked = str(request["messages"][1]["content"])
        variant = next((i for i, manner in enumerate(MANNERS) if manner and manner in asked), 1)
        return reply(one["answers"][str(variant)][len(request["messages"]) // 2 - 1])

    folder, section = tmp_path / "report", one["section"]
    drafted(folder, one["case"], one["person"])
    before = texts(folder)
    with Endpoint(answer) as server:
        monkeypatch.setenv("ZIPINGBAO_BASE_URL", server.url)
        monkeypatch.setenv("ZIPINGBAO_MODEL", "recorded")
        result = run("redraft", folder, section, *arguments(one), "--force")
    assert result.exit_code == 0, result.output
    # Not one repair more than was needed then, and not one less.
    assert len(server.calls) == sum(len(answers) for answers in one["answers"].values())
    after = texts(folder)
    assert {k: v for k, v in after.items() if k != section} == {
        k: v for k, v in before.items() if k != section
    }
    assert (after[section] != before[section]) == (one["outcome"] == "written")
    assert "错误" not in result.output
    assert "〔说明" not in after[section]
    said = "\n".join(one["answers"]["1"]).splitlines()
    for excuse in (line for line in said if line.startswith("〔说明")):
        assert excuse[4:-1] in result.stderr
    if one["paragraph"]:
        old, new = before[section].split("\n"), after[section].split("\n")
        others = [i for i in range(len(old)) if i != one["paragraph"] - 1]
        assert [new[i] for i in others] == [old[i] for i in others]
    if one["variants"]:
        assert "--pick" in result.stderr
        asked = len(server.calls)
        assert run("redraft", folder, section, "--pick", "2", "--force").exit_code == 0
        assert len(server.calls) == asked
        assert one["answers"]["2"][-1] in texts(folder)[section]

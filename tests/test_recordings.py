"""A whole draft with a real model's recorded answers, over real HTTP, through the command line."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.outlines import load_outline
from pipeline.store import Store
from schemas.report import AuthorKind
from tests.endpoint import Endpoint, Reply, Request, reply

ROOT = Path(__file__).parent.parent
RECORDINGS = sorted((Path(__file__).parent / "recordings").glob("*.json"))


def answering(recording: dict[str, object], headings: dict[str, str]) -> dict[tuple[str, int], str]:
    answers = recording["answers"]
    assert isinstance(answers, list)
    return {(headings[a["section"]], a["step"]): a["reply"] for a in answers}


@pytest.mark.parametrize("file", RECORDINGS, ids=lambda f: f.stem)
def test_a_recorded_model_drafts_the_whole_report(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = json.loads(file.read_text(encoding="utf-8"))
    outline = load_outline(recording["case"])
    answers = answering(recording, {s.id: s.heading for s in outline.sections})
    asked: list[tuple[str, int]] = []

    def answer(request: Request) -> Reply:
        turns = [str(m["content"]) for m in request["messages"]]
        heading = re.findall(r"现在写“(.+)”的正文。", turns[1])[-1]
        step = (len(turns) - 2) // 2 + 1
        asked.append((heading, step))
        return reply(answers.get((heading, step), answers[heading, 1]))

    folder = tmp_path / "report"
    shutil.copytree(ROOT / "examples" / file.stem, folder)
    with Endpoint(answer) as server:
        monkeypatch.setenv("ZIPINGBAO_BASE_URL", server.url)
        monkeypatch.setenv("ZIPINGBAO_MODEL", "recorded")
        monkeypatch.setenv("ZIPINGBAO_API_KEY", "none")
        result = CliRunner().invoke(main, ["draft", str(folder)])
    assert result.exit_code == 0, result.output
    # Never a repair that was not asked for then: that would be a new false alarm of the checker.
    assert set(asked) <= set(answers)
    with Store.open(folder) as store:
        revisions = store.all_current()
    by_model = {id for id, r in revisions.items() if r.author.kind is AuthorKind.MODEL}
    assert by_model == {a["section"] for a in recording["answers"]}

    checked = json.loads(CliRunner().invoke(main, ["check", str(folder), "--json"]).stdout)
    assert sum(f["figures"]["unbound"] for f in checked["files"]) == 0
    assert not [x for f in checked["files"] for x in f["findings"] if x["severity"] == "error"]

"""``redraft`` as the user runs it: drafts to choose from, a person's words, two writers, telling twice."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.cli import redrafting
from pipeline.store import Store
from schemas.report import Author, AuthorKind
from tests.endpoint import Endpoint, Reply, Request, reply
from tests.test_cli import case, run, texts

__all__ = ["case"]  # the fixture

SECTION = "problems"
DRAFTS = [
    "我单位存在以下问题：一是部门整体绩效目标设定偏宽，缺少量化的评价指标；二是人员经费年初预算有缺口。",
    "对照要求，我单位主要有两方面问题：绩效目标缺少量化的评价指标；人员经费年初预算有缺口。",
    "我单位绩效目标不够明确，缺少量化的评价指标，人员经费年初预算有缺口。",
]


class Script:
    """Every request gets the next draft; *during* runs while the first is under way."""

    def __init__(self, *drafts: str) -> None:
        self.drafts = list(drafts)
        self.requests: list[Request] = []
        self.during: Callable[[], None] = lambda: None
        self.lock = threading.Lock()

    def __call__(self, request: Request) -> Reply:
        with self.lock:
            self.requests.append(request)
            number = len(self.requests) - 1
        if number == 0:
            self.during()
        return reply(self.drafts[min(number, len(self.drafts) - 1)])


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Iterator[Script]:
    answers = Script(*DRAFTS)
    with Endpoint(answers) as server:
        monkeypatch.setenv("ZIPINGBAO_BASE_URL", server.url)
        monkeypatch.setenv("ZIPINGBAO_MODEL", "some-model")
        monkeypatch.setenv("ZIPINGBAO_RETRIES", "0")
        yield answers


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(redrafting, "at_terminal", lambda: True)
    monkeypatch.setattr("click.prompt", lambda *_, **__: int(answer))


def revisions(case: Path, section: str = SECTION) -> list[str]:
    with Store.open(case) as store:
        return [revision.text for revision in store.revisions(section)]


# drafts to choose from


def test_nothing_is_written_until_one_is_taken(case: Path, script: Script) -> None:
    before = texts(case)
    result = run("redraft", case, SECTION, "--variants", "3")
    assert result.exit_code == 0, result.output
    assert [int(n) for n in re.findall(r"════ 第(\d)稿", result.stdout)] == [1, 2, 3]
    assert texts(case) == before
    assert f"{SECTION} --pick N" in result.stderr
    assert len(script.requests) == 3
    taken = run("redraft", case, SECTION, "--pick", "2")
    assert taken.exit_code == 0, taken.output
    assert len(script.requests) == 3
    assert revisions(case)[1:] == [texts(case)[SECTION]]
    assert texts(case)[SECTION] in DRAFTS
    assert {k: v for k, v in texts(case).items() if k != SECTION} == {
        k: v for k, v in before.items() if k != SECTION
    }


def test_another_of_the_same_offer_may_be_taken_afterwards(case: Path, script: Script) -> None:
    run("redraft", case, SECTION, "--variants", "2")
    for number in ("1", "2"):
        assert run("redraft", case, SECTION, "--pick", number).exit_code == 0
    assert len(revisions(case)) == 3
    assert len(set(revisions(case))) == 3


def test_a_repeated_run_pays_for_no_variant_twice(case: Path, script: Script) -> None:
    run("redraft", case, SECTION, "--variants", "2")
    again = run("redraft", case, SECTION, "--variants", "3")
    assert len(script.requests) == 3
    assert "问了1次，取用已存回答2次" in again.stderr


@pytest.mark.parametrize("choice", ["0", "3"])
def test_at_a_terminal_the_user_takes_one_or_none(
    case: Path, script: Script, monkeypatch: pytest.MonkeyPatch, choice: str
) -> None:
    at_a_terminal(monkeypatch, choice)
    result = run("redraft", case, SECTION, "--variants", "3")
    assert result.exit_code == 0, result.output
    assert len(revisions(case)) == (2 if choice == "3" else 1)


def test_an_offer_is_not_laid_over_what_came_after_it(case: Path, script: Script, tmp_path: Path) -> None:
    run("redraft", case, SECTION, "--variants", "2")
    with Store.open(case) as store:
        mine = "这一节由经办人另写，绩效目标缺少量化指标。"
        store.append(SECTION, mine, Author(kind=AuthorKind.MODEL, name="other"), "x")
    refused = run("redraft", case, SECTION, "--pick", "1")
    assert refused.exit_code == 2
    assert "第1稿" in refused.stderr
    assert "第2稿" in refused.stderr
    assert texts(case)[SECTION] == mine


def test_a_number_that_was_not_offered_is_explained(case: Path) -> None:
    result = run("redraft", case, SECTION, "--pick", "1")
    assert result.exit_code == 2
    assert "--variants" in result.stderr


def test_variants_are_asked_for_side_by_side(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Endpoint([reply(DRAFTS[0], delay=0.3)]) as server:
        monkeypatch.setenv("ZIPINGBAO_BASE_URL", server.url)
        monkeypatch.setenv("ZIPINGBAO_MODEL", "some-model")
        result = run("redraft", case, SECTION, "--variants", "3")
        assert server.peak == 3
    assert result.stdout.count("与第1稿相同") == 2


def test_pick_takes_no_other_wish(case: Path) -> None:
    assert "--pick" in run("redraft", case, SECTION, "--pick", "1", "--hint", "短些").stderr


# one paragraph, and a person's words


def test_a_paragraph_needs_a_model_and_must_exist(case: Path, script: Script) -> None:
    assert "没有用模型" in run("redraft", case, SECTION, "--paragraph", "1", "--offline").stderr
    missing = run("redraft", case, SECTION, "--paragraph", "9")
    assert missing.exit_code == 2
    assert "没有第9段" in missing.stderr
    assert not script.requests


def test_a_paragraph_of_a_persons_section_only_with_force(case: Path, script: Script, tmp_path: Path) -> None:
    mine = tmp_path / "mine.md"
    words = "我单位主要有以下问题。\n绩效目标缺少量化指标。\n以上由办公室核实。"
    mine.write_text(words, encoding="utf-8")
    run("edit", case, SECTION, "--from", mine)
    refused = run("redraft", case, SECTION, "--paragraph", "2")
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert not script.requests
    assert run("redraft", case, SECTION, "--paragraph", "2", "--force").exit_code == 0
    lines = words.split("\n")
    assert texts(case)[SECTION] == "\n".join([lines[0], DRAFTS[0], lines[2]])
    assert revisions(case)[-2] == words
    assert "模型（some-model）改一段，其余人工" in run("history", case, SECTION).stdout
    assert run("redraft", case, SECTION, "--offline").exit_code == 2, "it is still a person's"


def test_what_changed_meanwhile_is_told_and_nothing_is_overwritten(case: Path, script: Script) -> None:
    theirs = "别处的人在这期间写下了这一句话。"

    def meanwhile() -> None:
        with Store.open(case) as store:
            store.append(SECTION, theirs, Author(kind=AuthorKind.PERSON, name="李"), "x")

    script.during = meanwhile
    result = run("redraft", case, SECTION)
    assert result.exit_code == 2
    assert theirs[:10] in result.stderr
    assert "李" in result.stderr
    assert texts(case)[SECTION] == theirs


# one thing told twice


def test_an_activity_told_in_two_sections_is_a_warning_and_not_in_the_examples(
    case: Path, tmp_path: Path
) -> None:
    assert "一事两写" not in run("check", case).output
    told = max(texts(case)["performance_outreach"].split("。"), key=len)
    mine = tmp_path / "mine.md"
    mine.write_text(f"{texts(case)['performance_party']}\n{told}。", encoding="utf-8")
    run("edit", case, "performance_party", "--from", mine)
    result = run("check", case)
    assert "一事两写" in result.output
    assert result.exit_code == 0

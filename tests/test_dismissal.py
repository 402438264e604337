"""A finding that a person dismissed stays dismissed, everywhere, until it is something else."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.test_cli import case, run, texts

__all__ = ["case"]  # the fixture

WRONG = "2023年，项目支出年初预算45.67万元。"


def write(folder: Path, tmp_path: Path, text: str) -> None:
    section = next(iter(texts(folder)))
    mine = tmp_path / "mine.md"
    mine.write_text(text, encoding="utf-8")
    run("edit", folder, section, "--from", mine)


@pytest.fixture
def wrong(case: Path, tmp_path: Path) -> Path:
    """A report with one typed figure that is nowhere in the accounts."""
    write(case, tmp_path, WRONG)
    return case


def findings(folder: Path) -> list[dict[str, Any]]:
    files = json.loads(run("check", folder, "--json").stdout)["files"]
    return [f for file in files for f in file["findings"]]


def number_of(folder: Path, words: str) -> int:
    found = re.search(rf"(\d+)\. [^\n]*{words}", run("check", folder).stdout)
    assert found, run("check", folder).stdout
    return int(found[1])


def test_dismissed_is_out_of_every_count_and_the_status(wrong: Path) -> None:
    assert run("check", wrong).exit_code == 1
    number = number_of(wrong, "45.67")
    others = [f for f in findings(wrong) if "45.67" not in f["quote"]]
    for one in {f["quote"] for f in others if f["severity"] == "error"}:
        run("dismiss", wrong, number_of(wrong, re.escape(one)), "--reason", "另案处理")
    done = run("dismiss", wrong, number, "--reason", "按批复口径，已核实")
    assert done.exit_code == 0
    assert "45.67" in done.stdout
    checked = run("check", wrong, "--html", wrong / "核对.html")
    assert checked.exit_code == 0, checked.stdout
    assert "已了结" in checked.stdout
    assert not [f for f in findings(wrong) if "45.67" in f["quote"]]
    page = (wrong / "核对.html").read_text(encoding="utf-8")
    assert "按批复口径，已核实" in page


def test_found_again_it_stays_dismissed_and_a_new_figure_does_not(wrong: Path, tmp_path: Path) -> None:
    run("dismiss", wrong, number_of(wrong, "45.67"), "--reason", "已核实")
    write(wrong, tmp_path, "按财政局批复，" + WRONG)
    assert not [f for f in findings(wrong) if "45.67" in f["quote"]]
    write(wrong, tmp_path, WRONG.replace("45.67", "45.68"))
    assert [f for f in findings(wrong) if "45.68" in f["quote"]]


def test_numbers_stay_when_one_is_dismissed(wrong: Path, tmp_path: Path) -> None:
    write(wrong, tmp_path, WRONG + "另有专项98.76万元，其它工作正常。")
    before = number_of(wrong, "98.76")
    run("dismiss", wrong, number_of(wrong, "45.67"), "--reason", "已核实")
    assert number_of(wrong, "98.76") == before


def test_undo_brings_it_back(wrong: Path) -> None:
    number = number_of(wrong, "45.67")
    run("dismiss", wrong, number, "--reason", "已核实")
    assert "已核实" in run("dismiss", wrong).stdout
    assert run("dismiss", wrong, number, "--undo").exit_code == 0
    assert number_of(wrong, "45.67") == number


def test_no_comment_in_word_for_what_is_dismissed(wrong: Path) -> None:
    assert run("export", wrong).exit_code == 0
    (path,) = wrong.glob("*.docx")
    before = len(list(docx.Document(str(path)).comments))
    run("dismiss", wrong, number_of(wrong, "45.67"), "--reason", "已核实")
    assert run("export", wrong).exit_code == 0
    assert len(list(docx.Document(str(path)).comments)) < before


def test_a_dismissal_needs_a_reason_and_a_number_that_exists(wrong: Path) -> None:
    refused = run("dismiss", wrong, 1)
    assert refused.exit_code == 2
    assert "--reason" in refused.stderr
    missing = run("dismiss", wrong, 999, "--reason", "x")
    assert missing.exit_code == 2
    assert "999" in missing.stderr

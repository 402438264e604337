"""One report's way through an office: drafted, exported, edited in Word, saved by LibreOffice, imported,
followed by a change of the accounts, a redraft and a second export. Every step with real files."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from benchmarks.layout import convert, missing
from pipeline.word import read_edited
from tests.test_cli import EXAMPLES, run, texts
from tests.workflow.desk import Desk
from tests.workflow.edits import EDITS, Edit, Found

pytestmark = pytest.mark.skipif("soffice" in missing(), reason="LibreOffice is missing")

BY_HAND = "一是组织学习文件近20余次；二是各股室参加培训约300人左右；三是全年召开会议至少12次以上。"
EDITED = {
    "overview", "spending", "projects_management", "assets", "performance_rural", "performance_outreach",
    "performance_science_day", "performance_youth", "performance_party", "measures_funds",
}  # fmt: skip


@dataclass
class Office:
    """The folder and what it held after each step; the plan of the import."""

    folder: Path
    exported: dict[str, str]
    plan: dict[str, Any]
    after_dry_run: dict[str, str]
    imported: dict[str, str]
    checked: dict[str, Any]
    refresh: dict[str, Any]
    refreshed: dict[str, str]
    redrafted: dict[str, str]
    word: Path


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    place = tmp_path_factory.mktemp("office")
    folder = drafted(place)
    word = place / "自评报告.docx"
    assert run("export", folder, "--output", word).exit_code == 0
    exported = texts(folder)
    at_the_desk(word)
    (place / "saved").mkdir()
    saved = convert(word, place / "saved", "docx")
    plan = json.loads(run("import", folder, saved, "--dry-run", "--json").stdout)
    after_dry_run = texts(folder)
    assert run("import", folder, saved, "--by", "李主任").exit_code == 1  # it brings errors along
    imported = texts(folder)
    checked = json.loads(run("check", folder, "--json").stdout)
    accounts_change(folder)
    refresh = json.loads(run("refresh", folder, "--json").stdout)
    refreshed = texts(folder)
    assert run("redraft", folder, "projects_organisation", "--offline").exit_code in (0, 1)
    redrafted = texts(folder)
    again = place / "再次导出.docx"
    assert run("export", folder, "--output", again).exit_code == 0
    return Office(
        folder, exported, plan, after_dry_run, imported, checked, refresh, refreshed, redrafted, again
    )


def drafted(place: Path) -> Path:
    """The example, drafted, with one section of a person's own that the check objects to."""
    folder = place / "报告"
    shutil.copytree(EXAMPLES / "changning2023", folder)
    assert run("draft", folder, "--offline").exit_code == 0
    (place / "手稿.txt").write_text(BY_HAND, encoding="utf-8")
    run("edit", folder, "measures_targets", "--from", place / "手稿.txt")
    return folder


def at_the_desk(word: Path) -> None:
    """All edits of the table in one sitting."""
    desk = Desk(word)
    for edit in EDITS:
        edit.do(desk)
    desk.save()


def accounts_change(folder: Path) -> None:
    """公务接待费 0.22万元 becomes what the person wrote in Word, 0.32万元, and the total with it."""
    book = openpyxl.load_workbook(folder / "data.xlsx")
    for row in book["三公经费"].iter_rows():
        for cell in row:
            if cell.value == 0.22:
                cell.value = 0.32
    book.save(folder / "data.xlsx")


@pytest.mark.parametrize("edit", EDITS, ids=lambda e: e.name)
def test_every_edit_becomes_what_the_table_says(office: Office, edit: Edit) -> None:
    found = Found(office.plan, edit.section)
    assert edit.seen(found), (found.state, found.text, found.fates, found.findings, found.notices)


def test_a_dry_run_writes_nothing(office: Office) -> None:
    assert office.after_dry_run == office.exported


def test_sections_nobody_touched_stay_as_they_were_to_the_byte(office: Office) -> None:
    assert {id for id in office.imported if office.imported[id] != office.exported.get(id)} == EDITED


def test_figures_nobody_touched_keep_their_sources(office: Office) -> None:
    fates = {(f["fate"], f["was"], f["now"]) for s in office.plan["sections"] for f in s["figures"]}
    assert {f for f in fates if f[0] != "kept"} == {
        ("changed", "0.22万元", "0.32万元"),
        ("changed", "1274人次", "150人次"),
        ("changed", "150人次", "1274人次"),
        ("deleted", "2000余人", ""),
        ("moved", "2人", "2人"),
        ("copied", "6000余册", "6000余册"),
        ("copied", "2000余件", "2000余件"),
        ("copied", "2万余名", "2万余名"),
    }


def test_the_check_finds_after_the_import_what_the_import_showed(office: Office) -> None:
    shown = {(f["code"], f["quote"]) for s in office.plan["sections"] for f in s["findings"]}
    found = {(f["code"], f["quote"]) for s in office.checked["files"] for f in s["findings"]}
    assert {("changed-figure", "0.32万元"), ("typed-figure", "88场")} <= shown <= found


def test_the_accounts_change_and_only_the_section_that_prints_them(office: Office) -> None:
    assert office.refresh["calls"] == 0
    assert [s["id"] for s in office.refresh["sections"] if s["touched"]] == ["spending"]
    changed = {id for id in office.refreshed if office.refreshed[id] != office.imported[id]}
    assert changed <= {"spending"}


def test_the_figure_written_over_is_settled_by_the_accounts(office: Office) -> None:
    checked = json.loads(run("check", office.folder, "--json").stdout)
    findings = {(f["code"], f["quote"]) for s in checked["files"] for f in s["findings"]}
    assert ("changed-figure", "0.32万元") not in findings
    assert "作0.32" not in office.refreshed["spending"]


def test_a_redraft_touches_its_section_alone(office: Office) -> None:
    changed = {id for id in office.redrafted if office.redrafted[id] != office.refreshed[id]}
    assert changed <= {"projects_organisation"}


def test_the_second_export_prints_edits_and_new_figures(office: Office) -> None:
    edited = read_edited(office.word)
    text = "\n".join(p.text for p in edited.paragraphs)
    assert "公务接待费支出0.32万元，比上年减少0.02万元，下降5.88%" in text
    assert "正科级单位，" in text
    assert "提高资金使用的规范性" not in text


def test_persons_comments_and_open_findings_go_out_again(office: Office) -> None:
    comments = [(c.author, c.text) for c in read_edited(office.word).comments]
    assert ("李主任", "补上次数") in comments
    assert any("88场" in text for _, text in comments)
    assert not any("20余次。" in text for _, text in comments)


def test_importing_the_same_file_again_changes_nothing(office: Office) -> None:
    before = texts(office.folder)
    file = office.folder.parent / "saved" / "自评报告.docx"
    plan = json.loads(run("import", office.folder, file, "--dry-run", "--json").stdout)
    assert texts(office.folder) == before
    states = {s["section"]: s["state"] for s in plan["sections"]}
    assert states["overview"] == "same"
    assert set(states.values()) <= {"same", "conflict"}

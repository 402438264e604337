"""One look at a report: at every stage, whatever is wrong, and always with the very next command."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.store import Store
from schemas.editing import Remark
from schemas.report import Export
from tests.workflow.folder import EXAMPLES, edit, reception, revisions, run, set_cell

SECTION = "spending"


def look(folder: Path) -> Any:
    result = run("status", folder, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def first(folder: Path) -> str:
    return str(look(folder)["next"][0]["command"]).removeprefix("zipingbao ").split()[0]


def row(folder: Path, section: str = SECTION) -> Any:
    return next(r for r in look(folder)["sections"] if r["id"] == section)


def test_an_empty_folder_leads_to_init(tmp_path: Path) -> None:
    assert first(tmp_path) == "init"
    assert list(tmp_path.iterdir()) == [], "looking leaves nothing behind"


def test_a_new_folder_leads_to_draft(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(EXAMPLES / "changning2023", tmp_path / "新"))
    assert first(folder) == "draft"
    assert not (folder / ".zipingbao").exists()
    assert "还没有起草" in run("status", folder).stdout


def test_a_finished_draft_leads_to_export(case: Path) -> None:
    assert first(case) == "export"
    seen = row(case)
    assert (seen["author"]["kind"], seen["revision"], seen["stale"]) == ("offline", 1, False)
    assert seen["least"] <= seen["length"] <= seen["most"]


def test_changed_accounts_lead_to_refresh(case: Path) -> None:
    reception(case, 0.21)
    assert first(case) == "refresh"
    assert row(case)["stale"]
    assert "数还没有跟上" in run("status", case).stdout
    run("refresh", case)
    assert first(case) == "export"
    assert not row(case)["stale"]


def test_errors_lead_to_check(case: Path) -> None:
    edit(case, SECTION, "全年“三公”经费支出[[三公经费.决算|作9.99万元]]。")
    assert first(case) == "check"
    seen = row(case)
    assert seen["findings"]["error"] >= 1
    assert seen["changed_figures"] == 1
    assert "手改的数1处" in run("status", case).stdout


def test_faults_of_the_input_lead_to_validate_and_do_not_hide_the_sections(case: Path) -> None:
    set_cell(case, "三公经费", "公务接待费", "决算", 99)
    assert first(case) == "validate"
    assert len(look(case)["sections"]) == len(revisions(case))


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("report.yaml", b"\xff\xfe: ["),
        ("report.yaml", "提纲: 没有这个\n".encode()),
        ("data.xlsx", b"not a workbook"),
        (".zipingbao/report.db", b"not a database" * 400),
    ],
)
def test_whatever_is_broken_is_told_without_a_traceback(case: Path, file: str, content: bytes) -> None:
    (case / file).write_bytes(content)
    result = run("status", case)
    assert result.exit_code == 0, result.output
    assert "程序内部出错" not in result.stderr
    assert result.stderr.strip() or "下一步" in result.stdout


def test_a_word_file_changed_after_the_export_is_noticed(case: Path) -> None:
    file = case / "报告.docx"
    file.write_bytes(b"as exported")
    numbers = {section: len(all_) for section, all_ in revisions(case).items()}
    digest = hashlib.sha256(b"as exported").hexdigest()
    now = dt.datetime.now(dt.UTC)
    made = Export(id="e", file=file.name, digest=digest, created=now, ledger="v", revisions=numbers)
    with Store.open(case) as store:
        store.save_export(made)
    assert look(case)["export"] == {"file": "报告.docx", "state": "same", "changed_since": []}
    assert look(case)["next"] == [{"why": "没有要做的了，可以报送", "command": ""}]
    edit(case, SECTION, revisions(case)[SECTION][-1].text + "另有说明。")
    assert look(case)["export"]["changed_since"] == [SECTION]
    assert first(case) == "export"
    file.write_bytes(b"changed in Word")
    assert look(case)["export"]["state"] == "changed"
    assert first(case) == "import"
    file.unlink()
    assert look(case)["export"]["state"] == "gone"


def test_persons_remarks_are_counted_by_author(case: Path) -> None:
    remarks = [
        Remark(section=SECTION, quote="支出", author=a, text="再核") for a in ("张主任", "张主任", "李")
    ]
    with Store.open(case) as store:
        store.append_all([], remarks=remarks)
    assert "批注：张主任2处，李1处。" in run("status", case).stdout


def test_a_command_can_be_typed_as_it_stands(case: Path) -> None:
    place = Path(shutil.copytree(case, case.parent / "水利局 2023"))
    command = str(look(place)["next"][0]["command"])
    assert shlex.split(command)[2] == str(place)

"""Importing an edited file: whose it is, changes on both sides, what cannot be carried."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

from pipeline.store import Store
from schemas.findings import Status
from tests.test_cli import EXAMPLES, run, texts
from tests.workflow.desk import Desk
from tests.workflow.folder import reception


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A drafted report, exported to 自评.docx beside it."""
    return report(tmp_path, "changning2023")


def report(place: Path, name: str) -> Path:
    folder = place / name
    shutil.copytree(EXAMPLES / name, folder)
    assert run("draft", folder, "--offline").exit_code == 0
    assert run("export", folder, "--output", place / f"{name}.docx").exit_code == 0
    return folder


def word_of(folder: Path) -> Path:
    return folder.parent / f"{folder.name}.docx"


def plan(folder: Path, file: Path, *options: str) -> dict[str, Any]:
    result = run("import", folder, file, "--dry-run", "--json", *options)
    assert result.exit_code in (0, 1), result.output
    return json.loads(result.stdout)  # type: ignore[no-any-return]


def state(plan: dict[str, Any], section: str) -> str:
    return str(next(s["state"] for s in plan["sections"] if s["section"] == section))


def without_marks(file: Path) -> Path:
    """The file as a program leaves it that keeps no custom properties."""
    bare = file.with_name("bare-" + file.name)
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            if name == "docProps/custom.xml":
                continue
            raw = old.read(name)
            if name in ("_rels/.rels", "[Content_Types].xml"):
                raw = re.sub(rb"<(?:Relationship|Override) [^>]*custom[^>]*/>", b"", raw)
            new.writestr(name, raw)
    return bare


def test_an_unedited_file_changes_nothing(folder: Path) -> None:
    before = texts(folder)
    result = run("import", folder, word_of(folder))
    assert result.exit_code == 0
    assert "一字未改" in result.output
    assert texts(folder) == before


def test_another_reports_file_is_refused(folder: Path, tmp_path: Path) -> None:
    other = report(tmp_path, "chenzhou2021")
    result = run("import", folder, word_of(other))
    assert result.exit_code == 2
    assert "另一份报告" in result.stderr
    result = run("import", folder, without_marks(word_of(other)))
    assert result.exit_code == 2
    assert "像是另一份报告" in result.stderr


def test_a_file_that_lost_its_marks_is_compared_with_the_last_export(folder: Path) -> None:
    bare = without_marks(word_of(folder))
    desk = Desk(bare)
    desk.replace("正科级，", "正科级单位，")
    desk.save()
    found = plan(folder, bare)
    assert [s["section"] for s in found["sections"] if s["state"] != "same"] == ["overview"]
    assert "没有导出标记" in found["notices"][0]


def test_an_older_export_is_recognised(folder: Path) -> None:
    assert run("export", folder, "--output", folder.parent / "新.docx").exit_code == 0
    assert "此后又导出过1次" in plan(folder, word_of(folder))["notices"][0]


def test_without_an_export_there_is_nothing_to_compare_with(folder: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    shutil.copytree(EXAMPLES / "changning2023", fresh)
    result = run("import", fresh, word_of(folder))
    assert result.exit_code == 2
    assert "还没有导出过" in result.stderr


def test_changes_on_both_sides_stop_the_import_until_somebody_decides(folder: Path) -> None:
    desk = Desk(word_of(folder))
    desk.replace("正科级，", "副处级，")
    desk.replace("择优立项", "择优确定")
    desk.save()
    (folder.parent / "稿.txt").write_text("在编人员[[在职人数]]。", encoding="utf-8")
    run("edit", folder, "overview", "--from", folder.parent / "稿.txt")
    before = texts(folder)
    result = run("import", folder, word_of(folder))
    assert result.exit_code == 2
    assert "“一、部门概况”在导出以后又改过稿" in result.stderr
    assert texts(folder) == before
    run("import", folder, word_of(folder), "--prefer", "present")
    assert texts(folder)["overview"] == before["overview"]
    assert "择优确定" in texts(folder)["projects_organisation"]
    run("import", folder, word_of(folder), "--prefer", "file")
    assert "副处级" in texts(folder)["overview"]


def test_a_section_redrafted_since_but_not_edited_keeps_the_redraft(folder: Path) -> None:
    (folder.parent / "稿.txt").write_text("在编人员[[在职人数]]。", encoding="utf-8")
    run("edit", folder, "overview", "--from", folder.parent / "稿.txt")
    desk = Desk(word_of(folder))
    desk.replace("择优立项", "择优确定")
    desk.save()
    assert run("import", folder, word_of(folder)).exit_code == 0
    assert texts(folder)["overview"] == "在编人员[[在职人数]]。"


def test_opening_words_are_carried_and_title_and_date_are_not(folder: Path) -> None:
    desk = Desk(word_of(folder))
    desk.replace("现将有关情况报告如下", "现报告如下")
    desk.replace("绩效评价报告", "绩效自评报告")
    desk.save()
    found = plan(folder, word_of(folder))
    assert state(found, "opening") == "edited"
    assert any("不从文件带回" in notice for notice in found["notices"])
    run("import", folder, word_of(folder))
    assert run("export", folder, "--output", folder.parent / "新.docx").exit_code == 0
    assert "现报告如下" in texts(folder)["opening"]
    assert Desk(folder.parent / "新.docx").find("现报告如下") is not None


def test_a_section_under_a_heading_of_the_persons_own_is_told_and_kept(folder: Path) -> None:
    desk = Desk(word_of(folder))
    desk.write_after("四、资产管理情况", "（一）资产配置")
    desk.save()
    found = plan(folder, word_of(folder))
    assert any("“（一）资产配置”不是提纲里的标题" in n for n in found["notices"])
    assert "（一）资产配置" in next(s["text"] for s in found["sections"] if s["section"] == "assets")


def test_a_section_whose_heading_went_is_merged_with_the_one_before(folder: Path) -> None:
    desk = Desk(word_of(folder))
    desk.delete_section("（二）提高资金使用的规范性", "一是按照财经法规")
    desk.save()
    found = plan(folder, word_of(folder))
    assert state(found, "measures_funds") == "merged"
    merged = next(s["text"] for s in found["sections"] if s["section"] == "measures_targets")
    assert "一是按照财经法规" in merged


def test_rejected_changes_are_left_out(folder: Path) -> None:
    desk = Desk(word_of(folder))
    desk.track_insertion("正科级，", "新增，")
    desk.save()
    assert state(plan(folder, word_of(folder), "--tracked", "reject"), "overview") == "same"
    assert state(plan(folder, word_of(folder)), "overview") == "edited"


def test_an_error_ticked_off_comes_up_again_until_it_is_put_right(folder: Path) -> None:
    (folder.parent / "稿.txt").write_text("在编人员88人，退休人员[[退休人数]]。", encoding="utf-8")
    run("edit", folder, "overview", "--from", folder.parent / "稿.txt")
    file = folder.parent / "新.docx"
    run("export", folder, "--output", file)
    desk = Desk(file)
    desk.resolve("88人")
    desk.save()
    assert run("import", folder, file).exit_code == 0
    with Store.open(folder) as store:
        assert {d.status for d in store.dispositions().values()} == {Status.FIXED}
    assert "88人" in run("check", folder).output


def test_a_file_from_which_everything_went_is_refused(folder: Path) -> None:
    before = texts(folder)
    document = docx.Document(str(word_of(folder)))
    for element in list(document.element.body)[:-1]:
        document.element.body.remove(element)
    document.save(str(word_of(folder)))
    result = run("import", folder, word_of(folder))
    assert result.exit_code == 2
    assert "没有正文" in result.stderr
    assert texts(folder) == before


def test_an_older_file_that_nobody_edited_keeps_the_remarks(folder: Path) -> None:
    old = folder.parent / "旧.docx"
    shutil.copy(word_of(folder), old)
    desk = Desk(word_of(folder))
    desk.comment("择优立项", "请核实")
    desk.save()
    assert run("import", folder, word_of(folder)).exit_code == 0
    result = run("import", folder, old)
    assert "没有要导入的" in result.stderr
    with Store.open(folder) as store:
        assert [r.text for r in store.remarks()] == ["请核实"]


def test_a_remark_taken_out_is_told(folder: Path) -> None:
    desk = Desk(word_of(folder))
    desk.comment("择优立项", "请核实")
    desk.save()
    assert run("import", folder, word_of(folder)).exit_code == 0
    desk = Desk(word_of(folder))
    desk.delete_comment("择优立项")
    desk.save()
    result = run("import", folder, word_of(folder))
    assert "批注 李主任 “请核实”：文件里已删去" in result.output
    assert "正文没有要导入的" in result.stderr


def test_a_file_still_open_is_told(folder: Path) -> None:
    assert not any("打开" in n for n in plan(folder, word_of(folder))["notices"])
    word_of(folder).with_name(f".~lock.{word_of(folder).name}#").touch()
    assert any("没有存盘的改动不在其内" in n for n in plan(folder, word_of(folder))["notices"])


@pytest.mark.parametrize(
    ("name", "said"), [("表.xlsx", "不是 Word 文件"), ("~$报.docx", "临时文件"), ("报.docx", "已损坏")]
)
def test_what_is_no_word_file_is_called_what_it_is(folder: Path, name: str, said: str) -> None:
    (folder / name).write_bytes(b"xx")
    result = run("import", folder, folder / name)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_number_that_the_accounts_have_followed_is_no_change(case: Path) -> None:
    file = case.parent / "报.docx"
    run("export", case, "--output", file)
    desk = Desk(file)
    desk.replace("0.22万元", "0.32万元")
    desk.save()
    reception(case, 0.32)
    assert run("refresh", case).exit_code in (0, 1)
    result = run("import", case, file)
    assert "没有要导入的" in result.stderr

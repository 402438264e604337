"""Figures follow the accounts: words stay, what prints another figure is written anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl

from schemas.report import AuthorKind
from tests.workflow.folder import edit, reception, revisions, run, set_cell

SECTION = "spending"


def plan(case: Path, *arguments: str) -> Any:
    return json.loads(run("refresh", case, "--json", *arguments).stdout)


def codes(document: Any, section: str) -> set[str]:
    found = {s["id"]: s["findings"] for s in document["sections"]}
    return {f["code"] for f in found.get(section, ())}


def rename(case: Path, sheet: str, old: str, new: str) -> None:
    book = openpyxl.load_workbook(case / "data.xlsx")
    for row in book[sheet].iter_rows():
        for cell in row[:2]:
            if str(cell.value or "").strip() == old:
                cell.value = new
    book.save(case / "data.xlsx")


def add_figure(case: Path, name: str, value: int, unit: str) -> None:
    book = openpyxl.load_workbook(case / "data.xlsx")
    page = book["其他数据"]
    below = next(n for n, row in enumerate(page.iter_rows(), 2) if row[0].value == "名称")
    page[f"A{below}"], page[f"B{below}"], page[f"C{below}"] = name, value, unit
    book.save(case / "data.xlsx")


def test_nothing_changed_is_nothing_done(case: Path) -> None:
    before = revisions(case)
    result = run("refresh", case)
    assert "不用更新" in result.stderr
    assert revisions(case) == before


def test_only_sections_that_print_a_changed_figure_are_written_and_their_words_stay(case: Path) -> None:
    before = revisions(case)
    reception(case, 0.21)
    document = plan(case)
    assert document["calls"] == 0
    after = revisions(case)
    assert {k for k in after if after[k] != before[k]} == {SECTION}
    *_, old, new = after[SECTION]
    assert new.text == old.text
    assert (new.author.kind, new.author.writer) == (AuthorKind.DATA, AuthorKind.OFFLINE)
    assert new.ledger != old.ledger
    (change,) = [f for f in document["changed"] if f["key"] == "三公经费.公务接待费.决算"]
    assert (change["before"], change["after"]) == ("0.22万元", "0.21万元")
    assert change["source"].startswith("data.xlsx · 三公经费!")
    assert change["printed_in"] == ["部门整体支出情况"]


def test_a_second_run_has_nothing_to_do(case: Path) -> None:
    reception(case, 0.21)
    run("refresh", case)
    before = revisions(case)
    result = run("refresh", case)
    assert "不用更新" in result.stderr
    assert revisions(case) == before


def test_a_figure_that_no_section_prints_is_told_once_and_writes_nothing(case: Path) -> None:
    before = revisions(case)
    add_figure(case, "图书册数", 1200, "册")
    document = plan(case)
    (new,) = document["appeared"]
    assert (new["key"], new["after"], new["printed_in"]) == ("其他.图书册数", "1200册", [])
    assert revisions(case) == before
    assert "不用更新" in run("refresh", case).stderr


def test_there_and_back_again(case: Path) -> None:
    reception(case, 0.21)
    run("refresh", case)
    reception(case, 0.22)
    assert [s["id"] for s in plan(case)["sections"]] == [SECTION]
    assert plan(case)["sections"] == []
    numbers = [r.ledger for r in revisions(case)[SECTION]]
    assert numbers[0] == numbers[2] != numbers[1]


def test_a_dry_run_writes_nothing_and_tells_the_same(case: Path) -> None:
    before = revisions(case)
    reception(case, 0.52)
    shown = plan(case, "--dry-run")
    assert revisions(case) == before
    done = plan(case)
    assert shown["changed"] == done["changed"]
    assert [s["changes"] for s in shown["sections"]] == [s["changes"] for s in done["sections"]]


def test_a_reason_that_now_explains_the_opposite_is_flagged_with_its_note(case: Path) -> None:
    reception(case, 0.52)
    result = run("refresh", case)
    assert "不再合适" in result.stdout
    assert "厉行节约" in result.stdout
    assert "notes/204-公务接待费减少.md" in result.stderr
    assert f"zipingbao redraft {case} {SECTION}" in result.stderr


def test_a_persons_word_of_direction_is_flagged_and_kept(case: Path) -> None:
    text = "全年“三公”经费支出[[三公经费.决算]]，比上年减少[[三公经费.决算.比上年增减额]]。"
    edit(case, SECTION, text)
    reception(case, 0.52)
    document = plan(case)
    assert "direction" in codes(document, SECTION)
    new = revisions(case)[SECTION][-1]
    assert new.text == text
    assert new.author.writer is AuthorKind.PERSON
    assert "direction" in {f.code for f in new.findings}
    assert run("redraft", case, SECTION, "--offline").exit_code == 2, "still a person's, still protected"


def test_a_persons_typed_figure_is_flagged_though_its_section_prints_the_same(case: Path) -> None:
    edit(case, SECTION, "全年“三公”经费决算支出0.22万元。")
    before = revisions(case)
    reception(case, 0.52)
    document = plan(case)
    assert "stale-figure" in codes(document, SECTION)
    (change,) = [f for f in document["changed"] if f["key"] == "三公经费.决算"]
    assert change["printed_in"] == ["部门整体支出情况"]
    assert revisions(case) == before


def test_a_figure_changed_by_hand_follows_again_once_the_accounts_say_the_same(case: Path) -> None:
    edit(case, SECTION, "全年“三公”经费支出[[三公经费.决算|作0.52万元]]。")
    reception(case, 0.41)
    assert "changed-figure" in {f.code for f in revisions(case)[SECTION][-1].findings}
    plan(case)
    assert len(revisions(case)[SECTION]) == 2, "still another value, and nothing else printed"
    reception(case, 0.52)
    assert "重新随数据变动" in run("refresh", case).stderr
    assert revisions(case)[SECTION][-1].text == "全年“三公”经费支出[[三公经费.决算]]。"


def test_an_explanation_of_a_changed_figure_is_to_be_looked_at(case: Path) -> None:
    reception(case, 0.21)
    told = {one["file"]: one["keys"] for one in plan(case)["explanations"]}
    assert told["notes/204-公务接待费减少.md"] == ["三公经费.公务接待费.决算"]
    assert "notes/202-支出预算增加.md" not in told


def test_words_of_comparison_are_flagged(case: Path) -> None:
    edit(case, SECTION, "公务接待费支出[[三公经费.公务接待费.决算]]，低于上年决算数。")
    assert codes(plan(case), SECTION) == set()
    reception(case, 0.52)
    assert "direction" in codes(plan(case), SECTION)


def test_what_was_wrong_before_is_not_told_as_new(case: Path) -> None:
    edit(case, SECTION, "公务接待费支出[[三公经费.公务接待费.决算]]，高于上年决算数。")
    reception(case, 0.21)
    document = plan(case)
    assert [s["id"] for s in document["sections"]] == [SECTION]
    assert codes(document, SECTION) == set()


def test_a_renamed_row_leaves_a_reference_in_the_air_and_its_new_key_is_named(case: Path) -> None:
    rename(case, "单位情况", "退休人数", "离退休人数")
    result = run("refresh", case)
    assert "“退休人数”在数据里没有了，多半已改名为“离退休人数”" in result.stderr
    assert result.exit_code == 1
    settings = case / "report.yaml"
    settings.write_text(settings.read_text("utf-8") + "别名:\n  退休人数: 离退休人数\n", "utf-8")
    assert run("refresh", case).exit_code == 0, "the way out that the message names"


def test_accounts_with_errors_stop_before_anything_is_written(case: Path) -> None:
    before = revisions(case)
    set_cell(case, "三公经费", "公务接待费", "决算", 99)
    assert run("refresh", case).exit_code == 2
    assert revisions(case) == before


def test_a_figure_in_a_note_changes_what_tells_it(case: Path) -> None:
    before = revisions(case)
    (note,) = (case / "notes").glob("521-*.md")
    note.write_text(note.read_text("utf-8").replace("近30次", "近40次"), "utf-8")
    document = plan(case)
    touched = {s["id"] for s in document["sections"] if s["touched"]}
    after = revisions(case)
    assert {k for k in after if after[k] != before[k]} == touched
    assert touched
    (change,) = document["changed"]
    assert (change["before"], change["after"]) == ("近30次", "近40次")
    assert change["source"] == "notes/521-乡镇赶集科普.md 第5行"


def test_a_note_added_since_is_still_told_after_the_figures_have_followed(case: Path) -> None:
    (case / "notes" / "599-新活动.md").write_text(
        "---\n章节: spending\n标题: 新添的讲座\n---\n\n举办财务讲座12场，参加345人次。\n", encoding="utf-8"
    )
    edit(case, SECTION, revisions(case)[SECTION][-1].text.replace("我单位", "本单位"))
    (case / "notes" / "598-又一次.md").write_text(
        "---\n章节: spending\n标题: 再添的讲座\n---\n\n举办审计讲座11场，参加234人次。\n", encoding="utf-8"
    )
    reception(case, 0.21)
    for _ in range(2):
        outdated = plan(case)["outdated"]
        assert "再添的讲座" in outdated[SECTION]
        assert "新添的讲座" not in outdated[SECTION], "the person had it when writing"


def test_before_any_draft_there_is_nothing_to_refresh(case: Path) -> None:
    (case / ".zipingbao" / "report.db").unlink()
    result = run("refresh", case)
    assert "还没有起草" in result.stderr
    assert result.exit_code == 0

"""History, differences and the way back, through the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.store import Store
from tests.workflow.folder import edit, reception, revisions, run, set_cell

SECTION = "spending"


def test_history_tells_author_data_length_and_what_was_found(case: Path) -> None:
    edit(case, SECTION, "全年“三公”经费支出[[三公经费.决算]]。")
    reception(case, 0.52)
    lines = run("history", case, SECTION).stdout.splitlines()
    header, first, second = (line.split("\t") for line in lines)
    assert header[:5] == ["章节", "稿次", "作者", "时间", "字数"]
    assert first[1:3] == ["第1稿", "范文"]
    assert second[2].startswith("人工")
    assert second[4] == str(len("全年“三公”经费支出0.22万元。")), "counted as printed then"
    assert "现在的数据" not in first[5]
    assert first[5].endswith("的数据")
    assert second[6] == "错误1，提醒1"


def test_history_of_the_whole_report_lists_every_revision(case: Path) -> None:
    edit(case, SECTION, "改。")
    listed = run("history", case).stdout.splitlines()[1:]
    assert len(listed) == sum(map(len, revisions(case).values()))


def test_history_does_not_need_faultless_accounts(case: Path) -> None:
    set_cell(case, "三公经费", "公务接待费", "决算", 99)
    assert run("validate", case).exit_code == 2
    assert run("history", case, SECTION).exit_code == 0


def test_a_difference_is_readable_without_colour(case: Path) -> None:
    text = revisions(case)[SECTION][-1].text
    edit(case, SECTION, text.replace("压减公务接待", "严控公务接待"))
    result = run("diff", case, SECTION)
    minus, plus = result.stdout.splitlines()[1:]
    assert minus.startswith("- ")
    assert "【压减】" in minus
    assert "【严控】" in plus
    assert "\x1b" not in result.stdout
    assert "共1处不同" in result.stderr


def test_a_difference_of_figures_alone_is_called_so(case: Path) -> None:
    reception(case, 0.21)
    run("refresh", case)
    result = run("diff", case, SECTION)
    assert "【0.22万元】" in result.stdout
    assert "【0.21万元】" in result.stdout
    assert "文字一字未动" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--from", 1, "--to", 9), "没有第9稿"),
        (("--to", 1), "第1稿以前没有稿"),
        ((), "只有第1稿"),
    ],
)
def test_what_cannot_be_compared_is_one_message(
    case: Path, arguments: tuple[object, ...], message: str
) -> None:
    result = run("diff", case, SECTION, *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_restoration_is_a_new_revision_and_can_be_undone(case: Path) -> None:
    edit(case, SECTION, "人工写的[[三公经费.决算]]。")
    before = revisions(case)[SECTION]
    result = run("restore", case, SECTION)
    assert f"zipingbao restore {case} {SECTION} --to 2" in result.stderr
    after = revisions(case)[SECTION]
    assert after[:2] == before, "nothing is overwritten"
    assert after[2].text == before[0].text
    assert after[2].author.kind.value == "person"
    assert "恢复第1稿" in after[2].hint
    run("restore", case, SECTION, "--to", 2)
    assert revisions(case)[SECTION][-1].text == before[1].text


def test_a_dry_run_writes_nothing(case: Path) -> None:
    edit(case, SECTION, "人工写的[[三公经费.决算]]。")
    before = revisions(case)
    result = run("restore", case, SECTION, "--dry-run")
    assert "人工写的0.22万元" in result.stdout
    assert revisions(case) == before


def test_present_values_are_printed_unless_told_otherwise(case: Path) -> None:
    first = revisions(case)[SECTION][0].text
    edit(case, SECTION, "人工写的[[三公经费.决算]]。")
    reception(case, 0.52)
    result = run("restore", case, SECTION)
    assert "当时0.22万元，现在0.52万元" in result.stderr
    assert "数印现在的" in result.stderr
    assert revisions(case)[SECTION][-1].text == first


def test_old_values_against_the_accounts_need_insistence(case: Path) -> None:
    edit(case, SECTION, "人工写的[[三公经费.决算]]，在职[[在职人数]]。")
    edit(case, SECTION, "又改。")
    reception(case, 0.52)
    before = revisions(case)
    refused = run("restore", case, SECTION, "--values", "old")
    assert refused.exit_code == 2
    assert "当时0.22万元，现在0.52万元" in refused.stderr
    assert "--force" in refused.stderr
    assert revisions(case) == before
    assert run("restore", case, SECTION, "--values", "old", "--force").exit_code == 1, "the check says so"
    text = revisions(case)[SECTION][-1].text
    assert "[[三公经费.决算|作0.22万元]]" in text, "the value of then, and still known for what it is"
    assert "[[在职人数]]" in text, "what has not changed stays tied to its source"


def test_figures_changed_by_hand_go_back_to_their_source(case: Path) -> None:
    edit(case, SECTION, "人工写的[[三公经费.决算|作0.35万元]]，[[在职人数]]。")
    result = run("restore", case, SECTION, "--figures")
    assert "【0.35万元】" in result.stdout
    assert "【0.22万元】" in result.stdout
    assert revisions(case)[SECTION][-1].text == "人工写的[[三公经费.决算]]，[[在职人数]]。"
    assert "没有手改的数" in run("restore", case, SECTION, "--figures").stderr
    assert len(revisions(case)[SECTION]) == 3


def test_figures_and_old_values_exclude_each_other(case: Path) -> None:
    result = run("restore", case, SECTION, "--figures", "--values", "old")
    assert result.exit_code == 2
    assert "不能与" in result.stderr


def test_old_values_that_are_still_right_stay_tied(case: Path) -> None:
    first = revisions(case)[SECTION][0].text
    edit(case, SECTION, "人工写的[[三公经费.决算]]。")
    assert run("restore", case, SECTION, "--values", "old").exit_code == 0
    assert revisions(case)[SECTION][-1].text == first


def test_restoring_what_is_there_already_writes_nothing(case: Path) -> None:
    edit(case, SECTION, "甲。")
    before = revisions(case)
    assert run("restore", case, SECTION, "--to", 2).exit_code == 0
    assert revisions(case) == before


def test_a_restoration_of_something_changed_meanwhile_is_refused(case: Path) -> None:
    from pipeline import workflow
    from pipeline.errors import StaleWrite

    edit(case, SECTION, "甲。")
    opened = workflow.open_case(case)
    with Store.open(case) as store:
        plan = workflow.plan_reversion(opened, store, workflow.part_named(opened, store, SECTION))
        edit(case, SECTION, "甲。又有人写了[[三公经费.决算]]。")
        with pytest.raises(StaleWrite, match=r"第3稿（人工.*“又有人写了〔三公经费.决算〕。”"):
            workflow.revert(plan, store, "王")
    assert len(revisions(case)[SECTION]) == 3

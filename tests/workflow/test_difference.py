"""Two texts side by side: sentences paired, figures whole, and the case that only figures differ."""

from __future__ import annotations

import pytest

from pipeline.workflow.difference import changes, only_figures, sentences

OLD = "全年支出301.81万元，比上年增加31.01万元，增长23.25%。主要原因是人员增加。\n固定资产12.00万元。"


def test_equal_texts_have_no_changes() -> None:
    assert changes(OLD, OLD) == []
    assert not only_figures(OLD, OLD)


def test_a_changed_figure_is_marked_whole_with_its_unit() -> None:
    (change,) = changes(OLD, OLD.replace("301.81", "305.91"))
    before, after = change.pieces
    assert [p.text for p in before if p.changed] == ["301.81万元"]
    assert [p.text for p in after if p.changed] == ["305.91万元"]
    assert "".join(p.text for p in before) == change.before


def test_a_sentence_put_in_between_is_all_new_and_leaves_the_others_alone() -> None:
    (change,) = changes(OLD, OLD.replace("\n", "另有临时用工。\n"))
    assert (change.before, change.after) == ("", "另有临时用工。")
    assert [p.changed for p in change.pieces[1]] == [False]


def test_sentences_that_resemble_each_other_stand_side_by_side() -> None:
    new = "新加的头一句话。" + OLD.replace("人员增加", "人员调入增加")
    pairs = [(c.before, c.after) for c in changes(OLD, new)]
    assert ("主要原因是人员增加。", "主要原因是人员调入增加。") in pairs
    assert ("", "新加的头一句话。") in pairs
    assert len(pairs) == 2


@pytest.mark.parametrize(
    ("new", "only"),
    [
        (OLD.replace("23.25%", "24.01%").replace("12.00", "13.50"), True),
        (OLD.replace("增加31.01", "减少31.01"), False),
        (OLD.replace("主要", ""), False),
    ],
)
def test_whether_only_figures_differ(new: str, only: bool) -> None:
    assert only_figures(OLD, new) is only


def test_nothing_is_lost_in_cutting() -> None:
    assert "".join(sentences(OLD)) == OLD.replace("\n", "")

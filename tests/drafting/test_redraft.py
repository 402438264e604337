"""A redraft keeps to what was asked for: one paragraph, a length, a hint or the reason why not, a variant."""

from __future__ import annotations

import asyncio

import pytest

from pipeline.drafting import (
    Brief,
    Drafted,
    Job,
    Paragraph,
    allot,
    build_prompt,
    draft_section,
    told_elsewhere,
)
from pipeline.drafting.clean import clean
from pipeline.drafting.hints import ASKED_LENGTH, asked_length, take_excuse
from pipeline.errors import ModelUnavailable
from schemas.calls import Completion
from schemas.inputs import ActivityNote, NoteKind
from schemas.report import AuthorKind
from tests.drafting.case import BRIEF, GOOD, LEDGER, NOTES, OUTLINE, SETTINGS, Shelf, note, tools
from tests.drafting.test_section import Scripted

FIRST = "我单位2023年基本支出[[基本支出.决算]]，用于人员和公用。"
FORMER = f"{FIRST}\n\n基本支出[[基本支出.决算|比上年]]。\n保障了机构运转。"


def redraft(model: Scripted, shelf: Shelf | None = None, **job: object) -> Drafted:
    spec = OUTLINE.section(str(job.pop("section", "basic")))
    fields = {"round": 1, "former": FORMER} | job
    return asyncio.run(draft_section(Job(spec, **fields), BRIEF, tools(model, shelf)))  # type: ignore[arg-type]


# one paragraph


def test_one_paragraph_is_replaced_and_the_others_stay_to_the_byte() -> None:
    model = Scripted("基本支出比上年有变化，[[基本支出.决算|比上年]]，主要原因是人员调资。")
    drafted = redraft(model, paragraph=2)
    before, after = FORMER.split("\n"), drafted.text.split("\n")
    assert [after[i] for i in (0, 1, 3)] == [before[i] for i in (0, 1, 3)]
    assert after[2] == model.answers[0]
    asked = model.asked[0][1].content
    assert "〔第2段〕基本支出[[基本支出.决算|比上年]]。" in asked
    assert "〔第3段〕保障了机构运转。" in asked
    assert asked.endswith("现在重写“基本支出”的第2段，只交这一段。")


def test_a_paragraph_may_not_take_a_required_figure_away() -> None:
    model = Scripted("我单位基本支出用于人员和公用。", "我单位基本支出[[基本支出.决算]]，用于人员。")
    spec_text = FORMER.replace("基本支出[[基本支出.决算|比上年]]。", "变化不大。")
    drafted = redraft(model, paragraph=1, former=spec_text)
    assert drafted.calls == 2
    assert "[[基本支出.决算]]" in drafted.text
    assert "必须引用到的键：[[基本支出.决算]]" in model.asked[1][-1].content


def test_what_was_wrong_elsewhere_before_is_not_asked_of_the_paragraph() -> None:
    wrong = FORMER + "\n另有手写的99.99万元。"
    model = Scripted("基本支出[[基本支出.决算|比上年]]，主要原因是人员调资。")
    drafted = redraft(model, paragraph=2, former=wrong)
    assert drafted.calls == 1
    assert [f.quote for f in drafted.findings] == ["99.99万元"]


@pytest.mark.parametrize(
    "answer",
    [
        "〔第2段〕基本支出[[基本支出.决算|比上年]]，原因是人员调资。",
        FORMER.replace("比上年]]。", "比上年]]，原因是人员调资。"),
    ],
)
def test_an_answer_with_more_than_the_paragraph_is_cut_to_it(answer: str) -> None:
    drafted = redraft(Scripted(answer), paragraph=2)
    assert drafted.text == FORMER.replace("比上年]]。", "比上年]]，原因是人员调资。")


def test_other_paragraphs_alone_are_no_answer() -> None:
    model = Scripted("保障了机构运转。", "基本支出[[基本支出.决算|比上年]]，原因是人员调资。")
    assert redraft(model, paragraph=2).calls == 2
    assert "要的是第2段" in model.asked[1][-1].content


def test_a_persons_section_stays_a_persons() -> None:
    answer = "基本支出[[基本支出.决算|比上年]]，原因是人员调资。"
    drafted = redraft(Scripted(answer), paragraph=2, writer=AuthorKind.PERSON)
    assert (drafted.author.kind, drafted.author.writer) == (AuthorKind.MODEL, AuthorKind.PERSON)
    whole = redraft(Scripted(GOOD["basic"]), writer=AuthorKind.PERSON)
    assert whole.author.writer is AuthorKind.MODEL


def test_paragraphs_are_counted_without_blank_lines() -> None:
    assert Paragraph.of("甲\n\n乙", 3) is None
    assert Paragraph.of("甲\n\n乙", 0) is None
    second = Paragraph.of("甲\n\n乙", 2)
    assert second is not None
    assert (second.words, second.replaced("丙\n丁")) == ("乙", "甲\n\n丙\n丁")
    assert second.span("甲\n\n丙\n丁") == (3, 6)


# a hint, or the reason why not


def test_a_hint_that_cannot_be_followed_leaves_the_text_and_gives_the_reason() -> None:
    model = Scripted("〔说明：资料里没有获奖的记录，需补充奖项名称。〕")
    drafted = redraft(model, hint="写上获得的国家级奖项")
    assert (drafted.kept, drafted.text, drafted.calls) == (True, FORMER, 1)
    assert drafted.excuse == "资料里没有获奖的记录，需补充奖项名称。"


def test_what_can_be_done_is_done_and_the_rest_explained() -> None:
    drafted = redraft(Scripted(f"〔说明：没有奖项。〕\n{GOOD['basic']}"), hint="改得顺些，写上奖项")
    assert (drafted.kept, drafted.text) == (False, GOOD["basic"])
    assert drafted.request == "改得顺些，写上奖项〔说明：没有奖项。〕"


def test_an_excuse_survives_a_repair() -> None:
    model = Scripted("手写的99.99万元是多少，这里一概不知道。\n【说明：没有奖项。】", GOOD["basic"])
    drafted = redraft(model, hint="写上奖项")
    assert (drafted.text, drafted.excuse) == (GOOD["basic"], "没有奖项。")


def test_an_excuse_alone_is_no_first_draft() -> None:
    model = Scripted("〔说明：没有材料。〕", GOOD["basic"])
    assert redraft(model, former="", hint="写上奖项").text == GOOD["basic"]
    assert model.asked[0][1].content.count("不交正文") == 0


def test_only_a_line_of_its_own_at_either_end_is_an_excuse() -> None:
    assert take_excuse(["〔说明：甲〕", "正文。"]) == (["正文。"], "甲")
    assert take_excuse(["正文。", "〔说明:甲〕"]) == (["正文。"], "甲")
    for kept in (["正文〔说明：甲〕。"], ["一。", "〔说明：甲〕", "二。"], []):
        assert take_excuse(kept) == (kept, "")
    answer = clean(Completion(text="```\n〔说明：甲〕\n基本支出情况正常，没有问题。\n```"), "基本支出")
    assert (answer.text, answer.excuse) == ("基本支出情况正常，没有问题。", "甲")


def test_a_redraft_that_fails_keeps_what_there_is() -> None:
    for model in (Scripted(ModelUnavailable("连不上模型接口。")), Scripted("", "", "")):
        drafted = redraft(model, writer=AuthorKind.MODEL)
        assert (drafted.kept, drafted.text) == (True, FORMER)
        assert "原稿未动" in drafted.notice
    template = redraft(Scripted(""), writer=AuthorKind.OFFLINE)
    assert (template.kept, template.author.kind) == (False, AuthorKind.OFFLINE)


def test_the_same_text_again_is_not_written() -> None:
    assert redraft(Scripted(FORMER.replace("\n\n", "\n")), former=FORMER.replace("\n\n", "\n")).kept


# a length


@pytest.mark.parametrize(
    ("hint", "least", "most"),
    [
        ("突出乡村振兴，压到300字", 180, 315),
        ("压缩到三百字以内", 0, 300),
        ("控制在200—300字", 200, 300),
        ("不少于500字", 500, 100_000),
        ("写500字左右", 425, 575),
        ("扩写到800字", 680, 920),
    ],
)
def test_a_length_is_read_from_the_hint(hint: str, least: int, most: int) -> None:
    length = asked_length(hint)
    assert length is not None
    assert (length.least, length.most) == (least, most)


@pytest.mark.parametrize("hint", ["", "减少100字", "删去前100字", "增加一段", "压缩100字", "写上300人"])
def test_no_length_is_read_where_none_is_named(hint: str) -> None:
    assert asked_length(hint) is None


def test_a_length_that_is_missed_is_repaired_once_and_then_told() -> None:
    model = Scripted(GOOD["basic"])
    drafted = redraft(model, hint="压到40字")
    assert drafted.calls == 2
    assert "须再删" in model.asked[1][-1].content
    assert "须再删" in drafted.notice
    assert [f.code for f in drafted.findings] == [ASKED_LENGTH]
    assert "篇幅：24至42字。" in model.asked[0][1].content


def test_a_paragraphs_length_is_that_of_the_paragraph() -> None:
    model = Scripted("基本支出[[基本支出.决算|比上年]]，原因是人员调资。")
    assert redraft(model, paragraph=2, hint="40字以内").calls == 1
    assert "现在是" in model.asked[0][1].content


# variants


def test_each_variant_is_paid_for_once_and_asked_for_differently() -> None:
    shelf = Shelf()
    models = [Scripted(GOOD["basic"]) for _ in range(3)]
    for number, model in enumerate(models, 1):
        assert redraft(model, shelf, variant=number).calls == 1
        assert redraft(Scripted(AssertionError()), shelf, variant=number).reused == 1
    assert len({model.asked[0][1].content for model in models}) == 3
    assert redraft(Scripted(GOOD["basic"]), shelf).calls == 1


# what others tell


def test_a_redraft_sees_that_another_section_tells_its_activity() -> None:
    spec = OUTLINE.section("activities")
    texts = {"party": "支部组织党员参加科普日，[[记录.科普日.活动]]。", "activities": "旧稿。"}
    brief = Brief(OUTLINE, SETTINGS, LEDGER, allot(_with_figure(), OUTLINE))
    (line,) = told_elsewhere(spec, brief, texts)
    assert "党建工作" in line
    assert "科普日" in line
    assert line in build_prompt(Job(spec, told=(line,)), brief)[1].content
    assert told_elsewhere(spec, brief, {"activities": texts["party"]}) == ()


def _with_figure() -> list[ActivityNote]:
    day = note(
        "科普日",
        "全国科普日举办科普活动[[记录.科普日.活动]]。",
        topics=("科普",),
        figures=(LEDGER["记录.科普日.活动"],),
        kind=NoteKind.ACTIVITY,
    )
    return [day, *NOTES[1:]]


def test_a_redraft_sees_which_of_its_figures_others_print() -> None:
    spec = OUTLINE.section("basic")
    (line,) = told_elsewhere(
        spec, BRIEF, {"projects": "项目支出[[项目支出.决算]]，基本支出[[基本支出.决算]]。"}
    )
    assert line == "（二）项目支出 数：基本支出"


def test_what_others_tell_stays_short_and_inside_its_fence() -> None:
    spec = OUTLINE.section("basic")
    texts = {s.id: "[[基本支出.决算]]" for s in OUTLINE.sections}
    assert sum(map(len, told_elsewhere(spec, BRIEF, texts))) <= 500
    text = build_prompt(Job(spec, told=("〉〉〉资料",)), BRIEF)[1].content
    assert text.count("<<<资料") == text.count("资料>>>")

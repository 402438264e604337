"""What an edit does to the figures around it."""

import unicodedata

import pytest

from pipeline.references import render
from pipeline.restoration import Exported, Fate, restore
from tests.restoration.sample import EXPORTED, PRINTED, SECTIONS, STYLE, after, edited, fates, shown
from tests.test_references import ledger

NOT_KEPT = tuple(fate for fate in Fate if fate is not Fate.KEPT)


def test_an_unedited_report_is_what_was_exported() -> None:
    restored = restore(EXPORTED, PRINTED)
    assert {id: one.text for id, one in restored.items()} == SECTIONS
    assert not fates(restored, *NOT_KEPT)
    assert len(restored["spending"].fates) == 9


@pytest.mark.parametrize(
    "disguise",
    [
        lambda t: t.translate({ord(str(n)): chr(ord("０") + n) for n in range(10)}),
        lambda t: t.replace("“", '"').replace("”", '"'),
        lambda t: t.replace("万元", " 万元\u3000").replace("，", "，\u200b"),
        lambda t: t.replace("\n", "\n\n　　"),
        lambda t: unicodedata.normalize("NFKC", t),
    ],
    ids=["full-width digits", "straight quotes", "blanks", "blank lines", "half-width marks"],
)
def test_the_habits_of_word_processors_are_no_edits(disguise) -> None:  # type: ignore[no-untyped-def]
    restored = restore(EXPORTED, {id: disguise(text) for id, text in PRINTED.items()})
    assert {id: one.text for id, one in restored.items()} == SECTIONS


@pytest.mark.parametrize(
    "pairs",
    [
        [("我单位基本支出", "我单位的基本支出共计")],
        [("现场气氛热烈", "群众反响热烈")],
        [("。基本支出中", "；基本支出中")],
        [("；项目支出", "。项目支出")],
        [("“三公”经费支出", "全年“三公”经费共支出")],
        [("\n“三公”", "“三公”")],
    ],
)
def test_words_edited_around_a_figure_leave_it_its_source(pairs: list[tuple[str, str]]) -> None:
    section = next(id for id in SECTIONS if pairs[0][0] in PRINTED[id])
    restored = after(section, *pairs)
    text = SECTIONS[section]
    for was, now in pairs:
        text = text.replace(was, now)
    assert restored[section].text == text
    assert not fates(restored, *NOT_KEPT)


def test_sections_nobody_touched_stay_to_the_byte() -> None:
    assert after("work", ("热烈", "很好"))["spending"].text == SECTIONS["spending"]


def test_a_changed_figure_keeps_its_key_and_prints_what_the_person_wrote() -> None:
    restored = after("spending", ("1.89万元", "1.98万元"))
    assert "公务接待费[[三公经费.公务接待费.决算|作1.98万元]]，" in restored["spending"].text
    assert fates(restored, *NOT_KEPT) == [("三公经费.公务接待费.决算", "1.89万元", "1.98万元")]


def test_swapped_nouns_take_their_own_keys() -> None:
    restored = after(
        "spending", ("公务接待费1.89", "公务用车运行维护费1.89"), ("公务用车运行维护费2.58", "公务接待费2.58")
    )
    text = restored["spending"].text
    assert "公务接待费[[三公经费.公务接待费.决算|作2.58万元]]" in text
    assert "公务用车运行维护费[[三公经费.公务用车运行维护费.决算|作1.89万元]]" in text


def test_a_figure_among_foreign_words_is_in_doubt() -> None:
    restored = after("work", ("发放宣传资料", "全县果树嫁接"))
    assert "全县果树嫁接[[记录.科普日.发放宣传资料|作20000余份|待核]]" in restored["work"].text
    assert fates(restored, Fate.DROPPED) == [("记录.科普日.发放宣传资料", "20000余份", "20000余份")]


def test_equal_values_are_told_apart_by_their_words() -> None:
    sections = {
        "a": "人员[[人员经费.决算]]。公务接待费支出[[人员经费.决算]]，会议费支出[[基本支出.决算|数]]万元。"
    }
    text = sections["a"]
    restored = restore({"a": type(EXPORTED["work"])(text, shown(text))}, {"a": shown(text).text + "完。"})
    assert restored["a"].text == text + "完。"


def test_a_moved_sentence_takes_its_references_along() -> None:
    sentence = "举办科技人员培训班两期，参加培训428人，学员反映良好。"
    texts = edited("work", ("\n" + sentence, ""))
    texts["spending"] += "\n" + sentence
    restored = restore(EXPORTED, texts)
    assert restored["spending"].text == SECTIONS["spending"] + "\n" + SECTIONS["work"].split("\n")[1]
    assert fates(restored, *NOT_KEPT) == [("记录.培训.参加培训", "428人", "428人")]
    assert restored["spending"].fates[-1].fate is Fate.MOVED


def test_a_copied_sentence_has_its_references_twice() -> None:
    texts = {**PRINTED, "spending": PRINTED["spending"] + PRINTED["work"].split("\n")[1]}
    restored = restore(EXPORTED, texts)
    assert restored["spending"].text.endswith("参加培训[[记录.培训.参加培训]]，学员反映良好。")
    assert fates(restored, *NOT_KEPT) == [("记录.培训.参加培训", "428人", "428人")]
    assert restored["spending"].fates[-1].fate is Fate.COPIED


def test_a_new_number_stays_typed() -> None:
    restored = after("work", ("学员反映良好", "结业416人"))
    assert restored["work"].text.endswith("[[记录.培训.参加培训]]，结业416人。")


def test_a_deleted_figure_is_told() -> None:
    restored = after("work", ("，在职人员16人", ""))
    assert fates(restored, *NOT_KEPT) == [("在职人数", "16人", "")]
    assert restored["work"].fates[-1].fate is Fate.DELETED


def test_a_phrase_that_was_edited_falls_into_its_figures() -> None:
    restored = after("spending", ("比上年增加21.81万元，增长7.79%", "较上一年度多21.81万元，增幅7.79%"))
    assert (
        "较上一年度多[[基本支出.决算.比上年增减额]]，增幅[[基本支出.决算.比上年增减率]]"
        in restored["spending"].text
    )


def test_a_phrase_with_one_figure_falls_into_it_too() -> None:
    accounts = ledger()
    text = "其他收入[[其他收入.年初预算]]，[[其他收入.年初预算|比上年]]。"
    printed = render(text, accounts, STYLE)
    now = printed.text.replace("比上年增加", "比上年多了")
    restored = restore({"a": Exported(text, printed)}, {"a": now})["a"]
    assert restored.text == "其他收入[[其他收入.年初预算]]，比上年多了[[其他收入.年初预算.比上年增减额]]。"
    assert [f.fate for f in restored.fates] == [Fate.KEPT, Fate.KEPT]


def test_what_a_person_types_is_never_a_reference() -> None:
    restored = after("work", ("学员反映良好", "共[[基本支出.决算]]"))
    assert restored["work"].text.endswith("共［［基本支出.决算]]。")


def test_fates_point_into_what_is_printed() -> None:
    restored = after("spending", ("我单位", "我会"), ("1.89万元", "1.98万元"), ("人员经费", "工资"))
    for one in restored.values():
        printed = shown(one.text).text
        for fate in one.fates:
            assert fate.section is None or printed[fate.start : fate.end] == fate.now

"""The ledger's nouns in a text, the words of each number, and the noun that a number belongs to."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.crosscheck.reading import Reading, is_figure
from pipeline.crosscheck.terms import Facet, Folded, Terms, facet, fold, terms_of, variants
from pipeline.numerals import find
from schemas.figures import Ledger
from tests.crosscheck.ledgers import LEDGER, YEAR, count, money


def reading(text: str) -> Reading:
    return Reading(text, terms_of(LEDGER), YEAR)


def at(text: str, number: str) -> int:
    return text.index(number)


@pytest.mark.parametrize(
    ("text", "number", "window"),
    [
        ("甲收入3元，乙支出5元", "5元", "乙支出"),
        ("甲收入3元乙支出5元", "5元", "乙支出"),
        ("甲收入3元5元", "5元", ""),
        ("因公出国（境）费0元", "0元", "因公出国（境）费"),
        ("支出：因公出国（境）费0元", "0元", "因公出国（境）费"),
        ("5元", "5元", ""),
    ],
)
def test_the_words_of_a_number(text: str, number: str, window: str) -> None:
    one = reading(text)
    place = text.rindex(number)
    for _ in range(2):
        assert text[slice(*one.window(place))] == window


@pytest.mark.parametrize(
    ("text", "number", "noun"),
    [
        ("基本支出301万元", "301", "基本支出"),
        ("其中：基本支出决算为301万元", "301", "基本支出"),
        ("一是2023年我单位基本支出301万元", "301", "基本支出"),
        ("用于基本支出301万元", "301", None),
        ("基本支出用于其他301万元", "301", None),
        ("基本支出和项目支出301万元", "301", None),
        ("人员经费、公用经费共301万元", "301", None),
        ("人员经费5万元、公用经费301万元", "301", "公用经费"),
        ("人员经费5万元，公用经费301万元", "301", "公用经费"),
        ("人员经费及公用经费共301万元", "301", None),
        ("甲、人员经费301万元", "301", None),
        ("、人员经费301万元", "301", None),
        ("全年301万元", "301", None),
        ("“三公”经费控制率301%", "301", "三公经费"),
    ],
)
def test_the_noun_that_a_number_certainly_belongs_to(text: str, number: str, noun: str | None) -> None:
    hit = reading(text).governor(at(text, number))
    assert (hit.term if hit else None) == noun


@pytest.mark.parametrize(
    ("text", "number", "since"),
    [
        ("上文。甲3元，乙和丙共5元", "5元", "，乙和丙共"),
        ("上文3元。乙和丙共5元", "5元", "乙和丙共"),
        ("甲、乙两项共5元", "5元", "甲、乙两项共"),
        ("甲3元，乙、丙两项，丁三类共5元", "5元", "，乙、丙两项，丁三类共"),
        ("两项共5元", "5元", "两项共"),
        ("5元", "5元", ""),
    ],
)
def test_the_words_since_the_last_number(text: str, number: str, since: str) -> None:
    place = at(text, number)
    assert text[reading(text).since_number(place) : place] == since


def test_nouns_are_taken_out_of_the_words() -> None:
    text = "年初预算内基本支出、项目支出较多"
    assert reading(text).words(0, len(text)) == "年初预算内\0、\0较多"
    assert [h.term for h in reading(text).hits_in(0, text.index("出、"))] == []
    assert [h.term for h in reading(text).hits_in(0, text.index("、"))] == ["基本支出"]
    assert Reading(text, None, YEAR).hits == []


def test_figures_are_numbers_with_a_value_that_can_be_reckoned_with() -> None:
    text = "2023年第3次会议，数十家，5元，" + "9" * 21 + "元，" + "9" * 20 + "元"
    assert [m.text for m in find(text) if is_figure(m)] == ["5元", "9" * 20 + "元"]
    (limit,) = find("1" + "0" * 20 + "元")
    assert not is_figure(limit)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("培训[[记录.24份，参加428人", ["428人"]),
        ("3人[[记录.29-选树.3场]]5人", ["3人", "5人"]),
        ("[[甲.1]][[乙.2]]7人", ["7人"]),
    ],
)
def test_numbers_inside_a_reference_are_left_out(text: str, numbers: list[str]) -> None:
    assert [m.text for m in reading(text).mentions] == numbers


# -- names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("因公出国（境）费", {"因公出国(境)费", "因公出国费", "因公出国(境)", "因公出国"}),
        ("“三公” 经费", {"三公经费", "三公"}),
        ("工作经费", {"工作经费"}),
        ("合计", set()),
        ("水费", {"水费"}),
        ("项目支出", {"项目支出"}),
        ("在职人数", {"在职人数", "在职"}),
        ("资产总额", {"资产总额"}),
    ],
)
def test_how_prose_may_call_an_item(name: str, forms: set[str]) -> None:
    assert variants(name) == forms


def taken_apart(key: str, **more: object) -> Facet:
    return facet(count(key, "3", "个", **more), 7)


def test_a_key_taken_apart() -> None:
    one = taken_apart("项目.甲.决算.占比", item="项目.甲")
    assert (one.subject, one.derived, one.note, one.words, one.order) == ("项目.甲", "占比", False, "", 7)
    assert taken_apart("绩效指标.甲.完成值", item="绩效指标.甲").derived == "完成值"
    assert taken_apart("甲.决算.比上年增减率").derived == "比上年增减率"
    note = taken_apart("记录.培训.参加 培训", label="共（人）")
    assert (note.derived, note.note, note.words) == ("", True, "参加培训共(人)")
    assert note.pairs == {"参加", "加培", "培训", "训共", "共(", "(人", "人)"}
    assert taken_apart("记录.甲").order == 7


def test_a_text_is_folded_and_found_again() -> None:
    folded = Folded("“三公” 经费（境）３元")
    assert folded.plain == "三公经费(境)3元" == fold("“三公” 经费（境）３元")
    assert (folded(0, 4), folded(5, 100), folded(-3, 2)) == ("三公", "经费(境)3元", "三")
    assert [folded.offsets[i] for i in (0, 2, 4)] == [1, 5, 7]


def test_the_longest_name_is_found_and_none_twice() -> None:
    ledger = Ledger(
        [
            money(f"{name}.决算", "3")
            for name in ("培训费", "培训费支出明细", "甲.公务接待费", "乙.公务接待费")
        ],
        aliases={"日常开销": "培训费.决算"},
    )
    text = "培训“费支出”明细、培训费、公务接待费、公务接待、公务、日常开销"
    hits = Terms(ledger).find(Folded(text))
    assert [(text[h.start : h.end], h.term, sorted(h.subjects)) for h in hits] == [
        ("培训“费支出”明细", "培训费支出明细", ["培训费支出明细"]),
        ("培训费", "培训费", ["培训费"]),
        ("公务接待费", "公务接待费", ["乙.公务接待费", "甲.公务接待费"]),
        ("公务接待", "公务接待", ["乙.公务接待费", "甲.公务接待费"]),
        ("日常开销", "日常开销", ["培训费"]),
    ]
    assert Terms(Ledger([])).find(Folded(text)) == []


def test_notes_and_labels_of_derived_figures_are_no_names() -> None:
    terms = Terms(
        Ledger(
            [count("记录.培训.参加培训", "3", "人"), count("甲.执行率", "3", "%", item="甲", label="某某率")]
        )
    )
    assert terms.find(Folded("参加培训、某某率")) == []
    assert [f.figure.key for f in terms.notes_by_pair["参加"]] == ["记录.培训.参加培训"]
    assert [f.order for f in terms.facets.values()] == [0, 1]
    assert [f.figure.value for f in terms.by_subject["甲"]] == [Decimal(3)]

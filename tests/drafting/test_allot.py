"""Every activity goes to one section, every reason to its figures, and the clerk is told why."""

from __future__ import annotations

import pytest

from pipeline.drafting import allot
from schemas.inputs import NoteKind
from schemas.outline import Outline, SectionSpec
from tests.drafting.case import INJECTION, OUTLINE, REASON, SCIENCE_DAY, note


def test_a_topic_in_front_matter_decides() -> None:
    allotment = allot([SCIENCE_DAY], OUTLINE)
    assert allotment.notes("activities") == (SCIENCE_DAY,)
    assert "主题“科普”" in allotment.reasons["科普日"]


def test_a_section_named_by_heading_or_id_goes_before_everything() -> None:
    by_heading = note("甲", "科普科普", sections=("党建 工作",), topics=("科普",))
    by_id = note("乙", "支部", sections=("projects",))
    allotment = allot([by_heading, by_id], OUTLINE)
    assert allotment.notes("party") == (by_heading,)
    assert allotment.notes("projects") == (by_id,)
    assert "写明章节“党建 工作”" in allotment.reasons["甲"]


def test_keywords_decide_else_more_different_ones_first() -> None:
    mixed = note("丙", "科普科普科普，支部开展党建")
    allotment = allot([mixed], OUTLINE)
    assert allotment.notes("party") == (mixed,)
    assert "党建、支部" in allotment.reasons["丙"]


def test_a_tie_goes_to_the_first_section() -> None:
    tie = note("丁", "科普，党建，科普，党建")
    assert allot([tie], OUTLINE).notes("activities") == (tie,)


def test_an_unknown_section_falls_back_to_keywords_and_says_so() -> None:
    lost = note("戊", "党建，支部", sections=("没有这节",))
    allotment = allot([lost], OUTLINE)
    assert allotment.notes("party") == (lost,)
    assert "没有这节" in allotment.reasons["戊"]


def test_one_common_word_in_passing_is_no_guess() -> None:
    passing = note("丑", "农闲时节清理沟渠，支部也来了。")
    allotment = allot([passing], OUTLINE)
    assert allotment.unallotted == (passing,)
    assert "只有“支部”一处像" in allotment.reasons["丑"]
    assert allot([note("寅", "清理沟渠，支部也来了。", title="支部活动")], OUTLINE).notes("party")


def test_an_outline_may_have_a_section_for_the_rest() -> None:
    sections = [
        s.model_copy(update={"notes": s.notes.model_copy(update={"rest": True})})
        if s.id == "activities" and s.notes
        else s
        for s in OUTLINE.sections
    ]
    outline = OUTLINE.model_copy(update={"sections": tuple(sections)})
    rest, party = note("卯", "下雨了"), note("辰", "支部开展党建")
    allotment = allot([rest, party], outline)
    assert (allotment.notes("activities"), allotment.notes("party")) == ((rest,), (party,))


@pytest.mark.parametrize(
    ("wanted", "found", "unknown"),
    [
        ("坚持主业，素质提升", ["main"], []),
        ("六、绩效情况", ["performance"], []),
        ("坚持主业，素质提升、绩效情况", ["main", "performance"], []),
        ("绩效情况，坚持主业,素质提升", ["performance", "main"], []),
        ("绩效情况，没有这节", ["performance"], ["没有这节"]),
        ("坚持主业", [], ["坚持主业"]),
    ],
)
def test_a_heading_may_hold_commas(wanted: str, found: list[str], unknown: list[str]) -> None:
    headings = {"main": "坚持主业，素质提升", "performance": "绩效情况"}
    before = [SectionSpec(id=f"s{i}", heading=f"第{i}") for i in range(4)]
    sections = (*before, *(SectionSpec(id=i, heading=h) for i, h in headings.items()))
    outline = Outline(name="t", label="t", title="t", sections=sections)
    specs, names = outline.named([wanted])
    assert ([s.id for s in specs], list(names)) == (found, unknown)


def test_a_chapter_without_text_passes_the_note_to_its_first_section() -> None:
    sections = (
        SectionSpec(id="a", heading="甲", body=False),
        SectionSpec(id="b", heading="乙", level=2),
        SectionSpec(id="c", heading="丙", level=2),
    )
    outline = Outline(name="t", label="t", title="t", sections=sections)
    one = note("记", "某事", sections=("甲",))
    assert allot([one], outline).notes("b") == (one,)


def test_what_fits_nowhere_is_listed() -> None:
    nowhere = note("己", "下雨了")
    allotment = allot([nowhere], OUTLINE)
    assert allotment.unallotted == (nowhere,)
    assert "写明“章节”或“主题”" in allotment.reasons["己"]


def test_a_reason_goes_to_the_sections_that_see_its_figure() -> None:
    by_item = note("庚", "公务减少", kind=NoteKind.REASON, about=("项目支出",))
    unknown = note("辛", "不明", kind=NoteKind.REASON, about=("没有的项",))
    allotment = allot([REASON, by_item, unknown], OUTLINE)
    assert allotment.notes("basic") == (REASON,)
    assert allotment.notes("projects") == (by_item,)
    assert allotment.unallotted == (unknown,)


def test_each_activity_is_in_exactly_one_section() -> None:
    notes = [SCIENCE_DAY, INJECTION, *(note(f"n{i}", "科普 党建 支部"[i % 5 :]) for i in range(10))]
    allotment = allot(notes, OUTLINE)
    placed = [n.name for ns in allotment.sections.values() for n in ns]
    assert sorted(placed + [n.name for n in allotment.unallotted]) == sorted(n.name for n in notes)
    assert [n.name for n, _ in allotment.elsewhere("party")] == [
        n.name for n in allotment.notes("activities")
    ]

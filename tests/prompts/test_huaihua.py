"""The outline 怀化2020: its headings, its offline wording on the example's data and on no data at all."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from pipeline.drafting.offline import Wording
from pipeline.inputs import read_folder
from pipeline.ledger import build_ledger
from pipeline.outlines import OutlineFolder, open_outline
from pipeline.references import Style, parse, render
from schemas.figures import Ledger
from schemas.inputs import ActivityNote, NoteKind, NoteLine, ProjectRow, ReportInput, ReportSettings
from schemas.outline import SectionSpec

EXAMPLE = Path(__file__).parents[2] / "examples" / "huaihua2020"

# As the published report has them, with its missing and repeated numbers put right.
HEADINGS = """\
一、部门概况
（一）部门基本情况
（二）部门整体支出规模、使用方向和主要内容、涉及范围等
二、部门整体支出管理及使用情况
（一）基本支出
（二）科普专项业务经费支出
1.专项资金安排落实、总投入等情况分析
2.专项资金实际使用情况分析
3.项目资金管理情况分析，主要包括管理制度、办法的制订及执行情况
三、部门专项组织实施情况
（一）专项组织情况分析
（二）专项管理情况分析
四、资产管理情况
五、部门整体支出绩效情况
（一）加强科协组织党的建设，实施对科技工作者的政治引领提升行动
1.加强党性教育，筑牢思想之基
2.推进党风廉政，全面从严治党
3.强化政治引领，广泛凝聚共识
（二）围绕科协组织助力高质量发展，实施“三个助力”工程提升行动
（三）聚焦科协组织主责主业，实施全民科学素质提升行动
1.深入实施《怀化市全民科学素质行动计划纲要》
2.面向重点人群，大力实施“科普为民惠民”行动
3.深入推动科普信息化平台建设
（四）突出科协组织自身建设，实施新时代科协工作水平提升行动
六、存在的主要问题
1.管理制度和资产管理方面
2.预算编制和预算执行方面
七、改进措施和有关建议"""

BLANKS = re.compile(r"None|Undefined|\[\[|\]\]|（）|“”|《》|[：，、；](?=[。；，、：\n]|$)|。。|XX|××|_{2,}")
DOUBLED = re.compile(r"([一-龥]{2,})\1")
"""A word of two characters or more standing twice in a row, as templates make it (其中其中)."""


@cache
def outline() -> OutlineFolder:
    return open_outline("huaihua2020")


@cache
def example() -> tuple[ReportInput, Ledger]:
    report, _ = read_folder(EXAMPLE)
    assert report is not None
    return report, build_ledger(report)


def notes_for(spec: SectionSpec, report: ReportInput) -> list[ActivityNote]:
    topics = set(spec.notes.topics) if spec.notes else set()
    return [n for n in report.notes if topics & set(n.topics)]


def wording(spec: SectionSpec, report: ReportInput, ledger: Ledger) -> str:
    """The offline wording of a section, with its references."""
    source = outline().wording(spec)
    assert source is not None, f"{spec.id} has no template"
    return Wording(report, ledger, notes_for(spec, report)).fill(source, spec.heading)


def bodies() -> list[SectionSpec]:
    return [spec for spec in outline().outline.sections if spec.body]


def assert_reads_well(text: str) -> None:
    assert text.strip()
    assert not BLANKS.search(text), BLANKS.search(text)
    assert not DOUBLED.search(text), DOUBLED.search(text)
    assert all(line.endswith("。") for line in text.splitlines())


def settings() -> ReportSettings:
    return ReportSettings(unit="某市文学艺术界联合会", short_name="市文联", year=2021, outline="huaihua2020")


def bare() -> ReportInput:
    return ReportInput(settings=settings())


def test_headings_are_those_of_the_published_report() -> None:
    assert [heading for _, heading in outline().outline.numbered()] == HEADINGS.splitlines()


def test_every_section_with_a_body_has_wording_and_guidance() -> None:
    for spec in bodies():
        assert outline().wording(spec) is not None, spec.id
        assert spec.guidance, spec.id


def test_every_topic_of_a_note_belongs_to_exactly_one_section() -> None:
    topics = [t for spec in bodies() if spec.notes for t in spec.notes.topics]
    assert len(topics) == len(set(topics))


@pytest.mark.parametrize("spec", bodies(), ids=lambda spec: spec.id)
def test_wording_reads_well_on_the_example(spec: SectionSpec) -> None:
    report, ledger = example()
    text = wording(spec, report, ledger)
    assert [r.key for r in parse(text) if r.key not in ledger] == []
    rendered = render(text, ledger, Style.of(report.settings))
    assert rendered.problems == ()
    assert_reads_well(rendered.text)


@pytest.mark.parametrize("spec", bodies(), ids=lambda spec: spec.id)
def test_wording_reads_well_with_no_data_at_all(spec: SectionSpec) -> None:
    report = bare()
    text = wording(spec, report, build_ledger(report))
    assert "[[" not in text
    assert_reads_well(text)


@pytest.mark.parametrize("spec", bodies(), ids=lambda spec: spec.id)
def test_wording_of_a_single_untitled_note_has_no_enumeration(spec: SectionSpec) -> None:
    if spec.notes is None or not spec.notes.topics:
        pytest.skip("this section tells no notes")
    line = NoteLine(line=1, text="工作按计划完成。", tagged="工作按计划完成。")
    note = ActivityNote(name="甲", file="甲.md", topics=spec.notes.topics[:1], lines=(line,))
    report = bare().model_copy(update={"notes": (note,)})
    text = wording(spec, report, build_ledger(report))
    assert "工作按计划完成。" in text
    assert "一是" not in text
    assert_reads_well(text)


def test_project_without_amounts_is_told_honestly() -> None:
    report = bare().model_copy(update={"projects": (ProjectRow(name="文艺惠民专项"),)})
    spec = outline().outline.section("special_funds")
    assert "文艺惠民专项的资金安排未列入数据表。" in wording(spec, report, build_ledger(report))


def test_required_keys_without_wildcards_are_in_the_example() -> None:
    _, ledger = example()
    wanted = [*outline().outline.requires, *(k for s in bodies() for k in s.required)]
    assert [key for key in wanted if "*" not in key and key not in ledger] == []


def test_every_activity_note_of_the_example_is_told_by_a_section() -> None:
    report, _ = example()
    told = {n.name for spec in bodies() for n in notes_for(spec, report)}
    assert [n.name for n in report.notes if n.kind is NoteKind.ACTIVITY and n.name not in told] == []


def test_opening_names_the_basis_only_when_there_is_one() -> None:
    report, ledger = example()
    opening = outline().outline.opening
    assert "《怀化市财政局关于" in Wording(report, ledger).fill(opening, "opening")
    assert "《" not in Wording(bare(), build_ledger(bare())).fill(opening, "opening")

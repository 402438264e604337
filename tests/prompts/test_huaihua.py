"""The outline huaihua2020, drafted from its own case and from other units' data."""

from __future__ import annotations

import pytest

from pipeline.articulation import articulate
from pipeline.crosscheck import Context, check
from pipeline.drafting.offline import Wording
from pipeline.ledger import build_ledger
from pipeline.outlines import open_outline
from schemas.findings import Severity
from schemas.inputs import ActivityNote, NoteLine, ProjectRow, ReportInput
from schemas.outline import SectionSpec
from tests.prompts.cases import draft, example, faults_of, missing_from, quantities, settings, strays

NAME = "huaihua2020"
# What these accounts say against themselves, waived in their report.yaml: transfers beside a total that
# the unit's own projects make up already.
CONTRADICTIONS = {"chenzhou2021": {"234.81＋100＝334.81万元，与234.81万元不符。"}}

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
MONEY_AND_RATES = """
362.43万元 444.05万元 156.1万元 30% 7.84万元 451.89万元 301.81万元 210.64万元 65.46万元 40.39万元 63.36万元
19.13万元 0.17万元 11.89万元 1.11万元 9.13万元 60.25万元 3.38万元 0.12万元 0.26万元 0.08万元 0.98万元
0.24万元 0.3万元 1万元 2.4万元 0.18万元 12.59万元 38.72万元 30.92万元 30.02万元 0.4万元 0.38万元 0.12万元
8.92万元 3.08万元 0万元 12万元 1.89万元 2.58万元 4.47万元 68.1万元 88万元 44.16万元 118.87万元 30.18万元
13.58万元 10万元 19万元 37.1万元 9.01万元 163.03万元 87.18万元 59.87万元 27.31万元 70.19万元 1000元 200万元
40万元 77.4% 88.9%
"""
COUNTS = """
14个 16人 2人 4人 10人 7人 2部 1室 1站 12次 1台 2次 3大类 14个 37个 10次 5名 33个 300人次 2批 69人 30人
240人 46个 2680人次 3个 15个 2个 2名 260000人次 944000人次 70个 400个 800台 200000人次 240处 8650条 120000张
2200000人 16家 42套 84所 126场 510人 64次 39场 32家 410000人次 4站 340件 82项 135项 123项 27个 14名 9项 13项
21项 500名 5项 40名 3个 38000人 73000人 20个 206个 2130个 10个 14个 57000人 11000人 14个 7人 3人 8人 22名
"""
"""The figures of the original, its 30.18元 read as the 30.18万元 that its own sum proves."""


def bodies() -> list[SectionSpec]:
    return [spec for spec in open_outline(NAME).outline.sections if spec.body]


def bare() -> ReportInput:
    return ReportInput(settings=settings(NAME))


def test_headings_stand_in_the_order_of_the_original() -> None:
    assert [printed for _, printed in open_outline(NAME).outline.numbered()] == HEADINGS.splitlines()


def test_every_section_tells_a_model_what_to_write() -> None:
    assert [spec.id for spec in bodies() if not spec.guidance] == []


def test_no_topic_belongs_to_two_sections() -> None:
    topics = [t for spec in bodies() if spec.notes for t in spec.notes.topics]
    assert len(topics) == len(set(topics))


def test_the_case_reads_as_finished_prose() -> None:
    report, _ = example(NAME)
    for section, rendered in draft(report).items():
        assert rendered.problems == (), section
        assert faults_of(rendered.text) == [], section


def test_every_section_keeps_to_its_length_and_prints_what_it_must() -> None:
    report, ledger = example(NAME)
    texts = draft(report)
    for spec in bodies():
        rendered = texts[spec.id]
        assert spec.length.least <= len(rendered.text) <= spec.length.most, spec.id
        printed = {key for span in rendered.spans for key in span.keys}
        assert {f.key for f in ledger.matching(spec.required)} <= printed, spec.id


def test_every_figure_of_every_note_is_printed_once() -> None:
    report, _ = example(NAME)
    printed = [key for rendered in draft(report).values() for span in rendered.spans for key in span.keys]
    wanted = [figure.key for note in report.notes for figure in note.figures]
    assert {key: printed.count(key) for key in wanted if printed.count(key) != 1} == {}


def test_the_ledger_holds_the_figures_of_the_original() -> None:
    _, ledger = example(NAME)
    assert missing_from(ledger, quantities(MONEY_AND_RATES + COUNTS)) == []
    assert [f.key for f in ledger if f.item.startswith("其他.")] == []


def test_every_breach_of_the_accounts_is_waived_with_a_reason() -> None:
    report, ledger = example(NAME)
    faults = articulate(ledger, report)
    assert {f.code for f in faults} >= {"spending-covered", "staff-within-establishment"}
    assert [f.message for f in faults if not f.waived] == []


def test_no_direction_is_claimed_for_basic_spending_without_a_budget() -> None:
    report, _ = example(NAME)
    paragraph = draft(report)["basic_spending"].text.splitlines()[0]
    assert "301.81万元" in paragraph
    assert not any(word in paragraph for word in ("增长", "增加", "下降", "减少"))


def test_notes_without_front_matter_find_their_section() -> None:
    report, _ = example(NAME)
    assert len(strays(report)) <= len(report.notes) * 0.1


def test_another_unit_without_data_gets_whole_sentences() -> None:
    texts = draft(bare())
    for section, rendered in texts.items():
        assert rendered.problems == (), section
        assert rendered.spans == (), section
        assert faults_of(rendered.text) == [], section
    assert "怀化" not in "".join(r.text for r in texts.values())


@pytest.mark.parametrize("other", ["changning2023", "chenzhou2021"])
def test_another_case_drafted_by_this_outline_holds_no_error(other: str) -> None:
    report, ledger = example(other)
    report = report.model_copy(update={"settings": report.settings.model_copy(update={"outline": NAME})})
    context = Context(year=report.settings.year, source_text="\n".join(note.text for note in report.notes))
    for section, rendered in draft(report).items():
        assert rendered.problems == (), section
        assert faults_of(rendered.text) == [], section
        findings = check(rendered.text, ledger, spans=rendered.spans, context=context).findings
        errors = {f.message for f in findings if f.severity is Severity.ERROR}
        assert errors <= CONTRADICTIONS.get(other, set()), section


def test_projects_split_over_recipients_are_told_under_their_parent_only() -> None:
    report, _ = example("chenzhou2021")
    report = report.model_copy(update={"settings": report.settings.model_copy(update={"outline": NAME})})
    text = draft(report)["special_use"].text
    assert text.count("基层科普行动计划支出60.00万元") == 1
    assert "基层科普行动计划全年实际支出" not in text


@pytest.mark.parametrize("spec", [s for s in bodies() if s.notes and s.notes.topics], ids=lambda s: s.id)
def test_a_single_untitled_note_is_told_without_enumeration(spec: SectionSpec) -> None:
    assert spec.notes is not None
    line = NoteLine(line=1, text="工作按计划完成。", tagged="工作按计划完成。")
    note = ActivityNote(name="甲", file="甲.md", topics=spec.notes.topics[:1], lines=(line,))
    text = draft(bare().model_copy(update={"notes": (note,)}))[spec.id].text
    assert "工作按计划完成。" in text
    assert "一是" not in text
    assert faults_of(text) == []


def test_a_project_without_amounts_is_told_honestly() -> None:
    texts = draft(bare().model_copy(update={"projects": (ProjectRow(name="档案数字化专项"),)}))
    assert "档案数字化专项的资金安排未列入数据表。" in texts["special_funds"].text
    assert "档案数字化专项的实际支出未列入数据表。" in texts["special_use"].text
    assert [f for r in texts.values() for f in faults_of(r.text)] == []


def test_the_opening_names_the_basis_only_when_there_is_one() -> None:
    report, ledger = example(NAME)
    opening = open_outline(NAME).outline.opening
    assert "《怀化市财政局关于" in Wording(report, ledger).fill(opening, "opening")
    assert "《" not in Wording(bare(), build_ledger(bare())).fill(opening, "opening")

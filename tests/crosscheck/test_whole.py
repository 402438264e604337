"""The text as a whole: what is missing, said twice, invented, badly worded; and that nothing crashes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.crosscheck import CODES, Context, check
from pipeline.crosscheck.wording import rules, typos
from schemas.outline import Length
from tests.crosscheck.ledgers import LEDGER, YEAR, checked, codes


def test_required_figures_must_be_printed_in_any_form() -> None:
    required = ("基本支出.决算", "三公经费.*.决算", "没有的.*")
    missing = checked("基本支出[[基本支出.决算]]，接待费1.89万元。", required=required).findings
    assert [f.code for f in missing] == ["required-missing"]
    assert "公务用车运行维护费" in missing[0].message
    assert codes("基本支出[[基本支出.决算|比上年]]。", required=("基本支出.决算",)) == []


def test_one_item_with_two_values() -> None:
    found = checked("基本支出301.81万元。\n全年基本支出310.81万元。").findings
    assert [f.code for f in found] == ["unit-slip", "two-values"]


def test_length_counts_characters_without_blanks() -> None:
    assert codes("工作 完成。", length=Length(least=5, most=5)) == []
    assert codes("工作完成。", length=Length(least=6)) == ["length"]


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (9, ("warning", "不少于20字")),
        (10, ("info", "不少于20字")),
        (19, ("info", "不少于20字")),
        (20, None),
        (40, None),
        (41, ("info", "不多于40字")),
        (60, ("info", "不多于40字")),
        (61, ("warning", "不多于40字")),
    ],
)
def test_far_from_the_length_asked_for_is_a_warning(size: int, told: tuple[str, str] | None) -> None:
    text = "字 " * size
    found = checked(text, length=Length(least=20, most=40)).findings
    assert [(f.severity.value, f.message, f.start, f.end) for f in found] == (
        [(told[0], f"本节{size}字，提纲要求{told[1]}。", 0, len(text))] if told else []
    )


def test_a_required_figure_is_not_missed_where_its_value_stands_or_its_change() -> None:
    required = ("基本支出.决算",)
    (missing,) = checked("全年工作。", required=required).findings
    assert (missing.expected, missing.evidence) == ("301.81万元", "data.xlsx · 收支!D5")
    assert missing.message == "本节必须写明“基本支出.决算”301.81万元（data.xlsx · 收支!D5），文中没有。"
    assert codes("[[基本支出.决算|比上年]]", required=required) == []
    assert codes("基本支出3018100元", required=required) == []
    assert "required-missing" in codes("基本支出290万元", required=required)


MATERIAL = "2023年4月27日在庙前镇，龙显蓉书记出席，按《关于开展自评的通知》（常财绩〔2024〕3号）。市医学会。"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("4月28日开展活动。", "invented-date"),
        ("在松柏镇开展活动。", "invented-place"),
        ("副市长李明出席。", "invented-person"),
        ("依据《关于加强科普的决定》。", "invented-document"),
        ("依据常财绩〔2024〕5号文件。", "invented-docnumber"),
        ("联合湘雅医院义诊。", "invented-organisation"),
    ],
)
def test_what_no_material_mentions_is_told(text: str, code: str) -> None:
    assert codes(text, source_text=MATERIAL) == [code]
    assert codes(text) == [], "without material nothing can be called invented"


def test_what_the_material_mentions_is_not() -> None:
    text = (
        "4月27日，科普大篷车走进庙前镇，副书记龙显蓉出席。根据《预算法》和《关于开展自评的通知》（常财绩〔2024〕3号），"
        "在各乡镇、联系村、所属学会开展活动，市医学会参加。"
    )
    assert codes(text, source_text=MATERIAL) == []


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_every_wording_rule_finds_its_bad_examples_and_spares_the_good(rule) -> None:  # type: ignore[no-untyped-def]
    assert rule.bad
    assert rule.good
    for bad in rule.bad:
        found = [f for f in check(bad).findings if f.code == rule.code]
        assert found, bad
        assert all(bad[f.start : f.end] == f.quote for f in found)
    for good in rule.good:
        assert rule.code not in [f.code for f in check(good).findings], good


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2023年2月30日", "invalid-date"),
        ("13月", "invalid-date"),
        ("2020年2月29日", ""),
        ("2045年完成", "year-off"),
    ],
)
def test_dates(text: str, code: str) -> None:
    assert codes(text) == ([code] if code else [])


WORDS = st.sampled_from(
    """基本支出 三公经费 公务接待费 其中 ： （ ） ， 。 、 301.81万元 7.79% 比上年 增加
    减少 增长 下降 由 到 占 的 合计 16人 近 多 余
    约 左右 2023年 4月31日 《 》 〔2024〕3号 [[ ]]
    一、 （1） 分别为 执行率 得 分 百分之 倍 0元 -5% １２ 镇 书记 王""".split()  # noqa: SIM905
)


@settings(max_examples=120, deadline=None)
@given(
    st.one_of(st.lists(WORDS | st.sampled_from([" ", "\n"]), max_size=60).map("".join), st.text(max_size=200))
)
def test_no_text_crashes_the_check_and_every_finding_quotes_its_place(text: str) -> None:
    result = check(text, LEDGER, context=Context(year=YEAR, source_text=MATERIAL))
    for found in result.findings:
        assert found.code in CODES
        assert 0 <= found.start <= found.end <= len(text)
        assert found.message
        assert not found.quote or text[found.start : found.end] == found.quote


def test_time_grows_with_the_length_of_the_text_only() -> None:
    def seconds(text: str) -> float:
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            check(text, LEDGER, context=Context(year=YEAR, source_text=MATERIAL))
            best = min(best, time.process_time() - start)
        return best

    sentence = (
        "基本支出301.81万元，比上年增加21.81万元，增长7.79%，其中人员经费241.56万元、公用经费60.25万元。\n"
    )
    seconds(sentence)
    assert seconds(sentence * 400) < 12 * seconds(sentence * 100) + 0.05
    assert seconds("1" * 20_000) < 2
    assert seconds("预算1元支出1元执行率1%" * 400) < 2
    assert seconds("（" * 20_000) < 2
    assert seconds("近" * 10_000 + "《" * 10_000) < 2


def test_a_misspelling_is_told_with_what_is_right() -> None:
    for _, pattern, right in typos():
        assert not pattern.search(right)
    (found,) = [f for f in check("因地治宜发展产业。").findings if f.code == "typo"]
    assert (found.quote, found.expected) == ("因地治宜", "因地制宜")
    assert [f for f in check("以经济建设为中心，自己完成任务。").findings if f.code == "typo"] == []

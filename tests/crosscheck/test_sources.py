"""Where a number can come from besides the ledger: arithmetic that is shown, and former versions of the data.
And what is claimed without any number."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.crosscheck import Context, Verdict, check
from pipeline.store import Store
from schemas.figures import Figure, Ledger
from tests.crosscheck.ledgers import LEDGER, YEAR, checked, codes, count, money


@pytest.mark.parametrize(
    ("text", "number", "how"),
    [
        ("基本支出301.81万元，项目支出163.03万元，合计464.84万元。", "464.84万元", "301.81万元＋163"),
        ("基本支出301.81万元，项目支出163.03万元，相差138.78万元。", "138.78万元", "301.81万元－163.03万元"),
        ("基本支出301.81万元，其中人员经费241.56万元，占80.04%。", "80.04%", "241.56万元÷301.81万元"),
        ("人员经费、项目支出合计404.59万元。", "404.59万元", "人员经费.决算"),
        ("人员经费241.56万元，是公用经费60.25万元的4.01倍。", "4.01倍", "241.56万元÷60.25万元"),
        ("编制数14个，在职人数16人，比编制多2人。", "2人", "16人－14个"),
    ],
)  # fmt: skip
def test_a_number_that_the_sentence_computes_from_sourced_ones_is_sourced(
    text: str, number: str, how: str
) -> None:
    (tie,) = [t for t in checked(text).ties if t.mention.text == number]
    assert tie.verdict is Verdict.BOUND
    assert how in tie.evidence
    assert codes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "基本支出301.81万元，项目支出163.03万元，两项合计465.84万元。",
        "基本支出301.81万元，项目支出163.03万元，会议费464.84万元。",
        "基本支出301.81万元，其中人员经费241.56万元，占85.04%。",
    ],
)
def test_a_number_that_does_not_follow_is_not_sourced(text: str) -> None:
    assert "typed-figure" in codes(text) or "share" in codes(text)


FORMER = Ledger([*(f for f in LEDGER if f.key != "项目支出.决算"), money("项目支出.决算", "1712200")])


def stale(text: str, *, earlier: Ledger = FORMER) -> list[tuple[str, str | None]]:
    result = check(text, LEDGER, context=Context(year=YEAR), earlier=[earlier])
    return [(f.code, f.expected) for f in result.findings]


def test_a_value_of_the_data_before_it_was_changed_is_told_with_the_new_one() -> None:
    assert stale("2023年项目支出决算171.22万元。") == [("stale-figure", "163.03万元")]
    assert stale("2023年项目支出决算163.03万元。") == []
    assert stale("2023年项目支出决算199.99万元。") == [("typed-figure", "163.03万元")]


def test_a_former_value_whose_figure_is_gone_says_so() -> None:
    gone = Ledger([*LEDGER, money("会议费.决算", "43300")])
    assert stale("2023年会议费决算4.33万元。", earlier=gone) == [("stale-figure", None)]


def test_a_kept_ledger_comes_back_figure_by_figure(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with Store.open(tmp_path) as store:
        store.save_ledger(FORMER.version, FORMER.to_json())
        store.save_ledger(LEDGER.version, LEDGER.to_json())
        store.save_ledger(FORMER.version, "[]")
        assert store.ledger_versions() == [LEDGER.version, FORMER.version]
        kept = store.ledger(FORMER.version)
        assert store.ledger("unknown") is None
    assert kept is not None
    assert list(Ledger.from_json(kept)) == list(FORMER)
    assert Ledger.from_json(kept).version == FORMER.version


def indicator(name: str, column: str, value: str, context: str = "") -> Figure:
    item = f"绩效指标.{name}"
    return count(f"{item}.{column}", value, "场", item=item, label=name, context=context)


MISSED = [
    indicator("科普讲座场次", "目标值", "30", "≥30场"),
    indicator("科普讲座场次", "完成值", "26", "26场"),
]
MET = [indicator("技术培训期数", "目标值", "4", "4场"), indicator("技术培训期数", "完成值", "5", "5场")]
BELOW = [indicator("投诉次数", "目标值", "2", "≤2场"), indicator("投诉次数", "完成值", "1", "1场")]


def claimed(text: str, *figures: Figure) -> list[str]:
    findings = check(text, Ledger([*LEDGER, *figures]), context=Context(year=YEAR)).findings
    return [f.message for f in findings if f.code == "claim-without-figure"]


@pytest.mark.parametrize(
    "text", ["各项绩效指标均已完成。", "科普讲座场次均达标。", "年度工作任务全面完成。", "绩效目标全部实现。"]
)
def test_a_sweeping_claim_is_held_against_the_indicators(text: str) -> None:
    (message,) = claimed(text, *MISSED, *MET)
    assert "目标值30场，完成值26场" in message


@pytest.mark.parametrize(
    "text",
    ["技术培训期数均达标。", "指标未全部完成。", "会议室改造全部完成。", "争取年度目标任务全面完成。"],
)
def test_a_claim_about_something_else_is_left_alone(text: str) -> None:
    assert claimed(text, *MISSED, *MET) == []


def test_indicators_that_are_met_allow_the_claim() -> None:
    assert claimed("各项绩效指标均已完成。", *MET, *BELOW) == []


def test_an_indicator_without_values_is_judged_by_its_score() -> None:
    short = indicator("满意度", "分值", "10"), indicator("满意度", "得分", "8")
    assert claimed("各项绩效指标全部完成。", *short)
    assert not claimed("各项绩效指标全部完成。", short[0], indicator("满意度", "得分", "10"))


def test_the_clerks_own_alias_names_the_figure() -> None:
    ledger = Ledger(list(LEDGER), aliases={"日常运转经费": "公用经费.决算"})
    (found,) = check("日常运转经费61.25万元。", ledger, context=Context(year=YEAR)).findings
    assert found.expected == "60.25万元"
    assert ledger["公用经费.决算"].value == Decimal(602500)


def test_a_second_value_of_an_item_is_told_whatever_it_is() -> None:
    text = "2023年基本支出决算301.81万元。全年支出中，基本支出决算377.77万元。"
    assert {"two-values", "typed-figure"} <= set(codes(text))
    assert codes("2023年基本支出决算301.81万元，年初预算290万元。") == []


@pytest.mark.parametrize(
    ("text", "number", "how"),
    [
        ("公用经费占基本支出的19.96%。", "19.96%", "公用经费.决算 60.25万元÷基本支出.决算 301.81万元"),
        ("公用经费60.25万元，相当于人员经费的24.94%。", "24.94%", "÷人员经费.决算"),
        ("项目支出是基本支出的0.54倍。", "0.54倍", "项目支出.决算 163.03万元÷基本支出.决算"),
        ("项目支出比基本支出少138.78万元。", "138.78万元", "基本支出.决算 301.81万元－项目支出.决算"),
        ("项目支出决算163.03万元，较基本支出少138.78万元。", "138.78万元", "301.81万元－项目支出.决算"),
        ("人均公用经费3.77万元。", "3.77万元", "公用经费.决算 60.25万元÷在职人数"),
    ],
)  # fmt: skip
def test_a_number_that_follows_from_named_figures_is_sourced(text: str, number: str, how: str) -> None:
    (tie,) = [t for t in checked(text).ties if t.mention.text == number]
    assert (tie.verdict, how in tie.evidence) == (Verdict.BOUND, True)
    assert codes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "公用经费占基本支出的18.96%。",
        "公用经费60.25万元，相当于人员经费的25.94%。",
        "项目支出占基本支出的35.07%。",
        "项目支出是基本支出的0.45倍。",
        "项目支出比基本支出多138.78万元。",
        "项目支出比基本支出少183.78万元。",
        "人均公用经费3.97万元。",
        "人均基本支出3.77万元。",
    ],
)
def test_a_number_that_does_not_follow_from_the_named_figures_is_wrong(text: str) -> None:
    assert {"typed-figure", "unit-slip", "wrong-item"} & set(codes(text))

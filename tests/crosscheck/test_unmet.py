"""全部完成 and 均达标 against the indicators of the ledger."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.crosscheck import Context, check
from schemas.figures import Figure, Kind, Ledger
from schemas.findings import Finding
from tests.crosscheck.ledgers import CELL, YEAR


def column(name: str, field: str, value: str, unit: str = "人次", context: str = "") -> Figure:
    item = f"绩效指标.{name}"
    return Figure(key=f"{item}.{field}", item=item, label=name, kind=Kind.COUNT, value=Decimal(value),
                  unit=unit, year=YEAR, source=CELL, context=context)  # fmt: skip


def indicator(name: str, target: str, done: str, context: str = "") -> list[Figure]:
    return [column(name, "目标值", target, context=context), column(name, "完成值", done)]


def scored(name: str, full: str, got: str) -> list[Figure]:
    return [column(name, "分值", full, "分"), column(name, "得分", got, "分")]


def claims(text: str, *figures: list[Figure]) -> list[Finding]:
    ledger = Ledger([figure for group in figures for figure in group])
    found = check(text, ledger, context=Context(year=YEAR)).findings
    return [f for f in found if f.code == "claim-without-figure"]


SHORT, MET = indicator("培训人次", "500", "480"), indicator("宣传次数", "20", "20")


def test_a_claim_of_all_names_the_indicator_that_falls_short() -> None:
    text = "各项绩效指标全部完成。"
    (found,) = claims(text, SHORT, MET)
    assert found.quote == "全部完成"
    assert all(word in found.message for word in ("培训人次", "500人次", "480人次"))
    assert "宣传次数" not in found.message
    assert claims(text, MET) == []


@pytest.mark.parametrize(
    ("text", "alarm"),
    [
        ("培训人次如期完成。", True),
        ("宣传次数如期完成。", False),
        ("各项绩效指标未全部完成。", False),
        ("确保各项绩效指标全部完成。", False),
        ("下一步各项指标均达标。", False),
        ("年度目标均达到预期目标。", True),
        ("会议全部完成。", False),
        ("培训人次按期完成率，目标值500人次，完成值480人次。", False),
        ("各项工作任务圆满完成，培训人次也已完成。", True),
    ],
)
def test_what_is_claimed_and_of_what(text: str, alarm: bool) -> None:
    assert bool(claims(text, SHORT, MET)) is alarm


def test_where_less_is_better_more_falls_short() -> None:
    text = "各项绩效指标全部完成。"
    assert claims(text, indicator("投诉次数", "5", "6", "≤5")) != []
    assert claims(text, indicator("投诉次数", "5", "5", "≤5")) == []
    assert claims(text, indicator("投诉次数", "5", "4", "≤5")) == []
    assert claims(text, indicator("培训次数", "5", "4", "≥5")) != []


def test_a_score_counts_only_where_nothing_was_measured() -> None:
    text = "各项绩效指标全部完成。"
    (found,) = claims(text, scored("社会效益", "10", "8"))
    assert "10分" in found.message
    assert "8分" in found.message
    assert claims(text, scored("社会效益", "10", "10")) == []
    assert claims(text, MET, scored("宣传次数", "10", "8")) == []


def test_the_first_three_are_told_and_how_many_there_are() -> None:
    groups = [indicator(f"{name}场次", "10", "9") for name in ("讲座", "展览", "演出", "比赛")]
    (found,) = claims("各项绩效指标全部完成。", *groups)
    assert "等4项" in found.message
    assert "演出场次" in found.message
    assert "比赛场次" not in found.message
    (three,) = claims("各项绩效指标全部完成。", *groups[:3])
    assert "等" not in three.message.partition("台账")[2]

"""What numbers that stand together prove: one column for a list, one place for each, one year a sentence."""

from __future__ import annotations

import pytest

from pipeline.crosscheck import Context, check
from schemas.figures import Ledger, LineRef
from tests.crosscheck.ledgers import FINAL, INITIAL, YEAR, count, money

NOTE = LineRef(file="notes/巡察.md", line=3)


def noted(key: str, value: str, unit: str, words: str):  # type: ignore[no-untyped-def]
    return count(f"记录.巡察.{key}", value, unit, item=words, label=words, source=NOTE)


LEDGER = Ledger(
    [
        money("三公经费.年初预算", "120000", INITIAL, aliases=("“三公”经费",)),
        money("三公经费.决算", "44700", FINAL),
        money("公务用车费.年初预算", "30800", INITIAL),
        money("公务用车费.决算", "25800"),
        money("公务接待费.年初预算", "89200", INITIAL),
        money("公务接待费.决算", "18900"),
        money("公务接待费.上年决算", "34000", year=YEAR - 1),
        money("流动资产.决算", "598700"),
        money("固定资产.决算", "273100"),
        count("编制数", "14", "名", aliases=("编制",)),
        count("在职人数", "9", "名", aliases=("在职人员",)),
        noted("反馈意见", "14", "个", "巡察组反馈的个方面意见"),
        noted("整改任务", "37", "个", "把整改任务分解为个具体问题"),
        noted("关注人数年初", "38000", "人", "微信公众号关注人数年初为人"),
        noted("关注人数年末", "73000", "人", "关注人数年末达到人"),
        noted("作品", "1", "件", "其中件作品获一等奖"),
        count("记录.乡镇.县区", "4", "个", item="到临武个县区", label="到临武个县区", source=NOTE),
        count("记录.乡镇.乡镇", "30", "个", item="县区的个乡镇", label="县区的个乡镇", source=NOTE),
        noted("教师", "1", "名", "两校各有名辅导教师获优秀教师奖"),
    ]
)


def codes(text: str) -> list[str]:
    return [f.code for f in check(text, LEDGER, context=Context(year=YEAR)).findings]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("三公经费年初预算12万元，其中：公务用车费3.08万元、公务接待费8.92万元。", []),
        ("三公经费年初预算12万元，其中：公务用车费3.08万元、公务接待费1.89万元。", ["wrong-basis"]),
        ("三公经费年初预算12万元，其中：公务用车费2.58万元、公务接待费8.92万元。", ["wrong-basis"]),
        ("三公经费决算4.47万元，其中：公务用车费2.58万元、公务接待费1.89万元。", []),
        ("三公经费决算4.47万元，其中：公务用车费2.58万元、公务接待费年初预算8.92万元。", []),
    ],
)
def test_the_items_of_a_list_are_of_one_column(text: str, wanted: list[str]) -> None:
    assert [c for c in codes(text) if c != "sum"] == wanted


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("巡察组反馈的14个方面意见，把整改任务分解为37个具体问题。", False),
        ("巡察组反馈的37个方面意见，把整改任务分解为14个具体问题。", True),
        ("微信公众号关注人数年初为3.8万人，年末达到7.3万人。", False),
        ("微信公众号关注人数年初为7.3万人，年末达到3.8万人。", True),
        ("到临武4个县区的30个乡镇。", False),
        ("到临武30个县区的4个乡镇。", True),
        ("由流动资产59.87万元和固定资产27.31万元组成。", False),
        ("由流动资产27.31万元和固定资产59.87万元组成。", True),
    ],
)
def test_two_numbers_in_each_others_place_are_told(text: str, wrong: bool) -> None:
    assert bool({"wrong-item", "typed-figure"} & set(codes(text))) is wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("其中1件作品获一等奖。", False),
        ("其中1人作品获一等奖。", True),
        ("两校各有1名辅导教师获优秀教师奖。", False),
        ("两校各有1件辅导教师获优秀教师奖。", True),
    ],
)
def test_a_count_keeps_its_measure_word(text: str, wrong: bool) -> None:
    assert bool({"unit-slip", "typed-figure"} & set(codes(text))) is wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("2023年，公务用车费决算2.58万元；公务接待费决算1.89万元。", False),
        ("2022年，公务用车费决算2.58万元；公务接待费决算1.89万元。", True),
        ("截至2023年末，在职人员9名。", False),
        ("截至2022年末，在职人员9名。", True),
        ("2022年，公务接待费决算3.4万元。", False),
    ],
)
def test_the_year_at_the_head_holds_for_the_whole_sentence(text: str, wrong: bool) -> None:
    assert ("wrong-year" in codes(text)) is wrong

"""A list is counted only where the text itself shows that it is whole."""

from __future__ import annotations

import json
import time

import pytest

from pipeline.crosscheck import second
from schemas.findings import Severity
from tests.crosscheck.test_second import read

NOTHING, REMARK, WARNING = "", "info", "warning"


def counting(*quotes: str, why: str = "个数不符") -> str:
    return json.dumps({"quotes": quotes, "formula": "", "kind": "count", "why": why}, ensure_ascii=False)


def verdict(text: str, declared: str, items: str) -> str:
    found = read(counting(declared, *items.split("/")), text).findings
    return found[0].severity.value if found else NOTHING


@pytest.mark.parametrize(
    ("text", "declared", "items", "severity"),
    [
        # behind the declaration
        ("下设3个单位，即甲馆、乙馆、丙馆、丁馆，均独立。", "3个单位", "甲馆/乙馆/丙馆/丁馆", WARNING),
        ("下设4个单位，即甲馆、乙馆、丙馆、丁馆，均独立。", "4个单位", "甲馆/乙馆/丙馆/丁馆", NOTHING),
        ("下设四个单位：甲馆、乙馆和丁馆。", "四个单位", "甲馆/乙馆/丁馆", WARNING),
        ("下设5项制度：《甲法》《乙法》，已印发。", "5项制度", "《甲法》/《乙法》", WARNING),
        ("下设5项制度：《甲法》《乙法》，已印发。", "5项制度", "甲法/乙法", WARNING),
        ("下设5项制度：《甲法》、《乙法》。", "5项制度", "甲法/乙法", WARNING),
        (
            "项目2个：甲楼4000万元、乙管（二期）、丙房500万元，合计1亿元。",
            "项目2个",
            "甲楼/乙管/丙房",
            WARNING,
        ),
        ("任务4项：（1）修路；（2）架桥；（3）植树。", "任务4项", "修路/架桥/植树", WARNING),
        ("任务4项：\n1.修路\n2.架桥\n3.植树", "任务4项", "修路/架桥/植树", WARNING),
        ("任务4项：一是修路，二是架桥，三是植树。", "任务4项", "修路/架桥/植树", WARNING),
        # before it
        ("选取青石、白沙、柳塘四个乡镇试点。", "四个乡镇", "青石/白沙/柳塘", WARNING),
        ("选取青石、白沙、柳塘三个乡镇试点。", "三个乡镇", "青石/白沙/柳塘", NOTHING),
        ("选取青石、白沙、柳塘共四个乡镇试点。", "四个乡镇", "青石/白沙/柳塘", WARNING),
        ("选取青石、白沙、柳塘等四个乡镇试点。", "四个乡镇", "青石/白沙/柳塘", REMARK),
        ("选取红岩、青石、白沙、柳塘四个乡镇试点。", "四个乡镇", "青石/白沙/柳塘", REMARK),
        ("甲、乙两个中心和丙所、丁所三个科室。", "三个科室", "丙所/丁所", REMARK),
        # no whole list
        ("下设3个单位，主要有甲馆、乙馆、丙馆、丁馆。", "3个单位", "甲馆/乙馆/丙馆/丁馆", REMARK),
        ("下设5个单位，即甲馆、乙馆、丙馆等，均独立。", "5个单位", "甲馆/乙馆/丙馆", REMARK),
        ("下设5个单位，即甲馆、乙馆、丙馆，以及丁馆、戊馆。", "5个单位", "甲馆/乙馆/丙馆", REMARK),
        ("下设5个单位，即甲馆、乙馆、丙馆、丁馆、戊馆。", "5个单位", "甲馆/乙馆/丙馆", REMARK),
        ("下设4个单位，即甲馆、乙馆、丙馆、丁馆。", "4个单位", "甲馆/乙馆/丁馆", REMARK),
        ("下设4个单位，即甲馆、乙馆、丙馆、丁馆。", "4个单位", "乙馆/丙馆/丁馆", REMARK),
        ("下设4个单位，即甲馆，乙馆，丙馆，工作很好。", "4个单位", "甲馆/乙馆/丙馆", REMARK),
        ("任务4项：\n1.修路\n2.架桥\n3.植树\n4.浇水", "任务4项", "修路/架桥/植树", REMARK),
        # another order, overlaps, elsewhere
        ("下设3个单位，即甲馆、乙馆、丙馆、丁馆。", "3个单位", "丁馆/丙馆/乙馆/甲馆", REMARK),
        ("下设3个单位，即甲馆、乙馆。", "3个单位", "甲馆/馆、乙馆", REMARK),
        ("下设3个单位。" + "说" * 40 + "甲馆、乙馆。", "3个单位", "甲馆/乙馆", REMARK),
        ("下设3个单位，即甲馆办公、乙馆开会。", "3个单位", "甲馆/乙馆", REMARK),
        ("下设3个单位、2个公司，即甲馆、乙馆。", "3个单位", "甲馆/乙馆", REMARK),
        # items that may be two, or one
        ("下设3个单位，即甲馆、乙和丙馆。", "3个单位", "甲馆/乙和丙馆", REMARK),
        ("下设4个单位，即甲馆、乙和丙馆。", "4个单位", "甲馆/乙和丙馆", WARNING),
        ("下设3个单位，即甲馆、乙和丙馆、丁馆、戊馆。", "3个单位", "甲馆/乙和丙馆/丁馆/戊馆", WARNING),
        ("下设5个单位，即甲馆、乙和丙馆、丁馆、戊馆。", "5个单位", "甲馆/乙和丙馆/丁馆/戊馆", WARNING),
        ("下设2个单位，即甲馆、乙馆和丙馆。", "2个单位", "甲馆/乙馆/丙馆", REMARK),
        ("下设3个单位，即甲馆、乙馆、丙馆。", "3个单位", "甲馆、乙馆/丙馆", REMARK),
        ("下设3个单位，即甲馆和乙馆、丙馆、丁馆。", "3个单位", "甲馆/乙馆/丙馆/丁馆", REMARK),
        # numbers that add up
        ("共5个：甲类3个、乙类2个。", "共5个", "甲类3个/乙类2个", REMARK),
        ("共5人：甲科3人、乙科2名。", "共5人", "甲科3人/乙科2名", REMARK),
        # no number of items
        ("约3个单位，即甲馆、乙馆。", "约3个单位", "甲馆/乙馆", REMARK),
        ("支出3万元，即甲馆、乙馆。", "支出3万元", "甲馆/乙馆", REMARK),
        ("3个单位5个人，即甲馆、乙馆。", "3个单位5个人", "甲馆/乙馆", REMARK),
        ("下设1个单位，即甲馆、乙馆。", "1个单位", "甲馆/乙馆", REMARK),
    ],
)
def test_when_a_list_proves_its_number_wrong(text: str, declared: str, items: str, severity: str) -> None:
    assert verdict(text, declared, items) == severity


def test_a_count_shows_both_numbers_and_every_item() -> None:
    text = "本局下设3个单位，即甲馆、乙馆、丙馆、丁馆，均独立。"
    (found,) = read(counting("下设3个单位", "甲馆", "乙馆", "丙馆", "丁馆", why=""), text).findings
    assert (found.severity, found.quote, found.code) == (Severity.WARNING, "3个", "second-reader")
    assert [text[a:b] for a, b in found.others] == ["甲馆", "乙馆", "丙馆", "丁馆"]
    assert found.message == "写明的个数与列出的不同。写的是“下设3个单位”，列出的有4个。"
    assert found.evidence == "“甲馆”；“乙馆”；“丙馆”；“丁馆”"


def test_the_declaration_that_the_list_belongs_to_is_found() -> None:
    text = "全县有3个单位参加。\n本局下设3个单位，即甲馆、乙馆。"
    (found,) = read(counting("3个单位", "甲馆", "乙馆"), text).findings
    assert (found.severity, found.start) == (Severity.WARNING, text.rfind("3个"))


@pytest.mark.parametrize("items", [(), ("甲馆",), ("没有的馆", "乙馆"), ("下设3个单位", "甲馆")])
def test_what_is_no_list_is_no_more_than_a_remark(items: tuple[str, ...]) -> None:
    text = "本局下设3个单位，即甲馆、乙馆。"
    assert all(f.severity is Severity.INFO for f in read(counting("3个单位", *items), text).findings)


def test_a_count_with_a_formula_is_recomputed_as_a_formula() -> None:
    text = "优的17个、良的4个、中的1个，共23个。"
    claim = {"quotes": [text], "formula": "17+4+1=23", "kind": "count", "why": "x"}
    (found,) = read(json.dumps(claim, ensure_ascii=False), text).findings
    assert (found.severity, found.expected) == (Severity.ERROR, "22个")


def test_hostile_counts_are_harmless_and_quick() -> None:
    text = "3个馆、" * 3000
    start = time.monotonic()
    read(counting("3个", *["馆、"] * (second.MOST_QUOTES - 1)) * second.MOST_ITEMS, text)
    read(counting("个", *["3个馆"] * (second.MOST_QUOTES - 1)) * second.MOST_ITEMS, text)
    assert time.monotonic() - start < 10

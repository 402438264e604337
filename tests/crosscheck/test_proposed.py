"""What a model compares or holds to be one thing counts only where words beside the numbers say so too."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.crosscheck import second
from schemas.findings import Severity
from tests.crosscheck.test_second import line, read

NOTHING, REMARK, WARNING, ERROR = "", "info", "warning", "error"


def verdict(text: str, formula: str, *quotes: str) -> str:
    """The severity of what a claim about the text comes to; nothing when it is dropped."""
    found = read(line(formula, *(quotes or [text])), text).findings
    return found[0].severity.value if found else NOTHING


GOAL = "计划培训2400人次，实际培训2286人次，超额完成年度任务。"


@pytest.mark.parametrize(
    ("text", "formula", "severity"),
    [
        # a goal on one side
        (GOAL, "2286>=2400", WARNING),
        (GOAL, "2400<=2286", WARNING),
        (GOAL, "2286＞2400", WARNING),
        (GOAL, "2286≥2400人次", WARNING),
        (GOAL, "2400>=2286", NOTHING),
        (GOAL.replace("超额完成", "未完成"), "2286>=2400", REMARK),
        (GOAL.replace("超额完成", "没有达到"), "2286>=2400", REMARK),
        (GOAL.replace("超额完成", "未能达到"), "2286>=2400", REMARK),
        (GOAL.replace("，超额完成年度任务", ""), "2286>=2400", REMARK),
        ("满意度目标值为不低于95%，满意度93.6%，达到目标。", "93.6>=95", WARNING),
        ("满意度目标值为不低于95%，实际94.9%，达到目标。", "94.9>=95", WARNING),
        ("满意度目标值为不低于95%，实际95.0%，达到目标。", "95.0>=95", NOTHING),
        ("满意度目标值不低于95%，实际93.6%，未达到目标。", "93.6>=95", REMARK),
        ("满意度目标95%，合格率目标90%，实际满意度96%，合格率93.6%，均达到目标。", "93.6>=95", REMARK),
        ("满意度目标95%，合格率目标90%，实际满意度94%，合格率93.6%，均达到目标。", "94>=95", WARNING),
        ("预算完成率93%，目标95%，达到目标。", "93>=95", WARNING),
        ("核定编制48名，实有在编51人，临聘22人，在编人数控制在编制以内。", "51<=48", WARNING),
        ("核定编制48名，实有在编51人，临聘22人，在编人数控制在编制以内。", "48<=22", REMARK),
        ("编制48人，年末实际达到51人，完成年度任务。", "51<=48", REMARK),
        # a word at its number
        ("药品收入682万元，业务收入1100万元，占比超过七成。", "682/1100>=70%", WARNING),
        ("药品收入682万元，业务收入1100万元，占比超过七成。", "682/1100*100>70", WARNING),
        ("药品收入782万元，业务收入1100万元，占比超过七成。", "782/1100>=70%", NOTHING),
        ("药品收入782万元，业务收入1100万元，占比超过七成。", "782/1100*100>70", NOTHING),
        ("药品收入682万元，业务收入1100万元，占比超过七成。", "682/1100<=50%", REMARK),
        ("药品收入726万元，业务收入1100万元，占比超过七成。", "726/1100>70%", WARNING),
        ("支出51万元，控制在48万元以内。", "51<=48", WARNING),
        ("支出51万元，控制在58万元以内。", "51<=58", NOTHING),
        # half
        ("在岗74名，持证31名，持证人员已过半数。", "31/74>50%", WARNING),
        ("在岗74名，持证31名，持证人员已过半数。", "31/74>0.5", WARNING),
        ("在岗74名，持证31名，持证人员已过半数。", "31/74*100>50", WARNING),
        ("在岗74名，持证41名，持证人员已过半数。", "41/74>50", NOTHING),
        ("在岗74名，持证41名，占比不足一半。", "41/74<50%", WARNING),
        ("在岗74名，持证31名，占比不足一半。", "31/74<50%", NOTHING),
        ("在岗74名，持证31名，存在不足。", "31/74>50%", REMARK),
        # the number right before the word
        ("总体不合格率2.03%，食用农产品不合格率2.99%，低于总体水平。", "2.99<2.03", WARNING),
        ("总体合格率2.99%，其他合格率3.03%，农产品合格率2.5%，低于总体水平。", "3.03<2.99", REMARK),
        ("总体不合格率2.03%，食用农产品不合格率2.99%，不低于总体水平。", "2.99<2.03", REMARK),
        ("城市低保3277万元，农村低保1444万元。发放金额农村均高于城市。", "1444>3277", WARNING),
        ("甲村3277万元，乙村1444万元。", "1444>3277", REMARK),
        # against an earlier time
        ("上年接待18批次，本年接待15批次，有所增加。", "15>18", WARNING),
        ("上年接待18批次，本年接待15批次，有所减少。", "15>18", REMARK),
        ("甲校招生120人，乙校招生90人，生源增长。", "90>120", REMARK),
        # parts
        ("报到58人，经考核合格63人。", "63<=58", WARNING),
        ("报到58人，经考核合格53人。", "53<=58", NOTHING),
        ("合格63人，另有上年报到58人。", "63<=58", REMARK),
        ("60岁以上26402万人，占18.70%，其中65岁以上29064万人。", "29064<=26402", WARNING),
        ("60岁以上26402万人。其中65岁以上29064万人。", "29064<=26402", REMARK),
        ("甲镇58户，乙镇40户，其中低保63户。", "63<=58", REMARK),
        ("资金100.5万元，其中甲60.5万元、乙50.5万元。", "60.5+50.5<=100.5", WARNING),
        # no more than can be had
        ("满分30分，得分分别为12分、10分、9.5分，合计31.5分。", "31.5<=30", WARNING),
        ("满分30分，得20分；另一项满分10分，得11.5分，共31.5分。", "31.5<=30", REMARK),
        ("得分30分，另得31.5分。", "31.5<=30", REMARK),
        # of another size, a change, what is left
        ("计划安装90盏，实际安装30盏，超额完成任务。", "30>=90", WARNING),
        ("计划安装91盏，实际安装30盏，超额完成任务。", "30>=91", REMARK),
        ("报到58人，比上年增加，合格增加63人。", "63<=58", REMARK),
        ("报到58人，其余合格63人。", "63<=58", REMARK),
        # no two of a kind
        ("计划3个科室，实际2项，超额完成任务。", "2>=3", REMARK),
        ("提高5个百分点，目标8%，达到目标。", "5>=8", REMARK),
        ("目标2400人次，实际支出2286元，超额完成年度任务。", "2286>=2400", REMARK),
        ("目标80%，超额完成任务。", "80<=100", NOTHING),
        ("合格率102%。", "102<=100", REMARK),
    ],
)
def test_a_comparison_is_a_warning_only_where_words_say_so(text: str, formula: str, severity: str) -> None:
    assert verdict(text, formula) == severity


def test_the_word_must_be_quoted_and_stand_near() -> None:
    quotes = "计划培训2400人次", "实际培训2286人次"
    assert verdict(GOAL, "2286>=2400", *quotes) == REMARK
    assert verdict(GOAL, "2286>=2400", *quotes, "超额完成") == WARNING
    far = "计划培训2400人次，实际培训2286人次。天气晴朗。超额完成任务。"
    assert verdict(far, "2286>=2400") == REMARK
    assert verdict(far.replace("天气晴朗。", ""), "2286>=2400") == WARNING


def test_a_part_must_stand_near_its_whole() -> None:
    for gap, severity in (("，" + "说" * 100, WARNING), ("，" + "说" * 130, REMARK), ("\n", REMARK)):
        assert verdict(f"报到58人{gap}，合格63人。", "63<=58") == severity


def test_no_comparison_is_an_error_and_the_later_number_is_shown() -> None:
    (found,) = read(line("2400<2286", GOAL), GOAL).findings
    assert (found.severity, found.quote, found.expected) == (Severity.WARNING, "2286人次", None)
    assert [GOAL[a:b] for a, b in found.others] == ["2400人次"]
    assert found.message == "前后不符。按引文重算：2400<2286不成立。"


@pytest.mark.parametrize(
    ("text", "formula", "severity"),
    [
        ("年末实有24人，空编2名。\n按实有27人发放工资。", "24=27", WARNING),
        ("年末实有24人，计划实有27人。", "24=27", REMARK),
        ("甲站实有24人，乙站实有27人。", "24=27", REMARK),
        ("现有在职人员37人。人员经费按35名在职人员测算。", "37=35", WARNING),
        ("甲校有在职人员37人，乙校有在职人员35人。", "37=35", REMARK),
        ("选取甲、乙四个乡镇试点，五个试点乡镇均已建成。", "4=5", WARNING),
        ("四个乡镇完成，五个乡镇未完成。", "4=5", REMARK),
        ("四个乡镇完成，上述五个乡镇验收。", "4=5", WARNING),
        ("四个乡镇完成，五个县城均验收。", "4=5", REMARK),
        ("年末在职在编55人；经费按在职在编53人核算。", "55=53", WARNING),
        ("涉及23个小区、4120户。惠及居民4210户。", "4120=4210", WARNING),
        ("涉及23个小区、4120户。惠及居民4310户。", "4120=4310", REMARK),
        ("惠及12户，另惠及21户。", "12=21", REMARK),
        ("预算安排560万元，决算支出650万元。", "560=650", REMARK),
        ("预算总投资560万元。总投资650万元。", "560=650", WARNING),
        ("中标金额68.40万元；合同金额与中标金额一致，为64.70万元。", "68.40=64.70", WARNING),
        ("中标金额68.40万元；合同金额与中标金额不一致，为64.70万元。", "68.40=64.70", REMARK),
        ("培训费预算4.20万元，决算3.95万元。决算与预算持平。", "3.95=4.20", WARNING),
        ("上年4.20万元，本年3.95万元，与预算持平。", "3.95=4.20", REMARK),
        ("收入3184620.55元（约318.46元）。", "3184620.55=318.46", WARNING),
        ("收入3184620.55元（约318.46万元）。", "3184620.55=318.46", NOTHING),
        ("收入3184620.55元（其中利息318.46元）。", "3184620.55=318.46", REMARK),
        ("科室4个，人员5人。", "4=5", REMARK),
        ("基本工资同比减少27.5万元，津贴补贴同比减少26.1万元。", "27.5=26.1", REMARK),
        ("60周岁及以上600人，65周岁及以上425人。", "600=425", REMARK),
        ("2020年非税收入236.4万元，2021年非税收入259.1万元。", "236.4=259.1", REMARK),
        ("2020年非税收入236.4万元。2020年非税收入259.1万元。", "236.4=259.1", WARNING),
        ("甲项支出决算801.5万元，乙项支出决算81.5万元。", "801.5=81.5", REMARK),
        ("本年收支相抵为-26.5万元，上年结转41.2万元。", "-26.5=41.2", REMARK),
        ("事项由26项压缩至14项。", "26=14", REMARK),
        ("甲12.6万元，乙14.7万元，均已核对一致。", "12.6=14.7", REMARK),
    ],
)
def test_two_numbers_are_likely_one_by_words_of_their_own(text: str, formula: str, severity: str) -> None:
    assert verdict(text, formula) == severity


@pytest.mark.parametrize(
    ("text", "formula", "severity"),
    [
        ("合同自3月1日至7月15日，共180天。", "7月15日-3月1日=180天", WARNING),
        ("合同自3月1日至7月15日，共137天。", "7月15日-3月1日=137", NOTHING),
        ("合同自3月1日至7月15日，共135天。", "7月15日-3月1日=135天", NOTHING),
        ("合同自3月1日至7月15日，共138天。", "7月15日-3月1日=138天", WARNING),
        ("合同自3月1日至7月15日，共134天。", "7月15日-3月1日=134天", WARNING),
        ("合同自2022年3月1日至2023年3月1日，共365天。", "2023年3月1日-2022年3月1日=365天", NOTHING),
        ("合同自2022年3月1日起，工期65天。7月15日竣工。", "7月15日-2022年3月1日=65天", REMARK),
        ("合同自3月1日至7月15日，共180天。", "7月15日+3月1日=180天", REMARK),
        ("合同自3月1日至7月15日，共180天。", "7月15日*3月1日=180天", REMARK),
        ("合同自3月1日至7月15日，共180天。", "7月15日-3月2日=180天", REMARK),
        ("合同自2月30日至7月15日，共180天。", "7月15日-2月30日=180天", REMARK),
        ("合同自3月1日至7月15日，共18人。", "7月15日-3月1日=18人", REMARK),
        ("合同自3月1日至7月15日，共180天。", "7月15日-180天=3月1日", REMARK),
        ("合同工期180天，2022年3月1日开工，2022年7月15日竣工，超期18天。",
         "2022年7月15日-2022年3月1日>180天", WARNING),
        ("合同工期180天，2022年3月1日开工，2022年7月15日竣工，提前18天。",
         "2022年7月15日-2022年3月1日<180天", NOTHING),
    ],
)  # fmt: skip
def test_days_between_two_dates(text: str, formula: str, severity: str) -> None:
    assert verdict(text, formula) == severity


def test_a_percentage_is_found_under_its_sign_and_100_may_carry_it() -> None:
    assert verdict("优良比例78.8%，超标比例22.1%。", "100%-78.8%=22.1%") == ERROR
    assert verdict("优良比例78.8%，超标比例21.2%。", "100%-78.8%=21.2%") == NOTHING
    assert verdict("接待15批次，上年18批次，增加3批。", "15-18=3") == ERROR


SIGNS = st.text(alphabet="0123456789.+-*/()=<>≤≥%万元人年月日天半 ", max_size=50)
MIXED = "目标95%，实际93.6%，过半。3月1日至7月15日，共180天。计划2400人，实际2286人，支出51万元，超额完成。"


@settings(max_examples=200, deadline=None)
@given(SIGNS)
def test_no_formula_crashes_the_reader_and_none_compared_is_an_error(formula: str) -> None:
    found = read(line(formula, MIXED), MIXED).findings
    assert len(found) <= 1
    if "=" not in formula or "<" in formula or ">" in formula:
        assert all(f.severity is not Severity.ERROR for f in found)


@settings(max_examples=100, deadline=None)
@given(st.integers(101, 300), st.integers(101, 300))
def test_a_goal_is_missed_exactly_when_the_result_is_less(goal: int, result: int) -> None:
    text = f"计划安装{goal}盏，实际安装{result}盏，超额完成任务。"
    assert verdict(text, f"{result}盏>={goal}盏") == (WARNING if result < goal else NOTHING)
    assert verdict(text, f"{result}盏>{goal}盏") == (WARNING if result <= goal and result != goal else
                                                  REMARK if result == goal else NOTHING)  # fmt: skip


def test_what_arithmetic_refutes_is_counted() -> None:
    answer = (
        line("2400>2286", GOAL) + line("2286>2400", GOAL) + line("1=2", "没有的话") + line("", GOAL, why="")
    )
    result = read(answer, GOAL)
    assert (result.proposed, result.refuted, len(result.findings)) == (4, 1, 1)
    assert isinstance(result, second.Second)

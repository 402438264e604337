"""What a sentence claims, recomputed from its own numbers; each fault beside a clean sentence like it."""

from __future__ import annotations

import pytest

from pipeline.crosscheck import check

FAULTS = [
    ("growth", "2023年支出120万元，比上年增加20万元，增长{}。", "25%", "20%"),
    ("growth", "2022年培训费50万元，2023年40万元，减少10万元，下降{}。", "25%", "20%"),
    ("growth", "办公费由10万元增加到12万元，增加{}。", "3万元", "2万元"),
    ("growth", "满意度由90%提高到95%，提高{}。", "6个百分点", "5个百分点"),
    ("percent-points", "满意度由90%提高到95%，提高了{}。", "5%", "5个百分点"),
    ("multiple", "志愿者由100人增加到300人，增长{}。", "3倍", "2倍"),
    ("share", "本年支出200万元，其中人员经费150万元，占本年支出的{}。", "65%", "75%"),
    ("rate", "全年预算数200万元，实际支出150万元，预算执行率{}。", "85%", "75%"),
    ("rate", "抽检合格率{}。", "101.5%", "98.5%"),
    ("score", "权重10分，按权重×执行率计分，执行率80%，得{}。", "9分", "8分"),
    ("sum", "支出100万元（办公费60万元、差旅费{}）。", "50万元", "40万元"),
    ("sum", "征集作品100件，其中一等奖20件、二等奖30件、三等奖{}。", "60件", "50件"),
    ("sum", "支出合计12.5万元，分为会议费{}和培训费4.5万元。", "8元", "8万元"),
    ("sum", "项目支出30万元。\n（1）科普活动{}，用于宣传。\n（2）培训20万元，用于讲座。", "11万元", "10万元"),
    ("sum", "公务接待8万元，公务用车3万元，小计{}。", "12万元", "11万元"),
    ("count", "下辖{}二级单位，分别是环卫所、园林所、路灯所。", "4个", "3个"),
]


@pytest.mark.parametrize(("code", "text", "wrong", "right"), FAULTS)
def test_a_wrong_claim_is_found_and_a_right_one_left_alone(
    code: str, text: str, wrong: str, right: str
) -> None:
    found = check(text.format(wrong)).findings
    assert [f.code for f in found] == [code]
    assert found[0].message
    assert check(text.format(right)).findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "在职人员16人，其中班子成员4人，退休干部10人（其中处级干部7人）。",
        "人员经费43.72万元，其中基本工资10.22万元、津贴补贴21.71万元，其余为社会保险缴费等；日常公用经费7.84万元，两项合计51.56万元。",
        "发放资料1.2万余份，其中折页7400份、手册4860份。",
        "支出100万元，其中办公费增加2万元，增长5%。",
        "收入100万元，支出90万元，收入增长5%。",
        "全馆124人，其中本科以上86人；中级职称51人。",
        "收入100万元，其中财政拨款90万元，支出95万元。",
        "编制14个，内设2部1室1站（办公室、普及部、学会部、服务站）。",
        "基本支出年初预算164.4万元，比上年增加31.01万元，增长23.3%。",
    ],
)
def test_numbers_that_merely_stand_together_are_not_a_claim(text: str) -> None:
    assert check(text).findings == ()

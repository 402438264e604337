"""What other numbers bear out, or what is nowhere near, is a remark; slips of the pen stay what they are."""

from __future__ import annotations

import pytest

from pipeline.crosscheck import check
from schemas.findings import Finding, Severity


def of(text: str, code: str, quote: str) -> list[Finding]:
    return [f for f in check(text).findings if f.code == code and quote in f.quote]


DOUBTED = [
    (
        "growth",
        "14家",
        "众创空间入驻企业82家，当年新入驻25家、退出11家，年末比年初净增14家，年初入驻68家，平均每家9人。",
    ),
    (
        "sum",
        "760万元",
        "帮扶资金1200万元，其中产业类760万元，产业类中用于油茶低改190万元；其余440万元为基础设施类。",
    ),
    (
        "sum",
        "2.80万元",
        "预算10万元，支出7.14万元，其中运行费5.88万元、接待费1.26万元，对照分项预算7.20万元、2.80万元，"
        "分别结余1.32万元、1.54万元。",
    ),
    (
        "unit",
        "900元",
        "聘用人员公积金缴存比例均为9%，月缴存基数5,000元，单位和个人每月各缴450元，合计900元；"
        "单位全年为20人缴存10.80万元。",
    ),
]

SLIPS = [
    ("share", "24.77%", "在校生1,284人，其中寄宿生1,136人，寄宿生中困难学生318人，占寄宿生的24.77%。"),
    ("share", "41.99%", "审结案件1,960件，其中调解结案1,137件，占41.99%，判决结案823件。"),
    ("sum", "4,860亩", "完成营林4,860亩，其中造林1,350亩、封育1,980亩、抚育1,620亩，三项均已验收。"),
    ("growth", "10%", "零售总额完成66亿元，同比增长10%，上年同期为63亿元。"),
    (
        "rate",
        "95%",
        "年初预算360万元，年中追加40万元，调减20万元，调整后预算380万元，全年支出342万元，执行率95%。",
    ),
]


@pytest.mark.parametrize(("code", "quote", "text"), SLIPS)
def test_a_slip_of_the_pen_is_no_remark(code: str, quote: str, text: str) -> None:
    assert [f.severity for f in of(text, code, quote) if f.severity is not Severity.INFO], check(
        text
    ).findings


@pytest.mark.parametrize(("code", "quote", "text"), DOUBTED)
def test_what_other_numbers_bear_out_is_a_remark(code: str, quote: str, text: str) -> None:
    told = of(text, code, quote)
    assert [f.severity for f in told] == [Severity.INFO]
    assert "只作提示" in told[0].message

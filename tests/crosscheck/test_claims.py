"""What a passage claims, from the passage alone: faults of every class beside clean passages like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.crosscheck import check
from pipeline.crosscheck.hedges import table
from schemas.findings import Finding, Severity

ROWS = [
    line.split("\t")
    for name in ("claims.tsv", "sums.tsv", "wording.tsv")
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
FAULTY = [(code, text.replace("\\n", "\n")) for code, text in ROWS if code != "-"]
CLEAN = [text.replace("\\n", "\n") for code, text in ROWS if code == "-"]


def grave(text: str) -> list[Finding]:
    return [f for f in check(text).findings if f.severity is not Severity.INFO]


def found(text: str, code: str) -> Finding:
    return next(f for f in check(text).findings if f.code == code)


# One test for all passages of a class: together they take a tenth of the time that they take one by one.
@pytest.mark.parametrize("code", sorted({code for code, _ in FAULTY}))
def test_faulty_passages_are_reported_under_their_code(code: str) -> None:
    for text in [text for known, text in FAULTY if known == code]:
        findings = grave(text)
        assert code in [f.code for f in findings], text
        assert all(text[f.start : f.end] == f.quote and f.message for f in findings), text


@pytest.mark.parametrize("part", range(10))
def test_clean_passages_are_left_alone(part: int) -> None:
    alarmed = {text: [f.message for f in grave(text)] for text in CLEAN[part::10]}
    assert {text: said for text, said in alarmed.items() if said} == {}


@pytest.mark.parametrize(
    ("text", "code", "arithmetic", "expected"),
    [
        ("办公费12.3万元、水费8.6万元、电费9.1万元，合计31万元。", "sum", "12.3＋8.6＋9.1＝30", "30万元"),
        ("受理信访件400件，办结372件，办结率95%。", "rate", "372÷400＝93%", "93%"),
        ("支出480万元，其中人员经费280万元，占62.5%。", "share", "280÷480＝58.33%", "58.33%"),
        ("指标分值8分，扣1.5分，得7.5分。", "score", "8－1.5＝6.5分", "6.5分"),
        ("预算200万元，支出180万元，结余30万元。", "balance", "200－180＝20万元", "20万元"),
        ("由24个增加到84个，是2019年的4.5倍。", "multiple", "84个÷24个＝3.5倍", None),
        ("会议费预算20万元，压减15%后为18万元。", "growth", "20万元×（1－15%）＝17万元", None),
        ("发放补助36万元，惠及120人，人均2500元。", "unit", "120人×2500元＝30万元", "3000元"),
        ("支付工资2,346,000元（23.46万元）。", "unit", "应为234.6万元", "234.6万元"),
    ],
)
def test_the_message_shows_its_arithmetic_and_the_likely_correction(
    text: str, code: str, arithmetic: str, expected: str | None
) -> None:
    one = found(text, code)
    assert arithmetic in one.message
    assert expected is None or one.expected == expected
    assert one.others


def test_the_other_place_of_a_contradiction_is_named() -> None:
    text = "全年共发生基本支出301.81万元，较年初预算有所增长。\n实际支出较年初预算下降的主要因素如下。"
    one = found(text, "contradiction")
    assert [text[a:b] for a, b in one.others] == ["较年初预算有所增长"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("收入较上年有所增长，支出较上年有所下降。", []),
        ("基本支出较上年有所增长。\n二、项目支出\n实际支出较上年下降。", []),
        ("人员经费减少5万元，主要原因是上年补发了奖金。", []),
        ("人员经费减少5万元，主要原因是新招录公务员3人。", ["contradiction"]),
    ],
)
def test_reasons_and_directions_must_be_of_one_thing(text: str, codes: list[str]) -> None:
    assert [f.code for f in grave(text)] == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "实际到位资金100万元（其中办公60万元，培训40万元）。\n办公开支75万元，培训开支40万元。",
            ["balance"],
        ),
        ("实际到位资金100万元（其中办公60万元，培训40万元）。\n办公开支60万元，培训开支40万元。", []),
        ("全年收入为400万元。\n基本支出250万元。项目支出180万元。", ["balance"]),
        ("全年收入为400万元，上年结转50万元。\n基本支出250万元。项目支出180万元。", []),
        ("全年收入为400万元。\n基本支出220万元。项目支出180万元。", []),
    ],
)
def test_money_spent_must_have_come_from_somewhere(text: str, codes: list[str]) -> None:
    assert sorted({f.code for f in grave(text)}) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("一、概况\n（一）甲\n（二）乙\n二、问题\n（一）丙\n三、措施\n1.丁\n2.戊", []),
        ("一、概况\n（一）甲\n（三）乙\n二、问题", ["numbering"]),
        ("一是甲；二是乙；四是丙。", ["numbering"]),
        ("一是甲；二是乙。\n一是丙；二是丁。", []),
        ("1.5万元用于培训。\n3.2万元用于宣传。", []),
    ],
)
def test_numbers_of_headings_and_items_run_on(text: str, codes: list[str]) -> None:
    assert [f.code for f in grave(text)] == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("工程2021年9月开工，2021年3月竣工。", ["date-order"]),
        ("工程2021年9月开工，原定2021年6月竣工。", []),
        ("2021年9月甲工程开工。2021年3月乙工程竣工。", []),
        ("实施期为2022年11月至2022年3月。", ["date-order"]),
        ("2022年召开推进会7次。2032年4月12日组织观摩学习。", ["year-off"]),
        ("2022年启动改造，预计2026年10月投入使用。", []),
    ],
)
def test_things_happen_in_their_order(text: str, codes: list[str]) -> None:
    assert [f.code for f in grave(text)] == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("以习近平新时代特色社会主义思想为指导。", {"phrase", "typo"}),
        ("以习近平新时代中国特色社会主义思想为指导。", set()),
        ("增强“四个意识”、坚定“四个自信”、做到“两个维持”。", {"phrase", "typo"}),
        ("做好“四个服务”，增强“四个意识”。", set()),
        ("2020年，认真学习贯彻党的二十大精神。", {"phrase"}),
        ("2023年，认真学习贯彻党的二十大精神。", set()),
        ("2022年工作总结。下一步将学习党的二十届三中全会精神。", set()),
    ],
)
def test_fixed_phrases_are_exact_and_of_their_time(text: str, codes: set[str]) -> None:
    assert {f.code for f in grave(text)} == codes


@pytest.mark.parametrize(
    ("text", "alarm"),
    [
        ("学生周某（身份证号430921201104150027）补助3000元。", True),
        ("困难群众黄石生家中受灾，送去慰问金。", True),
        ("联系电话13907310042。", True),
        ("监督举报电话：13907310042。", False),
        ("咨询电话0737-4221096。", False),
        ("困难群众方面，发放慰问金5万元。", False),
    ],
)
def test_personal_data_are_pointed_out(text: str, alarm: bool) -> None:
    assert ("personal-data" in [f.code for f in check(text).findings]) is alarm


@pytest.mark.parametrize(
    ("text", "alarm"),
    [
        ("营造林3.28万亩。后文再述，全年营造林3.82万亩。", True),
        ("年初营造林3.28万亩。年末营造林3.82万亩。", False),
        ("石桥镇培训人数215人。白塘镇培训人数251人。", False),
        ("服务对象满意度96.8%，效果良好。综上，服务对象满意度94.8%。", True),
    ],
)
def test_one_thing_has_one_value(text: str, alarm: bool) -> None:
    assert ("two-values" in [f.code for f in check(text).findings]) is alarm


HEDGED = table()


@pytest.mark.parametrize("words", HEDGED["bad"])
def test_two_hedges_at_one_number_are_one_too_many(words: str) -> None:
    assert "hedge" in [f.code for f in grave(f"{words}。")]


@pytest.mark.parametrize("words", HEDGED["good"])
def test_one_hedge_is_none_too_many(words: str) -> None:
    assert "hedge" not in [f.code for f in grave(f"{words}。")]

"""What is found in prose, and what is left alone."""

import pytest

from pipeline.numerals import find, value_text
from schemas.figures import Kind

Row = tuple[str, str, str | None, str | None]


def rows(text: str) -> list[Row]:
    return [(m.text, str(m.kind), value_text(m), m.unit) for m in find(text)]


QUANTITIES = [
    (
        "到位156.1万元，其中省级0.5亿元、自筹30.18元",
        [
            ("156.1万元", "money", "1561000", "元"),
            ("0.5亿元", "money", "50000000", "元"),
            ("30.18元", "money", "30.18", "元"),
        ],
    ),
    (
        "收入1,234,567.89元（123.46万元）",
        [("1,234,567.89元", "money", "1234567.89", "元"), ("123.46万元", "money", "1234600", "元")],
    ),
    ("支出1，234万元", [("1，234万元", "money", "12340000", "元")]),
    ("人员经费甲村15万60万元", [("15万", "money", "150000", "元"), ("60万元", "money", "600000", "元")]),
    ("投入资金近50万。", [("50万", "money", "500000", "元")]),
    ("阅读量突破50万，投入3万元", [("50万", "count", "500000", None), ("3万元", "money", "30000", "元")]),
    ("叁万贰仟元整", [("叁万贰仟元", "money", "32000", "元")]),
    (
        "超千亿元、数十亿元、百余元",
        [
            ("千亿元", "money", "100000000000", "元"),
            ("数十亿元", "money", None, "元"),
            ("百余元", "money", "100", "元"),
        ],
    ),
    (
        "结余-12.5万元，增长-3.2％",
        [("-12.5万元", "money", "-125000", "元"), ("-3.2％", "percent", "-3.2", "%")],
    ),
    ("印发12万余张（册）", [("12万余张", "count", "120000", "张")]),
    (
        "惠及1万6千余农户、3万5千人",
        [("1万6千余", "count", "16000", None), ("3万5千人", "count", "35000", "人")],
    ),
    (
        "二十三名教师，一千二百零五户",
        [("二十三名", "count", "23", "名"), ("一千二百零五户", "count", "1205", "户")],
    ),
    ("获奖3 人，参赛１２３人", [("3 人", "count", "3", "人"), ("１２３人", "count", "123", "人")]),
    ("扶持15农村书屋", [("15", "count", "15", None)]),
    (
        "内设3部2室1站",
        [("3部", "count", "3", "部"), ("2室", "count", "2", "室"), ("1站", "count", "1", "站")],
    ),
    ("近400多名群众", [("400多名", "count", "400", "名")]),
    ("全年没有发生一起事故，大家一起努力", [("一起", "count", "1", "起")]),
    (
        "累计1400多个小时，6个月，三年，20周年",
        [
            ("1400多个小时", "duration", "1400", "小时"),
            ("6个月", "duration", "6", "个月"),
            ("三年", "duration", "3", "年"),
            ("20周年", "duration", "20", "周年"),
        ],
    ),
    (
        "3至5个，15%～30%，13万元～17万元，5-8万元",
        [
            ("3至5个", "count", "3/5", "个"),
            ("15%～30%", "percent", "15/30", "%"),
            ("13万元～17万元", "money", "130000/170000", "元"),
            ("5-8万元", "money", "50000/80000", "元"),
        ],
    ),
    (
        "百分之十二点五，两成，提高2.3个百分点，千分之三",
        [
            ("百分之十二点五", "percent", "12.5", "%"),
            ("两成", "percent", "20", "成"),
            ("2.3个百分点", "percent", "2.3", "个百分点"),
            ("千分之三", "percent", "3", "‰"),
        ],
    ),
    (
        "增长2.5倍，翻一番，翻了两番",
        [("2.5倍", "count", "2.5", "倍"), ("翻一番", "count", "1", "番"), ("翻了两番", "count", "2", "番")],
    ),
    (
        "七八个村，三四十户，数十家企业，十几个",
        [
            ("七八个", "count", "7/8", "个"),
            ("三四十户", "count", "30/40", "户"),
            ("数十家", "count", None, "家"),
            ("十几个", "count", "10", "个"),
        ],
    ),
    ("参加者5万人次2021年开始", [("5万人次", "count", "50000", "人次"), ("2021年", "date", "2021", "年")]),
    (
        "投资1亿2000万元，另有2千500元",
        [("1亿2000万元", "money", "120000000", "元"), ("2千500元", "money", "2500", "元")],
    ),
    (
        "用地12.5㎡，公路35km，浓度35微克/立方米",
        [
            ("12.5㎡", "count", "12.5", "㎡"),
            ("35km", "count", "35", "km"),
            ("35微克/立方米", "count", "35", "微克/立方米"),
        ],
    ),
]

SEQUENCES = [
    ("1.2023年预算", [("1.", "ordinal", "1", None), ("2023年", "date", "2023", "年")]),
    ("1、2020年度预算", [("1、", "ordinal", "1", None), ("2020年度", "date", "2020", "年度")]),
    ("1.5万元用于会议", [("1.5万元", "money", "15000", "元")]),
    ("2.1个项目未完成", [("2.", "ordinal", "2", None), ("1个", "count", "1", "个")]),
    ("1.2 概况\n1.3.2管理", [("1.2", "ordinal", "1.2", None), ("1.3.2", "ordinal", None, None)]),
    (
        "（一）概况\n(2)目标；①质量",
        [("（一）", "ordinal", "1", None), ("(2)", "ordinal", "2", None), ("①", "ordinal", "1", None)],
    ),
    (
        "二、问题\n一是人少；二要加强。三在落实",
        [
            ("二、", "ordinal", "2", None),
            ("一是", "ordinal", "1", None),
            ("二要", "ordinal", "2", None),
            ("三在", "ordinal", "3", None),
        ],
    ),
    (
        "第41届、第二轮、第十二条、排名第6",
        [
            ("第41届", "ordinal", "41", "届"),
            ("第二轮", "ordinal", "2", "轮"),
            ("第十二条", "ordinal", "12", "条"),
            ("第6", "ordinal", "6", None),
        ],
    ),
    ("市委第三巡察组", [("第三", "ordinal", "3", "巡察组")]),
    (
        "一等奖3个，二级单位，三年级，二季度",
        [
            ("一等奖", "ordinal", "1", "等奖"),
            ("3个", "count", "3", "个"),
            ("二级", "ordinal", "2", "级"),
            ("三年级", "ordinal", "3", "年级"),
            ("二季度", "ordinal", "2", "季度"),
        ],
    ),
    (
        "设一、二、三等奖",
        [("一", "ordinal", "1", None), ("二", "ordinal", "2", None), ("三等奖", "ordinal", "3", "等奖")],
    ),
    (
        "召开八届一次全会，连续三届获奖",
        [("八届", "ordinal", "8", "届"), ("一次", "ordinal", "1", "次"), ("三届", "count", "3", "届")],
    ),
    (
        "湘财绩〔2020〕7号、湘办发[2019]10号",
        [("〔2020〕7号", "docnumber", "2020-7", "号"), ("[2019]10号", "docnumber", "2019-10", "号")],
    ),
]

DATES = [
    ("截至2020年12月31日", "2020年12月31日", "2020-12-31", "日"),
    ("自2021年9月起", "2021年9月", "2021-09", "月"),
    ("今年8月", "8月", "--08", "月"),
    ("4月27日上午", "4月27日", "--04-27", "日"),
    ("2021年1-12月", "2021年1-12月", "2021-01/2021-12", "月"),
    ("规划（2018-2020）", "2018-2020", "2018/2020", "年"),
    ("2023—2026年方案", "2023—2026年", "2023/2026", "年"),
    ("时间：2022-04-25", "2022-04-25", "2022-04-25", "日"),
    ("20213月调离", "20213月", "2021-03", "月"),
    ("二〇二一年三月五日", "二〇二一年三月五日", "2021-03-05", "日"),
    ("２０２１年度", "２０２１年度", "2021", "年度"),
]
OTHERS = ["0735-2263915", "13812345678", "431202198001011234", "6∶3∶1", "9:30"]
FIXED = [
    "三公",
    "四个意识",
    "三会一课",
    "两个维护",
    "三下乡",
    "第一书记",
    "十四五",
    "八项规定",
    "四不两直",
    "两不愁三保障",
]
NOTHING = [
    "一般公共预算统一管理，进一步加强",
    "唯一的、一致的、一定的、一些人",
    "千方百计防止万一",
    "三亚、九龙坡区、五溪、三门峡",
    "G318国道、A4纸、5G网络、IPv6、COVID-19、4K、PM2.5",
    "大家一起努力",
    "十分重要，三番五次",
    "百年大计",
    "每一名党员",
]


@pytest.mark.parametrize(("text", "expected"), QUANTITIES + SEQUENCES)
def test_found(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(("text", "span", "value", "unit"), DATES)
def test_dates(text: str, span: str, value: str, unit: str) -> None:
    assert rows(text) == [(span, "date", value, unit)]


@pytest.mark.parametrize("word", OTHERS)
def test_identifying_numbers_are_other(word: str) -> None:
    assert [(m.text, m.kind) for m in find(f"见{word}。")] == [(word, Kind.OTHER)]


@pytest.mark.parametrize("word", FIXED)
def test_fixed_phrases(word: str) -> None:
    for text in (f"落实{word}要求", f"落实“{word}”要求"):
        assert [(m.text, m.kind) for m in find(text)] == [(word, Kind.FIXED)]


def test_quoted_names_are_fixed_without_a_list() -> None:
    assert rows("强“三转”、去“六气”，实施“七个到位”") == [
        ("三转", "fixed", "3", "转"),
        ("六气", "fixed", "6", "气"),
        ("七个到位", "fixed", "7", "个"),
    ]


@pytest.mark.parametrize("text", NOTHING)
def test_no_number(text: str) -> None:
    assert rows(text) == []


def test_hedges_lie_outside_in_front_and_inside_behind_the_digits() -> None:
    mention = find("受益群众超过26万余人次")[0]
    assert (mention.text, mention.hedge, mention.num_start, mention.num_end) == (
        "26万余人次",
        "超过…余",
        6,
        8,
    )


@pytest.mark.parametrize("text", ["预约5人", "节约30万元", "最近3个", "附近3个村", "近3年", "赶超5个"])
def test_words_that_only_look_like_hedges(text: str) -> None:
    assert find(text)[0].hedge == ""


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("31.01万元", "100"),
        ("12万余张", "10000"),
        ("301.8万元", "1000"),
        ("300人", "1"),
        ("23.25%", "0.01"),
        ("1万6千人", "1000"),
        ("三万五千人", "1000"),
        ("一千二百人", "1"),
        ("两成", "10"),
    ],
)
def test_the_step_is_the_last_printed_place(text: str, step: str) -> None:
    assert str(find(text)[0].step) == step

"""勾稽: every rule fires where it must, holds where it must, and skips what it cannot know."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.articulation import RULES, articulate, settle
from pipeline.articulation.books import three_public_item
from pipeline.ledger import build_ledger
from schemas.figures import Derivation, Figure, Kind, Ledger
from schemas.findings import Fault, Severity
from schemas.inputs import ReportInput
from tests.sheets import make

Sheets = dict[str, list[tuple[Any, ...]]]


def run(sheets: Sheets, **more: Any) -> list[Fault]:
    report = make(sheets, **more)
    return articulate(build_ledger(report), report)


def amounts(final: Any, last: Any = None) -> dict[str, Any]:
    return {"决算": final} if last is None else {"决算": final, "上年决算": last}


def accounts(*rows: tuple[Any, ...]) -> Sheets:
    return {"收支": list(rows)}


def simple(sheet: str, *rows: tuple[str, Any]) -> Sheets:
    return {sheet: [(name, {"决算": value}) for name, value in rows]}


def detail(total: Any, *codes: tuple[str, str, Any], **account: Any) -> Sheets:
    rows = [("基本支出", amounts(total)), *((name, amounts(value)) for name, value in account.items())]
    return {"收支": rows, "基本支出明细": [(code, name, amounts(value)) for code, name, value in codes]}


def projects(*rows: tuple[str, str | None, str | None, str | None, Any], total: Any = None) -> Sheets:
    sheet: Sheets = {"项目支出": [(*row[:4], amounts(row[4]) if row[4] is not None else {}) for row in rows]}
    return sheet if total is None else sheet | accounts(("项目支出", amounts(total)))


def indicators(*rows: tuple[Any, ...]) -> Sheets:
    return {"绩效指标": list(rows)}


def columns(sheet: str, name: str, **values: Any) -> Sheets:
    return {sheet: [(name, values)]}


def three_public(overseas: Any, vehicles: Any, bought: Any, run: Any, guests: Any, total: Any) -> Sheets:
    names = (
        "因公出国（境）费",
        "公务用车购置及运行维护费",
        "公务用车购置费",
        "公务用车运行维护费",
        "公务接待费",
    )
    rows = zip((*names, "“三公”经费合计"), (overseas, vehicles, bought, run, guests, total), strict=True)
    return simple("三公经费", *rows)


def spending(basic: Any, project: Any, total: Any, *more: tuple[str, Any]) -> Sheets:
    return simple("收支", ("基本支出", basic), ("项目支出", project), ("本年支出合计", total), *more)


def balance(income: Any, before: Any, spent: Any, after: Any, *more: tuple[str, Any]) -> Sheets:
    rows = [
        ("本年收入合计", income),
        ("年初结转和结余", before),
        ("本年支出合计", spent),
        ("年末结转和结余", after),
    ]
    return simple("收支", *(r for r in rows if r[1] is not None), *more)


def funded(present: Any, carried: Any) -> Sheets:
    parts = ("A", None, "当年", None, present), ("A", None, "结转", None, carried)
    return projects(("A", None, None, None, 234.81), *parts)


def three_levels(child: Any) -> Sheets:
    return accounts(
        ("本年收入合计", amounts(451.89)),
        ("财政拨款收入", "本年收入合计", amounts(444.05)),
        ("其他收入", "本年收入合计", amounts(7.84)),
        ("一般公共预算", "财政拨款收入", amounts(400)),
        ("政府性基金", "财政拨款收入", amounts(child)),
    )


WAGES = [65.46, 40.39, 63.36, 19.13, 0.17, 11.89, 1.11, 9.13]
FULL = [("甲", 50, 50), ("乙", 40, 38.5, "天气原因")]

# rule, sheets that hold, sheets that break it, what the message must say
CASES: list[tuple[str, Sheets, Sheets, str]] = [
    ("expenditure-parts", spending(3, 2, 5), spending(3, 2, 6),
     "基本支出3+项目支出2=5万元，与本年支出合计6万元不符，少1万元"),
    ("expenditure-parts", spending(3, 2, 6, ("经营支出", 1)), spending(3, 2, 5, ("经营支出", 1)), "多1万元"),
    (
        "basic-parts",
        simple("收支", ("人员经费", 2), ("公用经费", 1), ("基本支出", 3)),
        simple("收支", ("人员经费", 238.02), ("公用经费", 31.73), ("基本支出", 282.02)),
        "238.02+公用经费31.73=269.75万元，与基本支出282.02万元不符，少12.27万元",
    ),
    (
        "personnel-codes",
        detail(9, ("301", "工资福利支出", 5), ("303", "对个人和家庭的补助", 1), 人员经费=6),
        detail(9, ("301", "工资福利支出", 5), ("303", "对个人和家庭的补助", 2), 人员经费=6),
        "多1万元",
    ),
    (
        "operating-codes",
        detail(9, ("302", "商品和服务支出", 2), ("310", "资本性支出", 1), 公用经费=3),
        detail(9, ("302", "商品和服务支出", 2), ("310", "资本性支出", 2), 公用经费=3),
        "多1万元",
    ),
    (
        "basic-detail",
        detail(301.81, ("301", "工资", 210.64), ("302", "商品", 60.25), ("303", "补助", 30.92)),
        detail(301.81, ("301", "工资", 210.64), ("302", "商品", 60.25), ("303", "补助", 30.92),
               ("309", "基建", 8)),
        "多8万元",
    ),
    (
        "economic-parts",
        detail(1, ("301", "工资福利支出", 210.64), *((f"3010{i}", f"款{i}", v) for i, v in enumerate(WAGES))),
        detail(1, ("301", "工资福利支出", 210.94), *((f"3010{i}", f"款{i}", v) for i, v in enumerate(WAGES))),
        "款0 65.46+款1 40.39",
    ),
    ("account-parts", three_levels(44.05), three_levels(44.5),
     "400+政府性基金44.5=444.5万元，与财政拨款收入444.05万元不符"),
    (
        "account-of-which",
        accounts(("公用经费", amounts(3)), ("办公费", "公用经费", "其中", amounts(3))),
        accounts(("公用经费", amounts(3)), ("办公费", "公用经费", "其中", amounts(4))),
        "办公费4万元，超过公用经费3万元，多1万元",
    ),
    ("project-total", projects(("A", None, None, None, 2), ("B", None, None, None, 3), total=5),
     projects(("A", None, None, None, 2), ("B", None, None, None, 3), total=4),
     "A2+B3=5万元，与项目支出4万元不符"),
    (
        "project-parts",
        projects(("总", None, None, None, 5), ("A", "总", None, None, 2), ("B", "总", None, None, 3)),
        projects(("总", None, None, None, 5), ("A", "总", None, None, 2), ("B", "总", None, None, 4)),
        "多1万元",
    ),
    (
        "project-funding",
        funded(170.29, 64.52),
        funded(170.92, 64.52),
        "若当年的170.92万元应为170.29万元（相邻数字颠倒），则相符",
    ),
    (
        "project-recipients",
        projects(("A", None, None, None, 9), ("A", None, None, "老科协", 5), ("A", None, None, "医学会", 4)),
        projects(("A", None, None, None, 9), ("A", None, None, "老科协", 5), ("A", None, None, "医学会", 3)),
        "老科协5+医学会3=8万元",
    ),
    (
        "project-recipients",
        projects(("A", None, "当年", None, 9), ("A", None, "当年", "甲", 5), ("A", None, "当年", "乙", 4)),
        projects(("A", None, "当年", None, 9), ("A", None, "当年", "甲", 5), ("A", None, "当年", "乙", 5)),
        "与当年9万元不符",
    ),
    ("three-public-total", three_public(0, 3, 1, 2, 1.89, 4.89), three_public(0, 3, 1, 2, 1.89, 4.47),
     "不符"),
    (
        "three-public-within-spending",
        simple("收支", ("本年支出合计", 30)) | simple("三公经费", ("三公经费合计", 30)),
        simple("收支", ("本年支出合计", 30)) | simple("三公经费", ("三公经费合计", "30.1")),
        "超过本年支出合计30万元",
    ),
    (
        "asset-magnitude",
        simple("收支", ("本年支出合计", 30)) | {"资产": [("资产总额", {"本年": 29900})]},
        simple("收支", ("本年支出合计", 30)) | {"资产": [("资产总额", {"本年": 30000})]},
        "相差1000倍",
    ),
    ("three-public-vehicles", three_public(0, 3, 1, 2, 1, 4), three_public(0, 3, 1, 1, 1, 4), "少1万元"),
    ("balance", balance(10, 2, 11, 1), balance(10, 2, 11, 2),
     "本年支出合计11+年末结转和结余2=13万元不符，少1万元"),
    ("balance", balance(10, 2, 11, 1, ("结余分配", 1), ("使用非财政拨款结余", 1)),
     balance(10, 2, 11, 1, ("结余分配", 1)), "结余分配1"),
    (
        "carry-over-continues",
        columns("收支", "年初结转和结余", 决算=3) | {"资产": []},
        accounts(("年初结转和结余", {"决算": 3}), ("年末结转和结余", {"上年决算": 2})),
        "上年年末结转和结余2万元，与年初结转和结余3万元不符，少1万元",
    ),
    ("spending-covered", balance(464.84, None, 464.84, None), balance(451.89, None, 464.84, None),
     "多12.95万元"),
    (
        "asset-parts",
        {"资产": [("资产总额", {"本年": 87.18}), ("流动资产", "资产总额", {"本年": 59.87}),
                ("固定资产", "资产总额", {"本年": 27.31})]},
        {"资产": [("资产总额", {"上年": 87.18}), ("流动资产", "资产总额", {"上年": 59.87}),
                ("固定资产", "资产总额", {"上年": 97.5})]},
        "资产总额（上年）",
    ),
    (
        "asset-of-which",
        {"资产": [("固定资产", {"本年": 27.31}), ("车辆", "固定资产", "其中", {"本年": 20})]},
        {"资产": [("固定资产", {"本年": 27.31}), ("车辆", "固定资产", "其中", {"本年": 70.19})]},
        "多42.88万元",
    ),
    ("score-within-weight", indicators(("甲", 10, 10)), indicators(("甲", 10, 11)), "得分11分大于分值10分"),
    ("score-within-weight", indicators(("甲", 10, 0, "未做")), indicators(("甲", 10, -1, "未做")), "小于0"),
    ("deviation-reason", indicators(("甲", 10, 9, "疫情")), indicators(("甲", 10, 9, " ")), "未填偏差原因"),
    (
        "staff-within-establishment",
        {"单位情况": [("编制数", {"本年": 11}), ("在职人数", {"本年": 10})]},
        {"单位情况": [("核定编制数", "量=个", {"上年": 9}), ("在职人数", {"上年": 10})]},
        "在职人数（上年）：在职人数10人，超过核定编制数9个，多1人",
    ),
    (
        "three-public-codes",
        three_public(0, 0, 0, 0, 1, 1) | detail(5, ("30217", "公务接待费", 1)),
        three_public(0, 0, 0, 0, 1, 1) | detail(5, ("30217", "公务接待费", 1.5)),
        "超过公务接待费1万元",
    ),
    (
        "three-public-within-budget",
        columns("三公经费", "三公经费合计", 年初预算=12, 决算=4.47),
        columns("三公经费", "三公经费合计", 上年年初预算=2, 上年决算=4.47),
        "超过上年年初预算2万元",
    ),
    (
        "execution-within-funds",
        columns("收支", "项目支出", 年初预算=1, 调整预算=163.03, 决算=163.03),
        columns("收支", "项目支出", 年初预算=999, 到位=156.1, 决算=163.03),
        "超过到位156.1万元，多6.93万元",
    ),
]  # fmt: skip


def codes(faults: Sequence[Fault]) -> list[str]:
    return [f.code for f in faults]


@pytest.mark.parametrize(
    ("rule", "good", "bad", "message"), CASES, ids=[f"{c[0]}-{i}" for i, c in enumerate(CASES)]
)
def test_the_rule_holds_and_fires(rule: str, good: Sheets, bad: Sheets, message: str) -> None:
    assert rule not in codes(run(good))
    fault = next(f for f in run(bad) if f.code == rule)
    assert message in fault.message
    assert fault.severity is next(r.severity for r in RULES if r.id == rule)
    assert fault.places
    assert fault.place.startswith("data.xlsx · ")
    assert fault.advice


MARKS: list[tuple[str, Sheets, dict[str, Any], dict[str, Any], str]] = [
    ("score-total", indicators(*FULL), {"总分": 98.5, "执行率得分": 10}, {"总分": 99.5, "执行率得分": 10},
     "98.5分，与总分99.5分不符"),
    ("grade", {}, {"总分": 89.9, "等次": "良好"}, {"总分": 89.9, "等次": "优秀"}, "按分数段应为“良”"),
    ("execution-score", columns("收支", "本年支出合计", 调整预算=300, 决算=290), {"执行率得分": 9.67},
     {"执行率得分": 10}, "应为9.67分"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "sheets", "good", "bad", "message"), MARKS, ids=[m[0] for m in MARKS])
def test_the_rule_over_marks_holds_and_fires(
    rule: str, sheets: Sheets, good: dict[str, Any], bad: dict[str, Any], message: str
) -> None:
    assert rule not in codes(run(sheets, score=good))
    assert message in next(f.message for f in run(sheets, score=bad) if f.code == rule)


@pytest.mark.parametrize(
    ("weights", "execution", "severity"),
    [
        ((50, 50), None, None),
        ((50, 40), 10, None),
        ((50, 40), None, Severity.WARNING),
        ((50, 50), 10, Severity.ERROR),
        ((50, 45), None, Severity.ERROR),
        ((50, None), None, None),
    ],
)
def test_weights_are_100_with_the_execution_rate(
    weights: tuple[Any, ...], execution: Any, severity: Severity | None
) -> None:
    rows = [(f"指标{i}", w, w) for i, w in enumerate(weights)]
    faults = [f for f in run(indicators(*rows), score={"执行率得分": execution}) if f.code == "weights-total"]
    assert [f.severity for f in faults] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("mark", "word", "right"),
    [
        (90, "优", True),
        (89.99, "优", False),
        (80, "良", True),
        (79.9, "良好", False),
        (60, "合格", True),
        (59, "差", True),
        (60, "不合格", False),
        (59, "中", False),
        (50, "A档", True),
    ],
)
def test_grades_begin_at_90_80_and_60(mark: float, word: str, right: bool) -> None:
    assert (codes(run({}, score={"总分": mark, "等次": word})) == []) is right


@pytest.mark.parametrize(
    ("mark", "right"), [(4.2, False), (4.3, True), (5, True), (5.8, True), (5.9, False), (10, False)]
)
def test_the_execution_score_allows_for_the_rounding_of_the_amounts(mark: float, right: bool) -> None:
    sheets = columns("收支", "本年支出合计", 年初预算=9, 调整预算=0.10, 决算=0.05)
    assert (codes(run(sheets, score={"执行率得分": mark})) == []) is right


def test_the_execution_score_is_full_beyond_100_percent_and_falls_back_to_the_opening_budget() -> None:
    assert "execution-score" not in codes(
        run(columns("收支", "本年支出合计", 年初预算=5, 决算=9), score={"执行率得分": 10})
    )
    sheets = columns("收支", "本年支出合计", 年初预算=8, 决算=4)
    assert codes(run(sheets, score={"执行率得分": 10})) == ["execution-score"]
    assert codes(run(sheets, score={"执行率得分": 5})) == []


def test_an_execution_row_among_the_indicators_counts_once() -> None:
    sheets = indicators(("预算执行率", 10, 9.5, "结转"), ("甲", 90, 90))
    assert codes(run(sheets, score={"总分": 99.5, "执行率得分": 9.5})) == []


def test_every_rule_is_tested_here() -> None:
    tested = {c[0] for c in CASES} | {m[0] for m in MARKS} | {"weights-total"}
    assert tested == {rule.id for rule in RULES}


def test_the_table_is_complete_and_its_names_are_unique() -> None:
    assert all(all((r.id.isascii(), r.name, r.formula, r.source, r.certainty)) for r in RULES)
    assert len({r.id for r in RULES} | {r.name for r in RULES}) == 2 * len(RULES)


# ── tolerance ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("total", "severity"),
    [("5.33", None), ("5.34", Severity.INFO), ("5.32", Severity.INFO), ("5.35", Severity.ERROR)],
)
def test_a_difference_within_the_summed_half_units_is_only_mentioned(
    total: str, severity: Severity | None
) -> None:
    faults = run(spending("3.11", "2.22", total))
    assert [f.severity for f in faults] == ([severity] if severity else [])
    assert all("尾差" in f.message for f in faults if f.severity is Severity.INFO)


def test_cells_kept_to_the_yuan_leave_less_room() -> None:
    assert [f.severity for f in run(spending("3.110001", "2.220001", "5.330009"))] == [Severity.ERROR]
    assert [f.severity for f in run(spending("31100.01", "22200.01", "53300.03"), unit="元")] == [
        Severity.INFO
    ]


def test_a_computed_total_carries_the_rounding_of_its_parts() -> None:
    def figure(key: str, value: str, inputs: tuple[str, ...]) -> Figure:
        source = Derivation(formula="合计", inputs=inputs)
        amount = Decimal(value) * 10_000
        return Figure(key=key, item=key, label=key, kind=Kind.MONEY, value=amount, unit="万元", source=source)

    parts = [figure(f"项目.甲{i}.决算", "1.00", ()) for i in range(8)]
    total = figure("项目支出.决算", "8.00", tuple(p.key for p in parts))
    sheets = accounts(("基本支出", amounts(1)), ("本年支出合计", amounts("9.05")))
    faults = articulate(Ledger([*parts, total]), make(sheets))
    assert [(f.code, f.severity) for f in faults] == [("expenditure-parts", Severity.INFO)]


# ── what is missing ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_a_missing_cell_is_not_a_nought(gone: int) -> None:
    sheets = spending(3, 4, 5)
    del sheets["收支"][gone]
    assert run(sheets) == []
    assert codes(run(spending(3, 0, 5))) == ["expenditure-parts"]


def test_a_class_without_a_row_counts_as_nought_only_where_the_detail_closes() -> None:
    codes_ = ("301", "工资福利支出", 6), ("302", "商品和服务支出", 2)
    assert codes(run(detail(8, *codes_, 公用经费=3))) == ["operating-codes"]
    assert "operating-codes" not in codes(run(detail(9, *codes_, 公用经费=3)))


def test_the_detail_closes_within_rounding() -> None:
    codes_ = ("301", "工资福利支出", "6.00"), ("302", "商品和服务支出", "2.00")
    assert "operating-codes" in codes(run(detail("8.01", *codes_, 公用经费=3)))
    assert "operating-codes" not in codes(run(detail("8.02", *codes_, 公用经费=3)))


def test_without_a_budget_there_is_no_execution_score_to_check() -> None:
    sheets = columns("收支", "本年支出合计", 年初预算=0, 决算=5)
    assert run(sheets, score={"执行率得分": 3}) == []


def test_vehicles_in_part_may_still_miss_by_rounding() -> None:
    rows = [("因公出国（境）费", 0), ("公务接待费", "1.89"), ("公务用车运行维护费", "2.58")]
    faults = run(simple("三公经费", *rows, ("三公经费合计", "4.48")))
    assert [f.severity for f in faults] == [Severity.INFO]


def test_classes_given_only_by_their_parts_count_with_their_sum() -> None:
    parts = [("30101", "基本工资", 4), ("30102", "津贴补贴", 2), ("30201", "办公费", 2)]
    assert run(detail(8, *parts, 公用经费=2)) == []
    assert codes(run(detail(9, *parts))) == ["basic-detail"]
    assert codes(run(detail(8, *parts, 公用经费=3))) == ["operating-codes"]


def test_a_total_above_full_marks_is_wrong() -> None:
    assert codes(run({}, score={"总分": 100})) == []
    assert codes(run({}, score={"总分": 100.5})) == ["score-within-weight"]


def test_a_total_with_fewer_decimals_than_its_parts_may_be_rounded() -> None:
    rows = [("甲", 60, 59.26, "延期"), ("乙", 40, 39.3, "延期")]

    def severities(total: float) -> list[str]:
        return [f.severity.value for f in run(indicators(*rows), score={"总分": total})]

    assert severities(98.56) == []
    assert severities(98.6) == severities(99) == ["info"]
    assert severities(98.7) == severities(98.55) == severities(98) == ["error"]


def test_last_year_keeps_its_own_three_public_total() -> None:
    rows = [
        ("三公经费合计", {"年初预算": 5, "决算": 4, "上年决算": 4}),
        ("公务接待费", {"年初预算": 1, "决算": 2}),
    ]
    assert [f.severity for f in run({"三公经费": rows})] == [Severity.INFO]
    alone = [("公务接待费", {"年初预算": 1, "决算": 2})]
    assert [f.severity for f in run({"三公经费": alone})] == [Severity.WARNING]


def test_spending_within_the_rounding_of_its_sources_is_covered() -> None:
    assert run(balance("5.00", None, "5.01", None)) == []
    assert codes(run(balance("5.00", None, "5.02", None))) == ["spending-covered"]
    assert codes(run(balance(5, 1, 7, None))) == ["spending-covered"]
    assert run(balance(5, 1, 6, None)) == []


def test_a_list_given_in_part_is_a_warning_and_one_part_alone_none() -> None:
    few = [("302", "商品和服务支出", 30), ("30217", "公务接待费", 1)]
    assert run(detail(30, *few)) == []
    faults = run(detail(30, *few, ("30211", "差旅费", 2)))
    assert [(f.code, f.severity) for f in faults] == [("economic-parts", Severity.WARNING)]


FEW = [("B", 30), ("C", 15)]


@pytest.mark.parametrize(
    ("rule", "rows"),
    [
        ("project-parts", [(n, "A", None, None, v) for n, v in FEW]),
        ("project-funding", [("A", None, n, None, v) for n, v in FEW]),
        ("project-recipients", [("A", None, None, n, v) for n, v in FEW]),
    ],
)
def test_project_lists_may_be_given_in_part_too(rule: str, rows: list[Any]) -> None:
    def severity(total: int) -> list[tuple[str, Severity]]:
        return [(f.code, f.severity) for f in run(projects(("A", None, None, None, total), *rows))]

    assert severity(45) == []
    assert severity(90) == [(rule, Severity.ERROR)]  # half of it is listed
    assert severity(91) == [(rule, Severity.WARNING)]
    assert severity(44) == [(rule, Severity.ERROR)]
    assert run(projects(("A", None, None, None, 91), rows[0])) == []


def test_top_projects_may_be_given_in_part_too() -> None:
    rows = [(n, None, None, None, v) for n, v in FEW]
    assert [f.severity for f in run(projects(*rows, total=91))] == [Severity.WARNING]


def test_a_source_split_over_recipients_counts_once() -> None:
    split = [("A", None, "当年", "甲", 2), ("A", None, "当年", "乙", 3)]
    whole = [("A", None, None, None, 9), ("A", None, "结转", None, 4)]
    assert run(projects(*whole, ("A", None, "当年", None, 5), *split)) == []
    assert run(projects(*whole, *split)) == []
    assert codes(run(projects(*whole, ("A", None, "当年", None, 6), *split))) == [
        "project-funding",
    ]


def test_two_partitions_of_one_total_are_both_right() -> None:
    rows = [
        ("本年支出合计", amounts(5)),
        ("基本支出", "本年支出合计", amounts(3)),
        ("项目支出", "本年支出合计", amounts(2)),
    ]
    extra = ("科学技术支出", "本年支出合计", amounts(5))
    assert run(accounts(*rows, extra)) == []
    assert codes(run(accounts(*rows[:2], ("项目支出", amounts(1)), extra))) == ["expenditure-parts"]


def test_overlapping_of_which_rows_are_only_a_warning() -> None:
    rows = [("公用经费", amounts(3)), *((n, "公用经费", "其中", amounts(2)) for n in ("会议费", "培训费"))]
    assert [f.severity for f in run(accounts(*rows))] == [Severity.WARNING]


def test_vehicles_listed_in_part_are_a_warning_only() -> None:
    rows = [("因公出国（境）费", 0), ("公务接待费", 1.89), ("公务用车运行维护费", 2.58)]
    assert run(simple("三公经费", *rows, ("三公经费合计", 4.47))) == []
    faults = run(simple("三公经费", *rows, ("三公经费合计", 9)))
    assert [(f.code, f.severity) for f in faults] == [("three-public-total", Severity.WARNING)]
    assert "缺“公务用车购置费”一行" in faults[0].advice


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("“三公”经费合计", "三公经费"),
        ("三公经费支出", "三公经费"),
        ("小计", "三公经费"),
        ("合计", "三公经费"),
        ("1.因公出国(境)费用", "三公经费.因公出国（境）费"),
        ("公务用车运行费", "三公经费.公务用车运行维护费"),
        ("公车维护费", "三公经费.公务用车运行维护费"),
        ("公务用车购置及运行费", "三公经费.公务用车购置及运行维护费"),
        ("公务用车购置和维护经费", "三公经费.公务用车购置及运行维护费"),
        ("公务用车购置", "三公经费.公务用车购置费"),
        ("公务接待", "三公经费.公务接待费"),
        ("其中：外事接待费", "三公经费.其中：外事接待费"),
        ("国内接待费", "三公经费.国内接待费"),
    ],
)
def test_rows_of_three_public_are_known_under_other_names(name: str, key: str) -> None:
    row = make({"三公经费": [(name, amounts(1))]}).three_public[0]
    assert three_public_item(row) == key
    assert three_public_item(row.model_copy(update={"measure": "批次"})) == f"三公经费.{name}"


@pytest.mark.parametrize(
    ("line", "severity"), [(1, []), (0.99, []), (1.01, []), (1.02, ["info"]), (0.98, ["warning"])]
)
def test_the_rest_of_a_three_public_line_is_left_to_projects(line: float, severity: list[str]) -> None:
    faults = run(simple("三公经费", ("公务接待费", line)) | detail(5, ("30217", "公务接待费", 1)))
    assert [f.severity.value for f in faults] == severity


def test_projects_under_a_row_of_the_accounts() -> None:
    rows = [("A", "项目支出", None, None, 2), ("B", "项目支出", None, None, 3)]
    assert run(projects(*rows, total=5)) == []
    assert codes(run(projects(*rows, total=6))) == ["project-total"]
    moved = [("A", "转移支付", None, None, 2), ("B", "转移支付", None, None, 3)]
    assert codes(run(projects(*moved) | accounts(("转移支付", amounts(6))))) == ["project-parts"]


def test_a_project_given_only_in_parts_counts_with_their_sum() -> None:
    rows = [("A", None, None, "老科协", 5), ("A", None, None, "医学会", 4), ("B", None, None, None, 1)]
    assert run(projects(*rows, total=10)) == []
    assert "A9+B1=10万元，与项目支出11万元不符" in run(projects(*rows, total=11))[0].message


def test_one_relation_is_told_once() -> None:
    rows = [
        ("本年支出合计", amounts(9)),
        ("基本支出", "本年支出合计", amounts(3)),
        ("项目支出", "本年支出合计", amounts(2)),
    ]
    assert codes(run(accounts(*rows))) == ["expenditure-parts"]


def test_each_column_is_checked_by_itself() -> None:
    rows = [("基本支出", amounts(3, 4)), ("项目支出", amounts(2, 2)), ("本年支出合计", amounts(5, 5))]
    assert ["上年决算" in f.message for f in run(accounts(*rows))] == [True]


# ── explanations ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("parts", "total", "hint"),
    [
        (["0.003018", 13.58, 10, 19, 37.1, 9.01], 118.87, "若甲0的30.18元应为30.18万元，则相符"),
        ([301800, 13.58], 43.76, "若甲0的301800万元应为301800元，则相符"),
        ([0.3018, 13.58], 43.76, "若甲0的0.3018万元应为30.18万元（小数点错位），则相符"),
        ([30.81, 13.58], 43.76, "若甲0的30.81万元应为30.18万元（相邻数字颠倒），则相符"),
        ([30.18, 13.58], 437600, "若总的437600万元应为437600元，则相符"),
        ([30, 13, 7], 43, "差额恰等于甲2"),
        ([30, 13, 7], 55, "少5万元。"),
    ],
)
def test_a_single_slip_that_explains_the_difference_is_named(parts: list[Any], total: Any, hint: str) -> None:
    rows = [(f"甲{i}", "总", None, None, value) for i, value in enumerate(parts)]
    fault = run(projects(("总", None, None, None, total), *rows))[0]
    assert hint in fault.message
    assert fault.message.endswith("。")
    # The suspect cell is the place that is shown: rows count from 2, the total is the first of them.
    suspect = hint.removeprefix("若").removeprefix("差额恰等于")
    row = 2 if not suspect.startswith("甲") else 3 + int(suspect[1])
    assert fault.cell == f"决算{row}"


def test_the_one_cell_that_breaks_several_sums_is_named() -> None:
    rows = [("人员经费", 2), ("公用经费", 1), ("基本支出", 33), ("项目支出", 2), ("本年支出合计", 5)]
    faults = run(simple("收支", *rows))
    assert codes(faults) == ["expenditure-parts"]
    assert "基本支出（data.xlsx · 收支!决算4）同时使2处不符：若它应为3万元，则都相符。" in faults[0].message
    assert "另1处是基本支出构成·基本支出（决算）。" in faults[0].message
    assert (faults[0].cell, faults[0].found) == ("决算4", "33万元")
    assert faults[0].expected.startswith("3万元")


def test_no_cell_is_named_when_correcting_it_would_break_another_sum() -> None:
    rows = [("人员经费", 2), ("公用经费", 1), ("基本支出", 33), ("项目支出", 2), ("本年支出合计", 5)]
    detail_rows = [(code, f"类{code}", {"决算": v}) for code, v in (("301", 2), ("302", 1), ("309", 30))]
    faults = run(simple("收支", *rows) | {"基本支出明细": detail_rows})
    assert len(faults) == 2
    assert not any("同时使" in f.message for f in faults)


def test_two_separate_slips_are_not_put_down_to_one_cell() -> None:
    rows = [("人员经费", 2), ("公用经费", 2), ("基本支出", 3), ("项目支出", 2), ("本年支出合计", 9)]
    assert not any("同时使" in f.message for f in run(simple("收支", *rows)))


def test_a_slip_that_could_be_in_many_cells_is_not_named() -> None:
    rows = [(f"甲{i}", "总", None, None, "0.3018") for i in range(3)]
    message = run(projects(("总", None, None, None, "30.7836"), *rows))[0].message
    assert message.endswith("少29.8782万元。")


@pytest.mark.parametrize(("length", "beginning"), [(10, "甲0 1+甲1 1+"), (11, "1+1+")])
def test_of_a_long_list_only_the_numbers_are_written(length: int, beginning: str) -> None:
    rows = [(f"甲{i}", "总", None, None, 1) for i in range(length)]
    message = run(projects(("总", None, None, None, length + 2), *rows))[0].message
    assert f"总（决算）：{beginning}" in message


def test_every_place_is_listed_once() -> None:
    rows = [("人员经费", 2), ("公用经费", 1), ("基本支出", 33), ("项目支出", 2), ("本年支出合计", 5)]
    assert [len(f.places) for f in run(simple("收支", *rows))] == [3]


# ── waivers ─────────────────────────────────────────────────────────────────────────────────────────

BROKEN = spending(3, 2, 6)


@pytest.mark.parametrize(
    ("rule", "item"),
    [
        ("expenditure-parts", ""),
        ("本年支出构成", "本年支出合计"),
        (" 本年支出构成 ", "本年支出合计.决算"),
        ("本年支出构成", "收支.本年支出合计.决算"),
    ],
)
def test_a_waiver_keeps_the_fault_and_its_severity(rule: str, item: str) -> None:
    faults = run(BROKEN, waivers=[(rule, item, "决算已批复")])
    assert [(f.severity, f.waived) for f in faults] == [(Severity.ERROR, "决算已批复")]


@pytest.mark.parametrize(
    ("rule", "item", "message"),
    [
        ("expenditure-parts", "基本支出", "没有对应的问题"),
        ("expenditure-parts", "支出合计", "没有对应的问题"),
        ("expenditure-parts", "本年支出合计.上年决算", "没有对应的问题"),
        ("收支平衡", "", "没有对应的问题"),
        ("本年支出", "", "没有叫“本年支出”的勾稽规则"),
    ],
)
def test_a_waiver_that_meets_nothing_is_told(rule: str, item: str, message: str) -> None:
    faults = run(BROKEN, waivers=[(rule, item, "决算已批复")])
    assert [f.waived for f in faults] == [None, None]
    assert faults[-1].code == "waiver-unused"
    assert faults[-1].severity is Severity.INFO
    assert message in faults[-1].message


# ── properties ──────────────────────────────────────────────────────────────────────────────────────

cents = st.integers(min_value=0, max_value=5_000_000)


@st.composite
def closed_books(draw: st.DrawFn) -> Sheets:
    """Accounts in which every cell takes part in a sum, so that no cell can be wrong unseen."""
    kinds = {
        "301": draw(st.lists(cents, min_size=2, max_size=5)),
        "302": draw(st.lists(cents, min_size=2, max_size=5)),
    }
    nested = draw(st.lists(st.lists(cents, min_size=2, max_size=3), min_size=2, max_size=3))
    basic, project = sum(map(sum, kinds.values())), sum(map(sum, nested))
    after = draw(cents)

    def cell(value: int) -> dict[str, Any]:
        return {"决算": Decimal(value) / 100}

    names = (
        ("基本支出", basic),
        ("人员经费", sum(kinds["301"])),
        ("公用经费", sum(kinds["302"])),
        ("项目支出", project),
    )
    totals = (
        ("本年支出合计", basic + project),
        ("本年收入合计", basic + project),
        ("年初结转和结余", after),
        ("年末结转和结余", after),
    )
    economic = []
    for code, values in kinds.items():
        economic.append((code, f"类{code}", cell(sum(values))))
        economic += [(f"{code}{i:02}", f"款{code}{i}", cell(v)) for i, v in enumerate(values, start=1)]
    tree: list[tuple[Any, ...]] = []
    for i, values in enumerate(nested):
        tree.append((f"项目{i}", None, None, None, cell(sum(values))))
        tree += [(f"子{i}{j}", f"项目{i}", None, None, cell(v)) for j, v in enumerate(values)]
    return {
        "收支": [(name, cell(value)) for name, value in (*names, *totals)],
        "基本支出明细": economic,
        "项目支出": tree,
    }


@settings(max_examples=60, deadline=None, derandomize=True)
@given(closed_books())
def test_consistent_accounts_never_alarm(sheets: Sheets) -> None:
    assert run(sheets) == []


@settings(max_examples=100, deadline=None, derandomize=True)
@given(closed_books(), st.data())
def test_one_wrong_cell_always_alarms(sheets: Sheets, data: st.DataObject) -> None:
    spots = [(sheet, i) for sheet, rows in sheets.items() for i in range(len(rows))]
    sheet, index = data.draw(st.sampled_from(spots))
    change = data.draw(st.integers(min_value=20, max_value=10_000_000)) * data.draw(st.sampled_from((1, -1)))
    wrong = copy.deepcopy(sheets)
    wrong[sheet][index][-1]["决算"] += Decimal(change) / 100
    faults = run(wrong)
    assert any(f.severity is not Severity.INFO for f in faults)
    spot = next(v.source for v in _all_values(make(wrong), sheet, index))
    assert any(spot in f.places for f in faults)
    assert all(f"（{spot}）同时使" in f.message for f in faults if "同时使" in f.message)


def _all_values(report: ReportInput, sheet: str, index: int) -> Sequence[Any]:
    rows = {"收支": report.accounts, "基本支出明细": report.economic, "项目支出": report.projects}[sheet]
    return list(rows[index].values)  # type: ignore[attr-defined]


# ── one cause, one message ──────────────────────────────────────────────────────────────────────────


def settled(sheets: Sheets, *faults: Fault) -> list[Fault]:
    report = make(sheets)
    return settle(faults, build_ledger(report), report)


def input_fault(code: str, sheet: str, cell: str) -> Fault:
    return Fault(
        code=code, severity=Severity.ERROR, message="有误。", advice="请改正。", sheet=sheet, cell=cell
    )


def test_the_suspect_cell_is_shown_with_its_own_value() -> None:
    fault = run(three_public(0, "16.92", 0, "16.92", "8.76", "24.78"))[0]
    assert fault.place == "data.xlsx · 三公经费!决算6"
    assert (fault.found, fault.expected) == ("8.76万元", "7.86万元（其他各数无误时）")


def test_a_total_borne_out_elsewhere_is_not_to_be_adapted_to_its_parts() -> None:
    rows = [("基本支出", 3), ("项目支出", 20), ("本年支出合计", 23)]
    project_rows = [("甲", None, None, None, {"决算": 12}), ("乙", None, None, None, {"决算": 15})]
    fault = run(simple("收支", *rows) | {"项目支出": project_rows})[0]
    assert fault.found == "各分项之和27万元"
    assert fault.expected.startswith("20万元")


def test_sums_that_a_unit_slip_breaks_are_told_in_its_message() -> None:
    rows = [("人员经费", 2), ("公用经费", 1), ("基本支出", 30000), ("项目支出", 2), ("本年支出合计", 5)]
    (fault,) = settled(simple("收支", *rows), input_fault("unit-slip", "收支", "决算4"))
    assert fault.code == "unit-slip"
    assert (
        "改正后，本年支出构成·本年支出合计（决算）、基本支出构成·基本支出（决算）随之相符。" in fault.message
    )


def test_a_unit_slip_does_not_cover_up_another_error() -> None:
    rows = [("人员经费", 2), ("公用经费", 2), ("基本支出", 30000), ("项目支出", 2), ("本年支出合计", 5)]
    faults = settled(simple("收支", *rows), input_fault("unit-slip", "收支", "决算4"))
    assert codes(faults) == ["unit-slip", "basic-parts"]


def test_sums_over_a_sheet_with_an_unread_row_wait() -> None:
    rows = [("基本支出", 3), ("项目支出", 2), ("本年支出合计", 6)]
    (fault,) = settled(simple("收支", *rows), input_fault("duplicate-row", "收支", "A5"))
    assert fault.advice == "请改正。改正后再核对本年支出构成·本年支出合计（决算）。"
    faults = settled(simple("收支", *rows), input_fault("duplicate-row", "资产", "A5"))
    assert codes(faults) == ["duplicate-row", "expenditure-parts"]


def test_a_waiver_of_an_input_fault_is_not_called_unknown() -> None:
    report = make(spending(3, 2, 5), waivers=[("unit-slip", "", "年中划入专项")])
    fault = input_fault("unit-slip", "收支", "决算2").model_copy(update={"waived": "年中划入专项"})
    assert settle([fault], build_ledger(report), report) == [fault]


def test_weights_beyond_a_hundred_are_what_is_found() -> None:
    fault = run(indicators(("甲", 45, 45), ("乙", 60, 60)))[0]
    assert (fault.found, fault.expected) == ("合计105分", "合计100分")


def test_people_beyond_the_establishment_are_counted_as_people() -> None:
    rows = [("编制数", "量=个", {"本年": 128}), ("在职人数", {"本年": 131})]
    fault = run({"单位情况": rows})[0]
    assert (fault.found, fault.expected) == ("131人", "不超过128个")

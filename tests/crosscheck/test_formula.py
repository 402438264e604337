"""A model's formula is read by a small grammar and recomputed with what the printed numbers can stand for."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext

import pytest

from pipeline.crosscheck.formula import (
    Unprovable,
    additive,
    loosely,
    numbers,
    outcome,
    refuted,
)
from pipeline.crosscheck.parsing import MOST_CHARS, MOST_DEPTH, MOST_TOKENS, parse
from pipeline.numerals import find

TEXT = "甲12.5万元，乙30万元，丙42.5万元；3个科室、2个中心共5个机构；占80%，5人，4名，9人；每人6万元，1,000元"
MENTIONS = find(TEXT)


def proved_wrong(formula: str) -> bool:
    return refuted(parse(formula, MENTIONS))


@pytest.mark.parametrize(
    ("formula", "wrong"),
    [
        ("12.5+30=42.5", False),
        ("42.5-30=12.5", False),
        ("42.5=12.5+30", False),
        ("12.5+30+30=42.5", True),
        ("42.5-(12.5+30)=12.5-12.5", False),
        ("42.5-(30-12.5)=42.5", True),
        ("12.5*2/2=12.5", False),
        ("12.5/30*100=80", True),
        ("30/42.5=80%", True),
        ("30/42.5*100=80%", True),
        ("5人+4名=9人", False),
        ("5人+9人=4名", True),
        ("5人*6万元/5人=1,000元", True),
        ("30*80%=12.5", True),
        ("-12.5+42.5=30", False),
        ("--30=30", False),
        ("30÷12.5×12.5＝30", False),
        ("[12.5+30]=42.5", False),
        ("12.5万元＋30万元＝42.5万元", False),
        ("3个科室+2个中心=5个机构", False),
        ("3个+2个+3个=5个", True),
    ],
)
def test_what_holds_and_what_does_not(formula: str, wrong: bool) -> None:
    assert proved_wrong(formula) is wrong


@pytest.mark.parametrize(
    ("formula", "result"),
    [("12.5+30", "425000"), ("30-12.5-12.5", "50000"), ("30*2/3", "200000"), ("30/(3-2)", "300000"),
     ("-12.5", "-125000"), ("1,000", "1000"), ("30-12.5*2个/2个", "175000"), ("100*30", "30000000")],
)  # fmt: skip
def test_signs_bind_as_in_arithmetic(formula: str, result: str) -> None:
    small = find("甲12.5万元，乙30万元，丙42.5万元，2个、3个，1,000元")
    assert outcome(parse(f"{formula}=42.5", small).left, Decimal(1)) == Decimal(result)


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("12.5+30", "not an equation"),
        ("12.5+=30", "not arithmetic"),
        ("(12.5+30=42.5", "not an equation"),
        ("12.5+30=42.5)", "not an equation"),
        ("12.5=30=42.5", "not an equation"),
        ("12.5@30=42.5", "not arithmetic"),
        ("12.5+31=42.5", "a number that is not in the quotes"),
        ("12.5+100元=42.5", "a number that is not in the quotes"),
        ("5人+30=42.5", "persons are not added to money"),
        ("3个+5人=9人", "persons are not added to money"),
        ("5人=30万元", "the sides are of different kinds"),
        ("30*30=42.5", "the sides are of different kinds"),
        ("5人*6万元=42.5", "the sides are of different kinds"),
        ("3个=5人", "the sides are of different kinds"),
        ("30/(12.5-12.5)=42.5", "division by what may be 0"),
        ("30" + "*1" * MOST_CHARS + "=30", "formula too long"),
        ("30" + "*1" * MOST_TOKENS + "=30", "formula too long"),
        ("(" * MOST_DEPTH + "30" + ")" * MOST_DEPTH + "=30", "nested too deep"),
    ],
)
def test_what_cannot_be_recomputed_says_why(formula: str, why: str) -> None:
    with pytest.raises(Unprovable, match=rf"^{why}$"):
        proved_wrong(formula)


def test_the_limits_themselves_are_allowed() -> None:
    depth = MOST_DEPTH - 1
    assert not proved_wrong("(" * depth + "30" + ")" * depth + "=30")
    assert not proved_wrong("30" + "*1" * ((MOST_TOKENS - 3) // 2) + "=30")
    assert proved_wrong("-30" + "*1" * ((MOST_TOKENS - 4) // 2) + "=30")
    assert not proved_wrong("30=30".ljust(MOST_CHARS))
    assert not proved_wrong("(30)" + "+(30)-(30)" * 3 + "=30"), "depth is not breadth"


def test_a_percentage_may_be_meant_either_way() -> None:
    mentions = find("上年40万元，本年30万元，占75%，降25%")
    for formula in ("30/40=75%", "30/40*100=75", "1-30/40=25%", "(40-30)/40*100=25%"):
        assert not refuted(parse(formula, mentions)), formula
    assert refuted(parse("30/40=25%", mentions))


def test_two_numbers_that_differ_only_in_unit_leave_it_open_which() -> None:
    mentions = find("12万元、12人、12万元")
    with pytest.raises(Unprovable, match=r"^it is not clear which number is meant$"):
        parse("12=12人", mentions)
    assert not refuted(parse("12万元=12万元", mentions))


def test_a_range_is_no_number_of_a_formula() -> None:
    with pytest.raises(Unprovable, match=r"^a number that is not in the quotes$"):
        parse("3=5", find("3至5个"))


def test_numbers_beyond_all_reason_prove_nothing() -> None:
    nines = "9" * 12
    mentions = find(f"甲{nines}元，乙0元")
    with pytest.raises(Unprovable, match=r"^beyond all numbers$"), localcontext(Context(Emax=10, traps=[])):
        refuted(parse(f"{nines}+{nines}=0", mentions))


def test_what_a_side_comes_to_counts_zeros_and_percentages() -> None:
    mentions = find("甲0元，乙30元，占80%，共24元")
    assert outcome(parse("0+30=24", mentions).left, Decimal(1)) == 30
    assert outcome(parse("30*80%=24", mentions).left, Decimal("0.01")) == 24
    assert outcome(parse("30*80%=24", mentions).left, Decimal(1)) == 2400


def test_numbers_are_told_in_order_and_constants_left_out() -> None:
    equation = parse("(42.5-30)*100/12.5=80", MENTIONS)
    assert [m.text for m in numbers(equation.left)] == ["42.5万元", "30万元", "12.5万元"]


@pytest.mark.parametrize(
    ("formula", "sums"),
    [("12.5+30", True), ("42.5-(30-12.5)", True), ("30", True), ("-30", True), ("30*2", False),
     ("12.5+30/2", False)],
)  # fmt: skip
def test_a_sum_is_nothing_but_plus_and_minus(formula: str, sums: bool) -> None:
    small = find("甲12.5万元，乙30万元，丙42.5万元，2个")
    assert additive(parse(f"{formula}=42.5", small).left) is sums


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("60万元", "550000", "650000"), ("3个", "3", "3"), ("44.00万元", "439950", "440050"),
     ("1200人", "1150", "1250"), ("约60万元", "545000", "655000"), ("61万元", "605000", "615000")],
)  # fmt: skip
def test_read_loosely_zeros_at_the_end_may_be_digits_left_out(text: str, low: str, high: str) -> None:
    assert loosely(find(text)[0]) == (Decimal(low), Decimal(high))

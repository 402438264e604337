"""Where a number begins and ends, and what stands just beside it."""

from decimal import Decimal

import pytest

from pipeline.numerals import find, quantities
from schemas.figures import Approx, Kind


def spans(text: str) -> list[tuple[str, Kind]]:
    return [(m.text, m.kind) for m in find(text)]


def digits(text: str) -> list[str]:
    """The numeral of each mention, without its hedge, sign and unit."""
    return [text[m.num_start : m.num_end] for m in find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("推行“1+6”模式", ["1"]),
        ("ICP备19009894号许可", ["19009894号"]),
        ("大道49号", ["49号"]),
        ("21世纪初", ["21"]),
        ("2018-2020年", ["2018"]),
        ("开展2021科技周活动", ["2021"]),
        ("截至2021年3月5日", ["2021"]),
    ],
)
def test_the_digits_lie_where_they_are_said_to(text: str, expected: list[str]) -> None:
    assert digits(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("上午9点开会", [("9点", Kind.OTHER)]),
        ("管径50”的水管", [("50", Kind.COUNT)]),
        ("推行“3个+N”模式", [("3个", Kind.COUNT)]),
        ("实施“12工程+N”行动", [("12工程+N", Kind.FIXED)]),
        ("编号301，编号30", [("301", Kind.OTHER), ("30", Kind.COUNT)]),
        ("编码1200个单位", [("1200个", Kind.COUNT)]),
        ("修缮3号楼和幸福路", [("3号楼", Kind.ORDINAL)]),
        ("名额3：5人参加", [("3", Kind.COUNT), ("5人", Kind.COUNT)]),
        ("发放2000，（2000）", [("2000", Kind.COUNT), ("2000", Kind.DATE)]),
        ("每个3月龄幼苗", [("3", Kind.COUNT)]),
    ],
)
def test_what_stands_beside_a_number_decides_its_kind(text: str, expected: list[tuple[str, Kind]]) -> None:
    assert spans(text) == expected


@pytest.mark.parametrize(
    ("text", "hedge", "approx"),
    [
        ("约5人", "约", Approx.ABOUT),
        ("大约5人", "大约", Approx.ABOUT),
        ("不超过5人", "不超过", Approx.LESS_THAN),
        ("参加者约 300人", "约", Approx.ABOUT),
        ("参加者超过 300人", "超过", Approx.MORE_THAN),
        ("近400多名群众", "近…多", Approx.ABOUT),
        ("超过400多名群众", "超过…多", Approx.MORE_THAN),
    ],
)
def test_hedges_in_front(text: str, hedge: str, approx: Approx) -> None:
    mention = find(text)[0]
    assert (mention.hedge, mention.approx) == (hedge, approx)


def test_a_span_of_years_keeps_both_ends_and_a_span_of_months_one_year() -> None:
    years, months = find("2018-2020年，2021年1-12月")
    assert (years.value, years.high) == (Decimal(2018), Decimal(2020))
    assert (months.value, months.high) == (Decimal(2021), None)


def test_an_estimate_of_tens_keeps_both_ends_when_a_scale_follows() -> None:
    mention = find("惠及二三十余万人")[0]
    assert (mention.value, mention.high) == (Decimal(200_000), Decimal(300_000))


def test_a_ledger_holds_definite_quantities_only() -> None:
    text = "2021年，3人，3至5个，数十家，三公，第2名，12.5%，6个月，4万元"
    assert [m.text for m in quantities(text)] == ["3人", "12.5%", "6个月", "4万元"]

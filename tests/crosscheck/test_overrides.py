"""Figures that a person wrote over."""

from decimal import Decimal

import pytest

from pipeline.crosscheck import Context, check
from pipeline.references import Style, render
from schemas.figures import Figure, Kind, Ledger, LineRef
from schemas.findings import Severity
from tests.crosscheck.ledgers import YEAR, checked

TEXT = "公务接待费支出[[三公经费.公务接待费.决算|作{}]]。"


@pytest.mark.parametrize("written", ["3.20万元", "1.98万元", "189万元", "1.89%", "若干"])
def test_another_value_is_an_error_that_shows_both_and_the_ways_out(written: str) -> None:
    errors = checked(TEXT.format(written), heading="三公经费").errors
    assert [f.code for f in errors] == ["changed-figure"]
    for words in (
        written,
        "1.89万元",
        "data.xlsx · 收支!D5",
        "zipingbao refresh",
        "restore 报告文件夹 三公经费",
    ):
        assert words in errors[0].message
    assert (errors[0].quote, errors[0].severity) == (written, Severity.ERROR)


@pytest.mark.parametrize("written", ["1.89万元", "1.9万元", "18900元", "约1.9万元"])
def test_the_ledgers_own_value_is_none(written: str) -> None:
    assert not checked(TEXT.format(written)).errors


def test_a_draft_may_not_write_over_figures_at_all() -> None:
    found = checked(TEXT.format("1.89万元"), draft=True).errors
    assert [f.code for f in found] == ["changed-figure"]


def test_a_bare_number_is_meant_in_the_figures_unit() -> None:
    assert not checked("支出[[基本支出.决算|数|作301.81]]万元。").errors
    assert [f.code for f in checked("支出[[基本支出.决算|数|作301.18]]万元。").errors] == ["changed-figure"]


DOUBT = "[[三公经费.公务接待费.决算|作1.89万元|待核]]"


def test_a_figure_in_doubt_is_told_with_its_source_and_the_ways_out() -> None:
    found = checked(f"全年用于来客方面的开销为{DOUBT}。", heading="三公经费").findings
    assert [(f.code, f.severity, f.quote) for f in found] == [
        ("doubtful-figure", Severity.WARNING, "1.89万元")
    ]
    for words in ("三公经费.公务接待费.决算", "收支!D5", "restore 报告文件夹 三公经费 --figures", "改成"):
        assert words in found[0].message


def test_the_doubts_of_one_sentence_are_told_together() -> None:
    other = "[[三公经费.公务用车运行维护费.决算|作2.58万元|待核]]"
    found = [
        f for f in checked(f"来客开销{DOUBT}，车辆开销{other}。").findings if f.code == "doubtful-figure"
    ]
    assert len(found) == 1
    assert len(found[0].others) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"公务接待费支出{DOUBT}。", None),
        (f"公务用车运行维护费支出{DOUBT}。", "wrong-item"),
        (f"2019年，公务接待费支出{DOUBT}。", "wrong-year"),
    ],
)
def test_words_that_settle_the_doubt_speak_for_themselves(text: str, code: str | None) -> None:
    found = [f.code for f in checked(text).findings if f.severity is not Severity.INFO]
    assert found == ([code] if code else [])


def test_a_change_goes_astray_with_the_amount_that_it_follows() -> None:
    text = "[[基本支出.决算]]，比上年增加[[基本支出.决算.比上年增减额]]，增长[[基本支出.决算.比上年增减率]]。"
    quotes = [f.quote for f in checked(f"项目支出{text}").findings if f.code == "wrong-item"]
    assert quotes == ["301.81万元", "21.81万元", "7.79%"]
    assert not [f for f in checked(f"基本支出{text}").findings if f.code == "wrong-item"]


@pytest.mark.parametrize(
    ("key", "written", "told"),
    [
        ("基本支出.决算", "300万元", "请改 data.xlsx · 收支!D5 那一格后运行"),
        ("记录.培训.参加培训", "500人", "请改 notes/培训.md 第2行 那一处记录后运行"),
        (
            "基本支出.决算.比上年增减额",
            "30万元",
            "请改data.xlsx 中“基本支出.决算”“基本支出.上年决算”的数后运行",
        ),
    ],
)
def test_where_to_change_it_depends_on_where_it_comes_from(key: str, written: str, told: str) -> None:
    (found,) = checked(f"全年[[{key}|作{written}]]。").errors
    assert found.message.startswith(f"此处的“{key}”写成了{written}，台账为")
    assert f"如{written}属实，{told} zipingbao refresh 报告文件夹；如不属实，请运行" in found.message
    assert "restore 报告文件夹 本节 --figures，恢复为" in found.message
    assert found.message.endswith(f"恢复为{found.expected}。")
    assert f"（{found.evidence}）" in found.message


@pytest.mark.parametrize(
    ("key", "written", "agreed"),
    [
        ("在职人数", "16人", True),
        ("在职人数", "16名", False),
        ("基本支出.决算", "3018100元", True),
        ("基本支出.执行率", "104.07%", True),
        ("基本支出.执行率", "104.07个百分点", False),
        ("在职人数", "16万元", False),
    ],
)
def test_the_unit_that_is_written_must_be_the_figures(key: str, written: str, agreed: bool) -> None:
    found = [f for f in checked(f"全年[[{key}|作{written}]]。").findings if f.code == "changed-figure"]
    assert (found == []) is agreed


@pytest.mark.parametrize(
    ("head", "doubted"),
    [
        ("基本支出", False),
        ("2023年基本支出", False),
        ("2023年基本支出决算", False),
        ("当年基本支出决算", False),
        ("年初预算经过调整，决算中，基本支出", False),
        ("全年日常开支", True),
    ],
)
def test_noun_year_and_basis_settle_a_doubt(head: str, doubted: bool) -> None:
    found = checked(f"{head}[[基本支出.决算|作301.81万元|待核]]。").findings
    assert ("doubtful-figure" in [f.code for f in found]) is doubted, found


def test_the_doubts_of_each_sentence_are_told_apart() -> None:
    one = "[[基本支出.决算|作301.81万元|待核]]"
    findings = checked(f"开销{one}，费用{one}。其他{one}。").findings
    first, second = [f for f in findings if f.code == "doubtful-figure"]
    assert first.message == (
        "301.81万元（连同本句另外1个数）导出时是“基本支出.决算”（data.xlsx · 收支!D5），"
        "改稿改动了它周围的词句，请核对是否还是这一项。"
        "如是，请运行 zipingbao restore 报告文件夹 本节 --figures 恢复引用；"
        "如不是，请改成这里应写的数。"
    )
    assert second.message.startswith("301.81万元导出时是")
    assert (first.evidence, len(first.others), second.others) == ("data.xlsx · 收支!D5", 1, ())


NOTES = "2023年以来：2018年启动的科普日活动发放宣传资料600份。"
NOTE = Figure(
    key="记录.科普日.发放宣传资料", item="发放宣传资料", label="发放宣传资料",
    kind=Kind.COUNT, value=Decimal(600), unit="份", year=YEAR,
    source=LineRef(file="notes/科普日.md", line=3), context="科普日活动发放宣传资料600份",
)  # fmt: skip


@pytest.mark.parametrize(
    ("head", "codes"), [("2021年，", ["wrong-year"]), ("2023年，", []), ("2018年启动的", []), ("", [])]
)
def test_a_notes_number_under_another_year_is_told(head: str, codes: list[str]) -> None:
    ledger = Ledger([NOTE])
    rendered = render(f"{head}科普日活动发放宣传资料[[{NOTE.key}]]。", ledger, Style())
    context = Context(year=YEAR, source_text=NOTES)
    found = check(rendered.text, ledger, spans=rendered.spans, context=context).findings
    assert [f.code for f in found if f.code == "wrong-year"] == codes

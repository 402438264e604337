from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ledger import build_ledger
from pipeline.references import Style, drop_overrides, parse, render, settle_overrides
from schemas.figures import Approx, Figure, Hedge, Kind, Ledger, LineRef
from tests.builders import account, project, report, three_public, unit_fact

STYLE = Style()

NOTE = Figure(
    key="记录.培训.学会党员",
    item="记录.培训.学会党员",
    label="学会党员",
    kind=Kind.COUNT,
    value=Decimal(300),
    unit="人次",
    source=LineRef(file="notes/培训.md", line=3),
    hedge=Hedge(approx=Approx.MORE_THAN, suffix="余"),
)


def ledger() -> Ledger:
    built = build_ledger(
        report(
            accounts=(
                account("本年支出合计", 年初预算="208.4", 上年年初预算="184.4"),
                account("基本支出", "本年支出合计", 年初预算="164.4", 上年年初预算="133.39"),
                account("项目支出", "本年支出合计", 年初预算="44", 上年年初预算="51"),
                account("其他收入", 年初预算="3", 上年年初预算="0"),
                account("事业收入", 年初预算="5", 上年年初预算="5"),
            ),
            three_public=(
                three_public("三公经费合计", 决算="0.22", 上年决算="0.34"),
                three_public("因公出国（境）费", 决算="0"),
            ),
            projects=(
                project("能力提升", 决算="5", 承担单位="市老科协"),
                project("能力提升", 决算="9", 承担单位="市航模协会"),
            ),
            unit_facts=(unit_fact("在职人数", 本年="14", 上年="15"),),
        )
    )
    return Ledger([*built, NOTE])


@pytest.mark.parametrize(
    ("reference", "printed"),
    [
        ("[[基本支出.年初预算]]", "164.40万元"),
        ("[[基本支出.年初预算|元]]", "1644000.00元"),
        ("[[基本支出.年初预算|1位]]", "164.4万元"),
        ("[[基本支出.年初预算|数]]", "164.40"),
        ("[[基本支出.年初预算|比上年]]", "比上年增加31.01万元，增长23.25%"),
        ("[[项目支出.年初预算|比上年]]", "比上年减少7.00万元，下降13.73%"),
        ("[[其他收入.年初预算|比上年]]", "比上年增加3.00万元"),
        ("[[事业收入.年初预算|比上年]]", "与上年持平"),
        ("[[在职人数|比上年]]", "比上年减少1人"),
        ("[[三公经费.决算.比上年增减额]]", "0.12万元"),
        ("[[三公经费.因公出国（境）费.决算]]", "0万元"),
        ("[[项目.能力提升.决算]]", "14.00万元"),
        ("[[项目.能力提升.决算|清单]]", "市老科协5.00万元、市航模协会9.00万元"),
        ("[[项目.能力提升.承担单位数]]", "2个"),
        ("[[项目.能力提升.承担单位数|汉字]]", "两个"),
        ("[[记录.培训.学会党员]]", "300余人次"),
        ("[[基本支出.年初预算.占比]]", "78.89%"),
    ],
)
def test_what_a_reference_prints(reference: str, printed: str) -> None:
    rendered = render(f"前{reference}后", ledger(), STYLE)
    assert rendered.text == f"前{printed}后"
    assert not rendered.problems


@pytest.mark.parametrize(
    "key", ["[[ “三公”经费 .决算]]", "[[三公经费．决算]]", "[[三公经费.因公出国(境)费.决算]]"]
)
def test_a_key_is_found_in_any_width_and_quoting(key: str) -> None:
    assert not render(key, ledger(), STYLE).problems


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[[基本支岀.年初预算]]", "unknown-reference"),
        ("[[基本支出.年初预算|斤]]", "bad-format"),
        ("[[其他收入.年初预算|较年初预算]]", "bad-format"),
        ("[[基本支出.年初预算|清单]]", "bad-format"),
        ("[[基本支出.年初预算]", "malformed-reference"),
        ("基本支出.年初预算]]", "malformed-reference"),
        ("【【基本支出.年初预算】】", "malformed-reference"),
        ("［［基本支出.年初预算］］", "malformed-reference"),
        ("[[]]", "malformed-reference"),
    ],
)
def test_what_is_no_reference_stays_as_written_and_is_reported(text: str, code: str) -> None:
    rendered = render(f"甲{text}乙", ledger(), STYLE)
    assert rendered.text == f"甲{text}乙"
    (problem,) = rendered.problems
    assert (problem.code, rendered.text[problem.start : problem.end]) == (code, problem.raw)


def test_an_unknown_key_is_answered_with_the_nearest() -> None:
    (problem,) = render("[[基本支岀.年初预算]]", ledger(), STYLE).problems
    assert "基本支出.年初预算" in problem.message


def test_text_is_never_run_as_a_template() -> None:
    text = "{{ 7*7 }}{% raw %}[[基本支出.年初预算]]{# x #}"
    assert render(text, ledger(), STYLE).text == "{{ 7*7 }}{% raw %}164.40万元{# x #}"


def test_a_value_is_not_rendered_again() -> None:
    odd = NOTE.model_copy(update={"key": "记录.甲", "unit": "[[记录.培训.学会党员]]"})
    rendered = render("[[记录.甲]]", Ledger([NOTE, odd]), STYLE)
    assert rendered.text == "300余[[记录.培训.学会党员]]"
    assert len(rendered.spans) == 1


def test_spans_lead_every_printed_number_back_to_its_key() -> None:
    rendered = render("年初预算[[基本支出.年初预算]]，[[基本支出.年初预算|比上年]]。", ledger(), STYLE)
    found = [(rendered.text[a:b], key) for span in rendered.spans for a, b, key in span.numbers]
    assert found == [
        ("164.40万元", "基本支出.年初预算"),
        ("31.01万元", "基本支出.年初预算.比上年增减额"),
        ("23.25%", "基本支出.年初预算.比上年增减率"),
    ]


pieces = st.sampled_from(
    ["[[", "]]", "|", "基本支出.年初预算", "比上年", "清单", "[", "]", "数", "甲", "\n", "，"]
)


@given(st.lists(pieces, max_size=14).map("".join))
def test_any_text_renders_and_offsets_hold(text: str) -> None:
    rendered = render(text, ledger(), STYLE)
    assert len(rendered.spans) <= len(parse(text))
    for problem in rendered.problems:
        assert rendered.text[problem.start : problem.end] == problem.raw
    # What was not a reference has not moved or changed.
    plain, done = "", 0
    for span in rendered.spans:
        plain += rendered.text[done : span.start] + span.reference.raw
        done = span.end
    assert plain + rendered.text[done:] == text


def test_an_override_prints_what_was_written_and_knows_its_key() -> None:
    rendered = render("支出[[基本支出.年初预算|作160万元]]。", ledger(), STYLE)
    assert rendered.text == "支出160万元。"
    assert [span.numbers for span in rendered.spans] == [((2, 7, "基本支出.年初预算"),)]
    assert not rendered.problems


def test_an_override_of_an_unknown_key_is_a_problem() -> None:
    assert [p.code for p in render("[[无此项|作160万元]]", ledger(), STYLE).problems] == ["unknown-reference"]


@pytest.mark.parametrize(
    ("written", "settled"),
    [
        ("[[基本支出.年初预算|作164.40万元]]", "[[基本支出.年初预算]]"),
        ("[[基本支出.年初预算|作164.4万元]]", "[[基本支出.年初预算]]"),
        ("[[基本支出.年初预算|作１６４.40万元]]", "[[基本支出.年初预算]]"),
        ("[[基本支出.年初预算|元|作1644000.00元]]", "[[基本支出.年初预算|元]]"),
        ("[[基本支出.年初预算|作164万元]]", "[[基本支出.年初预算|作164万元]]"),
        ("[[基本支出.年初预算|作约164.4万元]]", "[[基本支出.年初预算|作约164.4万元]]"),
        ("[[在职人数|作14个]]", "[[在职人数|作14个]]"),
        ("[[无此项|作14人]]", "[[无此项|作14人]]"),
        ("[[在职人数]]和15人", "[[在职人数]]和15人"),
    ],
)
def test_overrides_that_came_true_are_settled(written: str, settled: str) -> None:
    assert settle_overrides(f"有{written}。", ledger(), STYLE) == f"有{settled}。"


def test_all_overrides_can_be_dropped() -> None:
    assert drop_overrides("[[甲|1位|作9]]、[[乙|作8元]]、[[丙]]") == "[[甲|1位]]、[[乙]]、[[丙]]"

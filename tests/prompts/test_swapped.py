"""An outline serves any unit: each case is drafted in the outlines of the two others."""

from __future__ import annotations

import pytest

from tests.prompts.cases import draft, example, faults_of

CASES = ("huaihua2020", "changning2023", "chenzhou2021")


@pytest.mark.parametrize("outline", ["changning2023", "chenzhou2021"])
@pytest.mark.parametrize("case", CASES)
def test_another_units_data_reads_as_finished_prose(case: str, outline: str) -> None:
    report, _ = example(case)
    settings = report.settings.model_copy(update={"outline": outline})
    for section, rendered in draft(report.model_copy(update={"settings": settings})).items():
        assert (rendered.problems, faults_of(rendered.text)) == ((), []), section


def test_what_only_one_of_the_columns_has_is_told() -> None:
    report, _ = example("changning2023")
    settings = report.settings.model_copy(update={"outline": "chenzhou2021"})
    text = draft(report.model_copy(update={"settings": settings}))["general_basic"].text
    assert "基本支出年初预算164.40万元，比上年增加31.01万元，增长23.25%，决算数未填报。" in text

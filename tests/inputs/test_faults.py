from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.inputs import read_folder
from pipeline.inputs.faults import TITLES
from tests.inputs.cases import CASES, Case, good_folder


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return good_folder(tmp_path_factory.mktemp("good"))


def test_the_folder_that_is_spoilt_has_no_fault(good: Path) -> None:
    report, faults = read_folder(good)
    assert report is not None
    assert [f.message for f in faults] == []


@pytest.mark.parametrize("case", CASES, ids=[f"{c.code}-{i}" for i, c in enumerate(CASES)])
def test_one_cause_one_clear_fault(case: Case, good: Path, tmp_path: Path) -> None:
    dir = tmp_path / "report"
    shutil.copytree(good, dir)
    case.spoil(dir)
    _, faults = read_folder(dir)
    assert [(f.code, f.severity.value) for f in faults] == [(case.code, case.severity)], [
        f.message for f in faults
    ]
    fault = faults[0]
    assert case.place in fault.place
    assert case.says in fault.message + fault.found + fault.expected + fault.advice
    assert fault.expected
    assert fault.advice.endswith(("。", "？"))
    assert str(tmp_path) not in fault.model_dump_json()


def test_there_are_at_least_forty_kinds() -> None:
    assert len({c.code for c in CASES}) >= 40
    assert {c.code for c in CASES} <= set(TITLES)

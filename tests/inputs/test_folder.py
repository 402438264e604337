from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import OutlineError
from pipeline.inputs import init_folder, read_folder
from pipeline.outlines import available
from tests.inputs.build import YEAR


@pytest.mark.parametrize("name", available())
def test_a_new_folder_lacks_only_what_the_clerk_must_fill_in(tmp_path: Path, name: str) -> None:
    written = init_folder(tmp_path / "r", name, YEAR, unit='某市"科协"', short_name="某市科协")
    assert [p.name for p in written] == ["report.yaml", "data.xlsx", "_说明.txt"]
    report, faults = read_folder(tmp_path / "r")
    assert report is not None
    assert (report.settings.unit, report.settings.year, report.notes) == ('某市"科协"', YEAR, ())
    assert {f.code for f in faults} <= {"required-missing"}
    assert all(f.cell for f in faults)


def test_an_unknown_outline_makes_no_folder(tmp_path: Path) -> None:
    with pytest.raises(OutlineError):
        init_folder(tmp_path / "r", "nowhere", YEAR)
    assert not (tmp_path / "r").exists()


def test_without_names_the_folder_asks_for_them(tmp_path: Path) -> None:
    init_folder(tmp_path / "r", available()[0], YEAR)
    report, faults = read_folder(tmp_path / "r")
    assert report is None
    assert [f.sheet + f.cell for f in faults if f.code == "missing-field"] == ["单位全称", "单位简称"]

"""What LibreOffice makes of the workbook, and what we make of its files."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.inputs import read_folder, write_workbook
from tests.inputs.build import YEAR, folder, full_report, without_sources

SOFFICE = shutil.which("soffice")


def convert(path: Path, kind: str, out: Path) -> Path:
    out.mkdir(exist_ok=True)
    profile = f"-env:UserInstallation={(out / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=90)
    made = out / f"{path.stem}.{kind}"
    if not made.exists():
        pytest.skip("LibreOffice Calc 未安装")
    return made


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice 未安装")
@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_a_file_saved_by_libreoffice_reads_the_same(tmp_path: Path, kind: str) -> None:
    dir = folder(tmp_path)
    write_workbook(dir / "data.xlsx", full_report(), year=YEAR, money_unit="万元")
    made = convert(dir / "data.xlsx", kind, tmp_path / "out")
    (dir / "data.xlsx").unlink()
    shutil.move(made, dir / f"data.{kind}")
    report, faults = read_folder(dir)
    assert [f.message for f in faults] == []
    assert report is not None
    assert without_sources(report) == without_sources(full_report())

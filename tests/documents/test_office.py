"""The same report as Word, PDF and web page gives the same paragraphs (LibreOffice converts it)."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from pipeline.documents import read_document
from tests.test_cli import case, run

__all__ = ["case"]  # the fixture


def paragraphs(path: Path) -> list[str]:
    return [line for line in read_document(path).prose.split("\n") if len(line) > 12]


def test_one_report_in_three_forms(case: Path, tmp_path: Path) -> None:
    word = tmp_path / "报告.docx"
    assert run("export", case, "--output", word).exit_code == 0
    for kind in ("pdf", "html"):
        home = f"-env:UserInstallation=file://{tmp_path}/office"
        command = ["soffice", home, "--headless", "--convert-to", kind, str(word)]
        try:
            subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=100)
        except FileNotFoundError:
            pytest.skip("LibreOffice is missing")
        converted = word.with_suffix(f".{kind}")
        assert paragraphs(converted) == paragraphs(word)
        checked = run("check", converted, "--against", case)
        assert checked.exit_code == 0, checked.stdout

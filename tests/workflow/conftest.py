"""The smallest example, drafted once and copied for every test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.workflow.folder import drafted


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drafted(tmp_path_factory.mktemp("template") / "报告")


@pytest.fixture
def case(_template: Path, tmp_path: Path) -> Path:
    """A drafted report folder of the test's own."""
    return Path(shutil.copytree(_template, tmp_path / "报告"))

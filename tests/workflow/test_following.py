"""One account changed in each example: exactly the sections that print it are written, no model asked."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from benchmarks.following import EXAMPLES, accounts, drafted, one_round


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_exactly_the_sections_that_print_a_changed_account_are_written(example: Path, tmp_path: Path) -> None:
    first = drafted(example, tmp_path)
    rounds = []
    for cell in random.Random(4).sample(accounts(first), 3):
        folder = Path(shutil.copytree(first, tmp_path / f"{cell.sheet}{cell.cell}"))
        rounds.append(one_round(folder, cell))
    assert [r for r in rounds if not r.good] == []
    assert any(r.touched for r in rounds), "an oracle that expects nothing proves nothing"

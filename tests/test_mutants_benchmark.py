"""The mutation benchmark draws a fair sample that can be drawn again, and knows its modules."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("resource", reason="mutmut needs fork, which this system lacks")

from benchmarks.mutants import drawn, sources

NAMES = {Path("a.py"): [f"a{n}" for n in range(90)], Path("b.py"): [f"b{n}" for n in range(9)]}


def test_every_module_has_its_share_of_a_sample() -> None:
    sample = drawn(NAMES, 20, seed=1)
    assert [len(group) for group in sample.values()] == [19, 2]
    assert all(set(group) < set(NAMES[file]) for file, group in sample.items())


def test_the_same_seed_draws_the_same_sample() -> None:
    assert drawn(NAMES, 20, seed=1) == drawn(NAMES, 20, seed=1)
    assert drawn(NAMES, 20, seed=1) != drawn(NAMES, 20, seed=2)
    assert drawn(NAMES, None, seed=1) == drawn(NAMES, 1000, seed=1) == NAMES


@pytest.mark.parametrize(
    "name", ["numerals.dates", "numerals/dates", "pipeline.numerals.dates", "pipeline/numerals/dates.py"]
)
def test_a_module_may_be_written_as_path_or_dotted(name: str) -> None:
    assert sources([name]) == {"numerals": [Path("pipeline/numerals/dates.py")]}


def test_a_package_is_all_its_files_and_another_is_refused() -> None:
    files = sources(["crosscheck"])["crosscheck"]
    assert {Path("pipeline/crosscheck/check.py"), Path("pipeline/crosscheck/arithmetic/growth.py")} <= set(
        files
    )
    for wrong in ("word", "numerals.nothing"):
        with pytest.raises(SystemExit, match="no module"):
            sources([wrong])

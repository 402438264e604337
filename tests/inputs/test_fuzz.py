"""Whatever lies in the folder, reading it never raises, and always says something when data is lost."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from pipeline.inputs import read_folder
from tests.inputs.cases import good_folder


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return good_folder(tmp_path_factory.mktemp("good"))


def damage(data: bytes, dice: random.Random) -> bytes:
    """Some bytes changed, dropped, doubled, or the end cut off."""
    result = bytearray(data)
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(result))
        length = dice.choice([1, 1, 4, 40])
        piece = bytes(dice.randrange(256) for _ in range(length))
        change = dice.choice(["set", "drop", "insert", "cut"])
        if change == "set":
            result[at : at + length] = piece
        elif change == "drop":
            del result[at : at + length]
        elif change == "insert":
            result[at:at] = piece
        elif len(result) > 200:
            del result[dice.randrange(100, len(result)) :]
    return bytes(result)


@pytest.mark.parametrize("name", ["data.xlsx", "report.yaml", "notes/科技周.md"])
@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_file_never_raises(good: Path, tmp_path: Path, name: str, seed: int) -> None:
    dir = tmp_path / "report"
    shutil.copytree(good, dir)
    dice = random.Random(f"{name}{seed}")
    path = dir / name
    path.write_bytes(damage(path.read_bytes(), dice))
    report, faults = read_folder(dir)
    assert report is not None or faults
    assert all(f.message and f.message.isprintable() for f in faults)


def test_many_faults_come_all_at_once(good: Path, tmp_path: Path) -> None:
    from tests.inputs.cases import CELL_CASES, NOTE_CASES

    dir = tmp_path / "report"
    shutil.copytree(good, dir)
    chosen = [
        c
        for c in (*CELL_CASES, *NOTE_CASES)
        if c.code in ("fraction", "percent-in-number", "negative", "same-note")
    ]
    seen = set()
    for case in chosen:
        if case.code not in seen:
            seen.add(case.code)
            case.spoil(dir)
    _, faults = read_folder(dir)
    assert {f.code for f in faults} == seen
    assert len(faults) == len(seen)

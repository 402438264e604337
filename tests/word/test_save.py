"""Saving: whole or not at all, and every refusal in words a clerk understands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.errors import DocumentError
from pipeline.word import read_edited
from tests.word import sample


def test_a_failing_write_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "r.docx"
    path.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(DocumentError, match="没有写入权限，或文件正被其他程序打开"):
        sample.write(path)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["r.docx"]


@pytest.mark.parametrize("lock", ["~$report.docx", "~$port.docx", ".~lock.report.docx#"])
def test_a_file_open_in_an_editor_is_not_overwritten(tmp_path: Path, lock: str) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(b"old")
    (tmp_path / lock).write_text("somebody")
    with pytest.raises(DocumentError, match="正在 Word、WPS 或 LibreOffice 中打开") as caught:
        sample.write(path)
    assert lock in caught.value.advice
    assert path.read_bytes() == b"old"


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="这是一个文件夹"):
        sample.write(tmp_path)


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="不存在"):
        sample.write(tmp_path / "none" / "r.docx")


def test_a_read_only_file_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "r.docx"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(DocumentError, match="只读"):
        sample.write(path)
    assert path.read_bytes() == b"old"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.docx", tmp_path / "link.docx"
    real.write_bytes(b"old")
    link.symlink_to(real)
    sample.write(link)
    assert link.is_symlink()
    assert read_edited(real).properties["wording"] == "offline"


def test_the_file_is_readable_by_others_as_the_umask_says(tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    sample.write(path)
    umask = os.umask(0)
    os.umask(umask)
    assert path.stat().st_mode & 0o777 == 0o666 & ~umask


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04broken"])
def test_reading_what_is_no_word_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "r.docx"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match="不是可用的 Word 文件"):
        sample.sections_of(path, ["a"])

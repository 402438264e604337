"""Persons' comments go out again beside our own; both come back as they were."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pipeline.word import COMMENT_AUTHOR, read_edited
from schemas.editing import EditedFile, Remark
from tests.word import sample
from tests.word.test_write import finding

WHEN = dt.datetime(2024, 3, 6, 9, 30, tzinfo=dt.UTC)


def remark(section: str, quote: str, text: str = "请再核。", author: str = "王局长") -> Remark:
    return Remark(section=section, quote=quote, author=author, text=text, created=WHEN)


def words(file: EditedFile) -> list[tuple[str, str, str]]:
    """Author, text and the words it stands on, of each comment."""
    return [(c.author, c.text, file.paragraphs[c.paragraph].text[c.start : c.end]) for c in file.comments]


def test_remarks_come_back_with_author_date_and_words(tmp_path: Path) -> None:
    remarks = {"basic": [remark("basic", "增长4.52%", "怎么算的？\n请附说明")]}
    written = sample.write(
        tmp_path / "r.docx", findings={"basic": [finding("basic", "4.52%")]}, remarks=remarks
    )
    file = read_edited(tmp_path / "r.docx")
    assert words(file) == [
        ("王局长", "怎么算的？\n请附说明", "增长4.52%"),
        (COMMENT_AUTHOR, written[0].text, "4.52%"),
    ]
    assert file.comments[0].date == WHEN


@pytest.mark.parametrize(
    ("section", "quote", "expected"),
    [
        ("basic", "早已改掉的话", "（一）收支总体情况"),
        ("basic", "", "（一）收支总体情况"),
        ("gone", "任何话", sample.report().title),
        ("", "任何话", sample.report().title),
    ],
)
def test_a_remark_whose_words_are_gone_is_not_lost(
    tmp_path: Path, section: str, quote: str, expected: str
) -> None:
    sample.write(tmp_path / "r.docx", remarks={section: [remark(section, quote)]})
    file = read_edited(tmp_path / "r.docx")
    assert file.paragraphs[file.comments[0].paragraph].text.replace("\n", "") == expected


def test_what_was_written_tells_each_finding_by_the_words_that_come_back(tmp_path: Path) -> None:
    found = finding("basic", "增长4.52%", message="  两数不符。 \n\n 请核 ", expected="4.51%").model_copy(
        update={"section": "basic"}
    )
    (written,) = sample.write(tmp_path / "r.docx", findings={"basic": [found]}, export="e1")
    file = read_edited(tmp_path / "r.docx")
    assert (written.section, written.finding) == ("basic", found)
    assert [c.text for c in file.comments] == [written.text]
    assert file.properties["export"] == "e1"


def test_a_remark_without_author_or_with_odd_characters_can_be_written(tmp_path: Path) -> None:
    sample.write(tmp_path / "r.docx", remarks={"basic": [remark("basic", "增长", "甲\x00乙", "")]})
    assert words(read_edited(tmp_path / "r.docx")) == [("未署名", "甲\ufffd乙", "增长")]

"""Comments of an edited file: authors, answers, what is ticked off, and the words they stand on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from schemas.editing import EditedFile, Tracked
from tests.word.foreign import change, comment, commented, mark_changed, paragraph, read, run, table


def standing(file: EditedFile) -> dict[str, tuple[int, str]]:
    """Comment → paragraph and words."""
    return {
        c.text: (c.paragraph, file.paragraphs[c.paragraph].text[c.start : c.end] if c.paragraph >= 0 else "")
        for c in file.comments
    }


def thread(*entries: tuple[str, str, str]) -> str:
    """``commentsExtended``: mark, mark of the parent, done."""
    return "".join(
        f'<w15:commentEx w15:paraId="{mark}"'
        + (f' w15:paraIdParent="{parent}"' if parent else "")
        + f' w15:done="{done}"/>'
        for mark, parent, done in entries
    )


def test_answers_and_what_is_resolved(tmp_path: Path) -> None:
    comments = (
        comment(0, "甲", "第一段", "问题", para="0A")
        + comment(2, "丙", "后答", para="0C", date="2024-03-07T08:00:00Z")
        + comment(1, "乙", "先答", para="0B", date="2024-03-06T08:00:00")
        + comment(3, "丁", "另一件", para="0D", date="昨天")
    )
    extended = thread(
        ("0A", "", "1"), ("0B", "0A", "0"), ("0C", "0B", "0"), ("0D", "", "0"), ("FF", "0A", "1")
    )
    body = paragraph("支出", commented(0, commented(1, commented(2, "12万元"))), "。", commented(3, "全年"))
    file = read(tmp_path, body, comments=comments, commentsExtended=extended)
    first, other = file.comments
    assert (first.author, first.text, first.resolved) == ("甲", "第一段\n问题", True)
    assert first.replies == (("乙", "先答"), ("丙", "后答")), "oldest first, answers to answers too"
    assert first.date == dt.datetime(2024, 3, 5, 10, tzinfo=dt.UTC)
    assert (other.author, other.resolved, other.date, other.replies) == ("丁", False, None, ())
    assert standing(file) == {"第一段\n问题": (0, "12万元"), "另一件": (0, "全年")}


def test_comments_that_answer_one_another_in_a_circle(tmp_path: Path) -> None:
    comments = comment(0, "甲", "一", para="0A") + comment(1, "乙", "二", para="0B")
    extended = thread(("0A", "0B", "0"), ("0B", "0A", "0"))
    file = read(tmp_path, paragraph("文"), comments=comments, commentsExtended=extended)
    assert sum(1 + len(c.replies) for c in file.comments) == 2


def test_ranges_that_cross_and_a_mark_without_a_range(tmp_path: Path) -> None:
    body = paragraph(
        '<w:commentRangeStart w:id="0"/>', "甲乙", '<w:commentRangeStart w:id="1"/>', "丙",
        '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>', "丁",
        '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>', "戊",
        '<w:r><w:commentReference w:id="2"/></w:r>',
    )  # fmt: skip
    file = read(tmp_path, body, comments="".join(comment(n, "甲", str(n)) for n in range(3)))
    assert standing(file) == {"0": (0, "甲乙丙"), "1": (0, "丙丁"), "2": (0, "")}
    assert file.comments[-1].start == 5


def test_a_range_over_paragraphs_ends_with_its_first(tmp_path: Path) -> None:
    body = (
        paragraph("甲", '<w:commentRangeStart w:id="0"/>', "乙")
        + '<w:commentRangeStart w:id="1"/>'
        + paragraph("丙丁", '<w:commentRangeEnd w:id="0"/>')
        + '<w:commentRangeEnd w:id="1"/>'
        + paragraph("戊")
    )
    file = read(tmp_path, body, comments=comment(0, "甲", "0") + comment(1, "甲", "1"))
    assert standing(file) == {"0": (0, "乙"), "1": (1, "丙丁")}


@pytest.mark.parametrize(("tracked", "place"), [(Tracked.ACCEPT, (0, "")), (Tracked.REJECT, (0, "乙"))])
def test_a_comment_on_deleted_words_keeps_its_place(
    tmp_path: Path, tracked: Tracked, place: tuple[int, str]
) -> None:
    body = paragraph("甲", commented(0, change("del", "乙")), "丙")
    file = read(tmp_path, body, tracked, comments=comment(0, "甲", "0"))
    assert standing(file) == {"0": place}
    assert file.comments[0].start == 1


def test_a_comment_on_a_paragraph_that_is_gone_has_no_place(tmp_path: Path) -> None:
    gone = paragraph(commented(0, change("del", "乙")), properties=mark_changed("del"))
    body = paragraph("甲") + gone + paragraph("丙")
    comments = comment(0, "甲", "0") + comment(7, "甲", "7")
    file = read(tmp_path, body, comments=comments)
    assert standing(file) == {"0": (-1, ""), "7": (-1, "")}
    assert [p.text for p in file.paragraphs] == ["甲", "丙"]


def test_a_comment_in_a_table_stands_on_the_paragraph_before(tmp_path: Path) -> None:
    rows = table(("格子",)).replace(run("格子"), commented(0, run("格子")))
    boxed = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{paragraph(commented(1, '框'))}"
    boxed += "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    body = paragraph("前文") + rows + paragraph("后", boxed)
    file = read(tmp_path, body, comments=comment(0, "甲", "0") + comment(1, "甲", "1"))
    assert [(c.paragraph, c.start, c.end) for c in file.comments] == [(0, 2, 2), (1, 1, 1)]
    assert read(tmp_path, rows, comments=comment(0, "甲", "0")).comments[0].paragraph == -1


@pytest.mark.parametrize(
    ("answer", "replies", "left"),
    [
        ('Reply to 王局长 (2024/03/05, 10:00): "怎么算的？"\n见附表', (("乙", "见附表"),), 1),
        ('回复给 王局长 (2024年3月5日, 10:00): "..."\n见附表', (("乙", "见附表"),), 1),
        ('Reply to 别人 (2024/03/05, 10:00): "怎么算的？"\n见附表', (), 2),
        ('Reply to 王局长 (2024/03/05, 10:00): "另一件事"\n见附表', (), 2),
        ("见附表", (), 2),
    ],
)
def test_answers_of_older_libreoffice_quote_what_they_answer(
    tmp_path: Path, answer: str, replies: tuple[tuple[str, str], ...], left: int
) -> None:
    comments = comment(0, "王局长", "怎么算的？") + comment(1, "乙", *answer.split("\n"))
    file = read(tmp_path, paragraph(commented(0, "甲")), comments=comments)
    first = next(c for c in file.comments if c.author == "王局长")
    assert (first.replies, len(file.comments)) == (replies, left)

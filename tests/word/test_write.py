"""What the written file holds: text, runs, bookmarks, comments, properties, signature, footers."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings, strategies
from lxml import etree

from pipeline.word import COMMENT_AUTHOR, read_edited, write_report
from pipeline.word.body import signature_indents
from pipeline.word.marks import bookmark_name
from pipeline.word.text import lines, pieces
from pipeline.word.write import chinese_date
from schemas.findings import Finding, Severity
from schemas.report import Section
from tests.word import sample

TEXTS = {section.id: text for section, text in sample.sections()}


def paragraphs(path: Path, style: str) -> list[str]:
    return [p.text for p in docx.Document(str(path)).paragraphs if p._p.style == style]


def finding(section: str, quote: str, nth: int = 0, **more: Any) -> Finding:
    start = -1
    for _ in range(nth + 1):
        start = TEXTS[section].index(quote, start + 1)
    base = {"code": "x", "severity": Severity.ERROR, "message": "与台账不符。", "quote": quote}
    return Finding.model_validate(base | {"start": start, "end": start + len(quote)} | more)


def commented(path: Path) -> list[str]:
    """The words each comment stands on, by comment id."""
    body = docx.Document(str(path)).element.body
    words: dict[int, str] = {}
    open_ids: set[int] = set()
    for element in body.iter():
        if element.tag == qn("w:commentRangeStart"):
            open_ids.add(int(element.get(qn("w:id"))))
        elif element.tag == qn("w:commentRangeEnd"):
            open_ids.discard(int(element.get(qn("w:id"))))
        elif element.tag == qn("w:t"):
            for n in open_ids:
                words[n] = words.get(n, "") + element.text
    return [words[n] for n in sorted(words)]


def written(
    tmp_path: Path,
    text: str,
    page_number: str = "居中",
    findings: dict[str, list[Finding]] | None = None,
    **changes: Any,
) -> Path:
    """A report of one section that holds *text*."""
    section = Section(id="only", heading="一、概况", level=1, body=True, text=text)
    path = tmp_path / "one.docx"
    write_report(
        path,
        sample.report(sections=(section,), **changes),
        sample.LEDGER,
        {"only": sample.Text(text)},
        findings=findings or {},
        tables=(),
        page_number=page_number,
        offline=True,
    )
    return path


def test_sections_read_back_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    sample.write(path)
    back = sample.sections_of(path, TEXTS)
    assert back.pop("opening") == sample.report().opening
    assert back == TEXTS


def test_closing_words_are_kept_apart_from_the_last_section(tmp_path: Path) -> None:
    path = written(tmp_path, "正文。", opening="", closing="特此报告。")
    assert sample.sections_of(path, ["only"]) == {"only": "正文。", "closing": "特此报告。"}


def test_headings_come_in_order_with_their_levels(tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    sample.write(path)
    found = [
        (p.style.name if p.style else "", p.text)
        for p in docx.Document(str(path)).paragraphs
        if p.style is not None and str(p.style.name).startswith("Heading")
    ]
    assert found == [(f"Heading {s.level}", s.heading) for s, _ in sample.sections()]


def test_long_section_ids_have_distinct_bookmarks_that_word_keeps() -> None:
    one, other = bookmark_name("a" * 40 + "b"), bookmark_name("a" * 40 + "c")
    assert one != other
    assert max(len(one), len(other)) <= 40


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("增长23.25%。", [("增长", False), ("23.25%", True), ("。", False)]),
        ("“三公”5.36万元……", [("“三公”", False), ("5.36", True), ("万元……", False)]),
        ("PM2.5监测", [("PM2.5", True), ("监测", False)]),
        ("A B与C", [("A B", True), ("与", False), ("C", True)]),
        ("全是汉字·—", [("全是汉字·—", False)]),
    ],
)
def test_digits_and_letters_stand_in_runs_of_their_own(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(piece, latin) for _, piece, latin in pieces(text)] == expected


def test_chinese_punctuation_is_never_in_a_latin_run(tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    sample.write(path)
    for r in docx.Document(str(path)).element.body.iter(qn("w:r")):
        fonts = r.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        text = "".join(t.text or "" for t in r.iter(qn("w:t")))
        if fonts is not None and fonts.get(qn("w:ascii")) == "Times New Roman":
            assert text.isascii()
        else:
            assert not any(c.isascii() and c.isalnum() for c in text), text


def test_findings_become_comments_on_their_exact_words(tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    findings = {
        "basic": [
            finding("basic", "增长4.52%", expected="4.51%", evidence="18.65÷412.60"),
            finding("basic", "4.52%。其中：一般公共", severity=Severity.WARNING),
        ],
        "result": [finding("result", "乡村振兴。\n2023年")],
    }
    assert len(sample.write(path, findings=findings)) == 3
    assert commented(path) == ["增长4.52%", "4.52%。其中：一般公共", "乡村振兴。2023年"]
    comments = list(docx.Document(str(path)).comments)
    assert {c.author for c in comments} == {COMMENT_AUTHOR}
    assert comments[0].text == "【错误】与台账不符。\n应为：4.51%\n依据：18.65÷412.60"
    assert comments[1].text == "【提醒】与台账不符。"


def test_the_second_of_two_equal_quotes_gets_its_own_comment(tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    sample.write(path, findings={"basic": [finding("basic", "431.25万元", nth=1)]})
    comment = docx.Document(str(path)).element.body.iter(qn("w:commentRangeStart"))
    paragraph = next(iter(comment)).getparent()
    assert "".join(t.text for t in paragraph.iter(qn("w:t"))).startswith("本年支出合计")


def test_a_finding_without_a_place_stands_on_the_heading(tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    missing = Finding(code="required-missing", severity=Severity.ERROR, message="缺少必报数据。")
    assert len(sample.write(path, findings={"asset": [missing], "spending": [missing]})) == 2
    assert commented(path) == ["二、部门整体支出管理及使用情况", "四、资产管理情况"]


def test_a_finding_of_no_printed_section_stands_on_the_title(tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    stray = Finding(code="x", severity=Severity.ERROR, message="全文前后不一致。")
    assert len(sample.write(path, findings={"gone": [stray]})) == 1
    assert commented(path) == ["青岚县科学技术协会2023年度"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=strategies.text("三公经费5.36%“”…A \n　，\x07", max_size=40),
    start=strategies.integers(0, 40),
    length=strategies.integers(1, 20),
)
def test_any_words_of_any_text_can_be_commented_on(
    tmp_path: Path, text: str, start: int, length: int
) -> None:
    mark = Finding(code="x", severity=Severity.INFO, message="看", start=start, end=start + length)
    path = written(tmp_path, text, findings={"only": [mark]})
    kept = [(offset, line) for offset, line in lines(text)]
    inside = "".join(c for at, line in kept for n, c in enumerate(line, at) if start <= n < start + length)
    assert commented(path) == [inside.replace("\x07", "\ufffd") or "一、概况"]
    expected = "\n".join(line for _, line in kept).replace("\x07", "\ufffd")
    assert sample.sections_of(path, ["only"])["only"] == expected


def test_comments_do_not_change_the_text_read_back(tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    sample.write(path, findings={"basic": [finding("basic", "52%。其")]})
    assert sample.sections_of(path, TEXTS)["basic"] == TEXTS["basic"]


def test_hostile_text_is_printed_literally(tmp_path: Path) -> None:
    text = '{ PAGE } <w:fldSimple w:instr="DATE"/> &amp; {{ x }} ]]> [[键]]'
    path = written(tmp_path, text, title=text, signature=text, addressee=text)
    assert sample.sections_of(path, ["only"])["only"] == text
    fields = docx.Document(str(path)).element.body.iter(qn("w:fldSimple"), qn("w:instrText"))
    assert list(fields) == []


def test_characters_that_xml_cannot_hold_are_shown_as_such(tmp_path: Path) -> None:
    path = written(tmp_path, "甲\x00乙\x0b丙\ud800丁\x1b", title="题\x07名", signature="署\x01名")
    assert sample.sections_of(path, ["only"])["only"] == "甲\ufffd乙\ufffd丙\ufffd丁\ufffd"
    assert docx.Document(str(path)).core_properties.title == "题\ufffd名"


def test_blank_lines_and_typed_indents_are_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, "　　甲。\r\n\n  \n\t乙1。  \n")
    assert sample.sections_of(path, ["only"])["only"] == "甲。\n乙1。"


def test_an_empty_section_keeps_its_heading(tmp_path: Path) -> None:
    path = written(tmp_path, "")
    assert sample.sections_of(path, ["only"])["only"] == ""
    assert paragraphs(path, "Heading1") == ["一、概况"]


@pytest.mark.parametrize(
    ("offline", "wording", "word"), [(True, "offline", "未使用大模型"), (False, "model", "由大模型起草")]
)
def test_the_file_says_what_it_is(tmp_path: Path, offline: bool, wording: str, word: str) -> None:
    path = tmp_path / "r.docx"
    sample.write(path, offline=offline)
    properties = read_edited(path).properties
    assert properties["report"] == "zpb-2023-demo"
    assert properties["ledger"] == sample.LEDGER.version
    assert properties["wording"] == wording
    assert properties["revision_basic"] == "2"
    core = docx.Document(str(path)).core_properties
    assert word in core.comments
    assert core.author == "青岚县科学技术协会"


@pytest.mark.parametrize(
    ("signature", "date", "expected"),
    [
        ("青岚县科学技术协会", "2024年3月5日", (2.0, 3.0)),
        ("青岚县科协", "2024年12月25日", (6.0, 2.0)),
        ("青岚县民政", "2024年3月25日", (5.5, 2.0)),
        ("", "2024年3月5日", (2.0, 2.0)),
        ("青岚县科学技术协会", "", (2.0, 9.0)),
    ],
)
def test_signature_and_date_stand_as_the_standard_says(
    signature: str, date: str, expected: tuple[float, float]
) -> None:
    assert signature_indents(signature, date) == expected


def test_the_date_is_not_padded() -> None:
    assert chinese_date(dt.date(2024, 3, 5)) == "2024年3月5日"


def test_signature_is_kept_with_the_end_of_the_text(tmp_path: Path) -> None:
    path = written(tmp_path, "末段。")
    body = list(docx.Document(str(path)).element.body.iter(qn("w:p")))
    tail = body[-4:]
    assert ["".join(t.text for t in p.iter(qn("w:t"))) for p in tail] == [
        "末段。",
        "",
        "青岚县科学技术协会",
        "2024年3月5日",
    ]
    assert [p.pPr.find(qn("w:keepNext")) is not None for p in tail] == [True, True, True, False]


def test_a_long_last_paragraph_may_be_split(tmp_path: Path) -> None:
    body = docx.Document(str(written(tmp_path, "长" * 400))).element.body
    last = next(p for p in body.iter(qn("w:p")) if "长长" in "".join(p.itertext()))
    assert last.pPr.find(qn("w:keepNext")) is None


@pytest.mark.parametrize("addressee", ["县财政局", "县财政局：", "县财政局:"])
def test_the_addressee_ends_with_one_full_width_colon(tmp_path: Path, addressee: str) -> None:
    assert paragraphs(written(tmp_path, "文。", addressee=addressee), "Salutation") == ["县财政局："]


def test_without_addressee_signature_and_date_nothing_is_invented(tmp_path: Path) -> None:
    path = written(tmp_path, "文。", addressee="", signature="", date=None)
    assert [paragraphs(path, s) for s in ("Salutation", "Signature", "Date")] == [[], [], []]


def footers(path: Path) -> dict[str, str]:
    """Alignment and text of each footer by its type."""
    section = docx.Document(str(path)).sections[0]
    result = {}
    for reference in section._sectPr.iter(qn("w:footerReference")):
        part = docx.Document(str(path)).part.related_parts[reference.get(qn("r:id"))]
        root = etree.fromstring(part.blob)
        align = root.find(f".//{qn('w:jc')}")
        text = "".join(t.text or "" for t in root.iter(qn("w:t"), qn("w:instrText")))
        result[str(reference.get(qn("w:type")))] = (
            f"{align.get(qn('w:val'))}:{text}" if align is not None else text
        )
    return result


def test_page_numbers_in_the_middle_or_outside(tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    sample.write(path, page_number="居中")
    assert footers(path) == {"default": "center:—  PAGE 1 —"}
    sample.write(path, page_number="单右双左")
    assert footers(path) == {"default": "right:—  PAGE 1 —", "even": "left:—  PAGE 1 —"}
    with zipfile.ZipFile(path) as archive:
        assert b"evenAndOddHeaders" in archive.read("word/settings.xml")


def test_attachments_are_listed_and_numbered(tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    sample.write(path)
    listed = paragraphs(path, "zpbAttachmentList")
    assert listed[0].startswith("附件：1.青岚县")
    assert listed[1].startswith("2.青岚县")
    assert paragraphs(path, "zpbAttachment") == ["附件1", "附件2", "附件3", "附件4"]
    assert len(docx.Document(str(path)).tables) == 4


def test_the_same_report_makes_the_same_text_part(tmp_path: Path) -> None:
    one, other = tmp_path / "1.docx", tmp_path / "2.docx"
    for path in (one, other):
        sample.write(path)
    for part in ("word/document.xml", "word/styles.xml", "docProps/custom.xml"):
        assert zipfile.ZipFile(one).read(part) == zipfile.ZipFile(other).read(part)

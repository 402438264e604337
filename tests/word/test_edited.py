"""Paragraphs of an edited file: words, headings, bookmarks, tracked changes; where the file comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.word import read_edited
from pipeline.word.marks import END, bookmark_name
from schemas.editing import EditedFile, Tracked
from tests.word import sample
from tests.word.foreign import bookmark, change, docx, mark_changed, paragraph, read, run, table

ACCEPT, REJECT = Tracked.ACCEPT, Tracked.REJECT


def texts(file: EditedFile) -> list[str]:
    return [p.text for p in file.paragraphs]


def marked(file: EditedFile) -> dict[str, str]:
    """Section → the text of the paragraph where it begins."""
    return {id: p.text for p in file.paragraphs for id in p.bookmarks}


def test_an_export_that_nobody_touched(tmp_path: Path) -> None:
    sample.write(tmp_path / "r.docx")
    file = read_edited(tmp_path / "r.docx")
    headings = {s.id: (s.heading, s.level) for s, _ in sample.sections()}
    assert {
        id: (p.text, p.level) for p in file.paragraphs for id in p.bookmarks if id in headings
    } == headings
    assert not file.extras, "attachments and formatting are our own"
    assert (file.tracked, file.saved_by, file.properties["report"]) == (0, "zipingbao", "zpb-2023-demo")


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("zpb_basic", "basic"),
        ("_zpb_basic", "basic"),
        ("zpb_basic_", "basic"),
        ("zpb_basic1", "basic"),
        ("zpb_basic Copy 1", "basic"),
        ("ZPB_Basic", "basic"),
        (bookmark_name(END), END),
        ("_GoBack", ""),
        ("zpb_", ""),
    ],
)
def test_bookmarks_that_programs_renamed(tmp_path: Path, name: str, id: str) -> None:
    custom = '<property name="zpb_revision_basic"><lpwstr>2</lpwstr></property>'
    file = read(tmp_path, paragraph(bookmark(name), "一、概况", bookmark("_GoBack", 3)), custom=custom)
    assert file.paragraphs[0].bookmarks == ((id,) if id else ())


def test_a_section_begins_once_and_the_name_as_written_wins(tmp_path: Path) -> None:
    body = (
        paragraph(bookmark("_zpb_a"), "抄来的")
        + paragraph(bookmark("zpb_a"), "一、甲")
        + paragraph(bookmark("zpb_a"), "又抄")
    )
    assert marked(read(tmp_path, body)) == {"a": "一、甲"}


def test_bookmarks_that_moved(tmp_path: Path) -> None:
    body = (
        bookmark("zpb_a")
        + paragraph("一、甲")
        + paragraph("上一节的末句。", bookmark("zpb_b"))
        + paragraph("二、乙")
        + paragraph("前半句", bookmark("zpb_c"), bookmark("zpb_d"), "后半句")
        + paragraph("末段", bookmark("zpb_e"))
    )
    assert marked(read(tmp_path, body)) == {
        "a": "一、甲",
        "b": "二、乙",
        "c": "前半句后半句",
        "d": "前半句后半句",
        "e": "末段",
    }


def test_the_end_of_the_text_is_found_without_its_mark(tmp_path: Path) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="x5"><w:name w:val="Signature"/></w:style>'
    body = paragraph("正文。") + paragraph("某某局", style="x5")
    assert marked(read(tmp_path, body, styles=styles)) == {END: "某某局"}


def test_headings_by_outline_style_name_chain_and_number_of_wps(tmp_path: Path) -> None:
    body = (
        paragraph("一、甲", style="2")
        + paragraph("（一）乙", style="7")
        + paragraph("丙", properties='<w:outlineLvl w:val="6"/>')
        + paragraph("一、丁", style="2", properties='<w:outlineLvl w:val="9"/>')
        + paragraph("正文", style="没有的样式")
        + paragraph("正文", style="L")
        + paragraph("戊", style="Heading3")
    )
    assert [p.level for p in read(tmp_path, body).paragraphs] == [1, 2, 4, 0, 0, 0, 3]


@pytest.mark.parametrize(
    ("text", "properties", "fake"),
    [
        ("八、新增的一节", "<w:b/>", True),
        ("（三）新增", '<w:rFonts w:eastAsia="楷体"/>', True),
        ("八、新增的一节", "", False),
        ("新增的一节", "<w:b/>", False),
        ("一、本年支出12万元。", "<w:b/>", False),
        ("八、" + "很长" * 30, "<w:b/>", False),
    ],
)
def test_headings_by_looks_alone(tmp_path: Path, text: str, properties: str, fake: bool) -> None:
    file = read(tmp_path, paragraph(run(text, properties)))
    assert (file.paragraphs[0].level, file.paragraphs[0].fake) == (0, fake)


def test_words_split_into_runs_of_every_kind(tmp_path: Path) -> None:
    inside = (
        '<w:proofErr w:type="spellStart"/>',
        run("全年"),
        "<w:smartTag>" + run("支出") + "</w:smartTag>",
        "<w:sdt><w:sdtPr/><w:sdtContent>" + run("１２") + "</w:sdtContent></w:sdt>",
        "<w:r><w:lastRenderedPageBreak/><w:t>.50</w:t><w:noBreakHyphen/><w:t>万元</w:t></w:r>",
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:r><w:t>，</w:t></w:r></mc:Choice>"
        "<mc:Fallback><w:r><w:t>又一遍</w:t></w:r></mc:Fallback></mc:AlternateContent>",
        "<w:r><w:t>“好”</w:t><w:br/><w:t>下一行</w:t></w:r>",
    )
    assert texts(read(tmp_path, paragraph(*inside))) == ["全年支出１２.50-万元，“好”\n下一行"]


def test_paragraphs_in_controls_and_prompts(tmp_path: Path) -> None:
    inside = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('甲')}{paragraph('乙')}</w:sdtContent></w:sdt>"
    prompt = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        f"{paragraph('单击此处输入文字')}</w:sdtContent></w:sdt>"
    )
    assert texts(read(tmp_path, inside + prompt)) == ["甲", "乙"]


CHANGED = paragraph("支出", change("del", "12"), change("ins", "13"), change("moveFrom", "，略"), "万元") + (
    paragraph(change("moveTo", "，略"), "。")
)


@pytest.mark.parametrize(
    ("tracked", "expected"), [(ACCEPT, ["支出13万元", "，略。"]), (REJECT, ["支出12，略万元", "。"])]
)
def test_tracked_words_and_moves(tmp_path: Path, tracked: Tracked, expected: list[str]) -> None:
    file = read(tmp_path, CHANGED, tracked)
    assert texts(file) == expected
    assert file.tracked == 3, "a move is one change"


def test_one_change_in_several_runs_counts_once(tmp_path: Path) -> None:
    one = paragraph("甲", change("ins", "乙"), change("ins", "丙"), "丁", change("ins", "戊"))
    other = paragraph("甲", change("ins", "乙"), change("ins", "丙", author="李四"))
    assert (read(tmp_path, one).tracked, read(tmp_path, other).tracked) == (2, 2)


@pytest.mark.parametrize(
    ("kind", "tracked", "expected"),
    [
        ("del", ACCEPT, ["前后"]),
        ("del", REJECT, ["前", "后"]),
        ("ins", ACCEPT, ["前", "后"]),
        ("ins", REJECT, ["前后"]),
    ],
)
def test_tracked_paragraph_marks(tmp_path: Path, kind: str, tracked: Tracked, expected: list[str]) -> None:
    file = read(tmp_path, paragraph("前", properties=mark_changed(kind)) + paragraph("后"), tracked)
    assert texts(file) == expected
    assert file.tracked == 1


def test_a_heading_deleted_with_its_end_takes_its_bookmark_along(tmp_path: Path) -> None:
    heading = paragraph(bookmark("zpb_b"), change("del", "二、乙"), style="2", properties=mark_changed("del"))
    body = paragraph(bookmark("zpb_a"), "一、甲", style="2") + heading + paragraph("乙的正文。")
    assert marked(read(tmp_path, body)) == {"a": "一、甲"}
    assert marked(read(tmp_path, body, REJECT)) == {"a": "一、甲", "b": "二、乙"}
    joined = read(tmp_path, body).paragraphs[1]
    assert (joined.text, joined.level) == ("乙的正文。", 0)


def test_a_tracked_change_of_style_is_rejected_too(tmp_path: Path) -> None:
    former = '<w:pPrChange w:author="王五"><w:pPr><w:pStyle w:val="2"/></w:pPr></w:pPrChange>'
    body = paragraph("一、甲", properties=former)
    assert [read(tmp_path, body, t).paragraphs[0].level for t in (ACCEPT, REJECT)] == [0, 1]


def test_tracked_rows_and_a_table_after_a_deleted_paragraph_mark(tmp_path: Path) -> None:
    rows = table(("甲", "1")).replace("<w:tr>", "<w:tr><w:trPr><w:ins w:author='王五'/></w:trPr>")
    body = paragraph("前", properties=mark_changed("del")) + rows + paragraph("后")
    accepted, rejected = read(tmp_path, body), read(tmp_path, body, REJECT)
    assert texts(accepted) == texts(rejected) == ["前", "后"]
    assert [len(f.extras) for f in (accepted, rejected)] == [1, 0]
    assert accepted.tracked == 2


@pytest.mark.parametrize(
    ("application", "custom", "expected"),
    [
        ("Microsoft Office Word", "", "Word"),
        (
            "Microsoft Office Word",
            '<property name="KSOProductBuildVer"><lpwstr>2052</lpwstr></property>',
            "WPS",
        ),
        ("WPS Office_12.1.0", "", "WPS"),
        ("LibreOffice/7.4$Linux", "", "LibreOffice"),
        ("某某公文系统", "", "某某公文系统"),
        ("", "", ""),
    ],
)
def test_who_saved_the_file(tmp_path: Path, application: str, custom: str, expected: str) -> None:
    app = f"<Application>{application}</Application>"
    core = "<lastModifiedBy>王五</lastModifiedBy>"
    file = read(tmp_path, paragraph("甲"), app=app, core=core, custom=custom)
    assert (file.saved_by, file.modified_by) == (expected, "王五")


def test_a_bare_file_without_any_other_part(tmp_path: Path) -> None:
    file = read_edited(docx(tmp_path / "a.docx", paragraph("甲")))
    assert (texts(file), file.saved_by, file.comments, file.properties) == (["甲"], "", (), {})


def test_blanks_of_xml_are_no_blanks_of_the_text(tmp_path: Path) -> None:
    body = (
        '<w:p><w:r><w:t>\n  支出 12\n  </w:t></w:r><w:r><w:t xml:space="preserve"> 万\n元</w:t></w:r></w:p>'
    )
    assert texts(read(tmp_path, body)) == ["支出 12 万 元"]

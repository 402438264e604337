"""What a reader sees of a Word file, and nothing else."""

from __future__ import annotations

import zipfile
from pathlib import Path

from pipeline.documents import read_document
from schemas.documents import Document
from tests.documents.make import W, docx, paragraph, run, table


def read(tmp_path: Path, body: str) -> Document:
    return read_document(docx(tmp_path / "稿.docx", body))


def lines(tmp_path: Path, body: str) -> list[str]:
    return [line for line in read(tmp_path, body).text.split("\n") if line]


def test_insertions_count_and_deletions_do_not(tmp_path: Path) -> None:
    body = (
        f"<w:p>{run('支出')}<w:del><w:r><w:delText>12</w:delText></w:r></w:del>"
        f"<w:ins>{run('13')}</w:ins><w:moveFrom>{run('9')}</w:moveFrom>{run('万元')}</w:p>"
    )
    assert lines(tmp_path, body) == ["支出13万元"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs(tmp_path: Path) -> None:
    body = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('共计')}</w:p>" + paragraph("5万元")
    assert lines(tmp_path, body) == ["共计5万元"]


def test_a_text_box_is_read_once_after_its_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('框内8人')}</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>"
        f"{box}</wps:txbx></mc:Choice><mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback>"
        f"</mc:AlternateContent></w:r>{run('正文3人')}</w:p>"
    )
    assert lines(tmp_path, body) == ["正文3人", "框内8人"]


def test_content_controls_hidden_text_and_fields(tmp_path: Path) -> None:
    body = (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('控件内2个')}</w:sdtContent></w:sdt>"
        f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏7</w:t></w:r>"
        f"<w:r><w:instrText>PAGE 9</w:instrText></w:r>{run('可见')}</w:p>"
    )
    assert lines(tmp_path, body) == ["控件内2个", "可见"]


def test_comments_headers_and_footers_are_left_out(tmp_path: Path) -> None:
    path = docx(
        tmp_path / "稿.docx", paragraph("正文"), comments=paragraph("批注1"), header1=paragraph("页眉2")
    )
    assert read_document(path).text == "正文\n"


def test_a_row_is_a_line_and_its_cells_are_found_again(tmp_path: Path) -> None:
    document = read(tmp_path, paragraph("见下表。") + table(("项目", "决算数"), ("基本支出", "301.81")))
    assert document.text == "见下表。\n项目\t决算数\n基本支出\t301.81\n"
    ((_, row),) = [t.rows for t in document.tables]
    assert [document.words(cell) for cell in row] == ["基本支出", "301.81"]


def test_table_cells_are_blank_in_the_prose_at_the_same_offsets(tmp_path: Path) -> None:
    sentence = "全年支出12万元，其中甲项5万元。"
    document = read(tmp_path, table(("完成情况", sentence), ("甲项", "5")) + paragraph("乙项7万元。"))
    assert len(document.prose) == len(document.text)
    assert sentence in document.prose, "a cell with sentences is prose in a frame"
    assert "完成情况" not in document.prose
    assert document.prose.index("乙项7万元") == document.text.index("乙项7万元")


def test_merged_cells_keep_the_columns_of_those_behind_them(tmp_path: Path) -> None:
    wide = f"<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{paragraph('合计')}</w:tc>"
    document = read(tmp_path, f"<w:tbl><w:tr>{wide}<w:tc>{paragraph('8')}</w:tc></w:tr></w:tbl>")
    assert [cell.column for cell in document.tables[0].rows[0]] == [0, 2]


def test_deleted_rows_are_gone_and_broken_words_in_cells_are_joined(tmp_path: Path) -> None:
    body = (
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('旧行9')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{paragraph('年初')}{paragraph('预算')}</w:tc><w:tc>{paragraph('3')}</w:tc></w:tr></w:tbl>"
    )
    assert read(tmp_path, body).text == "年初预算\t3\n"


def test_the_strict_form_of_the_format_reads_alike(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", paragraph("支出5万元"))
    strict = tmp_path / "b.docx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(strict, "w") as new:
        xml = old.read("word/document.xml").decode()
        new.writestr("word/document.xml", xml.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main"))
    assert read_document(strict).text == read_document(path).text == "支出5万元\n"

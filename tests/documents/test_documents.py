"""Text files, web pages, PDFs; and everything that cannot be read, each with one clear message."""

from __future__ import annotations

import contextlib
import json
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PageObject

from pipeline.documents import find_documents, read_document, read_text
from pipeline.documents.pdf import Line, _blocks, _extract, _lines
from pipeline.errors import DocumentError
from pipeline.package import LARGEST_TEXT
from tests.documents.make import docx, paragraph, pdf, table
from tests.test_cli import run


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_files_keep_every_character_but_the_mark(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "稿.txt"
    file.write_bytes("支出\r\n12万元\n".encode(encoding))
    assert read_text(file) == "支出\r\n12万元\n"


def test_markdown_tables_are_tables(tmp_path: Path) -> None:
    file = tmp_path / "稿.md"
    file.write_text("前\n\n| 项目 | 决算 |\n|---|---:|\n| 基本支出 | 301.81 |\n\n后3个\n", encoding="utf-8")
    document = read_document(file)
    (table,) = document.tables
    assert [[document.words(c) for c in row] for row in table.rows] == [
        ["项目", "决算"],
        ["基本支出", "301.81"],
    ]
    assert "301.81" not in document.prose
    assert "后3个" in document.prose


def test_a_page_as_a_reader_sees_it(tmp_path: Path) -> None:
    file = tmp_path / "页.html"
    file.write_text(
        "<html><head><title>题</title><style>p{width:3px}</style></head><body><script>var a=4</script>"
        "<h1>报告</h1><p>支出<b>12</b>\n万元</p><p style='display: none'>藏9</p><!-- 注8 -->"
        "<table><tr><th>项目<th>决算</tr><tr><td>基本<br>支出<td>301.81</table>尾</body></html>",
        encoding="utf-8",
    )
    document = read_document(file)
    assert document.text == "报告\n支出12 万元\n项目\t决算\n基本支出\t301.81\n尾\n"
    assert len(document.tables[0].rows) == 2


def test_deep_nesting_is_no_trap(tmp_path: Path) -> None:
    file = tmp_path / "深.html"
    file.write_text("<div>" * 20_000 + "支出5万元", encoding="utf-8")
    start = time.monotonic()
    with contextlib.suppress(DocumentError):
        read_document(file)
    assert time.monotonic() - start < 5


def test_text_of_a_pdf(tmp_path: Path) -> None:
    assert read_text(pdf(tmp_path / "a.pdf", "Total is 12.5", "- 1 -")) == "Total is 12.5\n"


def test_lines_of_a_page_become_paragraphs_and_rows() -> None:
    page = [
        "一、支出情况",
        "2023 年，我单位年初预算支出208.40 万元，比上年增加",
        "24.01 万元，增长13.02%，主要原因是年初预算安排的公用",
        "经费增加。",
        "（一）基本支出",
        "三公经费合计 0.34 0.22",
        "公务接待费 0.34 0.22",
    ]
    blocks = list(_blocks([Line(words) for words in page]))
    assert blocks[0] == "一、支出情况"
    joined = "2023年，我单位年初预算支出208.40万元，比上年增加24.01万元，增长13.02%，"
    assert blocks[1] == joined + "主要原因是年初预算安排的公用经费增加。"
    assert blocks[2] == "（一）基本支出"
    assert blocks[3] == [
        [("三公经费合计", 1), ("0.34", 1), ("0.22", 1)],
        [("公务接待费", 1), ("0.34", 1), ("0.22", 1)],
    ]


def test_indents_tell_paragraphs_apart_better_than_widths() -> None:
    lines = [
        Line("（一）科普主题活动、社区科普建设经费", 2),
        Line("其中三下乡支出九万元。各项活动的支出", 0),
        Line("共19.00万元，用于科普工作和各类活动。", 0),
        Line("二是举办培训，参加的科技工作者一共有", 2),
        Line("300人，", 0),
        Line("三是其他。", 2),
    ]
    blocks = list(_blocks(lines))
    assert [b[:3] for b in blocks] == ["（一）", "二是举", "三是其"]
    assert str(blocks[1]).endswith("一共有300人，")


def test_radicals_that_fonts_give_for_characters_are_put_right(monkeypatch: pytest.MonkeyPatch) -> None:
    page = PageObject()
    monkeypatch.setattr(page, "extract_text", lambda **_: "⼀、⼈员经费⽀出5万元")
    text, starts = _extract(page)
    assert [line.text for line in _lines(text, starts)] == ["一、人员经费支出5万元"]


def test_glyph_numbers_in_place_of_letters_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PageObject, "extract_text", lambda *_, **__: "ࣉྛνል. ᄝ௠ଞഈႋھି֞࡮ၛ༯ଽಸ")
    with pytest.raises(DocumentError, match="乱码"):
        read_document(pdf(tmp_path / "a.pdf", "x"))


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * (LARGEST_TEXT * 3 + 10))
    return path


def entities(path: Path) -> Path:
    head = '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return docx(path, paragraph("&b;"), head=head)


def stranger(path: Path) -> Path:
    head = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    return docx(path, paragraph("&x;"), head=head)


def cut(path: Path) -> Path:
    docx(path, paragraph("正文" * 500))
    path.write_bytes(path.read_bytes()[:200])
    return path


def written(data: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(data)
        return path

    return write


def locked_pdf(path: Path) -> Path:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(pdf(path, "Total 12")))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(path)
    return path


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BAD = [
    ("稿.docx", bomb, "太大"),
    ("稿.docx", entities, "已损坏"),
    ("稿.docx", stranger, "已损坏"),
    ("稿.docx", cut, "已损坏"),
    ("稿.docx", written(b"PK\x03\x04rubbish"), "已损坏"),
    ("稿.docx", written(b"plain words"), "已损坏"),
    ("稿.docx", written(b""), "已损坏"),
    ("稿.docx", written(b"%PDF-1.4 x"), "扩展名改为 .pdf"),
    ("稿.docx", written(OLE + "EncryptedPackage".encode("utf-16-le")), "密码"),
    ("稿.docx", written(OLE + b"WordDocument"), "另存为 .docx"),
    ("稿.doc", written(OLE), "另存为 .docx"),
    ("稿.txt", written(OLE), "扩展名"),
    ("稿.txt", written(b"\x81\x00\xff\xff"), "编码"),
    ("稿.pdf", pdf, "扫描件"),
    ("稿.pdf", locked_pdf, "密码"),
    ("稿.pdf", written(b"%PDF-1.7\nrubbish"), "已损坏"),
    ("稿.png", written(b"\x89PNG"), "不是能读的文件类型"),
]


@pytest.mark.parametrize(("name", "make", "words"), BAD)
def test_what_cannot_be_read_is_told_once_and_clearly(
    tmp_path: Path, name: str, make: Callable[[Path], Path], words: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        read_document(make(tmp_path / name))
    assert name in caught.value.message
    assert words in str(caught.value)


def test_every_cut_of_a_file_is_told_or_read(tmp_path: Path) -> None:
    whole = docx(tmp_path / "a.docx", paragraph("支出12万元")).read_bytes()
    page = pdf(tmp_path / "a.pdf", "Total 12").read_bytes()
    for data, name in ((whole, "b.docx"), (page, "b.pdf")):
        for size in range(0, len(data), 23):
            (tmp_path / name).write_bytes(data[:size])
            with contextlib.suppress(DocumentError):
                read_document(tmp_path / name)


def test_documents_of_a_folder(tmp_path: Path) -> None:
    for name in ("甲/一.docx", "乙.pdf", "乙.txt", "~$乙.docx", ".隐.txt", "图.png", "旧.doc",
                 "报告/report.yaml", "报告/稿.docx", "报告/notes/记.txt"):  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = [p.relative_to(tmp_path).as_posix() for p in find_documents(tmp_path)]
    assert sorted(found) == sorted(["甲/一.docx", "乙.pdf", "乙.txt", "旧.doc", "报告/稿.docx"])


def test_offsets_of_figures_count_in_the_printed_text(tmp_path: Path) -> None:
    body = paragraph("支出12万元。") + table(("项目", "决算"), ("甲", "5")) + paragraph("参加300余人次。")
    path = docx(tmp_path / "稿.docx", body)
    text = run("figures", path, "--text").stdout
    (file,) = json.loads(run("figures", path, "--json").stdout)["files"]
    assert file["text_length"] == len(text)
    found = {m["text"] for m in file["mentions"] if text[m["start"] : m["end"]] == m["text"]}
    assert {"12万元", "5", "300余人次"} <= found

"""What a person added that a report of text and figures cannot carry: each told with its place."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from pipeline.word import read_edited
from schemas.editing import EditedFile, Tracked
from tests.word import sample
from tests.word.foreign import change, docx, paragraph, read, run, table

DRAWING = '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{}"/><a:graphic>{}</a:graphic>'
DRAWING += "</wp:inline></w:drawing></w:r>"
BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>{0}"
    "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
    "<w:txbxContent>{0}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r>'
FIELD += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
LINKED = '<w:hyperlink r:id="x"><w:r><w:rPr><w:color w:val="0000FF"/><w:u w:val="single"/></w:rPr>'
LINKED += "<w:t>县政府网</w:t></w:r></w:hyperlink>"


def told(file: EditedFile) -> list[tuple[str, str, int]]:
    return [(e.kind, e.what, e.paragraph) for e in file.extras]


@pytest.mark.parametrize(
    ("inside", "kind", "what", "text"),
    [
        (DRAWING.format("合影", "<a:blip/>"), "图片", "图片（“合影”）", "前后"),
        (DRAWING.format("", "<c:chart/>"), "图表", "图表", "前后"),
        (BOX.format(paragraph("框里", "12万元")), "文本框", "文本框，里面的文字：“框里12万元”", "前后"),
        ("<w:r><w:pict><v:rect o:hr='t'/></w:pict></w:r>", "图形", "图形", "前后"),
        ("<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>", "公式", "公式：“a+b”", "前后"),
        (
            "<w:r><w:object><o:OLEObject ProgID='Excel.Sheet.12'/></w:object></w:r>",
            "嵌入的文件",
            "嵌入的文件",
            "前后",
        ),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "符号", "Wingdings", "前后"),
        (LINKED, "超链接", "超链接：“县政府网”，只保留文字", "前县政府网后"),
        (FIELD.format(' HYPERLINK "http://x.cn" ', run("网")), "超链接", "http://x.cn", "前网后"),
        (FIELD.format(" DATE ", run("3月")), "域", "自动更新的域（DATE），只保留现在显示的文字", "前3月后"),
        ('<w:r><w:br w:type="page"/></w:r>', "分页", "手工分页，不带入报告", "前后"),
        (run("暗语", "<w:vanish/>"), "隐藏文字", "隐藏的文字：“暗语”", "前后"),
    ],
)  # fmt: skip
def test_objects_and_fields(tmp_path: Path, inside: str, kind: str, what: str, text: str) -> None:
    file = read(tmp_path, paragraph("首段") + paragraph("前", inside, "后"))
    ((found, words, place),) = told(file)
    assert (found, place, file.paragraphs[1].text) == (kind, 1, text)
    assert what in words


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ("<w:b/>", "加粗"),
        ('<w:i w:val="true"/>', "倾斜"),
        ('<w:u w:val="single"/>', "下划线"),
        ("<w:strike/>", "删除线"),
        ('<w:color w:val="FF0000"/>', "文字颜色"),
        ('<w:highlight w:val="yellow"/>', "突出显示"),
        ('<w:shd w:val="clear" w:fill="FFFF00"/>', "突出显示"),
        ('<w:vertAlign w:val="superscript"/>', "上标"),
        ('<w:em w:val="dot"/>', "着重号"),
        ('<w:sz w:val="44"/>', "字号"),
        ('<w:rFonts w:eastAsia="隶书"/>', "字体"),
        ('<w:rStyle w:val="s"/>', "加粗"),
    ],
)
def test_formatting_that_is_not_ours(tmp_path: Path, properties: str, kind: str) -> None:
    file = read(tmp_path, paragraph("支出", run("重点", properties), run("文字", properties), "。"))
    assert told(file) == [(kind, f"{kind}：“重点文字”", 0)]


@pytest.mark.parametrize(
    "properties",
    [
        '<w:b w:val="0"/><w:i w:val="false"/><w:u w:val="none"/>',
        '<w:color w:val="auto"/><w:highlight w:val="none"/><w:shd w:val="clear" w:fill="auto"/>',
        '<w:rFonts w:hint="eastAsia" w:eastAsia="仿宋"/><w:sz w:val="32"/><w:lang w:eastAsia="zh-CN"/>',
    ],
)
def test_formatting_that_changes_nothing_is_not_told(tmp_path: Path, properties: str) -> None:
    assert not told(read(tmp_path, paragraph("支出", run("重点", properties))))


def test_much_formatting_in_a_paragraph_is_told_once(tmp_path: Path) -> None:
    words = [one for n in range(9) for one in (run(f"第{n}", "<w:b/>"), "、")]
    ((_, what, _),) = told(read(tmp_path, paragraph(*words)))
    assert what == "加粗：“第0”、“第1”、“第2”等9处"


def test_tables_of_a_person_are_told_and_ours_are_not(tmp_path: Path) -> None:
    body = paragraph("正文") + table(("序号", "项目", "金额"), ("1", "甲", "3")) + paragraph("后")
    assert told(read(tmp_path, body)) == [("表格", "表格，2行3列，首行：“序号、项目、金额”", 0)]
    assert told(read(tmp_path, table(("甲",))))[0][2] == -1


def test_our_attachments_are_ours_even_when_copied_rows_were_added(tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    sample.write(path)
    own = zipfile.ZipFile(path).read("word/document.xml").decode()
    row = own[own.index("<w:tr>") : own.index("</w:tr>") + 7]
    changed = own.replace("</w:tbl>", row + "</w:tbl>", 1).replace(
        "</w:tbl>", "</w:tbl><w:p/>" + table(("新加的附表", "1")), 1
    )
    assert [w for _, w, _ in told(read_edited(_with(path, changed)))] == [
        "表格，1行2列，首行：“新加的附表、1”"
    ]


def _with(path: Path, document: str) -> Path:
    other = path.with_name("changed.docx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for entry in old.infolist():
            content = document if entry.filename == "word/document.xml" else old.read(entry)
            new.writestr(entry.filename, content)
    return other


def test_notes_are_told_with_their_words(tmp_path: Path) -> None:
    body = paragraph("支出", '<w:r><w:footnoteReference w:id="2"/></w:r>', "增长")
    notes = f'<w:footnote w:id="0">{paragraph("分隔")}</w:footnote>'
    notes += f'<w:footnote w:id="2">{paragraph("含上年结转", change("ins", "资金"))}</w:footnote>'
    file = read(tmp_path, body, footnotes=notes)
    assert (told(file), file.paragraphs[0].text) == ([("脚注", "脚注：“含上年结转资金”", 0)], "支出增长")
    assert "含上年结转”" in told(read(tmp_path, body, Tracked.REJECT, footnotes=notes))[0][1]


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/>'
    '</w:lvl></w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
)


@pytest.mark.parametrize(
    ("kind", "text", "number", "expected"),
    [
        ("chineseCounting", "%1、", "5", "自动编号"),
        ("bullet", "·", "5", "项目符号"),
        ("none", "", "5", ""),
        ("decimal", "", "5", ""),
        ("decimal", "%1.", "0", ""),
        ("decimal", "%1.", "6", ""),
    ],
)
def test_numbers_that_the_program_sets(
    tmp_path: Path, kind: str, text: str, number: str, expected: str
) -> None:
    listed = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
    file = read(tmp_path, paragraph("加强管理", properties=listed), numbering=NUMBERING.format(kind, text))
    assert [k for k, _, _ in told(file)] == ([expected] if expected else [])
    assert all("“加强管理”" in what and "带不回来" in what for _, what, _ in told(file))


def test_a_table_of_contents_is_no_text(tmp_path: Path) -> None:
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    lines = paragraph("一、甲\t1", style="9") + paragraph("二、乙\t2", style="9")
    for contents in (lines, f"<w:sdt>{gallery}<w:sdtContent>{lines}</w:sdtContent></w:sdt>"):
        file = read(tmp_path, contents + paragraph("一、甲", style="2"))
        assert [p.text for p in file.paragraphs] == ["一、甲"]
        assert [k for k, _, _ in told(file)] == ["目录"]


def test_headers_footers_and_macros(tmp_path: Path) -> None:
    header = paragraph("内部资料") + "<w:p><w:r><w:pict><v:shape/></w:pict></w:r></w:p>"
    file = read(
        tmp_path, paragraph("甲"), header1=header, footer1=paragraph("— 1 —"), footer2=paragraph("第1页"),
        vbaProject="",
    )  # fmt: skip
    assert told(file) == [
        ("页眉", "页眉：“内部资料”", -1),
        ("页眉", "页眉里的图形或水印", -1),
        ("页脚", "页脚：“第1页”", -1),
        ("宏", "文件里有宏：没有运行，也不带入报告", -1),
    ]


def test_a_field_that_never_ends_does_not_swallow_the_text(tmp_path: Path) -> None:
    body = paragraph("甲", FIELD.split('<w:r><w:fldChar w:fldCharType="separate"')[0].format("DATE"), "乙")
    file = read(tmp_path, body + paragraph("丙"))
    assert [p.text for p in file.paragraphs] == ["甲", "丙"]


def test_what_was_deleted_is_not_told(tmp_path: Path) -> None:
    body = paragraph("甲", change("del", LINKED, DRAWING.format("", "<a:blip/>")))
    assert not told(read(tmp_path, body))


def test_extras_stand_in_the_order_of_the_text(tmp_path: Path) -> None:
    body = paragraph(run("甲", "<w:b/>")) + table(("一",)) + paragraph(run("乙", "<w:i/>"))
    file = read_edited(docx(tmp_path / "a.docx", body))
    assert [(k, n) for k, _, n in told(file)] == [("加粗", 0), ("表格", 0), ("倾斜", 1)]

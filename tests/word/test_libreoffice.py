"""Files that LibreOffice opened and saved for real: what must survive does."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.layout import convert, missing
from pipeline.word import read_edited
from schemas.editing import EditedFile, Tracked
from tests.word import sample
from tests.word.foreign import (
    bookmark,
    change,
    comment,
    commented,
    docx,
    mark_changed,
    paragraph,
    run,
    table,
)
from tests.word.test_remarks import remark, words
from tests.word.test_write import finding

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"no LibreOffice: {missing()}")

NUMBERED = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
NUMBERED += '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
NUMBERED += '<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
NOTES = f'<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="2">{paragraph("注文")}'
NOTES += "</w:footnote>"
EDITED = (
    paragraph(bookmark("zpb_a"), "一、甲", style="2")
    + paragraph("支出", commented(0, "12万元"), change("ins", "新增"), change("del", "删去"), "。")
    + paragraph("前", properties=mark_changed("del"))
    + paragraph("后", change("moveFrom", "移走"))
    + table(("序号", "项目"), ("1", "甲"))
    + paragraph("脚", '<w:r><w:footnoteReference w:id="2"/></w:r>', "注", change("moveTo", "移走"))
    + paragraph("加强管理", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>')
    + paragraph(bookmark("zpb_b", 1), "二、乙", style="2")
    + paragraph(run("八、新增", "<w:b/>"))
    + paragraph("重", run("点", "<w:highlight w:val='yellow'/>"), run("2", "<w:strike/>"))
)


def saved(path: Path) -> Path:
    """*path* opened by LibreOffice and saved again."""
    folder = path.parent / "saved"
    folder.mkdir()
    return convert(path, folder, "docx")


def essence(file: EditedFile) -> object:
    """All of a file but who saved it, and the order in which properties stand."""
    return file.model_dump(exclude={"saved_by", "modified_by"})


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A file edited by hand, as it was and as LibreOffice saved it."""
    path = tmp_path_factory.mktemp("office") / "改稿.docx"
    comments = comment(0, "王局长", "怎么算的？") + comment(1, "乙", "不在了")
    docx(path, EDITED, comments=comments, footnotes=NOTES, numbering=NUMBERED)
    return path, saved(path)


def test_an_export_with_findings_and_remarks_comes_back_whole(tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    findings = {
        "basic": [finding("basic", "增长4.52%", expected="4.51%"), finding("basic", "4.52%。其中：一般公共")],
        "result": [finding("result", "乡村振兴。\n2023年")],
    }
    remarks = {"basic": [remark("basic", "本年支出合计426.73万元", "请附说明\n谢谢")]}
    written = sample.write(path, findings=findings, remarks=remarks, export="e1")
    before, after = read_edited(path), read_edited(saved(path))
    assert essence(after) == essence(before)
    assert after.saved_by == "LibreOffice"
    assert not after.extras
    assert {text for _, text, _ in words(after)} >= {w.text for w in written}
    assert ("王局长", "请附说明\n谢谢", "本年支出合计426.73万元") in words(after)


@pytest.mark.parametrize("tracked", list(Tracked))
def test_what_a_person_did_is_read_alike_before_and_after(
    edited: tuple[Path, Path], tracked: Tracked
) -> None:
    before, after = (read_edited(path, tracked=tracked) for path in edited)
    assert [p.model_dump() for p in after.paragraphs] == [p.model_dump() for p in before.paragraphs]
    assert after.extras == before.extras
    assert {"表格", "脚注", "自动编号", "突出显示", "删除线"} <= {e.kind for e in after.extras}
    assert [p.text for p in after.paragraphs if p.fake] == ["八、新增"]


def test_comments_keep_author_words_and_date(edited: tuple[Path, Path]) -> None:
    before, after = (read_edited(path).comments for path in edited)
    assert after[0] == before[0]
    assert (after[0].author, after[0].text) == ("王局长", "怎么算的？")

"""An export as other programs save it: the same words, sections, levels and comments come back."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.word import read_edited
from schemas.editing import EditedFile
from tests.word import sample
from tests.word.test_remarks import remark
from tests.word.test_write import finding

Parts = dict[str, str]
_RUN = re.compile(r"<w:r>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)<w:t[^>]*>([^<]*)</w:t></w:r>")
_PARAGRAPH = re.compile(r"<w:p>(?:(?!</w:p>).)*</w:p>", re.DOTALL)
_BOOKMARK = re.compile(r'<w:bookmarkStart w:id="\d+" w:name="[^"]*"/><w:bookmarkEnd w:id="\d+"/>')
_STYLE_ID = re.compile(r'w:styleId="([^"]*)"')


def in_document(change: Callable[[str], str]) -> Callable[[Parts], None]:
    def apply(parts: Parts) -> None:
        parts["word/document.xml"] = change(parts["word/document.xml"])

    return apply


def split_runs(document: str) -> str:
    """Word: a run for every few characters, with rsids, language and marks of the spelling checker."""

    def split(match: re.Match[str]) -> str:
        words = re.findall(r"&[a-z]+;|.", match[2])
        groups = ["".join(words[n : n + 2]) for n in range(0, len(words), 2)]
        properties = match[1].replace("</w:rPr>", '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>')
        return '<w:proofErr w:type="gramStart"/>'.join(
            f'<w:r w:rsidR="00A1{n:04X}" w:rsidRPr="00B2{n:04X}">{properties}'
            f'<w:lastRenderedPageBreak/><w:t xml:space="preserve">{group}</w:t></w:r>'
            for n, group in enumerate(groups)
        )

    return _RUN.sub(split, document)


def other_bookmarks(document: str) -> str:
    """Bookmarks of Word beside ours, and marks between the paragraphs."""
    there = '<w:bookmarkStart w:id="900" w:name="_GoBack"/><w:bookmarkEnd w:id="900"/>'
    there += '<w:bookmarkStart w:id="901" w:name="OLE_LINK1"/><w:bookmarkEnd w:id="901"/>'
    return document.replace("</w:pPr>", "</w:pPr>" + there).replace("</w:p><w:p>", f"</w:p>{there}<w:p>")


def bookmarks_between(document: str) -> str:
    """WPS: a bookmark slips out of its paragraph, before it."""

    def out(match: re.Match[str]) -> str:
        found = "".join(_BOOKMARK.findall(match[0]))
        return found + _BOOKMARK.sub("", match[0])

    return _PARAGRAPH.sub(out, document)


def bookmarks_at_the_end_of_the_one_before(document: str) -> str:
    return re.sub(
        rf"</w:r></w:p>(<w:p><w:pPr>(?:(?!</w:pPr>).)*</w:pPr>)({_BOOKMARK.pattern})",
        r"</w:r>\2</w:p>\1",
        document,
    )


def renamed_bookmarks(document: str) -> str:
    return document.replace('w:name="zpb_', 'w:name="_zpb_')


def inserted_by_another(document: str) -> str:
    """Every run was written anew by somebody, with tracked changes; the old words stand beside."""

    def insert(match: re.Match[str]) -> str:
        who = 'w:author="李四" w:date="2024-03-05T10:00:00Z"'
        old = match[0].replace("<w:t", "<w:delText").replace("</w:t>", "</w:delText>")
        return f'<w:del w:id="7" {who}>{old}</w:del><w:ins w:id="8" {who}>{match[0]}</w:ins>'

    return _RUN.sub(insert, document)


def controls_and_tags(document: str) -> str:
    """Paragraphs inside of content controls, words inside of smart tags and custom XML."""
    tagged = _RUN.sub(r'<w:smartTag w:uri="x" w:element="y"><w:smartTagPr/>\g<0></w:smartTag>', document)
    return _PARAGRAPH.sub(
        r'<w:sdt><w:sdtPr><w:id w:val="1"/></w:sdtPr><w:sdtContent><w:customXml>\g<0></w:customXml>'
        r"</w:sdtContent></w:sdt>",
        tagged,
    )


def alternatives(document: str) -> str:
    """Words in two forms for two versions of the program."""
    return _RUN.sub(
        r'<mc:AlternateContent><mc:Choice Requires="wps">\g<0></mc:Choice>'
        r"<mc:Fallback>\g<0></mc:Fallback></mc:AlternateContent>",
        document.replace(
            "<w:document ",
            '<w:document xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData" '
            'wpsCustomData:kept="1" ',
            1,
        ),
    )


def numbered_styles(parts: Parts) -> None:
    """WPS: ids of styles are numbers; names stay."""
    ids = {id: str(n) for n, id in enumerate(_STYLE_ID.findall(parts["word/styles.xml"]), 1)}
    for name in ("word/styles.xml", "word/document.xml"):
        parts[name] = re.sub(
            r'(<w:(?:style|pStyle|rStyle|basedOn|next)\b[^>]*w:(?:styleId|val)=")([^"]*)',
            lambda m: m[1] + ids.get(m[2], m[2]),
            parts[name],
        )


def strict(parts: Parts) -> None:
    """The strict form of the format: other namespaces everywhere."""
    for name, xml in parts.items():
        parts[name] = xml.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )


def everything(parts: Parts) -> None:
    for habit in (split_runs, other_bookmarks, controls_and_tags, renamed_bookmarks):
        in_document(habit)(parts)
    numbered_styles(parts)


HABITS: dict[str, Callable[[Parts], None]] = {
    "split runs": in_document(split_runs),
    "other bookmarks": in_document(other_bookmarks),
    "bookmarks between paragraphs": in_document(bookmarks_between),
    "bookmarks at the end of the paragraph before": in_document(bookmarks_at_the_end_of_the_one_before),
    "renamed bookmarks": in_document(renamed_bookmarks),
    "tracked by another": in_document(inserted_by_another),
    "controls and tags": in_document(controls_and_tags),
    "alternatives": in_document(alternatives),
    "numbered styles": numbered_styles,
    "strict": strict,
    "everything": everything,
}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("habits") / "r.docx"
    findings = {"basic": [finding("basic", "增长4.52%"), finding("basic", "4.52%。其中：一般公共")]}
    sample.write(path, findings=findings, remarks={"three": [remark("three", "公务接待费1.38万元")]})
    return path


def resaved(path: Path, target: Path, habit: Callable[[Parts], None]) -> EditedFile:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    before = dict(parts)
    habit(parts)
    assert parts != before, "the habit shows"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return read_edited(target)


@pytest.mark.parametrize("habit", HABITS)
def test_nothing_is_lost_by_the_habits_of_a_program(habit: str, exported: Path, tmp_path: Path) -> None:
    before = read_edited(exported)
    after = resaved(exported, tmp_path / "saved.docx", HABITS[habit])
    assert [p.model_dump() for p in after.paragraphs] == [p.model_dump() for p in before.paragraphs]
    assert after.comments == before.comments
    assert after.extras == before.extras == ()
    assert (after.tracked > 0) == (habit == "tracked by another")


def test_digits_that_a_program_replaced_are_left_for_the_comparison(exported: Path, tmp_path: Path) -> None:
    """Reading changes no character: whether ５ is 5 is decided where the texts are compared."""

    def replace(document: str) -> str:
        return document.replace(">5.36<", ">５．３６<")

    file = resaved(exported, tmp_path / "saved.docx", in_document(replace))
    (line,) = [p.text for p in file.paragraphs if p.text.startswith("全年")]
    assert "经费支出５．３６万元" in line

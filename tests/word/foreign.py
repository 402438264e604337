"""Word files made by hand, with the habits of programs and persons."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from pipeline.word import read_edited
from schemas.editing import EditedFile, Tracked

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MICROSOFT = "http://schemas.microsoft.com/office/2011/relationships"
_NEWER = ("commentsExtended", "people")
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_DEFAULTS = (
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = {"core": "core-properties", "app": "extended-properties", "custom": "custom-properties"}

STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>'
    '<w:rPr><w:rFonts w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:rFonts w:eastAsia="黑体"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="7"><w:name w:val="县里的小标题"/><w:basedOn w:val="3"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="3"><w:name w:val="标题 2"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="9"><w:name w:val="toc 1"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="L"><w:name w:val="List"/><w:basedOn w:val="L"/></w:style>'
    '<w:style w:type="character" w:styleId="s"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inside: str, style: str = "", properties: str = "") -> str:
    """A paragraph; what is no XML becomes a run."""
    content = "".join(one if one.startswith("<") else run(one) for one in inside)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{content}</w:p>"


def bookmark(name: str, id: int = 0) -> str:
    return f'<w:bookmarkStart w:id="{id}" w:name="{name}"/><w:bookmarkEnd w:id="{id}"/>'


def change(kind: str, *inside: str, author: str = "王五") -> str:
    content = "".join(one if one.startswith("<") else run(one) for one in inside)
    if kind == "del":
        content = re.sub(r"(</?w:)t\b", r"\1delText", content)
    return f'<w:{kind} w:id="1" w:author="{author}" w:date="2024-03-05T10:00:00Z">{content}</w:{kind}>'


def mark_changed(kind: str) -> str:
    return f'<w:rPr><w:{kind} w:id="2" w:author="王五" w:date="2024-03-05T10:00:00Z"/></w:rPr>'


def commented(id: int, *inside: str) -> str:
    content = "".join(one if one.startswith("<") else run(one) for one in inside)
    return (
        f'<w:commentRangeStart w:id="{id}"/>{content}<w:commentRangeEnd w:id="{id}"/>'
        f'<w:r><w:commentReference w:id="{id}"/></w:r>'
    )


def comment(id: int, author: str, *lines: str, para: str = "", date: str = "2024-03-05T10:00:00Z") -> str:
    mark = f' w14:paraId="{para}"' if para else ""
    body = "".join(
        f"<w:p{mark if n == len(lines) else ''}>{run(one)}</w:p>" for n, one in enumerate(lines, 1)
    )
    return f'<w:comment w:id="{id}" w:author="{author}" w:date="{date}">{body}</w:comment>'


def table(*rows: tuple[str, ...], style: str = "") -> str:
    cells = ("".join(f"<w:tc>{paragraph(c, style=style)}</w:tc>" for c in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def docx(path: Path, body: str, *, head: str = "", styles: str = STYLES, **parts: str) -> Path:
    """A package; *parts* are the insides of further parts of the folder word, or of docProps."""
    files = {"document": f"<w:body>{body}</w:body>", "styles": styles, **parts}
    types = "".join(map(_type, files))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr("[Content_Types].xml", f'<Types xmlns="{_TYPES}">{_DEFAULTS}{types}</Types>')
        package.writestr("_rels/.rels", _relations(officeDocument="word/document.xml", **_own(parts)))
        inner = {name: f"{name}.xml" for name in files if name not in (*_KINDS, "document")}
        package.writestr("word/_rels/document.xml.rels", _relations(**inner))
        for name, content in files.items():
            place = f"docProps/{name}.xml" if name in _KINDS else f"word/{name}.xml"
            tag = name.rstrip("0123456789")
            package.writestr(place, f"{head}<w:{tag} {SPACES}>{content}</w:{tag}>")
    return path


def _type(part: str) -> str:
    if part in _KINDS:
        return ""
    kind = "document.main" if part == "document" else part.rstrip("0123456789")
    media = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
    return f'<Override PartName="/word/{part}.xml" ContentType="{media}"/>'


def _own(parts: dict[str, str]) -> dict[str, str]:
    return {_KINDS[name]: f"docProps/{name}.xml" for name in parts if name in _KINDS}


def _relations(**targets: str) -> str:
    entries = "".join(
        f'<Relationship Id="r{n}" Type="{_MICROSOFT if kind in _NEWER else _RELATIONS}/'
        f'{kind.rstrip("0123456789")}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_PACKAGE}">{entries}</Relationships>'


def read(folder: Path, body: str, tracked: Tracked = Tracked.ACCEPT, **parts: str) -> EditedFile:
    return read_edited(docx(folder / "改稿.docx", body, **parts), tracked=tracked)

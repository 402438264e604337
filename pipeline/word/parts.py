"""The parts of the package besides the text: styles, settings, fonts, footers, properties.

python-docx's own template brings theme fonts (which override Chinese fonts), half a megabyte of unused
styles and an old compatibility mode; all of these are replaced, so that nothing but ``style.py`` decides
how the file looks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.word import style as S

_UNWANTED = ("/theme", "/stylesWithEffects", "/customXml", "/numbering", "/webSettings", "/thumbnail")
_FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_CUSTOM_NS = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES_NS = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"


def blank_document(page_number: str) -> Document:
    """An empty document with this project's styles, settings, fonts, page and footers."""
    document = docx.Document()
    for owner in (document.part, document.part.package):
        for rid in [r for r, rel in owner.rels.items() if rel.reltype.endswith(_UNWANTED)]:
            del owner.rels[rid]
    mirrored = page_number == "单右双左"
    related = [*document.part.rels.values(), *document.part.package.rels.values()]
    parts = {rel.reltype: rel.target_part for rel in related}
    parts[RELATIONSHIP_TYPE.STYLES]._element = parse_xml(styles_xml())
    parts[RELATIONSHIP_TYPE.SETTINGS]._element = parse_xml(settings_xml(mirrored=mirrored))
    parts[RELATIONSHIP_TYPE.FONT_TABLE]._blob = fonts_xml().encode()
    parts[RELATIONSHIP_TYPE.EXTENDED_PROPERTIES]._blob = APP_XML.encode()
    _set_page(document)
    _set_footers(document, mirrored=mirrored)
    return document


def styles_xml() -> str:
    """``styles.xml``: document defaults and the styles of ``style.py``."""
    body = "".join(map(_style_xml, S.STYLES))
    return (
        f"<w:styles {nsdecls('w')}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(S.FONT_BODY)}"
        f'<w:sz w:val="{S.SIZE_3}"/><w:szCs w:val="{S.SIZE_3}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        f"{body}{_COMMENT_STYLES}{_TABLE_STYLES}</w:styles>"
    )


_COMMENT_STYLES = (
    '<w:style w:type="paragraph" w:styleId="CommentText"><w:name w:val="annotation text"/>'
    '<w:pPr><w:jc w:val="left"/></w:pPr><w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"'
    ' w:cs="宋体"/><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
    '<w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>'
)

_TABLE_STYLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
)


def _fonts(name: str) -> str:
    quoted = quoteattr(name)
    return f"<w:rFonts w:ascii={quoted} w:hAnsi={quoted} w:eastAsia={quoted} w:cs={quoted}/>"


def _style_xml(s: S.TextStyle) -> str:
    default = ' w:default="1"' if s is S.NORMAL else ""
    based = "" if s is S.NORMAL else '<w:basedOn w:val="Normal"/>'
    follow = '<w:next w:val="BodyText"/>' if s.outline is not None else ""
    custom = ' w:customStyle="1"' if s.id.startswith("zpb") else ""
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{s.id}"><w:name w:val="{s.builtin}"/>'
        f"{based}{follow}<w:qFormat/>{_paragraph_xml(s)}"
        f'<w:rPr>{_fonts(s.font)}<w:b w:val="0"/><w:bCs w:val="0"/><w:i w:val="0"/>'
        f'<w:color w:val="000000"/><w:spacing w:val="{s.spacing}"/><w:kern w:val="0"/>'
        f'<w:sz w:val="{s.size}"/><w:szCs w:val="{s.size}"/></w:rPr></w:style>'
    )


def _paragraph_xml(s: S.TextStyle) -> str:
    keep = "<w:keepNext/><w:keepLines/>" if s.keep_next else ""
    line = f'w:line="{s.line}" w:lineRule="exact"' if s.line else 'w:line="240" w:lineRule="auto"'
    outline = "" if s.outline is None else f'<w:outlineLvl w:val="{s.outline}"/>'
    # firstLineChars is what Word obeys, firstLine what others read.
    indent = f'w:firstLineChars="{s.indent * 100}" w:firstLine="{s.indent * S.PITCH}"'
    # LibreOffice heeds neither overflowPunct nor autoSpaceDE: there, commas hang and digits get room.
    return (
        f'<w:pPr>{keep}<w:widowControl w:val="0"/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/>'
        f'<w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" {line}/>'
        f'<w:ind w:left="0" w:right="0" {indent}/><w:jc w:val="{s.align}"/>{outline}</w:pPr>'
    )


def settings_xml(*, mirrored: bool) -> str:
    """``settings.xml``; even and odd pages differ only when page numbers stand outside."""
    even = "<w:evenAndOddHeaders/>" if mirrored else ""
    uri = "http://schemas.microsoft.com/office/word"
    return (
        f'<w:settings {nsdecls("w")}><w:zoom w:percent="100"/><w:defaultTabStop w:val="{2 * S.PITCH}"/>{even}'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:useFELayout/>'
        f'<w:compatSetting w:name="compatibilityMode" w:uri="{uri}" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/>'
        '<w:listSeparator w:val=","/></w:settings>'
    )


def fonts_xml() -> str:
    """``fontTable.xml``: the fonts in use and what may stand in for each."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(other)}/>"
        '<w:charset w:val="86"/><w:pitch w:val="default"/></w:font>'
        for name, other in S.ALTERNATIVE_FONTS.items()
    )
    latin = f'<w:font w:name="{S.FONT_LATIN}"><w:charset w:val="00"/><w:pitch w:val="variable"/></w:font>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f"<w:fonts {nsdecls('w')}>{fonts}{latin}</w:fonts>"
    )


APP_XML = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>zipingbao</Application></Properties>"
)


def _set_page(document: Document) -> None:
    sect = document.sections[0]._sectPr
    for child in list(sect):
        sect.remove(child)
    for xml in (
        f'<w:pgSz {nsdecls("w")} w:w="{S.PAGE_WIDTH}" w:h="{S.PAGE_HEIGHT}"/>',
        f'<w:pgMar {nsdecls("w")} w:top="{S.MARGIN_TOP}" w:right="{S.MARGIN_RIGHT}" '
        f'w:bottom="{S.MARGIN_BOTTOM}" w:left="{S.MARGIN_LEFT}" w:header="851" '
        f'w:footer="{S.FOOTER_DISTANCE}" w:gutter="0"/>',
        # A grid of lines and characters makes LibreOffice print 14 characters a line.
        f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{S.LINE}"/>',
    ):
        sect.append(parse_xml(xml))


def _set_footers(document: Document, *, mirrored: bool) -> None:
    section = document.sections[0]
    _page_number(section.footer, "right" if mirrored else "center")
    if mirrored:
        _page_number(section.even_page_footer, "left")


def _page_number(footer: Any, align: str) -> None:
    footer.is_linked_to_previous = False
    # 居右（左）空一字: one 四号 character away from the edge.
    one = S.SIZE_4 * 10
    indent = f'<w:ind w:{align}Chars="100" w:{align}="{one}"/>' if align != "center" else ""
    field = "".join(
        f"<w:r>{_text_or_field(piece)}</w:r>"
        for piece in ("— ", "begin", " PAGE ", "separate", "1", "end", " —")
    )
    footer._element[:] = [
        parse_xml(
            f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{S.FOOTER.id}"/>{indent}'
            f'<w:jc w:val="{align}"/></w:pPr>{field}</w:p>'
        )
    ]


def _text_or_field(piece: str) -> str:
    if piece in ("begin", "separate", "end"):
        return f'<w:fldChar w:fldCharType="{piece}"/>'
    if piece == " PAGE ":
        return f'<w:instrText xml:space="preserve">{piece}</w:instrText>'
    return f'<w:t xml:space="preserve">{piece}</w:t>'


def set_properties(
    document: Document, *, title: str, author: str, remark: str, custom: Mapping[str, str]
) -> None:
    """Core properties as the clerk sees them, and custom ones by which the file is known again."""
    core = document.core_properties
    core.title, core.author, core.last_modified_by = title[:255], author[:255], "自评报"
    core.subject, core.comments, core.language = "部门整体支出绩效自评报告", remark[:255], "zh-CN"
    core.created = core.modified = dt.datetime.now(dt.UTC).replace(microsecond=0, tzinfo=None)
    entries = "".join(
        f'<property fmtid="{_FMTID}" pid="{pid}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(custom.items(), start=2)
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Properties xmlns="{_CUSTOM_NS}" xmlns:vt="{_TYPES_NS}">{entries}</Properties>'
    )
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, xml.encode(), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)

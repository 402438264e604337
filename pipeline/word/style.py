"""Every layout parameter of the Word file as data: what it is, which clause asks for it, how strongly.

The page is setting A of the measurements behind this project: with margins of 37/35/28/26 mm an exact
line of 28.95 pt and a character spacing of -0.25 pt, LibreOffice prints 22 lines of 28 characters; one
twip more a line gives 21, no character spacing gives 27. The point values are not in GB/T 9704; the
standard fixes the result.

Lengths are in twips (1/20 pt), sizes in half-points, as WordprocessingML writes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT = 2098, 1984, 1588, 1474
FOOTER_DISTANCE = 1417  # 25 mm puts the dash 7 mm below the text area; 28 mm leaves only 4
TEXT_WIDTH = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT
LINE = 579
TABLE_LINE = 440
CELL_MARGIN = 57
CHARACTER_SPACING = -5
PITCH = 320 + CHARACTER_SPACING
"""The advance of one 三号 character."""

SIZE_2, SIZE_3, SIZE_4 = 44, 32, 28
FONT_TITLE = "方正小标宋简体"
FONT_HEADING1 = "黑体"
FONT_HEADING2 = "楷体_GB2312"
FONT_BODY = "仿宋_GB2312"
FONT_PAGE = "宋体"
FONT_LATIN = "Times New Roman"

ALTERNATIVE_FONTS: Mapping[str, str] = {
    FONT_TITLE: "方正小标宋_GBK",
    FONT_HEADING1: "SimHei",
    FONT_HEADING2: "楷体",
    FONT_BODY: "仿宋",
    FONT_PAGE: "SimSun",
}
"""What Word takes when a font is not installed (w:altName); Windows brings 仿宋 and 楷体 only."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """A paragraph style. ``indent`` and ``outline`` are None where there is none; ``builtin`` names the
    style as Word knows it, so that headings appear in the navigation pane."""

    id: str
    builtin: str
    font: str
    size: int
    align: str = "both"
    indent: int = 0
    outline: int | None = None
    keep_next: bool = False
    line: int = LINE
    spacing: int = CHARACTER_SPACING


NORMAL = TextStyle("Normal", "Normal", FONT_BODY, SIZE_3)
BODY = TextStyle("BodyText", "Body Text", FONT_BODY, SIZE_3, indent=2)
TITLE = TextStyle("Title", "Title", FONT_TITLE, SIZE_2, align="center", keep_next=True, line=700, spacing=0)
ADDRESSEE = TextStyle("Salutation", "Salutation", FONT_BODY, SIZE_3, align="left", keep_next=True)
HEADINGS = tuple(
    TextStyle(f"Heading{n}", f"heading {n}", font, SIZE_3, indent=2, outline=n - 1, keep_next=True)
    for n, font in enumerate((FONT_HEADING1, FONT_HEADING2, FONT_BODY, FONT_BODY), start=1)
)
SIGNATURE = TextStyle("Signature", "Signature", FONT_BODY, SIZE_3, align="right")
DATE = TextStyle("Date", "Date", FONT_BODY, SIZE_3, align="right")
ATTACHMENT_LIST = TextStyle("zpbAttachmentList", "附件说明", FONT_BODY, SIZE_3)
ATTACHMENT = TextStyle("zpbAttachment", "附件序号", FONT_HEADING1, SIZE_3, align="left", keep_next=True)
ATTACHMENT_TITLE = TextStyle(
    "zpbAttachmentTitle", "附件标题", FONT_TITLE, SIZE_2, align="center", outline=0, keep_next=True, spacing=0
)
UNIT_NOTE = TextStyle("zpbUnit", "表格单位", FONT_BODY, SIZE_4, align="right", keep_next=True, spacing=0)
TABLE_HEADER = TextStyle(
    "zpbTableHeader", "表头", FONT_HEADING1, SIZE_4, align="center", line=TABLE_LINE, spacing=0
)
TABLE_TEXT = TextStyle("zpbTable", "表格文字", FONT_BODY, SIZE_4, align="left", line=TABLE_LINE, spacing=0)
FOOTER = TextStyle("Footer", "footer", FONT_PAGE, SIZE_4, align="center", line=0, spacing=0)

STYLES = (
    NORMAL,
    BODY,
    TITLE,
    ADDRESSEE,
    *HEADINGS,
    SIGNATURE,
    DATE,
    ATTACHMENT_LIST,
    ATTACHMENT,
    ATTACHMENT_TITLE,
    UNIT_NOTE,
    TABLE_HEADER,
    TABLE_TEXT,
    FOOTER,
)


class Strength(StrEnum):
    """How binding a parameter is."""

    RULE = "规定"
    USUAL = "一般"
    PRACTICE = "实务"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One layout parameter: what a reader of the standard calls it, and where it stands in the file.

    ``xpath`` picks attributes (or elements, when ``xml`` is "存在"/"不存在") in the part ``part``.
    """

    name: str
    value: str
    clause: str
    strength: Strength
    part: str
    xpath: str
    xml: str


def _page(name: str, value: str, clause: str, strength: Strength, path: str, xml: int) -> Parameter:
    return Parameter(name, value, clause, strength, "word/document.xml", f"//w:sectPr/{path}", str(xml))


def _styled(
    name: str, value: str, clause: str, strength: Strength, style: TextStyle, path: str, xml: str
) -> Parameter:
    xpath = f"//w:style[@w:styleId='{style.id}']/{path}"
    return Parameter(name, value, clause, strength, "word/styles.xml", xpath, xml)


def _font(name: str, clause: str, strength: Strength, style: TextStyle) -> tuple[Parameter, ...]:
    size = {SIZE_2: "二号", SIZE_3: "三号", SIZE_4: "四号"}[style.size]
    return (
        _styled(f"{name}字体", style.font, clause, strength, style, "w:rPr/w:rFonts/@w:eastAsia", style.font),
        _styled(f"{name}字号", size, clause, strength, style, "w:rPr/w:sz/@w:val", str(style.size)),
    )


R, U, P = Strength.RULE, Strength.USUAL, Strength.PRACTICE
_EXACT = "w:pPr/w:spacing[@w:lineRule='exact']/@w:line"

PARAMETERS: tuple[Parameter, ...] = (
    _page("纸张宽", "210 mm", "5.1", R, "w:pgSz/@w:w", PAGE_WIDTH),
    _page("纸张高", "297 mm", "5.1", R, "w:pgSz/@w:h", PAGE_HEIGHT),
    _page("天头", "37 mm", "5.2.1", R, "w:pgMar/@w:top", MARGIN_TOP),
    _page("订口", "28 mm", "5.2.1", R, "w:pgMar/@w:left", MARGIN_LEFT),
    _page("切口（版心宽156 mm）", "26 mm", "5.2.1", R, "w:pgMar/@w:right", MARGIN_RIGHT),
    _page("地脚（版心高225 mm）", "35 mm", "5.2.1", R, "w:pgMar/@w:bottom", MARGIN_BOTTOM),
    _page("页脚距边界", "25 mm", "7.5", R, "w:pgMar/@w:footer", FOOTER_DISTANCE),
    _page("行网格", "22行", "5.2.3", U, "w:docGrid[@w:type='lines']/@w:linePitch", LINE),
    _styled("行距", "固定值28.95磅", "5.2.3", U, NORMAL, _EXACT, str(LINE)),
    _styled(
        "字符间距",
        "紧缩0.25磅",
        "5.2.3",
        U,
        NORMAL,
        "w:rPr/w:spacing/@w:val",
        str(CHARACTER_SPACING),
    ),
    _styled("孤行控制", "关闭", "5.2.3", P, NORMAL, "w:pPr/w:widowControl/@w:val", "0"),
    _styled("标点溢出边界", "不允许", "5.2.1", P, NORMAL, "w:pPr/w:overflowPunct/@w:val", "0"),
    _styled("文字颜色", "黑色", "5.2.4", U, NORMAL, "w:rPr/w:color/@w:val", "000000"),
    *_font("标题", "7.3.1", U, TITLE),
    _styled("标题位置", "居中", "7.3.1", R, TITLE, "w:pPr/w:jc/@w:val", "center"),
    _styled("标题行距", "固定值35磅", "", P, TITLE, _EXACT, str(TITLE.line)),
    _styled("标题加粗", "不加粗", "7.3.1", P, TITLE, "w:rPr/w:b/@w:val", "0"),
    *_font("主送机关", "7.3.2", U, ADDRESSEE),
    _styled("主送机关首行缩进", "顶格", "7.3.2", R, ADDRESSEE, "w:pPr/w:ind/@w:firstLineChars", "0"),
    *_font("正文", "7.3.3", U, BODY),
    _styled("正文首行缩进", "左空二字", "7.3.3", R, BODY, "w:pPr/w:ind/@w:firstLineChars", "200"),
    _styled("正文首行缩进（磅值）", "两字宽", "7.3.3", P, BODY, "w:pPr/w:ind/@w:firstLine", str(2 * PITCH)),
    _styled("正文对齐", "两端对齐", "7.3.3", P, BODY, "w:pPr/w:jc/@w:val", "both"),
    *_font("一级标题", "7.3.3", R, HEADINGS[0]),
    *_font("二级标题", "7.3.3", R, HEADINGS[1]),
    *_font("三级标题", "7.3.3", R, HEADINGS[2]),
    *_font("四级标题", "7.3.3", R, HEADINGS[3]),
    *(
        _styled(f"{word}级标题加粗", "不加粗", "7.3.3", P, style, "w:rPr/w:b/@w:val", "0")
        for word, style in zip("一二三四", HEADINGS, strict=True)
    ),
    *(
        _styled(f"{word}级标题大纲级别", f"{n}级", "", P, style, "w:pPr/w:outlineLvl/@w:val", str(n - 1))
        for n, (word, style) in enumerate(zip("一二三四", HEADINGS, strict=True), start=1)
    ),
    *_font("署名", "7.3.5", U, SIGNATURE),
    *_font("成文日期", "7.3.5", U, DATE),
    *_font("附件说明", "7.3.4", U, ATTACHMENT_LIST),
    *_font("附件序号", "7.3.7", R, ATTACHMENT),
    *_font("附件标题", "7.3.7", U, ATTACHMENT_TITLE),
    _styled("附件标题位置", "居中", "7.3.7", R, ATTACHMENT_TITLE, "w:pPr/w:jc/@w:val", "center"),
    *_font("表格文字", "", P, TABLE_TEXT),
    _styled("表格行距", "固定值22磅", "", P, TABLE_TEXT, _EXACT, str(TABLE_LINE)),
    *_font("表头", "", P, TABLE_HEADER),
    *_font("表格单位", "", P, UNIT_NOTE),
    _styled("表格单位位置", "居右", "", P, UNIT_NOTE, "w:pPr/w:jc/@w:val", "right"),
    *_font("页码", "7.5", R, FOOTER),
    Parameter(
        "数字和字母字体",
        FONT_LATIN,
        "GB/T 15835",
        P,
        "word/document.xml",
        "//w:r[w:t='2023']/w:rPr/w:rFonts/@w:ascii",
        FONT_LATIN,
    ),
    Parameter(
        "主题字体",
        "不用",
        "",
        P,
        "word/styles.xml",
        "//w:rFonts/@w:eastAsiaTheme|//w:rFonts/@w:asciiTheme",
        "不存在",
    ),
    Parameter("表头跨页重复", "是", "", P, "word/document.xml", "//w:trPr/w:tblHeader", "存在"),
    Parameter("表格行不跨页", "是", "", P, "word/document.xml", "//w:trPr/w:cantSplit", "存在"),
    Parameter("附件另面编排", "是", "7.3.7", R, "word/document.xml", "//w:pPr/w:pageBreakBefore", "存在"),
)

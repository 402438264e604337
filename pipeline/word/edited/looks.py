"""Formatting of letters: what a person did to them, in words; headings known by looks alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pipeline.package import attribute, local
from pipeline.word import style as S
from pipeline.word.edited.plain import is_on, value

_SWITCHES = {"b": "加粗", "i": "倾斜", "strike": "删除线", "dstrike": "删除线"}
_BLACK = ("", "auto", "000000")
_WHITE = ("", "auto", "ffffff", "none", "clear")
_NO = ("", "none")
_RAISED = {"superscript": "上标", "subscript": "下标"}
_HEADING_FONTS = ("黑体", "楷体", "小标宋", "simhei", "kaiti")
_NUMBERED = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]+(?:[、．.章节]|部分)|[（(][一二三四五六七八九十\d]+[）)]|\d+\s*[．.、])"
)
_LONGEST = 40
_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff]")
_SAME_FONT = {name.casefold(): other.casefold() for name, other in S.ALTERNATIVE_FONTS.items()}


def look(properties: Any | None) -> dict[str, str]:
    """A ``w:rPr`` as plain words; only what it says itself."""
    found: dict[str, str] = {}
    for element in properties if properties is not None else ():
        name = local(element)
        if name in _SWITCHES or name == "vanish":
            found[name] = "1" if is_on(element) else ""
        elif name in ("u", "color", "highlight", "vertAlign", "em", "sz", "rStyle"):
            found[name] = value(element) or ""
        elif name == "shd":
            found[name] = attribute(element, "fill")
        elif name == "rFonts":
            found |= {
                script: font
                for script in ("eastAsia", "ascii", "eastAsiaTheme")
                if (font := attribute(element, script))
            }
    return found


def marks(shown: Mapping[str, str]) -> frozenset[str]:
    """What a person did to letters that are *shown* so. The report itself is black and plain."""
    found = {word for name, word in _SWITCHES.items() if shown.get(name)}
    if shown.get("u", "") not in _NO:
        found.add("下划线")
    if shown.get("em", "") not in _NO:
        found.add("着重号")
    if shown.get("color", "").lower() not in _BLACK:
        found.add("文字颜色")
    if shown.get("highlight", "") not in _NO or shown.get("shd", "").lower() not in _WHITE:
        found.add("突出显示")
    if raised := _RAISED.get(shown.get("vertAlign", "")):
        found.add(raised)
    return frozenset(found)


def other_type(own: Mapping[str, str], style: Mapping[str, str], text: str) -> frozenset[str]:
    """字体, 字号: where the letters' *own* type is not that of the paragraph's *style*."""
    found = set()
    if own.get("sz", style.get("sz", "")) != style.get("sz", "20"):
        found.add("字号")
    if _HAN.search(text):
        font = own.get("eastAsiaTheme") or own.get("eastAsia", "")
        usual = [style.get("eastAsia", "")]
    else:
        font = own.get("ascii", "")
        usual = [style.get("ascii", ""), S.FONT_LATIN]
    if text.strip() and font and not any(_same(font, one) for one in usual):
        found.add("字体")
    return frozenset(found)


def _same(one: str, other: str) -> bool:
    one, other = one.casefold(), other.casefold()
    return one == other or _SAME_FONT.get(one) == other or _SAME_FONT.get(other) == one


def stands_out(shown: Mapping[str, str]) -> bool:
    """Whether letters that are *shown* so could be a heading's."""
    font = shown.get("eastAsia", "").casefold()
    return bool(shown.get("b")) or any(name in font for name in _HEADING_FONTS)


def reads_as_heading(text: str) -> bool:
    """A short numbered line that is no sentence."""
    line = text.strip()
    return len(line) <= _LONGEST and bool(_NUMBERED.match(line)) and line[-1] not in "。；;："

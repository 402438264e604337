"""Text into runs: digits and Latin letters in their own font, untrusted characters made safe.

A run is either Latin (digits, letters and ASCII marks, in Times New Roman) or Chinese (everything else).
Mixed runs would put the quotation marks “”, … and · in the Latin font.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pipeline.word.style import FONT_LATIN

_LATIN = re.compile(r"[!-~]+(?: +[!-~]+)*")
# What XML 1.0 cannot hold. Replaced one for one: offsets stay, and the reader sees that something stood
# there.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BLANKS = " \t\u3000\xa0\r"


def clean(text: str) -> str:
    """*text* with every character that a Word file cannot hold replaced by U+FFFD; the length stays."""
    return _ILLEGAL.sub("\ufffd", text)


def lines(text: str) -> Iterator[tuple[int, str]]:
    """The paragraphs of a section's text, each with its offset; blank lines and outer blanks dropped
    (the indent is the style's business)."""
    start = 0
    for line in text.split("\n"):
        stripped = line.strip(_BLANKS)
        if stripped:
            yield start + len(line) - len(line.lstrip(_BLANKS)), stripped
        start += len(line) + 1


def pieces(text: str, cuts: Iterable[int] = ()) -> Iterator[tuple[int, str, bool]]:
    """Split *text* where the script changes and at *cuts*: (offset, piece, is Latin)."""
    spans = [m.span() for m in _LATIN.finditer(text)]
    turns = [edge for span in spans for edge in span]
    edges = {0, len(text), *turns, *(c for c in cuts if 0 < c < len(text))}
    for start, end in pairwise(sorted(edges)):
        # After an odd number of turns the text is inside a Latin span.
        yield start, text[start:end], bisect_right(turns, start) % 2 == 1


def run(text: str, *, latin: bool) -> Any:
    """A ``w:r`` holding *text* literally: nothing in it is ever a field, a tag or a break."""
    element = OxmlElement("w:r")
    properties, fonts = OxmlElement("w:rPr"), OxmlElement("w:rFonts")
    if latin:
        for name in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{name}"), FONT_LATIN)
    else:
        fonts.set(qn("w:hint"), "eastAsia")
    properties.append(fonts)
    element.append(properties)
    for n, part in enumerate(clean(text).split("\t")):
        if n:
            element.append(OxmlElement("w:tab"))
        if part:
            node = OxmlElement("w:t")
            node.text = part
            node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            element.append(node)
    return element


def width(text: str) -> float:
    """The width of *text* in characters, a digit or Latin letter counting half."""
    return sum(0.5 if "!" <= c <= "~" or c == " " else 1.0 for c in text)

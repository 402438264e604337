"""Marks typed in half width among Chinese words, evened out: 人次,其中 is 人次，其中 to every check."""

from __future__ import annotations

import re

_MARKS = str.maketrans(",;:()", "，；：（）")
_CJK = r"[一-鿿”’》」％%）)]"
_MARK = re.compile(rf"[,;:](?:(?<={_CJK}.)|(?<!:)(?=[一-鿿“‘《「]))")
_BRACKET = re.compile(r"\((?=[^()\n]{0,80}[一-鿿][^()\n]{0,80}\))[^()\n]*\)")


def evened(text: str) -> str:
    """*text*, sign for sign, with the marks of Chinese in full width."""
    if any(mark in text for mark in ",;:"):
        text = _MARK.sub(lambda m: m[0].translate(_MARKS), text)
    if "(" in text:
        text = _BRACKET.sub(lambda m: f"（{m[0][1:-1]}）", text)
    return text

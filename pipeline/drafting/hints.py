"""What a person asks of a redraft, as far as the program can measure it; and what the model says to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.numerals import read
from schemas.findings import Finding, Severity
from schemas.outline import Length

ASKED_LENGTH = "asked-length"
"""The code of a draft that is longer or shorter than the hint asked for."""

_NUMBER = r"(\d{2,5}|[一二三四五六七八九十百千两]{1,7})"
_LENGTH = re.compile(
    r"(?P<verb>压缩|压|缩短|缩减|缩|减少|减|精简|删减|删|控制|限制|限"
    r"|不超过|不多于|最多|至多|不少于|不低于|至少|扩写|扩充|扩展|扩|增加|写|约|大约|[前后第多少])?"
    rf"(?P<to>到|至|在|为|成)?\s*{_NUMBER}\s*(?:(?:到|至|[-~～—–]+)\s*{_NUMBER})?\s*个?字"
    r"(?P<after>以内|之内|以下|以上|左右|上下)?"
)
_CAP = frozenset(["控制", "限制", "限"])
_CUT = frozenset(["压缩", "压", "缩短", "缩减", "缩", "减少", "减", "精简", "删减", "删"])
_AT_MOST = frozenset(["不超过", "不多于", "最多", "至多", "以内", "之内", "以下"])
_AT_LEAST = frozenset(["不少于", "不低于", "至少", "以上"])
_RELATIVE = _CUT | {"增加", "扩写", "扩充", "扩展", "扩"}
_NO_LENGTH = frozenset("前后第多少")
_EXCUSE = re.compile(r"[〔【［\[（(]\s*说明\s*[：:]\s*(.*?)\s*[〕】］\])）]", re.DOTALL)


def asked_length(hint: str) -> Length | None:
    """The length that *hint* asks for: 压到300字, 200至300字, 不少于500字. None when it names none.

    A round number that is not called a limit stands for what lies around it.
    """
    for match in _LENGTH.finditer(hint):
        verb, after = match["verb"] or "", match["after"] or ""
        low, high = (_number(word) for word in match.group(3, 4))
        if not low or verb in _NO_LENGTH or (verb in _RELATIVE and not match["to"]):
            continue
        if high:
            return Length(least=min(low, high), most=max(low, high))
        if {verb, after} & _AT_MOST:
            return Length(most=low)
        if {verb, after} & _AT_LEAST:
            return Length(least=low)
        if verb in _CUT | _CAP:
            return Length(least=low * 6 // 10, most=low * 105 // 100)
        return Length(least=low * 85 // 100, most=low * 115 // 100)
    return None


def _number(word: str | None) -> int:
    mention = read(word) if word else None
    return int(mention.value) if mention and mention.value else 0


def length_findings(printed: str, wanted: Length | None) -> list[Finding]:
    """Whether *printed* has the length that was asked for."""
    count = sum(not c.isspace() for c in printed)
    if wanted is None or wanted.least <= count <= wanted.most:
        return []
    long = count > wanted.most
    bound = f"不多于{wanted.most}字" if long else f"不少于{wanted.least}字"
    change = f"须再删{count - wanted.most}字" if long else f"还差{wanted.least - count}字"
    message = f"要求的篇幅是{bound}，现为{count}字（按印出来的字数计），{change}。"
    return [Finding(code=ASKED_LENGTH, severity=Severity.WARNING, message=message)]


def take_excuse(lines: Sequence[str]) -> tuple[list[str], str]:
    """*lines* without a first or last line in the form 〔说明：…〕, and what that line says."""
    for place in (0, -1):
        if lines and (match := _EXCUSE.fullmatch(lines[place].strip())):
            rest = list(lines)
            del rest[place]
            return rest, match[1]
    return list(lines), ""

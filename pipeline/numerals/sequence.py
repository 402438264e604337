"""Numbers that say a place in a sequence: headings, 第N, 一是, ranks; and document numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.numerals import chinese, numbers
from pipeline.numerals.lexicon import bodies, unit_at
from schemas.figures import Kind
from schemas.findings import Mention

_HAN = "一二三四五六七八九十百零〇两"
DOCNUMBER = re.compile(r"[〔\[【(（]\s?((?:19|20)\d\d)\s?[〕\]】)）]\s?(?:第\s?)?(\d{1,5})\s?号")
BRACKETED = re.compile(rf"[（(]\s?(\d{{1,3}}|[{_HAN}]{{1,4}})\s?[)）]")
_ORDINAL = re.compile(
    rf"第\s?(\d{{1,6}}|[{_HAN}千]{{1,8}})(?:(?:至|[-—~～]|到)第?(\d{{1,6}}|[{_HAN}千]{{1,8}}))?\s?"
)
_HEADING = re.compile(r"(\d{1,2})\s?([.、．)）])")
_LEVELS = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,4}(?![\d%])")
_HAN_HEADING = re.compile(rf"([{_HAN}]{{1,3}})\s?[、.．](?!\d)")
_HAN_ENCLOSED = re.compile(rf"([{_HAN}]{{1,3}})[)）]")
_POINT = re.compile(r"([一二三四五六七八九十]{1,2})([是要])(?!否)")
_LINE_POINT = re.compile(r"([一二三四五六七八九十]{1,2})([在抓靠强重看促建])")
_SESSION = re.compile(rf"([{_HAN}]{{1,3}})(届)(?=[{_HAN}]{{1,3}}[次中]|[人政全省市县中党常理委代])")
_MEETING = re.compile(
    rf"([{_HAN}]{{1,3}})([次中])(?=全会|全体|会议|常委|理事|党代|代表|人代|人大|政协|委员|扩大|[，。、；]|党组|主席|工作会)"
)
_RANK_LIST = re.compile(
    r"([一二三四五六七八九十])(?=(?:[、和及][一二三四五六七八九十]){1,6}(?:等[奖功]|级|期|产业|年级|季度))"
)
_CIRCLED = {**{chr(0x2460 + i): i + 1 for i in range(20)}, **{chr(0x2474 + i): i + 1 for i in range(20)},
            **{chr(0x3220 + i): i + 1 for i in range(10)}}  # fmt: skip
CIRCLED = "".join(_CIRCLED)
_YEAR = re.compile(r"(?:19|20)\d\d\s?年")
_LABELS = frozenset("件表图")
_LABEL_NUMBER = re.compile(r"(\d{1,3})([-－—]\d{1,3})?(?![\d.,%万千亿百余多个])")
_BREAK = frozenset("。；;：:！!？?\n\r，,、）)”》 \u3000\t")
_HARD_BREAK = frozenset("。；;：:！!？?\n\r")
_INTEGRAL = frozenset("个人名家场次份件项台所条户套批")


def _value(text: str) -> Decimal | None:
    return Decimal(text) if text.isdecimal() else chinese.parse(text)


def line_start(plain: str, at: int) -> bool:
    """Whether only blanks stand between *at* and the start of its line."""
    back = at
    while back and at - back < 8 and plain[back - 1] in " \t\u3000":
        back -= 1
    return not back or plain[back - 1] in "\n\r"


def _after_break(plain: str, at: int, breaks: frozenset[str] = _BREAK) -> bool:
    return not at or plain[at - 1] in breaks or line_start(plain, at)


def _mention(
    text: str, start: int, end: int, value: Decimal | None, unit: str | None, num: tuple[int, int]
) -> Mention:
    return Mention(start, end, text[start:end], Kind.ORDINAL, value, unit, num_start=num[0], num_end=num[1])


def circled(text: str, plain: str, at: int) -> Mention:
    """①."""
    return _mention(text, at, at + 1, Decimal(_CIRCLED[plain[at]]), None, (at, at + 1))


def bracket(text: str, plain: str, at: int) -> Mention | None:
    """（一）, (3), 〔2021〕60号."""
    found = DOCNUMBER.match(plain, at)
    if found:
        return Mention(at, found.end(), text[at : found.end()], Kind.DOCNUMBER, None, "号",
                       num_start=found.start(1), num_end=found.end(1))  # fmt: skip
    found = BRACKETED.match(plain, at)
    value = _value(found[1]) if found else None
    if found is None or value is None:
        return None
    return _mention(text, at, found.end(), value, None, found.span(1))


def numbered(text: str, plain: str, at: int) -> Mention | None:
    """第41届, 第一巡察组, 第3-5条, 第二."""
    found = _ORDINAL.match(plain, at)
    value = _value(found[1]) if found else None
    if found is None or value is None:
        return None
    high = _value(found[2]) if found[2] else None
    last = found.end(2) if found[2] else found.end(1)
    unit, inside = _named(plain, found.end())
    stop = found.end() + len(unit or "") if inside and unit else last
    return Mention(at, stop, text[at:stop], Kind.ORDINAL, value, unit, high=high,
                   num_start=found.start(1), num_end=found.end(1))  # fmt: skip


def _named(plain: str, at: int) -> tuple[str | None, bool]:
    """What 第N counts (第四届: inside the mention) or names (第一 of 巡察组: outside)."""
    unit = unit_at(plain, at)
    if unit is not None and unit.word not in {"人", "中", "大", "组", "小", "部"}:
        return unit.word, True
    rest = plain[at : at + 8]
    spots = ((spot + len(noun), noun) for noun in bodies() if 0 <= (spot := rest.find(noun)) <= 4)
    name = rest[: min(spots, default=(0, ""))[0]]
    if len(name) > 1 and all("\u4e00" <= c <= "\u9fff" for c in name):
        return name, False
    return (unit.word, True) if unit is not None else (None, False)


def heading(text: str, plain: str, at: int) -> Mention | None:
    """1. and 1、 at the start of a line or a clause, 1.1 at the start of a line."""
    at_line = line_start(plain, at)
    if not at_line and not _after_break(plain, at):
        return None
    levels = _LEVELS.match(plain, at) if at_line else None
    if levels and (levels[0].count(".") > 1 or _level_ends(plain, levels.end())):
        value = Decimal(levels[0]) if levels[0].count(".") == 1 else None
        return _mention(text, at, levels.end(), value, None, levels.span())
    found = _HEADING.match(plain, at)
    if found is None or not _heading_holds(plain, at, found, at_line):
        return None
    return _mention(text, at, found.end(), Decimal(found[1]), None, found.span(1))


def _level_ends(plain: str, end: int) -> bool:
    """1.1基本情况 is a heading, 1.1万元 an amount."""
    after = plain[end : end + 1]
    return (after in " \u3000\t" and bool(after)) or (
        "\u4e00" <= after <= "\u9fff" and after not in "万亿千百余多倍成" and unit_at(plain, end) is None
    )


def _heading_holds(plain: str, at: int, found: re.Match[str], at_line: bool) -> bool:
    sign, end = found[2], found.end()
    after = plain[end : end + 1]
    if sign in ")）":
        return at_line or plain[at - 1] in " ；;。"
    if sign == "、":
        return at_line or (plain[at - 1] != "、" and not after.isdecimal())
    if not after.isdecimal():
        return at_line or plain[at - 1] not in "、"
    number = numbers.ARABIC.match(plain, end)
    if number is None or not at_line:
        return False
    # 1.25个学会 cannot be a decimal: the dot ends a heading.
    unit = unit_at(plain, number.end())
    return bool(_YEAR.match(plain, end)) or (unit is not None and unit.word in _INTEGRAL)


def han_sequence(text: str, plain: str, at: int) -> Mention | None:
    """一、 · 一是 · 其一 · 八届 一次 · a list of ranks."""
    for pattern, holds in (
        (_HAN_HEADING, _after_break(plain, at, _HARD_BREAK) or line_start(plain, at)),
        (_HAN_ENCLOSED, line_start(plain, at)),
        (_POINT, _after_break(plain, at)),
        (_LINE_POINT, _after_break(plain, at, _HARD_BREAK)),
    ):
        found = pattern.match(plain, at) if holds else None
        value = _value(found[1]) if found else None
        if found and value is not None:
            return _mention(text, at, found.end(), value, None, found.span(1))
    return _session(text, plain, at)


def _session(text: str, plain: str, at: int) -> Mention | None:
    found = _SESSION.match(plain, at)
    if found is None and at and plain[at - 1] == "届":
        found = _MEETING.match(plain, at)
    if found is None:
        found = _RANK_LIST.match(plain, at)
        return _mention(text, at, found.end(), _value(found[1]), None, found.span(1)) if found else None
    return _mention(text, at, found.end(), _value(found[1]), found[2], found.span(1))


_RANK = re.compile(
    rf"(\d{{1,2}}|[{_HAN}]{{1,3}})\s?(等奖|等功|年级|季度|级(?!别)|期(?![间限末初货望])|档(?!案)|类|号线|号楼|号(?![召称角码人]))"
)


def labelled(text: str, plain: str, at: int) -> Mention | None:
    """附件1, 表3-2: the number of a thing that is not counted."""
    if plain[max(0, at - 1) : at] not in _LABELS:
        return None
    found = _LABEL_NUMBER.match(plain, at)
    if found is None or unit_at(plain, found.end()) is not None:
        return None
    return _mention(text, at, found.end(), None if found[2] else Decimal(found[1]), None, found.span(1))


def rank(text: str, plain: str, at: int) -> Mention | None:
    """一等奖, 二级单位, 三年级, 二季度, 一期工程, 3号楼; 两期 and 48期 are counted."""
    found = _RANK.match(plain, at)
    if found is None or plain[at] == "两":
        return None
    unit = found[2]
    if unit == "期" and (found[1].isdecimal() or not _project(plain, found.end())):
        return None
    if unit == "季度" and plain[at - 1 : at] in ("个", "前"):
        return None
    if (unit == "档" and found[1].isdecimal()) or (unit == "类" and plain[max(0, at - 2) : at] != "公益"):
        return None
    value = _value(found[1])
    return None if value is None else _mention(text, at, found.end(), value, unit, found.span(1))


def _project(plain: str, end: int) -> bool:
    return plain[end : end + 2] in {"工程", "项目", "建设", "改造", "投资", "资金", "主体", "、二", "和二"}


def listed(text: str, plain: str, at: int) -> Iterator[Mention]:
    """其一, 其二."""
    if plain[at - 1 : at] == "其" and at:
        value = _value(plain[at])
        if value is not None:
            yield _mention(text, at - 1, at + 1, value, None, (at, at + 1))

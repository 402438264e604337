"""Numbers that only identify: telephones, identity cards, postcodes, hotlines, ratios, versions."""

from __future__ import annotations

import re

from schemas.figures import Kind
from schemas.findings import Mention

# Letters take the digits that cling to them along (G318, COVID-19, IPv6), not those before a measure word.
WORD = re.compile(
    r"[A-Za-z]++(?:[-_./+]?(?!(?:19|20)\d\d年)\d++(?!个|款|名|家|次|万|年|月|项|条)(?:\.\d++)?[A-Za-z]*+){0,4}"
)
TAILED = re.compile(r"\d++(?:\.\d++)?[A-Za-z]++[A-Za-z0-9]*+")
_PHONE = re.compile(
    r"(?:1[3-9]\d-?\d{4}-?\d{4}|0\d{2,3}[-—－]{1,2}\d{7,8}(?:[-—]\d{1,6})?|400-?\d{3}-?\d{4}|\d{17}[\dXx]|\d{5,8}[-—]\d{1,4})(?![\d.元万])"
)
_LABELLED = re.compile(
    r"(?:电话|传真|手机|热线|邮编|邮政编码|账号|帐号|卡号|编号|编码|代码|证号|证书号|号码|备案号?|微信|QQ|(?:ICP|网|安|[京津沪渝冀豫云辽黑湘皖鲁苏浙赣鄂桂甘晋蒙陕吉闽贵粤川])备|门牌)[:：为是]?\s?[^，。；、\d\n]{0,2}$"
)
_CODE = re.compile(r"[\dA-Za-z—－-]{3,40}+(?: \d{3,8}){0,6}")
_AREA = re.compile(r"[（(]0\d{2,3}[)）]\s?\d{7,8}(?!\d)")
_HOTLINE = re.compile(
    r"(?:12345|12348|12333|12315|12319|12320|12369|12393|12388|12389|12309|110|119|120|122|114|96\d{3,4})(?=[”\"’』」]?(?:热线|平台|电话|指挥|报警|急救|联动|接处|政务|便民|服务|台))"
)
_RATIO = re.compile(r"\d{1,4}(?:\.\d{1,4})?(?:\s?[:：∶]\s?\d{1,4}(?:\.\d{1,4})?){1,6}+(?!\d)")
_ADDRESS = re.compile(r"\d{1,5}(?:号|楼|室|栋|幢|单元|层)")
_ROAD = re.compile(r"(?:[路街巷道里]|大道|[楼栋幢座号])$")
_QUOTED_DIGITS = re.compile(r"\d{2,6}(?=[”\"’」』])")
_QUOTED = re.compile(r"(?=[^”\"’」』]{0,12}[+＋])[\dA-Za-z+＋一-鿿]{2,12}(?=[”\"’」』])")
_ROUND_THE_CLOCK = re.compile(r"\d{1,3}[×xX*]\d{1,3}小时")
_CLOCK = re.compile(r"\d{1,2}时(?:\d{1,2}分|许|整)?(?![期代间候刻常效段长])")
_HOUR = re.compile(r"\d{1,2}点(?:\d{1,2}分|半|整)?")
_DAYTIME = frozenset({"上午", "下午", "凌晨", "晚上", "早上", "中午", "晚间", "清晨"})
_SUM = re.compile(r"\d{1,2}(?:\+[\dA-Za-z]{1,3}){1,5}(?=[”\"’」、，。一-鿿])(?![年月个人万])")
_DAY_NAME = re.compile(r"(?:1[0-2]|[1-9])(?:[·•・]|\.(?=\d{1,2}[”\"]))(?:[12]\d|3[01]|[1-9])(?=[”\"]?[^\d.])")
_VERSION = re.compile(r"\d++(?:\.\d++){2,}")
_IDENTIFIER = re.compile("|".join(p.pattern for p in (_PHONE, _HOTLINE, _VERSION, _CLOCK)))
_NAME = re.compile("|".join(p.pattern for p in (_ROUND_THE_CLOCK, _SUM, _DAY_NAME)))


def find(text: str, plain: str, at: int) -> Mention | None:
    """The identifying number whose first digit stands at *at*."""
    found = _IDENTIFIER.match(plain, at)
    if found:
        return _other(text, at, found.end())
    hour = _HOUR.match(plain, at) if plain[max(0, at - 2) : at] in _DAYTIME else None
    if hour:
        return _other(text, at, hour.end())
    found = _NAME.match(plain, at)
    if found:
        return _fixed(text, at, found.end())
    return (
        _quoted(text, plain, at)
        or _labelled(text, plain, at)
        or _address(text, plain, at)
        or _ratio(text, plain, at)
    )


def _fixed(text: str, at: int, end: int) -> Mention:
    """A name made of numbers."""
    return Mention(at, end, text[at:end], Kind.FIXED, None, None, num_start=at, num_end=at + 1)


def area_code(text: str, plain: str, at: int) -> Mention | None:
    """（0745）2231234."""
    found = _AREA.match(plain, at)
    return _other(text, at, found.end()) if found else None


def _other(text: str, at: int, end: int) -> Mention:
    return Mention(at, end, text[at:end], Kind.OTHER, None, None, num_start=at, num_end=end)


def _quoted(text: str, plain: str, at: int) -> Mention | None:
    """“1+6”模式: a name made of numbers."""
    if not at or plain[at - 1] not in '“"‘「『':
        return None
    found = _QUOTED.match(plain, at) or _QUOTED_DIGITS.match(plain, at)
    if found is None:
        return None
    return _fixed(text, at, found.end())


def _labelled(text: str, plain: str, at: int) -> Mention | None:
    """A number behind 电话, 邮编, 账号, 备案 … of at least three digits."""
    found = _CODE.match(plain, at)
    if found is None or found.end() - at < 3 or not _LABELLED.search(plain, max(0, at - 10), at):
        return None
    end = found.end()
    # 手机120部 and 设备350,000元 count and cost; 电话5123456，is a number to call.
    if re.match(r"[个万元人次条件%.部台户名家套张只亿平米公份起宗]|[,，]\d{3}", plain[end : end + 4]):
        return None
    return _other(text, at, end + (plain[end : end + 1] == "号"))


def _address(text: str, plain: str, at: int) -> Mention | None:
    found = _ADDRESS.match(plain, at)
    if found is None or not _ROAD.search(plain, max(0, at - 2), at):
        return None
    return _other(text, at, found.end())


def _ratio(text: str, plain: str, at: int) -> Mention | None:
    """6∶3∶1 and 9:30; not 2020：30万元."""
    found = _RATIO.match(plain, at)
    if found is None or plain[found.end() : found.end() + 1] in tuple("万亿千元人个年%.,家名项次户"):
        return None
    return _other(text, at, found.end())

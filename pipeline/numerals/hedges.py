"""Words around a number that make it approximate: 约 300 余 人 以上."""

from __future__ import annotations

import re
from collections.abc import Iterable

from schemas.figures import Approx

PREFIXES = {
    "约": Approx.ABOUT, "大约": Approx.ABOUT, "约为": Approx.ABOUT, "大概": Approx.ABOUT,
    "近": Approx.LESS_THAN, "将近": Approx.LESS_THAN, "接近": Approx.LESS_THAN, "不足": Approx.LESS_THAN,
    "不到": Approx.LESS_THAN, "不超过": Approx.LESS_THAN, "至多": Approx.LESS_THAN, "最多": Approx.LESS_THAN,
    "低于": Approx.LESS_THAN, "少于": Approx.LESS_THAN, "小于": Approx.LESS_THAN, "不高于": Approx.LESS_THAN,
    "不多于": Approx.LESS_THAN, "不大于": Approx.LESS_THAN, "未超过": Approx.LESS_THAN, "≤": Approx.LESS_THAN,
    "<": Approx.LESS_THAN, "＜": Approx.LESS_THAN, "未达": Approx.LESS_THAN, "未满": Approx.LESS_THAN,
    "超": Approx.MORE_THAN, "超过": Approx.MORE_THAN, "逾": Approx.MORE_THAN, "至少": Approx.MORE_THAN,
    "突破": Approx.MORE_THAN, "不少于": Approx.MORE_THAN, "不低于": Approx.MORE_THAN,
    "高于": Approx.MORE_THAN,
    "大于": Approx.MORE_THAN, "多于": Approx.MORE_THAN, "不小于": Approx.MORE_THAN, "≥": Approx.MORE_THAN,
    ">": Approx.MORE_THAN, "＞": Approx.MORE_THAN, "上": Approx.MORE_THAN,
    "过": Approx.MORE_THAN, "最少": Approx.MORE_THAN,
}  # fmt: skip
SUFFIXES = {"余": Approx.MORE_THAN, "多": Approx.MORE_THAN, "来": Approx.ABOUT, "几": Approx.MORE_THAN}
AFTERS = {
    "以上": Approx.MORE_THAN, "以下": Approx.LESS_THAN, "以内": Approx.LESS_THAN, "之内": Approx.LESS_THAN,
    "左右": Approx.ABOUT, "上下": Approx.ABOUT, "开外": Approx.MORE_THAN, "不到": Approx.LESS_THAN,
    "多": Approx.MORE_THAN, "有余": Approx.MORE_THAN, "内": Approx.LESS_THAN, "之多": Approx.EXACT,
}  # fmt: skip
WORDS = {**PREFIXES, **SUFFIXES, **AFTERS}
_LONGEST = max(map(len, PREFIXES))
# 预约5人, 节约30万元, 附近3个村 and 最近3年 hedge nothing.
_NOT_BEFORE = {
    "约": "预节签合违契制公条相邀特履",
    "近": "附靠临邻最新远亲逼",
    "超": "反赶高",
    "上": "以网线晚早会马路车街身",
}
_AFTER = re.compile(
    r"\s?(?:[（(]含[^）)]{0,4}[）)])?(?:[及或]?(以上|以下|以内|之内|左右|上下)|(开外|有余|多(?=[的来前，。、；,;）)]|$)))"
)
RECENT = frozenset("年月天日周")


def prefix(plain: str, start: int) -> str:
    """The hedge directly before *start* (a blank may stand between), or ""."""
    if start and plain[start - 1] == " ":
        start -= 1
    for length in range(min(start, _LONGEST), 0, -1):
        word = plain[start - length : start]
        if word in PREFIXES:
            before = plain[max(0, start - length - 1) : start - length]
            return "" if before and before in _NOT_BEFORE.get(word, "") else word
    return ""


def after(plain: str, end: int) -> str:
    """The hedge behind the measure word at *end*, or ""."""
    found = _AFTER.match(plain, end)
    return (found[1] or found[2]) if found else ""


def approx(words: Iterable[str]) -> Approx:
    """What the hedge words say together; words that disagree (近…多) leave only ABOUT."""
    said = {WORDS[w] for w in words if w}
    if not said:
        return Approx.EXACT
    return said.pop() if len(said) == 1 else Approx.ABOUT

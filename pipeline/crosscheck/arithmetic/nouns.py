"""What a number is of: the noun of its words without time, stage and empty words."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.crosscheck.vocabulary import either

_EMPTY_LISTS = (
    "generic", "previous", "last", "this", "opening", "initial", "adjusted", "after", "before", "closing"
)  # fmt: skip
_EMPTY = re.compile(
    rf"(?<!\d)(?:19|20)\d{{2}}年度?|第?[一二三四]季度|[上下]半年|第?[一两二三四五六七八九十]年(?:间|来|内|以来|相比|之间|累计)?|(?P<kept>公共|以前年度)|前年"
    rf"|{either(*_EMPTY_LISTS)}|[\s“”\"‘’：:（()），,、\d.．%％]"
)


@lru_cache(maxsize=4096)
def core(words: str) -> str:
    """The noun that *words* speak of, without time, stage and empty words."""
    return _EMPTY.sub(lambda m: m["kept"] or "", narrowed(words)).removesuffix("量")


def narrowed(words: str) -> str:
    """２０２３年 as 2023年, at the same length."""
    return words.translate(_NARROW) if any(digit in words for digit in "０１２") else words


_NARROW = str.maketrans("０１２３４５６７８９", "0123456789")


_ITEMS = frozenset(
    "印刷 水 电 水电 邮电 取暖 物业管理 差旅 维修 租赁 会议 培训 公务接待 专用材料 劳务 工会 电话".split()  # noqa: SIM905
)
"""Nouns of expenditure items as ``core`` leaves them: 电费 is no short form of 邮电费."""


def kin(one: str, other: str) -> bool:
    """Whether two nouns can be of one thing: either is empty, or one holds the other, or long ends agree."""
    if one != other and one in _ITEMS and other in _ITEMS:
        return False
    if not one or not other or one in other or other in one:
        return True
    return len(one) >= 4 and len(other) >= 4 and one[-3:] == other[-3:]

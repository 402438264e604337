"""由32件到40件: two numbers of a change, where a reader of numbers alone sees a range."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from schemas.figures import Kind
from schemas.findings import Mention

_FROM = re.compile(r"(?:^|[^自缘理来])[由从][^，。；：、\d\n（(]{0,12}$")
_TO = re.compile(r"(?<=[^\d\s.])[到至](?=\s?[\d０-９])")
_SPREAD = re.compile(r"不等|之间|区间|左右|以?[内上下]|的?范围|期间|[（(）)]?[—-]")
_KINDS = (Kind.MONEY, Kind.COUNT, Kind.PERCENT)


def apart(text: str, mentions: Sequence[Mention], find: Callable[[str], list[Mention]]) -> list[Mention]:
    """The mentions, a range that is told by 由…到… as its two ends."""
    read: list[Mention] = []
    for mention in mentions:
        read += (mention,) if mention.high is None else _parts(text, mention, find)
    return read


def _parts(text: str, mention: Mention, find: Callable[[str], list[Mention]]) -> Iterator[Mention]:
    to = _TO.search(mention.text) if mention.kind in _KINDS else None
    before = text[max(0, mention.start - 16) : mention.start]
    if to is None or not _FROM.search(before) or _SPREAD.match(text, mention.end):
        yield mention
        return
    ends = [(0, mention.text[: to.start()]), (to.end(), mention.text[to.end() :])]
    read = [[_moved(m, mention.start + at) for m in find(piece)] for at, piece in ends]
    alike = all(len(found) == 1 and found[0].kind is mention.kind for found in read)
    yield from (m for found in read for m in found) if alike else (mention,)


def _moved(mention: Mention, by: int) -> Mention:
    return replace(
        mention, start=mention.start + by, end=mention.end + by,
        num_start=mention.num_start + by, num_end=mention.num_end + by,
    )  # fmt: skip

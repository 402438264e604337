"""从第8位进到第5位，前移3位: places in a ranking, and by how many one went up or down."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding, Severity

_N = r"\d{1,4}|[一二三四五六七八九十]{1,3}"
_MOVE = re.compile(
    rf"第(?P<from>{_N})[位名][^。；\n]{{0,16}}?第(?P<to>{_N})[位名][^。；\n]{{0,16}}?"
    rf"(?:(?P<up>前移|上移|上升|提升|跃升|进位|进步|前进|提高|晋升|赶超|攀升|升)|(?P<down>后移|下移|下降|下滑|后退|退步|退后|跌落|降低|退|降))"
    rf"了?(?P<by>{_N}|两)个?(?:位次|名次|[位名](?!第))"
)
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}


def check_places(reading: Reading) -> Iterator[Finding]:
    """Every move between two places that is counted right behind them."""
    if "第" not in reading.text:
        return
    for match in _MOVE.finditer(reading.text):
        one, other, by = (_number(match[name]) for name in ("from", "to", "by"))
        said = by if match["up"] else -by
        backwards = bool(re.search("[上去]年|此前|原", match[0]))
        if said != one - other and not (backwards and abs(one - other) == by):
            way = "前移" if one > other else "后移"
            message = (
                f"从第{match['from']}到第{match['to']}是{way}{abs(one - other)}位，与“{match['by']}”不符。"
            )
            yield finding(
                "count", message, reading.text, match.start("up" if match["up"] else "down"), match.end(),
                severity=Severity.WARNING, others=((match.start(), match.end("to") + 1),),
            )  # fmt: skip


def _number(words: str) -> int:
    if words.isdigit():
        return int(words)
    tens, ten, ones = words.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)

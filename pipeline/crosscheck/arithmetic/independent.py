"""Which of several amounts stand for themselves, and which are parts of the others."""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import window
from pipeline.crosscheck.reading import Reading
from schemas.findings import Mention

COMPARED = re.compile(  # what two amounts differ by
    r"[大高多小少低][于出]|超[出过]|不足|差额|相差|相抵|缺口|收不抵支|短缺|[比较].{0,12}[多少高低]"
)

_ACCOUNT = re.compile(
    r"(?:调出资金|还本支出|转贷支出|上解(?:上级|省级?)?支出|稳定调节基金)[^。\n]*"
    r"(?:支出总[计量额]|总支出|支出合计)"
)
"""调出资金1.55亿元，…，结转下年87.17亿元，总支出308.98亿元: a term of the account, what is left of all."""
_CARRIED = re.compile("结转|结余")


def in_account(reading: Reading, claim: Mention) -> bool:
    """Whether what is carried forward is told with the row of an account: only all its rows give it."""
    if not _CARRIED.search(window(reading, claim)):
        return False
    start, end = reading.layout.period(claim.start)
    return bool(_ACCOUNT.search(reading.text, start, end))


def without_parts(near: list[Mention]) -> list[Mention]:
    """The amounts without the parts that make up the one before them: 15个，其中甲8个、乙4个、丙3个."""
    at, out = 0, list[Mention]()
    while at < len(near):
        out.append(near[at])
        at += 1
        values = [m.value or Decimal(0) for m in near[at:]]
        for size in range(2, len(values) + 1):
            if sum(values[:size]) == out[-1].value:
                at += size
                break
    return out

"""合同价84万元，另付购置税7万元，实际支出91万元: what was paid in the end, behind what was paid besides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.numbers import alike
from pipeline.crosscheck.arithmetic.sums.items import Item, Role
from pipeline.crosscheck.arithmetic.sums.vocabulary import vocabulary
from pipeline.crosscheck.reading import Reading

_MOST = 4
_NEAR = Decimal("0.1")
_STRANGE = re.compile(r"[。\n；;]|其中")
_PLANNED = re.compile("预算|计划|下达|指标|到位|安排|结转|核定|概算|控制|限价")


def paid_besides(reading: Reading, items: Sequence[Item], whole: Item) -> bool:
    """Whether an amount is what a price and the payments told besides it come to, or nearly so."""
    if not vocabulary().paid.search(whole.label):
        return False
    parts = _parts(items, whole)
    if len(parts) < 2 or _STRANGE.search(reading.text, parts[0].end, whole.start):
        return False
    if any(_PLANNED.search(part.label) for part in parts):
        return False
    total = sum((p.mention.value or Decimal(0) for p in parts), Decimal(0))
    value = whole.mention.value or Decimal(0)
    return value > (parts[0].mention.value or 0) and abs(total / value - 1) <= _NEAR


def _parts(items: Sequence[Item], whole: Item) -> list[Item]:
    """The price, and what is told besides it right before the whole; none where nothing is."""
    besides = vocabulary().besides
    near = [i for i in items[max(0, whole.at - 2 * _MOST) : whole.at] if alike(i.mention, whole.mention)]
    near = [i for i in near if i.role is not Role.NOTE]
    first = next((at for at, item in enumerate(near) if besides.search(item.label)), 0)
    return near[first - 1 :] if first else []

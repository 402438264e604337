"""Quantity × price ＝ amount: people × standard × months, prices by the piece, means (户均, 场均, 年均).

``prices`` finds the prices and what they are per, ``factors`` how many there are of that, ``fits`` and
``judge`` hold the products against the amounts of the sentence; ``overtime`` reads means over months and
years alone.
"""

from __future__ import annotations

from pipeline.crosscheck.arithmetic.products.judge import check_products
from pipeline.crosscheck.arithmetic.products.overtime import check_overtime

__all__ = ["check_overtime", "check_products"]

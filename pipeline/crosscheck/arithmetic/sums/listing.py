"""A list of parts with the amount that it divides."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline.crosscheck.arithmetic.sums.items import Item
from pipeline.crosscheck.arithmetic.sums.openers import Opener


@dataclass(frozen=True, slots=True)
class Listing:
    """A whole with its parts; ``others`` are amounts before it that could be meant as the whole instead.

    ``ended``: no amount of the kind follows the last part in the sentence. ``open``: the text names parts
    without amounts. ``sure``: it says that these are all.
    """

    whole: Item
    parts: tuple[Item, ...]
    opener: Opener
    others: tuple[Item, ...]
    ended: bool
    open: bool
    sure: bool

    @property
    def labels(self) -> list[str]:
        """The words before each part."""
        return [part.label for part in self.parts]

    @property
    def ratio(self) -> Decimal:
        """The sum of the parts over the whole."""
        total = sum((p.mention.value or Decimal(0) for p in self.parts), Decimal(0))
        whole = self.whole.mention.value
        return total / whole if whole else Decimal(0)

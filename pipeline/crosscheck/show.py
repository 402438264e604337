"""A figure in words, for messages and for the report's side table."""

from __future__ import annotations

from decimal import Decimal

from pipeline.crosscheck.intervals import spoken
from pipeline.numerals import write
from schemas.figures import Figure


def show(figure: Figure) -> str:
    """Value with unit and hedge, as many decimals as it has: ``301.81万元``."""
    return write(spoken(figure), figure.kind, figure.printed_unit, hedge=figure.hedge)


def source(figure: Figure) -> str:
    """Where the figure comes from, as the clerk reads it."""
    return str(figure.source)


def plain(value: Decimal) -> str:
    """A decimal without exponent and without idle zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

"""Numbers in Chinese official prose: find them, read them, write them.

``find`` is one linear pass over a text; ``read`` takes a whole string as one expression; ``write`` is the
inverse of ``read``. The word lists under ``data/`` are meant to be extended by hand.
"""

from pipeline.numerals.finder import QUANTITIES, find, quantities
from pipeline.numerals.reading import DateParts, date_parts, read, value_text
from pipeline.numerals.writing import write, written_unit

__all__ = [
    "QUANTITIES",
    "DateParts",
    "date_parts",
    "find",
    "quantities",
    "read",
    "value_text",
    "write",
    "written_unit",
]

"""What the sentence itself claims: change, shares, sums, counts. From the text alone."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding


def check_arithmetic(reading: Reading) -> Iterator[Finding]:
    """Every claim that can be recomputed from the numbers beside it."""
    yield from ()

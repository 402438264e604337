"""Other figures of one item, and the finding that names the right one."""

from __future__ import annotations

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import show, source
from pipeline.crosscheck.terms import Facet, Hit
from schemas.figures import Figure
from schemas.findings import Finding, Mention, Severity


def siblings(one: Facet, reading: Reading, **wanted: object) -> list[Facet]:
    """The figures of the same item that have the given facets, and the measure of *one* unless told."""
    derived = str(wanted.pop("derived", one.derived))
    return [
        other
        for other in reading.item(one.subject)
        if other.derived == derived
        and (other.figure.kind, other.figure.unit) == (one.figure.kind, one.figure.unit)
        and all(getattr(other.figure, name) == value for name, value in wanted.items())
    ]


def name_of(one: Facet) -> str:
    """How a message calls a figure."""
    return one.figure.key


def is_said(twin: Facet) -> str:
    """What the ledger holds, as the end of a message."""
    return f"“{name_of(twin)}”为{show(twin.figure)}（{source(twin.figure)}）。"


def wrong(
    code: str,
    message: str,
    mention: Mention,
    reading: Reading,
    right: Figure | None,
    hit: Hit | None = None,
    severity: Severity | None = None,
) -> Finding:
    """The finding on a number that should have been *right*; *hit* is the noun that it was written beside."""
    start = hit.start if hit else mention.start
    return finding(
        code, message, reading.text, mention.start, mention.end, severity=severity,
        expected=show(right) if right and not severity else None, evidence=source(right) if right else None,
        others=((start, hit.end),) if hit else (),
    )  # fmt: skip

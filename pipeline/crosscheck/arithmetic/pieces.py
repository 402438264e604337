"""Numbers that are pieces of another one, and the span before a number that tells how long ago it was."""

from __future__ import annotations

from decimal import Decimal

from pipeline.crosscheck.reading import Reading
from schemas.figures import Kind
from schemas.findings import Mention


def pieced(reading: Reading, at: int) -> bool:
    """5分48秒: whether another time follows or goes before without a word; or the number before is said
    again in a bracket, in another unit."""
    figures, mention = reading.figures, reading.figures[at]
    if at and _said_again(reading, figures[at - 1], mention):
        return True
    near = figures[max(0, at - 1) : at] + figures[at + 1 : at + 2]
    return mention.kind is Kind.DURATION and any(
        m.kind is Kind.DURATION and (m.end == mention.start or m.start == mention.end) for m in near
    )


def _said_again(reading: Reading, one: Mention, other: Mention) -> bool:
    """38640元（3.86万元）."""
    text, gap = reading.text, (one.value or Decimal(0)) - (other.value or Decimal(0))
    opened, closed = text[one.end : other.start], text[other.end : other.end + 1]
    same = one.kind is other.kind is Kind.MONEY and one.step != other.step
    return same and opened in ("（", "(") and closed in ("）", ")") and abs(gap) <= other.step / 2


def years_ago(reading: Reading, at: int, words: str) -> str:
    """五年前为89.2%; 前一年1200包."""
    span = reading.figures[at - 1] if at else None
    if span is None or span.kind is not Kind.DURATION or span.end != reading.figures[at].start - len(words):
        return ""
    last = span.text == "一年" and reading.text[span.start - 1 : span.start] == "前"
    return "last" if last else "before" if words[:1] == "前" else ""

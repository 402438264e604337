"""Reading a string that is one numeric expression, and a mention's value in the contract's form."""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.numerals import chinese, dates, finder, fractions, hedges, quantity
from pipeline.numerals.dates import Day as DateParts
from schemas.figures import Kind
from schemas.findings import Mention

__all__ = ["DateParts", "date_parts", "read", "value_text"]
_ISSUE = re.compile(r"(\d{4})\D+(\d+)")
_PREFIXES = sorted(hedges.PREFIXES, key=len, reverse=True)


def read(text: str) -> Mention | None:
    """*text* as one numeric expression with its hedges; None when it is anything else."""
    plain = finder.fold(text)
    start = len(plain) - len(plain.lstrip())
    word = next((p for p in _PREFIXES if plain.startswith(p, start)), "")
    start += len(word)
    if start < len(plain) and plain[start] in "-－−负":
        start += 1
    mention = _quantity(text, plain, start) if start < len(plain) else None
    if mention is None or not _closes(plain, mention):
        return _single(text, plain)
    return mention


def _quantity(text: str, plain: str, start: int) -> Mention | None:
    if not (plain[start].isdecimal() or plain[start] in chinese.DIGITS or plain[start] in "十百千万亿"):
        return None
    mention = fractions.find(text, plain, start) or quantity.find(text, plain, start)
    if mention is not None:
        return mention
    # 三 and 一分 count nothing in prose, but they are numbers when nothing else is there.
    measured = quantity.measure(plain, start)
    if measured is None or measured.number.value is None or measured.number.bare:
        return None
    return quantity.mention(text, plain, measured, None)


def _closes(plain: str, mention: Mention) -> bool:
    """Whether only a hedge or blanks follow."""
    rest = plain[mention.end :].strip()
    return mention.value is not None and (not rest or rest == hedges.after(plain, mention.end))


def _single(text: str, plain: str) -> Mention | None:
    """A date, an ordinal, a document number or a phrase that is the whole string."""
    found = finder.find(text)
    if len(found) != 1 or plain[: found[0].start].strip() or plain[found[0].end :].strip():
        return None
    return found[0]


def date_parts(mention: Mention) -> tuple[DateParts, DateParts | None]:
    """Year, month and day of a date mention as far as written, and of its end when it is a range."""
    return dates.parts(mention)


def value_text(mention: Mention) -> str | None:
    """The value as ``figures --json`` prints it: "120000", "15/30", "2020-12-31", "2021-60"."""
    if mention.kind is Kind.DATE:
        return dates.iso(mention)
    if mention.kind is Kind.DOCNUMBER:
        found = _ISSUE.search(finder.fold(mention.text))
        return f"{found[1]}-{found[2]}" if found else None
    if mention.value is None:
        return None
    ends = (mention.value,) if mention.high is None else (mention.value, mention.high)
    return "/".join(decimal_text(end) for end in ends)


def decimal_text(value: Decimal) -> str:
    """A decimal without exponent: 13.0 stays 13.0, 1.2E+5 is 120000, 3624300.00 is 3624300."""
    if value == value.to_integral_value() and abs(value) >= 1000:
        value = value.quantize(Decimal(1))
    return f"{value:f}"

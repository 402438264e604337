"""Time and subject that a number takes over: from the clauses before its own, else from the level before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.crosscheck.arithmetic.fact import Fact, Role
from pipeline.crosscheck.arithmetic.moments import Moment, moment_of, ordered
from pipeline.crosscheck.arithmetic.nouns import core
from pipeline.crosscheck.reading import Reading
from schemas.findings import Mention

_THEN = re.compile(r"(?:[，,]?(?:之|以)?后|[，,]?[一-鿿]{0,3}[至到为])[^，。；：\d]{0,6}$")


def taken_over(
    reading: Reading, before: Sequence[Fact], mention: Mention, lead: str, own_: tuple[Moment, str, Role]
) -> tuple[Moment, str]:
    """Time and subject of a number with those of its *own*, the *lead* before it and the facts before."""
    moment, own, role = own_
    start = reading.layout.period(mention.start)[0]
    above, between = _above(reading, before, start), moment_of(lead)
    if not moment.timed:
        source, told = between, _told(before, above, start) if own else above
        if not between.timed and told is not None and not (told.source and role is Role.RESULT):
            source = told.moment
        if not between.timed and (moved := _moved(reading, before, mention)) is not None:
            source = moved.moment
        moment = Moment(source.when, source.year, moment.stage, moment.part or source.part)
    if own or above is not None:
        return moment, own or (above.core if above else "")
    return moment, core(lead) if lead[-1:] in ("：", ":", "，") else ""


def _above(reading: Reading, before: Sequence[Fact], start: int) -> Fact | None:
    """The level before in the same period."""
    for fact in reversed(before[-4:]):
        if fact.mention.start < start:
            return None
        inside = reading.text.startswith(("）", ")"), fact.mention.end)
        if fact.role is not Role.CHANGE and not fact.compared and not inside:
            return fact
    return None


def _moved(reading: Reading, before: Sequence[Fact], mention: Mention) -> Fact | None:
    """2022年压减5%后为114万元: the change right before tells the year of its result."""
    if not before or (moved := before[-1]).role is not Role.CHANGE or not moved.moment.year:
        return None
    return moved if _THEN.match(reading.text[moved.mention.end : mention.start]) else None


def _told(before: Sequence[Fact], above: Fact | None, start: int) -> Fact | None:
    """The level before, or where that is an earlier one that another was compared with, that other."""
    if above is None or above.own_core:
        return above
    for fact in reversed(before[-8:]):
        if fact.mention.start < start:
            return None
        if fact.role is Role.LEVEL and fact.own_core and not fact.compared:
            return fact if ordered(above.moment, fact.moment) else above
    return above

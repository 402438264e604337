"""Both ends of a year, where what came between is told elsewhere: in a section before, or before the opening.

一、收入6830万元，支出6742万元。二、年初结转216万元，年末结转304万元.
年末余额18.64亿元，新增2.10亿元，偿还0.85亿元，年初余额17.39亿元.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role
from pipeline.crosscheck.arithmetic.flows import label
from pipeline.crosscheck.arithmetic.misprints import misprint
from pipeline.crosscheck.arithmetic.numbers import alike, is_amount
from pipeline.crosscheck.arithmetic.signed import Term, signed, value_of, wrong
from pipeline.crosscheck.arithmetic.stockwords import CLOSING, OPENING, direction
from pipeline.crosscheck.intervals import disjoint, meant
from schemas.findings import Finding, Severity

_BROUGHT = re.compile("结转|结余")
_INCOME = re.compile(r"(?<!其他)(?<!事业)(?<!经营)收入(?:合计|总额)?(?:为|共)*$")
_SPENT = re.compile(r"(?<!基本)(?<!项目)(?<!其他)支出(?:合计|总额)?(?:为|共)*$")
_NET = re.compile("净|[比较]")
_FAR, _MOST = 240, 6


def check_year_ends(facts: Facts) -> Iterator[Finding]:
    """Every opening number beside the closing one of its sentence, with what came and went between."""
    for opened in facts.all:
        level = is_amount(opened.mention) and opened.role is Role.LEVEL and not opened.compared
        if not level or _NET.search(opened.words) or not OPENING.search(label(facts, opened)):
            continue
        start, end = facts.reading.layout.period(opened.mention.start)
        near = [f for f in facts.within(start, end) if alike(f.mention, opened.mention)]
        ends = [f for f in near if f is not opened and CLOSING.search(label(facts, f))]
        if len(ends) == 1 and ends[0].index == opened.index + 1 and len(near) == len(ends) + 1:
            yield from _of_the_year(facts, opened, ends[0])
        elif len(ends) == 1 and near[-1] is opened and near[0] is ends[0]:
            yield from _opened_last(facts, near)


def _of_the_year(facts: Facts, opened: Fact, closed: Fact) -> Iterator[Finding]:
    """Income and expenditure of the sentences before; a slip must explain what does not come out."""
    if not all(_BROUGHT.search(facts.words(f)) for f in (opened, closed)):
        return
    start = facts.reading.layout.period(opened.mention.start)[0]
    before = [f for f in facts.amounts(max(0, start - _FAR), start) if alike(f.mention, opened.mention)]
    came = [f for f in before if _INCOME.search(facts.words(f))]
    went = [f for f in before if _SPENT.search(facts.words(f))]
    years = {f.moment.year for f in (*came, *went, opened, closed)} - {None}
    if len(came) != 1 or len(went) != 1 or len(years) > 1:
        return
    terms = [(opened.mention, 1), (came[0].mention, 1), (went[0].mention, -1)]
    slip = misprint(closed.mention, value_of(terms), [m for m, _ in terms])
    if slip and disjoint(signed(terms), meant(closed.mention)):
        yield wrong(facts.reading, closed.mention, terms, Severity.WARNING, f"{slip.why}，疑为笔误。")


def _opened_last(facts: Facts, near: Sequence[Fact]) -> Iterator[Finding]:
    """年末余额 less what came, and with what went, is the 年初余额 told behind."""
    closed, *flows, opened = near
    signs = [direction(facts.words(f)) for f in flows]
    flows = [f for f, sign in zip(flows, signs, strict=True) if sign]
    between = facts.between(flows[0], opened) if flows else ""
    if set(signs) - {0} != {1, -1} or len(flows) > _MOST or "其中" in between:
        return
    terms: list[Term] = [(closed.mention, 1)]
    terms += [(f.mention, -sign) for f, sign in zip(flows, filter(None, signs), strict=True)]
    if disjoint(signed(terms), meant(opened.mention)):
        yield wrong(facts.reading, opened.mention, terms, Severity.WARNING)

"""A closed list of alike amounts beside one that it nearly makes up, weighed by all that speaks for it.

No single word opens such a list. What its marks, its words, its numbers and what follows say is added up:
a reader takes 红色4次，橙色23次，黄色86次 for the parts of 预警信号147次: all of it fits, but one digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.crosscheck.arithmetic.misprints import ONE, Misprint, misprint
from pipeline.crosscheck.arithmetic.sums.cells import cell_rows
from pipeline.crosscheck.arithmetic.sums.ends import closing
from pipeline.crosscheck.arithmetic.sums.items import Item, items_of
from pipeline.crosscheck.arithmetic.sums.openers import Openers
from pipeline.crosscheck.arithmetic.sums.report import mismatch
from pipeline.crosscheck.arithmetic.sums.report import slipped as unit_slip
from pipeline.crosscheck.arithmetic.sums.runs import Candidate, candidates, shifted
from pipeline.crosscheck.arithmetic.sums.weights import weigh
from pipeline.crosscheck.reading import Reading
from schemas.figures import Approx
from schemas.findings import Finding, Severity

ENOUGH = 2.5
UNIT, POINT = Misprint("单位有误", 5), Misprint("小数点错位", 6)
_TURNED = re.compile(r"[降减增升调压缩回][^，。；、]{0,3}[至到为]$")
"""由150万元降至132万元: one number in place of the other."""
SLIP = 8.5
"""More than a slip of the pen can add, with all that is asked only where it can decide."""
_CLEAR = 4
"""A sum of so many digits that comes out is no chance."""


def check_closed(reading: Reading, known: Sequence[Finding]) -> Iterator[Finding]:
    """Every list that is one slip away from the amount beside it; none of which others have *known*."""
    items, openers = items_of(reading), Openers(reading.text)
    places = [{f.start, *(start for start, _ in f.others)} for f in known]
    pairs: set[tuple[int, ...]] = set()
    for row in cell_rows(reading, items):
        found = list(candidates(reading, row))
        right = [c for c in found if c.exact]
        pairs |= {tuple(i.end for i in (c.one, *c.others)) for c in right}
        told: set[int] = set()
        for c, score, slip in sorted(_wrong(reading, found, right, openers, pairs), key=lambda f: -f[1]):
            numbers = {c.whole, *c.parts}
            if score < ENOUGH or told & numbers:
                continue
            told |= numbers
            starts = {i.start for i in (c.one, *c.others)}
            if not any(len(place & starts) >= max(2, len(starts) - 1) for place in places):
                yield _finding(reading, items, c, slip)


def _finding(reading: Reading, items: Sequence[Item], c: Candidate, slip: Misprint | None) -> Finding:
    """The sum in the unit that it is printed in, where all have one."""
    if len({items[i.at].mention.unit for i in (c.one, *c.others)}) == 1:
        whole, *parts = (items[i.at].mention for i in (c.one, *c.others))
    else:
        whole, *parts = (i.mention for i in (c.one, *c.others))
    note = slip.why if slip and slip.digits > 2 and slip is not UNIT else ""
    return mismatch(reading, whole, parts, Severity.WARNING, unit_slip(whole, parts), note=note)


def _wrong(
    reading: Reading, found: Sequence[Candidate], right: Sequence[Candidate], openers: Openers,
    pairs: set[tuple[int, ...]],
) -> Iterator[tuple[Candidate, float, Misprint | None]]:  # fmt: skip
    """The lists that do not come out, with what speaks for them; none that another reading excuses."""
    clear = [e for e in right if e.digits >= _CLEAR]
    sure = None
    for c in found:
        if (
            c.exact
            or c.one.mention.approx is not Approx.EXACT
            or _subtotalled(c)
            or _with_inner(c)
            or _reckoned(c)
            or any("各" in o.label or _TURNED.search(o.label) for o in c.others)
            or any(_excuses(reading, e, c) and not _said_twice(e, c) for e in clear)
        ):
            continue
        score = weigh(reading, c, openers, None, pairs)
        slip = _slip(c) if score > ENOUGH - SLIP else None
        if slip:
            score = weigh(reading, c, openers, slip, pairs) + (slip is POINT)
        if score < ENOUGH:
            continue
        if sure is None:
            sure = [e for e in right if e.digits < _CLEAR and _sure(reading, e, openers)]
        if not any(_excuses(reading, e, c) for e in sure):
            yield c, score, slip


def _slip(c: Candidate) -> Misprint | None:
    if unit_slip(*c.mentions):
        return UNIT
    if shifted(c.row.values[c.whole], c.gap + c.row.values[c.whole]):
        return POINT
    return slipped(c) if c.slips else None


def _subtotalled(c: Candidate) -> bool:
    """甲15万、乙15万、丙15万、丁15万60万元: what stands right behind the last is their sum."""
    before = c.row.items[c.parts[-1] - 1]
    return len(c.parts) > 2 and c.parts[-1] != c.whole + 1 and before.end == c.others[-1].start


def _with_inner(c: Candidate) -> bool:
    """核定148名，在编145人，空编3名；编外22人，在岗共167人: what it takes of one part is a part of that."""
    row, total = c.row, c.row.values[c.whole]
    rest = total - sum(row.values[p] for p in c.parts)
    inner = ((p, q) for p in c.parts for q in range(p + 1, row.top(p)) if q not in (c.whole, *c.parts))
    return c.behind and any(row.values[p] - row.values[q] == -rest for p, q in inner)


def _sure(reading: Reading, one: Candidate, openers: Openers) -> bool:
    """Whether a list that comes out is no chance: the fewer its digits, the more must speak for it."""
    digits = one.digits
    least = 0 if digits == 3 or len(one.parts) > 3 else 1
    return weigh(reading, one, openers, None, set()) >= least and (digits == 3 or closing(reading, one) > -1)


def _excuses(reading: Reading, one: Candidate, other: Candidate) -> bool:
    """Whether a list that comes out explains the numbers of one that does not."""
    if one.whole == other.whole:
        return "\n" not in reading.text[other.one.end : other.others[0].start]  # where from, then where to
    shared = set(one.parts) & set(other.parts)
    if one.behind and set(one.parts) < set(other.parts) and one.whole < other.parts[-1]:
        return False  # 一级86件、二级342件，合计428件；另有未定级900件: a sum in the midst of the list
    beside = other.whole in one.parts and not other.behind
    return len(shared) > 1 or (bool(shared) and (beside or one.whole in other.parts))


def _said_twice(one: Candidate, other: Candidate) -> bool:
    """收入总计5,368.66万元，其中本年4,902.30万元，结转416.36万元；支出总计5,318.66万元: the whole on both
    sides of its parts, in one of the two with a wrong digit."""
    if one.parts != other.parts or one.behind == other.behind or not other.slips:
        return False
    slip = slipped(other)
    return slip is not None and slip.why == ONE and slip.digits >= _CLEAR


def _reckoned(c: Candidate) -> bool:
    """计划2,800户，实际2,835户，多出的35户…: one of the parts is what the whole and the others come to; or it
    is the whole: 决算17万元，其中用车决算17万元，接待费预算0.5万元."""
    if any(c.row.values[p] == c.row.values[c.whole] for p in c.parts):
        return True
    least, most = c.row.bounds[c.whole]
    low, high = (
        least + sum(c.row.bounds[p][0] for p in c.parts),
        most + sum(c.row.bounds[p][1] for p in c.parts),
    )
    return any(low <= 2 * c.row.values[p] <= high for p in c.parts)


def slipped(c: Candidate) -> Misprint | None:
    """The slip of the pen in one of the numbers that makes the list right."""
    mentions = [p.mention for p in c.others]
    claim = c.one.mention
    total = sum((m.value or Decimal(0) for m in mentions), Decimal(0))
    gap = total - (claim.value or Decimal(0))
    slips = [misprint(claim, total, mentions)]
    slips += [misprint(m, (m.value or Decimal(0)) - gap, (claim, *mentions)) for m in mentions]
    return max((s for s in slips if s), key=lambda s: s.digits, default=None)

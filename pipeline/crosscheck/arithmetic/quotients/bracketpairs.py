"""节资率6.84%（预算1520万元、成交1416万元）: a rate with its two amounts in a bracket behind it."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Role, same_sort
from pipeline.crosscheck.arithmetic.quotients.beside import borne_out, counted
from pipeline.crosscheck.arithmetic.quotients.ratio import Ratio, cut_off, slip_of, unlike
from schemas.figures import Kind
from schemas.findings import Finding, Severity


def pair_behind(facts: Facts, claim: Fact) -> tuple[Fact, Fact] | None:
    """The part and the whole that the bracket right behind a percentage holds, and nothing else."""
    text, end = facts.reading.text, claim.mention.end
    if not text.startswith(("（", "("), end):
        return None
    closing = facts.reading.layout.closing(end)
    inside = facts.within(end, closing) if closing else []
    if len(inside) != 2 or counted(facts, end, closing or end) != inside:
        return None
    part, whole = sorted(inside, key=lambda f: f.value)
    return (part, whole) if same_sort(part.mention, whole.mention) and part.value else None


def check_bracket_pairs(facts: Facts, told: set[int]) -> Iterator[Finding]:
    """Every percentage with two amounts in the bracket behind it."""
    for fact in facts.all:
        mention = fact.mention
        if mention.kind is not Kind.PERCENT or mention.unit == "个百分点" or not mention.value:
            continue
        if fact.role is not Role.LEVEL or mention.start in told or (pair := pair_behind(facts, fact)) is None:
            continue
        start = facts.reading.layout.paragraph(mention.start)[0]
        near = counted(facts, max(start, mention.start - 120), mention.start)[-6:]
        if borne_out(mention, pair) or borne_out(mention, [*near, *pair]):
            continue
        yield _wrong(facts, fact, pair)


def _wrong(facts: Facts, claim: Fact, pair: tuple[Fact, Fact]) -> Finding:
    """As what the part leaves, where that is nearer."""
    mention = claim.mention
    ways = [Ratio((pair[0],), (pair[1],)), Ratio((pair[0],), (pair[1],), rest=True)]
    part, whole = pair[0].value, pair[1].value
    direct = abs(100 * part / whole - claim.value) <= abs(100 * (whole - part) / whole - claim.value)
    ratio = ways[0] if direct else ways[1]
    severity = Severity.INFO if cut_off(mention, ratio) else Severity.WARNING
    why = slip_of(mention, ratio)
    return unlike(facts.reading.text, mention.start, mention.end, ratio, "rate", severity, why)

"""What the sentence itself claims: change, shares, sums, counts. From the text alone.

Conservative throughout: a claim is wrong only when no reading of the numbers beside it makes it true.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.crosscheck.arithmetic.closing import check_closing
from pipeline.crosscheck.arithmetic.comparisons import check_comparisons
from pipeline.crosscheck.arithmetic.counts import check_counts
from pipeline.crosscheck.arithmetic.deniedrates import check_denied_rates
from pipeline.crosscheck.arithmetic.differences import check_differences
from pipeline.crosscheck.arithmetic.doubt import weighed
from pipeline.crosscheck.arithmetic.equations import check_equations
from pipeline.crosscheck.arithmetic.facts import Facts
from pipeline.crosscheck.arithmetic.flows import check_flows
from pipeline.crosscheck.arithmetic.formulas import check_formulas
from pipeline.crosscheck.arithmetic.growth import check_growth
from pipeline.crosscheck.arithmetic.percents import check_percents
from pipeline.crosscheck.arithmetic.products import check_overtime, check_products
from pipeline.crosscheck.arithmetic.quotients.averages import check_averages
from pipeline.crosscheck.arithmetic.quotients.bracketpairs import check_bracket_pairs
from pipeline.crosscheck.arithmetic.quotients.capacity import check_capacity
from pipeline.crosscheck.arithmetic.quotients.complements import check_complements, check_two_rows
from pipeline.crosscheck.arithmetic.quotients.divided import check_divided
from pipeline.crosscheck.arithmetic.quotients.included import check_included
from pipeline.crosscheck.arithmetic.quotients.near import check_near_quotients
from pipeline.crosscheck.arithmetic.quotients.overall import check_overall
from pipeline.crosscheck.arithmetic.quotients.own import check_own_pairs
from pipeline.crosscheck.arithmetic.quotients.rates import check_rates
from pipeline.crosscheck.arithmetic.quotients.ratios import check_ratios
from pipeline.crosscheck.arithmetic.quotients.reckoned import check_reckoned
from pipeline.crosscheck.arithmetic.quotients.rows import check_share_rows
from pipeline.crosscheck.arithmetic.quotients.shares import check_shares
from pipeline.crosscheck.arithmetic.quotients.sharesums import check_share_sums
from pipeline.crosscheck.arithmetic.quotients.stated import check_stated
from pipeline.crosscheck.arithmetic.quotients.totals import check_totals
from pipeline.crosscheck.arithmetic.quotients.turned import check_turned
from pipeline.crosscheck.arithmetic.rated import check_rated, comes_out
from pipeline.crosscheck.arithmetic.remainders import check_remainders
from pipeline.crosscheck.arithmetic.respective import check_respective
from pipeline.crosscheck.arithmetic.restated import check_restated
from pipeline.crosscheck.arithmetic.rows import check_rows
from pipeline.crosscheck.arithmetic.scores import check_scores
from pipeline.crosscheck.arithmetic.subsets import check_subsets
from pipeline.crosscheck.arithmetic.sums import check_closed, check_multiplied, check_netted, check_sums
from pipeline.crosscheck.arithmetic.threes import check_threes
from pipeline.crosscheck.arithmetic.tworates import check_two_rates
from pipeline.crosscheck.arithmetic.units import check_units
from pipeline.crosscheck.arithmetic.yearends import check_year_ends
from pipeline.crosscheck.denials import check_denials
from pipeline.crosscheck.exceeding import check_exceeding
from pipeline.crosscheck.opposed import check_opposed
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.totality import check_totality
from pipeline.crosscheck.twovalues import check_two_values
from schemas.findings import Finding, Severity


def check_arithmetic(reading: Reading) -> Iterator[Finding]:
    """Every claim that can be recomputed from the numbers beside it."""
    facts = Facts(reading)
    told = list(_once(list(_claims(facts))))
    told += check_closed(reading, [f for f in weighed(reading, told) if f.severity is not Severity.INFO])
    told += check_netted(reading, told)
    told += check_multiplied(reading, told)
    told += check_closing(reading, told)
    told += check_threes(reading, told)
    told += check_percents(reading, told)
    yield from told
    yield from check_rated(reading, told)


def _once(told: Sequence[Finding]) -> Iterator[Finding]:
    """A change gives way where a check that knows more of the same number tells of it."""
    known = {f.end for f in told if f.code not in _CHANGES}
    yield from (f for f in told if f.code not in _CHANGES or f.end not in known)


_CHANGES = ("growth", "direction")


def _claims(facts: Facts) -> Iterator[Finding]:
    """What the words claim."""
    reading = facts.reading
    yield from check_growth(facts)
    yield from _quotients(facts)
    yield from check_sums(reading)
    yield from check_equations(reading)
    yield from check_counts(reading)
    yield from check_respective(reading)
    yield from check_subsets(reading)
    yield from check_exceeding(facts)
    yield from check_flows(facts)
    yield from check_year_ends(facts)
    yield from check_remainders(reading)
    yield from check_differences(facts)
    yield from check_scores(reading)
    yield from check_comparisons(facts)
    yield from check_denials(facts)
    yield from _contradicted(facts)
    if reading.terms is None:
        yield from check_two_values(facts)
    yield from (f for f in check_products(reading) if not comes_out(reading, f))
    yield from check_overtime(reading)
    yield from check_units(reading)
    yield from check_restated(reading)
    yield from check_two_rates(facts)


def _contradicted(facts: Facts) -> Iterator[Finding]:
    """All of them beside some that are not; what is told in a clause by one is not told by the other."""
    told = list(check_totality(facts))
    yield from told
    clauses = {facts.reading.layout.clause(one.start) for one in told}
    yield from (one for one in check_opposed(facts) if facts.reading.layout.clause(one.start) not in clauses)


_QUOTIENTS = (
    check_shares,
    check_totals,
    check_share_rows,
    check_rows,
    check_formulas,
    check_rates,
    check_ratios,
    check_denied_rates,
    check_complements,
    check_two_rows,
    check_averages,
)


_LATE = (
    check_stated,
    check_included,
    check_own_pairs,
    check_bracket_pairs,
    check_overall,
    check_share_sums,
    check_reckoned,
    check_divided,
    check_capacity,
    check_near_quotients,
    check_turned,
)
"""What looks only at shares of which the others have told nothing."""


def _quotients(facts: Facts) -> list[Finding]:
    """Shares and rates: what their words tell them to be of, and then what the numbers alone tell."""
    findings = [found for check in _QUOTIENTS for found in check(facts)]
    for late in _LATE:
        findings += list(late(facts, {f.start for f in findings}))
    return findings

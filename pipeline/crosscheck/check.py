"""The one entry: text in, findings and ties out."""

from __future__ import annotations

import decimal
from collections.abc import Iterable, Sequence

from pipeline.crosscheck.almanac import check_almanac
from pipeline.crosscheck.arithmetic import check_arithmetic
from pipeline.crosscheck.arithmetic.doubt import weighed
from pipeline.crosscheck.balance import check_balance
from pipeline.crosscheck.binding import Binder
from pipeline.crosscheck.chains import check_chains
from pipeline.crosscheck.claims import check_claims, check_own_claims
from pipeline.crosscheck.codes import CODES
from pipeline.crosscheck.coherence import check_coherence
from pipeline.crosscheck.contradictions import check_contradictions
from pipeline.crosscheck.coverage import check_coverage
from pipeline.crosscheck.directions import check_directions
from pipeline.crosscheck.even import evened
from pipeline.crosscheck.exchanged import check_exchanged
from pipeline.crosscheck.extents import check_extents
from pipeline.crosscheck.hedges import check_hedges
from pipeline.crosscheck.invented import check_invented
from pipeline.crosscheck.limits import check_limits
from pipeline.crosscheck.model import CheckResult, Context, Tie, Verdict
from pipeline.crosscheck.nearmisses import check_near_misses
from pipeline.crosscheck.overrides import check_overrides
from pipeline.crosscheck.phrases import check_phrases
from pipeline.crosscheck.privacy import check_privacy
from pipeline.crosscheck.reading import Reading, is_figure
from pipeline.crosscheck.structure import check_structure
from pipeline.crosscheck.terms import terms_of
from pipeline.crosscheck.timeline import check_timeline
from pipeline.crosscheck.wording import check_wording
from pipeline.references import Problem, Span
from schemas.figures import Ledger
from schemas.findings import Finding, Mention, Severity

_WORDING = (
    check_wording,
    check_hedges,
    check_structure,
    check_own_claims,
    check_phrases,
    check_near_misses,
    check_privacy,
)
_CLAIMS = (
    check_balance,
    check_arithmetic,
    check_timeline,
    check_almanac,
    check_extents,
    check_limits,
    check_contradictions,
)
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def check(
    text: str,
    ledger: Ledger | None = None,
    *,
    spans: Sequence[Span] = (),
    context: Context | None = None,
    earlier: Sequence[Ledger] = (),
) -> CheckResult:
    """Read *text* (rendered, without references) and report everything that does not fit.

    *spans* tell which pieces came from references: their keys are known, their values and the words
    around them are checked all the same. *earlier* are former versions of the ledger, the newest first: a
    number that was right once is told from one that never was. Without a *ledger* only what the text
    itself claims is checked.
    """
    # Digits beyond all reason must not stop the check: they become NaN and are left aside.
    with decimal.localcontext(decimal.Context(prec=60, traps=[])):
        return _check(text, ledger, spans, context or Context(), earlier)


def _check(
    text: str, ledger: Ledger | None, spans: Sequence[Span], context: Context, earlier: Sequence[Ledger]
) -> CheckResult:
    reading = Reading(text, terms_of(ledger) if ledger else None, context.year)
    findings: list[Finding] = []
    if ledger is None:
        ties = [Tie(m, None, _unchecked(m)) for m in reading.mentions]
    else:
        binder = Binder(reading, ledger, spans, context, earlier)
        ties = binder.bind()
        findings += binder.findings
        findings += check_directions(reading, ledger, ties)
        findings += check_claims(reading, ledger)
        findings += check_chains(reading, ledger, ties)
        findings += check_coherence(reading, ledger, ties)
        findings += check_exchanged(reading, ties)
        findings += check_overrides(reading, ledger, spans, context, findings)
        findings += check_coverage(reading, ledger, ties, spans, context)
    for claims in _WORDING:
        findings += claims(reading)
    findings += _read_evenly(reading)
    findings += check_invented(text, context, ledger)
    return CheckResult(_sorted(findings), tuple(ties))


def _read_evenly(reading: Reading) -> list[Finding]:
    """What the sentences claim, whatever width their marks were typed in; quoted as they were typed."""
    text, even = reading.text, evened(reading.text)
    if even == text:
        return _claimed(reading)
    plain = Reading(even, reading.terms, reading.year, reading.mentions)
    return [f.model_copy(update={"quote": text[f.start : f.end]}) for f in _claimed(plain)]


def _claimed(reading: Reading) -> list[Finding]:
    return list(weighed(reading, (found for claims in _CLAIMS for found in claims(reading))))


def from_problems(problems: Iterable[Problem]) -> tuple[Finding, ...]:
    """References that could not be rendered, as findings on the rendered text."""
    return tuple(
        Finding(
            code=p.code if p.code in CODES else "malformed-reference",
            severity=Severity.ERROR,
            message=p.message,
            start=p.start,
            end=p.end,
            quote=p.raw,
        )
        for p in problems
    )


def _unchecked(mention: Mention) -> Verdict:
    return Verdict.UNSOURCED if is_figure(mention) else Verdict.IGNORED


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the order of the text, the graver first; the same thing said twice is said once."""
    seen: dict[tuple[str, int, int], Finding] = {}
    for one in sorted(findings, key=lambda f: (f.start, _ORDER[f.severity], f.end)):
        seen.setdefault((one.code, one.start, one.end), one)
    return tuple(seen.values())

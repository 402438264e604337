"""What is said of a change that does not come out, and where the finding lies."""

from __future__ import annotations

import re

from pipeline.crosscheck.arithmetic.facts import Fact, Facts, Spot, countable
from pipeline.crosscheck.arithmetic.measures import against
from pipeline.crosscheck.arithmetic.operands import Pair
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_SOONER = re.compile("提前|提早|提速|加快|快")
"""提前27天: less time."""


def spot_of(facts: Facts, claim: Fact) -> Spot:
    """Where a change is claimed."""
    return facts.spot(claim.verb.start if claim.verb else claim.mention.start)


def sign_of(fact: Fact) -> int:
    """1 for more, -1 for less, 0 when no verb says."""
    if fact.verb and fact.mention.kind is Kind.DURATION and _SOONER.match(fact.verb.text):
        return -1
    return fact.verb.sign if fact.verb else 0


def single(mention: Mention) -> bool:
    """An amount that is no multiple."""
    return countable(mention) and mention.unit not in ("倍", "番")


def explained(message: str, slip: str) -> str:
    """The message with the slip behind it, if one is known."""
    return f"{message.removesuffix('。')}（{slip}）。" if slip else message


def found(
    code: str,
    message: str,
    severity: Severity,
    reading: Reading,
    claim: Mention,
    *others: Mention,
    expected: str | None = None,
) -> Finding:
    """A finding on the claim, with the numbers that it was computed from."""
    places = tuple((m.start, m.end) for m in others)
    return finding(
        code, message, reading.text, claim.start, claim.end, severity=severity, expected=expected,
        others=places,
    )  # fmt: skip


def turned(facts: Facts, claim: Fact, pair: Pair, message: str, severity: Severity, expected: str) -> Finding:
    """As ``found``; where the direction is wrong, its word is part of what is quoted."""
    start = claim.mention.start
    if claim.verb and against(pair, claim.verb.sign):
        start = claim.verb.start
    places = tuple((f.mention.start, f.mention.end) for f in (pair.base, pair.result))
    text = facts.reading.text
    return finding(
        "growth", message, text, start, claim.mention.end, severity=severity, expected=expected,
        others=places,
    )  # fmt: skip

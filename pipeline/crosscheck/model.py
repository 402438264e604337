"""What the cross-check takes and gives: context, ties, result."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from schemas.findings import Finding, Mention, Severity
from schemas.outline import Length


class Verdict(StrEnum):
    """How a number in the text stands to the ledger."""

    BOUND = "bound"
    ROUNDED = "rounded"  # bound, but printed with fewer digits than the ledger prints
    WRONG_ITEM = "wrong_item"  # the value is in the ledger, under another item, basis or year
    STALE = "stale"  # the value of an earlier version of the data
    SLIP = "slip"  # 元 for 万元, a digit more or less, two digits exchanged
    AMBIGUOUS = "ambiguous"
    UNSOURCED = "unsourced"
    IGNORED = "ignored"  # dates, ordinals, fixed phrases, the writer's own list counts, constants


BOUND = (Verdict.BOUND, Verdict.ROUNDED)


@dataclass(frozen=True, slots=True)
class Tie:
    """A number and the figure it was tied to. ``referred``: its key was known from a reference.

    A number that the sentence computes from others is bound without a key; ``evidence`` shows the arithmetic.
    ``meant`` is the figure that the words of a number without a source name.
    """

    mention: Mention
    key: str | None
    verdict: Verdict
    referred: bool = False
    evidence: str = ""
    meant: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What the checker may know beside text and ledger.

    ``required`` are key patterns that must be printed, ``source_text`` everything that a draft may take
    names, documents, dates and places from, ``constants`` the outline's own numbers. ``draft`` says that
    the text came from a model or a template, in which figures must be references.
    """

    year: int | None = None
    required: tuple[str, ...] = ()
    source_text: str = ""
    length: Length | None = None
    heading: str = ""
    constants: tuple[str, ...] = ()
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many figures a text holds, and how many of them the ledger answers for."""

    found: int
    bound: int
    unbound: int


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Everything that one check of one text found."""

    findings: tuple[Finding, ...]
    ties: tuple[Tie, ...]

    @property
    def counts(self) -> Counts:
        """Figures only: ignored numbers (dates, ordinals, fixed phrases) are not counted."""
        figures = [tie for tie in self.ties if tie.verdict is not Verdict.IGNORED]
        bound = sum(tie.verdict in BOUND for tie in figures)
        return Counts(len(figures), bound, len(figures) - bound)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that the text or the data prove."""
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)

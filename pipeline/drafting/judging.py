"""Whether an answer will do: cleaned, checked, and measured against what was asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.drafting.clean import Answer, clean
from pipeline.drafting.hints import asked_length, length_findings
from pipeline.drafting.job import Brief, Job, Tools
from pipeline.drafting.paragraph import Paragraph
from pipeline.drafting.sheet import required_keys
from pipeline.references import Style, render
from schemas.calls import Completion
from schemas.findings import Finding, Severity
from schemas.outline import Length

TYPED = "typed-bound"
"""The checker's code for a figure typed by hand that agrees with the ledger."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """``text`` is the whole section; ``findings`` all that was found on it, ``own`` what is to be mended."""

    answer: Answer
    text: str
    findings: tuple[Finding, ...]
    own: tuple[Finding, ...]
    reused: bool

    def count(self, severity: Severity) -> int:
        """How many of its own findings are so severe."""
        return sum(1 for f in self.own if f.severity is severity)

    @property
    def errors(self) -> int:
        """Its own errors."""
        return self.count(Severity.ERROR)

    @property
    def typed(self) -> int:
        """Figures that are right today, but would not follow when the accounts change."""
        return sum(1 for f in self.own if f.code == TYPED)

    @property
    def rank(self) -> tuple[int, int, int]:
        """Less is better."""
        return self.errors, self.typed, self.count(Severity.WARNING)

    def passes(self, step: int) -> bool:
        """Whether it is taken as it is. A warning may be a false alarm: it is worth one repair, not two."""
        doubtful = step == 1 and self.count(Severity.WARNING)
        return not (self.answer.unusable or self.errors or self.typed or doubtful)


class Judge:
    """What is to be mended in an answer to *job*; of one paragraph only what that one has to answer for."""

    def __init__(self, job: Job, brief: Brief, tools: Tools) -> None:
        self._wanted = asked_length(job.hint)
        self._part = Paragraph.of(job.former, job.paragraph)
        self._spec = job.spec.model_copy(update={"length": Length()}) if self._wanted else job.spec
        self._required = bool(required_keys(job.spec, brief.ledger)) and not self._part
        least = self._wanted.least if self._wanted else job.spec.length.least
        self._least = 0 if self._part else least
        self._brief, self._tools = brief, tools
        self._before = tools.check(self._spec, job.former) if self._part else ()

    def __call__(self, completion: Completion, reused: bool) -> Attempt:
        """The answer as an attempt."""
        heading = self._spec.heading
        answer = clean(completion, heading, figures_required=self._required, least=self._least)
        if answer.unusable:
            return Attempt(answer, "", answer.findings, answer.findings, reused)
        if self._part is None:
            found = [*answer.findings, *self._tools.check(self._spec, answer.text)]
            found += length_findings(self._printed(answer.text), self._wanted)
            return Attempt(answer, answer.text, tuple(found), tuple(found), reused)
        return self._paragraph(self._part, answer, reused)

    def _paragraph(self, part: Paragraph, answer: Answer, reused: bool) -> Attempt:
        words = part.alone(answer.text)
        if not words:
            unusable = replace(answer, unusable=f"要的是第{part.number}段，交来的是别的段落")
            return Attempt(unusable, "", answer.findings, answer.findings, reused)
        text = part.replaced(words)
        found = [*answer.findings, *self._tools.check(self._spec, text)]
        asked = length_findings(self._printed(words), self._wanted)
        own = part.own(found, self._before, self._printed(text))
        return Attempt(answer, text, (*found, *asked), (*own, *asked), reused)

    def _printed(self, text: str) -> str:
        return render(text, self._brief.ledger, Style.of(self._brief.settings)).text

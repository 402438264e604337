"""What a section's drafting takes and gives, and what it needs from other stages.

Stages do not import one another: the workflow hands in the check, the offline wording and the store.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from pipeline.drafting.allot import Allotment
from schemas.calls import Completion, Message
from schemas.figures import Ledger
from schemas.findings import Finding
from schemas.inputs import ReportSettings
from schemas.outline import Outline, SectionSpec
from schemas.report import Author, AuthorKind


@dataclass(frozen=True, slots=True)
class Brief:
    """What all sections of one report share."""

    outline: Outline
    settings: ReportSettings
    ledger: Ledger
    allotment: Allotment


@dataclass(frozen=True, slots=True)
class Event:
    """Something to show while drafting; ``message`` is Chinese.

    ``kind`` is started, asking, text (``chars`` so far), waiting, rejected, reused or finished.
    """

    section: str
    kind: str
    attempt: int = 0
    chars: int = 0
    message: str = ""


class Complete(Protocol):
    """Asks a model; `pipeline.drafting.model.Model.complete` does."""

    async def __call__(
        self,
        messages: Sequence[Message],
        on_text: Callable[[int], None],
        on_wait: Callable[[str, float], None],
    ) -> Completion:
        """The answer; ModelUnavailable when none can be had."""
        ...


class Memory(Protocol):
    """Where paid answers are kept; `pipeline.store.Store` does."""

    def call(self, key: str) -> Completion | None:
        """The answer kept under *key*."""
        ...

    def save_call(
        self,
        key: str,
        section: str,
        step: int,
        model: str,
        request: Sequence[Message],
        completion: Completion,
    ) -> None:
        """Keep an answer for good, before this returns."""
        ...


@dataclass(frozen=True, slots=True)
class Tools:
    """What drafting needs from other stages, handed in by the workflow.

    ``check`` renders and checks a text with references; ``offline`` gives a section's own wording. Without
    ``complete`` no model is asked. ``model`` and ``endpoint`` name it for the record.
    """

    check: Callable[[SectionSpec, str], Sequence[Finding]]
    offline: Callable[[SectionSpec], str]
    memory: Memory
    complete: Complete | None = None
    model: str = ""
    endpoint: str = ""
    on_event: Callable[[Event], None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Job:
    """One section to draft. ``round`` is the number of its last revision: a redraft asks anew, a run that
    continues does not.

    ``former`` is its present text and ``writer`` who wrote that. With ``paragraph`` only this one is asked
    for (1 is the first); ``variant`` numbers the drafts that are made to choose from. ``told`` says, a line
    each, what other sections tell already.
    """

    spec: SectionSpec
    round: int = 0
    hint: str = ""
    former: str = ""
    writer: AuthorKind | None = None
    paragraph: int = 0
    variant: int = 0
    told: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The section's id, with the number of the variant."""
        return f"{self.spec.id}#{self.variant}" if self.variant else self.spec.id

    @property
    def base(self) -> str:
        """The text that the model is shown to write from: none when the section is asked for anew."""
        return self.former if self.hint or self.paragraph else ""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A section's new text, with references.

    ``calls`` were paid for now, ``reused`` came from the store. ``notice`` tells the clerk, in Chinese, what
    went wrong; ``first`` are the findings of the first answer, before repairs. ``excuse`` is the model's
    own reason for not doing what the hint asks. ``kept`` when the text is the former one: there is nothing
    to write. ``name`` is that of the job.
    """

    section: str
    text: str
    author: Author
    findings: tuple[Finding, ...] = ()
    attempts: int = 0
    calls: int = 0
    reused: int = 0
    notice: str = ""
    hint: str = ""
    first: tuple[Finding, ...] = ()
    excuse: str = ""
    kept: bool = False
    name: str = ""

    @property
    def request(self) -> str:
        """What was asked for and what the model said to it, as it is kept with the revision."""
        return self.hint + (f"〔说明：{self.excuse}〕" if self.excuse else "")

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
from schemas.report import Author


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
    continues does not."""

    spec: SectionSpec
    round: int = 0
    hint: str = ""
    former: str = ""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A section's new text, with references.

    ``calls`` were paid for now, ``reused`` came from the store. ``notice`` tells the clerk, in Chinese, what
    went wrong; ``first`` are the findings of the first answer, before repairs.
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

"""One section: prompt → model → clean → check → at most two repairs → the best that came, or offline wording.

Every finished answer is saved before anything is done with it, under a digest of the request; a later run
asks the store first. So an interrupted draft continues without paying twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.drafting.clean import Answer, clean
from pipeline.drafting.job import Brief, Drafted, Event, Job, Tools
from pipeline.drafting.prompt import build_prompt, build_repair, has_material
from pipeline.drafting.sheet import required_keys
from pipeline.errors import ModelUnavailable
from schemas.calls import Completion, Message
from schemas.findings import Finding, Severity
from schemas.outline import SectionSpec
from schemas.report import Author, AuthorKind

ATTEMPTS = 3
TYPED = "typed-bound"
"""The checker's code for a figure typed by hand that agrees with the ledger."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    answer: Answer
    findings: tuple[Finding, ...]
    reused: bool

    def count(self, severity: Severity) -> int:
        return sum(1 for f in self.findings if f.severity is severity)

    @property
    def errors(self) -> int:
        return self.count(Severity.ERROR)

    @property
    def typed(self) -> int:
        """Figures that are right today, but would not follow when the accounts change."""
        return sum(1 for f in self.findings if f.code == TYPED)

    @property
    def rank(self) -> tuple[int, int, int]:
        """Less is better."""
        return self.errors, self.typed, self.count(Severity.WARNING)

    def passes(self, step: int) -> bool:
        """Whether it is taken as it is. A warning may be a false alarm: it is worth one repair, not two."""
        doubtful = step == 1 and self.count(Severity.WARNING)
        return not (self.answer.unusable or self.errors or self.typed or doubtful)


async def draft_section(
    job: Job, brief: Brief, tools: Tools, earlier: Mapping[str, str] | None = None
) -> Drafted:
    """Draft *job*; *earlier* holds the texts of the sections it waited for. Never raises ModelUnavailable:
    then the section gets its offline wording and says why."""
    tools.on_event(Event(job.spec.id, "started"))
    attempts: list[_Attempt] = []
    trouble = ""
    former = job.former if job.hint else ""
    if tools.complete and not has_material(job.spec, brief, earlier=earlier, former=former):
        trouble = "没有数据、记录或前文可作依据，未问模型。"
    elif tools.complete:
        try:
            await _attempts(job, brief, tools, earlier or {}, attempts)
        except ModelUnavailable as error:
            trouble = str(error)
    drafted = _choose(job, tools, attempts, trouble)
    message = drafted.notice or f"{drafted.author.chinese}，{len(drafted.text)}字"
    tools.on_event(Event(job.spec.id, "finished", len(attempts), len(drafted.text), message))
    return drafted


async def _attempts(
    job: Job, brief: Brief, tools: Tools, earlier: Mapping[str, str], done: list[_Attempt]
) -> None:
    """Ask until an answer is good, at most three times; each attempt goes to *done* as it is made."""
    spec = job.spec
    messages = build_prompt(
        spec, brief, hint=job.hint, earlier=earlier, former=job.former if job.hint else ""
    )
    for step in range(1, ATTEMPTS + 1):
        completion, reused = await _ask(job, tools, step, messages)
        attempt = _judge(spec, brief, tools, completion, reused)
        done.append(attempt)
        if attempt.passes(step):
            return
        problems = _problems(attempt)
        tools.on_event(Event(spec.id, "rejected", step, len(attempt.answer.text), _summary(problems)))
        messages = [
            *messages,
            Message(role="assistant", content=attempt.answer.text or "（空）"),
            build_repair(spec, brief, problems),
        ]


async def _ask(job: Job, tools: Tools, step: int, messages: Sequence[Message]) -> tuple[Completion, bool]:
    """The answer to *messages*: from the store when it was paid for before, else from the model."""
    section = job.spec.id
    key = digest(job, tools, step, messages)
    known = tools.memory.call(key)
    if known:
        tools.on_event(Event(section, "reused", step, len(known.text)))
        return known, True
    tools.on_event(Event(section, "asking", step))
    assert tools.complete is not None
    completion = await tools.complete(
        messages,
        lambda chars: tools.on_event(Event(section, "text", step, chars)),
        lambda why, pause: tools.on_event(
            Event(section, "waiting", step, message=f"{why}，{pause:.0f}秒后再试")
        ),
    )
    tools.memory.save_call(key, section, step, tools.model, messages, completion)
    return completion, False


def digest(job: Job, tools: Tools, step: int, messages: Sequence[Message]) -> str:
    """The name of a request: equal for equal words to the same model about the same round of a section."""
    parts = [tools.endpoint, tools.model, job.spec.id, job.round, step]
    told = [[m.role, m.content] for m in messages]
    return hashlib.sha256(json.dumps([parts, told], ensure_ascii=False).encode()).hexdigest()


def _judge(spec: SectionSpec, brief: Brief, tools: Tools, completion: Completion, reused: bool) -> _Attempt:
    required = bool(required_keys(spec, brief.ledger))
    answer = clean(completion, spec.heading, figures_required=required, least=spec.length.least)
    checked = () if answer.unusable else tools.check(spec, answer.text)
    return _Attempt(answer, (*answer.findings, *checked), reused)


def _problems(attempt: _Attempt) -> list[Finding]:
    """What a repair is asked for: everything but remarks, typed figures among them."""
    if attempt.answer.unusable:
        message = f"{attempt.answer.unusable}。请按要求写出本节正文。"
        return [Finding(code="answer-unusable", severity=Severity.ERROR, message=message)]
    return [f for f in attempt.findings if f.severity is not Severity.INFO or f.code == TYPED]


def _summary(problems: Sequence[Finding]) -> str:
    return f"{len(problems)}处问题：{problems[0].message}"


def _choose(job: Job, tools: Tools, attempts: Sequence[_Attempt], trouble: str) -> Drafted:
    usable = [a for a in attempts if not a.answer.unusable]
    reused = sum(1 for a in attempts if a.reused)
    first = attempts[0].findings if attempts else ()
    if usable:
        best = min(reversed(usable), key=lambda a: a.rank)
        text, findings = best.answer.text, best.findings
        author = Author(kind=AuthorKind.MODEL, name=tools.model)
        notice = _left_open(best.errors, trouble)
    else:
        text = tools.offline(job.spec)
        findings = tuple(tools.check(job.spec, text))
        author = Author(kind=AuthorKind.OFFLINE)
        notice = _fell_back(attempts, trouble)
    return Drafted(
        section=job.spec.id,
        text=text,
        author=author,
        findings=findings,
        attempts=len(attempts),
        calls=len(attempts) - reused,
        reused=reused,
        notice=notice,
        hint=job.hint,
        first=first,
    )


def _left_open(errors: int, trouble: str) -> str:
    if trouble:
        return f"改稿未能完成，用的是改前的一稿，留有{errors}处错误。{trouble}"
    return f"改了{ATTEMPTS - 1}次仍有{errors}处错误，留在稿中待人工处理。" if errors else ""


def _fell_back(attempts: Sequence[_Attempt], trouble: str) -> str:
    if not attempts and not trouble:
        return ""
    why = trouble or f"{attempts[-1].answer.unusable}（问了{len(attempts)}次）。"
    return f"本节改用范文起草：{why}"

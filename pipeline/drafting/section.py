"""One section: prompt → model → clean → check → at most two repairs → the best that came, or offline wording.

Every finished answer is saved before anything is done with it, under a digest of the request; a later run
asks the store first. So an interrupted draft continues without paying twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.drafting.hints import ASKED_LENGTH
from pipeline.drafting.job import Brief, Drafted, Event, Job, Tools
from pipeline.drafting.judging import TYPED, Attempt, Judge
from pipeline.drafting.prompt import build_prompt, build_repair, has_material, printed_length
from pipeline.errors import ModelUnavailable
from schemas.calls import Completion, Message
from schemas.findings import Finding, Severity
from schemas.report import Author, AuthorKind

ATTEMPTS = 3


async def draft_section(
    job: Job, brief: Brief, tools: Tools, earlier: Mapping[str, str] | None = None
) -> Drafted:
    """Draft *job*; *earlier* holds the texts of the sections it waited for. Never raises ModelUnavailable:
    then the section keeps the text it has, or gets its offline wording, and says why."""
    tools.on_event(Event(job.name, "started"))
    attempts: list[Attempt] = []
    trouble = ""
    if tools.complete and not has_material(job.spec, brief, earlier=earlier, former=job.base):
        trouble = "没有数据、记录或前文可作依据，未问模型。"
    elif tools.complete:
        try:
            await _attempts(job, brief, tools, earlier or {}, attempts)
        except ModelUnavailable as error:
            trouble = str(error)
    drafted = _choose(job, tools, attempts, trouble)
    message = drafted.notice or f"{drafted.author.chinese}，{printed_length(drafted.text, brief)}字"
    tools.on_event(Event(job.name, "finished", len(attempts), len(drafted.text), message))
    return drafted


async def _attempts(
    job: Job, brief: Brief, tools: Tools, earlier: Mapping[str, str], done: list[Attempt]
) -> None:
    """Ask until an answer is good, at most three times; each attempt goes to *done* as it is made."""
    judge = Judge(job, brief, tools)
    messages = build_prompt(job, brief, earlier)
    for step in range(1, ATTEMPTS + 1):
        completion, reused = await _ask(job, tools, step, messages)
        attempt = judge(completion, reused)
        done.append(attempt)
        if attempt.passes(step) or _declined(job, attempt):
            return
        problems = _problems(attempt)
        tools.on_event(Event(job.name, "rejected", step, len(attempt.answer.text), _summary(problems)))
        messages = [
            *messages,
            Message(role="assistant", content=attempt.answer.text or "（空）"),
            build_repair(job, brief, problems),
        ]


async def _ask(job: Job, tools: Tools, step: int, messages: Sequence[Message]) -> tuple[Completion, bool]:
    """The answer to *messages*: from the store when it was paid for before, else from the model."""
    section, name = job.spec.id, job.name
    key = digest(job, tools, step, messages)
    known = tools.memory.call(key)
    if known:
        tools.on_event(Event(name, "reused", step, len(known.text)))
        return known, True
    tools.on_event(Event(name, "asking", step))
    assert tools.complete is not None
    completion = await tools.complete(
        messages,
        lambda chars: tools.on_event(Event(name, "text", step, chars)),
        lambda why, pause: tools.on_event(
            Event(name, "waiting", step, message=f"{why}，{pause:.0f}秒后再试")
        ),
    )
    tools.memory.save_call(key, section, step, tools.model, messages, completion)
    return completion, False


def digest(job: Job, tools: Tools, step: int, messages: Sequence[Message]) -> str:
    """The name of a request: equal for equal words to the same model about the same round (and variant)
    of a section."""
    parts = [tools.endpoint, tools.model, job.spec.id, job.round, step]
    parts += [job.variant] if job.variant else []
    told = [[m.role, m.content] for m in messages]
    return hashlib.sha256(json.dumps([parts, told], ensure_ascii=False).encode()).hexdigest()


def _declined(job: Job, attempt: Attempt) -> bool:
    """Whether the answer is nothing but the reason why the hint cannot be followed: then the text stays."""
    return bool(job.base and job.hint and attempt.answer.excuse and not attempt.answer.text)


def _problems(attempt: Attempt) -> list[Finding]:
    """What a repair is asked for: everything but remarks, typed figures among them."""
    if attempt.answer.unusable:
        message = f"{attempt.answer.unusable}。请按要求写出正文。"
        return [Finding(code="answer-unusable", severity=Severity.ERROR, message=message)]
    return [f for f in attempt.own if f.severity is not Severity.INFO or f.code == TYPED]


def _summary(problems: Sequence[Finding]) -> str:
    return f"{len(problems)}处问题：{problems[0].message}"


def _choose(job: Job, tools: Tools, attempts: Sequence[Attempt], trouble: str) -> Drafted:
    usable = [a for a in attempts if not a.answer.unusable]
    reused = sum(1 for a in attempts if a.reused)
    drafted = Drafted(
        section=job.spec.id,
        text=job.former,
        author=Author(kind=AuthorKind.MODEL, name=tools.model, words=_writer(job)),
        attempts=len(attempts),
        calls=len(attempts) - reused,
        reused=reused,
        hint=job.hint,
        first=attempts[0].findings if attempts else (),
        excuse=next((a.answer.excuse for a in reversed(attempts) if a.answer.excuse), ""),
        name=job.name,
    )
    if usable:
        best = min(reversed(usable), key=lambda a: a.rank)
        notice = _left_open(best, trouble)
        if best.text == job.former:
            return replace(drafted, kept=True, findings=best.findings, notice="新稿与原稿相同，没有写入。")
        return replace(drafted, text=best.text, findings=best.findings, notice=notice)
    if attempts and _declined(job, attempts[-1]):
        return replace(drafted, kept=True, notice="模型没有改稿，原稿未动。")
    if job.former and job.writer is not AuthorKind.OFFLINE and tools.complete:
        return replace(drafted, kept=True, notice=f"没有写成，原稿未动：{_why(attempts, trouble)}")
    text = tools.offline(job.spec)
    notice = f"本节改用范文起草：{why}" if (why := _why(attempts, trouble)) else ""
    author, findings = Author(kind=AuthorKind.OFFLINE), tuple(tools.check(job.spec, text))
    return replace(drafted, text=text, author=author, findings=findings, notice=notice)


def _writer(job: Job) -> AuthorKind | None:
    """A person's section stays a person's when one paragraph of it is drafted."""
    return AuthorKind.PERSON if job.paragraph and job.writer is AuthorKind.PERSON else None


def _left_open(best: Attempt, trouble: str) -> str:
    if trouble:
        return f"改稿未能完成，用的是改前的一稿，留有{best.errors}处错误。{trouble}"
    if best.errors:
        return f"改了{ATTEMPTS - 1}次仍有{best.errors}处错误，留在稿中待人工处理。"
    return next((f.message for f in best.own if f.code == ASKED_LENGTH), "")


def _why(attempts: Sequence[Attempt], trouble: str) -> str:
    if not attempts:
        return trouble
    return trouble or f"{attempts[-1].answer.unusable}（问了{len(attempts)}次）。"

"""The second reader: a model proposes contradictions, arithmetic disposes."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.crosscheck import (
    CheckResult,
    second,
)
from pipeline.errors import ModelUnavailable
from pipeline.settings import DraftSettings
from pipeline.store import Store
from schemas.calls import Completion, Message
from schemas.findings import Finding

if TYPE_CHECKING:
    from pipeline.drafting.model import Model


@dataclass
class Reread:
    """What a second reading found, by the name of the text, and what it cost."""

    findings: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    proposed: int = 0
    calls: int = 0
    reused: int = 0
    tokens: int = 0
    trouble: dict[str, str] = field(default_factory=dict)


async def read_again(
    texts: Mapping[str, str],
    settings: DraftSettings,
    store: Store | None,
    on_done: Callable[[str], None] = lambda _: None,
) -> Reread:
    """Ask the model to read every text for contradictions; recompute all that it says.

    Every answer goes to the *store* before anything is done with it, so that it is paid for once.
    """
    from pipeline.drafting.model import Model

    result = Reread()
    limit = asyncio.Semaphore(settings.concurrency)
    async with Model(settings) as model, asyncio.TaskGroup() as group:

        async def one(name: str, text: str) -> None:
            async with limit:
                try:
                    await _read_one(name, text, _asking(name, settings, store, result, model), result)
                except ModelUnavailable as error:
                    result.trouble[name] = str(error)
            on_done(name)

        for name, text in texts.items():
            group.create_task(one(name, text))
    return result


def recall(texts: Mapping[str, str], settings: DraftSettings, store: Store) -> Reread:
    """What a second reading found of these very texts before, from the answers kept; nothing is asked."""
    result = Reread()

    async def all_of_them() -> None:
        for name, text in texts.items():
            await _read_one(name, text, _asking(name, settings, store, result, None), result)

    asyncio.run(all_of_them())
    return result


async def _read_one(name: str, text: str, ask: second.Ask, result: Reread) -> None:
    read = await second.read_again(text, ask)
    result.findings[name] = tuple(f.model_copy(update={"section": name}) for f in read.findings)
    result.proposed += read.proposed


def _asking(
    name: str, settings: DraftSettings, store: Store | None, result: Reread, model: Model | None
) -> second.Ask:
    async def ask(messages: Sequence[Message]) -> Completion | None:
        told = [[m.role, m.content] for m in messages]
        parts = ["second-reader", settings.base_url, settings.model, told]
        key = hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
        if store and (known := store.call(key)):
            result.reused += 1
            return known
        if model is None:
            return None
        answer = await model.complete(messages)
        result.calls += 1
        result.tokens += (answer.prompt_tokens or 0) + (answer.completion_tokens or 0)
        if store:
            store.save_call(key, f"second_reader:{name}", 1, settings.model, messages, answer)
        return answer

    return ask


def with_second(result: CheckResult, found: Sequence[Finding]) -> CheckResult:
    """The check's result with a model's findings behind it, those left out that an error tells already."""
    new = [f for f in found if not any(_told(f, error) for error in result.errors)]
    return replace(result, findings=(*result.findings, *new))


def _told(new: Finding, error: Finding) -> bool:
    """Whether *error* is about the very words, or about every number that *new* is about."""
    places = [(error.start, error.end), *error.others]
    if error.start < new.end and new.start < error.end:
        return True
    mine = [(new.start, new.end), *new.others]
    return all(any(start < b and a < end for start, end in places) for a, b in mine)

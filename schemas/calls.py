"""What goes to a model and what comes back: kept for resuming, for the bill and for the record."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from schemas.figures import Model


class Message(Model):
    """One turn of a conversation with a model."""

    role: Literal["system", "user", "assistant"]
    content: str


class Completion(Model):
    """A finished answer. ``finish`` is the endpoint's own word: stop, length, content_filter, refusal.

    Token counts are None where the endpoint reports none; ``attempts`` counts the tries of this one call,
    failed ones included; ``seconds`` is the time of the try that succeeded.
    """

    text: str
    finish: str = "stop"
    model: str = ""
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cached_tokens: int | None = None
    seconds: float = 0.0
    attempts: int = 1


class Call(Model):
    """A paid answer as it lies in the store. ``key`` is the digest of the request."""

    key: str
    section: str
    step: int
    model: str
    request: tuple[Message, ...]
    completion: Completion
    created: dt.datetime

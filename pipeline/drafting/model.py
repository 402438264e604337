"""The model, whichever it is. The only file that imports langchain or openai, and only when a model is asked.

Retries, time limits and the judgement of failures are ours and not the client's, so that they are the same
for every provider. Nothing is sent anywhere but to the endpoint: no tracing, no redirect, and for an endpoint
on this machine no proxy either.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from types import TracebackType
from typing import Any, Self, cast

from pipeline.drafting.failures import Failure, Silence, StreamCut, failure_of
from pipeline.errors import ModelUnavailable
from pipeline.settings import DraftSettings
from schemas.calls import Completion, Message

OnText = Callable[[int], None]
OnWait = Callable[[str, float], None]


def _no_text(_: int) -> None: ...


def _no_wait(_: str, __: float) -> None: ...


class Model:
    """A configured model; an async context manager, bound to the event loop it was entered in."""

    def __init__(self, settings: DraftSettings) -> None:
        self.settings = settings
        self._chat: Any = None
        self._http: Any = None
        self._final: Failure | None = None

    @property
    def name(self) -> str:
        """The model's name, as it is kept with every answer."""
        return self.settings.model

    async def __aenter__(self) -> Self:
        self._chat, self._http = await asyncio.to_thread(_build, self.settings)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def complete(
        self, messages: Sequence[Message], on_text: OnText = _no_text, on_wait: OnWait = _no_wait
    ) -> Completion:
        """The model's answer. *on_text* hears the number of characters so far, *on_wait* of each pause.

        Raises ModelUnavailable when no try within the time limit succeeded.
        """
        deadline = time.monotonic() + self.settings.timeout
        attempt = 0
        while True:
            attempt += 1
            if self._final:
                raise self._unavailable(self._final, attempt)
            try:
                async with asyncio.timeout(max(0.0, deadline - time.monotonic())):
                    answer = await self._once(messages, on_text)
                return answer.model_copy(update={"attempts": attempt})
            except Exception as error:  # whatever a client library throws, it is this one call that failed
                failure = failure_of(error)
                cause = error
            pause = self._pause(failure, attempt, deadline - time.monotonic())
            if pause is None:
                raise self._unavailable(failure, attempt) from cause
            on_wait(failure.message, pause)
            await asyncio.sleep(pause)

    def _pause(self, failure: Failure, attempt: int, left: float) -> float | None:
        """How long to wait before the next try; None to give up."""
        if failure.final:
            self._final = failure
        if not failure.retry or attempt > self.settings.retries or attempt >= failure.tries:
            return None
        pause = self.settings.backoff * 2 ** min(attempt - 1, 5) * random.uniform(0.8, 1.2)
        if failure.wait is not None:
            pause = max(failure.wait, 0.05)
        return pause if pause < left else None

    def _unavailable(self, failure: Failure, attempt: int) -> ModelUnavailable:
        tried = f"，试了{attempt}次" if attempt > 1 else ""
        asked = f"，并要求等待{failure.wait:.0f}秒" if failure.wait else ""
        where = f"（{self.settings.base_url}，{self.name}）"
        return ModelUnavailable(f"{failure.message}{asked}{tried}{where}。", failure.advice)

    async def _once(self, messages: Sequence[Message], on_text: OnText) -> Completion:
        """One request. An answer counts only when the endpoint said how it ended."""
        started = time.monotonic()
        text, finish = "", ""
        usage: dict[str, Any] = {}
        async for chunk in self._chunks(messages):
            if piece := str(chunk.text):
                text += piece
                on_text(len(text))
            finish = chunk.response_metadata.get("finish_reason") or finish
            usage = chunk.usage_metadata or usage
        if not finish:
            raise StreamCut if text else ValueError("no completion in the answer")
        return Completion(
            text=text,
            finish=finish,
            model=self.name,
            prompt_tokens=usage.get("input_tokens"),
            completion_tokens=usage.get("output_tokens"),
            cached_tokens=(usage.get("input_token_details") or {}).get("cache_read"),
            seconds=round(time.monotonic() - started, 3),
        )

    async def _chunks(self, messages: Sequence[Message]) -> AsyncIterator[Any]:
        from langsmith import tracing_context

        turns = [(m.role, m.content) for m in messages]
        with tracing_context(enabled=False):
            async with aclosing(self._chat.astream(turns)) as stream:
                while True:
                    try:
                        async with asyncio.timeout(self.settings.silence):
                            yield await anext(stream)
                    except StopAsyncIteration:
                        return
                    except TimeoutError as error:
                        raise Silence from error


def _build(settings: DraftSettings) -> tuple[Any, Any]:
    """The client and its HTTP connection; takes seconds, because of what it imports."""
    import openai
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {"max_retries": 0}
    http = openai.DefaultAsyncHttpxClient(
        trust_env=not settings.local,
        follow_redirects=False,
        timeout=openai.Timeout(None, connect=settings.connect),
    )
    if settings.provider == "openai":
        options |= {
            "http_async_client": http,
            "stream_usage": True,  # left out by default for any base URL of one's own
            "stream_chunk_timeout": None,
            "use_responses_api": False,
            "openai_proxy": None,
        }
    try:
        chat = init_chat_model(
            settings.model,
            model_provider=settings.provider,
            base_url=settings.base_url,
            api_key=settings.api_key or "none",
            **options,
        )
    except (ImportError, ValueError) as error:
        raise ModelUnavailable(
            f"服务商“{settings.provider}”无法使用：{str(error).splitlines()[0]}",
            "绝大多数服务（DeepSeek、通义千问、智谱、vLLM、Ollama）都用 openai 这个服务商名，只改地址。",
        ) from error
    return cast(Any, chat), http

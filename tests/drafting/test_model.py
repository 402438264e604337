"""The model port against a real HTTP endpoint: good answers, every misbehaviour, nothing sent elsewhere."""

from __future__ import annotations

import asyncio
import datetime as dt
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from email.utils import format_datetime
from typing import Any

import pytest

from pipeline.drafting.model import Model
from pipeline.errors import ModelUnavailable
from pipeline.settings import DraftSettings
from schemas.calls import Completion, Message
from tests.endpoint import (
    Endpoint,
    Reply,
    cut_off,
    garbage,
    rate_limited,
    refusal,
    reply,
    server_error,
    silence,
)

QUESTION = [Message(role="system", content="规则"), Message(role="user", content="写")]
TEXT = "本单位运转正常，各项工作按计划完成。"


def settings(url: str, **changes: Any) -> DraftSettings:
    quick = {"retries": 2, "backoff": 0.01, "silence": 0.4, "timeout": 5.0, "connect": 2.0}
    return DraftSettings(model="qwen", base_url=url, api_key="sk-secret", **(quick | changes))


def ask(
    url: str, heard: list[int] | None = None, waits: list[float] | None = None, **changes: Any
) -> Completion:
    async def run() -> Completion:
        async with Model(settings(url, **changes)) as model:
            on_text = (heard if heard is not None else []).append
            pauses = waits if waits is not None else []
            return await model.complete(QUESTION, on_text, lambda _, pause: pauses.append(pause))

    return asyncio.run(run())


def failed(script: Sequence[Reply], **changes: Any) -> tuple[str, Endpoint]:
    with Endpoint(script) as server, pytest.raises(ModelUnavailable) as caught:
        ask(server.url, **changes)
    return str(caught.value), server


def test_an_answer_comes_with_its_usage_and_as_a_stream() -> None:
    heard: list[int] = []
    with Endpoint([reply(TEXT)]) as server:
        answer = ask(server.url, heard)
    assert (answer.text, answer.finish, answer.attempts) == (TEXT, "stop", 1)
    assert (answer.prompt_tokens, answer.completion_tokens) == (3, len(TEXT))
    assert heard == sorted(heard)
    assert heard[-1] == len(TEXT)
    assert len(heard) > 1


def test_the_request_is_plain() -> None:
    with Endpoint([reply(TEXT)]) as server:
        ask(server.url)
    (call,) = server.calls
    assert call.path == "/v1/chat/completions"
    assert set(call.body) == {"model", "messages", "stream", "stream_options"}
    assert [m["role"] for m in call.body["messages"]] == ["system", "user"]
    assert {k.lower(): v for k, v in call.headers.items()}["authorization"] == "Bearer sk-secret"


def test_retry_after_is_honoured() -> None:
    waits: list[float] = []
    started = time.monotonic()
    with Endpoint([rate_limited(1), reply(TEXT)]) as server:
        answer = ask(server.url, None, waits)
    assert (answer.text, answer.attempts, waits) == (TEXT, 2, [1.0])
    assert time.monotonic() - started >= 1.0


def test_retry_after_may_be_a_date() -> None:
    waits: list[float] = []
    then = format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=2), usegmt=True)
    with Endpoint([rate_limited(then), reply(TEXT)]) as server:
        ask(server.url, None, waits)
    assert 0 < waits[0] <= 2


def test_a_wait_longer_than_the_time_limit_is_told_and_not_waited() -> None:
    message, server = failed([rate_limited(600)])
    assert "限制了调用次数" in message
    assert "要求等待600秒" in message
    assert len(server.calls) == 1


@pytest.mark.parametrize(
    "bad", [server_error(), server_error(503), cut_off(TEXT, 8), silence(), silence(TEXT[:8]), garbage()]
)
def test_what_may_pass_is_tried_again(bad: Reply) -> None:
    with Endpoint([bad, reply(TEXT)]) as server:
        answer = ask(server.url)
    assert (answer.text, answer.attempts) == (TEXT, 2)


@pytest.mark.parametrize(
    ("bad", "message", "calls"),
    [
        (server_error(), "内部出错（500）", 3),
        (cut_off(TEXT, 8), "中途断开", 3),
        (cut_off(TEXT, 0), "中途断开", 3),
        (silence(), "长时间没有回应", 3),
        (garbage(), "不是约定的格式", 3),
        (Reply(raw=b"<html>login</html>"), "不是约定的格式", 3),
        (server_error(401), "不认密钥", 1),
        (server_error(402), "余额不足", 1),
        (server_error(403), "拒绝访问", 1),
        (server_error(404), "没有这个地址或模型", 1),
        (server_error(400), "不接受这次请求", 1),
        (server_error(418), "返回418", 1),
    ],
)
def test_each_failure_has_its_clear_message(bad: Reply, message: str, calls: int) -> None:
    text, server = failed([bad])
    assert message in text
    assert "qwen" in text
    assert len(server.calls) == calls
    assert "sk-secret" not in text


def test_a_key_repeated_by_the_endpoint_is_not_shown() -> None:
    text, _ = failed([Reply("Incorrect API key provided: sk-secret123", status=401)])
    assert "Incorrect API key" in text
    assert "sk-" not in text


def test_after_a_final_failure_no_further_section_is_sent() -> None:
    async def run(url: str) -> list[str]:
        said = []
        async with Model(settings(url)) as model:
            for _ in range(3):
                with pytest.raises(ModelUnavailable) as caught:
                    await model.complete(QUESTION)
                said.append(caught.value.message)
        return said

    with Endpoint([server_error(401)]) as server:
        said = asyncio.run(run(server.url))
    assert len(server.calls) == 1
    assert all("401" in message for message in said)


def test_the_time_limit_ends_an_endless_stream() -> None:
    started = time.monotonic()
    with Endpoint([reply(TEXT * 50, pace=0.05)]) as server, pytest.raises(ModelUnavailable, match="没有回应"):
        ask(server.url, timeout=0.5)
    assert time.monotonic() - started < 4


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://127.0.0.1:9/v1", "连不上模型接口"),
        ("http://no-such-host.invalid/v1", "找不到模型接口的主机名"),
    ],
)
def test_an_unreachable_endpoint_is_told_apart(url: str, message: str) -> None:
    with pytest.raises(ModelUnavailable, match=message):
        ask(url, retries=0)


def test_plain_http_behind_https_is_told() -> None:
    with Endpoint([reply(TEXT)]) as server, pytest.raises(ModelUnavailable, match="TLS"):
        ask(server.url.replace("http:", "https:"))


def test_a_redirect_is_not_followed() -> None:
    with Endpoint([reply(TEXT)]) as other:
        moved = Reply("moved", status=307, headers=(("Location", f"{other.url}/chat/completions"),))
        message, _ = failed([moved])
    assert "要求转到" in message
    assert other.calls == []


def test_refused_and_empty_answers_are_answers() -> None:
    with Endpoint([refusal(), reply("")]) as server:
        assert ask(server.url).finish == "content_filter"
        assert ask(server.url).text == ""


@pytest.mark.parametrize(
    "variables",
    [
        {"HTTP_PROXY": "http://127.0.0.1:9", "ALL_PROXY": "http://127.0.0.1:9", "NO_PROXY": ""},
        {"OPENAI_PROXY": "http://127.0.0.1:9", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"},
        {"LANGSMITH_GATEWAY": "true", "LANGSMITH_API_KEY": "lsv2_x"},
    ],
)
def test_nothing_goes_anywhere_else(variables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    with Endpoint([reply(TEXT)]) as server:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        assert ask(server.url, retries=0).text == TEXT


def test_no_trace_of_a_call_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    from langchain_core.tracers.langchain import LangChainTracer

    traced: list[object] = []
    monkeypatch.setattr(LangChainTracer, "on_chat_model_start", lambda *args, **_: traced.append(args))
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", "x")
    monkeypatch.setenv("LANGSMITH_ENDPOINT", "http://127.0.0.1:9")
    with Endpoint([reply(TEXT)]) as server:
        ask(server.url)
    assert traced == []


def test_an_unknown_provider_is_one_clear_message() -> None:
    with pytest.raises(ModelUnavailable, match="服务商“nosuch”无法使用"):
        ask("http://127.0.0.1:9/v1", provider="nosuch")


def test_cancelling_hangs_up() -> None:
    async def run(server: Endpoint) -> None:
        async with Model(settings(server.url, silence=30)) as model:
            task = asyncio.create_task(model.complete(QUESTION))
            while not server.active:
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    with Endpoint([reply(TEXT * 20, pace=0.05)]) as server:
        asyncio.run(run(server))
        _until(lambda: server.active == 0)
        assert server.calls[0].gone


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not true() and time.monotonic() < deadline:
        time.sleep(0.02)


def test_drafting_can_be_imported_without_any_model_library() -> None:
    code = (
        "import sys, pipeline.drafting, pipeline.drafting.model, pipeline.settings\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('openai', 'langchain', 'langchain_core',"
        " 'langchain_openai', 'httpx', 'httpx2', 'langsmith')])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"

"""The scripted endpoint behaves, and misbehaves, as its script says."""

from __future__ import annotations

import http.client
import json
import threading
import time
from urllib.parse import urlsplit

import pytest

from tests import endpoint as ep
from tests.endpoint import Endpoint, Reply, reply


def ask(
    server: Endpoint, text: str = "你好", *, stream: bool = False, timeout: float = 5
) -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=timeout)
    body = {"model": "m", "stream": stream, "messages": [{"role": "user", "content": text}]}
    try:
        connection.request("POST", "/v1/chat/completions", json.dumps(body))
        response = connection.getresponse()
        return response.status, response.headers.get("Retry-After", ""), response.read()
    finally:
        connection.close()


def content(raw: bytes) -> str:
    return str(json.loads(raw)["choices"][0]["message"]["content"])


def streamed(raw: bytes) -> str:
    events = [line[6:] for line in raw.decode().splitlines() if line.startswith("data: {")]
    choices = [choice for event in events for choice in json.loads(event)["choices"]]
    return "".join(choice["delta"].get("content", "") for choice in choices)


def test_plain_and_streamed_answers_are_the_same_text() -> None:
    with Endpoint([reply("一段不短也不长的回答[[基本支出.决算]]。")]) as server:
        assert content(ask(server)[2]) == streamed(ask(server, stream=True)[2]) == server.script[0].text  # type: ignore[index]


@pytest.mark.parametrize(
    ("answer", "status", "after"),
    [(ep.rate_limited(2), 429, "2"), (ep.rate_limited(None), 429, ""), (ep.server_error(), 500, "")],
)
def test_failures_keep_their_status(answer: Reply, status: int, after: str) -> None:
    with Endpoint([answer]) as server:
        assert ask(server, stream=True)[:2] == (status, after)


@pytest.mark.parametrize("stream", [True, False])
def test_a_cut_answer_breaks_the_connection(stream: bool) -> None:
    with (
        Endpoint([ep.cut_off("一二三四五六七八九十", 4)]) as server,
        pytest.raises(http.client.IncompleteRead),
    ):
        ask(server, stream=stream)


def test_silence_lasts_until_the_client_gives_up() -> None:
    with Endpoint([ep.silence("开头")]) as server, pytest.raises(TimeoutError):
        ask(server, stream=True, timeout=0.2)


def test_garbage_empty_refusal_and_echo() -> None:
    with Endpoint([ep.garbage(), reply(""), ep.refusal()]) as server:
        assert b"\xff" in ask(server)[2]
        assert content(ask(server)[2]) == ""
        assert "无法" in content(ask(server)[2])
    with Endpoint(ep.echo) as server:
        assert content(ask(server, "照抄")[2]) == "照抄"


def test_calls_are_recorded_and_counted_together() -> None:
    with Endpoint(lambda request: reply("好", delay=0.2)) as server:
        began = time.monotonic()
        threads = [threading.Thread(target=ask, args=(server, "问" * n)) for n in (1, 2, 3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert time.monotonic() - began < 0.5
        assert server.peak == 3
        assert sorted(len(call.prompt) for call in server.calls) == [1, 2, 3]
        assert all(call.size > 0 for call in server.calls)

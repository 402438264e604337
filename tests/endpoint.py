"""A scripted model endpoint: real HTTP on loopback, OpenAI's chat completions, well and badly behaved.

>>> with Endpoint([reply("甲"), rate_limited(retry_after=1)]) as server:
...     ...  # server.url to configure; then read server.calls and server.peak

The last reply of the list answers all further requests. Instead of a list a function
``request -> Reply`` may answer; *request* is the JSON body that came in.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Request = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """How one request is answered. ``delay`` passes before the first byte, ``pace`` before each piece of a
    stream. With ``cut`` the connection breaks after so many characters; with ``silent`` nothing comes after
    them until the endpoint closes. ``raw`` is sent as the body as it stands."""

    text: str = ""
    status: int = 200
    delay: float = 0.0
    pace: float = 0.0
    cut: int | None = None
    silent: bool = False
    raw: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()
    finish: str = "stop"


def reply(text: str, *, delay: float = 0.0, pace: float = 0.0) -> Reply:
    """A good answer; also an empty one, one without references, one that obeys a planted instruction."""
    return Reply(text, delay=delay, pace=pace)


def rate_limited(retry_after: float | str | None = 1) -> Reply:
    """429, with a Retry-After header unless None."""
    headers = () if retry_after is None else (("Retry-After", str(retry_after)),)
    return Reply("Rate limit reached", status=429, headers=headers)


def server_error(status: int = 500) -> Reply:
    """A failure on the server's side."""
    return Reply("Internal server error", status=status)


def cut_off(text: str, after: int) -> Reply:
    """The connection breaks after *after* characters of *text*."""
    return Reply(text, cut=after)


def silence(after: str = "") -> Reply:
    """Nothing (or a beginning), and then nothing more."""
    return Reply(after, cut=len(after), silent=True)


def refusal() -> Reply:
    """The model's safety filter speaks."""
    return Reply("抱歉，我无法协助完成这一请求。", finish="content_filter")


def garbage() -> Reply:
    """Bytes that are neither JSON nor an event stream nor UTF-8."""
    return Reply(raw=b'\x00\xff\xfe<html>\x80 502 \xd6\xd0\xce\xc4 {"choices": [')


def echo(request: Request) -> Reply:
    """The last message, given back (use as the answering function)."""
    return Reply(str(request["messages"][-1]["content"]))


@dataclass(slots=True)
class Call:
    """One request as it came: when, how large, how many were under way (itself included), how it ended."""

    number: int
    path: str
    headers: dict[str, str]
    body: Request
    size: int
    started: float
    concurrent: int
    ended: float | None = None
    gone: bool = False  # the client hung up before the answer was complete

    @property
    def prompt(self) -> str:
        """All messages, one after the other."""
        return "\n".join(str(m["content"]) for m in self.body.get("messages", []))


@dataclass
class Endpoint:
    """The server; use it in a ``with`` statement. *script* lists replies in order, or computes them."""

    script: Sequence[Reply] | Callable[[Request], Reply]
    calls: list[Call] = field(default_factory=list)
    active: int = 0
    peak: int = 0

    def __enter__(self) -> Self:
        self._lock = threading.Lock()
        self.closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"owner": self}))
        self._server.daemon_threads = True
        self._server.block_on_close = False
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """The base URL to configure, with /v1."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def begin(self, path: str, headers: dict[str, str], raw: bytes) -> tuple[Call, Reply]:
        """Record a request and choose its reply."""
        body = json.loads(raw)
        with self._lock:
            self.active += 1
            self.peak = max(self.peak, self.active)
            call = Call(len(self.calls), path, headers, body, len(raw), time.monotonic(), self.active)
            self.calls.append(call)
        if callable(self.script):
            return call, self.script(body)
        return call, self.script[min(call.number, len(self.script) - 1)]

    def end(self, call: Call) -> None:
        """The request is over, well or badly."""
        with self._lock:
            self.active -= 1
            call.ended = time.monotonic()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else small pieces wait 40 ms for each other
    owner: Endpoint

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet: tests read ``calls`` instead."""

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        call, answer = self.owner.begin(self.path, dict(self.headers), raw)
        try:
            self._pause(answer.delay)
            self._answer(answer, call.body)
        except (BrokenPipeError, ConnectionResetError):
            call.gone = True
            self.close_connection = True
        finally:
            self.owner.end(call)

    def _answer(self, answer: Reply, request: Request) -> None:
        if answer.raw is not None:
            self._plain(answer, answer.raw, answer.cut)
        elif answer.status != 200:
            error = {"error": {"message": answer.text, "type": "error", "code": answer.status}}
            self._plain(answer, json.dumps(error).encode(), None)
        elif request.get("stream"):
            self._stream(answer, request)
        else:
            body = json.dumps(_completion(answer, request), ensure_ascii=False).encode()
            self._plain(answer, body, answer.cut)

    def _plain(self, answer: Reply, body: bytes, cut: int | None) -> None:
        self._head(answer, "application/json", ("Content-Length", str(len(body))))
        self.wfile.write(body if cut is None else body[:cut])
        self._break(answer)

    def _stream(self, answer: Reply, request: Request) -> None:
        self._head(answer, "text/event-stream", ("Transfer-Encoding", "chunked"))
        for event in _events(answer, request):
            self._pause(answer.pace)
            data = event if isinstance(event, str) else json.dumps(event, ensure_ascii=False)
            line = f"data: {data}\n\n".encode()
            self.wfile.write(b"%x\r\n%b\r\n" % (len(line), line))
            self.wfile.flush()
        if answer.cut is None:
            self.wfile.write(b"0\r\n\r\n")
        self._break(answer)

    def _head(self, answer: Reply, kind: str, framing: tuple[str, str]) -> None:
        self.send_response(answer.status)
        for name, value in (("Content-Type", kind), framing, *answer.headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.flush()

    def _break(self, answer: Reply) -> None:
        if answer.silent:
            self.wfile.flush()
            self.owner.closing.wait()
        self.close_connection = self.close_connection or answer.cut is not None

    def _pause(self, seconds: float) -> None:
        if seconds:
            self.owner.closing.wait(seconds)


def _usage(answer: Reply, request: Request) -> dict[str, int]:
    asked = sum(len(str(m["content"])) for m in request.get("messages", []))
    told = len(answer.text)
    return {"prompt_tokens": asked, "completion_tokens": told, "total_tokens": asked + told}


def _base(kind: str, request: Request) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 1, "model": request.get("model", "")}


def _completion(answer: Reply, request: Request) -> dict[str, Any]:
    message = {"role": "assistant", "content": answer.text}
    choice = {"index": 0, "message": message, "finish_reason": answer.finish}
    return {**_base("chat.completion", request), "choices": [choice], "usage": _usage(answer, request)}


def _events(answer: Reply, request: Request, size: int = 8) -> Iterator[dict[str, Any] | str]:
    base = _base("chat.completion.chunk", request)
    text = answer.text if answer.cut is None else answer.text[: answer.cut]
    for start in range(0, len(text), size):
        delta = {"role": "assistant", "content": text[start : start + size]}
        yield {**base, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
    if answer.cut is None:
        yield {**base, "choices": [{"index": 0, "delta": {}, "finish_reason": answer.finish}]}
        yield {**base, "choices": [], "usage": _usage(answer, request)}
        yield "[DONE]"

"""What went wrong between us and a model, in one Chinese sentence, and whether trying again can help.

Works on any client's exceptions: by status code, by headers, and by what lies in the chain of causes.
"""

from __future__ import annotations

import datetime as dt
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime


class StreamCut(Exception):
    """The stream ended before the endpoint said that the answer was complete."""


class Silence(Exception):
    """Nothing came for so long that the endpoint is given up."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed try.

    ``final``: no section can succeed before the user has changed something. ``wait`` is what the endpoint
    asked for, in seconds; ``tries`` bounds the tries where a long wait is unlikely to help.
    """

    message: str
    advice: str
    retry: bool = True
    final: bool = False
    wait: float | None = None
    tries: int = 99


SETTINGS = "密钥用环境变量 ZIPINGBAO_API_KEY 设置，地址用 ZIPINGBAO_BASE_URL，模型名用 ZIPINGBAO_MODEL。"
LATER = "稍后再运行一次即可接着起草，已写好的章节不会重写。"

STATUS: Mapping[int, Failure] = {
    400: Failure(
        "模型接口不接受这次请求（400）",
        "请核对模型名称和服务商；若内容过长，换上下文更长的模型。",
        retry=False,
    ),
    401: Failure("模型接口不认密钥（401）", SETTINGS, retry=False, final=True),
    402: Failure(
        "模型账户余额不足（402）", "请充值后再运行，已写好的章节不会重写。", retry=False, final=True
    ),
    403: Failure(
        "模型接口拒绝访问（403）", "请核对密钥的权限和账户状态。" + SETTINGS, retry=False, final=True
    ),
    404: Failure(
        "模型接口没有这个地址或模型（404）", "请核对地址（多以 /v1 结尾）和模型名。", retry=False, final=True
    ),
    413: Failure("发送的内容太长（413）", "请换上下文更长的模型，或精简该章节的记录。", retry=False),
    422: Failure("模型接口不接受这次请求（422）", "请核对模型名称和服务商。", retry=False),
    429: Failure("模型接口限制了调用次数（429）", "请调小并发数（ZIPINGBAO_CONCURRENCY）。" + LATER),
}


def failure_of(error: BaseException) -> Failure:
    """The failure that *error* means."""
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return _by_status(status, error)
    chain = list(_chain(error))
    if isinstance(error, StreamCut):
        return Failure("模型的回答中途断开", LATER)
    if isinstance(error, (Silence, TimeoutError)) or any("Timeout" in type(e).__name__ for e in chain):
        return Failure(
            "模型接口长时间没有回应", "请检查网络，或调大 ZIPINGBAO_SILENCE、ZIPINGBAO_TIMEOUT。" + LATER
        )
    return _by_connection(chain)


def _by_connection(chain: list[BaseException]) -> Failure:
    if any(isinstance(e, ssl.SSLError) or "CERTIFICATE_VERIFY" in str(e) for e in chain):
        advice = "请核对地址是否应为 http；单位内网自签证书须先装入系统信任区（或设 SSL_CERT_FILE）。"
        return Failure("与模型接口的加密连接不可信或无法建立（TLS）", advice, retry=False, final=True)
    if any(isinstance(e, socket.gaierror) for e in chain) or "name resolution" in str(chain[-1]).lower():
        return Failure("找不到模型接口的主机名", "请核对地址是否写错，本机能否上网。", tries=3)
    names = {type(e).__name__ for e in chain}
    if names & {"RemoteProtocolError", "ReadError", "IncompleteRead", "WriteError"}:
        return Failure("模型的回答中途断开", LATER)
    if names & {"ConnectError", "ConnectionRefusedError", "APIConnectionError"}:
        return Failure("连不上模型接口", "请核对地址和端口；本机模型（Ollama、vLLM）请先启动。", tries=3)
    return Failure(
        "模型接口的回答不是约定的格式",
        "请核对地址（多以 /v1 结尾）：它可能不是模型接口，而是网页或代理。",
        tries=3,
    )


def _by_status(status: int, error: BaseException) -> Failure:
    said = _said(error)
    if 300 <= status < 400:
        where = _header(error, "location") or "别处"
        return Failure(
            f"模型接口要求转到 {where}（{status}）", "请把地址改为最终地址。", retry=False, final=True
        )
    if status == 429 and "insufficient_quota" in said:
        return STATUS[402]
    known = STATUS.get(status)
    if known is None and status >= 500:
        known = Failure(f"模型接口内部出错（{status}）", LATER)
    known = known or Failure(f"模型接口返回{status}", "请核对地址和模型名。", retry=status in (408, 409, 425))
    message = f"{known.message}：{said}" if said else known.message
    return Failure(message, known.advice, known.retry, known.final, _retry_after(error))


def _said(error: BaseException) -> str:
    """The endpoint's own words, short and without anything that looks like a key."""
    body = getattr(error, "body", None)
    words = body.get("message") if isinstance(body, dict) else body
    code = body.get("code") if isinstance(body, dict) else None
    text = " ".join(str(part) for part in (words, code if code == "insufficient_quota" else None) if part)
    if not text or "<html" in text.lower():
        return ""
    return re.sub(r"\b(sk|lsv2|key)[-_]\S+", "（密钥略）", " ".join(text.split()))[:120]


def _header(error: BaseException, name: str) -> str:
    headers = getattr(getattr(error, "response", None), "headers", {})
    return str(headers.get(name, "") or "")


def _retry_after(error: BaseException) -> float | None:
    """Seconds asked for by ``Retry-After``: a number or a date."""
    written = _header(error, "retry-after").strip()
    if not written:
        return None
    try:
        return max(0.0, float(written))
    except ValueError:
        pass
    try:
        then = parsedate_to_datetime(written)
    except ValueError:
        return None
    return max(0.0, (then - dt.datetime.now(then.tzinfo or dt.UTC)).total_seconds())


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__

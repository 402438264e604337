"""Which model drafts, and how patiently: environment, then ``report.yaml``, then the user's settings file.

The user's file is ``zipingbao/settings.toml`` in the platform's configuration folder::

    [model]
    base_url = "https://api.deepseek.com/v1"
    model = "deepseek-chat"
    api_key = "sk-…"

(TOML allows no bare Chinese keys.)

A key is read here and handed to the client; it is never printed, and never written to a report folder. A key
kept in the user's file, or in OPENAI_API_KEY, belongs to the address it was set up with: a report folder from
somebody else cannot have it sent to an address of its own choosing.
"""

from __future__ import annotations

import ipaddress
import os
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.errors import InputError
from schemas.findings import Fault, Severity
from schemas.inputs import ModelSettings

OPENAI_URL = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class DraftSettings:
    """How sections are drafted. Without ``model`` the offline wording is used.

    Times are in seconds: ``timeout`` for one call with all its retries and waits, ``silence`` for a stream
    in which nothing comes, ``backoff`` for the first pause between two tries. It doubles, so that six retries
    outlast a limit that is counted by the minute.
    """

    provider: str = "openai"
    model: str = ""
    base_url: str = OPENAI_URL
    api_key: str = field(default="", repr=False)
    concurrency: int = 8
    timeout: float = 600.0
    silence: float = 120.0
    connect: float = 15.0
    retries: int = 6
    backoff: float = 1.0

    @property
    def configured(self) -> bool:
        """Whether there is a model to ask at all."""
        return bool(self.model)

    @property
    def local(self) -> bool:
        """Whether what is sent stays on this machine."""
        return is_local(self.base_url)


@dataclass(frozen=True, slots=True)
class Number:
    """A setting that is a number: its environment variable, its type and bounds."""

    variable: str
    read: Callable[[str], float]
    least: float
    most: float


NUMBERS: Mapping[str, Number] = {
    "concurrency": Number("ZIPINGBAO_CONCURRENCY", int, 1, 64),
    "timeout": Number("ZIPINGBAO_TIMEOUT", float, 1, 3600),
    "silence": Number("ZIPINGBAO_SILENCE", float, 1, 3600),
    "connect": Number("ZIPINGBAO_CONNECT", float, 1, 600),
    "retries": Number("ZIPINGBAO_RETRIES", int, 0, 20),
}
WORDS = ("provider", "model", "base_url", "api_key")


def is_local(base_url: str) -> bool:
    """Whether *base_url* is this very machine; a name or an address of the local network is not."""
    try:
        host = urlsplit(base_url).hostname or ""
    except ValueError:
        return False
    if host.rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def settings_file(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Where the user's settings lie on this platform."""
    home = Path(environment.get("HOME") or environment.get("USERPROFILE") or Path.home())
    if platform == "win32":
        base = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
    elif platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    return base / "zipingbao" / "settings.toml"


def draft_settings(
    report: ModelSettings | None = None,
    environment: Mapping[str, str] = os.environ,
    file: Path | None = None,
) -> DraftSettings:
    """The settings in force; InputError with every fault when one of them cannot be read."""
    path = file or settings_file(environment)
    kept, faults = _read_file(path)
    values: dict[str, Any] = _numbers(kept, environment, path, faults)
    report = report or ModelSettings()
    env_url = environment.get("ZIPINGBAO_BASE_URL", "")
    own_url = kept.get("base_url") or environment.get("OPENAI_BASE_URL", "")
    values["base_url"] = (env_url or report.base_url or own_url or OPENAI_URL).strip().rstrip("/")
    values["model"] = environment.get("ZIPINGBAO_MODEL") or report.model or kept.get("model", "")
    named = report.provider if "provider" in report.model_fields_set else ""
    values["provider"] = (
        environment.get("ZIPINGBAO_PROVIDER") or named or kept.get("provider") or ModelSettings().provider
    )
    # A report folder may name an address, but only the user's own address gets the user's standing keys.
    foreign = not env_url and values["base_url"] not in (own_url.strip().rstrip("/"), OPENAI_URL)
    standing = kept.get("api_key") or environment.get("OPENAI_API_KEY", "")
    values["api_key"] = environment.get("ZIPINGBAO_API_KEY") or ("" if foreign else standing)
    if values["model"] and urlsplit(values["base_url"]).scheme not in ("http", "https"):
        faults.append(_fault("模型地址", values["base_url"], "以 http:// 或 https:// 开头的地址", ""))
    if faults:
        raise InputError(faults)
    return DraftSettings(**values)


def _read_file(path: Path) -> tuple[dict[str, str], list[Fault]]:
    """The table ``[model]`` of the user's file; numbers still as text."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return {}, [_fault("全文", str(error).split("\n")[0], "UTF-8 编码的 TOML", str(path))]
    section = data.get("model", {})
    if not isinstance(section, dict):
        return {}, [_fault("model", str(section), "以 [model] 起头的一节", str(path))]
    names = (*WORDS, *NUMBERS)
    unknown = [k for k in section if k not in names]
    faults = [_fault(k, str(section[k]), f"只认得 {'、'.join(names)}", str(path)) for k in unknown]
    return {k: str(v) for k, v in section.items() if k in names}, faults


def _numbers(
    kept: Mapping[str, str], environment: Mapping[str, str], path: Path, faults: list[Fault]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, number in NUMBERS.items():
        from_environment = environment.get(number.variable, "")
        written = from_environment or kept.get(name, "")
        if not written:
            continue
        try:
            values[name] = number.read(written)
            inside = number.least <= values[name] <= number.most
        except ValueError:
            inside = False
        if not inside:
            place, file = (number.variable, "") if from_environment else (name, str(path))
            faults.append(_fault(place, written, f"{number.least}至{number.most}之间的数", file))
    return values


def _fault(place: str, found: str, expected: str, file: str) -> Fault:
    where = file or "环境变量或 report.yaml"
    return Fault(
        code="bad-setting",
        severity=Severity.ERROR,
        message=f"{where}：“{place}”不能用，现为“{found}”，应为{expected}。",
        file=file,
        cell=place,
        found=found,
        expected=expected,
        advice="请改正后再运行；不需要该项时可以删去。",
    )

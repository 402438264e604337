"""Which model is asked, in which order of precedence, and who gets the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.settings import OPENAI_URL, draft_settings, is_local, settings_file
from schemas.inputs import ModelSettings

FILE = """
[model]
base_url = "https://api.deepseek.com/v1/"
model = "deepseek-chat"
api_key = "sk-file"
concurrency = 3
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_nothing_configured_means_offline(tmp_path: Path) -> None:
    settings = draft_settings(None, {}, tmp_path / "none.toml")
    assert not settings.configured
    assert settings.concurrency == 8


def test_the_users_file_is_enough(file: Path) -> None:
    settings = draft_settings(None, {}, file)
    assert (settings.model, settings.base_url) == ("deepseek-chat", "https://api.deepseek.com/v1")
    assert (settings.api_key, settings.concurrency) == ("sk-file", 3)


def test_report_goes_before_file_and_environment_before_both(file: Path) -> None:
    report = ModelSettings(model="qwen-plus")
    assert draft_settings(report, {}, file).model == "qwen-plus"
    assert draft_settings(report, {"ZIPINGBAO_MODEL": "glm"}, file).model == "glm"
    assert draft_settings(report, {"ZIPINGBAO_CONCURRENCY": "2"}, file).concurrency == 2


def test_openai_variables_are_the_fall_back(tmp_path: Path) -> None:
    environment = {"OPENAI_API_KEY": "sk-open", "OPENAI_BASE_URL": "http://localhost:8000/v1"}
    settings = draft_settings(ModelSettings(model="m"), environment, tmp_path / "none")
    assert (settings.base_url, settings.api_key) == ("http://localhost:8000/v1", "sk-open")
    environment["ZIPINGBAO_API_KEY"] = "sk-own"
    assert draft_settings(None, environment, tmp_path / "none").api_key == "sk-own"


def test_a_foreign_report_does_not_get_the_users_key(file: Path) -> None:
    report = ModelSettings(model="m", base_url="https://collector.example/v1")
    settings = draft_settings(report, {"OPENAI_API_KEY": "sk-open"}, file)
    assert settings.base_url == "https://collector.example/v1"
    assert settings.api_key == ""
    same = ModelSettings(base_url="https://api.deepseek.com/v1")
    assert draft_settings(same, {}, file).api_key == "sk-file"


def test_the_key_is_not_printed(file: Path) -> None:
    assert "sk-file" not in repr(draft_settings(None, {}, file))


def test_the_default_address_is_used_when_none_is_given(tmp_path: Path) -> None:
    settings = draft_settings(ModelSettings(model="gpt"), {"OPENAI_API_KEY": "k"}, tmp_path / "none")
    assert (settings.base_url, settings.api_key) == (OPENAI_URL, "k")


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[model]\npassword = "x"\nconcurrency = "many"\n', encoding="utf-8")
    environment = {"ZIPINGBAO_TIMEOUT": "-3", "ZIPINGBAO_BASE_URL": "ftp://x", "ZIPINGBAO_MODEL": "m"}
    with pytest.raises(InputError) as caught:
        draft_settings(None, environment, path)
    found = {(f.cell, f.found) for f in caught.value.faults}
    assert {
        ("password", "x"),
        ("concurrency", "many"),
        ("ZIPINGBAO_TIMEOUT", "-3"),
        ("模型地址", "ftp://x"),
    } == found


@pytest.mark.parametrize("content", [b"[\xb2\xe2", b"model = 3", b"a = [1"])
def test_an_unreadable_file_is_a_fault(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        draft_settings(None, {}, path)
    assert str(path) in caught.value.faults[0].message


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://localhost:11434/v1", True),
        ("http://127.0.0.1:8000/v1", True),
        ("http://127.8.0.9/v1", True),
        ("http://[::1]:8000/v1", True),
        ("http://localhost.:80/v1", True),
        ("http://localhost@example.com/v1", False),
        ("http://127.0.0.1.example.com/v1", False),
        ("http://localhost.example.com/v1", False),
        ("http://192.168.1.8:8000/v1", False),
        ("http://0.0.0.0/v1", False),
        ("https://api.deepseek.com", False),
        ("http://[bad", False),
        ("", False),
    ],
)
def test_only_this_machine_is_local(url: str, local: bool) -> None:
    assert is_local(url) is local


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {"HOME": "/h"}, "/h/.config/zipingbao/settings.toml"),
        ("linux", {"HOME": "/h", "XDG_CONFIG_HOME": "/x"}, "/x/zipingbao/settings.toml"),
        ("darwin", {"HOME": "/h"}, "/h/Library/Application Support/zipingbao/settings.toml"),
        ("win32", {"HOME": "/h", "APPDATA": "/a"}, "/a/zipingbao/settings.toml"),
    ],
)
def test_the_file_lies_where_the_platform_keeps_settings(
    platform: str, environment: dict[str, str], expected: str
) -> None:
    assert settings_file(environment, platform).as_posix() == expected

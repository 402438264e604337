"""The store keeps everything, never changes it, and survives two writers, a kill and a damaged file."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from pipeline.errors import StaleWrite, StoreError
from pipeline.store import FILE, FOLDER, Store
from schemas.calls import Completion, Message
from schemas.editing import Remark
from schemas.findings import Disposition, Finding, Severity, Status
from schemas.report import Author, AuthorKind, Export, NewRevision

MODEL = Author(kind=AuthorKind.MODEL, name="qwen")
PERSON = Author(kind=AuthorKind.PERSON)
FINDING = Finding(
    code="typed-figure", severity=Severity.ERROR, message="手写", start=3, end=9, quote="300万元", section="a"
)

REMARK = Remark(section="a", quote="支出", author="张主任", text="再核")


def database(folder: Path) -> Path:
    return folder / FOLDER / FILE


def test_a_revision_comes_back_as_it_was_written(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        written = store.append(
            "basic", "支出[[基本支出.决算]]。", MODEL, "v1", hint="短些", findings=[FINDING]
        )
    with Store.open(tmp_path) as again:
        assert again.current("basic") == written
        assert written.number == 1
        assert written.created.tzinfo is not None


def test_revisions_pile_up_and_none_is_changed(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        first = store.append("basic", "一", MODEL, "v1")
        store.append("other", "甲", MODEL, "v1")
        second = store.append("basic", "二", PERSON, "v2")
        assert store.revisions("basic") == [first, second]
        assert {k: r.text for k, r in store.all_current().items()} == {"basic": "二", "other": "甲"}
        assert store.current("none") is None


def test_a_writer_who_saw_an_older_revision_is_refused(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.append("basic", "一", MODEL, "v1", expected=0)
        store.append("basic", "二", PERSON, "v1", expected=1)
        with pytest.raises(StaleWrite, match="第1稿，现在是第2稿"):
            store.append("basic", "三", MODEL, "v1", expected=1)
        assert [r.text for r in store.revisions("basic")] == ["一", "二"]


def test_a_call_is_found_by_its_key_and_the_first_answer_stays(tmp_path: Path) -> None:
    request = [Message(role="system", content="规则"), Message(role="user", content="写")]
    answer = Completion(text="正文", prompt_tokens=12, completion_tokens=3, seconds=0.5, attempts=2)
    with Store.open(tmp_path) as store:
        assert store.call("k") is None
        store.save_call("k", "basic", 1, "qwen", request, answer)
        store.save_call("k", "basic", 1, "qwen", request, Completion(text="另一个"))
        assert store.call("k") == answer
        (call,) = store.calls("basic")
        assert call.request == tuple(request)
        assert call.completion.attempts == 2
        assert store.calls("other") == []


def test_consent_is_kept_by_endpoint(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.grant("https://api.example.com/v1")
        store.grant("https://api.example.com/v1")
    with Store.open(tmp_path) as again:
        assert again.consent("https://api.example.com/v1")
        assert not again.consent("https://api.example.org/v1")


def test_a_disposition_follows_the_finding_when_the_text_moves(tmp_path: Path) -> None:
    moved = FINDING.model_copy(update={"start": 40, "end": 46})
    with Store.open(tmp_path) as store:
        assert store.disposition(FINDING).status is Status.OPEN
        store.dispose(FINDING, Disposition(status=Status.DISMISSED, reason="上级文件原数", by="王"))
        assert store.disposition(moved).reason == "上级文件原数"
        store.dispose(moved, Disposition(status=Status.OPEN))
        assert store.disposition(FINDING).status is Status.OPEN
        with pytest.raises(ValueError, match="reason"):
            store.dispose(FINDING, Disposition(status=Status.DISMISSED))


def test_the_report_keeps_its_id(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a") as a, Store.open(tmp_path / "b") as b:
        assert a.report_id != b.report_id
        with Store.open(tmp_path / "a") as again:
            assert again.report_id == a.report_id


@pytest.mark.parametrize(
    "content", [b"not a database at all, only words" * 40, b"SQLite format 3\x00" + b"\xff" * 4096]
)
def test_a_damaged_file_is_one_clear_message(tmp_path: Path, content: bytes) -> None:
    database(tmp_path).parent.mkdir()
    database(tmp_path).write_bytes(content)
    with pytest.raises(StoreError, match="已损坏") as caught:
        Store.open(tmp_path)
    assert "改名留存" in caught.value.advice
    assert database(tmp_path).read_bytes() == content


def test_a_page_overwritten_in_the_middle_is_noticed(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        for n in range(30):
            store.append("basic", f"{n}" * 2000, MODEL, "v1")
    data = bytearray(database(tmp_path).read_bytes())
    data[4096:12288] = os.urandom(8192)
    database(tmp_path).write_bytes(data)
    with pytest.raises(StoreError, match="已损坏"):
        Store.open(tmp_path).revisions("basic")


def test_a_file_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    with sqlite3.connect(database(tmp_path)) as raw:
        raw.execute("update meta set value = '99' where name = 'schema'")
    with pytest.raises(StoreError, match="更新版本"):
        Store.open(tmp_path)


def test_an_empty_file_left_by_a_kill_is_a_new_store(tmp_path: Path) -> None:
    database(tmp_path).parent.mkdir()
    database(tmp_path).touch()
    with Store.open(tmp_path) as store:
        assert store.append("basic", "一", MODEL, "v1").number == 1


def test_a_place_that_cannot_be_written_is_one_clear_message(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="无法建立文件夹"):
        Store.open(tmp_path)


def test_a_bad_address_is_one_clear_message_without_the_password() -> None:
    with pytest.raises(StoreError) as caught:
        Store.open("nosuchdb://user:geheim@host/db")
    assert "geheim" not in str(caught.value)


def test_the_journal_is_fit_for_a_network_share(tmp_path: Path) -> None:
    Store.open(tmp_path).append("basic", "一", MODEL, "v1")
    with sqlite3.connect(database(tmp_path)) as raw:
        assert raw.execute("pragma journal_mode").fetchone() == ("delete",)
    assert [p.name for p in (tmp_path / FOLDER).iterdir()] == [FILE]


def _append_many(folder: Path, count: int) -> None:
    with Store.open(folder) as store:
        for n in range(count):
            store.append("basic", f"{os.getpid()} {n}", MODEL, "v1")


def test_two_processes_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_append_many, args=(tmp_path, 15)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    with Store.open(tmp_path) as store:
        revisions = store.revisions("basic")
    assert [r.number for r in revisions] == list(range(1, 31))
    assert len({r.text for r in revisions}) == 30


WRITER = """
    import sys
    from pathlib import Path
    from pipeline.store import Store
    from schemas.report import Author, AuthorKind
    store = Store.open(Path(sys.argv[1]))
    while True:
        print(store.append("basic", "字" * 20000, Author(kind=AuthorKind.MODEL), "v1").number, flush=True)
"""


def test_kill_9_keeps_every_revision_that_was_reported_as_written(tmp_path: Path) -> None:
    script = [sys.executable, "-c", textwrap.dedent(WRITER), str(tmp_path)]
    seen = 0
    for rounds in range(3):
        with subprocess.Popen(script, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            seen = max(int(writer.stdout.readline()) for _ in range(4 + 3 * rounds))
            writer.send_signal(signal.SIGKILL)
            rest = [int(line) for line in writer.stdout.read().split()]
        with Store.open(tmp_path) as store:
            numbers = [r.number for r in store.revisions("basic")]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) >= max([seen, *rest])


def test_several_sections_are_written_together_or_not_at_all(tmp_path: Path) -> None:
    def new(section: str, expected: int) -> NewRevision:
        return NewRevision(section=section, text=section, author=PERSON, ledger="v1", expected=expected)

    with Store.open(tmp_path) as store:
        store.append("b", "别人的", MODEL, "v1")
        with pytest.raises(StaleWrite, match="“b”动手时是第0稿，现在是第1稿"):
            store.append_all([new("a", 0), new("b", 0)], remarks=[REMARK])
        assert store.current("a") is None
        assert store.remarks() == []
        written = store.append_all(
            [new("a", 0), new("b", 1)],
            [(FINDING, Disposition(status=Status.DISMISSED, reason="口径不同"))],
            [REMARK],
        )
        assert [(r.section, r.number) for r in written] == [("a", 1), ("b", 2)]
        assert store.remarks() == [REMARK]
        assert store.disposition(FINDING).reason == "口径不同"
        store.append_all([], remarks=[])
        assert store.remarks() == []


def test_an_export_is_known_again_by_its_id(tmp_path: Path) -> None:
    made = Export(
        id="e1",
        file="报告.docx",
        digest="d",
        created=dt.datetime(2024, 3, 1, tzinfo=dt.UTC),
        ledger="v1",
        revisions={"a": 2},
        comments=(("【错误】手写", FINDING),),
    )
    with Store.open(tmp_path) as store:
        store.save_export(made)
        assert store.exports() == [made]


def test_a_refused_writer_learns_who_changed_what(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.append("basic", "头一句。第二句[[基本支出.决算]]。", MODEL, "v1")
        store.append("basic", "头一句。第二句已改为[[基本支出.决算|1位]]。末句。", PERSON, "v1", expected=1)
        with pytest.raises(StaleWrite) as caught:
            store.append("basic", "我的。", MODEL, "v1", expected=1)
        assert "人工" in caught.value.message
        assert "改后的头一处“第二句已改为〔基本支出.决算〕。”" in caught.value.message
        assert caught.value.advice


def test_what_an_act_keeps_besides_is_written_with_it_or_not_at_all(tmp_path: Path) -> None:
    new = NewRevision(section="a", text="甲", author=PERSON, ledger="v1", expected=0)
    with Store.open(tmp_path) as store:
        store.append_all([new], settings={"figures": "v1"})
        with pytest.raises(StaleWrite):
            store.append_all([new], settings={"figures": "v2"})
        assert store.setting("figures") == "v1"
        store.append_all([], settings={"figures": "v2"})
        assert store.setting("figures") == "v2"


def test_each_version_of_the_figures_has_its_date(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.save_ledger("v1", "[]")
        first = store.ledger_dates()["v1"]
        store.save_ledger("v1", "[]")
        assert store.ledger_dates() == {"v1": first}

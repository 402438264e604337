"""Sections run side by side under a limit, wait for those they name, and survive a cancelled run."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest

from pipeline.drafting import Drafted, Job, draft_all
from pipeline.errors import StoreError
from schemas.outline import SectionSpec
from schemas.report import Author, AuthorKind

AUTHOR = Author(kind=AuthorKind.OFFLINE)


def job(id: str, *after: str) -> Job:
    return Job(SectionSpec(id=id, heading=id, after=after))


class Bench:
    """Drafts by sleeping; remembers how many slept at once and what each was told."""

    def __init__(self, seconds: float = 0.02) -> None:
        self.seconds = seconds
        self.active = self.peak = 0
        self.earlier: dict[str, Mapping[str, str]] = {}
        self.finished: list[str] = []

    async def draft(self, job: Job, earlier: Mapping[str, str]) -> Drafted:
        self.earlier[job.spec.id] = dict(earlier)
        self.active += 1
        self.peak = max(self.peak, self.active)
        await asyncio.sleep(self.seconds)
        self.active -= 1
        return Drafted(job.spec.id, f"{job.spec.id}的正文", AUTHOR)

    def finish(self, drafted: Drafted) -> None:
        self.finished.append(drafted.section)


def test_results_come_in_order_and_all_at_once() -> None:
    bench = Bench()
    jobs = [job(id) for id in "abcdef"]
    drafted = asyncio.run(draft_all(jobs, bench.draft, bench.finish, limit=8))
    assert [d.section for d in drafted] == list("abcdef")
    assert bench.peak == 6


def test_the_limit_holds() -> None:
    bench = Bench(0.005)
    asyncio.run(draft_all([job(id) for id in "abcdefgh"], bench.draft, bench.finish, limit=3))
    assert bench.peak == 3


def test_a_section_waits_for_those_it_names_and_sees_their_text() -> None:
    bench = Bench(0.001)
    jobs = [job("last", "first", "second", "old"), job("second", "first"), job("first")]
    texts = {"old": "旧有的正文"}
    asyncio.run(draft_all(jobs, bench.draft, bench.finish, limit=1, texts=texts))
    assert bench.finished == ["first", "second", "last"]
    assert bench.earlier["last"] == {"first": "first的正文", "second": "second的正文", "old": "旧有的正文"}


def test_a_cancelled_run_keeps_what_was_finished() -> None:
    bench = Bench()

    async def draft(one: Job, earlier: Mapping[str, str]) -> Drafted:
        if one.spec.id == "slow":
            await asyncio.sleep(60)
        return await bench.draft(one, earlier)

    async def cancelled() -> None:
        task = asyncio.create_task(draft_all([job("slow"), job("quick")], draft, bench.finish))
        while not bench.finished:
            await asyncio.sleep(0.005)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(cancelled())
    assert bench.finished == ["quick"]


def test_one_clear_error_comes_out_of_many_tasks() -> None:
    def full(_: Drafted) -> None:
        raise StoreError("磁盘已满。")

    with pytest.raises(StoreError, match="磁盘已满"):
        asyncio.run(draft_all([job("a"), job("b")], Bench(0).draft, full))

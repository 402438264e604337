"""A draft that kills its own process at a chosen point (run by test_kill.py, never imported by the product).

Reads ``URL FOLDER POINT N SIGNAL`` lines. Each is run in a forked child, because the model library takes
seconds to import: the child drafts FOLDER's report and sends itself SIGNAL when POINT is passed for the Nth
time. Answers with one line: the child's exit status (-9 when it was killed, 130 after Ctrl-C).
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.drafting import Drafted, Job, Tools, draft_all, draft_section
from pipeline.drafting.model import Model
from pipeline.errors import ModelUnavailable
from pipeline.settings import DraftSettings
from pipeline.store import Store
from schemas.calls import Completion, Message
from tests.drafting.case import BRIEF, LEDGER, OUTLINE, check, offline


class Fuse:
    """Signals this process when *point* is passed for the *n*-th time."""

    def __init__(self, point: str, n: int, signal: int) -> None:
        self.point = point
        self.left = n
        self.signal = signal

    def passing(self, point: str) -> None:
        if point == self.point:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), self.signal)


class Mined:
    """A store that passes the fuse before and after it keeps an answer."""

    def __init__(self, store: Store, fuse: Fuse) -> None:
        self.store = store
        self.fuse = fuse

    def call(self, key: str) -> Completion | None:
        return self.store.call(key)

    def save_call(self, *args: Any) -> None:
        self.fuse.passing("answer")
        self.store.save_call(*args)
        self.fuse.passing("saved")


async def draft(url: str, folder: Path, fuse: Fuse) -> None:
    """What the workflow does: sections without a revision are drafted, each is kept when it is done."""
    store = Store.open(folder)
    done = {section: revision.text for section, revision in store.all_current().items()}
    jobs = [Job(spec) for spec in OUTLINE.sections if spec.body and spec.id not in done]

    def finish(drafted: Drafted) -> None:
        fuse.passing("before-revision")
        store.append(drafted.section, drafted.text, drafted.author, LEDGER.version, expected=0)
        fuse.passing("after-revision")

    async with Model(DraftSettings(model="m", base_url=url, retries=0)) as model:

        async def complete(
            messages: Sequence[Message], on_text: Callable[[int], None], on_wait: Callable[[str, float], None]
        ) -> Completion:
            def heard(chars: int) -> None:
                fuse.passing("stream")
                on_text(chars)

            fuse.passing("call")
            return await model.complete(messages, heard, on_wait)

        kit = Tools(check, offline, Mined(store, fuse), complete, "m", "test")

        async def one(job: Job, earlier: Mapping[str, str]) -> Drafted:
            return await draft_section(job, BRIEF, kit, earlier)

        await draft_all(jobs, one, finish, texts=done)


def child(url: str, folder: str, point: str, n: str, signal: str) -> int:
    try:
        asyncio.run(draft(url, Path(folder), Fuse(point, int(n), int(signal))))
    except KeyboardInterrupt:
        return 130
    return 0


async def warm_up() -> None:
    """Import all that a call imports, so that no child has to."""
    with suppress(ModelUnavailable):
        async with Model(DraftSettings(model="m", base_url="http://127.0.0.1:9/v1", retries=0)) as model:
            await model.complete([Message(role="user", content="?")])


def main() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job inherits it as ignored
    asyncio.run(warm_up())
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            os._exit(child(*line.split()))
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    main()

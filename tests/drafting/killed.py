"""A draft that kills its own process at a chosen point (run by test_kill.py, never imported by the product).

Reads ``URL FOLDER POINT N`` lines. Each is run in a forked child, because the model library takes seconds to
import: the child drafts FOLDER's report and dies by SIGKILL when POINT is passed for the Nth time. Answers
with one line: the child's exit status (-9 when it was killed).
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.drafting import Drafted, Job, Tools, draft_all, draft_section
from pipeline.drafting.model import Model
from pipeline.settings import DraftSettings
from pipeline.store import Store
from schemas.calls import Completion, Message
from tests.drafting.case import BRIEF, LEDGER, OUTLINE, check, offline


class Fuse:
    """Kills this process when *point* is passed for the *n*-th time."""

    def __init__(self, point: str, n: int) -> None:
        self.point = point
        self.left = n

    def passing(self, point: str) -> None:
        if point == self.point:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


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


def main() -> None:
    import langchain_openai  # noqa: F401 - imported once, before the forks

    for line in sys.stdin:
        url, folder, point, n = line.split()
        child = os.fork()
        if child == 0:
            asyncio.run(draft(url, Path(folder), Fuse(point, int(n))))
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()

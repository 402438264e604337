"""All sections of a report, side by side under a limit; a section may wait for others.

Each section is handed to *finish* the moment it is done, so that an interrupted run (Ctrl-C cancels all
tasks) leaves everything that was finished.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from pipeline.drafting.job import Drafted, Job
from pipeline.errors import ZipingbaoError

Draft = Callable[[Job, Mapping[str, str]], Awaitable[Drafted]]
Finish = Callable[[Drafted], None]


async def draft_all(
    jobs: Sequence[Job],
    draft: Draft,
    finish: Finish,
    *,
    limit: int = 8,
    texts: Mapping[str, str] | None = None,
) -> list[Drafted]:
    """Draft *jobs* with *draft*, at most *limit* at a time; results in the order of *jobs*.

    *texts* are sections that exist already: whoever waits for one of them sees its text at once.
    """
    loop = asyncio.get_running_loop()
    slots = asyncio.Semaphore(limit)
    waited: dict[str, asyncio.Future[str]] = {job.name: loop.create_future() for job in jobs}

    async def one(job: Job) -> Drafted:
        earlier = {}
        for other in job.spec.after:
            earlier[other] = await waited[other] if other in waited else (texts or {}).get(other, "")
        async with slots:
            drafted = await draft(job, earlier)
        finish(drafted)
        waited[job.name].set_result(drafted.text)
        return drafted

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(job)) for job in jobs]
    except* ZipingbaoError as errors:
        failed: ZipingbaoError | None = _first(errors)
    else:
        failed = None
    if failed is not None:  # Python 3.11.2 wraps anew what is raised inside except*
        raise failed
    return [task.result() for task in tasks]


def _first(errors: BaseExceptionGroup[ZipingbaoError]) -> ZipingbaoError:
    """One message for the user, not a tree of them."""
    error = errors.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error

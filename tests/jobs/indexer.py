"""A process that indexes, as `run` makes one, without Discord: `python -m tests.jobs.indexer FOLDER`.

`DIES=confirm` has it killed by SIGKILL once it has done a job of that kind and told nobody, `DIES=reload` in the middle
of a reload. `LEASE` is how many seconds a job that it takes is its own without a sign of life.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.chat.admin.permissions import Permissions
from bot.chat.admin.services import admin_services
from bot.curation.state_changes import StateChanges
from bot.curation.takedowns import Takedowns
from bot.jobs import taker
from bot.jobs.files import FolderFiles, JobFiles
from bot.jobs.taker import Handler, Work
from bot.library import Library
from bot.store import jobs
from bot.store.state import State
from tests.chat.admin.conftest import TODAY


def job_files() -> JobFiles | None:
    """Where uploads are on their way; None is the state database."""
    return FolderFiles(Path(os.environ["JOBS_FOLDER"])) if os.environ.get("JOBS_FOLDER") else None


def deadly(library: Library, kind: str, handler: Handler) -> Handler:
    """The handler of a process that does not survive it."""

    async def handle(work: Work) -> None:
        if kind == "reload":
            doing = asyncio.ensure_future(handler(work))
            while library.running is None or library.running.progress.stage == "starting":  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            assert not doing.done()
        else:
            await handler(work)
        os.kill(os.getpid(), signal.SIGKILL)

    return handle


async def main(folder: Path) -> None:
    state = await State.open(folder / "data", os.environ.get("STATE_URL") or None)
    library = Library(folder / "corpus", folder / "data", today=lambda: TODAY)
    await library.open()

    async def announce(*_: object) -> None: ...

    state_changes = StateChanges(state)
    permissions = Permissions(frozenset(), frozenset())
    services = admin_services(
        library, state, permissions, announce, lambda: TODAY, state_changes=state_changes, job_files=job_files()
    )
    if dies := os.environ.get("DIES"):
        handlers = services.answer_jobs.__self__._handlers  # type: ignore[attr-defined]
        handlers[dies] = deadly(library, dies, handlers[dies])
    state_changes.listeners += [Takedowns(state, library).refresh, services.answer_jobs]
    library.supervisor.keep_running("state_changes", state_changes.run)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    services.close()
    await library.close()
    await state.close()


if __name__ == "__main__":
    jobs.LEASE = taker.LEASE = float(os.environ.get("LEASE", jobs.LEASE))  # type: ignore[attr-defined]
    asyncio.run(main(Path(sys.argv[1])))

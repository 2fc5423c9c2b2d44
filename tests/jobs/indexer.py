"""A process that indexes, as `run` makes one, without Discord: `python -m tests.jobs.indexer FOLDER`."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from bot.chat.admin.permissions import Permissions
from bot.chat.admin.services import admin_services
from bot.curation.state_changes import StateChanges
from bot.curation.takedowns import Takedowns
from bot.jobs.files import FolderFiles, JobFiles
from bot.library import Library
from bot.store.state import State
from tests.chat.admin.conftest import TODAY


def job_files() -> JobFiles | None:
    """Where uploads are on their way; None is the state database."""
    return FolderFiles(Path(os.environ["JOBS_FOLDER"])) if os.environ.get("JOBS_FOLDER") else None


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
    state_changes.listeners += [Takedowns(state, library).refresh, services.answer_jobs]
    library.supervisor.keep_running("state_changes", state_changes.run)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    services.close()
    await library.close()
    await state.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))

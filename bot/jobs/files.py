"""The bytes of uploads and exports on their way: in the state database, or in a folder that every process sees."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from bot.curation.atomic_files import disk_errors_explained, make_folder, write_atomically
from bot.store.jobs import KEPT, Jobs


class JobFiles(Protocol):
    """Where a job's bytes are between the processes."""

    async def put(self, job: str, files: Sequence[bytes]) -> Sequence[bytes]:
        """Keeps the files of a job that is about to be written; returns those that go into the database with it."""

    async def get(self, job: str) -> list[bytes]:
        """The files that go with the job, or with its outcome."""

    async def drop(self, job: str) -> None:
        """Deletes them."""


class DatabaseFiles:
    """In the state database, with the job itself."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    async def put(self, job: str, files: Sequence[bytes]) -> Sequence[bytes]:
        """See `JobFiles`."""
        del job
        return files

    async def get(self, job: str) -> list[bytes]:
        """See `JobFiles`."""
        return await self._jobs.files(job)

    async def drop(self, job: str) -> None:
        """The database deletes them with the job."""


class FolderFiles:
    """In a folder with one folder a job. Files that were not fetched within a day are deleted with the next job."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, job: str, files: Sequence[bytes]) -> Sequence[bytes]:
        """See `JobFiles`."""
        if files or (self._folder / job).exists():
            await asyncio.to_thread(self._put, job, files)
        return ()

    async def get(self, job: str) -> list[bytes]:
        """See `JobFiles`."""
        return await asyncio.to_thread(self._get, job)

    async def drop(self, job: str) -> None:
        """See `JobFiles`."""
        await asyncio.to_thread(shutil.rmtree, self._folder / job, ignore_errors=True)

    def _put(self, job: str, files: Sequence[bytes]) -> None:
        with disk_errors_explained():
            make_folder(self._folder, mode=0o700)
            for old in self._folder.iterdir():
                with suppress(FileNotFoundError):  # another process was faster
                    if old.name == job or time.time() - old.stat().st_mtime > KEPT:
                        shutil.rmtree(old, ignore_errors=True)
            make_folder(self._folder / job, mode=0o700)
            for number, content in enumerate(files):
                write_atomically(self._folder / job / f"{number:03}", content)

    def _get(self, job: str) -> list[bytes]:
        with disk_errors_explained():
            folder = self._folder / job
            return [path.read_bytes() for path in sorted(folder.iterdir())] if folder.is_dir() else []

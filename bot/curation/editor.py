"""What admins do with the corpus: `CorpusEditor` in every process, `LocalEditor` in the one that indexes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import blake2b
from typing import Protocol

from rapidfuzz import fuzz, process, utils

from bot.articles import SourceFile
from bot.curation.corpus_folder import CorpusFolder
from bot.curation.export import export_parts
from bot.curation.trash import TrashedFile
from bot.curation.uploads import StagedFile, Uploads
from bot.library.fair_executor import FairExecutor

LONGEST_VALUE = 100  # characters of a path by which a file can be chosen; longer ones have a short form
_READERS = 2  # uploaded files that are read at once; a server has one of these threads while others wait


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of the corpus by its path, and the server whose own it is."""

    path: str
    server: int | None

    @property
    def value(self) -> str:
        """By what `CorpusEditor.find` knows it: its path, or a short form of one that is too long."""
        return self.path if len(self.path) <= LONGEST_VALUE else _short(self.path)


class CorpusEditor(Protocol):
    """Changes the corpus. `scope` is a server's id for its own files, None for the shared ones.

    Every method raises `CorpusError` for what cannot be, `DataError` where the disk or the state fails, and
    `FollowerError` where another process owns the files and does not answer. With `key`, a change that is asked for
    again with the same one, since the process that made it died, is made once.
    """

    async def check(self, scope: int | None) -> None:
        """Raises CorpusError where no file can be added."""

    async def matching(self, scopes: Sequence[int | None], typed: str, limit: int) -> list[CorpusFile]:
        """Files whose path resembles what was typed, best first; the list may be some seconds old."""

    async def find(self, scopes: Sequence[int | None], value: str) -> CorpusFile | None:
        """The file that a choice's value, or a complete typed path, stands for."""

    async def trashed(self, scope: int | None) -> list[TrashedFile]:
        """The files that can be restored, latest first."""

    async def remove(self, scope: int | None, path: str, *, key: str = "") -> str:
        """Moves a file to the trash; returns its path."""

    async def delete(self, scope: int | None, path: str, *, key: str = "") -> str:
        """Deletes a file for good; returns its path. With `key`, one that is not there is deleted already."""

    async def restore(self, scope: int | None, name: str, *, key: str = "") -> str:
        """Moves a file back from the trash; returns its path."""

    async def export(self, scope: int, limit: int) -> tuple[list[bytes], int]:
        """The server's own articles as files of gzipped JSON lines, of at most `limit` bytes, and how many articles."""

    async def stage(self, token: str, name: str, content: bytes, scope: int | None, *, articles: int) -> None:
        """Stages a file of an upload; see `Uploads.stage`."""

    async def staged(self, token: str) -> list[StagedFile]:
        """The files of an upload, by name."""

    async def set_date(self, token: str, name: str, day: date) -> None:
        """Writes the publication date into a file of an upload."""

    async def confirm(self, token: str, name: str, scope: int | None, *, key: str = "") -> str:
        """Adds a file of an upload to the corpus; returns its path."""

    async def drop(self, token: str) -> None:
        """Deletes an upload."""


class LocalEditor:
    """The editor of the process that owns the corpus folder."""

    def __init__(self, corpus: CorpusFolder, uploads: Uploads) -> None:
        self._corpus = corpus
        self._uploads = uploads
        self._reading = FairExecutor(_READERS, "upload")

    def close(self) -> None:
        """Ends the threads that read uploads."""
        self._reading.shutdown(wait=False)

    async def check(self, scope: int | None) -> None:
        """See `CorpusEditor`."""
        self._corpus.folder(scope)

    async def matching(self, scopes: Sequence[int | None], typed: str, limit: int) -> list[CorpusFile]:
        """See `CorpusEditor`."""

        def work() -> list[CorpusFile]:
            files = self._files(scopes, fresh=False)
            if typed:
                names = {number: file.path for number, file in enumerate(files)}
                found = process.extract(
                    typed, names, scorer=fuzz.partial_ratio, processor=utils.default_process, limit=limit,
                    score_cutoff=60,
                )  # fmt: skip
                files = [files[number] for _, _, number in found]
            return [CorpusFile(file.path, file.server) for file in files[:limit]]

        return await asyncio.to_thread(work)

    async def find(self, scopes: Sequence[int | None], value: str) -> CorpusFile | None:
        """See `CorpusEditor`."""

        def work() -> CorpusFile | None:
            for file in self._files(scopes, fresh=True):
                own = file.path.removeprefix(f"servers/{file.server}/")
                if value in (file.path, own, _short(file.path)):
                    return CorpusFile(file.path, file.server)
            return None

        return await asyncio.to_thread(work)

    def _files(self, scopes: Sequence[int | None], *, fresh: bool) -> list[SourceFile]:
        """The files of the scopes, in their order; the folder is listed again at most once."""
        found: list[SourceFile] = []
        for scope in scopes:
            found += self._corpus.files(scope, fresh=fresh)
            fresh = False
        return found

    async def trashed(self, scope: int | None) -> list[TrashedFile]:
        """See `CorpusEditor`."""
        return await asyncio.to_thread(self._corpus.trashed, scope)

    async def remove(self, scope: int | None, path: str, *, key: str = "") -> str:
        """See `CorpusEditor`."""
        return (await asyncio.to_thread(self._corpus.remove, scope, path, key=key)).path

    async def delete(self, scope: int | None, path: str, *, key: str = "") -> str:
        """See `CorpusEditor`."""
        if not key or await self.find([scope], path) is not None:
            await asyncio.to_thread(self._corpus.delete, scope, path)
        return path

    async def restore(self, scope: int | None, name: str, *, key: str = "") -> str:
        """See `CorpusEditor`."""
        return await asyncio.to_thread(self._corpus.restore, scope, name, key=key)

    async def export(self, scope: int, limit: int) -> tuple[list[bytes], int]:
        """See `CorpusEditor`."""
        return await asyncio.to_thread(lambda: export_parts(self._corpus.articles(scope), limit))

    async def stage(self, token: str, name: str, content: bytes, scope: int | None, *, articles: int) -> None:
        """See `CorpusEditor`."""
        await self._reading.run(partial(self._uploads.stage, token, name, content, scope, articles=articles))

    async def staged(self, token: str) -> list[StagedFile]:
        """See `CorpusEditor`."""
        return await self._reading.run(partial(self._uploads.staged, token))

    async def set_date(self, token: str, name: str, day: date) -> None:
        """See `CorpusEditor`."""
        await self._reading.run(partial(self._uploads.set_date, token, name, day))

    async def confirm(self, token: str, name: str, scope: int | None, *, key: str = "") -> str:
        """See `CorpusEditor`."""
        return await self._reading.run(partial(self._uploads.confirm, token, name, scope, key=key))

    async def drop(self, token: str) -> None:
        """See `CorpusEditor`."""
        await asyncio.to_thread(self._uploads.drop, token)


def _short(path: str) -> str:
    return "~" + blake2b(path.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()

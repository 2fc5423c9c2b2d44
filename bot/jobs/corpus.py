"""The corpus editor of a process that follows, and what the process that indexes does for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from bot.curation.editor import CorpusEditor, CorpusFile
from bot.curation.trash import TrashedFile
from bot.curation.uploads import StagedFile
from bot.jobs.client import JobClient, JobResult
from bot.jobs.taker import Handler, Work

_QUICK = 2.0  # seconds: choices are offered within three or not at all


class RemoteEditor:
    """A `CorpusEditor` whose every method is a job of the name of the method."""

    def __init__(self, client: JobClient) -> None:
        self._client = client

    async def _ask(
        self,
        kind: str,
        scopes: int | Sequence[int | None] | None,
        *,
        files: Sequence[bytes] = (),
        away_after: float | None = None,
        **given: Any,
    ) -> JobResult:
        servers = [scopes] if scopes is None or isinstance(scopes, int) else list(scopes)
        server = next((scope for scope in servers if scope is not None), None)
        payload = {**given, "scopes": servers}
        return await self._client.ask(kind, payload, server=server, files=files, away_after=away_after)

    async def check(self, scope: int | None) -> None:
        """See `CorpusEditor`."""
        await self._ask("check", scope)

    async def matching(self, scopes: Sequence[int | None], typed: str, limit: int) -> list[CorpusFile]:
        """See `CorpusEditor`."""
        found = await self._ask("matching", scopes, typed=typed, limit=limit, away_after=_QUICK)
        return [CorpusFile(path, server) for path, server in found.value]

    async def find(self, scopes: Sequence[int | None], value: str) -> CorpusFile | None:
        """See `CorpusEditor`."""
        found = (await self._ask("find", scopes, value=value)).value
        return CorpusFile(*found) if found else None

    async def trashed(self, scope: int | None) -> list[TrashedFile]:
        """See `CorpusEditor`."""
        found = (await self._ask("trashed", scope, away_after=_QUICK)).value
        return [TrashedFile(name, path, datetime.fromtimestamp(at, UTC)) for name, path, at in found]

    async def remove(self, scope: int | None, path: str, *, key: str = "") -> str:
        """See `CorpusEditor`. The job's own id is the key."""
        del key
        return str((await self._ask("remove", scope, path=path)).value)

    async def delete(self, scope: int | None, path: str, *, key: str = "") -> str:
        """See `remove`."""
        del key
        return str((await self._ask("delete", scope, path=path)).value)

    async def restore(self, scope: int | None, name: str, *, key: str = "") -> str:
        """See `remove`."""
        del key
        return str((await self._ask("restore", scope, name=name)).value)

    async def export(self, scope: int, limit: int) -> tuple[list[bytes], int]:
        """See `CorpusEditor`."""
        found = await self._ask("export", scope, limit=limit)
        return list(found.files), int(found.value)

    async def stage(self, token: str, name: str, content: bytes, scope: int | None, *, articles: int) -> None:
        """See `CorpusEditor`."""
        await self._ask("stage", scope, token=token, name=name, articles=articles, files=[content])

    async def staged(self, token: str) -> list[StagedFile]:
        """See `CorpusEditor`."""
        return [StagedFile.from_fields(fields) for fields in (await self._ask("staged", None, token=token)).value]

    async def set_date(self, token: str, name: str, day: date) -> None:
        """See `CorpusEditor`."""
        await self._ask("set_date", None, token=token, name=name, day=day.isoformat())

    async def confirm(self, token: str, name: str, scope: int | None, *, key: str = "") -> str:
        """See `remove`."""
        del key
        return str((await self._ask("confirm", scope, token=token, name=name)).value)

    async def drop(self, token: str) -> None:
        """See `CorpusEditor`."""
        await self._ask("drop", None, token=token)


def corpus_handlers(editor: CorpusEditor) -> Mapping[str, Handler]:
    """What `RemoteEditor` asks for, done by the editor of this process."""
    done = _EditorJobs(editor)
    kinds = ("check", "matching", "find", "trashed", "remove", "delete", "restore", "export", "stage", "staged",
             "set_date", "confirm", "drop")  # fmt: skip
    return {kind: getattr(done, kind) for kind in kinds}


class _EditorJobs:
    """One method a kind of job: the payload to the editor, what it returns to values that JSON can hold."""

    def __init__(self, editor: CorpusEditor) -> None:
        self._editor = editor

    async def check(self, work: Work) -> None:
        await self._editor.check(_scope(work))

    async def matching(self, work: Work) -> list[list[Any]]:
        given = work.job.payload
        found = await self._editor.matching(given["scopes"], given["typed"], given["limit"])
        return [[file.path, file.server] for file in found]

    async def find(self, work: Work) -> list[Any] | None:
        found = await self._editor.find(work.job.payload["scopes"], work.job.payload["value"])
        return None if found is None else [found.path, found.server]

    async def trashed(self, work: Work) -> list[list[Any]]:
        found = await self._editor.trashed(_scope(work))
        return [[file.name, file.path, file.removed.timestamp()] for file in found]

    async def remove(self, work: Work) -> str:
        return await self._editor.remove(_scope(work), work.job.payload["path"], key=work.job.id)

    async def delete(self, work: Work) -> str:
        return await self._editor.delete(_scope(work), work.job.payload["path"], key=work.job.id)

    async def restore(self, work: Work) -> str:
        return await self._editor.restore(_scope(work), work.job.payload["name"], key=work.job.id)

    async def export(self, work: Work) -> int:
        scope = _scope(work)
        if scope is None:
            raise ValueError("only a server's own articles are exported")
        work.result_files, articles = await self._editor.export(scope, work.job.payload["limit"])
        return articles

    async def stage(self, work: Work) -> None:
        given = work.job.payload
        (content,) = await work.read_files()
        await self._editor.stage(given["token"], given["name"], content, _scope(work), articles=given["articles"])

    async def staged(self, work: Work) -> list[list[Any]]:
        return [file.to_fields() for file in await self._editor.staged(work.job.payload["token"])]

    async def set_date(self, work: Work) -> None:
        given = work.job.payload
        await self._editor.set_date(given["token"], given["name"], date.fromisoformat(given["day"]))

    async def confirm(self, work: Work) -> str:
        given = work.job.payload
        return await self._editor.confirm(given["token"], given["name"], _scope(work), key=work.job.id)

    async def drop(self, work: Work) -> None:
        await self._editor.drop(work.job.payload["token"])


def _scope(work: Work) -> int | None:
    (scope,) = work.job.payload["scopes"]
    return None if scope is None else int(scope)

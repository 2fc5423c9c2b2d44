"""The audit log: one entry for each reload, upload, removal, restoration and change of a setting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.store.database import Connection, Database


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the log. `who` is a Discord user id; None is the bot itself (AUTO_RELOAD)."""

    number: int
    at: datetime
    who: int | None
    action: str
    detail: str


class AuditEntries:
    """The log of every server; a server reads only its own lines."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    async def add(self, server: int | None, who: int | None, action: str, detail: str = "") -> AuditEntry:
        """Writes a line, on the disk before this returns. `server` None is the operator's own (the console)."""
        at = int(self._now())

        def work(connection: Connection) -> int:
            row = connection.execute(
                "INSERT INTO audit (at, server, who, action, detail) VALUES (?, ?, ?, ?, ?) RETURNING id",
                (at, server, who, action, detail),
            ).fetchone()
            return int(row[0])

        number = await self._database.write(work, durable=True)
        return AuditEntry(number, datetime.fromtimestamp(at, UTC), who, action, detail)

    async def entries(self, server: int | None, *, limit: int = 20, before: int | None = None) -> list[AuditEntry]:
        """The server's lines, newest first; `before` is the number of the last one already shown."""
        below = 2**62 if before is None else before

        def work(connection: Connection) -> list[AuditEntry]:
            rows = connection.execute(
                "SELECT id, at, who, action, detail FROM audit WHERE coalesce(server, 0) = ? AND id < ?"
                " ORDER BY id DESC LIMIT ?",
                (server or 0, below, limit),
            )
            return [AuditEntry(number, datetime.fromtimestamp(at, UTC), *rest) for number, at, *rest in rows]

        return await self._database.read(work)

    async def claim_reload(self, server: int, *, every: float = 60.0) -> float:
        """Claims a reload for the server: 0.0, or the seconds to wait until its last one is `every` seconds ago."""
        now = self._now()

        def work(connection: Connection) -> float:
            rows = connection.execute("SELECT at FROM reloads WHERE server = ?", (server,))
            last = next((at for (at,) in rows), None)
            if last is not None and 0 <= now - last < every:  # a clock set back must not lock anyone out
                return float(every - (now - last))
            connection.execute(
                "INSERT INTO reloads (server, at) VALUES (?, ?) ON CONFLICT (server) DO UPDATE SET at = excluded.at",
                (server, now),
            )
            return 0.0

        return await self._database.write(work)

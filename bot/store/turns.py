"""What several processes would do at once, and one should: whoever takes the turn does it."""

from __future__ import annotations

from collections.abc import Callable

from bot.store.database import Connection, Database

_KIND = "once"  # beside the other kinds of memory; swept with them when it is past


class Turns:
    """Turns by name. One that is not given back ends by itself, so a process that dies with it holds nobody up."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    async def take(self, name: str, *, seconds: float) -> bool:
        """Takes the turn for so many seconds; False while another process, or this one, has it."""
        now = self._now()
        row = (_KIND, name, "", "null", int(now + seconds), int(now))

        def work(connection: Connection) -> bool:
            taken = connection.execute(
                "INSERT INTO memory (kind, key, owner, value, expires) VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, key)"
                " DO UPDATE SET expires = excluded.expires WHERE memory.expires <= ?",
                row,
            )
            return taken.rowcount == 1

        return await self._database.write(work)

    async def give_back(self, name: str) -> None:
        """Ends the turn before its time."""

        def work(connection: Connection) -> None:
            connection.execute("DELETE FROM memory WHERE kind = ? AND key = ?", (_KIND, name))

        await self._database.write(work)

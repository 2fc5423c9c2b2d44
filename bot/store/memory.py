"""Values with an age limit: the state behind buttons that fits no custom id, conversations, pairs of messages."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from typing import Any

from bot.store.database import Connection, Database
from bot.store.pseudonyms import pseudonym

DAY = 86_400.0


class Memory:
    """JSON values with an age limit, by kind and key. They survive a restart."""

    def __init__(self, database: Database, key: bytes, now: Callable[[], float]) -> None:
        self._database = database
        self._key = key
        self._now = now

    @staticmethod
    def token() -> str:
        """A new key: 16 characters that fit a custom id and cannot be guessed."""
        return secrets.token_urlsafe(12)

    async def put(
        self,
        kind: str,
        key: str,
        value: Any,
        *,
        seconds: float,
        user: int | None = None,
        most: int | None = None,
        announce: bool = False,
    ) -> None:
        """Keeps `value` for so many seconds, in place of what the key held before.

        Args:
            kind: the namespace of the key: "view", "turn", "reply".
            key: such as a token or a message id.
            value: any JSON value.
            seconds: its age limit.
            announce: wakes the waiters in `State.wait_for_change` of every process.
            user: whose it is, so that their `/forget-me` removes it; stored as a pseudonym, never as the id.
            most: how many of a kind are kept of this user; those that would expire first go.
        """
        work = self.putting(kind, key, value, seconds=seconds, user=user, most=most)
        await self._database.write(work, announce=announce)

    def putting(
        self, kind: str, key: str, value: Any, *, seconds: float, user: int | None = None, most: int | None = None
    ) -> Callable[[Connection], None]:
        """What `put` does, for `State.together`."""
        owner = "" if user is None else pseudonym(self._key, user)
        row = (kind, key, owner, json.dumps(value, ensure_ascii=False), int(self._now() + seconds))

        def work(connection: Connection) -> None:
            connection.execute(
                "INSERT INTO memory (kind, key, owner, value, expires) VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, key)"
                " DO UPDATE SET owner = excluded.owner, value = excluded.value, expires = excluded.expires",
                row,
            )
            if most is not None:
                connection.execute(
                    "DELETE FROM memory WHERE kind = ? AND key IN (SELECT key FROM memory WHERE kind = ? AND owner = ?"
                    " ORDER BY expires DESC, key LIMIT 1000000 OFFSET ?)",
                    (kind, kind, owner, most),
                )

        return work

    async def get(self, kind: str, key: str) -> Any | None:
        """The value of the key; None where there is none or it has expired."""
        now = int(self._now())

        def work(connection: Connection) -> str | None:
            rows = connection.execute(
                "SELECT value FROM memory WHERE kind = ? AND key = ? AND expires > ?", (kind, key, now)
            )
            return next((value for (value,) in rows), None)

        value = await self._database.read(work)
        return None if value is None else json.loads(value)

    async def entries(self, kind: str) -> dict[str, Any]:
        """Everything of a kind that has not expired, by key."""
        now = int(self._now())

        def work(connection: Connection) -> list[tuple[str, str]]:
            sql = "SELECT key, value FROM memory WHERE kind = ? AND expires > ? ORDER BY key"
            return connection.execute(sql, (kind, now)).fetchall()

        return {key: json.loads(value) for key, value in await self._database.read(work)}

    async def drop(self, kind: str, key: str, *, announce: bool = False) -> None:
        """Removes it now."""

        def work(connection: Connection) -> None:
            connection.execute("DELETE FROM memory WHERE kind = ? AND key = ?", (kind, key))

        await self._database.write(work, announce=announce)

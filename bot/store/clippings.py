"""Members' scrapbooks: quotes that they saved, each as its article's key and the words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.errors import ClippingsError
from bot.store.database import Connection, Database
from bot.store.pseudonyms import pseudonym

MOST_OF_A_MEMBER = 100  # in one server


class FullScrapbookError(ClippingsError):
    """A member has as many saved quotes as they may have."""

    def __init__(self) -> None:
        super().__init__("Your scrapbook holds {most} quotes and is full. Remove some first.", most=MOST_OF_A_MEMBER)


@dataclass(frozen=True, slots=True)
class SavedQuote:
    """A quote in a scrapbook: the key of its article, and its words."""

    id: int
    article: str
    text: str


class Scrapbooks:
    """The scrapbook of every member in every server; of the member only a pseudonym is stored."""

    def __init__(self, database: Database, key: bytes, now: Callable[[], float]) -> None:
        self._database = database
        self._key = key
        self._now = now

    async def save(self, server: int, member: int, quotes: Iterable[tuple[str, str]]) -> int:
        """Saves (article key, words) pairs; returns how many were not there yet.

        Raises:
            FullScrapbookError: they do not all fit; none is saved.
        """
        owner, now = pseudonym(self._key, member), int(self._now())
        wanted = list(dict.fromkeys(quotes))

        def work(connection: Connection) -> int:
            there = _read(connection, owner, server)
            known = {(quote.article, quote.text) for quote in there}
            new = [pair for pair in wanted if pair not in known]
            if len(there) + len(new) > MOST_OF_A_MEMBER:
                raise FullScrapbookError
            for article, text in new:
                value = json.dumps({"article": article, "text": text}, ensure_ascii=False)
                connection.execute(
                    "INSERT INTO clippings (owner, server, saved, value) VALUES (?, ?, ?, ?)",
                    (owner, server, now, value),
                )
            return len(new)

        return await self._database.write(work, durable=True)

    async def of(self, server: int, member: int) -> list[SavedQuote]:
        """The member's quotes in a server, oldest first."""
        owner = pseudonym(self._key, member)
        return await self._database.read(lambda connection: _read(connection, owner, server))

    async def remove(self, server: int, member: int, quote: int | None) -> int:
        """Removes one of the member's own quotes, or all of them in this server; returns how many."""
        owner = pseudonym(self._key, member)

        def work(connection: Connection) -> int:
            if quote is None:
                return connection.execute(
                    "DELETE FROM clippings WHERE owner = ? AND server = ?", (owner, server)
                ).rowcount
            return connection.execute(
                "DELETE FROM clippings WHERE owner = ? AND server = ? AND id = ?", (owner, server, quote)
            ).rowcount

        return await self._database.write(work, durable=True)


def _read(connection: Connection, owner: str, server: int) -> list[SavedQuote]:
    rows = connection.execute(
        "SELECT id, value FROM clippings WHERE owner = ? AND server = ? ORDER BY id", (owner, server)
    ).fetchall()
    found = ((number, json.loads(value)) for number, value in rows)
    return [SavedQuote(number, str(value.get("article")), str(value.get("text"))) for number, value in found]

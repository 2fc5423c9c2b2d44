"""What a Discord server's admins have set for it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from bot.errors import ClippingsError, DataError
from bot.language.interface import LANGUAGES
from bot.model import Verdict
from bot.store.database import Connection, Database

MAX_EXCERPTS = 5
MAX_RETENTION_DAYS = 365
PATIENCE = 1.0  # seconds to wait for them: an acknowledgement, which depends on them, is due after three
FRESH = 2.0  # seconds for which settings are taken as they were: another process may have changed them since


class SettingError(ClippingsError):
    """A server's setting was given a value that it cannot have; the sentence says which it can."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """One server's settings; the defaults are those of a server whose admins never touched them.

    `channels` are those in which the bot answers; none means all. `private` answers are seen by the asker alone unless
    the asker says otherwise. `least` is the weakest verdict whose excerpts are shown: with `answered`, an `unsure` one
    is shown as "nothing found". `keep_questions` is the server's consent; without it nothing of a question is kept.
    `watches` lets members watch questions, `discuss` lets them open a thread under an answer, `clippings`
    lets them export quotes and save them in a scrapbook of their own; new posts in
    `forums` are answered. `language` is what the bot speaks in public, a code of `LANGUAGES`; empty takes the language
    of Discord's own server settings.
    """

    channels: tuple[int, ...] = ()
    private: bool = False
    excerpts: int = 3
    least: Verdict = Verdict.UNSURE
    language: str = ""
    keep_questions: bool = False
    retention_days: int = 90
    mentions: bool = True
    audit_channel: int | None = None
    watches: bool = False
    discuss: bool = False
    clippings: bool = False
    forums: tuple[int, ...] = ()

    def answers_in(self, *channels: int | None) -> bool:
        """Whether one of these (a channel, and the parent of a thread) is where the server wants answers."""
        return not self.channels or any(channel in self.channels for channel in channels)


class Servers:
    """The settings of every server."""

    def __init__(self, database: Database, retain: Callable[[Connection], object]) -> None:
        self._database = database
        self._retain = retain
        self._known: dict[int, tuple[float, ServerSettings]] = {}  # with the time of reading
        self._complete = False

    async def read(self, server: int | None) -> ServerSettings:
        """The server's settings; the defaults for a direct message (None)."""
        if server is None:
            return ServerSettings()
        looked_up, known = self._known.get(server, (-FRESH, None))
        if known is not None and time.monotonic() - looked_up < FRESH:
            return known
        try:
            async with asyncio.timeout(PATIENCE):
                found = await self._database.read(lambda connection: read_settings(connection, server))
        except (DataError, TimeoutError) as error:
            if known is None:
                raise DataError("The settings of this server cannot be read. Try again in a moment.") from error
            return known  # nobody can change them while the database is away
        return self._keep(server, found)

    async def load(self) -> None:
        """Takes in the settings of every server, so that `remembered` knows them.

        Raises:
            DataError: the database cannot be read.
        """
        found = await self._database.read(_every_server)
        now = time.monotonic()
        self._known = {server: (now, settings) for server, settings in found.items()} | self._known
        self._complete = True

    def remembered(self, server: int | None) -> ServerSettings:
        """What is known of the server's settings without asking the database, however slow or far away that is.

        Until `load` has succeeded, an unknown server's answers are private: nothing is shown that may not be.
        """
        if server is None:
            return ServerSettings()
        known = self._known.get(server)
        if known is not None:
            return known[1]
        return ServerSettings(private=not self._complete)

    async def change(self, server: int, **changes: object) -> ServerSettings:
        """Sets what is named and leaves the rest. Taking consent back removes the questions kept so far.

        Raises:
            SettingError: a value is out of its range.
        """
        return await self.update(server, lambda _before: changes)

    async def update(self, server: int, update: Callable[[ServerSettings], Mapping[str, object]]) -> ServerSettings:
        """Changes settings by what they are: `update` gets the stored ones and returns those to set.

        Reading and writing are one transaction, so of two admins who each add a channel neither is lost. `update` may
        be called again. Raises as `change`, and what `update` raises.
        """

        def work(connection: Connection) -> ServerSettings:
            before = read_settings(connection, server)
            changes = update(before)
            settings = _checked(replace(before, **changes))  # type: ignore[arg-type]
            if "language" in changes:
                connection.execute("DELETE FROM settings WHERE server = ? AND name = ?", (server, _FORMER_LANGUAGE))
            for name in changes:
                connection.execute(
                    "INSERT INTO settings (server, name, value) VALUES (?, ?, ?)"
                    " ON CONFLICT (server, name) DO UPDATE SET value = excluded.value",
                    (server, name, json.dumps(getattr(settings, name))),
                )
            self._retain(connection)
            return settings

        settings = self._keep(server, await self._database.write(work, durable=True))
        if not settings.keep_questions:
            await self._database.erase([("DELETE FROM questions WHERE server = ?", (server,))])
        return settings

    def _keep(self, server: int, settings: ServerSettings) -> ServerSettings:
        self._known[server] = (time.monotonic(), settings)
        return settings


def read_settings(connection: Connection, server: int) -> ServerSettings:
    """The server's settings, defaults where it set none, or where a stored value is no longer one that can be."""
    rows = connection.execute("SELECT name, value FROM settings WHERE server = ?", (server,)).fetchall()
    settings = ServerSettings()
    for name, value in rows:
        settings = _with(settings, name, value)
    return settings


def _every_server(connection: Connection) -> dict[int, ServerSettings]:
    found: dict[int, ServerSettings] = {}
    for server, name, value in connection.execute("SELECT server, name, value FROM settings").fetchall():
        found[server] = _with(found.get(server, ServerSettings()), name, value)
    return found


def _with(settings: ServerSettings, name: str, value: str) -> ServerSettings:
    if name == _FORMER_LANGUAGE and not settings.language:
        name = "language"
    if name not in _NAMES:
        return settings  # of a newer version, which somebody took back
    try:
        found: Any = json.loads(value)
        known: dict[str, Any] = {name: _READ[name](found) if name in _READ else found}
        return _checked(replace(settings, **known))
    except (ValueError, TypeError, SettingError):
        return settings


_FORMER_LANGUAGE = "date_language"  # of dates alone, up to 0.2
_NAMES = {field.name for field in fields(ServerSettings)}
_READ: Mapping[str, Callable[[Any], object]] = {"channels": tuple, "forums": tuple, "least": Verdict}


def _checked(settings: ServerSettings) -> ServerSettings:
    wrong = [sentence for right, sentence in _rules(settings) if not right]
    if wrong:
        raise SettingError(" ".join(wrong))
    return settings


def _rules(settings: ServerSettings) -> list[tuple[bool, str]]:
    flags = (
        settings.private,
        settings.keep_questions,
        settings.mentions,
        settings.watches,
        settings.discuss,
        settings.clippings,
    )
    channels = settings.channels if settings.audit_channel is None else (*settings.channels, settings.audit_channel)
    counts = (settings.excerpts, settings.retention_days, *channels, *settings.forums)
    typed = all(type(flag) is bool for flag in flags) and all(type(count) is int for count in counts)
    return [
        (typed, "A setting is of another kind than it should be."),
        (typed and 1 <= settings.excerpts <= MAX_EXCERPTS, f"Excerpts per answer: 1 to {MAX_EXCERPTS}."),
        (settings.least in (Verdict.ANSWERED, Verdict.UNSURE), "Least verdict to show: answered or unsure."),
        (settings.language in ("", *LANGUAGES), f"Languages: {', '.join(LANGUAGES)}."),
        (
            typed and 1 <= settings.retention_days <= MAX_RETENTION_DAYS,
            f"Questions are kept 1 to {MAX_RETENTION_DAYS} days.",
        ),
    ]

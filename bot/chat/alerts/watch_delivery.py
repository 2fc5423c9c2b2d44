"""Watches at work: new articles are matched against all watches, and members are told, at most once a day for each."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from hashlib import blake2b

import discord
from discord.ext import commands

from bot.answers.stored_queries import StoredMatch, StoredQuery, StoredQueryMatcher, answering_excerpt
from bot.chat.alerts.watch_view import MAX_EXCERPTS, watch_message
from bot.chat.transport.languages import Languages
from bot.chat.transport.reply import Reply
from bot.chat.transport.responses import NO_MENTIONS
from bot.chat.transport.retry import BROKEN
from bot.library import Library
from bot.model import Excerpt
from bot.search import Index
from bot.store.alerts.watches import Watch
from bot.store.state import State

log = logging.getLogger(__name__)

TICK = 20.0  # seconds between two looks for new articles
SEEN = "arrivals.seen"  # the fact that says which arrivals were looked through
_WORK = "watches"  # its name among the supervised tasks
_LEASE = 60.0  # seconds for which no other process matches
_BATCH = 10  # articles matched in one turn of a look-up thread: a tenth of a second with 10,000 watches


class WatchDelivery(commands.Cog):
    """Matches and sends for as long as the bot runs."""

    def __init__(
        self, bot: discord.Client, library: Library, state: State, languages: Languages, today: Callable[[], date]
    ) -> None:
        self._bot = bot
        self._library = library
        self._state = state
        self._languages = languages
        self._today = today

    async def cog_load(self) -> None:
        """Starts the background work."""
        await self._library.supervisor.stop(_WORK)  # of an earlier bot over this library
        self._library.supervisor.keep_running(_WORK, self.run)

    async def cog_unload(self) -> None:
        """Ends it."""
        await self._library.supervisor.stop(_WORK)

    async def run(self) -> None:
        """Matches and sends until it is cancelled; the supervisor starts it again after an error."""
        while True:
            await self.match_new_articles()
            await self.send_due()
            await asyncio.sleep(TICK)

    async def match_new_articles(self) -> int:
        """Keeps, for each watch, the new articles that answer it; returns how many pairs that were."""
        if not await self._state.leases.acquire("watches", seconds=_LEASE):
            return 0
        try:
            return await self._match()
        finally:
            await self._state.leases.release("watches")

    async def _match(self) -> int:
        seen = await self._state.fact(SEEN)
        if seen is None:
            await self._state.set_fact(SEEN, datetime.now(UTC).isoformat())  # what was there before is no news
            return 0
        new = [arrivals for arrivals in self._library.arrivals() if arrivals.at > datetime.fromisoformat(seen)]
        if not new:
            return 0
        watches = await self._state.watches.active()
        queries = [_query(watch) for watch in watches]
        keys = list(dict.fromkeys(key for arrivals in new for _, key in arrivals.articles))
        found = await self._matches(queries, keys) if queries else []
        await self._state.watches.found(found, (SEEN, new[-1].at.isoformat()))
        if queries:
            log.info("%d new articles, %d watches: %d matches", len(keys), len(queries), len(found))
        return len(found)

    async def _matches(self, queries: Sequence[StoredQuery], keys: Sequence[str]) -> list[tuple[str, str]]:
        """Watches and the keys of articles that answer them, a few articles in one turn of the look-up threads."""
        today = self._today()
        matcher: StoredQueryMatcher | None = None

        def match(index: Index, batch: Sequence[str]) -> list[StoredMatch]:
            nonlocal matcher
            if matcher is None or matcher.index is not index:  # a reload may have come between two batches
                matcher = StoredQueryMatcher(index, queries, today, most=MAX_EXCERPTS)
            return matcher.matches(batch)

        found: list[tuple[str, str]] = []
        for start in range(0, len(keys), _BATCH):
            matches = await self._library.use(partial(match, batch=keys[start : start + _BATCH]))
            found += [(match.query.id, match.key) for match in matches]
        return found

    async def send_due(self) -> int:
        """Sends what is waiting, one message for each watch that has sent none today; returns how many."""
        sent = 0
        for watch, keys in await self._state.watches.claim_due():
            sent += await self._send(watch, keys)
        return sent

    async def _send(self, watch: Watch, keys: Sequence[str]) -> bool:
        """Sends one message; returns whether it was sent."""
        settings = await self._state.servers.read(watch.server)
        excerpts = await self._excerpts(watch, keys) if settings.watches else []
        if not excerpts:
            await self._state.watches.sent(watch, keys)
            await self._state.watches.give_back(watch)
            return False
        try:
            guild = self._bot.get_guild(watch.server) or await self._bot.fetch_guild(watch.server)
            await guild.fetch_member(watch.member)  # who has left the server must not read its articles
            alone = watch.channel is None
            with self._languages.for_member(watch.member, guild) if alone else self._languages.for_server(guild):
                reply = watch_message(watch, excerpts, server_name=guild.name if alone else "")
            await self._deliver(watch, reply, blake2b(f"{watch.id} {keys}".encode(), digest_size=12).hexdigest())
        except (discord.NotFound, discord.Forbidden) as error:
            log.warning(
                "a watch in server %d is paused: Discord answered %s (%s)", watch.server, error.status, error.code
            )
            await self._state.watches.pause(watch.id, watch.member, paused=True)
            return False
        except (discord.HTTPException, *BROKEN) as error:
            log.warning("a watch in server %d could not send, it tries again: %s", watch.server, type(error).__name__)
            await self._state.watches.give_back(watch)
            return False
        await self._state.watches.sent(watch, keys)
        return True

    async def _excerpts(self, watch: Watch, keys: Sequence[str]) -> list[Excerpt]:
        query, today = _query(watch), self._today()

        def read(index: Index) -> list[Excerpt]:
            found = (answering_excerpt(index, query, key, today) for key in keys)
            return [excerpt for excerpt in found if excerpt is not None]

        return await self._library.use(read)

    async def _deliver(self, watch: Watch, reply: Reply, nonce: str) -> None:
        """Sends a message; Discord drops a second one with the same `nonce`, such as after a connection that broke."""
        if watch.channel is None:
            person = await self._bot.fetch_user(watch.member)
            await person.send(view=reply.view, allowed_mentions=NO_MENTIONS, nonce=nonce)
            return
        place = self._bot.get_partial_messageable(watch.channel, guild_id=watch.server)
        mentioned = discord.AllowedMentions(everyone=False, roles=False, users=[discord.Object(watch.member)])
        await place.send(view=reply.view, allowed_mentions=mentioned, nonce=nonce)


def _query(watch: Watch) -> StoredQuery:
    return StoredQuery(watch.id, watch.question, watch.server)

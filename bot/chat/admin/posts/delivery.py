"""Posts at work: new articles are noted as they come in, and what is due is posted, by one of all processes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b

import discord
from discord.ext import commands

from bot.answers.on_this_day import printed_on
from bot.chat.admin.insights.grouping import Group, grouped
from bot.chat.admin.posts.view import LISTED, digest, new_article, new_articles, on_this_day
from bot.chat.admin.services import AdminServices
from bot.chat.text.markdown import label
from bot.chat.transport.languages import Languages
from bot.chat.transport.reply import Reply
from bot.chat.transport.responses import NO_MENTIONS
from bot.chat.transport.retry import BROKEN
from bot.chat.transport.turns import compute
from bot.errors import ClippingsError
from bot.language.dates_in_words import say_day
from bot.language.interface import N_, _
from bot.model import Article, Heading, Verdict
from bot.search import Index
from bot.store.alerts.posts import DuePost, PostKind, PostPlan, zone_of

log = logging.getLogger(__name__)

TICK = 20.0  # seconds between two looks
SEEN = "posts.seen"  # the fact that says which arrivals were looked through
SINGLE = 5  # articles that come at once and get a message each; more of them are a list
MOST_ASKED = 5  # questions in a digest
LEAST_ASKED = 2  # times: a question that one member asked once is nobody else's business
_WORK = "posting"  # its name among the supervised tasks
_LEASE = 60.0  # seconds for which no other process notes new articles
_NAME = 100  # characters of a forum post's name
_CROSSPOST_WAIT = 10.0  # seconds: Discord lets a channel publish ten messages an hour, and one waits for no more
_TOO_MANY, _SERVER_ERROR = 429, 500  # statuses of HTTP
_UNKNOWN_CHANNEL = 10003  # Discord's code

_Channel = discord.TextChannel | discord.Thread | discord.ForumChannel


class PostDelivery(commands.Cog):
    """Posts for as long as the bot runs."""

    def __init__(self, bot: discord.Client, services: AdminServices, languages: Languages) -> None:
        self._bot = bot
        self._library = services.library
        self._state = services.state
        self._audit_log = services.audit_log
        self._languages = languages

    async def cog_load(self) -> None:
        """Starts the background work."""
        await self._library.supervisor.stop(_WORK)  # of an earlier bot over this library
        self._library.supervisor.keep_running(_WORK, self.run)

    async def cog_unload(self) -> None:
        """Ends it."""
        await self._library.supervisor.stop(_WORK)

    async def run(self) -> None:
        """Notes and posts until it is cancelled; the supervisor starts it again after an error."""
        while True:
            await self.note_new_articles()
            await self.post_due()
            await asyncio.sleep(TICK)

    async def note_new_articles(self) -> None:
        """Keeps what has come in since the last look for the servers that want it posted."""
        if not await self._state.leases.acquire("posts", seconds=_LEASE):
            return
        try:
            seen = await self._state.fact(SEEN)
            if seen is None:
                await self._state.set_fact(SEEN, datetime.now(UTC).isoformat())  # what was there before is no news
                return
            new = [arrivals for arrivals in self._library.arrivals() if arrivals.at > datetime.fromisoformat(seen)]
            if new:
                articles = dict.fromkeys(reference for arrivals in new for reference in arrivals.articles)
                await self._state.posts.found(articles, (SEEN, new[-1].at.isoformat()))
        finally:
            await self._state.leases.release("posts")

    async def post_due(self) -> int:
        """Posts what is due; returns how many messages that were."""
        sent = 0
        while claimed := await self._state.posts.claim_due():
            for due in claimed:
                sent += await self._post(due)
        return sent

    async def _post(self, due: DuePost) -> int:
        """Posts for one plan. What Discord refuses waits for the next time, and `/posts list` says why."""
        plan, error = due.plan, ""
        sent: list[Reply] = []
        try:
            await self._send_all(due, sent)
        except discord.HTTPException as refused:
            log.warning("a post in server %d: Discord answered %d (%d)", plan.server, refused.status, refused.code)
            if refused.code == _UNKNOWN_CHANNEL:
                await self._end(plan)
            if refused.code == _UNKNOWN_CHANNEL or refused.status == _TOO_MANY or refused.status >= _SERVER_ERROR:
                return len(sent)  # otherwise it is claimed again when the lease ends
            error = N_("Discord took no message there: let me see the channel and write in it.")
        except (*BROKEN, ClippingsError) as broken:
            log.warning("a post in server %d waits: %s", plan.server, type(broken).__name__)
            return len(sent)
        await self._state.posts.finish(plan, error=error)
        return len(sent)

    async def _send_all(self, due: DuePost, sent: list[Reply]) -> None:
        """Sends the messages of a plan, and puts each that was sent into `sent`."""
        plan = due.plan
        guild = self._bot.get_guild(plan.server) or await self._bot.fetch_guild(plan.server)
        channel = self._bot.get_channel(plan.channel) or await self._bot.fetch_channel(plan.channel)
        with self._languages.for_server(guild):
            for reply, name, keys in await self._messages(due):
                if isinstance(channel, _Channel):  # nothing else can be chosen
                    what = f"{plan.server} {plan.kind} {due.planned} {keys}"
                    await _send(channel, reply, name, nonce=blake2b(what.encode(), digest_size=12).hexdigest())
                    sent.append(reply)
                await self._state.posts.sent(plan, keys)

    async def _end(self, plan: PostPlan) -> None:
        log.warning("posts of server %d end: their channel is gone", plan.server)
        await self._state.posts.remove(plan.server, plan.kind)
        await self._audit_log.record(plan.server, None, "posts off", f"{plan.kind}: the channel is gone")

    async def _messages(self, due: DuePost) -> list[tuple[Reply, str, Sequence[str]]]:
        """What is to be posted: each message, the name that it has in a forum, and the articles that it deals with."""
        server, now = due.plan.server, self._state.posts.now()
        if due.plan.kind is PostKind.ON_THIS_DAY:
            day = datetime.fromtimestamp(now, zone_of(due.plan.zone)).date()
            found = await self._library.use(lambda index: printed_on(index, day, server, LISTED, this_year=False))
            return [(on_this_day(day, found), say_day(day), ())] if found else []
        articles = await self._library.use(lambda index: _read(index, due.articles, server))
        headings = [heading for _article, heading in articles]
        gone = set(due.articles) - {heading.key for _article, heading in articles}
        await self._state.posts.sent(due.plan, sorted(gone))
        if due.plan.kind is PostKind.DIGEST:
            asked = await self._asked(server, now)
            name = say_day(datetime.fromtimestamp(now, zone_of(due.plan.zone)).date())
            return [(digest(headings, asked), name, due.articles)] if headings or asked else []
        if due.plan.hourly or len(headings) > SINGLE:
            name = f"{_('New articles')}, {say_day(date.fromtimestamp(now))}"
            return [(new_articles(headings), name, due.articles)] if headings else []
        return [(new_article(article, heading), article.title, (heading.key,)) for article, heading in articles]

    async def _asked(self, server: int, now: float) -> list[Group]:
        """What was asked most in the last week, of what was answered; nothing where the server keeps no questions."""
        if not (await self._state.servers.read(server)).keep_questions:
            return []
        until = datetime.fromtimestamp(now, UTC)
        asked = await self._state.questions.between(server, until - timedelta(days=7), until)
        answered = [question for question in reversed(asked) if question.verdict is Verdict.ANSWERED]
        groups = await compute(grouped, answered)
        return [group for group in groups if group.asked >= LEAST_ASKED][:MOST_ASKED]


async def _send(channel: _Channel, reply: Reply, name: str, *, nonce: str) -> None:
    """Sends a message; as a post in a forum, and on to the servers that follow an announcement channel.

    Discord drops a second message with the same `nonce`: discord.py repeats a request that met a 5xx.
    """
    if isinstance(channel, discord.ForumChannel):
        await channel.create_thread(name=label(name, _NAME) or "-", view=reply.view, allowed_mentions=NO_MENTIONS)
        return
    message = await channel.send(view=reply.view, allowed_mentions=NO_MENTIONS, nonce=nonce)
    if isinstance(channel, discord.TextChannel) and channel.is_news():
        try:
            async with asyncio.timeout(_CROSSPOST_WAIT):
                await message.publish()
        except (discord.HTTPException, TimeoutError, *BROKEN) as error:
            log.info("a post was not crossposted: %s", type(error).__name__)


def _read(index: Index, keys: Sequence[str], server: int) -> list[tuple[Article, Heading]]:
    """The articles that are still there, newest first, undated ones last."""
    rows = [row for key in keys if (row := index.find(key, server)) is not None]
    found = [(index.article(row), index.heading(row)) for row in rows]
    return sorted(found, key=lambda each: each[0].date or date.min, reverse=True)

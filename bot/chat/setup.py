"""What the bot is made of: every service is built here once, and every cog is handed what it needs."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from discord.ext import commands

from bot.chat.admin import admin_actions, admin_cogs
from bot.chat.admin.membership import MembershipCog
from bot.chat.admin.permissions import Permissions
from bot.chat.admin.services import admin_services
from bot.chat.alerts.discussions import Discussions
from bot.chat.alerts.forum_posts import ForumPosts
from bot.chat.alerts.watch_command import WatchCog
from bot.chat.alerts.watch_delivery import WatchDelivery
from bot.chat.bot import ClippingsBot
from bot.chat.components.persistent import Actions, Handlers
from bot.chat.members.answer_actions import AnswerActions
from bot.chat.members.article_actions import ArticleActions
from bot.chat.members.ask_command import AskCommand
from bot.chat.members.browse_commands import BrowseCommands
from bot.chat.members.help_command import HelpCommand
from bot.chat.members.mentions import Mentions
from bot.chat.members.picture_actions import PictureActions
from bot.chat.members.privacy_command import PrivacyCommand
from bot.chat.members.scrapbook import Scrapbook
from bot.chat.members.timeline_command import TimelineCommand
from bot.chat.questions.desk import Desk
from bot.chat.questions.rate_limit import RateLimit, RateLimiter
from bot.chat.transport.inflight import Inflight
from bot.chat.transport.languages import Languages
from bot.curation.quotas import Quota
from bot.curation.state_changes import StateChanges
from bot.errors import DataError
from bot.jobs.files import JobFiles
from bot.language.interface import load_catalogs
from bot.library import Library
from bot.store.state import State
from bot.web.fetching import WebClient

log = logging.getLogger(__name__)

_INTERACTIONS = 10  # commands and presses of one member in a minute, for each question of the rate limit: 60


def create_bot(
    library: Library,
    state: State,
    *,
    today: Callable[[], date] = date.today,
    limit: RateLimit | None = None,
    clock: Callable[[], float] = time.time,
    owners: frozenset[int] = frozenset(),
    home_servers: frozenset[int] = frozenset(),
    auto_reload: bool = False,
    private_hosts: frozenset[str] = frozenset(),
    quota: Quota | None = None,
    state_changes: StateChanges | None = None,
    job_files: JobFiles | None = None,
    **options: Any,
) -> ClippingsBot:
    """The bot over an open library and state, not yet connected.

    Args:
        library: answers the questions; the caller closes it.
        state: keeps sessions and settings; the caller closes it.
        today: the day of asking.
        limit: how fast members may ask, and how many questions are taken on at once.
        clock: seconds, for the rate limit.
        owners: who may change the shared corpus, besides the application's owner (`OWNER_IDS`).
        home_servers: whose admins may as well (`HOME_SERVERS`).
        auto_reload: whether the library is reloaded when its folder changes (`AUTO_RELOAD`).
        private_hosts: servers on private networks that feeds may be read from (`PRIVATE_HOSTS`).
        quota: how much each server may keep, and what of the disk is kept free.
        state_changes: says when another process may have written to the state.
        job_files: where uploads are on their way to the process that indexes; without it, the state database.
        options: what `discord.ext.commands.AutoShardedBot` takes, such as `shard_count`.
    """
    pace = RateLimit(questions=_INTERACTIONS * (limit or RateLimit()).questions, seconds=60.0)
    inflight = Inflight(RateLimiter(pace, time.monotonic).take)
    languages = Languages(state.servers)
    desk = Desk(library, state, today=today, limit=limit, clock=clock)

    async def install(bot: ClippingsBot) -> None:
        await asyncio.to_thread(load_catalogs)
        try:
            await state.servers.load()
        except DataError as error:
            log.warning("the servers' settings are not known yet, so their answers are private: %s", error)
        permissions = Permissions(owners, home_servers)
        services = admin_services(
            library, state, permissions, bot.announce, today, quota, state_changes=state_changes, job_files=job_files
        )
        cogs, handlers = _member_parts(bot, library, state, desk, inflight, languages, today)
        web = WebClient(private_hosts=private_hosts)
        admins = admin_cogs(services, web, bot, languages, auto_reload=auto_reload)
        for cog in (*cogs, *admins):
            await bot.add_cog(cog)
        actions = Actions(inflight, languages, (*handlers, admin_actions(services)))
        bot.add_listener(actions.dispatch, "on_interaction")

    return ClippingsBot(state, inflight, languages, install, **options)


def _member_parts(
    bot: ClippingsBot,
    library: Library,
    state: State,
    desk: Desk,
    inflight: Inflight,
    languages: Languages,
    today: Callable[[], date],
) -> tuple[tuple[commands.Cog, ...], tuple[Handlers, ...]]:
    """The cogs of what members use, and the handlers of the buttons and menus below their messages."""
    timeline = TimelineCommand(library, desk, today)
    pictures = PictureActions(library, desk)
    watches = WatchCog(library, state, desk)
    scrapbook = Scrapbook(library, state, desk, today)
    forum_posts = ForumPosts(bot, state, desk, inflight, languages)
    cogs = (
        AskCommand(bot.tree, library, desk, today),
        BrowseCommands(library, desk, today),
        timeline,
        HelpCommand(library, desk),
        PrivacyCommand(state, today),
        MembershipCog(state, bot.write_to, languages),
        Mentions(bot, desk, inflight, languages),
        watches,
        forum_posts,
        scrapbook,
        WatchDelivery(bot, library, state, languages, today),
    )
    answers = AnswerActions(
        library, state, desk, timeline, pictures, watches, forum_posts, Discussions(desk), scrapbook
    )
    handlers = (
        answers.handlers(),
        ArticleActions(library, desk).handlers(),
        timeline.handlers(),
        watches.handlers(),
        scrapbook.handlers(),
    )
    return cogs, handlers

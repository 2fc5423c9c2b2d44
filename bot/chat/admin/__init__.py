"""The admin side of the bot: the corpus while the bot runs, a server's settings, statistics of its questions."""

from __future__ import annotations

from functools import partial

from discord.ext import commands

from bot.chat.admin.corpus.group import CorpusCog
from bot.chat.admin.corpus.message_command import MessageCommand
from bot.chat.admin.corpus.reload_command import cancel_reload, force_reload
from bot.chat.admin.corpus.remove_restore import confirm_removal, keep_file
from bot.chat.admin.corpus.status import show_older_entries, show_problems
from bot.chat.admin.corpus.upload import (
    ask_upload_date,
    confirm_upload,
    discard_upload,
    receive_form,
    set_upload_date,
)
from bot.chat.admin.feeds_command import FeedsCog
from bot.chat.admin.insights.commands import InsightsCog
from bot.chat.admin.maintenance import MaintenanceCog
from bot.chat.admin.posts.command import PostsCog
from bot.chat.admin.posts.delivery import PostDelivery
from bot.chat.admin.services import AdminServices
from bot.chat.admin.settings_command import SettingsCog
from bot.chat.components.persistent import Handlers
from bot.chat.transport.languages import Languages
from bot.web.fetching import WebClient

__all__ = ["admin_actions", "admin_cogs"]


def admin_actions(services: AdminServices) -> Handlers:
    """What the admin's buttons do, by their names in custom ids. A name is never reused: old messages have it."""
    handlers = {
        "corpuscancel": cancel_reload,
        "corpusforce": force_reload,
        "corpuslog": show_older_entries,
        "corpusproblems": show_problems,
        "removalok": confirm_removal,
        "removaldrop": keep_file,
        "uploadok": confirm_upload,
        "uploaddrop": discard_upload,
        "uploaddate": ask_upload_date,
        "uploadday": set_upload_date,
        "uploadfiles": receive_form,
    }
    return {name: partial(handler, services) for name, handler in handlers.items()}


def admin_cogs(
    services: AdminServices, web: WebClient, bot: commands.AutoShardedBot, languages: Languages, *, auto_reload: bool
) -> list[commands.Cog]:
    """The cogs of the admin side. `auto_reload` watches the corpus folder (`AUTO_RELOAD`)."""
    corpus = CorpusCog(services)
    return [
        corpus,
        MessageCommand(bot.tree, services),
        SettingsCog(services),
        FeedsCog(services, web),
        PostsCog(services),
        PostDelivery(bot, services, languages),
        InsightsCog(services),
        MaintenanceCog(services, auto_reload=auto_reload),
    ]

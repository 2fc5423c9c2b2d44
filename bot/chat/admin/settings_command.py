"""`/settings`: how the bot behaves in one server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.admin.panel import panel
from bot.chat.admin.permissions import admin_server
from bot.chat.admin.services import AdminServices
from bot.chat.transport.reply import AMBER, GREEN, Reply
from bot.chat.transport.responses import Interaction, deliver
from bot.language.figures import say_list
from bot.language.interface import LANGUAGES, N_, _, ngettext
from bot.model import Verdict
from bot.store.servers import MAX_EXCERPTS, MAX_RETENTION_DAYS, ServerSettings, SettingError

_ANSWER_CHANNELS = (
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
    discord.ChannelType.forum,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
)
Update = Callable[[ServerSettings], dict[str, Any]]  # the stored settings to those that change
_LOG_CHANNELS = (discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.public_thread)
Channel = app_commands.AppCommandChannel | app_commands.AppCommandThread  # as sent: the bot may not see it itself
_AS_DISCORD = "discord"  # the choice for a server whose language is that of Discord's own settings
_LIKE_DISCORD = N_("as in Discord's server settings")
_CHOICES = [
    app_commands.Choice(name=_LIKE_DISCORD, value=_AS_DISCORD),
    *(app_commands.Choice(name=name, value=code) for code, name in LANGUAGES.items()),
]
_MAX_CHANNELS = 50


@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class SettingsCog(commands.GroupCog, group_name="settings", group_description="How the bot behaves in this server"):
    """One command for each kind of setting; each shows all settings afterwards."""

    def __init__(self, services: AdminServices) -> None:
        self.services = services

    @app_commands.command(name="show", description="What is set")
    async def show(self, interaction: Interaction) -> None:
        """Shows all settings."""
        server = admin_server(interaction, "settings show")
        await deliver(interaction, lambda: _all(self.services, server), private=True)

    @app_commands.command(
        name="channels", description="In which channels the bot answers; everywhere until one is named"
    )
    @app_commands.describe(what="What to do", channel="Which channel; not for “everywhere”")
    async def channels(
        self,
        interaction: Interaction,
        what: Literal["answer in", "no longer in", "everywhere"],
        channel: Channel | None = None,
    ) -> None:
        """Adds a channel, removes one, or removes all."""
        server = admin_server(interaction, "settings channels")
        if what != "everywhere" and channel is None:
            raise SettingError("Name the channel as well.")
        adding = _own(channel, server, _ANSWER_CHANNELS) if channel is not None and what == "answer in" else None
        removed = None if channel is None else channel.id

        def update(before: ServerSettings) -> dict[str, object]:
            if what == "everywhere":
                return {"channels": ()}
            kept = before.channels if adding is not None else tuple(c for c in before.channels if c != removed)
            chosen = tuple(dict.fromkeys((*kept, adding))) if adding is not None else kept
            if len(chosen) > _MAX_CHANNELS:
                raise SettingError("At most {most} channels can be named.", most=_MAX_CHANNELS)
            return {"channels": chosen}

        await _update(self.services, interaction, server, update)

    @app_commands.command(name="answers", description="How answers look")
    @app_commands.describe(
        private="Only the asker sees an answer, until they share it",
        excerpts="Quotes in an answer, 1 to 5",
        least="The least certain answer to show",
        mentions="Whether to answer when the bot is mentioned",
    )
    async def answers(
        self,
        interaction: Interaction,
        *,
        private: bool | None = None,
        excerpts: app_commands.Range[int, 1, MAX_EXCERPTS] | None = None,
        least: Literal["answered", "unsure"] | None = None,
        mentions: bool | None = None,
    ) -> None:
        """Changes the settings given and leaves the others."""
        given = {
            "private": private,
            "excerpts": excerpts,
            "least": None if least is None else Verdict(least),
            "mentions": mentions,
        }
        server = admin_server(interaction, "settings answers")
        await _change(
            self.services,
            interaction,
            server,
            **{name: value for name, value in given.items() if value is not None},
        )

    @app_commands.command(
        name="language", description="What it speaks in public; to each member alone it speaks theirs"
    )
    @app_commands.describe(language="Which language")
    @app_commands.choices(language=_CHOICES)
    async def language(self, interaction: Interaction, language: app_commands.Choice[str]) -> None:
        """The language of public messages."""
        server = admin_server(interaction, "settings language")
        chosen = "" if language.value == _AS_DISCORD else language.value
        await _change(self.services, interaction, server, language=chosen)

    @app_commands.command(name="questions", description="Whether questions are kept, without names, and for how long")
    @app_commands.describe(keep="Keep them; turning it off removes those kept so far", days="For how many days")
    async def questions(
        self,
        interaction: Interaction,
        *,
        keep: bool | None = None,
        days: app_commands.Range[int, 1, MAX_RETENTION_DAYS] | None = None,
    ) -> None:
        """The server's consent to keep questions, and the retention."""
        given = {"keep_questions": keep, "retention_days": days}
        server = admin_server(interaction, "settings questions")
        await _change(
            self.services,
            interaction,
            server,
            **{name: value for name, value in given.items() if value is not None},
        )

    @app_commands.command(name="log", description="A channel that gets a line for each change; none without a channel")
    @app_commands.describe(channel="Which channel")
    async def log(self, interaction: Interaction, channel: Channel | None = None) -> None:
        """Sets or clears the log channel."""
        server = admin_server(interaction, "settings log")
        await _change(
            self.services, interaction, server, audit_channel=channel and _own(channel, server, _LOG_CHANNELS)
        )

    @app_commands.command(name="members", description="What members may do beside asking; all of it is off at first")
    @app_commands.describe(
        watches="Watch a question, and be told when a new article answers it",
        discuss="Open a thread under an answer",
        clippings="Export quotes, and save them in a scrapbook of their own",
    )
    async def members(
        self,
        interaction: Interaction,
        *,
        watches: bool | None = None,
        discuss: bool | None = None,
        clippings: bool | None = None,
    ) -> None:
        """Turns watches, threads and scrapbooks on or off."""
        given = {"watches": watches, "discuss": discuss, "clippings": clippings}
        server = admin_server(interaction, "settings members")
        changes = {name: value for name, value in given.items() if value is not None}
        await _change(self.services, interaction, server, **changes)

    @app_commands.command(name="forum", description="Forums whose new posts are answered from their titles")
    @app_commands.describe(what="What to do", forum="Which forum")
    async def forum(
        self, interaction: Interaction, what: Literal["answer posts in", "no longer in"], forum: Channel
    ) -> None:
        """Adds or removes a forum."""
        server = admin_server(interaction, "settings forum")
        adding = [_own(forum, server, (discord.ChannelType.forum,))] if what == "answer posts in" else []

        def update(before: ServerSettings) -> dict[str, object]:
            chosen = (*(one for one in before.forums if one != forum.id), *adding)
            if len(chosen) > _MAX_CHANNELS:
                raise SettingError("At most {most} forums can be named.", most=_MAX_CHANNELS)
            return {"forums": chosen}

        await _update(self.services, interaction, server, update)


async def _change(services: AdminServices, interaction: Interaction, server: int, **changes: Any) -> None:
    await _update(services, interaction, server, (lambda _before: changes) if changes else None)


async def _update(services: AdminServices, interaction: Interaction, server: int, update: Update | None) -> None:
    """Changes settings, records the change, and shows all settings; without an update it only shows them."""

    async def make() -> Reply:
        warning = ""
        changes: dict[str, Any] = {}

        def remembered(before: ServerSettings) -> dict[str, Any]:
            nonlocal changes
            changes = update(before) if update else {}
            return changes

        if update is not None:
            settings = await services.state.servers.update(server, remembered)
            changed = ", ".join(f"{name.replace('_', ' ')}: {_plain(getattr(settings, name))}" for name in changes)
            if not await services.audit_log.record(server, interaction.user.id, "setting", changed):
                warning = _("⚠️ The log's channel took no line: let me see it and send messages there.")
        return await _all(services, server, warning)

    await deliver(interaction, make, private=True)


def _own(channel: Channel, server: int, kinds: tuple[discord.ChannelType, ...]) -> int:
    if channel.guild_id != server or channel.type not in kinds:
        raise SettingError("Choose a channel of this server in which messages can be written.")
    return channel.id


async def _all(services: AdminServices, server: int, warning: str = "") -> Reply:
    settings = await services.state.servers.read(server)
    lines = [_("### Settings of this server"), *_lines(settings)]
    return panel([*lines, warning] if warning else lines, AMBER if warning else GREEN)


def _lines(settings: ServerSettings) -> list[str]:
    sure = settings.least is Verdict.ANSWERED
    excerpts, days = settings.excerpts, settings.retention_days
    if settings.private:
        seen = ngettext(
            "- Answers are private until shared, with up to {count} excerpt",
            "- Answers are private until shared, with up to {count} excerpts",
            excerpts,
        )
    else:
        seen = ngettext(
            "- Answers are public, with up to {count} excerpt",
            "- Answers are public, with up to {count} excerpts",
            excerpts,
        )
    kept = ngettext(
        "- Questions are kept without names for {days} day", "- Questions are kept without names for {days} days", days
    )
    log = f"<#{settings.audit_channel}>" if settings.audit_channel else _("in `/corpus log` only")
    return [
        _("- Answers in: {channels}").format(channels=_named(settings.channels) or _("every channel")),
        seen.format(count=excerpts),
        _("- Answers shown: only sure ones") if sure else _("- Answers shown: unsure ones too, marked as such"),
        _("- Language: {language}").format(language=LANGUAGES.get(settings.language, _(_LIKE_DISCORD))),
        _("- Mentions are answered") if settings.mentions else _("- Mentions are not answered"),
        kept.format(days=days) if settings.keep_questions else _("- Questions are not kept"),
        _("- Members may: {what}").format(what=_allowed(settings)),
        _("- New posts are answered in: {forums}").format(forums=_named(settings.forums) or _("no forum")),
        _("- Log: {channel}").format(channel=log),
    ]


def _named(channels: Sequence[int]) -> str:
    return ", ".join(f"<#{channel}>" for channel in channels)


def _allowed(settings: ServerSettings) -> str:
    allowed = [_("watch questions")] * settings.watches + [_("open threads under answers")] * settings.discuss
    allowed += [_("take quotes along")] * settings.clippings
    return say_list(allowed) or _("only ask")


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "all"
    return "none" if value is None else str(value)

"""`/posts`: what the bot posts by itself in a server, and where."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Literal
from zoneinfo import available_timezones

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.admin.panel import panel
from bot.chat.admin.permissions import admin_server
from bot.chat.admin.services import AdminServices
from bot.chat.transport.reply import AMBER, GREEN, Reply
from bot.chat.transport.responses import Interaction, deliver
from bot.language.interface import _
from bot.store.alerts.posts import PostKind, PostPlan
from bot.store.servers import SettingError

_TEXT = (discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Day = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
Hour = app_commands.Range[int, 0, 23]
_MAX_ZONE = 60  # characters
Zone = app_commands.Range[str, 1, _MAX_ZONE]
Channel = app_commands.AppCommandChannel


@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class PostsCog(commands.GroupCog, group_name="posts", group_description="What the bot posts by itself"):
    """One command for each kind of post; each shows all of them afterwards."""

    def __init__(self, services: AdminServices) -> None:
        self._services = services

    @app_commands.command(name="articles", description="Post new articles as they come in")
    @app_commands.describe(channel="A text or announcement channel, or a forum", every="How often")
    async def articles(
        self,
        interaction: Interaction,
        channel: Channel,
        every: Literal["a message for each", "a list every hour"] = "a message for each",
    ) -> None:
        """Turns posts of new articles on."""
        plan = PostPlan(0, PostKind.ARTICLES, 0, hourly=every == "a list every hour")
        await self._set(interaction, "posts articles", plan, channel)

    @app_commands.command(name="digest", description="Post every week what was new, and what was asked most and found")
    @app_commands.describe(
        channel="A text or announcement channel, or a forum",
        day="On which day",
        hour="At which hour, 0 to 23",
        zone="In which time zone, such as Europe/Paris",
    )
    async def digest(
        self, interaction: Interaction, channel: Channel, zone: Zone, day: Day = "Monday", hour: Hour = 9
    ) -> None:
        """Turns the weekly digest on."""
        plan = PostPlan(0, PostKind.DIGEST, 0, weekday=_DAYS.index(day), hour=hour, zone=zone)
        await self._set(interaction, "posts digest", plan, channel)

    @app_commands.command(name="on-this-day", description="Post every day what was printed on it in other years")
    @app_commands.describe(
        channel="A text or announcement channel, or a forum",
        hour="At which hour, 0 to 23",
        zone="In which time zone, such as Europe/Paris",
    )
    async def on_this_day(self, interaction: Interaction, channel: Channel, zone: Zone, hour: Hour = 9) -> None:
        """Turns "on this day" on."""
        plan = PostPlan(0, PostKind.ON_THIS_DAY, 0, hour=hour, zone=zone)
        await self._set(interaction, "posts on-this-day", plan, channel)

    @app_commands.command(name="off", description="Post something no longer")
    @app_commands.describe(what="What to end")
    async def off(self, interaction: Interaction, what: Literal["articles", "digest", "on-this-day"]) -> None:
        """Turns one kind of post off."""
        server = admin_server(interaction, "posts off")

        async def make() -> Reply:
            if await self._services.state.posts.remove(server, PostKind(what)):
                await self._services.audit_log.record(server, interaction.user.id, "posts off", what)
            return await self._all(server)

        await deliver(interaction, make, private=True)

    @app_commands.command(name="list", description="What is posted, where and when")
    async def show(self, interaction: Interaction) -> None:
        """Shows what is on."""
        server = admin_server(interaction, "posts list")
        await deliver(interaction, lambda: self._all(server), private=True)

    @digest.autocomplete("zone")
    @on_this_day.autocomplete("zone")
    async def zones(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Time zones of the IANA database that hold what was typed."""
        del interaction
        typed = current.casefold().replace(" ", "_")
        return [app_commands.Choice(name=name, value=name) for name in _zones() if typed in name.casefold()][:25]

    async def _set(self, interaction: Interaction, action: str, plan: PostPlan, channel: Channel) -> None:
        server = admin_server(interaction, action)
        if channel.guild_id != server or channel.type not in _TEXT:
            raise SettingError("Choose a text channel, an announcement channel or a forum of this server.")

        async def make() -> Reply:
            made = await self._services.state.posts.set(replace(plan, server=server, channel=channel.id))
            detail = f"{plan.kind}: {when(made)}, channel {channel.id}"
            await self._services.audit_log.record(server, interaction.user.id, "posts", detail)
            return await self._all(server)

        await deliver(interaction, make, private=True)

    async def _all(self, server: int) -> Reply:
        plans = await self._services.state.posts.of(server)
        if not plans:
            return panel([f"### {_('Posts')}", _("Nothing is posted by itself here.")])
        lines = [f"- **{plan.kind}** · {when(plan)} · <#{plan.channel}>" for plan in plans]
        wrong = [f"⚠️ {plan.kind}: {_(plan.error)}" for plan in plans if plan.error]
        return panel([f"### {_('Posts')}", *lines, *wrong], AMBER if wrong else GREEN)


def when(plan: PostPlan) -> str:
    """How often and when a plan posts, in words."""
    if plan.kind is PostKind.ARTICLES:
        return _("a list every hour") if plan.hourly else _("as they come in")
    if plan.kind is PostKind.DIGEST:
        return _("{day} at {hour}:00, {zone}").format(day=_DAYS[plan.weekday], hour=plan.hour, zone=plan.zone)
    return _("every day at {hour}:00, {zone}").format(hour=plan.hour, zone=plan.zone)


@cache
def _zones() -> list[str]:
    return sorted(
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix", "right"))
    )

"""A reload, followed in the message that answered whoever asked for it, for as long as Discord lets it be edited."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Sequence
from datetime import timedelta

import discord

from bot.chat.admin.corpus.reload_runs import Run
from bot.chat.admin.corpus.reload_view import finished_card, running_card
from bot.chat.admin.corpus.starters import Starter
from bot.chat.admin.permissions import admins_server, may_change_shared, refused, reloader
from bot.chat.admin.services import office
from bot.chat.components.persistent import Press, step
from bot.chat.transport.responses import NOBODY, Interaction, acknowledge, put_in_place
from bot.chat.transport.retry import BROKEN
from bot.chat.views.reply import Reply
from bot.errors import BusyError

log = logging.getLogger(__name__)

EDIT_EVERY = 2.0  # seconds: Discord takes five edits in five seconds, of everything that the bot says
TOKEN_LIFE = timedelta(minutes=14)  # Discord's are 15


async def reload_here(interaction: Interaction, server: int, *, force: bool = False) -> None:
    """Starts a reload, or joins the one that runs, and shows it as the answer to `interaction`.

    Raises:
        BusyError: this server had its reload of the minute.
    """
    reloads = office(interaction).reloads
    run = reloads.running
    already = run is not None
    if run is None:
        wait = 0.0 if force and reloads.shrunk else await interaction.client.state.audit.may_reload(server)
        if wait > 0:
            raise BusyError(f"There was a reload less than a minute ago. Try again in {math.ceil(wait)} seconds.")
        run = reloads.start(Starter(server, interaction.user.id), force=force)
    if not interaction.response.is_done():
        await acknowledge(interaction, thinking=not force)
    await follow(interaction, run, server, already=already)


async def follow(
    interaction: Interaction, run: Run, server: int, *, already: bool = False, above: Sequence[str] = ()
) -> None:
    """Keeps the answer to `interaction`, which was deferred, up to date until the reload is over."""
    totals = not await asyncio.to_thread(office(interaction).corpus.has_others, server)
    while not run.task.done():
        if not _too_old(interaction):
            running = interaction.client.library.running
            progress = None if running is None else running.progress
            card = running_card(run, progress, server, totals=totals, already=already, above=above)
            await _show(interaction, card)
        await asyncio.wait({run.task}, timeout=EDIT_EVERY)
    report = finished_card(run, server, totals=totals, above=above)
    if not _too_old(interaction):
        await _show(interaction, report)
    elif isinstance(interaction.channel, discord.abc.Messageable):
        await interaction.channel.send(view=report.view, allowed_mentions=NOBODY)


def _too_old(interaction: Interaction) -> bool:
    return discord.utils.utcnow() - interaction.created_at >= TOKEN_LIFE


async def _show(interaction: Interaction, reply: Reply) -> None:
    try:
        await put_in_place(interaction, reply)
    except discord.NotFound:
        log.info("the message of a reload is gone; the reload goes on")
    except (discord.DiscordServerError, *BROKEN):
        log.warning("how a reload stands could not be shown; the reload goes on")


@step("corpuscancel")
async def cancel(press: Press) -> None:
    """Stops the reload: for admins of the server that started it, and for whoever may change what all read."""
    interaction = press.interaction
    server = admins_server(interaction, "cancel a reload")
    reloads = office(interaction).reloads
    run = reloads.running
    if run is None:
        raise BusyError("No reload is running any more.")
    if run.starter.server != server and not await may_change_shared(interaction):
        raise refused(interaction, "cancel a reload", "Only admins of the server that started it may stop it.")
    await acknowledge(interaction)
    reloads.cancel()


@step("corpusforce")
async def force(press: Press) -> None:
    """Reloads although much of the corpus would be gone."""
    server = await reloader(press.interaction, "force a reload")
    await reload_here(press.interaction, server, force=True)

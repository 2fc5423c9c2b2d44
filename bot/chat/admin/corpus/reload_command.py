"""`/corpus reload` and its buttons: a reload whose progress is shown in the message that answered the command."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Sequence
from datetime import timedelta

import discord

from bot.chat.admin.corpus.reload_runs import Starter, read_starter
from bot.chat.admin.corpus.reload_view import finished_view, late_view, running_view
from bot.chat.admin.permissions import admin_server, refused
from bot.chat.admin.services import AdminServices
from bot.chat.components.persistent import Press
from bot.chat.transport.reply import Reply
from bot.chat.transport.responses import NO_MENTIONS, Interaction, acknowledge, put_in_place
from bot.chat.transport.retry import BROKEN
from bot.errors import BusyError
from bot.language.interface import in_public
from bot.library import ReloadRun

log = logging.getLogger(__name__)

EDIT_EVERY = 2.0  # seconds: Discord allows five edits in five seconds over all messages of the bot in a channel
TOKEN_LIFE = timedelta(minutes=14)  # an interaction's token is valid for 15


async def reload_here(services: AdminServices, interaction: Interaction, server: int) -> None:
    """Starts a reload, or joins the running one, and shows it as the answer to `interaction`, which was acknowledged.

    Raises:
        BusyError: this server has had a reload within the last minute.
    """
    reloads = services.reloads
    run = reloads.running
    joined = run is not None
    if run is None:
        wait = await services.state.audit.claim_reload(server)
        if wait > 0:
            raise BusyError(
                (
                    "There was a reload less than a minute ago. Try again in {count} second.",
                    "There was a reload less than a minute ago. Try again in {count} seconds.",
                ),
                count=math.ceil(wait),
            )
        run = reloads.running or reloads.start(Starter(server, interaction.user.id))
    await show_progress(services, interaction, run, server, joined=joined)


async def show_progress(
    services: AdminServices,
    interaction: Interaction,
    run: ReloadRun,
    server: int,
    *,
    joined: bool = False,
    above: Sequence[str] = (),
    private: bool = False,
) -> None:
    """Edits the answer to `interaction`, which was deferred, until the reload is over.

    Args:
        services: where the library is.
        interaction: whose answer is edited.
        run: the reload.
        server: the server in which it is shown.
        joined: the reload was running before it was asked for here.
        above: lines of markdown that stay above the progress.
        private: only the admin sees the answer, so a report that comes too late for it is no message in the channel.
    """
    totals = not await asyncio.to_thread(services.corpus.has_others, server)
    with in_public(not private):
        await _follow(interaction, run, server, totals=totals, joined=joined, above=above, private=private)


async def _follow(
    interaction: Interaction,
    run: ReloadRun,
    server: int,
    *,
    totals: bool,
    joined: bool,
    above: Sequence[str],
    private: bool,
) -> None:
    while not run.done and not _expired(interaction):
        await _show(interaction, running_view(run, server, totals=totals, joined=joined, above=above))
        await asyncio.wait({run.outcome}, timeout=EDIT_EVERY)
    if not run.done:
        await _show(interaction, late_view(private=private, above=above))
        await asyncio.wait({run.outcome})
    report = finished_view(run, server, totals=totals, above=above)
    if not _expired(interaction):
        await _show(interaction, report)
    elif private:
        log.info("a private report came too late for its message; /corpus log has the reload")
    elif isinstance(interaction.channel, discord.abc.Messageable):
        await interaction.channel.send(view=report.view, allowed_mentions=NO_MENTIONS)


def _expired(interaction: Interaction) -> bool:
    return discord.utils.utcnow() - interaction.created_at >= TOKEN_LIFE


async def _show(interaction: Interaction, reply: Reply) -> None:
    try:
        await put_in_place(interaction, reply)
    except discord.NotFound:
        log.info("the message of a reload was deleted; the reload goes on")
    except (discord.DiscordServerError, *BROKEN):
        log.warning("the progress of a reload could not be shown; the reload goes on")


async def cancel_reload(services: AdminServices, press: Press) -> None:
    """Stops the reload: for admins of the server that started it, and for those who may change the shared part."""
    interaction = press.interaction
    server = admin_server(interaction, "cancel a reload")
    await acknowledge(interaction)
    run = await services.reloads.find_running()
    if run is None:
        raise BusyError("No reload is running any more.")
    if read_starter(run.by).server != server and not await services.permissions.may_change_shared(interaction):
        raise refused(interaction, "cancel a reload", "Only admins of the server that started it may stop it.")
    run.cancel()


async def force_reload(services: AdminServices, press: Press) -> None:
    """Reloads although less than half of the corpus would be left: for those who may change the shared part."""
    interaction = press.interaction
    admin_server(interaction, "force a reload")
    await acknowledge(interaction)
    server = await services.permissions.shared_server(interaction, "force a reload")
    run = services.reloads.force(Starter(server, interaction.user.id), press.part(0))
    private = interaction.message is not None and interaction.message.flags.ephemeral
    await show_progress(services, interaction, run, server, private=private)

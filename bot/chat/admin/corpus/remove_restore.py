"""`/corpus remove`, `restore`, `export`: files of the archive taken out, brought back, taken away."""

from __future__ import annotations

import asyncio
from typing import Any

from discord import ButtonStyle, app_commands
from discord.ext import commands

from bot.chat.admin.audit_log import note
from bot.chat.admin.corpus.export import export_parts
from bot.chat.admin.corpus.file_choices import chosen_file, file_choices, scopes, trash_choices
from bot.chat.admin.corpus.reload_command import follow
from bot.chat.admin.corpus.starters import Starter
from bot.chat.admin.panel import panel
from bot.chat.admin.permissions import admins_server, shared_changer
from bot.chat.admin.services import office
from bot.chat.components.persistent import Press, StepButton, custom_id, step
from bot.chat.text.markdown import one_line
from bot.chat.transport.responses import Interaction, acknowledge, deliver, failing, put_in_place
from bot.chat.views.reply import AMBER, GREEN, Reply
from bot.curation.corpus_folder import TRASH_DAYS
from bot.errors import CorpusError

CONFIRM_SECONDS = 900.0
_PATH = 200  # characters of a path that are shown
_TOO_LATE = "This was too long ago. Please give the command again."


class Changing(commands.Cog):
    """The part of `/corpus` that takes files out and brings them back."""

    @app_commands.command(name="remove", description="Move a file of the archive to the trash")
    @app_commands.describe(file="Which file")
    async def remove(self, interaction: Interaction, file: str) -> None:
        """Asks to confirm; nothing is moved yet."""
        async with failing(interaction, "corpus remove"):
            server = admins_server(interaction, "corpus remove")
            await deliver(interaction, lambda: _ask(interaction, server, file), private=True)

    @remove.autocomplete("file")
    async def removable(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Files that this admin may remove."""
        return await file_choices(interaction, current)

    @app_commands.command(name="restore", description="Bring a removed file back from the trash")
    @app_commands.describe(file="Which file")
    async def restore(self, interaction: Interaction, file: str) -> None:
        """Brings it back and reloads."""
        async with failing(interaction, "corpus restore"):
            server = admins_server(interaction, "corpus restore")
            await acknowledge(interaction, private=True, thinking=True)
            await _restore(interaction, server, file)

    @restore.autocomplete("file")
    async def restorable(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """What lies in the trash that this admin may bring back."""
        return await trash_choices(interaction, current)

    @app_commands.command(name="export", description="Your server's own articles as a file")
    async def export(self, interaction: Interaction) -> None:
        """The server's own articles, packed, in as many files as they need."""
        async with failing(interaction, "corpus export"):
            server = admins_server(interaction, "corpus export")
            await deliver(interaction, lambda: _export(interaction, server), private=True)


async def changed(interaction: Interaction, server: int, lines: list[str]) -> None:
    """Tells what was done, then follows the reload that makes it count."""
    run = await office(interaction).reloads.soon(Starter(server, interaction.user.id))
    later = "-# The reload has begun." if run else "-# It counts after the next reload, within a minute."
    await put_in_place(interaction, panel([*lines, later], GREEN))
    if run is not None:
        await follow(interaction, run, server, above=lines)


async def _ask(interaction: Interaction, server: int, value: str) -> Reply:
    file = await chosen_file(interaction, value)
    memory = interaction.client.state.memory
    token = memory.token()
    pending = {"server": server, "path": file.path, "shared": file.server is None}
    await memory.put("removal", token, pending, seconds=CONFIRM_SECONDS)
    whose = "It is shared: every server loses it." if file.server is None else "It is this server's own."
    lines = [
        f"### Remove {one_line(file.path, _PATH)}?",
        f"{whose} It can be restored for {TRASH_DAYS} days.",
    ]
    return panel(
        lines,
        AMBER,
        [
            StepButton("Remove", custom_id("removalok", token), style=ButtonStyle.danger),
            StepButton("Keep", custom_id("removaldrop", token), style=ButtonStyle.secondary),
        ],
    )


@step("removalok")
async def confirm_removal(press: Press) -> None:
    """Moves the file to the trash: only in the server that asked, only by one who may."""
    interaction = press.interaction
    server = admins_server(interaction, "confirm a removal")
    pending = await _pending(interaction, server, press.part(0))
    if pending["shared"]:
        await shared_changer(interaction, "confirm a removal")
    await acknowledge(interaction)
    scope = None if pending["shared"] else server
    trashed = await asyncio.to_thread(office(interaction).corpus.remove, scope, pending["path"])
    await note(interaction.client, server, interaction.user.id, "remove", trashed.path)
    await interaction.client.state.memory.drop("removal", press.part(0))
    name = one_line(trashed.path, _PATH)
    await changed(
        interaction, server, [f"### Removed {name}", f"`/corpus restore` brings it back for {TRASH_DAYS} days."]
    )


@step("removaldrop")
async def keep(press: Press) -> None:
    """Leaves the file where it is."""
    server = admins_server(press.interaction, "keep a file")
    await _pending(press.interaction, server, press.part(0))
    await press.interaction.client.state.memory.drop("removal", press.part(0))
    await acknowledge(press.interaction)
    await put_in_place(press.interaction, panel(["Nothing was removed."]))


async def _pending(interaction: Interaction, server: int, token: str) -> dict[str, Any]:
    pending = await interaction.client.state.memory.get("removal", token)
    if not isinstance(pending, dict) or pending.get("server") != server:
        raise CorpusError(_TOO_LATE)
    return pending


async def _restore(interaction: Interaction, server: int, name: str) -> None:
    corpus = office(interaction).corpus
    async for scope in scopes(interaction):
        if name in {trashed.name for trashed in await asyncio.to_thread(corpus.trashed, scope)}:
            path = await asyncio.to_thread(corpus.restore, scope, name)
            await note(interaction.client, server, interaction.user.id, "restore", path)
            await changed(interaction, server, [f"### Restored {one_line(path, _PATH)}"])
            return
    raise CorpusError("That is not in the trash, or not yours to restore. Choose one from the list.")


async def _export(interaction: Interaction, server: int) -> Reply:
    limit = interaction.guild.filesize_limit if interaction.guild else 10_000_000
    corpus = office(interaction).corpus
    files, articles = await asyncio.to_thread(export_parts, corpus.articles(server), limit)
    if not articles:
        return panel(["### Nothing to export", "This server has no articles of its own; the shared ones stay here."])
    return panel(
        [f"### {articles:,} articles of this server", "-# One JSON object a line, packed."], GREEN, files=files
    )

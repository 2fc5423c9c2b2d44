"""`/corpus remove`, `restore` and `export`: move files to the trash, bring them back, download a server's articles."""

from __future__ import annotations

import io
from functools import partial
from typing import Any

import discord
from discord import ButtonStyle, app_commands
from discord.ext import commands

from bot.chat.admin.corpus.file_choices import changeable_scopes, chosen_file, file_choices, trash_choices
from bot.chat.admin.corpus.reload_command import show_progress
from bot.chat.admin.corpus.reload_runs import Starter
from bot.chat.admin.panel import counted, own_path, panel
from bot.chat.admin.permissions import admin_server
from bot.chat.admin.services import AdminServices
from bot.chat.components.custom_ids import custom_id
from bot.chat.components.persistent import Press, button
from bot.chat.text.markdown import one_line
from bot.chat.transport.reply import AMBER, GREEN, Reply
from bot.chat.transport.responses import Interaction, acknowledge, deliver, put_in_place
from bot.curation.trash import TRASH_DAYS
from bot.errors import CorpusError
from bot.language.interface import N_, _

CONFIRM_SECONDS = 900.0
_PATH = 200  # characters of a path that are shown
_TOO_LATE = N_("This was too long ago. Please give the command again.")


class RemoveRestoreCommands(commands.Cog):
    """The part of `/corpus` that removes, restores and exports files."""

    services: AdminServices

    @app_commands.command(name="remove", description="Move a file of the archive to the trash")
    @app_commands.describe(file="Which file", for_good="Delete it at once, which makes room: no way back")
    async def remove(self, interaction: Interaction, file: str, for_good: bool = False) -> None:
        """Asks for confirmation; nothing is moved yet."""
        server = admin_server(interaction, "corpus remove")
        ask = partial(_ask, self.services, interaction, server, file, for_good=for_good)
        await deliver(interaction, ask, private=True)

    @remove.autocomplete("file")
    async def removable(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Files that this admin may remove."""
        return await file_choices(self.services, interaction, current)

    @app_commands.command(name="restore", description="Bring a removed file back from the trash")
    @app_commands.describe(file="Which file")
    async def restore(self, interaction: Interaction, file: str) -> None:
        """Restores the file and reloads."""
        server = admin_server(interaction, "corpus restore")
        await acknowledge(interaction, private=True, thinking=True)
        await _restore(self.services, interaction, server, file)

    @restore.autocomplete("file")
    async def restorable(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Files in the trash that this admin may restore."""
        return await trash_choices(self.services, interaction, current)

    @app_commands.command(name="export", description="Your server's own articles as a file")
    async def export(self, interaction: Interaction) -> None:
        """The server's own articles, compressed, in as many files as they need."""
        server = admin_server(interaction, "corpus export")
        await deliver(interaction, lambda: _export(self.services, interaction, server), private=True)


async def report_change(services: AdminServices, interaction: Interaction, server: int, lines: list[str]) -> None:
    """Shows what was changed, then the progress of the reload that takes it in."""
    run = services.reloads.request(Starter(server, interaction.user.id))
    later = _("-# The reload has begun.") if run else _("-# It counts after the running reload.")
    await put_in_place(interaction, panel([*lines, later], GREEN))
    if run is not None:
        await show_progress(services, interaction, run, server, above=lines, private=True)


async def _ask(services: AdminServices, interaction: Interaction, server: int, value: str, *, for_good: bool) -> Reply:
    file = await chosen_file(services, interaction, value)
    memory = services.state.memory
    token = memory.token()
    pending = {"server": server, "path": file.path, "shared": file.server is None, "for_good": for_good}
    await memory.put("removal", token, pending, seconds=CONFIRM_SECONDS)
    whose = _("It is shared: every server loses it.") if file.server is None else _("It is this server's own.")
    back = _("It can be restored for {days} days.").format(days=TRASH_DAYS)
    lines = [
        _("### Remove {file}?").format(file=one_line(own_path(file.path), _PATH)),
        f"{whose} {_('It cannot be restored.') if for_good else back}",
    ]
    return panel(
        lines,
        AMBER,
        [
            button(_("Remove"), custom_id("removalok", token), style=ButtonStyle.danger),
            button(_("Keep"), custom_id("removaldrop", token), style=ButtonStyle.secondary),
        ],
    )


async def confirm_removal(services: AdminServices, press: Press) -> None:
    """Moves the file to the trash: only in the server that asked, only by an admin who may."""
    interaction = press.interaction
    server = admin_server(interaction, "confirm a removal")
    await acknowledge(interaction)
    pending = await _pending(services, server, press.part(0))
    if pending["shared"]:
        await services.permissions.shared_server(interaction, "confirm a removal")
    scope = None if pending["shared"] else server
    path, for_good = str(pending["path"]), bool(pending.get("for_good"))
    path = await (services.editor.delete(scope, path) if for_good else services.editor.remove(scope, path))
    await services.takedowns.add(scope, path)
    await services.audit_log.record(server, interaction.user.id, "delete" if for_good else "remove", path)
    await services.state.memory.drop("removal", press.part(0))
    done = _("### Deleted {file}") if for_good else _("### Removed {file}")
    lines = [done.format(file=one_line(own_path(path), _PATH))]
    if not for_good:
        lines.append(_("`/corpus restore` brings it back for {days} days.").format(days=TRASH_DAYS))
    await report_change(services, interaction, server, lines)


async def keep_file(services: AdminServices, press: Press) -> None:
    """Leaves the file where it is."""
    server = admin_server(press.interaction, "keep a file")
    await acknowledge(press.interaction)
    await _pending(services, server, press.part(0))
    await services.state.memory.drop("removal", press.part(0))
    await put_in_place(press.interaction, panel([_("Nothing was removed.")]))


async def _pending(services: AdminServices, server: int, token: str) -> dict[str, Any]:
    pending = await services.state.memory.get("removal", token)
    if not isinstance(pending, dict) or pending.get("server") != server:
        raise CorpusError(_TOO_LATE)
    return pending


async def _restore(services: AdminServices, interaction: Interaction, server: int, name: str) -> None:
    async for scope in changeable_scopes(services, interaction):
        if name in {trashed.name for trashed in await services.editor.trashed(scope)}:
            path = await services.editor.restore(scope, name)
            await services.takedowns.lift(scope, path)
            await services.audit_log.record(server, interaction.user.id, "restore", path)
            line = _("### Restored {file}").format(file=one_line(own_path(path), _PATH))
            await report_change(services, interaction, server, [line])
            return
    raise CorpusError("That is not in the trash, or not yours to restore. Choose one from the list.")


async def _export(services: AdminServices, interaction: Interaction, server: int) -> Reply:
    limit = interaction.guild.filesize_limit if interaction.guild else 10_000_000
    parts, articles = await services.editor.export(server, limit)
    if not articles:
        return panel(
            [_("### Nothing to export"), _("This server has no articles of its own; the shared ones stay here.")]
        )
    names = ["articles.jsonl.gz"] if len(parts) == 1 else [f"articles-{n + 1}.jsonl.gz" for n in range(len(parts))]
    files = [discord.File(io.BytesIO(part), filename=name) for part, name in zip(parts, names, strict=True)]
    return panel(
        [
            counted("### {count} article of this server", "### {count} articles of this server", articles),
            _("-# One JSON object a line, packed."),
        ],
        GREEN,
        files=files,
    )

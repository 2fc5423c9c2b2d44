"""`/corpus add`: uploaded files are checked, shown with title and date, and added to the corpus when confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.articles.publication_dates import NoDateError, read_day
from bot.chat.admin.corpus.receiving import MOST_FILES, PendingUpload, receive, upload_view
from bot.chat.admin.corpus.remove_restore import report_change
from bot.chat.admin.panel import counted, own_path, panel
from bot.chat.admin.permissions import admin_server
from bot.chat.admin.services import AdminServices
from bot.chat.components.custom_ids import custom_id
from bot.chat.components.persistent import Press, modal
from bot.chat.text.markdown import label, one_line
from bot.chat.transport.reply import Reply
from bot.chat.transport.responses import Interaction, acknowledge, deliver, put_in_place
from bot.curation.uploads import GONE
from bot.errors import ClippingsError, CorpusError
from bot.language.interface import _

_NAME = 80  # characters shown of a file's name


class UploadCommand(commands.Cog):
    """The part of `/corpus` that adds files."""

    services: AdminServices

    @app_commands.command(name="add", description="Add articles, documents or exports of other programs")
    @app_commands.describe(
        file="An article, or a file of many; without one, a form asks",
        shared="For every server (the bot's owners only)",
    )
    @app_commands.rename(
        **{f"file_{number}": f"file{number}" for number in range(2, 11)}  # what Discord shows
    )
    async def add(
        self,
        interaction: Interaction,
        file: discord.Attachment | None = None,
        *,
        file_2: discord.Attachment | None = None,
        file_3: discord.Attachment | None = None,
        file_4: discord.Attachment | None = None,
        file_5: discord.Attachment | None = None,
        file_6: discord.Attachment | None = None,
        file_7: discord.Attachment | None = None,
        file_8: discord.Attachment | None = None,
        file_9: discord.Attachment | None = None,
        file_10: discord.Attachment | None = None,
        shared: bool = False,
    ) -> None:
        """Shows what would be added; the corpus is unchanged until Confirm. Without a file, a form asks for them."""
        options = (file, file_2, file_3, file_4, file_5, file_6, file_7, file_8, file_9, file_10)
        files = [given for given in options if given is not None]
        if not files:
            admin_server(interaction, "corpus add")  # who may add shared ones, and how many, is checked later
            await interaction.response.send_modal(_form(shared=shared))
            return
        self.services.upload_pace.take(admin_server(interaction, "corpus add"))
        await deliver(interaction, lambda: _receive(self.services, interaction, files, shared=shared), private=True)


def _form(*, shared: bool) -> ui.Modal:
    files: ui.FileUpload[Any] = ui.FileUpload(min_values=1, max_values=MOST_FILES)
    about = _("Articles, documents, exports of WordPress and others. You see them before they are added.")
    field = ui.Label[Any](text=label(_("Up to ten files"), 45), description=label(about, 100), component=files)
    return modal(label(_("Add to the archive"), 45), custom_id("uploadfiles", int(shared)), field)


async def receive_form(services: AdminServices, press: Press) -> None:
    """Takes the files that were dropped into the form of `/corpus add`; the permission is checked again."""
    shared, interaction = press.number(0) == 1, press.interaction
    services.upload_pace.take(admin_server(interaction, "corpus add"))
    files = press.attachments()[:MOST_FILES]
    await deliver(interaction, lambda: _receive(services, interaction, files, shared=shared), private=True)


async def _receive(
    services: AdminServices, interaction: Interaction, files: Sequence[discord.Attachment], *, shared: bool
) -> Reply:
    """Stages the files, if the person may change this part of the corpus."""
    server = await _permitted_server(services, interaction, "corpus add", shared=shared)
    return await receive(services, server, files, shared=shared)


async def confirm_upload(services: AdminServices, press: Press) -> None:
    """Adds the files to the corpus: only in the server that uploaded them, only by an admin who may."""
    interaction = press.interaction
    server, upload = await _pending_upload(services, press, "confirm an upload")
    scope, paths = None if upload.shared else server, []
    for file in await services.editor.staged(upload.token):
        paths.append(await services.editor.confirm(upload.token, file.name, scope))
        await services.audit_log.record(server, interaction.user.id, "add", paths[-1])
    if not paths:
        raise CorpusError(GONE)
    await _drop(services, upload)
    names = [f"- {one_line(own_path(path), _NAME)}" for path in paths]
    lines = [counted("### Added {count} file", "### Added {count} files", len(paths)), *names]
    await report_change(services, interaction, server, lines)


async def discard_upload(services: AdminServices, press: Press) -> None:
    """Deletes the uploaded files."""
    _server, upload = await _pending_upload(services, press, "discard an upload")
    await _drop(services, upload)
    await put_in_place(press.interaction, panel([_("Nothing was added.")]))


async def ask_upload_date(services: AdminServices, press: Press) -> None:
    """Asks for the publication date of one file; `set_upload_date` checks what can be wrong."""
    del services
    admin_server(press.interaction, "date an upload")
    form = modal(
        _("Publication date"),
        custom_id("uploadday", press.part(0), press.number(1)),
        ui.TextInput(label=_("When was it published?"), placeholder=_("2020-10-28, or 28 October 2020"), max_length=40),
    )
    await press.interaction.response.send_modal(form)


async def set_upload_date(services: AdminServices, press: Press) -> None:
    """Writes the typed date into the staged file and shows the upload again; the permission is checked again."""
    _server, upload = await _pending_upload(services, press, "date an upload")
    staged = await services.editor.staged(upload.token)
    number = press.number(1)
    if number >= len(staged) or not press.values:
        raise CorpusError(GONE)
    try:
        day = read_day(press.values[0], services.today())
    except NoDateError as error:
        raise WrongDateError("{reason} Write it like 2020-10-28.", reason=str(error)) from None
    await services.editor.set_date(upload.token, staged[number].name, day)
    await put_in_place(press.interaction, await upload_view(services, upload))


class WrongDateError(ClippingsError):
    """The text typed is not a publication date."""


async def _pending_upload(services: AdminServices, press: Press, action: str) -> tuple[int, PendingUpload]:
    """Acknowledges the press, and returns the server and the upload that it belongs to.

    Raises:
        RefusedError: the person may not change this part of the corpus.
        CorpusError: there is no such upload in this server.
    """
    interaction = press.interaction
    server = admin_server(interaction, action)
    await acknowledge(interaction)
    pending = await services.state.memory.get("upload", press.part(0))
    if not isinstance(pending, dict) or pending.get("server") != server:
        raise CorpusError(GONE)
    upload = PendingUpload(press.part(0), bool(pending.get("shared")))
    return await _permitted_server(services, interaction, action, shared=upload.shared), upload


async def _drop(services: AdminServices, upload: PendingUpload) -> None:
    await services.state.memory.drop("upload", upload.token)
    await services.editor.drop(upload.token)


async def _permitted_server(services: AdminServices, interaction: Interaction, action: str, *, shared: bool) -> int:
    if shared:
        return await services.permissions.shared_server(interaction, action)
    return admin_server(interaction, action)

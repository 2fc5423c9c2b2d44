"""`/corpus add`: uploaded files are checked, shown with title and date, and added to the corpus when confirmed."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import discord
from discord import ButtonStyle, app_commands, ui
from discord.ext import commands

from bot.articles.limits import megabytes
from bot.articles.publication_dates import NoDateError, read_day
from bot.chat.admin.corpus.remove_restore import report_change
from bot.chat.admin.panel import counted, own_path, panel
from bot.chat.admin.permissions import admin_server
from bot.chat.admin.services import AdminServices
from bot.chat.components.custom_ids import custom_id
from bot.chat.components.persistent import FORM_WITHIN, Press, button, modal
from bot.chat.questions.rate_limit import RateLimiter
from bot.chat.text.markdown import label, one_line
from bot.chat.text.redaction import sentence
from bot.chat.transport.reply import AMBER, GREEN, Reply
from bot.chat.transport.responses import Interaction, acknowledge, deliver, put_in_place
from bot.curation.uploads import EXPIRES_HOURS, GONE, StagedFile
from bot.errors import ClippingsError, CorpusError, DataError
from bot.language.dates_in_words import say_day
from bot.language.figures import say_number
from bot.language.interface import _
from bot.search import Index

_NAME, _TITLE, _REASON = 80, 100, 120  # characters shown of each, so that ten files fit into one message


@dataclass(frozen=True, slots=True)
class PendingUpload:
    """An upload waiting for Confirm: its token, whether it is for every server, and lines about refused files."""

    token: str
    shared: bool
    refused: tuple[str, ...] = ()


class UploadCommand(commands.Cog):
    """The part of `/corpus` that adds files."""

    services: AdminServices
    pace: RateLimiter

    @app_commands.command(
        name="add", description="Add articles: .txt .md .html .json .jsonl .pdf .docx .odt .epub .eml .mbox"
    )
    @app_commands.describe(file="An article, or a file of many", shared="For every server (the bot's owners only)")
    @app_commands.rename(
        **{f"file_{number}": f"file{number}" for number in range(2, 11)}  # what Discord shows
    )
    async def add(
        self,
        interaction: Interaction,
        file: discord.Attachment,
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
        """Shows what would be added; the corpus is unchanged until Confirm."""
        more = (file_2, file_3, file_4, file_5, file_6, file_7, file_8, file_9, file_10)
        files = [file, *(other for other in more if other is not None)]
        server = await _permitted_server(self.services, interaction, "corpus add", shared=shared)
        self.pace.take(server)
        await deliver(interaction, lambda: _receive(self.services, server, files, shared), private=True)


async def _receive(services: AdminServices, server: int, files: list[discord.Attachment], shared: bool) -> Reply:
    memory, editor, largest = services.state.memory, services.editor, services.uploads.largest()
    scope = None if shared else server
    await editor.check(scope)
    articles = 0 if shared else await services.library.use(lambda index: _own_articles(index, server))
    token = memory.token()
    refused = []
    for file in files:  # one at a time, so that only one of ten large files is in memory
        try:
            if file.size > largest:
                raise CorpusError("It is larger than {size}.", size=megabytes(largest))
            await editor.stage(token, file.filename, await file.read(), scope, articles=articles)
        except (CorpusError, DataError) as error:
            said, reason = _("- **{file}** was not taken: {reason}"), one_line(sentence(error), _REASON)
            refused.append(said.format(file=one_line(file.filename, _NAME), reason=reason))
        except discord.HTTPException:
            said = _("- **{file}** could not be fetched from Discord.")
            refused.append(said.format(file=one_line(file.filename, _NAME)))
    await memory.put("upload", token, {"server": server, "shared": shared}, seconds=EXPIRES_HOURS * 3600)
    return await _view(services, PendingUpload(token, shared, tuple(refused)))


def _own_articles(index: Index, server: int) -> int:
    return index.span(server).articles - index.span(None).articles


async def _view(services: AdminServices, upload: PendingUpload) -> Reply:
    staged = await services.editor.staged(upload.token)
    count = len(staged)
    if not staged:
        return panel([_("### Nothing to add"), *upload.refused], AMBER)
    if upload.shared:
        asked = counted(
            "### Add {count} file, for **every** server?", "### Add {count} files, for **every** server?", count
        )
    else:
        asked = counted(
            "### Add {count} file, for this server alone?", "### Add {count} files, for this server alone?", count
        )
    lines = [asked]
    lines += [_line(file) for file in staged]
    buttons: list[ui.Item[Any]] = [
        button(_("Confirm"), custom_id("uploadok", upload.token), style=ButtonStyle.success),
        button(_("Discard"), custom_id("uploaddrop", upload.token), style=ButtonStyle.secondary),
    ]
    for number, file in enumerate(staged):
        if file.can_be_dated:
            text = _("Date: {file}").format(file=label(file.name, 60))
            buttons.append(button(text, custom_id("uploaddate", upload.token, number), style=ButtonStyle.primary))
    undated = any(file.undated for file in staged)
    return panel([*lines, *upload.refused], AMBER if undated or upload.refused else GREEN, buttons)


def _line(file: StagedFile) -> str:
    day = _("**undated**, so no date will find it") if file.date is None else f"**{say_day(file.date)}**"
    line = f"- **{one_line(file.name, _NAME)}**\n  {one_line(file.title, _TITLE)} · {day}"
    if file.articles > 1:
        line += "\n  " + _("the first of {count} articles").format(count=say_number(file.articles))
        if file.undated:
            line += ", " + counted("{count} undated", "{count} undated", file.undated)
    others = [problem for problem in file.problems if "no date" not in problem]
    return line if not others else f"{line}\n  -# {one_line(others[0], _REASON)}"


async def confirm_upload(services: AdminServices, press: Press) -> None:
    """Adds the files to the corpus: only in the server that uploaded them, only by an admin who may."""
    interaction = press.interaction
    server, upload = await _pending_upload(services, press, "confirm an upload")
    await acknowledge(interaction)
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
    await acknowledge(press.interaction)
    await _drop(services, upload)
    await put_in_place(press.interaction, panel([_("Nothing was added.")]))


async def ask_upload_date(services: AdminServices, press: Press) -> None:
    """Asks for the publication date of one file; `set_upload_date` checks all that can be wrong once more."""
    with suppress(TimeoutError, DataError):
        async with asyncio.timeout(FORM_WITHIN):
            await _pending_upload(services, press, "date an upload")
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
    await acknowledge(press.interaction)
    await services.editor.set_date(upload.token, staged[number].name, day)
    await put_in_place(press.interaction, await _view(services, upload))


class WrongDateError(ClippingsError):
    """The text typed is not a publication date."""


async def _pending_upload(services: AdminServices, press: Press, action: str) -> tuple[int, PendingUpload]:
    """The server, and the upload that a button belongs to.

    Raises:
        RefusedError: the person may not change this part of the corpus.
        CorpusError: there is no such upload in this server.
    """
    interaction = press.interaction
    server = admin_server(interaction, action)
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

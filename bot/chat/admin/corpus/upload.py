"""`/corpus add`: uploaded files, checked and shown as they would be quoted, and put into the corpus when confirmed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, ClassVar

import discord
from discord import ButtonStyle, app_commands, ui
from discord.ext import commands

from bot.articles.limits import megabytes
from bot.articles.publication_dates import NoDateError, read_day
from bot.chat.admin.audit_log import note
from bot.chat.admin.corpus.remove_restore import changed
from bot.chat.admin.panel import panel
from bot.chat.admin.permissions import admins_server, shared_changer
from bot.chat.admin.services import office
from bot.chat.components.persistent import Press, StepButton, custom_id, step
from bot.chat.text.markdown import label, one_line
from bot.chat.transport.responses import Interaction, acknowledge, deliver, failing, put_in_place
from bot.chat.views.reply import AMBER, GREEN, Reply
from bot.curation.uploads import EXPIRES_HOURS, GONE, StagedFile
from bot.errors import ClippingsError, CorpusError
from bot.language.dates_in_words import SayDay, day_in

_NAME, _TITLE, _REASON = 80, 100, 120  # characters of each that are shown: ten files fit one message


@dataclass(frozen=True, slots=True)
class Parcel:
    """An upload that waits for its Confirm: its name, and whether it is for every server. `refused` files left it."""

    token: str
    shared: bool
    refused: tuple[str, ...] = ()


class Adding(commands.Cog):
    """The part of `/corpus` that takes files in."""

    @app_commands.command(name="add", description="Add articles: .txt .md .html .json .jsonl")
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
        """Shows what would be quoted; nothing is in the corpus before Confirm."""
        more = (file_2, file_3, file_4, file_5, file_6, file_7, file_8, file_9, file_10)
        files = [file, *(other for other in more if other is not None)]
        async with failing(interaction, "corpus add"):
            server = await (shared_changer(interaction, "corpus add") if shared else _own(interaction))
            await deliver(interaction, lambda: _receive(interaction, server, files, shared), private=True)


async def _own(interaction: Interaction) -> int:
    return admins_server(interaction, "corpus add")


async def _receive(interaction: Interaction, server: int, files: list[discord.Attachment], shared: bool) -> Reply:
    desk = office(interaction)
    memory = interaction.client.state.memory
    desk.corpus.folder(None if shared else server)
    token = memory.token()
    refused = []
    for file in files:  # one after the other: ten large ones at once would be ten in memory
        try:
            if file.size > desk.uploads.largest():
                raise CorpusError(f"It is larger than {megabytes(desk.uploads.largest())}.")
            content = await file.read()
            await asyncio.to_thread(desk.uploads.stage, token, file.filename, content)
        except CorpusError as error:
            refused.append(f"- **{one_line(file.filename, _NAME)}** was not taken: {one_line(str(error), _REASON)}")
        except discord.HTTPException:
            refused.append(f"- **{one_line(file.filename, _NAME)}** could not be fetched from Discord.")
    await memory.put("upload", token, {"server": server, "shared": shared}, seconds=EXPIRES_HOURS * 3600)
    return await _shown(interaction, server, Parcel(token, shared, tuple(refused)))


async def _shown(interaction: Interaction, server: int, parcel: Parcel) -> Reply:
    staged = await asyncio.to_thread(office(interaction).uploads.staged, parcel.token)
    if not staged:
        return panel(["### Nothing to add", *parcel.refused], AMBER)
    say = day_in((await interaction.client.state.servers.read(server)).date_language)
    whose = "for **every** server" if parcel.shared else "for this server alone"
    lines = [f"### Add {len(staged)} file{'s' * (len(staged) > 1)}, {whose}?"]
    lines += [_line(file, say) for file in staged]
    buttons: list[ui.Item[Any]] = [
        StepButton("Confirm", custom_id("uploadok", parcel.token), style=ButtonStyle.success),
        StepButton("Discard", custom_id("uploaddrop", parcel.token), style=ButtonStyle.secondary),
    ]
    for number, file in enumerate(staged):
        if file.can_be_dated:
            text = "Date: " + label(file.name, 60)
            buttons.append(StepButton(text, custom_id("uploaddate", parcel.token, number), style=ButtonStyle.primary))
    undated = any(file.undated for file in staged)
    return panel([*lines, *parcel.refused], AMBER if undated or parcel.refused else GREEN, buttons)


def _line(file: StagedFile, say: SayDay) -> str:
    day = "**undated**, so no date will find it" if file.date is None else f"**{say(file.date)}**"
    line = f"- **{one_line(file.name, _NAME)}**\n  {one_line(file.title, _TITLE)} · {day}"
    if file.articles > 1:
        undated = f", {file.undated:,} undated" if file.undated else ""
        line += f"\n  the first of {file.articles:,} articles{undated}"
    others = [problem for problem in file.problems if "no date" not in problem]
    return line if not others else f"{line}\n  -# {one_line(others[0], _REASON)}"


@step("uploadok")
async def confirm(press: Press) -> None:
    """Puts the files into the corpus: only in the server that sent them, only by one who may."""
    interaction = press.interaction
    server, parcel = await _parcel(press, "confirm an upload")
    await acknowledge(interaction)
    scope, uploads, paths = None if parcel.shared else server, office(interaction).uploads, []
    for file in await asyncio.to_thread(uploads.staged, parcel.token):
        paths.append(await asyncio.to_thread(uploads.confirm, parcel.token, file.name, scope))
        await note(interaction.client, server, interaction.user.id, "add", paths[-1])
    if not paths:
        raise CorpusError(GONE)
    await _forget(interaction, parcel)
    names = [f"- {one_line(path, _NAME)}" for path in paths]
    await changed(interaction, server, [f"### Added {len(paths)} file{'s' * (len(paths) > 1)}", *names])


@step("uploaddrop")
async def discard(press: Press) -> None:
    """Forgets the files."""
    interaction = press.interaction
    _, parcel = await _parcel(press, "discard an upload")
    await acknowledge(interaction)
    await _forget(interaction, parcel)
    await put_in_place(interaction, panel(["Nothing was added."]))


@step("uploaddate")
async def ask_date(press: Press) -> None:
    """Asks for the publication date of one file."""
    _, parcel = await _parcel(press, "date an upload")
    staged = await asyncio.to_thread(office(press.interaction).uploads.staged, parcel.token)
    number = press.number(1)
    if number >= len(staged):
        raise CorpusError(GONE)
    await press.interaction.response.send_modal(DateModal(parcel, staged[number].name))


class DateModal(ui.Modal, title="Publication date"):
    """Asks when the article was published; whoever answers is checked again."""

    day: ClassVar[ui.TextInput[Any]] = ui.TextInput(
        label="When was it published?", placeholder="2020-10-28, or 28 October 2020", max_length=40
    )

    def __init__(self, parcel: Parcel, name: str) -> None:
        super().__init__(custom_id=custom_id("uploadday", parcel.token), timeout=EXPIRES_HOURS * 3600)
        self._parcel = parcel
        self._name = name

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Writes the date into the waiting file and shows the upload anew."""
        async with failing(interaction, "date an upload"):
            server = await _rightful(interaction, self._parcel, "date an upload")
            try:
                day = read_day(self.day.value, office(interaction).corpus.today())
            except NoDateError as error:
                raise WrongDateError(f"{error} Write it like 2020-10-28.") from None
            await acknowledge(interaction)
            await asyncio.to_thread(office(interaction).uploads.set_date, self._parcel.token, self._name, day)
            reply = await _shown(interaction, server, self._parcel)
            await put_in_place(interaction, reply)


class WrongDateError(ClippingsError):
    """What was typed is no publication date."""


async def _parcel(press: Press, doing: str) -> tuple[int, Parcel]:
    """The upload that a button belongs to, for an admin of the server that sent it.

    Raises:
        RefusedError: the presser may not.
        CorpusError: there is no such upload in this server.
    """
    interaction = press.interaction
    server = admins_server(interaction, doing)
    pending = await interaction.client.state.memory.get("upload", press.part(0))
    if not isinstance(pending, dict) or pending.get("server") != server:
        raise CorpusError(GONE)
    parcel = Parcel(press.part(0), bool(pending.get("shared")))
    return await _rightful(interaction, parcel, doing), parcel


async def _forget(interaction: Interaction, parcel: Parcel) -> None:
    await interaction.client.state.memory.drop("upload", parcel.token)
    await asyncio.to_thread(office(interaction).uploads.drop, parcel.token)


async def _rightful(interaction: Interaction, parcel: Parcel, doing: str) -> int:
    return await shared_changer(interaction, doing) if parcel.shared else admins_server(interaction, doing)

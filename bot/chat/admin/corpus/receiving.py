"""Files that an admin gives: staged one by one, exports turned into records, all shown before they are added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Protocol

import discord
from discord import ButtonStyle, ui

from bot.articles.limits import megabytes
from bot.chat.admin.panel import counted, panel
from bot.chat.admin.services import AdminServices
from bot.chat.components.custom_ids import custom_id
from bot.chat.components.persistent import button
from bot.chat.text.markdown import label, one_line
from bot.chat.text.redaction import sentence
from bot.chat.transport.reply import AMBER, GREEN, Reply
from bot.curation.uploads import EXPIRES_HOURS, StagedFile
from bot.errors import CorpusError, DataError
from bot.importing.recognition import is_export
from bot.importing.uploaded import Converted, convert
from bot.language.dates_in_words import say_day
from bot.language.figures import say_number
from bot.language.interface import _
from bot.library.fair_executor import FairExecutor
from bot.search import Index

MOST_FILES = 10
_NAME, _TITLE, _REASON = 80, 100, 120  # characters shown of each, so that ten files fit into one message
_HEAD = 65_536  # bytes by which an export is recognised
_CONVERTING = FairExecutor(2, "export")  # of one server, one export is read at a time; each takes up to two minutes


class GivenFile(Protocol):
    """An attachment, or what is taken for one."""

    @property
    def filename(self) -> str:
        """Its name, as its owner wrote it."""

    @property
    def size(self) -> int:
        """In bytes."""

    async def read(self) -> bytes:
        """Its content."""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file made of something else than an attachment."""

    filename: str
    content: bytes

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.content)

    async def read(self) -> bytes:
        """Its content."""
        return self.content


@dataclass(frozen=True, slots=True)
class PendingUpload:
    """An upload waiting for Confirm: its token, whether it is for every server, and lines about refused files."""

    token: str
    shared: bool
    refused: tuple[str, ...] = ()


async def receive(
    services: AdminServices, server: int, files: Sequence[GivenFile], *, shared: bool, day: date | None = None
) -> Reply:
    """Stages the files and asks whether to add them. `day` dates those that state no date."""
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
            name, content = file.filename, await file.read()
            if is_export(name, content[:_HEAD]):
                converted = await _converted(services, name, content, largest)
                name, content = converted.name, converted.content
                refused += _about(file.filename, converted)
            await editor.stage(token, name, content, scope, articles=articles)
        except (CorpusError, DataError) as error:
            said, reason = _("- **{file}** was not taken: {reason}"), one_line(sentence(error), _REASON)
            refused.append(said.format(file=one_line(file.filename, _NAME), reason=reason))
        except discord.HTTPException:
            said = _("- **{file}** could not be fetched from Discord.")
            refused.append(said.format(file=one_line(file.filename, _NAME)))
    if day is not None:
        for staged in await editor.staged(token):
            if staged.can_be_dated:
                await editor.set_date(token, staged.name, min(day, services.today()))
    await memory.put("upload", token, {"server": server, "shared": shared}, seconds=EXPIRES_HOURS * 3600)
    return await upload_view(services, PendingUpload(token, shared, tuple(refused)))


def _own_articles(index: Index, server: int) -> int:
    return index.span(server).articles - index.span(None).articles


async def _converted(services: AdminServices, name: str, content: bytes, most: int) -> Converted:
    reading = partial(convert, name, content, most, services.corpus.limits, services.today())
    return await _CONVERTING.run(reading)


def _about(name: str, export: Converted) -> list[str]:
    """What was read of an export and what was not, for whoever uploaded it."""
    said = _("- **{file}**: {kinds}.").format(file=one_line(name, _NAME), kinds=", ".join(dict.fromkeys(export.kinds)))
    parts = [f"{say_number(count)} {kind}" for kind, count in (export.left_out or {}).items()]
    if parts:
        said += " " + _("Left out: {kinds}.").format(kinds=one_line(", ".join(parts), _REASON))
    if export.refused:
        said += " " + counted("{count} entry was refused:", "{count} entries were refused:", export.refused)
        said += " " + one_line(export.problems[0] if export.problems else "", _REASON)
    return [said]


async def upload_view(services: AdminServices, upload: PendingUpload) -> Reply:
    """The staged files with title and date, and the buttons to add, discard or date them."""
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

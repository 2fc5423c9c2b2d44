"""Autocomplete for files of the corpus and the trash, limited to what the admin may change."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress

from discord import app_commands

from bot.chat.admin.panel import own_path
from bot.chat.admin.permissions import UnknownOwnerError, is_admin
from bot.chat.admin.services import AdminServices
from bot.chat.text.markdown import label
from bot.chat.transport.responses import Interaction
from bot.curation.editor import CorpusFile
from bot.curation.trash import TrashedFile
from bot.errors import CorpusError, FollowerError
from bot.language.dates_in_words import say_moment
from bot.language.interface import _
from bot.model import Article
from bot.search import Index

MAX_CHOICES = 25  # Discord's limit, as is the length of a choice
MAX_LENGTH = 100

Choice = app_commands.Choice[str]


async def changeable_scopes(services: AdminServices, interaction: Interaction) -> AsyncIterator[int | None]:
    """The parts of the corpus that the person may change; none unless they are an admin.

    Their server's own part comes first, since that does not depend on who owns the bot.

    Raises:
        UnknownOwnerError: after the first part, see `Permissions.is_owner`.
    """
    if is_admin(interaction):
        yield interaction.guild_id
        if await services.permissions.may_change_shared(interaction):
            yield None


async def file_choices(services: AdminServices, interaction: Interaction, typed: str) -> list[Choice]:
    """Files that the person may remove and whose path resembles what they typed."""
    shown: list[CorpusFile] = []
    with suppress(FollowerError):
        scopes = await _scopes(services, interaction)
        shown = await services.editor.matching(scopes, typed, MAX_CHOICES) if scopes else []
    titles = await services.library.use(lambda index: [_title(index, file) for file in shown])
    return [
        _choice(f"{own_path(file.path)} · {title}" if title else own_path(file.path), file.value)
        for file, title in zip(shown, titles, strict=True)
    ]


async def trash_choices(services: AdminServices, interaction: Interaction, typed: str) -> list[Choice]:
    """Files in the trash that the person may restore."""
    found: list[TrashedFile] = []
    with suppress(FollowerError):
        for scope in await _scopes(services, interaction):
            found += await services.editor.trashed(scope)
    like = [trashed for trashed in found if typed.casefold() in trashed.path.casefold()]
    return [
        _choice(
            f"{own_path(trashed.path)} · " + _("removed {time}").format(time=say_moment(trashed.removed)), trashed.name
        )
        for trashed in like[:MAX_CHOICES]
    ]


async def chosen_file(services: AdminServices, interaction: Interaction, value: str) -> CorpusFile:
    """The file that a choice, or a complete typed path, stands for.

    Raises:
        CorpusError: there is no such file that this person may change.
        UnknownOwnerError: the file is not of their server, and Discord does not say whether they own the bot.
    """
    async for scope in changeable_scopes(services, interaction):
        if (file := await services.editor.find([scope], value)) is not None:
            return file
    raise CorpusError("There is no such file among those you may change. Choose one from the list.")


async def _scopes(services: AdminServices, interaction: Interaction) -> list[int | None]:
    """Those of `changeable_scopes` that are known."""
    scopes: list[int | None] = []
    with suppress(UnknownOwnerError):
        async for scope in changeable_scopes(services, interaction):
            scopes.append(scope)  # noqa: PERF401 - those before the error count
    return scopes


def _title(index: Index, file: CorpusFile) -> str:
    row = index.find(Article(file.path, "", "", file.path, server=file.server).key, file.server)
    return "" if row is None else index.heading(row).title


def _choice(name: str, value: str) -> Choice:
    return app_commands.Choice(name=label(name, MAX_LENGTH) or "?", value=value)

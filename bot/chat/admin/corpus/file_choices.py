"""Autocomplete for files of the corpus and the trash, limited to what the admin may change."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import blake2b

from discord import app_commands
from rapidfuzz import fuzz, process, utils

from bot.articles import SourceFile
from bot.chat.admin.panel import own_path
from bot.chat.admin.permissions import UnknownOwnerError, is_admin
from bot.chat.admin.services import AdminServices
from bot.chat.text.markdown import label, length
from bot.chat.transport.responses import Interaction
from bot.errors import CorpusError, FollowerError
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
    files: list[SourceFile] = []
    with suppress(UnknownOwnerError, FollowerError):
        async for some in _files(services, interaction, fresh=False):
            files += some
    names = {number: file.path for number, file in enumerate(files)}
    if typed:
        found = process.extract(
            typed, names, scorer=fuzz.partial_ratio, processor=utils.default_process, limit=MAX_CHOICES, score_cutoff=60
        )
        files = [files[number] for _, _, number in found]
    shown = files[:MAX_CHOICES]
    titles = await services.library.use(lambda index: [_title(index, file) for file in shown])
    return [
        _choice(f"{own_path(file.path)} · {title}" if title else own_path(file.path), file.path)
        for file, title in zip(shown, titles, strict=True)
    ]


async def trash_choices(services: AdminServices, interaction: Interaction, typed: str) -> list[Choice]:
    """Files in the trash that the person may restore."""
    found = []
    with suppress(UnknownOwnerError, FollowerError):
        async for scope in changeable_scopes(services, interaction):
            found += await asyncio.to_thread(services.corpus.trashed, scope)
    like = [trashed for trashed in found if typed.casefold() in trashed.path.casefold()]
    return [
        _choice(
            f"{own_path(trashed.path)} · removed {trashed.removed.day} {trashed.removed:%B %Y, %H:%M} UTC", trashed.name
        )
        for trashed in like[:MAX_CHOICES]
    ]


async def chosen_file(services: AdminServices, interaction: Interaction, value: str) -> SourceFile:
    """The file that a choice, or a complete typed path, stands for.

    Raises:
        CorpusError: there is no such file that this person may change.
        UnknownOwnerError: the file is not of their server, and Discord does not say whether they own the bot.
    """
    async for some in _files(services, interaction, fresh=True):
        for file in some:
            if value in (file.path, own_path(file.path), _short(file.path)):
                return file
    raise CorpusError("There is no such file among those you may change. Choose one from the list.")


async def _files(
    services: AdminServices, interaction: Interaction, *, fresh: bool
) -> AsyncIterator[Sequence[SourceFile]]:
    """The files of each of `changeable_scopes`; the folder is listed again at most once."""
    async for scope in changeable_scopes(services, interaction):
        yield await asyncio.to_thread(services.corpus.files, scope, fresh=fresh)
        fresh = False


def _title(index: Index, file: SourceFile) -> str:
    row = index.find(Article(file.path, "", "", file.path, server=file.server).key, file.server)
    return "" if row is None else index.heading(row).title


def _choice(name: str, value: str) -> Choice:
    fits = length(value) <= MAX_LENGTH
    return app_commands.Choice(name=label(name, MAX_LENGTH) or "?", value=value if fits else _short(value))


def _moment(at: datetime) -> str:
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def _short(path: str) -> str:
    return "~" + blake2b(path.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()

"""Which file an admin means: the choices of autocomplete, and what a choice stands for, always within their rights."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from hashlib import blake2b

from discord import app_commands
from rapidfuzz import fuzz, process, utils

from bot.articles import SourceFile
from bot.chat.admin.permissions import UnknownOwnerError, is_admin, may_change_shared
from bot.chat.admin.services import office
from bot.chat.text.markdown import label, length
from bot.chat.transport.responses import Interaction
from bot.errors import CorpusError
from bot.model import Article
from bot.search import Index

CHOICES = 25  # Discord's most, and the longest text of one below
LONGEST = 100

Choice = app_commands.Choice[str]


async def scopes(interaction: Interaction) -> AsyncIterator[int | None]:
    """The parts of the corpus that the person may change; none for anybody but an admin.

    Their server's own comes first: for that, nobody needs to know whose the bot is.

    Raises:
        UnknownOwnerError: after the first.
    """
    if is_admin(interaction):
        yield interaction.guild_id
        if await may_change_shared(interaction):
            yield None


async def file_choices(interaction: Interaction, typed: str) -> list[Choice]:
    """The files that the person may remove and whose name is like what they typed so far."""
    files: list[SourceFile] = []
    with suppress(UnknownOwnerError):
        async for some in _files(interaction, fresh=False):
            files += some
    names = {number: file.path for number, file in enumerate(files)}
    if typed:
        found = process.extract(
            typed, names, scorer=fuzz.partial_ratio, processor=utils.default_process, limit=CHOICES, score_cutoff=60
        )
        files = [files[number] for _, _, number in found]
    shown = files[:CHOICES]
    titles = await interaction.client.library.use(lambda index: [_title(index, file) for file in shown])
    return [
        _choice(f"{file.path} · {title}" if title else file.path, file.path)
        for file, title in zip(shown, titles, strict=True)
    ]


async def trash_choices(interaction: Interaction, typed: str) -> list[Choice]:
    """What the person may bring back."""
    corpus = office(interaction).corpus
    found = []
    with suppress(UnknownOwnerError):
        async for scope in scopes(interaction):
            found += await asyncio.to_thread(corpus.trashed, scope)
    like = [trashed for trashed in found if typed.casefold() in trashed.path.casefold()]
    return [
        _choice(f"{trashed.path} · removed {trashed.removed.day} {trashed.removed:%B %Y, %H:%M} UTC", trashed.name)
        for trashed in like[:CHOICES]
    ]


async def chosen_file(interaction: Interaction, value: str) -> SourceFile:
    """The file that a choice, or a path typed in full, stands for.

    Raises:
        CorpusError: it is none that this person may change.
        UnknownOwnerError: it is not of their server, and Discord does not say whether they own the bot.
    """
    async for some in _files(interaction, fresh=True):
        for file in some:
            if value in (file.path, _short(file.path)):
                return file
    raise CorpusError("There is no such file among those you may change. Choose one from the list.")


async def _files(interaction: Interaction, *, fresh: bool) -> AsyncIterator[Sequence[SourceFile]]:
    """The files of each of `scopes`."""
    corpus = office(interaction).corpus
    async for scope in scopes(interaction):
        yield await asyncio.to_thread(corpus.files, scope, fresh=fresh)
        fresh = False


def _title(index: Index, file: SourceFile) -> str:
    row = index.find(Article(file.path, "", "", file.path, server=file.server).key, file.server)
    return "" if row is None else index.heading(row).title


def _choice(name: str, value: str) -> Choice:
    fits = length(value) <= LONGEST
    return app_commands.Choice(name=label(name, LONGEST) or "?", value=value if fits else _short(value))


def _short(path: str) -> str:
    return "~" + blake2b(path.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()

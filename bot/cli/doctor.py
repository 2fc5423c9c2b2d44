"""`doctor`: checks whether everything is in order and says what to do. It changes nothing: a bot may be running."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from bot.cli.checks import settings as of_settings
from bot.cli.checks import storage
from bot.cli.checks.finding import Finding
from bot.cli.options import Corpus, Data, settings_from
from bot.errors import ClippingsError, ExitCode
from bot.language.errors_in_words import in_words
from bot.language.interface import _
from bot.settings import Settings

_CHECKS: tuple[Callable[[Settings], Finding], ...] = (
    of_settings.token,
    of_settings.commands,
    storage.corpus,
    of_settings.language,
    storage.data,
    of_settings.private,
    storage.disk,
    storage.index,
    storage.state,
    of_settings.extras,
)


def doctor(
    corpus: Corpus = None,
    data: Data = None,
    online: Annotated[
        bool, typer.Option("--online", help="Ask Discord, too: token, intents, commands, shards, permissions.")
    ] = False,
) -> None:
    """Check settings, corpus, data folder, disk, index, state database and token; say what to do about each."""
    console = Console()
    findings: list[Finding] = []
    marks = (_("wrong"), _("ok"))
    wide = max(map(len, marks))
    for finding in _look(corpus, data, online=online):
        findings.append(finding)
        mark = Text(marks[finding.good].ljust(wide), style="green" if finding.good else "bold red")
        console.print(Text.assemble(mark, "  ", (f"{finding.name:8} ", "bold"), finding.line), soft_wrap=True)
    if not all(finding.good for finding in findings):
        sys.exit(ExitCode.UNHEALTHY)


def _look(corpus: Path | None, data: Path | None, *, online: bool = False) -> Iterator[Finding]:
    try:
        settings = settings_from(corpus, data)
    except ClippingsError as error:
        yield Finding(_("settings"), good=False, line=in_words(error))
        yield from of_settings.misspelt()
        return
    yield of_settings.values(settings)
    yield from of_settings.misspelt()
    for check in _CHECKS:
        yield check(settings)
    if online:
        yield from _online(settings)


def _online(settings: Settings) -> Iterator[Finding]:
    if settings.discord_token is None:
        yield Finding("Discord", good=False, line=_("there is no token to ask with: set DISCORD_TOKEN"))
        return
    from bot.chat.online_check import look_online  # noqa: PLC0415 - Discord's library takes a second to load

    shards = settings.shard_count
    for name, good, line in asyncio.run(look_online(settings.discord_token.get_secret_value(), shards=shards)):
        yield Finding(name, good=good, line=line)

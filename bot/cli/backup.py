"""`backup` and `restore`: what cannot be made again, in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

import bot.backup as backups
from bot.cli.options import Corpus, Data, settings_from
from bot.language.figures import say_number
from bot.language.interface import _, ngettext
from bot.settings import Settings, without_secrets

File = Annotated[Path, typer.Argument(metavar="FILE", help="The backup, a ZIP archive.")]


def backup(file: File, corpus: Corpus = None, data: Data = None) -> None:
    """Write state, key, servers' own articles and settings (without secrets) to a new file. A bot may be running."""
    settings = settings_from(corpus, data)
    made = backups.back_up(
        file,
        corpus=settings.corpus,
        data=settings.data,
        url=_state_url(settings),
        settings=without_secrets(settings),
    )
    rows = sum(made.rows.values())
    done = ngettext(
        "{file}: {rows} rows of state, the key, {files} file of servers; read back and found right",
        "{file}: {rows} rows of state, the key, {files} files of servers; read back and found right",
        made.articles,
    )
    _say(done.format(file=file, rows=say_number(rows), files=say_number(made.articles)))
    _say(
        _("It names no member, but with its key it can tell whose questions are whose: keep it as private as the bot.")
    )


def restore(file: File, corpus: Corpus = None, data: Data = None) -> None:
    """Put a backup back. No bot may be running; what is there is set aside, not deleted."""
    settings = settings_from(corpus, data)
    done = backups.restore(file, corpus=settings.corpus, data=settings.data, url=_state_url(settings))
    manifest = done.manifest
    rows = say_number(sum(manifest.rows.values()))
    state = _("The state is that of {moment} (Clippings {version}), {rows} rows")
    _say(state.format(moment=manifest.made, version=manifest.clippings, rows=rows))
    for folder in done.aside:
        _say(_("What was there before is in {folder}: delete it when you are sure").format(folder=folder))
    _say(_("Start the bot, or run `clippings index`, to take in the servers' articles"))


def _state_url(settings: Settings) -> str | None:
    return settings.state_url.get_secret_value() if settings.state_url else None


def _say(sentence: str) -> None:
    Console(highlight=False, soft_wrap=True).print(sentence, markup=False)

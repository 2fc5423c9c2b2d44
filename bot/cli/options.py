"""Options that several commands share, the settings made from them, and dates on the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import ClippingsError, ExitCode
from bot.settings import Settings, read_settings

Corpus = Annotated[
    Path | None,
    typer.Option(
        "--corpus", metavar="PATH", help="A folder of articles, or one file.", show_default="CORPUS, else ./corpus"
    ),
]
Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="Where the index and state.db live.", show_default="DATA, else ./data"),
]


class UsageError(ClippingsError):
    """An option or argument that cannot be used; the message says what is expected."""

    exit_code = ExitCode.USAGE


def settings_from(corpus: Path | None, data: Path | None) -> Settings:
    """The environment's settings, with what the command line gave on top.

    Raises:
        SettingsError: naming every value that cannot be used.
    """
    return read_settings(corpus=corpus, data=data)


def day_from(text: str | None, option: str) -> date | None:
    """Reads an ISO day such as 2020-10-28; None stays None.

    Raises:
        UsageError: when it is not a day of the calendar.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            "{option} wants a day written as YYYY-MM-DD, not {text}.", option=option, text=repr(text)
        ) from None

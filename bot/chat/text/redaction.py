"""Errors as they are told: for the log without what people wrote, for Discord without where the bot keeps its files."""

from __future__ import annotations

import re

import discord

from bot.errors import ClippingsError
from bot.language.errors_in_words import in_words

_FOLDERS = re.compile(r"(?<![\w/.])/(?:[^\s/]+/)+")
_WITHOUT_QUESTIONS = (discord.HTTPException, OSError)  # their messages quote Discord and the system


class UnquotedError(Exception):
    """Replaces an error in the log: its type and traceback, without its message."""


def discreet(error: BaseException) -> UnquotedError:
    """`error` and its causes for the log: types and tracebacks, without messages that may quote a member."""
    said = str(error) if isinstance(error, _WITHOUT_QUESTIONS) else "message left out, it may quote a member"
    shown = UnquotedError(f"{type(error).__name__} ({said})").with_traceback(error.__traceback__)
    if error.__cause__ is not None:
        shown.__cause__ = discreet(error.__cause__)
    elif error.__context__ is not None and not error.__suppress_context__:
        shown.__context__ = discreet(error.__context__)
    return shown


def sentence(error: ClippingsError) -> str:
    """The error's sentence in the language in force, without folders."""
    return without_folders(in_words(error))


def without_folders(text: str) -> str:
    """`text` with files by name, without their folders."""
    return _FOLDERS.sub("…/", text)

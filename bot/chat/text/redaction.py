"""Errors without what is nobody's business: in the log what people wrote, in Discord where the bot keeps its files."""

from __future__ import annotations

import re

import discord

from bot.errors import ClippingsError

_FOLDERS = re.compile(r"(?<![\w/.])/(?:[^\s/]+/)+")
_NOT_THE_ASKERS = (discord.HTTPException, OSError)  # their messages quote Discord and the system


class UnquotedError(Exception):
    """Stands in for an error in the log: its kind and its place in the code, without its message."""


def discreet(error: BaseException) -> UnquotedError:
    """What the log may show of `error`, and of all that led to it."""
    said = str(error) if isinstance(error, _NOT_THE_ASKERS) else "what it says is left out, it may quote the asker"
    shown = UnquotedError(f"{type(error).__name__} ({said})").with_traceback(error.__traceback__)
    if error.__cause__ is not None:
        shown.__cause__ = discreet(error.__cause__)
    elif error.__context__ is not None and not error.__suppress_context__:
        shown.__context__ = discreet(error.__context__)
    return shown


def sentence(error: ClippingsError) -> str:
    """What people in Discord are told of `error`: its sentence, with files by name and not by their folder."""
    return _FOLDERS.sub("…/", str(error))

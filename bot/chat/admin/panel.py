"""Messages for admins: lines of markdown, buttons below, attached files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

import discord
from discord import ui

from bot.chat.text.markdown import cut, length
from bot.chat.transport.reply import GREEN, GREY, Reply, card
from bot.language.figures import say_number
from bot.language.interface import _, ngettext

MAX_TEXT = 3900  # characters of a message's 4,000, with room for "and 12 more"
_OWN = re.compile(r"^servers/[0-9]+/")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def panel(
    lines: Sequence[str], color: int = GREY, buttons: Sequence[ui.Item[Any]] = (), files: Sequence[discord.File] = ()
) -> Reply:
    """A message of `lines`, with rows of at most five buttons, and the files."""
    children: list[ui.Item[Any]] = [ui.TextDisplay(cut("\n".join(lines), MAX_TEXT) or "\u2014")]
    children += [ui.File(file) for file in files]
    children += [ui.ActionRow(*buttons[start : start + 5]) for start in range(0, len(buttons), 5)]
    return card(*children, color=color, files=files)


def picture(lines: Sequence[str], file: discord.File, description: str) -> Reply:
    """A message with an image; `description` is its alternative text."""
    shown = ui.MediaGallery[Any](
        discord.MediaGalleryItem(f"attachment://{file.filename}", description=description[:1024])
    )
    text = ui.TextDisplay[Any]("\n".join(lines[1:]))
    return card(ui.TextDisplay(lines[0]), shown, text, color=GREEN, files=[file])


def own_path(path: str) -> str:
    """A file's path for an admin of its server: without the folder of the servers' own files, whose name is an id."""
    return _OWN.sub("", path)


def counted(one: str, many: str, count: int) -> str:
    """The form of a sentence with `{count}` for so many: "1 problem", "12 problems"."""
    return ngettext(one, many, count).format(count=say_number(count))


def fitting(lines: Iterable[str], space: int, more: str) -> list[str]:
    """The first lines that fit into `space` characters, then `more` (by `N_`) with `{count}` others."""
    rest = list(lines)
    shown: list[str] = []
    while rest and space >= length(rest[0]) + 1:
        space -= length(rest[0]) + 1
        shown.append(rest.pop(0))
    return [*shown, _(more).format(count=say_number(len(rest)))] if rest else shown


def table(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> discord.File:
    """A CSV file for spreadsheets: with a byte order mark, and no cell that would run as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    content = text.getvalue().encode("utf-8-sig", "replace")
    return discord.File(io.BytesIO(content), filename=name)


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value

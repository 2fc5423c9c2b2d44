"""A finished reply, and the one way to make a card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

GREY = 0x80848E
AMBER = 0xF0B232
RED = 0xDA373C
GREEN = 0x23A55A

Item = ui.Item[Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """A finished card, with the files that it shows."""

    view: ui.LayoutView
    files: tuple[discord.File, ...] = ()


class _Card(ui.LayoutView):
    """A message layout that discord.py keeps nothing of: every press is dispatched by its custom id alone."""

    def is_dispatchable(self) -> bool:
        """False, so that sending it does not store it in the process."""
        return False


def card(*parts: Item, color: int = GREY, below: Sequence[Item] = (), files: Sequence[discord.File] = ()) -> Reply:
    """A frame around `parts`, its edge in `color`, and the rows `below` it."""
    view = _Card(timeout=None)
    view.add_item(ui.Container[ui.LayoutView](*parts, accent_color=color))
    for row in below:
        view.add_item(row)
    return Reply(view, tuple(files))


def notice(*lines: str, color: int = GREY) -> Reply:
    """A card of a few lines of markdown. Text that others wrote must have gone through `to_discord` before."""
    return card(*map(ui.TextDisplay[ui.LayoutView], lines), color=color)

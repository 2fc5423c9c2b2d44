"""Buttons and menus that outlive a restart: their custom id says everything, so nothing of them is kept in memory.

A custom id is `clip:<step>:<part>:<part>…`. Whoever writes a step registers it with `@step("name")`; the press arrives
there with its parts, and is checked as if the presser had asked.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.chat.transport.responses import Interaction, failing
from bot.errors import ClippingsError

if TYPE_CHECKING:
    from bot.chat.bot import ClippingsBot

ID_LIMIT = 100  # Discord's
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_SPAN = re.compile(r"([0-9a-z]{1,8})-([0-9a-z]{1,8})")


class StrangePressError(ClippingsError):
    """A custom id that this version did not make."""

    def __init__(self) -> None:
        super().__init__("This button is of another version of me. Please ask again.")


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody pressed a button, or chose from a menu (`values`)."""

    interaction: Interaction
    parts: tuple[str, ...]
    values: tuple[str, ...] = ()

    @property
    def bot(self) -> ClippingsBot:
        """Whom it was pressed on."""
        return self.interaction.client

    @property
    def is_private(self) -> bool:
        """Whether the card that was pressed is seen by the presser alone."""
        return self.interaction.message is not None and self.interaction.message.flags.ephemeral

    @property
    def is_own(self) -> bool:
        """Whether the card that was pressed is the presser's: seen by them alone, or made by a command of theirs."""
        message = self.interaction.message
        made_by = message.interaction_metadata if message else None
        return self.is_private or (made_by is not None and made_by.user.id == self.interaction.user.id)

    def part(self, place: int) -> str:
        """The part of the custom id at `place`."""
        if place >= len(self.parts):
            raise StrangePressError
        return self.parts[place]

    def number(self, place: int) -> int:
        """The part at `place`, a count or an offset."""
        if not re.fullmatch(r"[0-9]{1,9}", self.part(place)):
            raise StrangePressError
        return int(self.part(place))


Step = Callable[[Press], Awaitable[None]]
STEPS: dict[str, Step] = {}


def step(name: str) -> Callable[[Step], Step]:
    """Registers what a press of `clip:<name>:…` does."""

    def register(function: Step) -> Step:
        STEPS[name] = function
        return function

    return register


def custom_id(name: str, *parts: object) -> str:
    """The custom id of a step; never longer than Discord takes."""
    made = ":".join(("clip", name, *map(str, parts)))
    if len(made) > ID_LIMIT:
        raise ValueError(f"custom id of {len(made)} characters: {made[:20]}")
    return made


def span(start: int, end: int) -> str:
    """A slice `[start, end)` in few characters."""
    return f"{_base36(start)}-{_base36(end)}"


def read_span(text: str) -> tuple[int, int]:
    """What `span` wrote.

    Raises:
        StrangePressError: it wrote something else.
    """
    found = _SPAN.fullmatch(text)
    if found is None:
        raise StrangePressError
    start, end = int(found[1], 36), int(found[2], 36)
    if start >= end:
        raise StrangePressError
    return start, end


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
        if not number:
            return digits


class StepButton(ui.DynamicItem[ui.Button[ui.LayoutView]], template=r"clip:([a-z]+)(?::(.*))?"):
    """A button that leads to a step."""

    def __init__(self, label: str, identity: str, *, style: discord.ButtonStyle, emoji: str | None = None) -> None:
        super().__init__(ui.Button(label=label, custom_id=identity, style=style, emoji=emoji))

    @classmethod
    async def from_custom_id(cls, interaction: Any, item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """Makes the pressed button anew from its message."""
        del interaction, match
        assert isinstance(item, ui.Button)
        return cls(item.label or "", item.custom_id or "", style=item.style)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Takes the step."""
        await _take(interaction, self.custom_id, ())


class StepMenu(ui.DynamicItem[ui.Select[ui.LayoutView]], template=r"clip\|([a-z]+)(?::(.*))?"):
    """A menu whose choice leads to a step."""

    def __init__(self, placeholder: str, identity: str, options: list[discord.SelectOption]) -> None:
        menu = identity.replace("clip:", "clip|", 1)
        super().__init__(ui.Select(placeholder=placeholder, custom_id=menu, options=options))

    @classmethod
    async def from_custom_id(cls, interaction: Any, item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """Makes the menu anew from its message."""
        del interaction, match
        assert isinstance(item, ui.Select)
        return cls(item.placeholder or "", item.custom_id, item.options)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Takes the step."""
        await _take(interaction, self.custom_id.replace("clip|", "clip:", 1), tuple(self.item.values))


async def _take(interaction: Interaction, identity: str, values: tuple[str, ...]) -> None:
    name, *parts = identity.split(":")[1:]
    async with failing(interaction, f"button {name}"):
        if name not in STEPS:
            raise StrangePressError
        await STEPS[name](Press(interaction, tuple(parts), values))

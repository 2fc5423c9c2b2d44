"""Buttons, menus and modals that outlive a restart: the custom id says everything, and a registry finds its handler."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.chat.components.custom_ids import UnknownActionError, read_custom_id
from bot.chat.transport.errors import error_boundary
from bot.chat.transport.inflight import Inflight
from bot.chat.transport.languages import Languages
from bot.chat.transport.responses import Interaction

_KINDS = {discord.InteractionType.component: "button", discord.InteractionType.modal_submit: "modal"}


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed, a menu chosen from, or a modal sent.

    `parts` come from the custom id; `values` are the choices of a menu, or the texts of a modal from top to bottom.
    """

    interaction: Interaction
    parts: tuple[str, ...]
    values: tuple[str, ...] = ()

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

    def attachments(self) -> list[discord.Attachment]:
        """The files dropped into a form, in the order in which they were dropped."""
        data: Mapping[str, Any] = self.interaction.data or {}
        resolved = data.get("resolved", {}).get("attachments", {})
        fields = (row.get("component", {}) for row in data.get("components", ()))
        idents = [ident for field in fields for ident in field.get("values", ()) if ident in resolved]
        return [discord.Attachment(data=resolved[ident], state=self.interaction._state) for ident in idents]

    def part(self, place: int) -> str:
        """The part of the custom id at `place`. Raises UnknownActionError."""
        if place >= len(self.parts):
            raise UnknownActionError
        return self.parts[place]

    def number(self, place: int) -> int:
        """The part at `place`, a count or an offset. Raises UnknownActionError."""
        if not re.fullmatch(r"[0-9]{1,9}", self.part(place)):
            raise UnknownActionError
        return int(self.part(place))


Handler = Callable[[Press], Awaitable[None]]
Handlers = Mapping[str, Handler]


class Actions:
    """The registry of handlers by action name, and the dispatcher of presses to them."""

    def __init__(self, inflight: Inflight, languages: Languages, groups: Iterable[Handlers]) -> None:
        """Registers the handlers of every group. Raises ValueError where two give the same name."""
        self._inflight = inflight
        self._languages = languages
        self._handlers: dict[str, Handler] = {}
        for handlers in groups:
            for name, handler in handlers.items():
                if name in self._handlers:
                    raise ValueError(f"two handlers for the action {name!r}")
                self._handlers[name] = handler

    @property
    def names(self) -> frozenset[str]:
        """The names of all actions."""
        return frozenset(self._handlers)

    async def dispatch(self, interaction: Interaction) -> None:
        """Runs the handler of a press; listens to discord.py's `on_interaction`, which gets every kind."""
        data: Mapping[str, Any] = interaction.data or {}
        found = read_custom_id(data.get("custom_id", ""))
        if interaction.type not in _KINDS or found is None:
            return
        name, parts = found
        known = name if name in self._handlers else "of an unknown name"  # the log gets no text that others can forge
        with self._languages.for_interaction(interaction):
            async with error_boundary(interaction, self._inflight, f"{_KINDS[interaction.type]} {known}"):
                self._inflight.admit(interaction.user.id)
                if name not in self._handlers:
                    raise UnknownActionError
                await self._handlers[name](Press(interaction, parts, tuple(_values(data))))


def _values(data: Mapping[str, Any]) -> Iterator[str]:
    """The choices of a menu, or the texts of a modal's fields in their order."""
    yield from data.get("values", ())
    for row in data.get("components", ()):
        for field in (*row.get("components", ()), row.get("component")):
            if field and "value" in field:
                yield field["value"]


def button(
    label: str,
    custom_id: str,
    *,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    emoji: str | None = None,
) -> ui.Button[Any]:
    """A button that leads to an action. `label` must fit Discord's 80 characters."""
    return ui.Button(label=label, custom_id=custom_id, style=style, emoji=emoji)


def menu(placeholder: str, custom_id: str, options: list[discord.SelectOption]) -> ui.Select[Any]:
    """A menu whose choice leads to an action."""
    return ui.Select(placeholder=placeholder, custom_id=custom_id, options=options)


def modal(title: str, custom_id: str, *fields: ui.Item[Any]) -> ui.Modal:
    """A form that leads to an action, which gets the texts as `Press.values`. `title` must fit 45 characters."""
    made = ui.Modal(title=title, custom_id=custom_id, timeout=None)
    for field in fields:
        made.add_item(field)
    made.stop()  # so that discord.py keeps nothing of it: what is sent comes to `Actions.dispatch`
    return made

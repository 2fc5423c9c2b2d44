"""The command tree: who may use the commands where, and one error boundary around every command and autocomplete."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from functools import wraps
from typing import Any

import discord
from discord import app_commands

from bot.chat.questions.rate_limit import RateLimit, RateLimitedError, RateLimiter
from bot.chat.text.redaction import discreet
from bot.chat.transport.errors import counted, error_boundary, report
from bot.chat.transport.inflight import Inflight
from bot.chat.transport.languages import Languages
from bot.chat.transport.responses import Interaction
from bot.errors import ClippingsError

log = logging.getLogger(__name__)

_COMPLETIONS = RateLimit(questions=30, seconds=10.0)  # of one member; Discord asks at about every keystroke
_LONGEST_TYPED = 200  # characters, the longest title that can be asked for

AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu | app_commands.Group


class UnknownCommandError(ClippingsError):
    """Discord still shows a command that this version does not have."""

    def __init__(self) -> None:
        super().__init__("I do not have this command any more. Restart Discord to see those that I have.")


class Tree(app_commands.CommandTree[Any]):
    """The slash commands; usable in servers and direct messages, installed for a server or for oneself."""

    def __init__(self, client: discord.Client, inflight: Inflight, languages: Languages) -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        self._inflight = inflight
        self._languages = languages
        self._completions = RateLimiter(_COMPLETIONS, time.monotonic)

    def add_command(self, command: AnyCommand, /, **options: Any) -> None:
        """Adds a command, a group or a context menu, each with the error boundary around what it does."""
        leaves = command.walk_commands() if isinstance(command, app_commands.Group) else (command,)
        for leaf in leaves:
            if not isinstance(leaf, app_commands.Group):
                leaf._callback = self._guarded(leaf._callback)
        super().add_command(command, **options)

    def _guarded(self, callback: Callable[..., Awaitable[None]]) -> Callable[..., Coroutine[Any, Any, None]]:
        @wraps(callback)
        async def guarded(*given: Any, **options: Any) -> None:
            interaction = next(each for each in given if isinstance(each, discord.Interaction))
            with self._languages.for_interaction(interaction):
                async with error_boundary(interaction, self._inflight, _name(interaction)):
                    self._inflight.admit(interaction.user.id)
                    await callback(*given, **options)

        return guarded

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """Reports what discord.py itself refuses: a command or an option that this version does not have."""
        told: Exception = error
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            log.warning("%s is of another version", _name(interaction))
            told = UnknownCommandError()
        with self._languages.for_interaction(interaction):
            await report(interaction, told, _name(interaction))

    async def _call(self, interaction: Interaction) -> None:
        """Runs a command or an autocomplete. discord.py has no public hook around autocompletes."""
        if interaction.type is discord.InteractionType.autocomplete:
            with (
                self._languages.for_interaction(interaction),
                counted(self._inflight, interaction.guild_id or interaction.user.id),
            ):
                if self._may_complete(interaction):
                    await self._complete(interaction)
                else:
                    await interaction.response.autocomplete([])
        else:
            await super()._call(interaction)

    def _may_complete(self, interaction: Interaction) -> bool:
        """Whether choices are looked for: not for one who types faster than people do, or more than a title has."""
        typed = _typed(interaction.data or {})
        try:
            self._completions.take(interaction.user.id)
        except RateLimitedError:
            return False
        return len(typed) <= _LONGEST_TYPED

    async def _complete(self, interaction: Interaction) -> None:
        """Answers an autocomplete; one that fails is logged, and the person is offered no choices."""
        command = interaction.command
        try:
            if not isinstance(command, app_commands.Command):
                raise UnknownCommandError
            options: Mapping[str, Any] = interaction.data or {}
            await command._invoke_autocomplete(interaction, _focused(options), interaction.namespace)
        except Exception as error:
            log.warning("the autocomplete of %s failed", _name(interaction), exc_info=discreet(error))
            if not interaction.response.is_done():
                await interaction.response.autocomplete([])


def _name(interaction: Interaction) -> str:
    """The command for the log: "/corpus add", or the name of a context menu."""
    command = interaction.command
    if command is None:
        return "an unknown command"
    return command.name if isinstance(command, app_commands.ContextMenu) else f"/{command.qualified_name}"


def _typed(data: Mapping[str, Any]) -> str:
    """What the member has typed into the option that they are at."""
    for option in data.get("options", ()):
        if option.get("focused"):
            return str(option.get("value", ""))
        if found := _typed(option):
            return found
    return ""


def _focused(data: Mapping[str, Any]) -> str:
    """The name of the option that the member is typing, which may be a subcommand's."""
    options: Sequence[Mapping[str, Any]] = data.get("options", ())
    for option in options:
        if option.get("focused"):
            return str(option["name"])
        if found := _focused(option):
            return found
    return ""

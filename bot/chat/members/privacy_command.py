"""/forget-me removes what is kept of a member, in every server; /my-data gives it to them as a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import BytesIO

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.chat.transport.reply import GREEN, GREY, Reply, card, notice
from bot.chat.transport.responses import Interaction, deliver
from bot.language.figures import say_number
from bot.language.interface import N_, _, ngettext
from bot.store.state import State

_LARGEST_FILE = 9_000_000  # bytes: Discord takes 10 MB


class PrivacyCommand(commands.Cog):
    """/forget-me and /my-data."""

    def __init__(self, state: State, today: Callable[[], date]) -> None:
        self._state = state
        self._today = today

    @app_commands.command(name="my-data", description="Get what is kept about you, as a file for you alone")
    async def my_data(self, interaction: Interaction) -> None:
        """Sends the member everything that /forget-me would remove."""

        async def make() -> Reply:
            return _given(await self._state.member_data(interaction.user.id), self._today())

        await deliver(interaction, make, private=True)

    @app_commands.command(name="forget-me", description="Remove your questions from every server's list")
    async def forget_me(self, interaction: Interaction) -> None:
        """Removes what is kept of the member."""

        async def make() -> Reply:
            return _removed(await self._state.forget(interaction.user.id))

        await deliver(interaction, make, private=True)


def _given(data: Mapping[str, Sequence[object]], today: date) -> Reply:
    """What is kept, counted, with the file; a file that Discord would not take loses its oldest entries."""
    kept = {kind: list(entries) for kind, entries in data.items()}
    content = _json(kept, today)
    while len(content) > _LARGEST_FILE:
        for entries in kept.values():
            del entries[: len(entries) // 2 + 1]
        content = _json(kept, today)
    counts = " · ".join(f"{_named(kind)}: {say_number(len(entries))}" for kind, entries in data.items())
    name = f"my-data-{today.isoformat()}.json"
    parts = [
        ui.TextDisplay[ui.LayoutView](
            _("This is all that is kept about you here.\n-# {counts}. /forget-me removes it.").format(counts=counts)
        ),
        ui.File[ui.LayoutView](f"attachment://{name}"),
    ]
    return card(*parts, color=GREEN, files=(discord.File(BytesIO(content), name),))


def _json(kept: Mapping[str, object], today: date) -> bytes:
    whole = {"kept_about": "the Discord user who asked for this file", "on": today.isoformat(), **kept}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _removed(questions: int) -> Reply:
    buttons = _("Buttons of your former answers are forgotten too.")
    if not questions:
        return notice(_("No question of yours was kept.") + " " + buttons, color=GREY)
    removed = ngettext(
        "Removed {count} question of yours, in every server.",
        "Removed {count} questions of yours, in every server.",
        questions,
    )
    return notice(removed.format(count=say_number(questions)) + " " + buttons, color=GREEN)


_KINDS = {
    "questions": N_("questions"),
    "votes": N_("votes"),
    "behind_buttons": N_("behind buttons"),
    "clippings": N_("clippings"),
    "watches": N_("watches"),
    "jobs": N_("jobs"),
}


def _named(kind: str) -> str:
    return _(_KINDS.get(kind, kind.replace("_", " ")))

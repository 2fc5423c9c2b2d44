"""`/watch` and the buttons of watches: a member is told when a new article answers a question."""

from __future__ import annotations

from typing import Literal

from discord import app_commands
from discord.ext import commands

from bot.chat.alerts.watch_view import added, watch_list
from bot.chat.components.persistent import Handlers, Press
from bot.chat.questions.desk import Desk
from bot.chat.text.markdown import label
from bot.chat.transport.reply import Reply, notice
from bot.chat.transport.requester import parent_of, requester_of
from bot.chat.transport.responses import Interaction, deliver
from bot.errors import ClippingsError
from bot.language.interface import _
from bot.library import Library
from bot.store.alerts.watches import Watch
from bot.store.state import State

MAX_QUESTION = 300  # characters of a watched question


class NoWatchesError(ClippingsError):
    """The server's admins have not turned watches on, or this is no server."""

    def __init__(self) -> None:
        super().__init__("Watches are off here. An admin can turn them on with `/settings members watches:True`.")


class UnwatchableError(ClippingsError):
    """A question that cannot be watched; the sentence says why."""


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class WatchCog(commands.GroupCog, group_name="watch", group_description="Be told when new articles answer a question"):
    """A member's own watches in one server."""

    def __init__(self, library: Library, state: State, desk: Desk) -> None:
        self._library = library
        self._state = state
        self._desk = desk

    def handlers(self) -> Handlers:
        """The actions of the buttons by their names in custom ids."""
        return {"watch": self.of_answer, "watchstop": self._stop}

    @app_commands.command(name="topic", description="Watch a question or a topic")
    @app_commands.describe(question="Which question", where="Where to tell you; by direct message unless chosen")
    async def topic(
        self,
        interaction: Interaction,
        question: app_commands.Range[str, 1, MAX_QUESTION],
        where: Literal["direct message", "this channel"] = "direct message",
    ) -> None:
        """Adds a watch."""
        channel = interaction.channel_id if where == "this channel" else None
        await deliver(interaction, lambda: self._add(interaction, question, channel), private=True)

    @app_commands.command(name="list", description="Your watches in this server")
    async def show(self, interaction: Interaction) -> None:
        """Lists the member's own watches."""
        await deliver(interaction, lambda: self._list(interaction), private=True)

    @app_commands.command(name="pause", description="Pause a watch, or go on with it")
    @app_commands.describe(watch="Which watch", paused="Off to go on")
    async def pause(self, interaction: Interaction, watch: str, *, paused: bool = True) -> None:
        """Pauses or resumes a watch."""
        await deliver(interaction, lambda: self._pause(interaction, watch, paused=paused), private=True)

    @app_commands.command(name="remove", description="End a watch")
    @app_commands.describe(watch="Which watch")
    async def remove(self, interaction: Interaction, watch: str) -> None:
        """Removes a watch."""
        await deliver(interaction, lambda: self._remove(interaction.user.id, watch), private=True)

    @pause.autocomplete("watch")
    @remove.autocomplete("watch")
    async def own_watches(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """The member's own watches."""
        typed = current.casefold()
        return [
            app_commands.Choice(name=label(watch.question, 100), value=watch.id)
            for watch in await self._own(interaction)
            if typed in watch.question.casefold()
        ][:25]

    async def _add(self, interaction: Interaction, question: str, channel: int | None = None) -> Reply:
        requester = requester_of(interaction)
        settings = await self._state.servers.read(requester.server)
        if requester.server is None or not settings.watches:
            raise NoWatchesError
        if channel is not None and not settings.answers_in(channel, parent_of(interaction.channel)):
            raise UnwatchableError("Here the server wants no answers; choose to be told by direct message.")
        words = " ".join(question.split())[:MAX_QUESTION]
        if not self._library.current.analyzer.terms(words):
            raise UnwatchableError("There is no word in this to look for.")
        return added(await self._state.watches.add(requester.server, requester.member, words, channel))

    async def _list(self, interaction: Interaction) -> Reply:
        return watch_list(await self._own(interaction))

    async def _pause(self, interaction: Interaction, watch: str, *, paused: bool) -> Reply:
        found = await self._state.watches.pause(watch, interaction.user.id, paused=paused)
        if found is None:
            raise UnwatchableError("You have no such watch. Choose one from the list.")
        return watch_list(await self._own(interaction))

    async def _remove(self, member: int, watch: str) -> Reply:
        if await self._state.watches.remove(watch, member) is None:
            raise UnwatchableError("You have no such watch any more.")
        return notice(_("The watch has ended."))

    async def _own(self, interaction: Interaction) -> list[Watch]:
        server = requester_of(interaction).server
        return [] if server is None else await self._state.watches.of(server, interaction.user.id)

    async def of_answer(self, press: Press) -> None:
        """The button under an answer: watches its question for whoever presses it."""

        async def make() -> Reply:
            requester = requester_of(press.interaction)
            session = await self._desk.sessions.find(press.part(0), server=requester.server, member=requester.member)
            return await self._add(press.interaction, session.turn.question)

        await deliver(press.interaction, make, private=True)

    async def _stop(self, press: Press) -> None:
        """The button under a watch's message: for the member whose watch it is."""
        await deliver(press.interaction, lambda: self._remove(press.interaction.user.id, press.part(0)), private=True)

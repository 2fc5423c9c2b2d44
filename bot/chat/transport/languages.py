"""Which language is spoken to whom: a member's own in private, the server's in public."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import AbstractContextManager

import discord

from bot.chat.transport.responses import Interaction
from bot.language.interface import language_of, speaking
from bot.store.servers import Servers

_MOST_MEMBERS = 10_000  # whose language is remembered, in this process alone


class Languages:
    """Knows the language of servers and members.

    A server's is what `/settings language` says, else what Discord's own server settings say. A member's is that of
    their Discord, which comes with every command and press, but not with a message.
    """

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self._members: OrderedDict[int, str] = OrderedDict()

    def for_interaction(self, interaction: Interaction) -> AbstractContextManager[None]:
        """Speaks the member's language inside, and the server's in public; to a member alone, theirs throughout."""
        public = self._of_server(interaction.guild_id, interaction.guild_locale)
        own = language_of(interaction.locale.value)
        if own is not None:
            self._remember(interaction.user.id, own)
        return speaking(own or public, public if interaction.guild_id is not None else own)

    def for_message(self, message: discord.Message) -> AbstractContextManager[None]:
        """Speaks the server's language inside; in a direct message, the one that the member's Discord had last."""
        if message.guild is None:
            return self.for_member(message.author.id)
        return self.for_server(message.guild)

    def for_server(self, guild: discord.Guild) -> AbstractContextManager[None]:
        """Speaks the server's language inside, for what nobody in particular asked for."""
        return speaking(self._of_server(guild.id, guild.preferred_locale))

    def for_member(self, member: int, guild: discord.Guild | None = None) -> AbstractContextManager[None]:
        """Speaks the language that the member's Discord had last, or the server's where that is not known."""
        known = self._members.get(member)
        if known is None and guild is not None:
            return self.for_server(guild)
        return speaking(known or "en")

    def _of_server(self, server: int | None, locale: discord.Locale | None) -> str:
        chosen = self._servers.remembered(server).language
        return chosen or (language_of(locale.value) if locale is not None else None) or "en"

    def _remember(self, member: int, language: str) -> None:
        self._members[member] = language
        self._members.move_to_end(member)
        if len(self._members) > _MOST_MEMBERS:
            self._members.popitem(last=False)

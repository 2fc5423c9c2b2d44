"""A Discord with one server, an #ask channel, an admin and a member; and what a person reads on a card."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord
import simcord
from simcord.components import walk_components

from bot.chat.admin.corpus.group import CorpusCog
from bot.chat.admin.services import AdminServices
from bot.chat.bot import ClippingsBot
from tests.chat.archive import SERVER
from tests.chat.rendered import Rendered, render


class Seen:
    """A message as a person sees it."""

    def __init__(self, components: list[dict[str, Any]], private: bool = False) -> None:
        self.components = list(walk_components(components))
        self.private = private

    @property
    def markdown(self) -> str:
        """All text, as it was sent."""
        return "\n".join(part["content"] for part in self.components if part["type"] == 10)

    @property
    def texts(self) -> list[Rendered]:
        """Every block of text, as it is read."""
        return [render(part["content"]) for part in self.components if part["type"] == 10]

    @property
    def text(self) -> str:
        """All text, as it is read."""
        return "\n".join(text.text for text in self.texts)

    @property
    def quotes(self) -> list[Rendered]:
        """The quotations."""
        return [text for text in self.texts if text.quoted]

    @property
    def buttons(self) -> list[str]:
        """What stands on the buttons."""
        return [part.get("label", "") for part in self.components if part["type"] == 2]

    @property
    def links(self) -> list[str]:
        """Where the link buttons lead."""
        return [part["url"] for part in self.components if part.get("url")]

    @property
    def choices(self) -> dict[str, str]:
        """What the menus offer: labels to values."""
        return {
            option["label"]: option["value"]
            for part in self.components
            if part["type"] == 3
            for option in part["options"]
        }

    def ids(self, label: str) -> list[str]:
        """The custom ids of the buttons that say `label`."""
        return [part["custom_id"] for part in self.components if part.get("label") == label and "custom_id" in part]

    @property
    def color(self) -> int:
        """Of the frame."""
        return int(next(part["accent_color"] for part in self.components if part["type"] == 17))


def seen(message: Any) -> Seen:
    """What a person sees of a result, a response or a message."""
    if isinstance(message, simcord.InteractionResult):
        shown = message.followups[-1] if message.followups else message.response
        assert shown is not None
        return Seen(shown.components, shown.ephemeral)
    if isinstance(message, simcord.ResponseMessage):
        return Seen(message.components, message.ephemeral)
    assert isinstance(message, discord.Message)
    return Seen([part.to_dict() for part in message.components], message.flags.ephemeral)  # type: ignore[misc]


def services_of(bot: Any) -> AdminServices:
    """What `setup` built for a bot that has started."""
    cog = bot.get_cog("CorpusCog")
    assert isinstance(cog, CorpusCog)
    return cog.services


async def choose(who: Any, message: Any, label: str) -> simcord.InteractionResult:
    """Chooses from the menu under an answer."""
    card = seen(message)
    menu = next(part for part in card.components if part["type"] == 3)
    result: simcord.InteractionResult = await who.select(message, [card.choices[label]], custom_id=menu["custom_id"])
    return result


async def submit(who: Any, form: simcord.InteractionResult, text: str) -> simcord.InteractionResult:
    """Fills the only field of a form and sends it."""
    assert form.modal is not None
    (field,) = [part["custom_id"] for part in walk_components(form.modal["components"]) if part["type"] == 4]
    result: simcord.InteractionResult = await who.submit_modal(form, {field: text})
    return result


def shown(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    """The message that a command or press was answered with, to press on."""
    assert result.response is not None
    return result.response


class World:
    """Arranged as in the preview."""

    def __init__(self, env: simcord.Env) -> None:
        self.env = env
        self.server = env.create_guild("The Reading Room", id=SERVER)
        self.channel = self.server.create_text_channel("ask")
        powers = discord.Permissions(manage_guild=True, manage_messages=True)
        role = self.server.create_role("Archivists", permissions=powers)
        self.admin = self.server.add_member(env.create_user("edith"), roles=[role])
        self.member = self.server.add_member(env.create_user("moss"))
        self.other = self.server.add_member(env.create_user("otter"))

    @property
    def bot(self) -> ClippingsBot:
        """The bot, as it was made."""
        assert isinstance(self.env.bot, ClippingsBot)
        return self.env.bot

    @property
    def services(self) -> AdminServices:
        """The library and the state that the bot works with."""
        return services_of(self.env.bot)

    @property
    def me(self) -> str:
        """How to mention the bot."""
        user = self.env.bot.user
        assert user is not None
        return user.mention

    def sent(self, method: str, ending: str) -> list[Any]:
        """The bodies of what the bot has sent to such addresses."""
        return [
            request.json
            for request in self.env.http_requests
            if request.method == method and request.path.endswith(ending)
        ]

    def answers(self) -> Iterator[discord.Message]:
        """What the bot has said in the channel."""
        user = self.env.bot.user
        assert user is not None
        return (message for message in self.channel.history() if message.author.id == user.id)

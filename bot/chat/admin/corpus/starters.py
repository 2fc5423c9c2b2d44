"""Who started a reload, as the library notes it, and as one server may be told of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.chat.text.markdown import to_discord

_NOTED = re.compile(r"discord:([0-9]{1,20}):([0-9]{1,20})")
_WORDS = {"AUTO_RELOAD": "the bot itself, since the folder changed", "start": "the bot itself, at its start"}


@dataclass(frozen=True, slots=True)
class Starter:
    """A member of a server; or, without a user, whatever `words` say."""

    server: int | None = None
    user: int | None = None
    words: str = ""

    @property
    def noted(self) -> str:
        """For the library's `by`."""
        return self.words if self.user is None else f"discord:{self.server}:{self.user}"

    def shown_in(self, server: int) -> str:
        """Markdown: a mention in the member's own server, and nobody's name in another."""
        if self.user is None:
            return _WORDS.get(self.words) or to_discord(self.words) or "nobody"
        return f"<@{self.user}>" if self.server == server else "an admin of another server"


def starter(noted: str) -> Starter:
    """What `Starter.noted` said; any other words are themselves."""
    found = _NOTED.fullmatch(noted)
    return Starter(int(found[1]), int(found[2])) if found else Starter(words=noted)

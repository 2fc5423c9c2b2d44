"""What the desk notes of a question, as a reading room does on a slip: so that buttons and follow-ups go on from it.

A slip lies in the state database for a month, under a name that nobody can guess and that fits into a custom id. It is
shown to nobody but the server (or, in a direct message, the person) it was written for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from bot.errors import ClippingsError
from bot.model import Question, Sort, Turn
from bot.store.database import Connection
from bot.store.memory import DAY, Memory

SLIP_SECONDS = 30 * DAY
TALK_SECONDS = 15 * 60.0  # a follow-up that is no reply leans on what was said a moment ago, not an hour ago
EDIT_SECONDS = 5 * 60.0  # for so long an edited question changes its answer
MOST_TURNS = 4

_DAYS = ("as_of", "since", "until")


class LostSlipError(ClippingsError):
    """A button or menu leads to a question that is not remembered any more, or not for this person."""

    def __init__(self) -> None:
        super().__init__("This answer is too old for that. Please ask again.")


@dataclass(frozen=True, slots=True)
class Slip:
    """A question that was answered, by whom it was asked, and what the answer showed.

    `turn` is what a follow-up leans on; `shown` counts the excerpts on the card; `suggestions` are its "did you mean".
    """

    question: Question
    member: int
    turn: Turn
    shown: int = 0
    suggestions: tuple[str, ...] = ()

    @property
    def history(self) -> tuple[Turn, ...]:
        """The conversation up to and with this answer, for a question that follows it."""
        return (*self.question.history, self.turn)[-MOST_TURNS:]

    def as_json(self) -> dict[str, Any]:
        """What JSON can hold of it, for the state database."""
        value = asdict(self)
        asked = value["question"]
        for name in _DAYS:
            asked[name] = asked[name].isoformat() if asked[name] else None
        return value

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Slip:
        """Reads what `as_json` made (and JSON made of that)."""
        asked = dict(value["question"])
        for name in _DAYS:
            asked[name] = date.fromisoformat(asked[name]) if asked[name] else None
        asked["sort"] = Sort(asked["sort"])
        asked["history"] = tuple(_turn(turn) for turn in asked["history"])
        rest = {**value, "suggestions": tuple(value["suggestions"]), "turn": _turn(value["turn"])}
        return cls(**{**rest, "question": Question(**asked)})


def _turn(value: dict[str, Any]) -> Turn:
    return Turn(value["question"], tuple(value["articles"]), tuple(value["excerpts"]))


class Slips:
    """The drawer of slips, and two short lists beside it: who was just talking where, and which reply answers what."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def name(self) -> str:
        """A new slip's name."""
        return self._memory.token()

    async def write(self, name: str, slip: Slip) -> None:
        """Puts the slip under its name."""
        await self._memory.put("slip", name, slip.as_json(), seconds=SLIP_SECONDS, user=slip.member)

    def writing(self, name: str, slip: Slip) -> Callable[[Connection], None]:
        """What `write` does, for `State.together`."""
        return self._memory.putting("slip", name, slip.as_json(), seconds=SLIP_SECONDS, user=slip.member)

    async def find(self, name: str, *, server: int | None, member: int) -> Slip:
        """The slip of that name, for somebody who stands in `server`, or in a direct message (None).

        Raises:
            LostSlipError: it is too old, never was, or is not for them.
        """
        value = await self._memory.get("slip", name)
        if value is None:
            raise LostSlipError
        slip = Slip.from_json(value)
        if slip.question.server != server or (server is None and slip.member != member):
            raise LostSlipError
        return slip

    def talking(self, channel: int, member: int, name: str) -> Callable[[Connection], None]:
        """Remembers, in `State.together`, that `name` was the last answer to this member in this channel."""
        return self._memory.putting("talk", f"{channel}:{member}", name, seconds=TALK_SECONDS, user=member)

    async def last_talk(self, channel: int, member: int) -> str | None:
        """The name of the last answer to this member in this channel, if that was a moment ago."""
        name: str | None = await self._memory.get("talk", f"{channel}:{member}")
        return name

    async def answered(self, message: int, reply: int, member: int) -> None:
        """Remembers which reply answers a message, for as long as an edit of it changes the reply."""
        await self._memory.put("reply", str(message), reply, seconds=EDIT_SECONDS, user=member)

    async def reply_to(self, message: int) -> int | None:
        """The reply that answers a message, while an edit still changes it."""
        reply: int | None = await self._memory.get("reply", str(message))
        return reply

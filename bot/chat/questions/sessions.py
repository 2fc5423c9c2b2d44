"""Sessions: what stands behind an answer's buttons, so that presses and follow-up questions can go on from it.

A session is kept in the state database for a month, under a random name that fits into a custom id. It is found again
only from the server it was made in, or in a direct message by the person it was made for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from bot.errors import ClippingsError
from bot.model import Question, Sort, Turn
from bot.store.database import Connection
from bot.store.memory import DAY, Memory
from bot.store.servers import MAX_RETENTION_DAYS

SESSION_SECONDS = 30 * DAY
FOLLOW_UP_SECONDS = 15 * 60.0  # a question that is no reply follows up the last answer if that is so recent
EDIT_SECONDS = 5 * 60.0  # for so long an edited question changes its answer
MOST_TURNS = 4
MOST_KEPT = 300  # sessions of one member; the oldest go
MOST_OPENED = 2000  # answers from which one member read on
_LONGEST_BEFORE = 400  # characters of a question that was followed up: no more of it is carried on

_DAYS = ("as_of", "since", "until")
# The kinds under which the state database keeps them. They are in databases that exist, so they stay.
_SESSION, _LATEST, _REPLY, _MESSAGE, _OPENED = "slip", "talk", "reply", "answer", "opened"


class SessionExpiredError(ClippingsError):
    """A button or menu leads to a session that is not kept any more, or not for this person."""

    def __init__(self) -> None:
        super().__init__("This answer is too old for that. Please ask again.")


@dataclass(frozen=True, slots=True)
class Session:
    """A question that was answered, by whom it was asked, and what the answer showed.

    `turn` is what a follow-up refers to; `shown` counts the excerpts on the card; `suggestions` are its "did you mean".
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
        """The session as few values that JSON can hold: a long question once, and of what was quoted the first alone.

        Nothing reads the further quotes; their articles are named by key.
        """
        asked = {
            field.name: value
            for field in fields(Question)
            if (value := getattr(self.question, field.name)) != field.default and field.name != "history"
        }
        asked |= {name: asked[name].isoformat() for name in _DAYS if name in asked}
        text = self.question.text
        return {
            "question": asked,
            "history": [_turn_as_json(turn, turn.question[:_LONGEST_BEFORE]) for turn in self.question.history],
            "member": self.member,
            "turn": _turn_as_json(self.turn, None if self.turn.question == text else self.turn.question),
            "shown": self.shown,
            "suggestions": [_difference(text, suggestion) for suggestion in self.suggestions],
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Session:
        """Reads what `as_json` made, or made before it was short."""
        asked = dict(value["question"])
        text = asked["text"]
        asked |= {name: date.fromisoformat(asked[name]) for name in _DAYS if asked.get(name)}
        asked["sort"] = Sort(asked.get("sort", Sort.RELEVANCE))
        asked["history"] = tuple(_turn(turn, text) for turn in value.get("history", asked.get("history")) or ())
        suggestions = tuple(
            one if isinstance(one, str) else text[: one[0]] + one[1] + text[one[2] :] for one in value["suggestions"]
        )
        return cls(Question(**asked), value["member"], _turn(value["turn"], text), value["shown"], suggestions)


def _turn_as_json(turn: Turn, question: str | None) -> dict[str, Any]:
    return {"question": question, "articles": turn.articles, "excerpts": turn.excerpts[:1]}


def _turn(value: dict[str, Any], text: str) -> Turn:
    question = text if value["question"] is None else value["question"]
    return Turn(question, tuple(value["articles"]), tuple(value["excerpts"]))


def _difference(text: str, other: str) -> tuple[int, str, int]:
    """`other` as what it has in place of `text[start:end]`: the start, the words, the end."""
    start = _same_at_the_start(text, other)
    same = _same_at_the_start(text[start:][::-1], other[start:][::-1])
    return start, other[start : len(other) - same], len(text) - same


def _same_at_the_start(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (mine, theirs) in pairs if mine != theirs), min(len(one), len(other)))


class Sessions:
    """Sessions by name; and which is the latest in a channel, which message shows which, which reply answers which."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def new_name(self) -> str:
        """A name for a new session: 16 random characters."""
        return self._memory.token()

    async def write(self, name: str, session: Session) -> None:
        """Keeps the session under its name."""
        await self._memory.put(
            _SESSION, name, session.as_json(), seconds=SESSION_SECONDS, user=session.member, most=MOST_KEPT
        )

    def writing(self, name: str, session: Session) -> Callable[[Connection], None]:
        """What `write` does, for `State.together`."""
        return self._memory.putting(
            _SESSION, name, session.as_json(), seconds=SESSION_SECONDS, user=session.member, most=MOST_KEPT
        )

    async def find(self, name: str, *, server: int | None, member: int) -> Session:
        """The session of that name, for a member in `server`, or in a direct message (None).

        Raises:
            SessionExpiredError: it is too old, never was, or is not for them.
        """
        value = await self._memory.get(_SESSION, name)
        if value is None:
            raise SessionExpiredError
        session = Session.from_json(value)
        if session.question.server != server or (server is None and session.member != member):
            raise SessionExpiredError
        return session

    def setting_latest(self, channel: int, member: int, name: str) -> Callable[[Connection], None]:
        """Notes, in `State.together`, that `name` is the latest answer to this member in this channel."""
        return self._memory.putting(_LATEST, f"{channel}:{member}", name, seconds=FOLLOW_UP_SECONDS, user=member)

    async def latest(self, channel: int, member: int) -> str | None:
        """The session of the latest answer to this member in this channel, if it is recent enough to follow up."""
        name: str | None = await self._memory.get(_LATEST, f"{channel}:{member}")
        return name

    async def set_message(self, message: int, name: str, member: int) -> None:
        """Notes which session stands behind the card in `message`."""
        await self._memory.put(_MESSAGE, str(message), name, seconds=SESSION_SECONDS, user=member, most=MOST_KEPT)

    async def of_message(self, message: int) -> str | None:
        """The session behind the card in `message`; None for cards that are too old or no answers."""
        name: str | None = await self._memory.get(_MESSAGE, str(message))
        return name

    async def set_opened(self, name: str, member: int) -> None:
        """Notes that somebody read on from this answer: as long as a question may be kept (see `Questions`)."""
        await self._memory.put(_OPENED, name, True, seconds=MAX_RETENTION_DAYS * DAY, user=member, most=MOST_OPENED)

    async def set_reply(self, message: int, reply: int, member: int) -> None:
        """Notes which reply answers a message, for as long as an edit of the message changes the reply."""
        await self._memory.put(_REPLY, str(message), reply, seconds=EDIT_SECONDS, user=member)

    async def reply_to(self, message: int) -> int | None:
        """The reply that answers a message, while an edit still changes it."""
        reply: int | None = await self._memory.get(_REPLY, str(message))
        return reply

"""The question, command or press under way: its id, for the log and for errors, and whose turn it takes in queues."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("request", default="")
_party: ContextVar[int] = ContextVar("party", default=0)


def request_id() -> str:
    """The id of what is under way, 8 hex digits; empty outside of any request."""
    return _current.get()


def new_id() -> str:
    """8 random hex digits: of ten thousand requests a day, two share them once in three months."""
    return secrets.token_hex(4)


@contextmanager
def request() -> Iterator[str]:
    """Everything inside, tasks and threads begun there included, bears one id; inside another request, that one's."""
    outer = _current.get()
    if outer:
        yield outer
        return
    token = _current.set(new_id())
    try:
        yield _current.get()
    finally:
        _current.reset(token)


def party() -> int:
    """The server, or in a direct message the person, that the request under way came from; 0 outside of any."""
    return _party.get()


def set_party(party: int) -> None:
    """Says from where the request under way came; work that it waits for is queued with that party's."""
    _party.set(party)

"""Custom ids: what a button, a menu or a modal says of itself in at most 100 characters.

The form is `clip:<action>:<part>:<part>…`. Menus of older messages begin with `clip|` instead; both are read.
"""

from __future__ import annotations

import re

from bot.errors import ClippingsError

ID_LIMIT = 100  # Discord's
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_SPAN = re.compile(r"([0-9a-z]{1,8})-([0-9a-z]{1,8})")
_OURS = re.compile(r"clip[:|]([a-z]+)(?::(.*))?", re.DOTALL)


class UnknownActionError(ClippingsError):
    """A custom id that this version did not make."""

    def __init__(self) -> None:
        super().__init__("This button is of another version of me. Please ask again.")


def custom_id(name: str, *parts: object) -> str:
    """The custom id that leads to the action `name`.

    Raises:
        ValueError: it would be longer than Discord takes.
    """
    made = ":".join(("clip", name, *map(str, parts)))
    if len(made) > ID_LIMIT:
        raise ValueError(f"custom id of {len(made)} characters: {made[:20]}")
    return made


def read_custom_id(text: str) -> tuple[str, tuple[str, ...]] | None:
    """The action's name and the parts; None for an id that is not ours."""
    found = _OURS.fullmatch(text)
    if found is None:
        return None
    return found[1], () if found[2] is None else tuple(found[2].split(":"))


def span(start: int, end: int) -> str:
    """A slice `[start, end)` in few characters."""
    return f"{_base36(start)}-{_base36(end)}"


def read_span(text: str) -> tuple[int, int]:
    """What `span` wrote.

    Raises:
        UnknownActionError: `text` is something else.
    """
    found = _SPAN.fullmatch(text)
    if found is None:
        raise UnknownActionError
    start, end = int(found[1], 36), int(found[2], 36)
    if start >= end:
        raise UnknownActionError
    return start, end


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
        if not number:
            return digits

"""What a reader returns: an article as its file states it, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model import DateKind


@dataclass(frozen=True, slots=True)
class Draft:
    """An article before anything is checked: `date` is what the file says, in whatever form it says it.

    `record` counts from 1 in a file of many; None means that the file is the article. For `pages`, see `Article`;
    `picture` is the name of the picture of its first page, where the file tells one.
    """

    text: str
    title: str = ""
    date: str | int | float | None = None
    source: str = ""
    url: str = ""
    id: str = ""
    record: int | None = None
    author: str = ""
    date_kind: DateKind = DateKind.PUBLISHED
    pages: tuple[tuple[int, int], ...] = ()
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Flaw:
    """A sentence about a record or, without a number, about the whole file. Unless `skipped`, its text was kept."""

    reason: str
    record: int | None = None
    skipped: bool = True


class UnreadableError(Exception):
    """The file, as a whole, gives no article; `str(error)` is the sentence for its problem."""

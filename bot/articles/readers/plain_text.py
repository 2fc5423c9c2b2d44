"""Plain text files: the first line opens with ` date 2020-10-28 `, then the prose.

Also understood: a date on a line of its own (` date 2020-10-28 `, or just a day in any form that `published` reads)
that opens the file or follows its title; and no date at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from bot.articles.decoding import decode
from bot.articles.drafts import Draft, Flaw
from bot.articles.limits import Limits
from bot.articles.publication_dates import is_day

_OPENING = re.compile(
    r"\s{0,8}(?i:date)(?:\s*:)?[ \t]+"
    r"(?P<date>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:T[0-9:.]+(?:Z|[+-][0-9:]{4,6})?)?)(?![\w-])[ \t]*"
)
_LABEL = re.compile(r"(?i:date|published|publication date)\s*(?::\s*|[ \t]+)")
_HEAD = 1_000  # characters at the start of a file in which a date may stand on its own line
_TITLE = 150  # characters; a longer line above the date is prose


def read_plain(stream: BinaryIO, limits: Limits) -> Iterator[Draft | Flaw]:
    """One article from a text file; line ends become newlines.

    Raises:
        UnreadableError: when it is not text.
    """
    text, flaw = decode(stream.read(limits.max_file_bytes))
    if flaw:
        yield Flaw(flaw, skipped=False)
    yield split_date(text.replace("\r\n", "\n").replace("\r", "\n"))


def split_date(text: str) -> Draft:
    """The article of `text`, without the date (and title) that stand above or before its prose."""
    if opening := _OPENING.match(text):
        return Draft(text=text[opening.end() :].strip(), date=opening["date"])
    title = ""
    end = 0
    for line in text[:_HEAD].split("\n")[:-1]:
        end += len(line) + 1
        words = line.strip()
        if not words:
            continue
        label = _LABEL.match(words)
        day = words[label.end() :] if label else words
        if is_day(day):
            return Draft(text=text[end:].strip(), title=title, date=day)
        if title or len(words) > _TITLE:
            break
        title = words
    return Draft(text=text.strip())

"""Reads one file of any format: opens it safely, makes checked articles of its drafts, and lists its problems."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import BinaryIO

from bot.articles.decoding import printable
from bot.articles.drafts import Draft, Flaw, UnreadableError
from bot.articles.formats import DATED_BY_PATH, READERS, suffix_of
from bot.articles.limits import Limits, megabytes
from bot.articles.path_dates import day_in_path
from bot.articles.printed.pictures import OCR_PAGES, picture_of
from bot.articles.publication_dates import IN_THE_FUTURE, NoDateError, read_day
from bot.articles.scanning import SourceFile
from bot.articles.titles import one_line, title_of, web_address, web_site
from bot.model import Article, DateKind, Problem

READING_VERSION = 8  # raised whenever the same file would give another article, so that every file is read anew

_log = logging.getLogger(__name__)
_LONGEST_ID = 300
TOO_MUCH_MEMORY = "It takes too much memory to read."
TOO_SLOW = "It took longer than {seconds:g} s to read."
BROKE_OFF = "Reading it broke off: it needs too much memory or time."


def read(
    file: SourceFile, limits: Limits, today: date, moved: Callable[[int], None] = lambda _position: None
) -> Iterator[Article | Problem]:
    """The articles of `file` and the problems met, one record in memory at a time. Never raises for what it holds.

    `today` is the last day that an article may be dated. `moved` is called with the number of bytes read so far.
    """
    listed = 0
    for found in _read(file, limits, today, moved):
        if isinstance(found, Problem):
            listed += 1
            if listed > limits.max_problems:
                continue
        yield found
    if listed > limits.max_problems:
        rest = listed - limits.max_problems
        reason = f"{rest:,} more of its records {'has' if rest == 1 else 'have'} problems."
        yield Problem(file.path, reason, skipped=False, server=file.server)


def may_clear_up(problem: Problem) -> bool:
    """Whether another day alone may cure the problem: its article is dated in the future, or the machine was slow."""
    return IN_THE_FUTURE in problem.reason or problem.reason.startswith((TOO_SLOW.split("{", 1)[0], BROKE_OFF))


def _read(file: SourceFile, limits: Limits, today: date, moved: Callable[[int], None]) -> Iterator[Article | Problem]:
    reader = READERS.get(suffix_of(file.file))
    if reader is None:
        yield Problem(file.path, "No reader knows this kind of file.", server=file.server)
        return
    empty = True
    try:
        with _opened(file, limits) as stream:
            for found in reader(stream, limits):
                empty = False
                moved(stream.tell())
                if isinstance(found, Flaw):
                    yield Problem(file.path, found.reason, found.skipped, found.record, file.server)
                else:
                    facsimile = _has_facsimile(file, found)
                    for one in checked(file, _dated_by_path(file, found), limits, today):
                        yield replace(one, facsimile=True) if facsimile and isinstance(one, Article) else one
        if empty:
            raise UnreadableError("It holds no records.")
    except UnreadableError as error:
        yield Problem(file.path, str(error), server=file.server)
    except MemoryError:
        yield Problem(file.path, TOO_MUCH_MEMORY, server=file.server)
    except OSError as error:
        yield Problem(file.path, f"It cannot be read: {error.strerror or type(error).__name__}.", server=file.server)
    except Exception as error:  # one file must never stop the others, whatever a parser raises for it
        _log.exception("reading %s failed", file.path)
        yield Problem(file.path, f"It cannot be read ({type(error).__name__}).", server=file.server)


def _dated_by_path(file: SourceFile, draft: Draft) -> Draft:
    """The draft with the day in its file's path, for documents that state none or only that of a change."""
    if suffix_of(file.file) not in DATED_BY_PATH or (draft.date is not None and draft.date_kind is DateKind.PUBLISHED):
        return draft
    day = day_in_path(file.path)
    return replace(draft, date=day, date_kind=DateKind.PUBLISHED) if day else draft


def _has_facsimile(file: SourceFile, draft: Draft) -> bool:
    """Whether the printed page can be shown: it is a PDF's own, or its picture lies beside what OCR made of it."""
    suffix = suffix_of(file.file)
    if not draft.pages or suffix == ".pdf":
        return bool(draft.pages) and suffix == ".pdf"
    return suffix in OCR_PAGES and picture_of(file.real, draft.picture) is not None


def _opened(file: SourceFile, limits: Limits) -> BinaryIO:
    """The file for reading, if it is still what the scan saw: a regular file within the size limit.

    It does not follow links or wait for a writer: the file may have been replaced since the scan.
    """
    stream = open(os.open(file.file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb")  # noqa: PTH123, SIM115
    status = os.fstat(stream.fileno())
    reason = ""
    if not stat.S_ISREG(status.st_mode):
        reason = "It is not a regular file."
    elif status.st_size > limits.max_file_bytes:
        reason = f"It is too large: {megabytes(status.st_size)}; the limit is {limits.max_file_mb:g} MB."
    elif status.st_size == 0:
        reason = "It is empty."
    if reason:
        stream.close()
        raise UnreadableError(reason)
    return stream


def checked(file: SourceFile, draft: Draft, limits: Limits, today: date) -> Iterator[Article | Problem]:
    """The article of a draft that stands in `file`, titled and dated, or why there is none; and its flaws."""

    def problem(reason: str, *, skipped: bool) -> Problem:
        return Problem(file.path, reason, skipped, draft.record, file.server)

    if len(draft.text) > limits.max_article_chars:
        yield problem(f"Its text is longer than {limits.max_article_chars:,} characters.", skipped=True)
        return
    text, broken = printable(draft.text)
    if not text.strip():
        yield problem("It holds no text.", skipped=True)
        return
    if broken:
        yield problem("It holds broken characters, shown as \ufffd.", skipped=False)
    day: date | None = None
    try:
        if draft.date is None:
            raise NoDateError("It has no date.")
        day = read_day(draft.date, today)
    except NoDateError as error:
        yield problem(f"{error} It is kept as undated.", skipped=False)
    author = one_line(draft.author, 200)
    source = one_line(draft.source, 200) or web_site(draft.url) or author
    yield Article(
        id=_id_of(file, draft),
        title=title_of(draft.title, text),
        text=text,
        path=file.path,
        date=day,
        source=source,
        url=web_address(draft.url),
        server=file.server,
        author="" if author == source else author,
        date_kind=draft.date_kind,
        pages=draft.pages,
    )


def _id_of(file: SourceFile, draft: Draft) -> str:
    given = printable(draft.id)[0].strip()
    if given and len(given) <= _LONGEST_ID:
        return given
    return file.path if draft.record is None else f"{file.path}#{draft.record}"

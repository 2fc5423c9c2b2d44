"""Imports a folder or archive of documents: each file is read as it would be in the corpus, and its path is its id."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import IO

from bot.articles import SourceFile
from bot.articles.drafts import Draft, Flaw, UnreadableError
from bot.articles.formats import READERS, suffix_of
from bot.articles.path_dates import day_in_path
from bot.articles.readers.digitised import NO_ALTO
from bot.importing.entries import Entry, ReadOptions
from bot.importing.sources import Source
from bot.model import Article, DateKind

_CHUNK = 1 << 20


def read_documents(source: Source, options: ReadOptions) -> Iterator[Entry]:
    """Every document of the source that a reader knows; one that cannot be read is a flaw."""
    for name in source.names():
        if suffix_of(name) not in READERS:
            continue
        try:
            with source.open(name) as stream:
                for found in read_apart(name, stream, options):
                    yield _named(found, name, options)
        except UnreadableError as error:
            yield Flaw(f"{name}: {error}")


def read_apart(name: str, stream: IO[bytes], options: ReadOptions) -> Iterator[Draft | Flaw]:
    """What a document holds, parsed in another process, whose memory and time are limited."""
    with tempfile.TemporaryDirectory(prefix="clippings-") as folder:
        file = Path(folder) / f"document{suffix_of(name)}"
        with file.open("wb") as copy:
            left = options.limits.max_file_bytes + 1  # one more than may be: its reader says that it is too large
            while left and (chunk := stream.read(min(_CHUNK, left))):
                copy.write(chunk)
                left -= len(chunk)
        yield from _parsed(name, file, options)


def _parsed(name: str, file: Path, options: ReadOptions) -> Iterator[Draft | Flaw]:
    status = file.stat()
    with options.readers.reader(options.limits, date.max) as reader:
        for found in reader.read(SourceFile(name, str(file), status.st_size, status.st_mtime_ns)):
            if isinstance(found, Article):
                yield _draft(found)
            elif found.skipped or "no date" not in found.reason:  # that is said of the draft again
                yield Flaw(found.reason, found.record, found.skipped)


def _draft(article: Article) -> Draft:
    return Draft(
        article.text,
        article.title,
        article.date.isoformat() if article.date else None,
        article.source,
        article.url,
        article.id,
        author=article.author,
        date_kind=article.date_kind,
        pages=article.pages,
    )


def _named(found: Draft | Flaw, name: str, options: ReadOptions) -> Entry:
    if isinstance(found, Flaw):
        reason = "Its XML is no export or document that is known." if found.reason == NO_ALTO else found.reason
        return replace(found, reason=f"{name}: {reason}")
    stated = found.date is not None and found.date_kind is DateKind.PUBLISHED and options.date_from == "document"
    day = None if stated else day_in_path(name)
    if day is not None:
        return replace(found, date=day, date_kind=DateKind.PUBLISHED)
    return replace(found, date=found.date if options.date_from == "document" else None)

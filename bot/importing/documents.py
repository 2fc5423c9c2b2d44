"""A folder or archive of documents: each file is read as it would be in the corpus, and called by its path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, cast

from bot.articles.drafts import Draft, Flaw, UnreadableError
from bot.articles.formats import READERS, suffix_of
from bot.articles.path_dates import day_in_path
from bot.importing.entries import Entry, ReadOptions
from bot.importing.sources import Source
from bot.model import DateKind


def read_documents(source: Source, options: ReadOptions) -> Iterator[Entry]:
    """Every document of the source that a reader knows; one that cannot be read is a flaw."""
    for name in source.names():
        reader = READERS.get(suffix_of(name))
        if reader is None:
            continue
        try:
            with source.open(name) as stream:
                for found in reader(cast(BinaryIO, stream), options.limits):
                    yield _named(found, name, options)
        except UnreadableError as error:
            yield Flaw(f"{name}: {error}")


def _named(found: Draft | Flaw, name: str, options: ReadOptions) -> Entry:
    if isinstance(found, Flaw):
        return replace(found, reason=f"{name}: {found.reason}")
    ident = found.id or (name if found.record is None else f"{name}#{found.record}")
    stated = found.date is not None and found.date_kind is DateKind.PUBLISHED and options.date_from == "document"
    day = None if stated else day_in_path(name)
    if day is not None:
        return replace(found, date=day, date_kind=DateKind.PUBLISHED, id=ident)
    return replace(found, date=found.date if options.date_from == "document" else None, id=ident)

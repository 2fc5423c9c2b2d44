"""JSON records of any program: one a line, a list, or a list inside an object; read one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, cast

from bot.articles.readers.json_records import RECORD_LISTS, draft_of, read_json_lines
from bot.importing.entries import Entry, ReadOptions
from bot.importing.json_stream import items
from bot.importing.sources import Source


def read_records(source: Source, options: ReadOptions) -> Iterator[Entry]:
    """Every record. Raises UnreadableError."""
    for name in source.names():
        lines = name.lower().endswith(("l", ".ndjson"))
        with source.open(name) as stream:
            if lines:
                yield from read_json_lines(cast(BinaryIO, stream), options.limits)
                continue
            number = 0
            for _, record in items(stream, ["item", *(f"{key}.item" for key in RECORD_LISTS)]):
                number += 1
                yield draft_of(record, number)
        if not number:
            with source.open(name) as stream:
                for _, record in items(stream, [""]):
                    yield draft_of(record)

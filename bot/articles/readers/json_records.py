"""Articles as JSON: one record, a list of them, an object around a list, or one record a line, packed or not."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from bot.articles.decoding import decode, legacy_encoding, marked_encoding
from bot.articles.drafts import Draft, Flaw, UnreadableError
from bot.articles.fields import TEXTS, draft_from
from bot.articles.limits import MEGABYTE, Limits, megabytes

RECORD_LISTS = ("articles", "records", "items", "documents", "data", "results", "entries")
_MOST_VALUES = (
    3_000_000  # in one JSON text; 100 MB of prose has 1.2 million commas, a hostile file of that size 50 million
)
_LARGE = 1_000_000  # characters; below this, values cannot be too many to hold


def read_json(stream: BinaryIO, limits: Limits) -> Iterator[Draft | Flaw]:
    """Articles of a whole JSON file.

    Raises:
        UnreadableError: when it is not JSON, or no kind of JSON that holds articles.
    """
    text, flaw = decode(stream.read(limits.max_file_bytes))
    if flaw:
        yield Flaw(flaw, skipped=False)
    try:
        content = _parsed(text)
    except ValueError as error:
        raise UnreadableError(f"It is not JSON that can be read: {error}.") from None
    del text
    records = _records_of(content)
    if records is None:
        yield draft_of(content)
        return
    for number, record in enumerate(records, start=1):
        if number > limits.max_records:
            yield Flaw(f"It holds more than {limits.max_records:,} records; the rest was not read.", number)
            return
        yield draft_of(record, number)


def read_json_lines(stream: BinaryIO, limits: Limits) -> Iterator[Draft | Flaw]:
    """Articles of a file with one JSON record a line, held in memory one at a time.

    Raises:
        UnreadableError: when it is UTF-16 or UTF-32, which cannot be cut at newlines.
    """
    fallback = ""
    number = 0
    for line in _lines(stream, limits):
        if line is not None and not line.strip():
            continue  # a blank line is no record
        number += 1
        if number > limits.max_records:
            yield Flaw(f"It holds more than {limits.max_records:,} records; the rest was not read.", number)
            return
        if line is None:
            yield Flaw(f"The line is longer than {megabytes(limits.max_record_bytes)}.", number)
            continue
        if number == 1:
            _refuse_wide_encodings(line)
        try:
            yield draft_of(_parsed(line.decode("utf-8-sig")), number)
        except UnicodeDecodeError:
            fallback = fallback or legacy_encoding(line)
            yield from _draft_from_legacy(line, fallback, number)
        except ValueError as error:
            yield Flaw(f"The line is not JSON that can be read: {error}.", number)


def read_packed_json_lines(stream: BinaryIO, limits: Limits) -> Iterator[Draft | Flaw]:
    """Articles of a gzip file of JSON lines, unpacked as they are read, up to `limits.max_unpacked_mb`."""
    count = 0
    with gzip.GzipFile(fileobj=stream, mode="rb") as unpacked:
        try:
            for found in read_json_lines(cast(BinaryIO, unpacked), limits):
                count += 1
                yield found
        except (EOFError, gzip.BadGzipFile, zlib.error):
            if not count:
                raise UnreadableError("It is not a gzip file, or it is damaged from the start.") from None
            yield Flaw("The packed file is damaged or cut off here; the records before it were kept.", count + 1)


def _lines(stream: BinaryIO, limits: Limits) -> Iterator[bytes | None]:
    """Lines with their end; None for one that is too long. Stops, with an error, at the limit for the whole."""
    longest, left = limits.max_record_bytes, int(limits.max_unpacked_mb * MEGABYTE)
    while line := stream.readline(longest):
        left -= len(line)
        too_long = len(line) == longest and not line.endswith(b"\n")
        while len(line) == longest and not line.endswith(b"\n") and left > 0:
            line = stream.readline(longest)
            left -= len(line)
        if left < 0:
            raise UnreadableError(f"It unpacks to more than {limits.max_unpacked_mb:,.0f} MB; the rest was not read.")
        yield None if too_long else line


def _refuse_wide_encodings(line: bytes) -> None:
    if encoding := marked_encoding(line):
        raise UnreadableError(f"It is {encoding.upper()}; save a file of JSON lines as UTF-8.")


def _draft_from_legacy(line: bytes, encoding: str, number: int) -> Iterator[Draft | Flaw]:
    try:
        draft = draft_of(_parsed(line.decode(encoding)), number)
    except ValueError:  # UnicodeDecodeError is one
        yield Flaw("The line is neither UTF-8 nor readable as an older encoding.", number)
        return
    yield Flaw(f"The line is not UTF-8; it was read as {encoding}.", number, skipped=False)
    yield draft


def _parsed(text: str) -> Any:
    """The value of a JSON text.

    Raises:
        ValueError: when it is no JSON, or has too many values; the message completes a sentence.
    """
    if len(text) > _LARGE and sum(map(text.count, ",[{")) > _MOST_VALUES:
        raise ValueError("it holds too many values for one piece")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg[:1].lower()}{error.msg[1:]} at character {error.pos + 1:,}") from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _records_of(content: Any) -> list[Any] | None:
    """The list of records that `content` is or holds; None when it is one record itself."""
    if isinstance(content, list):
        return content
    if not isinstance(content, dict) or any(isinstance(content.get(name), str) for name in TEXTS):
        return None
    return next((content[name] for name in RECORD_LISTS if isinstance(content.get(name), list)), None)


def draft_of(record: Any, number: int | None = None) -> Draft | Flaw:
    """The draft of one record, or why it is none."""
    if not isinstance(record, dict):
        return Flaw("It is no record with fields.", number)
    fields = {name.casefold(): value for name, value in record.items()}
    text = next((fields[name] for name in TEXTS if isinstance(fields.get(name), str) and fields[name].strip()), None)
    if text is None:
        return Flaw(f"It has no text; the field is called {', '.join(TEXTS[:-1])} or {TEXTS[-1]}.", number)
    return draft_from(record, text, number)

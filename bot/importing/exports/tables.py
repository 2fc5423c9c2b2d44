"""CSV, TSV and XLSX: one article a row, columns known by their headings or named by the operator."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import IO

from bot.articles.decoding import legacy_encoding, marked_encoding
from bot.articles.drafts import Flaw, UnreadableError
from bot.articles.fields import TEXTS, draft_from
from bot.articles.limits import MEGABYTE
from bot.errors import MissingExtraError
from bot.importing.entries import Entry, ReadOptions
from bot.importing.sources import Source
from bot.importing.streams import explained
from bot.web.html_text import html_to_text

_ALSO = {
    "text": ("full text", "fulltext", "article", "article text", "article body", "story", "contents", "body text"),
    "title": ("heading", "name", "subject"),
    "date": (
        "publication date",
        "pub date",
        "pubdate",
        "date published",
        "publication_date",
        "day",
        "posted",
        "created",
    ),
    "source": ("newspaper", "paper", "outlet", "site", "journal"),
    "author": ("byline", "writer", "by"),
    "url": ("address", "permalink", "web address"),
    "id": ("guid", "uid", "article id", "article_id"),
}
_MOST_UNPACKED = 2_000 * MEGABYTE  # of a workbook
_MOST_COLUMNS = 100


def read_table(source: Source, options: ReadOptions) -> Iterator[Entry]:
    """Every row of a CSV or TSV file. Raises UnreadableError, also for a table without a column of texts."""
    for name in source.names():
        with source.open(name) as stream, _text(stream) as text:
            head = text.read(65_536)
            text.seek(0)
            separator = _separator(head, name)
            csv.field_size_limit(options.limits.max_article_chars)
            rows = csv.reader(text, delimiter=separator)
            yield from _drafts(careful(rows), options)


def careful(rows: Iterator[list[str]]) -> Iterator[list[str] | Flaw]:
    """The rows of a table; one that cannot be read is a flaw."""
    number = 0
    while True:
        number += 1
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Flaw(f"The row cannot be read: {error}.", number)


def _text(stream: IO[bytes]) -> io.TextIOWrapper:
    head = stream.read(1_000_000)
    stream.seek(0)
    encoding = marked_encoding(head)
    if encoding is None:
        try:
            codecs.getincrementaldecoder("utf-8")().decode(head)
            encoding = "utf-8-sig"
        except UnicodeDecodeError:
            encoding = legacy_encoding(head)
    return io.TextIOWrapper(stream, encoding, errors="replace", newline="")


def _separator(head: str, name: str) -> str:
    if name.lower().endswith((".tsv", ".tab")):
        return "\t"
    first = head.partition("\n")[0]
    return max(",;\t|", key=first.count)


def read_workbook(source: Source, options: ReadOptions) -> Iterator[Entry]:
    """Every row of the first sheet of an XLSX workbook. Raises UnreadableError."""
    try:
        from openpyxl import load_workbook  # noqa: PLC0415 - the extra
    except ImportError:
        raise UnreadableError(str(MissingExtraError("Reading workbooks", "exports"))) from None
    for name in source.names():
        with source.open(name) as stream, explained():
            with zipfile.ZipFile(stream) as packed:
                if sum(member.file_size for member in packed.infolist()) > _MOST_UNPACKED:
                    raise UnreadableError(f"It unpacks to more than {_MOST_UNPACKED // MEGABYTE:,} MB.")
            try:
                book = load_workbook(stream, read_only=True, data_only=True)
                sheet = book.worksheets[0]
                sheet.reset_dimensions()  # they may claim any number of empty columns
                rows = sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True)
                yield from _drafts((list(map(_cell, row)) if any(row) else [] for row in rows), options)
            except (KeyError, ValueError, IndexError, TypeError, SyntaxError) as error:
                raise UnreadableError(f"It is no workbook that can be read ({type(error).__name__}).") from None


def _cell(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _drafts(rows: Iterable[Sequence[str] | Flaw], options: ReadOptions) -> Iterator[Entry]:
    names: list[str] | None = None
    for number, row in enumerate(rows, start=1):
        if isinstance(row, Flaw):
            yield row
        elif names is None:
            names = columns(row, options.columns)
        elif any(value.strip() for value in row):
            record = {name: value for name, value in zip(names, row, strict=False) if name and value.strip()}
            text = record.pop("text", "")
            if "<p" in text or "<br" in text:
                text = html_to_text(text)
            yield draft_from(record, text, number)


def columns(heading: Sequence[str], named: Mapping[str, str]) -> list[str]:
    """The field in each column, "" for a column that is none.

    `named` maps fields to the headings that the operator gave; it takes precedence.

    Raises:
        UnreadableError: there is no column of texts, or one of `named` is not there.
    """
    cells = [cell.strip().casefold() for cell in heading]
    found = [""] * len(cells)
    for field, wanted in named.items():
        if wanted.strip().casefold() not in cells:
            raise UnreadableError(f"It has no column “{wanted}”; its columns are {_listed(heading)}.")
        found[cells.index(wanted.strip().casefold())] = field
    known = {
        "text": TEXTS,
        "title": ("title", "headline"),
        "date": ("date", "published", "published_at", "publish_date"),
        "source": ("source", "publication"),
        "author": ("author", "authors"),
        "url": ("url", "link"),
        "id": ("id",),
    }
    for field, names in known.items():
        place = next((cells.index(name) for name in (*names, *_ALSO[field]) if name in cells), None)
        if field not in found and place is not None and not found[place]:
            found[place] = field
    if "text" not in found:
        raise UnreadableError(
            f"None of its columns holds texts: {_listed(heading)}. Name it: --columns text=NAME,date=NAME,title=NAME."
        )
    return found


def _listed(heading: Sequence[str]) -> str:
    return ", ".join(f"“{cell.strip()[:40]}”" for cell in heading[:30] if cell.strip()) or "none"

"""Which reader reads which file, by the ending of its name. A new format needs a reader and a line here.

A reader takes the open file and the limits, and gives drafts (articles as the file states them) and flaws (sentences
about what it could not take). It raises `UnreadableError` when the file as a whole gives nothing. Everything else (the
size of files, dates, titles, ids, the list of problems) is done for all formats in `reading`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from bot.articles.drafts import Draft, Flaw
from bot.articles.limits import Limits
from bot.articles.readers.digitised import read_alto, read_hocr
from bot.articles.readers.epub import read_epub
from bot.articles.readers.json_records import read_json, read_json_lines, read_packed_json_lines
from bot.articles.readers.mail import read_mailbox, read_message
from bot.articles.readers.markdown import read_markdown
from bot.articles.readers.office import read_docx, read_odt
from bot.articles.readers.pdf import read_pdf
from bot.articles.readers.plain_text import read_plain
from bot.articles.readers.web_page import read_page

Reader = Callable[[BinaryIO, Limits], Iterator[Draft | Flaw]]

READERS: dict[str, Reader] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_page,
    ".htm": read_page,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".jsonl.gz": read_packed_json_lines,
    ".ndjson.gz": read_packed_json_lines,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".odt": read_odt,
    ".epub": read_epub,
    ".eml": read_message,
    ".mbox": read_mailbox,
    ".xml": read_alto,
    ".hocr": read_hocr,
}

DATED_BY_PATH = frozenset((".pdf", ".docx", ".odt", ".epub", ".xml", ".hocr"))
"""Formats that state no day of publication, or only that of a file: a day in the path goes first."""


def suffix_of(name: str) -> str:
    """The ending of a file's name that says its format, in lower case: ".txt", ".jsonl.gz", or "" for none."""
    stem, dot, last = name.rpartition(".")
    if not dot:
        return ""
    suffix = last.lower()
    return f".{stem.rpartition('.')[2].lower()}.gz" if suffix == "gz" else f".{suffix}"

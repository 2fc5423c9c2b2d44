"""Limits on the memory and time spent on one file."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on memory and time; a file or record beyond one is skipped and listed, and the rest goes on.

    `max_file_mb` is the user's setting. The others are far above any real archive and only stop hostile files:
    `max_unpacked_mb` for what a packed file holds, `max_page_mb` for one web page (reading one costs 2 s a megabyte),
    `max_article_chars` for one text (three times "War and Peace"), `max_records` for one file, `max_problems` for how
    many records of one file are listed by number, `max_files` for a folder, `max_read_seconds` and
    `max_read_mb` (of memory, beside sixteen times its size) for one file: a PDF of 800 pages of small print, or a
    mailbox of 100,000 messages.
    """

    max_file_mb: float = 100.0
    max_unpacked_mb: float = 2_000.0
    max_page_mb: float = 5.0
    max_article_chars: int = 10_000_000
    max_records: int = 1_000_000
    max_problems: int = 1_000
    max_files: int = 1_000_000
    max_read_seconds: float = 60.0
    max_read_mb: float = 700.0

    @property
    def max_file_bytes(self) -> int:
        """`max_file_mb` in bytes."""
        return int(self.max_file_mb * MEGABYTE)

    @property
    def max_record_bytes(self) -> int:
        """One line of a file of records: the longest text at four bytes a character."""
        return 4 * self.max_article_chars


def megabytes(size: int) -> str:
    """`size` in bytes as a person reads it: "104.9 MB"."""
    return f"{size / MEGABYTE:,.1f} MB"

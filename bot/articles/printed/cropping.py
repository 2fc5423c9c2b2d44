"""Cuts a clipping out of the file of a printed page, of whatever kind that is. It parses files: see the sandbox."""

from __future__ import annotations

from pathlib import Path

from bot.articles.drafts import UnreadableError
from bot.articles.printed.page_crop import DAMAGED, GONE, cut
from bot.articles.printed.pdf_page import pdf_page
from bot.articles.printed.scanned_page import scanned_page
from bot.errors import CorpusError


def crop(file: Path, page: int, quote: str, nth: int, words: tuple[tuple[int, int], ...]) -> bytes:
    """The picture (PNG) of the part of the page numbered `page` that holds `quote`. Takes about 0.3 s.

    For the others, see `bot.articles.printed.page_crop.cut`.

    Raises:
        CorpusError: the file or its picture is gone, or the quotation cannot be found on the page.
    """
    opened = pdf_page if file.suffix.lower() == ".pdf" else scanned_page
    try:
        with opened(file, page) as printed:
            return cut(printed, quote, nth, words)
    except FileNotFoundError:
        raise CorpusError(GONE) from None
    except (OSError, UnreadableError):
        raise CorpusError(DAMAGED) from None

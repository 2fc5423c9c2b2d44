"""A quotation as it was printed: the part of its page, cut out of the corpus's own file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.articles.sandbox import crop_page
from bot.errors import CorpusError
from bot.model import Article

Span = tuple[int, int]


def printed_clipping(corpus: Path, scans: Path, article: Article, quote: Span, marked: Sequence[Span]) -> bytes:
    """The picture of the page around the slice `quote`; `marked` are words of it. Not for the event loop.

    `scans` is the folder of what OCR has read.

    Raises:
        CorpusError: the page is gone or has changed.
    """
    folder = corpus if corpus.is_dir() else corpus.parent
    file = (folder / article.path).resolve()
    page = article.page_at(quote[0])
    if page is None or not file.is_relative_to(folder.resolve()):
        raise CorpusError("The printed page of this quotation is not in the corpus.")
    text = article.text[slice(*quote)]
    begins = max((offset for offset, _ in article.pages if offset <= quote[0]), default=0)
    earlier = article.text.count(text, begins, quote[0])
    return crop_page(file, page, text, earlier, tuple(marked), scans)

"""A server's own articles as gzipped JSON lines, a format that the corpus reads."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable

from bot.errors import CorpusError
from bot.model import Article

MAX_FILES = 10  # as many as one Discord message holds
_FLUSH_EVERY = 200  # articles between two checks of the size


def export_parts(articles: Iterable[Article], limit: int) -> tuple[list[bytes], int]:
    """The files, each of at most `limit` bytes, and how many articles they hold.

    Raises:
        CorpusError: they do not fit into one message.
    """
    parts: list[io.BytesIO] = []
    count = 0
    fill = limit - limit // 10  # the rest is for what gzip still buffers when the size is checked
    archive: gzip.GzipFile | None = None
    for article in articles:
        if archive is None or parts[-1].tell() > fill:
            if archive is not None:
                archive.close()
            parts.append(io.BytesIO())
            archive = gzip.GzipFile(fileobj=parts[-1], mode="wb", mtime=0)
        archive.write(_line(article))
        count += 1
        if count % _FLUSH_EVERY == 0:
            archive.flush()
        if len(parts) > MAX_FILES:
            raise CorpusError("These are too many articles for one message. Copy the server's folder instead.")
    if archive is not None:
        archive.close()
    return [part.getvalue() for part in parts], count


def _line(article: Article) -> bytes:
    record = {
        "id": article.id,
        "title": article.title,
        "date": article.date.isoformat() if article.date else None,
        "source": article.source,
        "url": article.url,
        "text": article.text,
    }
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n"

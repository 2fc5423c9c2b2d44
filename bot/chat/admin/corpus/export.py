"""A server's own articles as packed JSON lines, in the form that the corpus reads."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable

import discord

from bot.errors import CorpusError
from bot.model import Article

MOST_FILES = 10  # that one message of Discord's carries
_CHUNK = 200  # articles between two looks at the size


def export_parts(articles: Iterable[Article], limit: int) -> tuple[list[discord.File], int]:
    """The files, each at most `limit` bytes, and how many articles they hold.

    Raises:
        CorpusError: they are too many for one message.
    """
    parts: list[io.BytesIO] = []
    count = 0
    room = limit - limit // 10  # what the packer still holds back when it is asked
    packer: gzip.GzipFile | None = None
    for article in articles:
        if packer is None or parts[-1].tell() > room:
            if packer is not None:
                packer.close()
            parts.append(io.BytesIO())
            packer = gzip.GzipFile(fileobj=parts[-1], mode="wb", mtime=0)
        packer.write(_line(article))
        count += 1
        if count % _CHUNK == 0:
            packer.flush()
        if len(parts) > MOST_FILES:
            raise CorpusError("These are too many articles for one message. Copy the server's folder instead.")
    if packer is not None:
        packer.close()
    names = ["articles.jsonl.gz"] if len(parts) == 1 else [f"articles-{n + 1}.jsonl.gz" for n in range(len(parts))]
    for part in parts:
        part.seek(0)
    return [discord.File(part, filename=name) for part, name in zip(parts, names, strict=True)], count


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
